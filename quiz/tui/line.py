"""A line to write on."""

from __future__ import annotations

from textual.events import Key
from textual.widgets import Input

from quiz.terminal import safe


class TextLine(Input):
    """What is pasted or set is text on one line, whatever it would do to a terminal; keys come in their order."""

    def validate_value(self, value: str) -> str:
        return _written(value)

    def replace(self, text: str, start: int, end: int) -> None:
        super().replace(_written(text), start, end)

    def key_backspace(self, event: Key) -> None:
        """At once: a binding would come after letters typed behind it, as some input methods do to compose Hangul."""
        event.stop()
        self.action_delete_left()


def _written(text: str) -> str:
    """Blanks as they are typed: a tab and the end of a line have no place of their own on a line."""
    return safe(text).replace("\n", " ").replace("\t", " ")
