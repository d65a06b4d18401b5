"""A line of Markdown as styled text, where a widget for each would be too many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from textual.content import Content

from quiz.terminal import safe
from quiz.tui.text import parser

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

STYLES = {"strong": "bold", "em": "italic", "s": "strike"}
CODE = "$text-secondary"
BREAKS = ("softbreak", "hardbreak")


def inline(text: str) -> Content:
    """What stands in the blocks of a text, a line each, spelled out as in a passage."""
    blocks = _parser().parse(safe(text))
    lines = [Content.assemble(*_pieces(block.children or ())) for block in blocks if block.type == "inline"]
    return Content("\n").join(lines) if lines else Content(safe(text))


@cache
def _parser() -> MarkdownIt:
    return parser()


def _pieces(tokens: Iterable[Token]) -> Iterator[Content]:
    styles: list[str] = []
    for token in tokens:
        name, _, edge = token.type.rpartition("_")
        if edge == "open":
            styles.append(STYLES.get(name, ""))
        elif edge == "close":
            styles.pop()
        else:
            text = " " if token.type in BREAKS else token.content
            style = " ".join(filter(None, [*styles, CODE if token.type == "code_inline" else ""]))
            yield Content.styled(text, style) if style else Content(text)
