"""Every key of the screen below it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

KEYS_WIDTH = 14


class Help(ModalScreen[None]):
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS = [  # noqa: RUF012  # Textual's own declaration
        Binding("escape,q,enter,space,question_mark", "dismiss", "Close", id="help.close"),
    ]

    def __init__(self, bindings: Iterable[ActiveBinding]) -> None:
        super().__init__()
        self._bindings_below = list(bindings)

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static("Keys", id="title")
            yield Static(Content("\n").join(self._lines()))

    def _lines(self) -> Iterable[Content]:
        """One line for each action, with all its keys."""
        keys: dict[str, list[str]] = {}
        words: dict[str, str] = {}
        for active in self._bindings_below:
            binding = active.binding
            if binding.description and not binding.system:
                shown = self.app.get_key_display(Binding(binding.key, binding.action))
                keys.setdefault(binding.action, []).append(shown)
                words[binding.action] = binding.tooltip or binding.description
        for action, shown in keys.items():
            yield Content.assemble((f"{' '.join(dict.fromkeys(shown)):<{KEYS_WIDTH}}", "bold"), " ", words[action])
