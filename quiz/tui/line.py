"""A line to write on."""

from __future__ import annotations

from textual.widgets import Input

from quiz.terminal import safe


class TextLine(Input):
    """What is pasted or set is text on one line, whatever it would do to a terminal."""

    def validate_value(self, value: str) -> str:
        return _written(value)

    def replace(self, text: str, start: int, end: int) -> None:
        super().replace(_written(text), start, end)


def _written(text: str) -> str:
    """Blanks as they are typed: a tab and the end of a line have no place of their own on a line."""
    return safe(text).replace("\n", " ").replace("\t", " ")
