"""What went to Anki and what came back, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from quiz.brief import in_brief
from quiz.language import _, n_

if TYPE_CHECKING:
    from quiz.anki import Exported
    from quiz.exchange.edits import Edit
    from quiz.exchange.foreign import Settled
    from quiz.exchange.incoming import Taken
    from quiz.exchange.rewriting import Outcome


SHOWN = 20
"""Edits, and kinds of loss, that are shown one by one."""


def exported_line(exported: Exported, file: Path) -> str:
    """How many notes stand in a package, by what became of them."""
    return n_(
        "{n} note in {file}: {new} new, {changed} changed, {unchanged} unchanged",
        "{n} notes in {file}: {new} new, {changed} changed, {unchanged} unchanged",
        exported.new + exported.changed + exported.unchanged,
        file=file,
        new=exported.new,
        changed=exported.changed,
        unchanged=exported.unchanged,
    )


def export_advice(exported: Exported) -> list[str]:
    """What a person does in Anki next, and what is left there of notes that are no more."""
    lines = []
    if exported.learned and exported.new:
        lines.append(_("The first time, tick “Import any learning progress” in Anki: later it cannot be made up for."))
    if exported.left:
        said = n_(
            "{n} card that came from Anki is left out: its note is there. --from-anki writes one of its own.",
            "{n} cards that came from Anki are left out: their notes are there. --from-anki writes some of their own.",
            exported.left,
        )
        lines.append(said)
    if exported.gone:
        said = n_(
            "{n} note exported earlier is no longer among your notes. In Anki, this search finds it:",
            "{n} notes exported earlier are no longer among your notes. In Anki, this search finds them:",
            len(exported.gone),
        )
        lines += [said, "  " + anki_search(exported.gone)]
    return lines


def anki_search(keys: Sequence[str]) -> str:
    """Finds our notes in Anki by the field that holds their uid."""
    return " OR ".join(f"ID:{key}" for key in keys)


def exported_json(exported: Exported) -> dict[str, object]:
    return {
        "new": exported.new,
        "changed": exported.changed,
        "unchanged": exported.unchanged,
        "with_progress": exported.learned,
        "gone": list(exported.gone),
        "left_to_anki": exported.left,
        "missing_media": list(exported.missing_media),
    }


def taken_lines(taken: Taken, file: Path, folder: Path | None = None) -> list[str]:
    """What a package brought, what was passed over and why, and what to do where it brought less than hoped.

    `folder` is where its unknown notes would go, if this were no dry run.
    """
    lines = [
        _("{file}: {answers}, {marks}").format(
            file=file,
            answers=n_("{n} answer to {cards}", "{n} answers to {cards}", taken.reviews, cards=_cards(taken.cards)),
            marks=n_("{n} mark changed", "{n} marks changed", taken.marks),
        )
    ]
    if taken.carried:
        lines.append(
            n_(
                "{n} card that Anki scheduled keeps its due day, interval and ease",
                "{n} cards that Anki scheduled keep their due days, intervals and ease",
                taken.carried,
            )
        )
    if taken.due:
        lines.append(n_("{n} due day was set by hand in Anki", "{n} due days were set by hand in Anki", taken.due))
    if taken.apart:
        lines.append(apart_line(taken.apart))
    if taken.practice:
        lines.append(
            n_(
                "{n} answer from a filtered deck is practice and leaves the schedule alone",
                "{n} answers from a filtered deck are practice and leave the schedule alone",
                taken.practice,
            )
        )
    lines += [_("passed over: {n} {what}").format(n=number, what=_(what)) for what, number in taken.skipped.items()]
    if not taken.has_schedule:
        told = _(
            "Nothing was answered in it, or “Include scheduling information” was not ticked when Anki exported it."
        )
        lines.append(told)
    if taken.unknown:
        lines.append(n_("{n} note is not of this library", "{n} notes are not of this library", taken.unknown))
        would, can = _("They would become notes files below {folder}."), _("`--into FOLDER` makes notes files of them.")
        lines.append(would.format(folder=folder) if folder else can)
    return lines


def apart_line(cards: int) -> str:
    """That Anki makes more cards of notes than there are here: of a gap, or a side, that was added there."""
    return n_(
        "{n} card in Anki is of a note that is here, and has none here: it was added there, and stays there",
        "{n} cards in Anki are of notes that are here, and have none here: they were added there, and stay there",
        cards,
    )


def settled_lines(settled: Settled | None) -> Iterator[str]:
    """Which notes files were made, and what is not in them as it was."""
    if settled is None:
        return
    cards, files = _cards(settled.cards), n_("{n} file", "{n} files", len(settled.files))
    yield _("{cards} became notes in {files} below {folder}").format(cards=cards, files=files, folder=settled.folder)
    for loss in islice(settled.lost, SHOWN):
        yield _("not as it was in {deck}: {loss}").format(deck=loss.deck, loss=loss.line())
    if settled.listed:
        yield _("{file} lists all that is not as it was, with the texts").format(file=settled.listed)


def settled_json(settled: Settled | None) -> dict[str, object]:
    if settled is None:
        return {}
    return {
        "folder": str(settled.folder),
        "files": [str(file) for file in settled.files],
        "new_cards": settled.cards,
        "media": settled.media,
        "lost": [asdict(loss) for loss in settled.lost],
    }


def edit_lines(edits: Sequence[Edit], outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Each edit as a difference from the notes, and what became of it or can."""
    done = {outcome.edit.sign: outcome for outcome in outcomes}
    for edit in edits[:SHOWN]:
        place, question = f"{edit.entry.file}:{edit.entry.line}", in_brief(edit.entry.question)
        yield _("{place}: edited in Anki: {question}").format(place=place, question=question)
        yield from (f"  {line}" for line in edit.diff())
        if edit.lost:
            yield "  " + _("not as it is there: {losses}").format(losses="; ".join(edit.lost))
        if outcome := done.get(edit.sign):
            yield "  " + _became(outcome)
        elif edit.why:
            yield "  " + _("cannot be written into the notes: {why}").format(why=edit.why)
    if len(edits) > SHOWN:
        yield n_("… and {n} more edit; --json lists all", "… and {n} more edits; --json lists all", len(edits) - SHOWN)
    if edits and not outcomes:
        yield _("`--write-notes` writes this into the notes, `--keep-notes` stands by the notes.")


