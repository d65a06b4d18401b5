"""Markdown as values that the program of the page draws: blocks, and what stands in their lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from quiz.markdown import image_text, readable, tokens
from quiz.terminal import safe

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

Node = str | dict[str, Any]
"""A text, or what it is (`t`) with what stands in it (`c`)."""
Picture = Callable[[str], str | None]
"""The target of an image → the name of its file, None where there is none."""

LONG_WORD, PIECE = 40, 20
MAY_BREAK = "\u200b"
TAB = 4
CONTAINERS = {"strong": "strong", "em": "em", "s": "strike"}

_LINK = re.compile(r"https?://|mailto:", re.IGNORECASE)
_LONG = re.compile(rf"[^\s\u1100-\uffdc]{{{LONG_WORD},}}")
_NO_TEXT = re.compile("[\ufffe\uffff]")


def blocks(text: str, picture: Picture, words: Sequence[str] = (), *, room: int) -> list[Node]:
    """The blocks of a text; its images are at most `room` millimetres wide.

    Each of `words` is a gap, the first being number 1; one that no line shows follows at the end.
    """
    from markdown_it.tree import SyntaxTreeNode

    made = list(_Drawing(picture, words, room).blocks(SyntaxTreeNode(tokens(text)).children))
    shown = set(_gaps(made))
    missing = [number for number in range(1, len(words) + 1) if number not in shown]
    return [*made, *({"t": "p", "c": [{"t": "gap", "n": number}]} for number in missing)]


def said(text: str) -> str:
    """A text that is no Markdown, as the page can say it: a long word may be broken."""
    return _LONG.sub(_breakable, _NO_TEXT.sub("", safe(text)))


class _Drawing:
    def __init__(self, picture: Picture, words: Sequence[str], room: int) -> None:
        self._picture = picture
        self._room = room
        self._numbers = {word: number for number, word in enumerate(words, 1)}
        self._word = re.compile("|".join(map(re.escape, words))) if words else None

    def blocks(self, nodes: Iterable[SyntaxTreeNode]) -> Iterator[Node]:
        for node in nodes:
            match node.type:
                case "fence" | "code_block":
                    lines = node.content.removesuffix("\n").expandtabs(TAB).split("\n")
                    yield {"t": "pre", "c": [list(self._text(line)) for line in lines]}
                case "bullet_list" | "ordered_list":
                    items = [list(self.blocks(item.children)) for item in node.children]
                    start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
                    yield {"t": "list", "start": start, "c": items}
                case "blockquote":
                    yield {"t": "quote", "c": list(self.blocks(node.children))}
                case "table":
                    rows = [row for part in node.children for row in part.children]
                    yield {
                        "t": "table",
                        "c": [[list(self._line(cell.children)) for cell in row.children] for row in rows],
                    }
                case "hr":
                    yield {"t": "rule"}
                case "heading":
                    yield {"t": "p", "c": [{"t": "strong", "c": list(self._line(node.children))}]}
                case _:
                    yield {"t": "p", "c": list(self._line(node.children))}

    def _line(self, nodes: Iterable[SyntaxTreeNode]) -> Iterator[Node]:
        for node in nodes:
            if node.type in CONTAINERS:
                yield {"t": CONTAINERS[node.type], "c": list(self._line(node.children))}
                continue
            match node.type:
                case "code_inline" | "math":
                    yield {"t": "code", "c": list(self._text(node.content))}
                case "softbreak":
                    yield " "
                case "hardbreak":
                    yield {"t": "break"}
                case "link":
                    target = readable(node.attrs.get("href"))
                    inner = list(self._line(node.children))
                    yield {"t": "link", "to": target, "c": inner} if _LINK.match(target) else {"t": "span", "c": inner}
                case "image":
                    yield self._image(node)
                case _ if node.children:
                    yield from self._line(node.children)
                case _:
                    yield from self._text(node.content)

    def _image(self, node: SyntaxTreeNode) -> Node:
        target = readable(node.attrs.get("src"))
        told = "".join(child.content for child in node.children)
        name = self._picture(target)
        if name is None:
            return said(image_text(told, target))
        return {"t": "image", "name": name, "alt": safe(told), "room": self._room}

    def _text(self, text: str) -> Iterator[Node]:
        """A text with its gaps."""
        at = 0
        for found in self._word.finditer(text) if self._word else ():
            if before := text[at : found.start()]:
                yield said(before)
            yield {"t": "gap", "n": self._numbers[found[0]]}
            at = found.end()
        if rest := text[at:]:
            yield said(rest)


def _gaps(nodes: Any) -> Iterator[int]:
    """The numbers of the gaps in some nodes."""
    if isinstance(nodes, dict):
        if nodes.get("t") == "gap":
            yield nodes["n"]
        nodes = nodes.get("c", ())
    if isinstance(nodes, list):
        for node in nodes:
            yield from _gaps(node)


def _breakable(word: re.Match[str]) -> str:
    return MAY_BREAK.join(word[0][at : at + PIECE] for at in range(0, len(word[0]), PIECE))
