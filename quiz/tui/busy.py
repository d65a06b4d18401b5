"""Work that may take long: done in a thread, with a box that says how far it is once a person begins to wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import ProgressBar, Static

from quiz.apart import Counted, apart
from quiz.language import N_, _
from quiz.study import Study
from quiz.tui.page import Dialog, Page

T = TypeVar("T")

PATIENCE_S = 0.2
LOOK_S = 0.1
AT_WORK = N_("At work …")


class Busy(Dialog[None]):
    """Shows how many of the things are done; takes every key until it is dismissed."""

    DEFAULT_CSS = """
    Busy { align: center middle; background: $background 60%; }
    Busy > Vertical { width: 40; max-width: 100%; height: auto; padding: 1 2; background: $surface; }
    Busy ProgressBar, Busy Bar { width: 1fr; }
    """

    def __init__(self, things: Counted[Any]) -> None:
        super().__init__()
        self._things = things

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(_(AT_WORK), markup=False)
            yield ProgressBar(self._things.total or None, show_eta=False, show_percentage=bool(self._things.total))

    def on_mount(self) -> None:
        self.set_interval(LOOK_S, self._look)

    def _look(self) -> None:
        self.query_one(ProgressBar).update(progress=self._things.done)


async def carry_out(page: Page, work: Callable[[Study], T], things: Counted[Any]) -> T:
    """What the work gives, done on a connection of its own; for a worker of the page to await."""
    task = asyncio.ensure_future(asyncio.to_thread(apart, page.study, work))
    await asyncio.wait({task}, timeout=PATIENCE_S)
    if not task.done():
        busy = Busy(things)
        await page.app.push_screen(busy)
        await asyncio.wait({task})
        await busy.dismiss()
    return await task
