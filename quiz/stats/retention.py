"""True retention: how often what was learned is still known, and how sure that figure is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import sqrt
from typing import NamedTuple

from quiz.sm2 import PASSING
from quiz.stats.bands import Band, band_of, bands
from quiz.stats.history import Given

Z_95 = 1.959963984540054
"""The 97.5 % quantile of the standard normal distribution."""
RECENT_DAYS = 30
BANDS = bands(1, 2, 7, 21, 90)
"""Days of interval a card had before it was asked; the last band has no end."""


class Recall(NamedTuple):
    """`passed` of `asked` answers."""

    passed: int = 0
    asked: int = 0

    @property
    def rate(self) -> float | None:
        return self.passed / self.asked if self.asked else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.passed, self.asked) if self.asked else None


class Retention(NamedTuple):
    """Of all time, of the last 30 study days, and of all time by the interval the card had before the answer."""

    overall: Recall
    recent: Recall
    by_interval: tuple[tuple[Band, Recall], ...]


def retention(answers: Iterable[Given], today: int) -> Retention:
    """Of the first answers of a day to cards learned before; a grade of 3 or more is a pass."""
    asked: Counter[Band] = Counter()
    passed: Counter[Band] = Counter()
    recent = [0, 0]
    for answer in answers:
        if answer.memory is None or not answer.recalls:
            continue
        band, known = band_of(answer.memory.interval_days, BANDS), answer.grade >= PASSING
        asked[band] += 1
        passed[band] += known
        if today - RECENT_DAYS < answer.day <= today:
            recent[0] += known
            recent[1] += 1
    by_interval = tuple((band, Recall(passed[band], asked[band])) for band in BANDS)
    return Retention(Recall(passed.total(), asked.total()), Recall(*recent), by_interval)


def wilson(passed: int, asked: int, z: float = Z_95) -> tuple[float, float]:
    """The score interval of a proportion, by default at 95 %; `asked` is at least 1.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
    American Statistical Association 22 (1927), 209–212: all p with |passed/asked − p| ≤ z·√(p(1 − p)/asked).
    """
    middle = (passed + z * z / 2) / (asked + z * z)
    reach = z * sqrt(passed * (asked - passed) / asked + z * z / 4) / (asked + z * z)
    return (0.0 if passed == 0 else middle - reach, 1.0 if passed == asked else middle + reach)
