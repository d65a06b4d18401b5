"""SM-2, exactly.

Algorithm SM-2, (C) Copyright SuperMemo World, 1991. Source: P. A. Woźniak, "Application of a computer to
improve the results obtained in working with the SuperMemo method" (1990), and SuperMemo World's own listing.

Every ease factor and every change of it is a whole number of hundredths, so all arithmetic is on integers:
floats are wrong here (1.3 + 0.1 + 0.1 is not 1.5, and an interval of 9 becomes 10).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Profile = Literal["sm2", "sm2-nearest"]
"""`sm2` rounds intervals up, as the text says; `sm2-nearest` rounds half to even. They differ in nothing else."""

PROFILES: tuple[Profile, ...] = ("sm2", "sm2-nearest")
GRADES = range(6)
PASSING = 3
DRILL_BELOW = 4
EASE_FLOOR = 130
INTERVAL_CAP = 36_500
FIRST_INTERVAL, SECOND_INTERVAL = 1, 6
"""I(1) and I(2), in days."""

EASE_CHANGE = (-80, -54, -32, -14, 0, 10)
"""EF + 0.1 - (5 - q)(0.08 + (5 - q) 0.02), in hundredths, for q = 0 … 5."""


class Memory(NamedTuple):
    """What SM-2 knows of a card: repetitions n, interval I in days, ease factor EF in hundredths."""

    repetitions: int = 0
    interval_days: int = 0
    ease_hundredths: int = 250

    @property
    def ease_factor(self) -> float:
        return self.ease_hundredths / 100


def review(memory: Memory, grade: int, profile: Profile = "sm2", cap_days: int = INTERVAL_CAP) -> Memory:
    """The memory after an answer of quality `grade` (0–5); ValueError for any other grade.

    No interval is longer than `cap_days`.
    """
    if not isinstance(grade, int) or isinstance(grade, bool) or grade not in GRADES:
        raise ValueError(f"a grade is a whole number from 0 to 5, not {grade!r}")
    ease = max(EASE_FLOOR, memory.ease_hundredths + EASE_CHANGE[grade])
    if grade < PASSING:
        return Memory(0, 1, ease)
    return Memory(memory.repetitions + 1, min(_next_interval(memory, profile), cap_days), ease)


def _next_interval(memory: Memory, profile: Profile) -> int:
    """I after a pass: 1, 6, then I·EF with the EF from before this grade."""
    if memory.repetitions == 0:
        return FIRST_INTERVAL
    if memory.repetitions == 1:
        return SECOND_INTERVAL
    product = memory.interval_days * memory.ease_hundredths
    if profile == "sm2":
        days = -(-product // 100)
    else:
        days, rest = divmod(product, 100)
        days += rest > 50 or (rest == 50 and days % 2 == 1)
    return days