def _became(outcome: Outcome) -> str:
    if outcome.copy:
        return _("written; {copy} is the file as it was").format(copy=outcome.copy)
    if not outcome.kept:
        return _("not written: {why}").format(why=outcome.why)
    if outcome.edit.ours:
        return _("the notes stand: the next export or sync replaces this in Anki")
    return _("the notes stand: this note came from Anki and stays different there")


def edit_json(edit: Edit, outcomes: Sequence[Outcome]) -> dict[str, object]:
    outcome = next((outcome for outcome in outcomes if outcome.edit == edit), None)
    return {
        "uid": edit.entry.uid,
        "file": edit.entry.file,
        "line": edit.entry.line,
        "before": edit.before._asdict(),
        "there": edit.there._asdict(),
        "why_not": edit.why,
        "lost": list(edit.lost),
        "written": bool(outcome and outcome.copy),
        "kept": bool(outcome and outcome.kept),
    }


def _cards(count: int) -> str:
    return n_("{n} card", "{n} cards", count)


def taken_json(taken: Taken, outcomes: Sequence[Outcome] = ()) -> dict[str, object]:
    return {
        "cards": taken.cards,
        "reviews": taken.reviews,
        "practice": taken.practice,
        "marks": taken.marks,
        "carried": taken.carried,
        "known": taken.known,
        "unknown": taken.unknown,
        "cards_apart": taken.apart,
        "due": taken.due,
        "has_schedule": taken.has_schedule,
        "edits": [edit_json(edit, outcomes) for edit in taken.edits],
        "skipped": dict(taken.skipped),
    }
