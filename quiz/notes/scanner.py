"""The line scanner: every line of a Markdown text and the one role it plays.

Card boundaries are not looked for in a CommonMark tree: real notes put a code fence at column 0 after a nested
bullet, and CommonMark then ends the list, loses the fence and takes the bullet after it for a new question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from quiz.language import _
from quiz.text import pieces

Role = Literal["blank", "heading", "item", "code", "comment", "rule", "text"]
"""code: all lines of a fence. comment: nothing but HTML comments. rule: a thematic break or a bare list marker."""

TAB_STOP = 4
CLOSING_REACH = 3
"""A fence may be closed by so many columns deeper than it was opened; what is deeper is code that shows a fence."""

_HEADING = re.compile(r"[ \t]*(#{1,6})(?:[ \t](.*))?$")
_CLOSING_HASHES = re.compile(r"(?:^|[ \t])#+$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_SENTENCE_END = re.compile(r"[.。!！?？…:：][)\]\"'”’*_]*$")
_RULE = re.compile(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_BARE_MARKER = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])\s*$")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]\s*(\S.*)$")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})(.*)$")
_DIRECTIVE = re.compile(r"\s*(id|tags|difficulty|quiz|order)\s*:(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `indent` is in columns, for code that of its opening fence.

    `title` is what a heading or an item says, also an item that opens a fence. The text of a comment is what it leaves
    open.
    """

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
    indent: int

    @classmethod
    def opened(cls, text: str) -> Fence | None:
        """The fence a line opens, also as all that an item says."""
        item = _ITEM.match(text)
        begin = item.start(1) if item else 0
        found = _FENCE.match(text, begin)
        if found is None or (found[1][0] == "`" and "`" in found[2]):
            return None
        return cls(found[1], columns(text[: found.start(1)]))

    def closed_by(self, text: str) -> bool:
        found = self._within_reach(text)
        return found is not None and found[1].startswith(self.mark) and not found[2].strip()

    def doubted_by(self, text: str) -> bool:
        """Whether the line opens a fence of the same kind, as if this one had been closed."""
        found = self._within_reach(text)
        return found is not None and found[1] == self.mark and found[2].strip().isalnum()

    def _within_reach(self, text: str) -> re.Match[str] | None:
        return _FENCE.match(text) if indent_of(text) <= self.indent + CLOSING_REACH else None


def columns(text: str) -> int:
    """The width of what a line begins with, with tab stops of 4."""
    return len(text.expandtabs(TAB_STOP))


def indent_of(text: str) -> int:
    return columns(text[: len(text) - len(text.lstrip(" \t"))])


def dedent(text: str, width: int) -> str:
    """Remove up to `width` columns of leading blanks; a tab that straddles the edge leaves its rest as spaces."""
    column = 0
    for index, char in enumerate(text):
        if column >= width or char not in " \t":
            return " " * (column - width) + text[index:]
        column += TAB_STOP - column % TAB_STOP if char == "\t" else 1
    return " " * (column - width)


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
            if line.role == "code":
                run = yield from self._code(index, line)
            elif line.role == "comment" and line.text:
                run = self._comment_length(index)
                body = "\n".join((line.text, *self._texts[index + 1 : index + run]))
                yield replace(line, directives=(*line.directives, *_directives(body)))
            elif line.role == "heading" and not line.text.lstrip().startswith("#"):
                yield line
                yield self._line(index + 1, standing_free=False)
                run = 2
            else:
                yield line
            standing_free = line.role not in ("item", "text")
            index += run

    def _line(self, index: int, standing_free: bool) -> Line:
        raw, number = self._texts[index], self._first + index
        if not raw.strip():
            return Line(number, "blank", "")
        indent = indent_of(raw)
        if Fence.opened(raw):
            item = _ITEM.match(raw)
            return Line(number, "code", raw, indent, item[1] if item else "")
        text = unicodedata.normalize("NFC", raw)
        if _RULE.match(text) or _BARE_MARKER.match(text):
            return Line(number, "rule", text, indent)
        text, directives = _without_comments(text)
        if not text.strip():
            return Line(number, "comment", "", indent, directives=directives)
        if text.lstrip().startswith("<!--"):
            return Line(number, "comment", text, indent, directives=directives)
        if found := _HEADING.match(text):
            title = _CLOSING_HASHES.sub("", (found[2] or "").strip()).rstrip()
            return Line(number, "heading", text, indent, title, len(found[1]), directives)
        if found := _ITEM.match(text):
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
        fence = Fence.opened(first.text)
        assert fence is not None
        yield first
        for later in range(index + 1, len(self._texts)):
            raw, number = self._texts[later], self._first + later
            yield Line(number, "code", raw, first.indent)
            if fence.closed_by(raw):
                return later - index + 1
            if fence.doubted_by(raw):
                message = _("the code fence of line {line} is still open where line {other} opens another")
                self.flaws.append(Flaw("fence-in-fence", first.number, message.format(line=first.number, other=number)))
        message = _("the code fence {mark} is never closed").format(mark=fence.mark)
        self.flaws.append(Flaw("unclosed-fence", first.number, message))
        return len(self._texts) - index

    def _comment_length(self, index: int) -> int:
        """How many lines the comment takes that the line at `index` leaves open."""
        for later in range(index + 1, len(self._texts)):
            if "-->" in self._texts[later]:
                return later - index + 1
        self.flaws.append(Flaw("unclosed-comment", self._first + index, _("the comment <!-- is never closed")))
        return len(self._texts) - index


def _without_comments(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The line without its HTML comments (code spans keep theirs), and the directives those held."""
    if "<!--" not in text:
        return text, ()
    parts = list(pieces(text))
    kept = "".join(piece for kind, piece in parts if kind != "comment")
    held = (_directives(piece) for kind, piece in parts if kind == "comment")
    return kept.rstrip(), tuple(directive for found in held for directive in found)


def _directives(comment: str) -> list[tuple[str, str]]:
    """What a comment says of a card or a section, when all its lines do."""
    lines = [line for line in comment.strip().removeprefix("<!--").partition("-->")[0].split("\n") if line.strip()]
    found = [match for line in lines if (match := _DIRECTIVE.match(line))]
    return [(match[1].lower(), match[2].strip()) for match in found] if len(found) == len(lines) else []
