"""In which order cards are asked. No order is left to luck: what is random is the same all through a study day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from quiz.chance import chance
from quiz.schedule.rules import DueOrder, NewOrder, NewPlace

if TYPE_CHECKING:
    from quiz.entry import Entry


def due_in_order(cards: Iterable[Entry], order: DueOrder, today: int) -> list[Entry]:
    """Ties are settled by uid."""
    key = _KEYS[order]
    return sorted(cards, key=lambda entry: (key(entry, today), entry.uid))


def new_in_order(cards: Iterable[Entry], order: NewOrder, today: int) -> Iterable[Entry]:
    """The cards come in the order of the notes."""
    return cards if order == "notes" else sorted(cards, key=lambda entry: _random(entry, today))


def queue(due: Sequence[Entry], new: Sequence[Entry], place: NewPlace) -> Sequence[Entry]:
    """Due and new cards in one row, each in their order."""
    if place == "mixed":
        return _mixed(due, new)
    return [*new, *due] if place == "first" else [*due, *new]


def _mixed(due: Sequence[Entry], new: Sequence[Entry]) -> list[Entry]:
    """Both spread evenly: of n cards the i-th stands at (2i + 1) / 2n of the way."""
    places = chain(
        (((2 * index + 1) * len(new), entry) for index, entry in enumerate(due)),
        (((2 * index + 1) * len(due), entry) for index, entry in enumerate(new)),
    )
    return [entry for _, entry in sorted(places, key=lambda place: place[0])]


def _overdue(entry: Entry, today: int) -> tuple[float, ...]:
    """Most overdue first, relative to the interval: -(1 + (today - due) / I)."""
    progress = entry.progress
    late = today - (progress.due_day or today)
    return (-(1 + late / max(1, progress.memory.interval_days)),)


def _day(entry: Entry, today: int) -> tuple[float, ...]:
    return (entry.progress.due_day or today,)


def _hardest(entry: Entry, _today: int) -> tuple[float, ...]:
    """Lowest ease first, then most lapses."""
    return entry.progress.memory.ease_hundredths, -entry.progress.lapses


def _random(entry: Entry, today: int) -> tuple[float, ...]:
    return (chance(entry.uid, today),)


_KEYS: dict[DueOrder, Callable[[Entry, int], tuple[float, ...]]] = {
    "overdue": _overdue,
    "day": _day,
    "hardest": _hardest,
    "random": _random,
}
