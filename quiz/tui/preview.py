"""The card under the cursor of a table, with a line of what is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.timer import Timer
from textual.widgets import Static

from quiz.columns import facts
from quiz.entry import Entry

if TYPE_CHECKING:
    from quiz.tui.passage import CardView

REST_S = 0.08


class Preview(VerticalScroll, can_focus=False):
    """Follows the cursor once it rests, so that moving it costs nothing."""

    DEFAULT_CSS = """
    Preview #facts { height: auto; padding: 0 2; color: $text-muted; }
    .-narrow Preview #facts, .-short Preview #facts { padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._view: CardView | None = None
        self._waiting: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="facts", markup=False)

    def follow(self, entry: Entry | None, today: int) -> None:
        """Show this card soon, if no other one is asked for before."""
        if self._waiting:
            self._waiting.stop()
        self._waiting = self.set_timer(REST_S, lambda: self._show(entry, today))

    async def _show(self, entry: Entry | None, today: int) -> None:
        if not self.is_attached or not self.display:
            return
        from quiz.tui.passage import CardView

        self.query_one("#facts", Static).update(facts(entry, today) if entry else "")
        if self._view and entry and self._view.shows(entry):
            return
        with self.app.batch_update():
            if self._view:
                self._view.remove()
            self._view = CardView(entry, ready=True) if entry else None
            if self._view:
                self._view.reveal()
                await self.mount(self._view)
            self.scroll_home(animate=False)
