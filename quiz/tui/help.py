"""Every key of the screen below it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static


class Help(ModalScreen[None]):
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,space,question_mark", "dismiss", "Close", id="help.close"),
    ]

    def __init__(self, bindings: Iterable[ActiveBinding]) -> None:
        super().__init__()
        self._bindings_below = list(bindings)

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static("Keys", id="title")
            for what, keys in self._lines().items():
                with Horizontal():
                    yield Static(Content(" ".join(keys)), classes="keys")
                    yield Static(Content(what), classes="what")

    def _lines(self) -> dict[str, list[str]]:
        """Everything there is to do, with all its keys."""
        keys: dict[str, list[str]] = {}
        for active in self._bindings_below:
            binding = active.binding
            if binding.id and binding.description:
                shown = self.app.get_key_display(Binding(binding.key, binding.action))
                keys.setdefault(binding.tooltip or binding.description, []).append(shown)
        return keys
