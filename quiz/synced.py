"""What a sync did, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from quiz.brief import in_brief
from quiz.exchange.words import apart_line, edit_json, edit_lines
from quiz.language import _, n_

if TYPE_CHECKING:
    from quiz.entry import Entry
    from quiz.exchange.report import Report
    from quiz.exchange.sync import Contact

SHOWN = 5


def contact_lines(contact: Contact) -> list[str]:
    """What a first sync finds, before anything changes."""
    there = n_("{n} note is in this Anki account", "{n} notes are in this Anki account", contact.notes)
    return [
        _("{there}, {ours} of them in your notes.").format(there=there, ours=contact.ours),
        n_("{n} card would be added.", "{n} cards would be added.", contact.new),
        n_(
            "{n} card there would be due on another day, as SM-2 has it.",
            "{n} cards there would be due on other days, as SM-2 has it.",
            contact.rescheduled,
        )
        if contact.rescheduled
        else _("No card there gets another due day."),
        _("Nothing is deleted, on either side; other decks stay as they are."),
    ]


def lines(report: Report, *, rehearsal: bool = False) -> Iterator[str]:
    if rehearsal:
        yield _("This is what a sync would do; nothing was changed.")
    told = [
        n_("{n} review came", "{n} reviews came", report.reviews_in) if report.reviews_in else "",
        n_("{n} mark came", "{n} marks came", report.marks_in) if report.marks_in else "",
        n_("{n} card goes on as in Anki", "{n} cards go on as in Anki", report.carried) if report.carried else "",
        n_("{n} due day came", "{n} due days came", report.due_in) if report.due_in else "",
        n_("{n} review went", "{n} reviews went", report.reviews_out) if report.reviews_out else "",
        n_("noted for other terminals how {n} card stands", "noted for other terminals how {n} cards stand", standing)
        if (standing := report.carried_out)
        else "",
        n_("{n} card rescheduled", "{n} cards rescheduled", report.cards_written) if report.cards_written else "",
        n_("{n} note added", "{n} notes added", report.notes_new) if report.notes_new else "",
        n_("{n} note updated", "{n} notes updated", report.notes_updated) if report.notes_updated else "",
        n_("{n} review taken back", "{n} reviews taken back", withdrawn)
        if (withdrawn := report.withdrawn_in + report.withdrawn_out)
        else "",
    ]
    apart = report.edits or report.edited or report.conflicts or report.deleted
    nothing = _("Nothing came and nothing went.") if apart else _("Both sides are the same already.")
    yield " · ".join(filter(None, told)) or nothing
    if report.apart:
        yield apart_line(report.apart)
    yield from edit_lines(report.edits, report.outcomes)
    shown = {edit.entry.uid for edit in report.edits}
    edited, conflicts = ([each for each in some if each.uid not in shown] for some in (report.edited, report.conflicts))
    yield from _left(
        n_(
            "{n} note was edited in Anki and stays so:",
            "{n} notes were edited in Anki and stay so:",
            len(edited),
        ),
        edited,
    )
    yield from _left(
        n_(
            "{n} note was edited in Anki and here; Anki keeps its text:",
            "{n} notes were edited in Anki and here; Anki keeps its texts:",
            len(conflicts),
        ),
        conflicts,
    )
    yield from _left(
        n_(
            "{n} note was deleted in Anki; `quiz sync --restore` sends it again:",
            "{n} notes were deleted in Anki; `quiz sync --restore` sends them again:",
            len(report.deleted),
        ),
        report.deleted,
    )


def _left(said: str, cards: Sequence[Entry]) -> Iterator[str]:
    if cards:
        yield said
        yield from (f"  {card.file}:{card.line} {in_brief(card.question)}" for card in cards[:SHOWN])
        if len(cards) > SHOWN:
            yield "  " + _("and {n} more").format(n=len(cards) - SHOWN)


def as_json(report: Report, *, rehearsal: bool = False) -> dict[str, object]:
    return {
        "dry_run": rehearsal,
        "reviews_in": report.reviews_in,
        "reviews_out": report.reviews_out,
        "cards_written": report.cards_written,
        "notes_new": report.notes_new,
        "notes_updated": report.notes_updated,
        "marks_in": report.marks_in,
        "withdrawn_in": report.withdrawn_in,
        "withdrawn_out": report.withdrawn_out,
        "media": report.pictures,
        "missing_media": report.missing_media,
        "carried": report.carried,
        "carried_out": report.carried_out,
        "due_in": report.due_in,
        "cards_apart": report.apart,
        "edits": [edit_json(edit, report.outcomes) for edit in report.edits],
        "edited_there": [card.uid for card in report.edited],
        "conflicts": [card.uid for card in report.conflicts],
        "deleted_there": [card.uid for card in report.deleted],
        "skipped": dict(report.skipped),
    }
