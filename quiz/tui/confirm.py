"""A question to be answered with yes or no."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from quiz.language import N_
from quiz.tui.page import Dialog
from quiz.tui.widgets import Hints


class Confirm(Dialog[bool]):
    """Dismissed with True for yes."""

    DEFAULT_CSS = """
    Confirm { align: center middle; background: $background 60%; }
    Confirm > Vertical { width: 60; max-width: 100%; height: auto; padding: 1 2; background: $surface; }
    Confirm Hints { padding: 0; margin: 1 0 0 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "dismiss(True)", N_("Yes"), key_display="y", id="confirm.yes"),
        Binding("n,escape,q", "dismiss(False)", N_("No"), key_display="n", id="confirm.no"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._question, markup=False)
            yield Hints()
