"""What was done on which study day, and for how many days in a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from quiz.stats.history import Given

YEAR = 365
WEEKDAYS = 7
HEAT_LEVELS = 4
MS_A_MINUTE = 60_000


class Day(NamedTuple):
    """One study day. `reviews` are the grades within the schedule, `new` the cards they introduced.

    `drills` (same-day repeats) and `crams` (practice) are counted apart; `ms` is the time of all of them.
    """

    day: int
    reviews: int = 0
    new: int = 0
    drills: int = 0
    crams: int = 0
    ms: int = 0

    @property
    def answers(self) -> int:
        return self.reviews + self.drills + self.crams

    @property
    def minutes(self) -> float:
        return self.ms / MS_A_MINUTE


class Totals(NamedTuple):
    """The whole log: `days` with any answer, the first of them, and the sums of `Day`."""

    since: int | None = None
    days: int = 0
    reviews: int = 0
    new: int = 0
    drills: int = 0
    crams: int = 0
    ms: int = 0

    @property
    def minutes(self) -> float:
        return self.ms / MS_A_MINUTE


class Streak(NamedTuple):
    """Study days in a row with any answer. A day that is not over does not break `current`."""

    current: int = 0
    longest: int = 0
    today: bool = False


class Heat(NamedTuple):
    """How many answers make a level: level 1 begins at 1, and every further one `step` later."""

    step: int = 1

    def level(self, answers: int) -> int:
        """0 for a day without answers, else 1 to 4."""
        return min(HEAT_LEVELS, -(-answers // self.step))

    @property
    def starts(self) -> tuple[int, ...]:
        """The fewest answers of each level 1 to 4."""
        return tuple(level * self.step + 1 for level in range(HEAT_LEVELS))


def days(answers: Iterable[Given]) -> dict[int, Day]:
    """Every study day with an answer."""
    counted: Counter[tuple[int, str]] = Counter()
    ms: Counter[int] = Counter()
    for answer in answers:
        counted[answer.day, answer.kind] += 1
        counted[answer.day, "new"] += answer.introduces
        ms[answer.day] += answer.ms
    return {
        day: Day(day, counted[day, "grade"], counted[day, "new"], counted[day, "drill"], counted[day, "cram"], ms[day])
        for day in ms
    }


def year(done: Mapping[int, Day], today: int) -> tuple[Day, ...]:
    """The 365 study days that end with `today`, the oldest first."""
    return tuple(done.get(day) or Day(day) for day in range(today - YEAR + 1, today + 1))


def totals(done: Collection[Day]) -> Totals:
    if not done:
        return Totals()
    return Totals(min(day.day for day in done), len(done), *map(sum, zip(*(day[1:] for day in done), strict=True)))


def streak(active: Collection[int], today: int) -> Streak:
    """From the study days with any answer; days after `today`, which a wrong clock stamps, are passed over."""
    longest = run = 0
    last = None
    for day in sorted(day for day in active if day <= today):
        run = run + 1 if last == day - 1 else 1
        longest, last = max(longest, run), day
    return Streak(run if last in (today, today - 1) else 0, longest, last == today)


def heat(shown: Sequence[Day]) -> Heat:
    """Four equal steps up to what nine of ten active days stay within, so that one wild day does not pale the rest."""
    active = sorted(day.answers for day in shown if day.answers)
    usual = active[-(-len(active) * 9 // 10) - 1] if active else 1
    return Heat(-(-usual // HEAT_LEVELS))


def weeks(shown: Sequence[Day]) -> tuple[tuple[Day | None, ...], ...]:
    """Days in order as weeks from Monday to Sunday; None where the first and the last week reach beyond them."""
    if not shown:
        return ()
    before = date.fromordinal(shown[0].day).weekday()
    cells = [*[None] * before, *shown]
    cells += [None] * (-len(cells) % WEEKDAYS)
    return tuple(tuple(cells[start : start + WEEKDAYS]) for start in range(0, len(cells), WEEKDAYS))
