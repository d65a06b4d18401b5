"""How the collection of a package counts its days."""

from __future__ import annotations

from typing import TypeGuard

from quiz.anki.rows import Calendar

CREATION_HOUR = 4
"""Anki has always dated a new collection at this hour of the day on which it was made."""
DEFAULT_ROLLOVER = 4
DAY_MINUTES = 1440
WESTERNMOST = 600
"""Hawaii. What would lie farther west is in truth New Zealand or Tonga, where more people live."""


def calendar(created: int, offset: object, rollover: object) -> Calendar:
    """From `col.crt` and the settings `creationOffset` and `rollover`, each of which may be missing or nonsense."""
    west = offset if _is_whole(offset) and -DAY_MINUTES < offset < DAY_MINUTES else _offset(created)
    hour = rollover if _is_whole(rollover) and 0 <= rollover < 24 else DEFAULT_ROLLOVER
    return Calendar(created, west, hour)


def _offset(created: int) -> int:
    """Where `created` was CREATION_HOUR o'clock: what a collection of the old scheduler does not write down."""
    west = (created // 60 - CREATION_HOUR * 60) % DAY_MINUTES
    return west - DAY_MINUTES if west > WESTERNMOST else west


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
