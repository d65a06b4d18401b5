"""The one place that reads the clock."""

from __future__ import annotations

import time

from quiz.events import Moment


def now() -> Moment:
    """This instant with the local offset that is in force at it."""
    utc_ms = int(time.time() * 1000)
    return Moment(utc_ms, offset_at(utc_ms))


def offset_at(utc_ms: int) -> int:
    """The offset of local time in minutes that is in force at an instant."""
    return time.localtime(utc_ms / 1000).tm_gmtoff // 60
