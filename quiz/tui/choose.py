"""One of several things, likeliest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quiz.language import N_
from quiz.terminal import one_line, safe
from quiz.tui.page import Dialog
from quiz.tui.widgets import Hints

MOVE = N_("Go up and down")


class Choices(OptionList):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "select", N_("Choose"), key_display="⏎", tooltip=N_("Take this one"), id="choose.take"),
        Binding("j", "cursor_down", N_("Down"), show=False, tooltip=MOVE, id="choose.down"),
        Binding("k", "cursor_up", N_("Up"), show=False, tooltip=MOVE, id="choose.up"),
    ]


class Choose(Dialog[str | None]):
    """Dismissed with the name of what was chosen, or with None. `things` are (name, text)."""

    DEFAULT_CSS = """
    Choose { align: center middle; background: $background 60%; }
    Choose > Vertical {
        width: 90; max-width: 100%; height: auto; max-height: 100%; padding: 1 2; background: $surface;
    }
    Choose Choices, Choose Choices:focus {
        height: auto; max-height: 16; border: none; padding: 0; margin: 1 0; background: transparent;
        scrollbar-size-vertical: 1;
    }
    Choose Hints { padding: 0; }
    Choose.-narrow > Vertical, Choose.-short > Vertical { padding: 0 1; }
    Choose.-short Choices { margin: 0; max-height: 6; }
    """
    AUTO_FOCUS = "Choices"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", N_("Cancel"), key_display="esc", id="choose.cancel"),
    ]

    def __init__(self, question: str, things: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._question = question
        self._things = things

    def compose(self) -> ComposeResult:
        options = (Option(Content(one_line(safe(text))), id=name) for name, text in self._things)
        with Vertical():
            yield Static(self._question, markup=False)
            yield Choices(*options, markup=False)
            yield Hints()

    @on(OptionList.OptionSelected)
    def _taken(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)
