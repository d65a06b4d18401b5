"""The statistics of cards: a value made by one call of the log, the cards, and the study day.

Undone events never count, and linked cards are one. Drill and cram are counted apart and never for retention.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import NamedTuple

from quiz.entry import Entry
from quiz.reviews import Review
from quiz.sm2 import EASE_FLOOR, GRADES, INTERVAL_CAP, Profile
from quiz.stats.activity import Day, Streak, Totals, days, streak, totals, year
from quiz.stats.bands import Band, bands, distribution
from quiz.stats.forecast import Forecast, forecast
from quiz.stats.history import given
from quiz.stats.mastery import WEAKEST, Mastery, Topic, Weak, mastery, topics, weakest
from quiz.stats.retention import Retention, retention

__all__ = ["Spread", "Statistics", "statistics"]

INTERVALS = bands(1, 2, 7, 21, 90, 365)
"""Days."""
EASES = bands(*range(EASE_FLOOR, 291, 20))
"""Hundredths, from the floor of SM-2 up."""


class Spread(NamedTuple):
    """How many cards each band holds, and the value in the middle of them; None where there is no card."""

    bands: tuple[tuple[Band, int], ...]
    median: int | None = None

    @classmethod
    def of(cls, values: Collection[int], among: Sequence[Band]) -> Spread:
        return cls(distribution(values, among), median_low(values) if values else None)


@dataclass(frozen=True, slots=True)
class Statistics:
    """Days are ordinals, ease is in hundredths, intervals are in days.

    `days` are the 365 study days that end with `today`; `set_aside` counts the cards that are not asked (suspended,
    unanswered, orphaned), which no figure of `mastery`, `forecast`, `ease`, `intervals`, `topics` and `weakest` holds.
    `grades` are those given within the schedule, by grade 0–5.
    """

    today: int
    mastery: Mastery
    set_aside: int
    streak: Streak
    totals: Totals
    days: tuple[Day, ...]
    grades: tuple[int, ...]
    retention: Retention
    forecast: Forecast
    ease: Spread
    intervals: Spread
    topics: tuple[Topic, ...]
    weakest: tuple[Weak, ...]

    @property
    def empty(self) -> bool:
        """Whether there is neither a card nor an answer."""
        return not (self.mastery.total or self.set_aside or self.totals.days)


def statistics(
    log: Iterable[Review],
    entries: Sequence[Entry],
    today: int,
    *,
    everything: bool = False,
    profile: Profile = "sm2",
    cap_days: int = INTERVAL_CAP,
) -> Statistics:
    """What the log says of the entries; with `everything` also of cards that are none of them any more."""
    answers = given(log, None if everything else {entry.uid for entry in entries}, profile, cap_days)
    done = days(answers)
    asked = [entry for entry in entries if entry.askable]
    memories = [entry.progress.memory for entry in asked if entry.progress.reviews]
    grades = Counter(answer.grade for answer in answers if answer.kind == "grade")
    weak = weakest(asked, answers)
    return Statistics(
        today=today,
        mastery=mastery(asked),
        set_aside=len(entries) - len(asked),
        streak=streak(done, today),
        totals=totals(done.values()),
        days=year(done, today),
        grades=tuple(grades[grade] for grade in GRADES),
        retention=retention(answers, today),
        forecast=forecast(asked, today),
        ease=Spread.of([memory.ease_hundredths for memory in memories], EASES),
        intervals=Spread.of([memory.interval_days for memory in memories], INTERVALS),
        topics=topics(asked, weak),
        weakest=tuple(weak[:WEAKEST]),
    )
