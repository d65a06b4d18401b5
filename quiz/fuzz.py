"""Moving a due day a little, so that cards learned together part and days carry even loads.

Only the due day moves; SM-2's interval stays as computed.
"""

from __future__ import annotations

from collections.abc import Mapping

from quiz.chance import chance
from quiz.sm2 import INTERVAL_CAP, Memory

SHARES = ((7, 15), (20, 10), (None, 5))
"""Of the days of an interval up to so many, how many per cent count: as in Anki's scheduler."""
SHORTEST = 3
"""Intervals below this many days stay exact: SM-2's 1 is a promise."""


def reach(interval_days: int) -> int:
    """By how many days at most the due day may move, either way; less than the interval."""
    if interval_days < SHORTEST:
        return 0
    hundredths, below = 0, 2
    for until, share in SHARES:
        top = interval_days if until is None else min(interval_days, until)
        hundredths += max(0, top - below) * share
        below = max(below, top)
    return max(1, hundredths // 100)


def due_days(memory: Memory, day: int, cap_days: int = INTERVAL_CAP) -> range:
    """The days a card may be due on that a grade on `day` left with `memory`: none is today, none beyond the cap."""
    interval = memory.interval_days
    most = reach(interval)
    return range(day + interval - most, day + max(interval, min(interval + most, cap_days)) + 1)


def shift(
    uid: str,
    memory: Memory,
    day: int,
    load: Mapping[int, int] | None = None,
    *,
    by_chance: bool = True,
    cap_days: int = INTERVAL_CAP,
) -> int:
    """By how many days to move the due day of a card that a grade on `day` left with `memory`.

    Chance knows nothing but the card and its repetitions, so that the button promises what the grade does. `load` is
    due day → cards: the least loaded day is taken, of equal ones the nearest to where chance, or else the interval,
    would have the card.
    """
    days, due = due_days(memory, day, cap_days), day + memory.interval_days
    wish = days[chance(uid, memory.repetitions) % len(days)] if by_chance else due
    if load is not None:
        wish = min(days, key=lambda day: (load.get(day, 0), abs(day - wish), abs(day - due), day))
    return wish - due
