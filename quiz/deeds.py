"""What can be done to many cards at once: which of them it changes, and the sentence that says so. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from quiz.entry import Entry
from quiz.errors import UsageError
from quiz.language import N_, _, n_
from quiz.reviews import Kind, Progress
from quiz.schedule import is_leech
from quiz.sm2 import INTERVAL_CAP

NOTHING = N_("Nothing to change: it is so already.")
WHEN = N_("Write a number of days from today, or a date such as 2026-03-01.")
SHORTLY = N_("Days from today, or 2026-03-01")


class Deed(NamedTuple):
    """One act on some cards by uid; `told` is said when it is done, `days` is for `due`."""

    kind: Kind
    uids: Sequence[str]
    told: str
    days: int = 0


def aside(entries: Sequence[Entry]) -> Deed:
    """Suspend what is asked; where nothing is, ask it all again."""
    asked = [entry.uid for entry in entries if not entry.progress.suspended]
    if asked:
        return Deed("suspend", asked, n_("{n} card suspended.", "{n} cards suspended.", len(asked)))
    return _resume(entries)


def bury(entries: Sequence[Entry], today: int) -> Deed:
    """Set aside until tomorrow; what is buried already is dug out where nothing else is chosen."""
    asked = [entry.uid for entry in entries if not _buried(entry, today)]
    if asked:
        told = n_("{n} card buried until tomorrow.", "{n} cards buried until tomorrow.", len(asked))
        return Deed("bury", asked, told)
    return _resume(entry for entry in entries if not entry.progress.suspended)


def flag(entries: Sequence[Entry]) -> Deed:
    """Flag them; where all are flagged, take the flags away."""
    plain = [entry.uid for entry in entries if not entry.progress.flagged]
    if plain:
        return Deed("flag", plain, n_("{n} card flagged.", "{n} cards flagged.", len(plain)))
    flagged = [entry.uid for entry in entries]
    return Deed("unflag", flagged, n_("{n} flag taken away.", "{n} flags taken away.", len(flagged)))


def reset(entries: Iterable[Entry]) -> Deed:
    """Learn anew what was ever graded or given a due day."""
    known = [entry.uid for entry in entries if _learned(entry.progress)]
    return Deed("reset", known, n_("{n} card is learned anew.", "{n} cards are learned anew.", len(known)))


def rewritten(entries: Iterable[Entry], leech_lapses: int) -> Deed:
    """Count the lapses of the leeches among them anew."""
    leeches = [entry.uid for entry in entries if is_leech(entry.progress, leech_lapses)]
    told = n_("{n} leech: its lapses are counted anew.", "{n} leeches: their lapses are counted anew.", len(leeches))
    return Deed("rewritten", leeches, told)


def due(entries: Sequence[Entry], days: int, today: int) -> Deed:
    """Ask them in so many days from today."""
    uids = [entry.uid for entry in entries]
    day = date.fromordinal(today + days).isoformat()
    told = n_("{n} card is due on {day}.", "{n} cards are due on {day}.", len(uids), day=day)
    if away := sum(entry.progress.suspended for entry in entries):
        told += " " + n_("{n} of them is suspended.", "{n} of them are suspended.", away)
    return Deed("due", uids, told, days)


def days_until(text: str, today: int) -> int:
    """What a person means by `7` or `2026-03-01`: days from today; UsageError for the past and for other words."""
    said = text.strip().removeprefix("+")
    try:
        days = int(said) if said.isascii() and said.isdigit() else date.fromisoformat(said).toordinal() - today
    except ValueError:
        raise UsageError(_("'{text}' is no day.").format(text=text.strip()), _(WHEN)) from None
    if not 0 <= days <= INTERVAL_CAP:
        raise UsageError(_("'{text}' is past, or too far away.").format(text=said), _(WHEN))
    return days


def _resume(entries: Iterable[Entry]) -> Deed:
    away = [entry.uid for entry in entries]
    return Deed("resume", away, n_("{n} card is asked again.", "{n} cards are asked again.", len(away)))


def _buried(entry: Entry, today: int) -> bool:
    return entry.progress.buried_day is not None and entry.progress.buried_day >= today


def _learned(progress: Progress) -> bool:
    return not progress.is_new or progress.reviews > 0 or progress.lapses > 0
