"""The one place that reads the clock."""

from __future__ import annotations

import time

from quiz.events import Moment


def now() -> Moment:
    """This instant with the local offset that is in force at it."""
    seconds = time.time()
    return Moment(int(seconds * 1000), time.localtime(seconds).tm_gmtoff // 60)
