"""Where the cards lie: the one that is asked, its answer hidden, and the next one, mounted early."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.containers import VerticalScroll

from quiz.entry import Entry
from quiz.grades import Choice
from quiz.tui.passage import CardView


class Desk(VerticalScroll, can_focus=False):
    def __init__(self, day: Callable[[], int]) -> None:
        """`day` is the study day, which decides the order of options."""
        super().__init__(id="desk")
        self._day = day
        self._view: CardView | None = None
        self._spare: CardView | None = None
        self._bringing = False
        self.suggested: int | None = None
        """The grade that what was typed or chosen suggests."""

    @property
    def entry(self) -> Entry | None:
        return self._view.entry if self._view else None

    @property
    def revealed(self) -> bool:
        return self._view is not None and self._view.revealed

    @property
    def has_more(self) -> bool:
        return self._view is not None and self._view.has_more

    def reveal(self) -> None:
        if self._view:
            self._view.reveal()
            self._bringing = True
            self.call_after_refresh(self._bring_up)

    def stay(self) -> None:
        """Scroll no more for an answer that grows: the person has begun to."""
        self._bringing = False

    def watch_virtual_size(self) -> None:
        """What was revealed grows for a while: it may have to be mounted, and pictures come when they are read."""
        if self._bringing:
            self.call_after_refresh(self._bring_up)

    def _bring_up(self) -> None:
        """Scroll no further than it takes to see the answer, or as much of it as half the screen holds."""
        if self._bringing and self._view and self._view.revealed and self.is_attached:
            begin, end = self._view.answer_lines
            height = self.scrollable_content_region.height
            enough = min(end, begin + height // 2)
            if enough > self.scroll_y + height:
                self.scroll_to(y=enough - height, animate=False)

    async def ask_typed(self) -> None:
        if self._view:
            await self._view.ask_typed()

    def ask_options(self) -> None:
        if self._view:
            self._view.ask_options()

    def judge(self, choices: Sequence[Choice]) -> None:
        """Compare what was typed or chosen, if anything was."""
        self.suggested = self._view.judge(choices) if self._view else None

    async def more(self) -> None:
        if self._view:
            await self._view.more()

    async def lay(self, entry: Entry, *, keep: bool = False) -> None:
        """Put a card on the desk, its answer hidden; with `keep` what was chosen stays chosen."""
        self.suggested, self._bringing = None, False
        view, old = self._take(entry, keep), self._view
        self._view, self._spare = view, None
        if not view.is_attached:
            await self.mount(view)
        with self.app.batch_update():
            view.display = True
            if old and old is not view:
                old.display = False
                old.remove()
            self.scroll_home(animate=False)

    def prepare(self, upcoming: Callable[[], Entry | None]) -> None:
        """While the learner thinks: mount the answer, then the card that most likely follows."""
        if self._view and self.is_attached:
            self._view.make_ready()
            self.call_after_refresh(self._prepare_next, upcoming)

    def _prepare_next(self, upcoming: Callable[[], Entry | None]) -> None:
        if self._spare is None and self.is_attached and (entry := upcoming()):
            self._spare = CardView(entry, ready=True, day=self._day)
            self._spare.display = False
            self.mount(self._spare)

    def _take(self, entry: Entry, keep: bool) -> CardView:
        """A view of the entry with its answer hidden: one that is mounted already, where there is one."""
        mounted = [view for view in (self._spare, self._view) if view and view.shows(entry)]
        view = mounted[0] if mounted else CardView(entry, day=self._day)
        view.entry = entry
        view.hide(keep=keep)
        if self._spare and self._spare is not view:
            self._spare.remove()
        return view
