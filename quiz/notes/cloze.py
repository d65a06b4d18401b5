"""Cloze: gaps in a question, written as Anki writes them: `{{c1::answer::hint}}`.

Whatever begins with `{{c`, a number and `::` is a gap where it is closed, in prose as in code; so `{{ .Values.x }}` of
a template never is one. A gap is closed where it was opened: one that is opened in a code span and not closed in it,
such as the `{{c1::` of a text about gaps, is code as it stands. Braces in an answer may be paired; a code span hides
any braces and colons in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from quiz.text import pieces

DEEPEST = 8
"""Gaps deeper in gaps than this are text."""
HIDDEN = "…"
EMPTY = "{{c1}}"
LONGEST_SAMPLE = 40
LONGEST_QUESTION = 50
"""Lines a sentence with gaps may go on for."""

_OPENING = re.compile(r"\{\{c([1-9][0-9]{0,2})::")
_SIGN = re.compile(r"\{\{c[1-9][0-9]{0,2}::|[{}]")
_LIKE = re.compile(r"\{\{\s*[cC][0-9]*\s*:\s*:?")
_FENCE = re.compile(r"(`{3,}|~{3,})[^`\n]*\n")
_CJK = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\ua960-\ua97f\uac00-\ud7ff\uff66-\uffdc]")

Where = Literal["prose", "code", "block"]


@dataclass(frozen=True, slots=True)
class Gap:
    """`answer` is Markdown as written; where the gap stands in code (`coded`), it is code without its backticks."""

    answer: str
    hint: str = ""
    coded: bool = False


@dataclass(slots=True)
class _Node:
    """A gap, or a code span (number 0), and what stands in it."""

    number: int
    where: Where
    opening: str
    parts: list[str | _Node] = field(default_factory=list)
    hint: str = ""

    @property
    def closing(self) -> str:
        return "}}" if self.number else self.opening


_Parts = list["str | _Node"]


class _Said(NamedTuple):
    """A stretch of a question as it is shown: of a gap or around it."""

    text: str
    gap: Gap | None = None
    where: Where = "prose"


def gaps(question: str) -> tuple[Gap, ...]:
    """The gaps of a question in their order, those within others left out."""
    return tuple(said.gap for said in _stretches(question) if said.gap)


def cards(question: str) -> dict[int, str]:
    """Number → the question with the gaps of that number as `{{c1::…}}` and the text of all others."""
    if "{{c" not in question:
        return {}
    parts = _parsed(question)[0]
    return {number: _written(parts, number) for number in sorted(_numbers(parts))}


def told(question: str) -> str:
    """The question with the text of its gaps in their places."""
    return _written(_parsed(question)[0]) if "{{c" in question else question


def frame(question: str) -> str:
    """The question with its gaps empty: what stays of it when another answer is put into one."""
    return "".join(EMPTY if said.gap else said.text for said in _stretches(question))


def hidden(question: str) -> str:
    """Markdown with `[…]`, or the hint in brackets, in place of each gap."""
    if "{{c" not in question:
        return question
    said = _stretches(question)
    return "".join(_bracketed(part, *_neighbours(said, at)) if part.gap else part.text for at, part in enumerate(said))


def shown(question: str) -> str:
    """Markdown with the text of each gap in bold, where Markdown can say so."""
    if "{{c" not in question:
        return question
    said = _stretches(question, apart=True)
    found, strong = [], False
    for at, part in enumerate(said):
        if part.gap:
            found.append(_bold(part, strong, *_neighbours(said, at)))
        else:
            found.append(part.text)
            strong ^= part.where == "prose" and part.text.count("**") % 2 == 1
    return "".join(found)


def between(question: str, opening: str, closing: str) -> str:
    """The question with the text of each gap between two marks."""
    return "".join(f"{opening}{said.text}{closing}" if said.gap else said.text for said in _stretches(question))


def malformed(question: str) -> tuple[str, ...]:
    """What looks like a gap in prose and is none."""
    return _parsed(question)[1] if "{{" in question else ()


def goes_on(question: str, more: Sequence[str]) -> int:
    """How many of the lines below a question still belong to it: up to the last that opens or closes a gap."""
    belongs, text = 0, question
    for count, line in enumerate(more[:LONGEST_QUESTION] if _OPENING.search(question) else (), 1):
        if _OPENING.search(line) or ("}}" in line and _Reader(text, balanced=True).unclosed):
            belongs = count
        text += f" {line}"
    return belongs


# — reading —


@lru_cache(maxsize=256)
def _parsed(question: str) -> tuple[_Parts, tuple[str, ...]]:
    """The question as a tree, and what looks like a gap and is none."""
    balanced, plain = _Reader(question, balanced=True), None
    if balanced.unclosed:
        plain = _Reader(question, balanced=False)
    best = plain if plain and plain.unclosed < balanced.unclosed else balanced
    return best.parts, () if _FENCE.match(question) else tuple(_alike(best.parts))


class _Reader:
    """One pass over a question. `balanced` reads `{{c1::{{ .Names }}}}` as one gap, else the first `}}` closes."""

    def __init__(self, question: str, *, balanced: bool) -> None:
        self.unclosed = 0
        self._balanced = balanced
        root = _Node(0, "prose", "")
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

    def _code(self, piece: str) -> _Node:
        ticks = piece[: len(piece) - len(piece.lstrip("`"))]
        code = _Node(0, "code", ticks)
        unclosed = self.unclosed
        self._read(piece[len(ticks) : -len(ticks)], [code], [0], "code")
        self.unclosed = unclosed  # in code it is no mistake
        return code

    def _read(self, text: str, stack: list[_Node], braces: list[int], where: Where) -> None:
        """Put a text into the node that is open; a text in code closes all it opens."""
        cut = at = 0
        while sign := _SIGN.search(text, at):
            start, at = sign.span()
            if len(sign[0]) > 1:
                if len(stack) <= DEEPEST:
                    stack[-1].parts.append(text[cut:start])
                    stack.append(_Node(int(sign[0][3:-2]), where, sign[0]))
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

    def _unwind(self, stack: list[_Node]) -> None:
        """What was never closed is text."""
        self.unclosed += len(stack) - 1
        while len(stack) > 1:
            node = stack.pop()
            stack[-1].parts += [node.opening, *node.parts]


def _close(stack: list[_Node]) -> None:
    """The gap that ends here is one if it hides anything, else text."""
    node = stack.pop()
    answer, hint = _parted(node.parts)
    if _written(answer).strip():
        node.parts, node.hint = answer, _written(hint).strip()
        stack[-1].parts.append(node)
    else:
        stack[-1].parts += [node.opening, *node.parts, node.closing]


def _parted(parts: _Parts) -> tuple[_Parts, _Parts]:
    """The answer and the hint of a gap: the first `::` in its prose parts them."""
    for number, part in enumerate(parts):
        if isinstance(part, str) and "::" in part:
            before, _, after = part.partition("::")
            return [*parts[:number], before], [after, *parts[number + 1 :]]
    return parts, []


def _alike(parts: _Parts) -> Iterator[str]:
    """What looks like a gap in the prose of a tree."""
    text = "".join(_prose(parts))
    for found in _LIKE.finditer(text):
        end = text.find("}}", found.end(), found.end() + LONGEST_SAMPLE)
        yield text[found.start() : found.end() if end < 0 else end + 2]


def _prose(parts: _Parts) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif part.number:
            yield from _prose(part.parts)
        else:
            yield "\0"


def _numbers(parts: _Parts) -> set[int]:
    found: set[int] = set()
    for part in parts:
        if isinstance(part, _Node):
            found |= {part.number} - {0} | _numbers(part.parts)
    return found


# — writing —


def _written(parts: Iterable[str | _Node], number: int = 0) -> str:
    """The text of a tree, with the gaps of one number as those of the first."""
    return "".join(part if isinstance(part, str) else _node_written(part, number) for part in parts)


def _node_written(node: _Node, number: int) -> str:
    if not node.number:
        return f"{node.opening}{_written(node.parts, number)}{node.closing}"
    if node.number != number:
        return _written(node.parts, number)
    hint = f"::{node.hint}" if node.hint else ""
    return f"{{{{c1::{_written(node.parts)}{hint}}}}}"


def _stretches(question: str, *, apart: bool = False) -> list[_Said]:
    """The question in the order it is read. With `apart` a gap in code is a code span of its own."""
    if "{{c" not in question:
        return [_Said(question)] if question else []
    return list(_said(_parsed(question)[0], apart))


def _said(parts: _Parts, apart: bool) -> Iterator[_Said]:
    for part in parts:
        if isinstance(part, str):
            if part:
                yield _Said(part)
        elif part.number:
            text = _written(part.parts)
            yield _Said(text, Gap(text, part.hint, part.where != "prose"), part.where)
        else:
            inner = list(_said(part.parts, apart))
            if apart and any(said.gap for said in inner):
                inner[:] = _without_padding(inner)
                yield from (said._replace(text=_span(said.text, part.opening), where="code") for said in inner)
            else:
                yield _Said(part.opening, where="code")
                yield from (said._replace(where="code") for said in inner)
                yield _Said(part.closing, where="code")


def _without_padding(inner: Sequence[_Said]) -> Iterator[_Said]:
    """Less the blanks that part a code span from its backticks."""
    whole = "".join(said.text for said in inner)
    padded = whole.startswith(" ") and whole.endswith(" ") and whole.strip()
    for at, said in enumerate(inner):
        text = said.text[1:] if padded and at == 0 else said.text
        text = text[:-1] if padded and at == len(inner) - 1 else text
        if text:
            yield said._replace(text=text)


def _span(text: str, ticks: str) -> str:
    """A code span of its own."""
    edges = text[0] + text[-1]
    pad = " " if "`" in edges or (edges == "  " and text.strip()) else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _neighbours(said: Sequence[_Said], at: int) -> tuple[str, str]:
    """The characters on both sides of a stretch; blanks at the edges of the text."""
    before = said[at - 1].text[-1:] if at else ""
    after = said[at + 1].text[:1] if at + 1 < len(said) else ""
    return before or " ", after or " "


def _bracketed(said: _Said, before: str, after: str) -> str:
    """The brackets in place of a gap; one that would begin a link or an image is escaped."""
    assert said.gap is not None
    escape = "\\" if said.where == "prose" and (after in "([:" or before in "!]") else ""
    return f"{escape}[{said.gap.hint or HIDDEN}]"


def _bold(said: _Said, strong: bool, before: str, after: str) -> str:
    """The text of a gap in bold, or in italics too where all around is bold; as it is where that cannot be said."""
    text = said.text.strip()
    if said.where == "block" or text[0] == "*" or text[-1] == "*" or "\n" in text:
        return said.text
    opens = _is_apart(before) or not _is_sign(text[0])
    closes = _is_apart(after) or not _is_sign(text[-1]) or _CJK.match(after) is not None
    if not (opens and closes):
        return said.text
    mark = "*" if strong else "**"
    lead, _, trail = said.text.partition(text)
    return f"{lead}{mark}{text}{mark}{trail}"


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _is_apart(char: str) -> bool:
    return char.isspace() or _is_sign(char)
