"""The keys that move a card which is longer than the screen."""

from __future__ import annotations

from abc import abstractmethod

from textual.binding import Binding, BindingType

from quiz.language import N_
from quiz.tui.desk import Desk
from quiz.tui.page import Shared

SCROLL = N_("Scroll")
KEYS: list[BindingType] = [
    Binding("down,j", "scroll(1)", N_("Down"), show=False, tooltip=SCROLL, id="review.down"),
    Binding("up,k", "scroll(-1)", N_("Up"), show=False, tooltip=SCROLL, id="review.up"),
    Binding("pagedown,ctrl+d", "turn(1)", N_("Page down"), show=False, tooltip=SCROLL, id="review.pagedown"),
    Binding("pageup,ctrl+u", "turn(-1)", N_("Page up"), show=False, tooltip=SCROLL, id="review.pageup"),
    Binding("home,g", "end(-1)", N_("Top"), show=False, tooltip=SCROLL, id="review.top"),
    Binding("end,G", "end(1)", N_("Bottom"), show=False, tooltip=SCROLL, id="review.bottom"),
]


class ScrollKeys(Shared):
    """For a screen with a desk; it lists `KEYS` among its bindings."""

    @property
    @abstractmethod
    def desk(self) -> Desk:
        """What is scrolled."""

    def action_scroll(self, lines: int) -> None:
        self.desk.stay()
        self.desk.scroll_relative(y=lines, animate=False)

    def action_turn(self, pages: int) -> None:
        self.desk.stay()
        turn = self.desk.scroll_page_down if pages > 0 else self.desk.scroll_page_up
        turn(animate=False)

    def action_end(self, end: int) -> None:
        self.desk.stay()
        turn = self.desk.scroll_end if end > 0 else self.desk.scroll_home
        turn(animate=False)
