"""A question as a tree: where its gaps begin and end, also in one another, in code and among braces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from quiz.text import pieces

DEEPEST = 8
"""Gaps deeper in gaps than this are text."""
LONGEST_SAMPLE = 40

OPENING = re.compile(r"\{\{c([1-9][0-9]{0,2})::")
_SIGN = re.compile(r"\{\{c[1-9][0-9]{0,2}::|[{}]")
_LIKE = re.compile(r"\{\{\s*[cC][0-9]*\s*:\s*:?")
_FENCE = re.compile(r"(`{3,}|~{3,})[^`\n]*\n")

Where = Literal["prose", "code", "block"]


@dataclass(slots=True)
class Node:
    """A gap, or a code span (number 0), and what stands in it."""

    number: int
    where: Where
    opening: str
    parts: list[str | Node] = field(default_factory=list)
    tail: str = ""
    """The hint behind its `::`, as written."""

    @property
    def closing(self) -> str:
        return "}}" if self.number else self.opening

    @property
    def hint(self) -> str:
        return self.tail.removeprefix("::").strip()


Parts = list["str | Node"]


@lru_cache(maxsize=256)
def parsed(question: str) -> tuple[Parts, tuple[str, ...]]:
    """The question as a tree, and what looks like a gap and is none."""
    balanced, plain = _Reader(question, balanced=True), None
    if balanced.unclosed:
        plain = _Reader(question, balanced=False)
    best = plain if plain and plain.unclosed < balanced.unclosed else balanced
    return best.parts, () if _FENCE.match(question) else tuple(_alike(best.parts))


def is_open(question: str) -> bool:
    """Whether a gap is opened that nothing closes."""
    return _Reader(question, balanced=True).unclosed > 0


class _Reader:
    """One pass over a question. `balanced` reads `{{c1::{{ .Names }}}}` as one gap, else the first `}}` closes."""

    def __init__(self, question: str, *, balanced: bool) -> None:
        self.unclosed = 0
        self._balanced = balanced
        root = Node(0, "prose", "")
        if _FENCE.match(question):
            self._read(question, [root], [0], "block")
        else:
            stack, braces = [root], [0]
            for kind, piece in pieces(question):
                if kind == "code":
                    stack[-1].parts.append(self._code(piece))
                else:
                    self._read(piece, stack, braces, "prose")
            self._unwind(stack)
        self.parts = root.parts

    def _code(self, piece: str) -> Node:
        ticks = piece[: len(piece) - len(piece.lstrip("`"))]
        code = Node(0, "code", ticks)
        unclosed = self.unclosed
        self._read(piece[len(ticks) : -len(ticks)], [code], [0], "code")
        self.unclosed = unclosed  # in code it is no mistake
        return code

    def _read(self, text: str, stack: list[Node], braces: list[int], where: Where) -> None:
        """Put a text into the node that is open; a text in code closes all it opens."""
        cut = at = 0
        while sign := _SIGN.search(text, at):
            start, at = sign.span()
            if len(sign[0]) > 1:
                if len(stack) <= DEEPEST:
                    stack[-1].parts.append(text[cut:start])
                    stack.append(Node(int(sign[0][3:-2]), where, sign[0]))
                    braces.append(0)
                    cut = at
            elif len(stack) == 1:
                continue
            elif sign[0] == "{":
                braces[-1] += self._balanced
            elif braces[-1]:
                braces[-1] -= 1
            elif text.startswith("}}", start):
                stack[-1].parts.append(text[cut:start])
                cut = at = start + 2
                braces.pop()
                _close(stack)
        stack[-1].parts.append(text[cut:])
        if where != "prose":
            self._unwind(stack)

    def _unwind(self, stack: list[Node]) -> None:
        """What was never closed is text."""
        self.unclosed += len(stack) - 1
        while len(stack) > 1:
            node = stack.pop()
            stack[-1].parts += [node.opening, *node.parts]


def _close(stack: list[Node]) -> None:
    """The gap that ends here is one if it hides anything, else text."""
    node = stack.pop()
    answer, hint = _parted(node.parts)
    if written(answer).strip():
        node.parts, node.tail = answer, written(hint)
        stack[-1].parts.append(node)
    else:
        stack[-1].parts += [node.opening, *node.parts, node.closing]


def _parted(parts: Parts) -> tuple[Parts, Parts]:
    """The answer and the hint of a gap: the first `::` in its prose parts them."""
    for number, part in enumerate(parts):
        if isinstance(part, str) and "::" in part:
            before, _, after = part.partition("::")
            return [*parts[:number], before], ["::" + after, *parts[number + 1 :]]
    return parts, []


def _alike(parts: Parts) -> Iterator[str]:
    """What looks like a gap in the prose of a tree."""
    text = "".join(_prose(parts))
    for found in _LIKE.finditer(text):
        end = text.find("}}", found.end(), found.end() + LONGEST_SAMPLE)
        yield text[found.start() : found.end() if end < 0 else end + 2]


def _prose(parts: Parts) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif part.number:
            yield from _prose(part.parts)
        else:
            yield "\0"


def numbers(parts: Parts) -> set[int]:
    found: set[int] = set()
    for part in parts:
        if isinstance(part, Node):
            found |= {part.number} - {0} | numbers(part.parts)
    return found


def written(parts: Iterable[str | Node], number: int = 0) -> str:
    """The text of a tree, with the gaps of one number as those of the first."""
    return "".join(part if isinstance(part, str) else _node_written(part, number) for part in parts)


def _node_written(node: Node, number: int) -> str:
    if not node.number:
        return f"{node.opening}{written(node.parts, number)}{node.closing}"
    if node.number != number:
        return written(node.parts, number)
    return f"{{{{c1::{written(node.parts)}{node.tail}}}}}"
