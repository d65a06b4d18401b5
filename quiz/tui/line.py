"""A line to write on, for whatever is written: keys come in their order, however fast."""

from __future__ import annotations

from textual.events import Key
from textual.widgets import Input


class WritingLine(Input):
    def key_backspace(self, event: Key) -> None:
        """At once: a binding would come after letters typed behind it, as some input methods do to compose Hangul."""
        event.stop()
        self.action_delete_left()
