"""For a screen that follows the notes while they are edited, and the log while cards are answered, elsewhere."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from typing import TYPE_CHECKING

from textual import work

from quiz.apart import apart
from quiz.study import Study
from quiz.tui.page import Page

if TYPE_CHECKING:
    from quiz.changes import Report

LOOK_S = 5
"""How often is looked, in seconds: whoever saves in an editor sees it here before the next card."""


class Watching(Page):
    _looking = False

    def watch_notes(self) -> None:
        self.set_interval(LOOK_S, self.look_again)

    @abstractmethod
    async def looked(self, report: Report | None) -> None:
        """Show what is other than before; `report` tells what the notes brought, if anything."""

    @work(group="notes")
    async def look_again(self) -> None:
        """Take in what changed. The notes are looked through apart, for they may lie on a slow disk."""
        if self._looking or not self.is_current:
            return
        self._looking = True
        try:
            with self.telling():
                report = await asyncio.to_thread(apart, self.study, Study.refresh)
                if self.is_current:
                    await self.looked(report)
        finally:
            self._looking = False
