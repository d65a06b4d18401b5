"""A line that asks for a value, and keeps asking until it can be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from quiz.errors import QuizError
from quiz.language import N_
from quiz.terminal import safe
from quiz.tui.line import WritingLine
from quiz.tui.page import Dialog, Result
from quiz.tui.widgets import Hints


class Line(WritingLine):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", N_("OK"), key_display="⏎", tooltip=N_("Take what is written"), id="ask.submit"),
    ]


class Ask(Dialog[Result | None]):
    """Dismissed with what `read` makes of the line, or with None; a QuizError of `read` is shown below the line."""

    DEFAULT_CSS = """
    Ask { align: center middle; background: $background 60%; }
    Ask > Vertical { width: 72; max-width: 100%; height: auto; padding: 1 2; background: $surface; }
    Ask Input, Ask Input:focus { border: none; height: 1; padding: 0 1; margin: 1 0; background: $panel; }
    Ask #fault { color: $text-error; display: none; }
    Ask #fault.-told { display: block; }
    Ask Hints { padding: 0; }
    Ask.-narrow > Vertical, Ask.-short > Vertical { padding: 0 1; }
    Ask.-short Input, Ask.-short Input:focus { margin: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", N_("Cancel"), key_display="esc", id="ask.cancel"),
    ]

    def __init__(self, question: str, read: Callable[[str], Result], value: str = "", placeholder: str = "") -> None:
        super().__init__()
        self._question = question
        self._read = read
        self._line = Line(value, placeholder, select_on_focus=True)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._question, markup=False)
            yield self._line
            yield Static(id="fault", markup=False)
            yield Hints()

    @on(Input.Submitted)
    def _submit(self) -> None:
        try:
            value = self._read(self._line.value)
        except QuizError as error:
            fault = self.query_one("#fault", Static)
            fault.update(safe(f"{error.message} {error.hint}".strip()))
            fault.add_class("-told")
            return
        self.dismiss(value)
