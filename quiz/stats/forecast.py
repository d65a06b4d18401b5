"""How many cards come due on which day, were nothing answered meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from quiz.entry import Entry

DAYS = 30


class Forecast(NamedTuple):
    """Cards per study day from today on; `overdue` of those of today were due before, `later` come after."""

    days: tuple[int, ...]
    overdue: int = 0
    later: int = 0

    @property
    def total(self) -> int:
        return sum(self.days) + self.later


def forecast(entries: Iterable[Entry], today: int, days: int = DAYS) -> Forecast:
    """Of the askable cards that were graded; one that is overdue counts for the first day it can be asked on."""
    due: Counter[int] = Counter()
    overdue = later = 0
    for entry in entries:
        day = entry.progress.due_day
        if day is None or not entry.askable:
            continue
        asked = max(day, today, (entry.progress.buried_day or 0) + 1)
        overdue += day < today == asked
        if asked < today + days:
            due[asked - today] += 1
        else:
            later += 1
    return Forecast(tuple(due[day] for day in range(days)), overdue, later)
