"""The line scanner: every line of a Markdown text and the one role it plays.

Card boundaries are not looked for in a CommonMark tree: real notes put a code fence at column 0 after a nested
bullet, and CommonMark then ends the list, loses the fence and takes the bullet after it for a new question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Literal

Role = Literal["blank", "heading", "item", "code", "comment", "rule", "text"]
"""code: all lines of a fence. comment: nothing but HTML comments. rule: a thematic break."""

TAB_STOP = 4

_HEADING = re.compile(r"[ \t]*(#{1,6})(?:[ \t](.*))?$")
_CLOSING_HASHES = re.compile(r"(?:^|[ \t])#+$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_SENTENCE_END = re.compile(r"[.。!！?？…:：][)\]\"'”’*_]*$")
_RULE = re.compile(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(\S.*)$")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})(.*)$")
_CODE_OR_COMMENT = re.compile(r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|<!--(?P<body>.*?)-->")
_DIRECTIVE = re.compile(r"\s*(id|tags)\s*:\s*(.*?)\s*$", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """`indent` is in columns, for code that of its opening fence; `title` is what a heading or an item says."""

    number: int
    role: Role
    text: str
    indent: int = 0
    title: str = ""
    level: int = 0
    directives: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something the scan itself came upon: a problem code, its line, and its sentence."""

    code: str
    number: int
    message: str


@dataclass(frozen=True, slots=True)
class Fence:
    mark: str
    number: int
    indent: int

    @classmethod
    def opened(cls, text: str, number: int, indent: int) -> Fence | None:
        found = _FENCE.match(text)
        if found is None or (found[1][0] == "`" and "`" in found[2]):
            return None
        return cls(found[1], number, indent)

    def closed_by(self, text: str) -> bool:
        found = _FENCE.match(text)
        return found is not None and found[1].startswith(self.mark) and not found[2].strip()

    def doubted_by(self, text: str) -> bool:
        """Whether the line opens a fence of the same kind, as if this one had been closed."""
        found = _FENCE.match(text)
        return found is not None and found[1] == self.mark and found[2].strip().isalnum()


def columns(blanks: str) -> int:
    """The width of leading blanks with tab stops of 4."""
    width = 0
    for blank in blanks:
        width += TAB_STOP - width % TAB_STOP if blank == "\t" else 1
    return width


def indent_of(text: str) -> int:
    return columns(text[: len(text) - len(text.lstrip(" \t"))])


def dedent(text: str, width: int) -> str:
    """Remove up to `width` columns of leading blanks; a tab that straddles the edge leaves its rest as spaces."""
    column = 0
    for index, char in enumerate(text):
        if column >= width or char not in " \t":
            return " " * (column - width) + text[index:]
        column += TAB_STOP - column % TAB_STOP if char == "\t" else 1
    return ""


class Scanner:
    """One pass over the lines of `text`; `flaws` is complete when `lines()` is exhausted."""

    def __init__(self, text: str, first_number: int = 1) -> None:
        self._texts = text.split("\n")
        self._first = first_number
        self.flaws: list[Flaw] = []

    def lines(self) -> Iterator[Line]:
        index = 0
        standing_free = True
        while index < len(self._texts):
            line = self._line(index, standing_free)
            run = 1
            if line.role == "heading" and line.level and not line.text.lstrip().startswith("#"):
                run = 2
            elif line.role == "code":
                run = yield from self._code(index, line)
            elif line.role == "comment":
                run = self._comment_length(index)
            if line.role != "code":
                yield line
            standing_free = line.role in ("blank", "heading", "rule", "code", "comment")
            index += run

    def _line(self, index: int, standing_free: bool) -> Line:
        raw, number = self._texts[index], self._first + index
        if not raw.strip():
            return Line(number, "blank", "")
        text = unicodedata.normalize("NFC", raw)
        indent = indent_of(text)
        if _RULE.match(text):
            return Line(number, "rule", text, indent)
        if Fence.opened(raw, number, indent):
            return Line(number, "code", raw, indent)
        if text.lstrip().startswith("<!--") and "-->" not in text:
            return Line(number, "comment", "", indent, directives=())
        text, directives = _without_comments(text)
        if not text.strip():
            return Line(number, "comment", "", indent, directives=directives)
        if found := _HEADING.match(text):
            title = _CLOSING_HASHES.sub("", (found[2] or "").strip()).rstrip()
            return Line(number, "heading", text, indent, title, len(found[1]), directives)
        if found := _ITEM.match(text):
            if Fence.opened(found[1], number, indent):
                return Line(number, "code", raw, indent)
            return Line(number, "item", text, indent, found[1].rstrip(), directives=directives)
        if level := self._underlined(index, text, indent) if standing_free else 0:
            return Line(number, "heading", text, indent, text.strip(), level, directives)
        return Line(number, "text", text, indent, text.strip(), directives=directives)

    def _underlined(self, index: int, text: str, indent: int) -> int:
        """The level of a heading underlined with `===` (1) or `---` (2); 0 for none. A sentence is no heading."""
        below = self._texts[index + 1] if index + 1 < len(self._texts) else ""
        if indent >= TAB_STOP or "|" in text or not (found := _UNDERLINE.match(below)):
            return 0
        if found[1][0] == "=":
            return 1
        return 0 if _SENTENCE_END.search(text.strip()) else 2

    def _code(self, index: int, first: Line) -> Generator[Line, None, int]:
        """Yield the lines of a fence byte for byte; return how many there are."""
        opening = _ITEM.match(first.text)
        fence = Fence.opened(opening[1] if opening else first.text, first.number, first.indent)
        assert fence is not None
        yield first
        for length, raw in enumerate(self._texts[index + 1 :], start=2):
            yield Line(first.number + length - 1, "code", raw, first.indent)
            if fence.closed_by(raw):
                return length
            if fence.doubted_by(raw):
                line = first.number + length - 1
                message = f"the code fence of line {fence.number} is still open where line {line} opens another"
                self.flaws.append(Flaw("fence-in-fence", fence.number, message))
        self.flaws.append(Flaw("unclosed-fence", fence.number, f"the code fence {fence.mark} is never closed"))
        return len(self._texts) - index

    def _comment_length(self, index: int) -> int:
        """How many lines the comment that begins here takes."""
        if "-->" in self._texts[index]:
            return 1
        for length, raw in enumerate(self._texts[index + 1 :], start=2):
            if "-->" in raw:
                return length
        self.flaws.append(Flaw("unclosed-comment", self._first + index, "the comment <!-- is never closed"))
        return len(self._texts) - index


def _without_comments(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The line without its HTML comments (code spans keep theirs), and the directives those held."""
    if "<!--" not in text:
        return text, ()
    directives: list[tuple[str, str]] = []

    def keep_code(found: re.Match[str]) -> str:
        if found["ticks"]:
            return found[0]
        if directive := _DIRECTIVE.match(found["body"]):
            directives.append((directive[1].lower(), directive[2]))
        return ""

    return _CODE_OR_COMMENT.sub(keep_code, text).rstrip(), tuple(directives)
