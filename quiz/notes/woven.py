"""Lines of a file in other words: what their text does not show, such as comments and where they wrap, stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from unicodedata import normalize

from quiz.notes.opcodes import opcodes
from quiz.notes.scanner import TAB_STOP, Line
from quiz.text import pieces

_WORD = re.compile(r"\S+|\s+")
_COMMENT = re.compile(r"<!--.*?-->")


class Written(NamedTuple):
    """A line of a question or an answer as the file has it: `lines` of it, of which the first begins with `lead`."""

    lines: Sequence[Line]
    raw: Sequence[str]
    lead: str
    text: str

    @property
    def last(self) -> int:
        """The number of the last line of the file that it takes."""
        return self.lines[-1].number

    @property
    def numbers(self) -> list[int]:
        return [line.number for line in self.lines]

    @property
    def role(self) -> str:
        return self.lines[0].role

    @property
    def comments(self) -> list[str]:
        return [] if self.role == "code" else [found for raw in self.raw for found in _COMMENT.findall(raw)]


class _Piece(NamedTuple):
    raw: str
    said: str


def lead(raw: str, cut: int) -> str:
    """What a line begins with that takes so many columns; a tab across the edge counts as blanks."""
    column = 0
    for index, char in enumerate(raw):
        if column >= cut or char not in " \t":
            return raw[:index] if column <= cut else " " * cut
        column += TAB_STOP - column % TAB_STOP if char == "\t" else 1
    return raw if column <= cut else " " * cut


def woven(written: Written, text: str) -> list[str] | None:
    """The lines with another text, word by word; None where their words are not those of the text they had."""
    found = _pieces(written)
    if found is None:
        return None
    said = [piece for piece in found if piece.said]
    words = _WORD.findall(text)
    made, hidden = list[str](), list(_hidden(found))
    waiting = hidden[0]
    for what, start, end, other, stop in opcodes([piece.said for piece in said], words):
        if what != "equal":
            made += words[other:stop]
            waiting += "".join(hidden[start + 1 : end + 1])
            continue
        for index in range(start, end):
            made += [waiting, said[index].raw]
            waiting = hidden[index + 1]
    return f"{written.lead}{''.join(made)}{waiting}".split("\n")


def _pieces(written: Written) -> list[_Piece] | None:
    """The words with the blanks between them, the ends of the lines, and what nobody sees, which says nothing.

    Words that are as many as those of the text say these, whatever signs they are written with.
    """
    for bare in (False, True):
        found: list[_Piece] = []
        for number, (line, raw) in enumerate(zip(written.lines, written.raw, strict=True)):
            begin = len(raw) - len(raw.lstrip()) if number else len(written.lead)
            if number:
                found.append(_Piece(f"\n{raw[:begin]}", " "))
            parts = list(_parts(line, raw[begin:]))
            found += _without_end(parts) if bare else parts
        if "".join(piece.said for piece in found) == written.text:
            return found
    words = _WORD.findall(written.text)
    seen = [index for index, piece in enumerate(found) if piece.said]
    if len(words) != len(seen) or any(
        word.isspace() != found[at].said.isspace() for word, at in zip(words, seen, strict=True)
    ):
        return None
    for word, at in zip(words, seen, strict=True):
        found[at] = found[at]._replace(said=word)
    return found


def _parts(line: Line, raw: str) -> Iterator[_Piece]:
    if line.role == "code":
        yield _Piece(raw, raw)
        return
    for kind, piece in pieces(raw):
        if kind == "comment":
            yield _Piece(piece, "")
        else:
            yield from (_Piece(word, normalize("NFC", word)) for word in _WORD.findall(piece))


def _without_end(parts: Sequence[_Piece]) -> list[_Piece]:
    """The blanks at the end say nothing."""
    end = next((count for count in range(len(parts), 0, -1) if parts[count - 1].said.strip()), 0)
    return [*parts[:end], *(piece._replace(said="") for piece in parts[end:])]


def _hidden(found: Iterable[_Piece]) -> Iterator[str]:
    """What nobody sees before the first word, and after each."""
    waiting = ""
    for piece in found:
        if piece.said:
            yield waiting
            waiting = ""
        else:
            waiting += piece.raw
    yield waiting
