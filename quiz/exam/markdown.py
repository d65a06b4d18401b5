"""The Markdown format: a paper per variant, one key for all of them, and a marking sheet."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from quiz.exam import wording
from quiz.exam.contained import block, indented, inline
from quiz.exam.formats import Options, file_name
from quiz.exam.key import KINDS, code, key_rows, marking_sheet, verdict, written
from quiz.exam.paper import Asked, Paper, Question, Variant
from quiz.exam.variants import letters
from quiz.language import _
from quiz.text import pieces

LINES_TO_WRITE = 4
BLANK = "__________"
SUFFIXES = frozenset({".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".webp"})

_IMAGE = re.compile(r"(!\[[^\[\]\n]*\]\(\s*)(?:<([^<>\n]*)>|((?:[^\s()<>]|\([^\s()<>]*\))+))")
_GAP = re.compile(r"\[\[(\d+)\]\]")


def files(paper: Paper, options: Options) -> dict[str, bytes]:
    """`ID-A.md` and so on, `ID-key.md`, `ID-marking.md`, and the images they show in `images/`."""
    images: dict[str, bytes] = {}
    show = partial(_with_images, find=options.image, images=images)
    made = {
        file_name(paper, variant.letter, end="md"): _lines(_sheet(paper, variant, show)) for variant in paper.variants
    }
    made[file_name(paper, "key", end="md")] = _lines(_key(paper, show))
    made[file_name(paper, "marking", end="md")] = _lines(_marking(paper, options.names))
    return made | images


Show = Callable[[str, str], str]
"""The uid of a card and a text of it → the text as the content of a container."""


def _lines(lines: Iterator[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


# — the paper —


def _sheet(paper: Paper, variant: Variant, show: Show) -> Iterator[str]:
    yield from _head(paper, variant.letter)
    yield _line(_(wording.NAME), BLANK * 3)
    for number, asked in enumerate(variant.asked, 1):
        yield from ("", *_item(number, wording.points(asked.question.points), _asked(asked, show)))


def _head(paper: Paper, part: str) -> Iterator[str]:
    count = wording.questions(len(paper.variants[0].asked))
    told = [_("Paper {id}").format(id=paper.id), part, count, wording.points(paper.points)]
    yield from (f"# {inline(paper.title)}", "", " · ".join(told), "")


def _item(number: int, first: str, blocks: Iterator[str]) -> Iterator[str]:
    """A list item whose content cannot leave it: all of it is indented below the number."""
    marker = f"{number}. "
    yield f"{marker}*({first})*"
    for each in blocks:
        yield from ("", indented(each, len(marker)))


def _asked(asked: Asked, show: Show) -> Iterator[str]:
    """A question as it is printed, block by block."""
    question = asked.question
    yield _GAP.sub(r"【 \1 】", show(question.uid, question.stem))
    if instruction := wording.instruction(question):
        yield instruction
    match question.kind:
        case "choice":
            yield _listed(f"[ ] {_lettered(place, option.text)}" for place, option in enumerate(asked.options))
        case "yesno":
            yield _listed(f"[ ] {verdict(yes)}" for yes in (True, False))
        case "short":
            yield _line(_("Answer"))
        case "cloze":
            hints = [f" ({inline(gap.hint)})" if gap.hint else "" for gap in question.gaps]
            yield _listed(f"【 {number} 】{hint}: {BLANK * 2}" for number, hint in enumerate(hints, 1))
        case "matching":
            yield _listed(f"**({number})** {_in_line(show, *pair)}: {BLANK}" for number, pair in _prompts(question))
            answers = zip(asked.order, asked.answers, strict=True)
            told = (_in_line(show, question.pairs[place].uid, answer) for place, answer in answers)
            yield _listed((_lettered(place, text) for place, text in enumerate(told)), "*")
        case "order":
            yield _listed(_lettered(place, step) for place, step in enumerate(asked.steps))
            yield _line(_(wording.IN_ORDER))
        case _:
            yield "\n\n".join(["___"] * LINES_TO_WRITE)


def _line(name: str, blank: str = BLANK * 2) -> str:
    return f"{name}: {blank}"


def _prompts(question: Question) -> Iterator[tuple[int, tuple[str, str]]]:
    for number, pair in enumerate(question.pairs, 1):
        yield number, (pair.uid, pair.prompt)


def _in_line(show: Show, uid: str, text: str) -> str:
    return " ".join(show(uid, text).split())


def _lettered(place: int, text: str) -> str:
    return f"**{letters(place)}.** {inline(text)}"


def _listed(texts: Iterable[str], marker: str = "-") -> str:
    """A list. One right below another needs another marker to be a list of its own."""
    return "\n".join(f"{marker} {text}" for text in texts)


# — the key —


def _key(paper: Paper, show: Show) -> Iterator[str]:
    """The short answers of every variant, then once for all of them what the notes say."""
    yield from _head(paper, _(wording.KEY))
    first = {asked.question.uid: number for number, asked in enumerate(paper.variants[0].asked, 1)}
    for variant in paper.variants:
        title = _(wording.VARIANT).format(letter=variant.letter)
        yield from (f"## {title}", "")
        for row in key_rows(variant):
            question = row.question
            told = [f"**{row.answer}**" if question.kind not in ("short", "cloze") and row.answer else row.answer]
            told += [_(KINDS[question.kind]), wording.points(row.points), *_cards(question)]
            told.append(_("model answer {number}").format(number=first[question.uid]))
            yield f"{row.number}. {' · '.join(part for part in told if part)}"
        yield ""
    yield from ("## " + _("Model answers"), "")
    yield _("The numbers are those of variant {letter}.").format(letter=paper.variants[0].letter)
    for number, asked in enumerate(paper.variants[0].asked, 1):
        yield from ("", *_item(number, _(KINDS[asked.question.kind]), _explained(asked, show)))


def _cards(question: Question) -> list[str]:
    uids = [pair.uid for pair in question.pairs] or [question.uid]
    return [*map(code, uids), *([code(question.source)] if question.source else [])]


def _explained(asked: Asked, show: Show) -> Iterator[str]:
    """The question again, what is right in words, and what the notes say."""
    question = asked.question
    yield _GAP.sub(r"【 \1 】", show(question.uid, question.stem))
    for option in question.options:
        yield f"- [{'x' if option.right else ' '}] {inline(option.text)}"
        if option.feedback:
            yield indented(show(question.uid, option.feedback), 2)
    if question.pairs:
        yield _listed(
            f"{_in_line(show, pair.uid, pair.prompt)} → {_in_line(show, pair.uid, pair.answer)}"
            for pair in question.pairs
        )
    if question.steps:
        yield "\n".join(f"{number}. {inline(step)}" for number, step in enumerate(question.steps, 1))
    elif question.answer.strip():
        yield show(question.uid, question.answer)


# — the marking sheet —


def _marking(paper: Paper, names: Sequence[str]) -> Iterator[str]:
    sheet = marking_sheet(paper, names)
    yield from _head(paper, _(wording.MARKING))
    heads = [_(wording.NAME), _(wording.WHICH), *map(str, range(1, len(sheet.points) + 1)), _(wording.TOTAL)]
    yield _row(heads)
    yield _row(["---"] * len(heads))
    yield _row([_("points"), "", *(_told(points) for points in sheet.points), written(sheet.total)])
    for name, variant in sheet.rows:
        yield _row([inline(name).replace("|", r"\|"), variant, *[""] * (len(sheet.points) + 1)])
    if None in sheet.points:
        yield from ("", _(wording.POINTS_DIFFER))


def _told(points: int | None) -> str:
    return "–" if points is None else written(points)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


# — images —


def _with_images(uid: str, text: str, find: Callable[[str, str], bytes | None], images: dict[str, bytes]) -> str:
    """A text fit for a container, its images named as they stand beside the paper."""

    def named(found: re.Match[str]) -> str:
        target = found[2] if found[2] is not None else found[3]
        suffix = target[target.rfind(".") :].lower()
        content = find(uid, target) if suffix in SUFFIXES else None
        if content is None:
            return found[0]
        name = f"images/{hashlib.sha256(content).hexdigest()[:16]}{suffix}"
        images[name] = content
        return f"{found[1]}{name}"

    shown = block(text)
    if "![" not in shown:
        return shown
    return "".join(_IMAGE.sub(named, piece) if kind == "prose" else piece for kind, piece in pieces(shown))
