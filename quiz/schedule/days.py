"""Study days: which one it is, what waits on it, and when each grade would bring a card back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from quiz.language import _
from quiz.sm2 import DRILL_BELOW, GRADES, INTERVAL_CAP, Memory, Profile, review

if TYPE_CHECKING:
    from quiz.entry import Entry
    from quiz.events import Moment

UNIX_EPOCH_ORDINAL = 719_163
MINUTES_A_DAY = 1440


def study_day(moment: Moment, day_start_hour: int) -> int:
    """Ordinal of the local date after subtracting the day-start hour."""
    local_minutes = moment.utc_ms // 60_000 + moment.offset_minutes - 60 * day_start_hour
    return UNIX_EPOCH_ORDINAL + local_minutes // MINUTES_A_DAY


def is_due(entry: Entry, today: int) -> bool:
    return entry.progress.due_day is not None and entry.progress.due_day <= today


def in_drill(entry: Entry, today: int) -> bool:
    """Whether the last answer of today scored below 4, so that step 7 asks again; never what is new or due."""
    progress = entry.progress
    waits = progress.due_day is not None and progress.due_day > today and progress.last_day == today
    return waits and progress.last_grade is not None and progress.last_grade < DRILL_BELOW


def outcomes(memory: Memory, profile: Profile = "sm2", cap_days: int = INTERVAL_CAP) -> tuple[Memory, ...]:
    """The memory that each grade 0–5 would leave."""
    return tuple(review(memory, grade, profile, cap_days) for grade in GRADES)


def spans(days: Sequence[int]) -> list[str]:
    return [span(count) for count in days]


def span(days: int) -> str:
    """A short width for a button: `1d`, `38d`, `4.2mo`, `2.1y`."""
    if days < 100:
        return _("{n}d").format(n=days)
    if days < 365:
        return _("{n}mo").format(n=f"{days / 30.44:.1f}")
    return _("{n}y").format(n=f"{days / 365.25:.1f}")
