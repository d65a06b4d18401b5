"""What the home screen says of the library: its rows, and what the day holds. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quiz.entry import Entry
from quiz.overview import Branch, branches
from quiz.schedule import Counts, is_due
from quiz.terminal import plural

ALL_CARDS = "All cards"


class Row(NamedTuple):
    """A line of the home screen and the query it starts."""

    branch: Branch
    query: str


def rows(entries: Sequence[Entry], today: int) -> list[Row]:
    """All cards, then every deck with its topics; none where there are no cards."""
    everything = Branch(ALL_CARDS)
    for entry in entries:
        everything.count(entry, today)
    found = [Row(branch, branch.query) for branch in branches(entries, today)]
    return [Row(everything, ""), *found] if found else []


def next_day(entries: Iterable[Entry], today: int) -> int | None:
    """The first day after today on which a card is due."""
    days = (entry.progress.due_day for entry in entries if entry.askable)
    return min((day for day in days if day is not None and day > today), default=None)


def due_on(entries: Iterable[Entry], day: int) -> int:
    """How many cards will be due by that day."""
    return sum(entry.askable and is_due(entry, day) for entry in entries)


def greeting(counts: Counts, upcoming: int | None, today: int) -> str:
    """One calm sentence below the numbers of the day."""
    if counts.backlog > counts.due > 0:
        return f"{counts.backlog} cards wait; {counts.due} of them are plenty for today."
    if counts.waiting:
        return "Enter starts with the first card."
    if counts.unseen or counts.backlog:
        return f"Done for today. {plural(counts.unseen + counts.backlog, 'card')} will be there tomorrow."
    if upcoming is None:
        return "Nothing is waiting."
    return f"Nothing is due. The next review is {_in_days(upcoming - today)}."


def _in_days(days: int) -> str:
    return "tomorrow" if days == 1 else f"in {days} days"
