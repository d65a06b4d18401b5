"""What the tests of the full screen share: a clock, a library, what stands on the screen, and keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from quiz import library
from quiz.reader import Reader
from quiz.reviews import Moment, live
from quiz.schedule import Rules
from quiz.store import Store
from quiz.study import Study
from quiz.tui.app import QuizApp

CELL = 12.2


class Clock:
    """A minute passes at every look."""

    def __init__(self) -> None:
        self.utc_ms = 1_760_000_000_000

    def __call__(self) -> Moment:
        self.utc_ms += 60_000
        return Moment(self.utc_ms)

    def next_day(self) -> None:
        self.utc_ms += 86_400_000


Open = Callable[..., Study]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_library(tmp_path: Path, clock: Clock) -> Iterator[Open]:
    """Opens one and the same library, as often as asked; with a text it takes it in as notes first."""
    opened: list[Study] = []

    def opening(text: str | None = None) -> Study:
        study = Study(Store(tmp_path / "quiz.db"), Reader(), Rules(), clock)
        opened.append(study)
        if text is not None:
            notes = tmp_path / "notes.md"
            notes.write_text(text, "utf-8")
            library.apply(study.store, library.survey(study.store, study.reader, added={str(notes): "file"}))
        return study

    yield opening
    for study in opened:
        study.close()


def shown(app: QuizApp) -> str:
    """The text on the screen, line by line, every text in its column."""
    parts = re.findall(r'<text class="[^"]*" x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>', app.export_screenshot())
    lines: dict[float, str] = {}
    for x, y, text in sorted(((float(x), float(y), text) for x, y, text in parts), key=lambda part: (part[1], part[0])):
        line = lines.get(y, "")
        gap = " " * (round(x / CELL) - cell_len(line))
        lines[y] = line + gap + unescape(text).replace("\xa0", " ")
    return "\n".join(lines.values())


def log(study: Study) -> list[tuple[str, int | None]]:
    """Kind and grade of the events that stand."""
    return [(event.kind, event.grade) for event in live(study.store.reviews())]


async def press(pilot: Any, *keys: str) -> str:
    """The screen after the keys."""
    await pilot.press(*keys)
    await pilot.pause()
    await pilot.pause()
    return shown(pilot.app)


def running(app: QuizApp, size: tuple[int, int] = (80, 24)) -> Any:
    """On a slow machine as well, a toast stands until the next one."""
    app.TOLD_S = (60.0, 60.0)
    return app.run_test(size=size, notifications=True)
