"""The columns of a table of cards: what stands in them, where there is room for them, how they are sorted. Pure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Any, Literal, NamedTuple

from quiz.brief import in_brief
from quiz.entry import Entry
from quiz.language import N_, _
from quiz.schedule import span
from quiz.show import due_text
from quiz.sides import masked
from quiz.terminal import one_line

LONGEST = 1000
"""More characters than any line shows, marks and targets of links among them."""
MARKS_AHEAD = "`*_~[!\"' "
GAP = 1
MARKS = 2
"""Cells at the left that show whether a row is chosen, and its flag."""


class Column(NamedTuple):
    """`width` in columns of the terminal, 0 for what is left; it is there in a table of at least `least` of them.

    `text` is asked of an entry on a study day, `key` gives what entries are sorted by: None for those without.
    """

    name: str
    title: str
    width: int
    least: int
    right: bool
    text: Callable[[Entry, int], str]
    key: Callable[[Entry], Any]


class Place(NamedTuple):
    """Where a column stands: its first cell and how many there are."""

    column: Column
    start: int
    width: int


def _due(entry: Entry, today: int) -> str:
    return _("buried") if entry.askable and not entry.asked_on(today) else due_text(entry, today)


def _interval(entry: Entry) -> int | None:
    return entry.progress.memory.interval_days if entry.progress.reviews else None


def _ease(entry: Entry) -> int | None:
    return entry.progress.memory.ease_hundredths if entry.progress.reviews else None


def _interval_text(entry: Entry, _today: int) -> str:
    days = _interval(entry)
    return "" if days is None else span(days)


def _ease_text(entry: Entry, _today: int) -> str:
    return f"{entry.progress.memory.ease_factor:.2f}" if entry.progress.reviews else ""


def _reviews_text(entry: Entry, _today: int) -> str:
    return str(entry.progress.reviews or "")


def _lapses_text(entry: Entry, _today: int) -> str:
    return str(entry.progress.lapses) if entry.progress.reviews else ""


def _question(entry: Entry, _today: int) -> str:
    return in_brief(entry.question, LONGEST)


def _question_key(entry: Entry) -> str:
    return masked(entry.question).lstrip(MARKS_AHEAD).casefold()


COLUMNS = (
    Column("due", N_("Due"), 10, 0, True, _due, lambda entry: entry.progress.due_day),
    Column("interval", N_("Interval"), 8, 60, True, _interval_text, _interval),
    Column("ease", N_("Ease"), 6, 60, True, _ease_text, _ease),
    Column("reviews", N_("Reviews"), 7, 110, True, _reviews_text, lambda e: e.progress.reviews),
    Column("lapses", N_("Lapses"), 6, 76, True, _lapses_text, lambda e: e.progress.lapses),
    Column("topic", N_("Topic"), 18, 76, False, lambda e, _: " ".join(e.topics), lambda e: e.topics or None),
    Column("deck", N_("Deck"), 16, 110, False, lambda entry, _: entry.deck, lambda entry: entry.deck.casefold()),
    Column("question", N_("Question"), 0, 0, False, _question, _question_key),
)
"""In the order they stand in; a table can be sorted by each, also by those it has no room for."""

SORTS = ("", *(column.name for column in COLUMNS))
"""What a table can be sorted by; without a name as the notes are."""


def column(name: str) -> Column | None:
    return next((column for column in COLUMNS if column.name == name), None)


def places(width: int) -> list[Place]:
    """The columns of a table of so many cells, a blank between them; the last takes what the others leave."""
    shown = [column for column in COLUMNS if column.least <= width]
    left = width - MARKS - sum(column.width + GAP for column in shown if column.width)
    found, start = [], MARKS
    for column in shown:
        size = column.width or max(0, left)
        found.append(Place(column, start, size))
        start += size + GAP
    return found


def cell(entry: Entry, column: Column, today: int) -> str:
    """What stands in a cell, on one line, before it is cut to its width."""
    return one_line(column.text(entry, today))


def tone(entry: Entry, today: int) -> Literal["", "aside", "new", "due"]:
    """Whether it is not asked at all today, or new, or due; nothing where it waits for its day."""
    if not entry.asked_on(today):
        return "aside"
    if entry.progress.due_day is None:
        return "new"
    return "due" if entry.progress.due_day <= today else ""


def facts(entry: Entry, today: int) -> str:
    """One line about a card: when it is asked, how it is learned, its topics, and where it stands."""
    parts = [cell(entry, column, today) for column in COLUMNS if column.name in ("due", "topic")]
    if entry.progress.reviews:
        known = _("interval {interval}, ease {ease}, reviews {reviews}, lapses {lapses}")
        parts.insert(1, known.format(**{column.name: cell(entry, column, today) for column in COLUMNS}))
    return " · ".join([*filter(None, parts), one_line(f"{PurePath(entry.file).name}:{entry.line}")])
