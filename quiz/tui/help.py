"""Every key of the screen below it, as it is bound now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from quiz.language import N_, _
from quiz.tui.page import Dialog

SCROLL = N_("Scroll")
HERE, EVERYWHERE = N_("Here"), N_("Everywhere")


class Help(Dialog[None]):
    """`bindings` are the active ones of the screen below, by their keys."""

    DEFAULT_CSS = """
    Help { align: center middle; background: $background 60%; }
    Help > VerticalScroll {
        width: 64; max-width: 100%; height: auto; max-height: 100%; padding: 1 2; background: $surface;
    }
    Help .group { text-style: bold; color: $text-primary; padding: 1 0 0 0; }
    Help .group.-first { padding: 0; }
    Help Horizontal { height: auto; }
    Help .keys { width: 16; padding: 0 1 0 0; text-style: bold; }
    Help .what { width: 1fr; }
    Help.-narrow > VerticalScroll, Help.-short > VerticalScroll { padding: 0 1; }
    Help.-narrow .keys { width: 11; }
    """
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss", N_("Close"), id="help.close"),
        Binding("down,j", "scroll(1)", N_("Down"), show=False, tooltip=SCROLL, id="help.down"),
        Binding("up,k", "scroll(-1)", N_("Up"), show=False, tooltip=SCROLL, id="help.up"),
        Binding("pagedown,space,ctrl+d", "turn(1)", N_("Page down"), show=False, tooltip=SCROLL, id="help.pagedown"),
        Binding("pageup,ctrl+u", "turn(-1)", N_("Page up"), show=False, tooltip=SCROLL, id="help.pageup"),
        Binding("home,g", "end(-1)", N_("Top"), show=False, tooltip=SCROLL, id="help.top"),
        Binding("end,G", "end(1)", N_("Bottom"), show=False, tooltip=SCROLL, id="help.bottom"),
    ]

    def __init__(self, bindings: Mapping[str, ActiveBinding]) -> None:
        super().__init__()
        self._below = bindings

    def compose(self) -> ComposeResult:
        groups = self._groups()
        with VerticalScroll():
            for title, lines in groups.items():
                first = " -first" if title == next(iter(groups)) else ""
                yield Static(_(title), classes=f"group{first}", markup=False)
                for what, keys in lines.items():
                    with Horizontal():
                        yield Static(Content(" ".join(keys)), classes="keys")
                        yield Static(Content(_(what)), classes="what")

    def on_key(self, event: Key) -> None:
        """The key that opened the help closes it, whichever that is."""
        below = self._below.get(event.key)
        if below and below.binding.action == "help":
            event.stop()
            self.dismiss()

    def action_scroll(self, lines: int) -> None:
        self._scroll.scroll_relative(y=lines, animate=False)

    def action_turn(self, pages: int) -> None:
        turn = self._scroll.scroll_page_down if pages > 0 else self._scroll.scroll_page_up
        turn(animate=False)

    def action_end(self, end: int) -> None:
        go = self._scroll.scroll_end if end > 0 else self._scroll.scroll_home
        go(animate=False)

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def _groups(self) -> dict[str, dict[str, list[str]]]:
        """Here and everywhere → what there is to do → all its keys."""
        groups: dict[str, dict[str, list[str]]] = {}
        for active in self._below.values():
            binding = active.binding
            if binding.id and binding.description:
                keys = groups.setdefault(EVERYWHERE if active.node is self.app else HERE, {})
                shown = self.app.get_key_display(Binding(binding.key, binding.action))
                keys.setdefault(binding.tooltip or binding.description, []).append(shown)
        return groups
