"""Persons with a library of some cards, at a moment the test chooses."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from support import write

from quiz import library
from quiz.reader import Reader
from quiz.reviews import Moment, Review, live
from quiz.schedule import Rules, study_day
from quiz.store import Store
from quiz.study import Study

DAY_MS = 86_400_000


def moment(zone: str, day: int, hour: int, minute: int) -> Moment:
    """A time of day in a zone, of that day of November 2026."""
    local = datetime(2026, 11, day, hour, minute, 30, tzinfo=ZoneInfo(zone))
    return Moment(int(local.timestamp() * 1000), offset(zone)(int(local.timestamp() * 1000)))


def offset(zone: str) -> Callable[[int], int]:
    """The offset of a zone in minutes at an instant in ms."""

    def offset_at(utc_ms: int) -> int:
        found = datetime.fromtimestamp(utc_ms / 1000, ZoneInfo(zone)).utcoffset()
        assert found is not None
        return int(found.total_seconds()) // 60

    return offset_at


class Person:
    """A library of some cards, at a moment the test chooses."""

    def __init__(self, folder: Path, count: int, now: Moment, zone: str = "UTC") -> None:
        self.now = now
        questions = "".join(f"- 질문 {number}?\n  - 답 `{number}`\n" for number in range(count))
        notes = write(folder / "notes.md", f"# 덱\n## 주제\n{questions}")
        self.study = Study(Store(folder / "quiz.db"), Reader(), Rules(), lambda: self.now, offset(zone))
        library.refresh(self.study.store, self.study.reader, added={str(notes): "file"})

    @property
    def uids(self) -> list[str]:
        return [entry.uid for entry in self.study.entries()]

    @property
    def log(self) -> list[Review]:
        return live(self.study.store.reviews())

    def act(self, uid: str, kind: str, grade: int | None = None, days_ago: int = 0, shift: int = 0) -> None:
        then = self.now._replace(utc_ms=self.now.utc_ms - days_ago * DAY_MS)
        day = study_day(then, self.study.rules.day_start_hour)
        self.study.store.record(uid, kind, then, day, grade=grade, duration_ms=700, shift=shift)  # type: ignore[arg-type]

    def lives(self, days: int, chance: random.Random) -> None:
        """So many days of answers, repeats, practice and marks, up to and including today."""
        for back in range(days, -1, -1):
            for uid in chance.sample(self.uids, len(self.uids) // 3):
                kind = chance.choices(
                    ("grade", "drill", "cram", "suspend", "resume", "flag", "reset", "due", "bury"),
                    (60, 10, 8, 3, 4, 3, 2, 3, 3),
                )[0]
                grade = chance.randrange(6) if kind in ("grade", "drill", "cram") else None
                self.act(uid, kind, grade, back, chance.randrange(20) if kind == "due" else 0)


@contextmanager
def person(folder: Path, count: int, now: Moment, zone: str = "UTC") -> Iterator[Person]:
    made = Person(folder, count, now, zone)
    with made.study:
        yield made
