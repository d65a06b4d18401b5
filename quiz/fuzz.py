"""Moving a due day a little, so that cards learned together part and days carry even loads.

Only the due day moves; SM-2's interval stays as computed.
"""

from __future__ import annotations

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
