"""What there is to say of a paper: what was made, what was left out and why, and what to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from quiz.exam.candidates import told
from quiz.exam.difficulty import BANDS
from quiz.exam.key import KINDS, written
from quiz.exam.paper import Paper
from quiz.language import N_, _, n_
from quiz.making import Made
from quiz.papers import Kept
from quiz.terminal import fit

BAND_NAMES = {"easy": N_("easy"), "medium": N_("medium"), "hard": N_("hard")}
SHOWN = 10
"""So many questions to look at are named; all of them with --json."""


def made_lines(made: Made, *, dry: bool) -> Iterator[str]:
    composed = made.composed
    yield _summary(composed.paper)
    yield _("kinds: {kinds}").format(kinds=", ".join(_kinds(composed.paper)))
    bands = ", ".join(f"{_(BAND_NAMES[name])} {composed.bands[name]}" for name in BANDS if name in composed.bands)
    yield _("difficulty: {bands}").format(bands=bands)
    if left := told(composed.sifted.left):
        yield _("left out: {cards}").format(cards=left)
    if composed.leaning:
        yield n_(
            "{n} question may lean on something that is not on the paper (`<!-- quiz: no -->` keeps it out):",
            "{n} questions may lean on something that is not on the paper (`<!-- quiz: no -->` keeps them out):",
            len(composed.leaning),
        )
        for candidate, words in composed.leaning[:SHOWN]:
            yield f"  {candidate.place}: “{words}” – {fit(candidate.entry.question, 60)}"
        if (more := len(composed.leaning) - SHOWN) > 0:
            yield "  " + _("and {n} more").format(n=more)
    for place, name in made.missing:
        yield _("{place}: the image {image} is not there; the paper shows its name").format(place=place, image=name)
    yield from made.remarks
    yield _("would be written:") if dry else _("written:")
    yield from (f"  {file}" for file in made.files)


def made_json(made: Made, *, dry: bool) -> dict[str, Any]:
    composed = made.composed
    return {
        **_paper_json(composed.paper),
        "written": not dry,
        "files": [str(file) for file in made.files],
        "difficulty": {name: composed.bands.get(name, 0) for name in BANDS},
        "left_out": {
            reason: [{"uid": each.uid, "place": each.place} for each in cards]
            for reason, cards in composed.sifted.left.items()
        },
        "remarks": list(made.remarks),
        "missing_images": [{"place": place, "image": name} for place, name in made.missing],
        "leaning": [{"uid": each.uid, "place": each.place, "words": words} for each, words in composed.leaning],
    }


def kept_rows(kept: Sequence[Kept]) -> list[list[str]]:
    """A table of papers, the latest first."""
    rows = [[_("paper"), _("made"), _("questions"), _("points"), _("variants"), _("title")]] if kept else []
    for each in kept:
        paper = each.paper
        counts = [str(len(paper.variants[0].asked)), written(paper.points), str(len(paper.variants))]
        rows.append([paper.id, _day(each.made), *counts, paper.title])
    return rows


def kept_json(each: Kept) -> dict[str, Any]:
    return {**_paper_json(each.paper), "made_utc_ms": each.made}


def _paper_json(paper: Paper) -> dict[str, Any]:
    kinds = Counter(question.kind for question in paper.questions())
    return {
        "id": paper.id,
        "title": paper.title,
        "language": paper.language,
        "seed": paper.seed,
        "questions": len(paper.variants[0].asked),
        "points": paper.points / 100,
        "variants": [variant.letter for variant in paper.variants],
        "kinds": dict(sorted(kinds.items())),
    }


def _summary(paper: Paper) -> str:
    summary = _("paper {id} “{title}”: {questions}, {points}, {variants}, seed {seed}")
    shown = written(paper.points)
    return summary.format(
        id=paper.id,
        title=paper.title,
        questions=n_("{n} question", "{n} questions", len(paper.variants[0].asked)),
        points=_("1 point") if shown == "1" else _("{points} points").format(points=shown),
        variants=n_("{n} variant", "{n} variants", len(paper.variants)),
        seed=paper.seed,
    )


def _kinds(paper: Paper) -> Iterator[str]:
    questions = list(paper.questions())
    counts = Counter(question.kind for question in questions)
    for kind, name in KINDS.items():
        if counts[kind]:
            said = f"{_(name)} {counts[kind]}"
            if kind == "yesno":
                yes = sum(question.yes is True for question in questions)
                said += " " + _("({yes} yes, {no} no)").format(yes=yes, no=counts["yesno"] - yes)
            yield said


def _day(utc_ms: int) -> str:
    return datetime.fromtimestamp(utc_ms / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
