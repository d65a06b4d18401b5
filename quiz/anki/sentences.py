"""A cloze note of Anki → a sentence with gaps in our notation, which makes the same cards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import unescape
from typing import NamedTuple

from quiz.anki import clozes
from quiz.anki.rows import NoteType
from quiz.anki.templates import Subject, sides
from quiz.notes import cloze
from quiz.notes.gap_tree import Node, Parts, parsed
from quiz.notes.gap_tree import written as told
from quiz.text import pieces

OPENS, CLOSES = "\ue000", "\ue001"
"""What stands around a gap while its sentence becomes Markdown: letters of nobody's."""
LARGEST_NUMBER = 999

_HINT, _HIDDEN = "\ue002", "\ue003"
_STAND_IN = f"{{{{c1::{_HIDDEN}::{_HINT}}}}}"
_ASKED, _ANSWERED = f"[{_HINT}]", f"<b>{_HIDDEN}</b>"
_OWN = frozenset({OPENS, CLOSES, _HINT, _HIDDEN})

_BY_NUMBER = re.compile(r"\{\{\s*[#^/]\s*c\d")
_MARK = re.compile(f"[{OPENS}{CLOSES}]")
_FORMULA = re.compile(
    rf"(?P<opens>\\[(\[]|<anki-mathjax|\[\$\$?\]|\[latex\])|(?P<closes>\\[)\]]|</anki-mathjax|\[/\$\$?\]|\[/latex\])"
    rf"|[{OPENS}{CLOSES}]"
)
_FENCED = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_ALL_CODE = re.compile(r"(`{3,}|~{3,})[^\n]*\n.*\n\1\Z", re.DOTALL)
_ESCAPED = re.compile(r"\\.")
_PAIRED = ("**", "`")
_BLOCK = re.compile(r"(?<!\\)\n|\A\s*(?:#|>|\||[-+*](?:\s|\Z)|\d{1,9}[.)]|=+\Z|-+\Z|[\s\\]*\Z)|\\\n\s*\Z")
"""What makes a gap one of several lines, or of a block of its own, or of none; a line break is no end of a line."""
_BREAKS = re.compile(r"\A(?:\s|<br ?/?>)+", re.IGNORECASE)


class Sentence(NamedTuple):
    """Question and answer in Markdown, the question with all gaps of the note."""

    question: str
    answer: str


class _Said(NamedTuple):
    """A gap in Markdown."""

    number: int
    hint: str
    text: str


def sentence(
    notetype: NoteType, fields: Mapping[str, str], subject: Subject, markdown: Callable[[str], str]
) -> Sentence | None:
    """The sentence of a cloze note; None where our notation cannot say what it hides.

    That is where two fields have gaps, a gap has two numbers, covers a picture, or ends amid a formula or bold words.
    """
    names = [name for name, text in fields.items() if clozes.numbers(text)]
    templates = "".join(template.question + template.answer for template in notetype.templates)
    if len(names) != 1 or _BY_NUMBER.search(templates) or not _OWN.isdisjoint("".join(fields.values())):
        return None
    text = fields[names[0]]
    shown = sides(notetype, {**fields, names[0]: _STAND_IN}, 0, subject)
    if clozes.OCCLUSION in text or shown is None or shown.front.count(_ASKED) != 1:
        return None
    written = gapped(text, markdown, shown.front.split(_ASKED))
    if written is None:
        return None
    above = shown.front.replace(_ASKED, _ANSWERED).strip()
    back = shown.back.strip().removeprefix(above).replace(_ANSWERED, "").replace(_HIDDEN, "")
    return Sentence(written, markdown(_BREAKS.sub("", back)))


def gapped(text: str, markdown: Callable[[str], str], around: Sequence[str] = ("", "")) -> str | None:
    """The text of a field, with the HTML that stands `around` it, in Markdown with our gaps; None as for `sentence`."""
    marked, gaps = clozes.marked(text, OPENS, CLOSES)
    if not _OWN.isdisjoint(text) or _in_formula(marked) or not gaps or not all(map(_can_be_said, gaps)):
        return None
    question = markdown(marked.join(around))
    if _MARK.findall(question) != _MARK.findall(marked) or _in_block(question):
        return None
    hints = [_hint(gap, markdown, coded=coded) for gap, coded in zip(gaps, _coded(question), strict=True)]
    if any("\n" in hint for hint in hints):
        return None
    expected = [
        _Said(min(gap.numbers), hint, text) for gap, hint, text in zip(gaps, hints, _texts(question), strict=True)
    ]
    written = _written(question, expected)
    return written if _is_read(written, expected) and cloze.told(written) == _MARK.sub("", question) else None


def _hint(gap: clozes.Gap, markdown: Callable[[str], str], *, coded: bool) -> str:
    """The hint of a gap, which is code where the gap stands in it."""
    hint = gap.hint or ""
    return unescape(hint) if coded and "<" not in hint else markdown(hint)


def _coded(question: str) -> list[bool]:
    """Whether each gap stands in code, in the order in which they begin."""
    whole = _ALL_CODE.match(question) is not None
    return [whole or kind == "code" for kind, piece in pieces(question) for sign in piece if sign == OPENS]


def _can_be_said(gap: clozes.Gap) -> bool:
    return len(gap.numbers) == 1 and 0 < min(gap.numbers) <= LARGEST_NUMBER


def _is_read(written: str, expected: Sequence[_Said]) -> bool:
    """Whether our parser finds these gaps, each of whole words of a line, or all of them in one code block."""
    if not _ALL_CODE.match(written) and any(map(_is_torn, expected)):
        return False
    return list(_found(parsed(written)[0])) == expected


def _is_torn(gap: _Said) -> bool:
    """Whether a gap holds but one end of bold words or of code, or a part of a list."""
    signs = _ESCAPED.sub("", gap.text)
    return _BLOCK.search(gap.text) is not None or any(signs.count(sign) % 2 for sign in _PAIRED)


def _in_formula(marked: str) -> bool:
    """Whether a gap begins or ends within a formula."""
    inside = False
    for found in _FORMULA.finditer(marked):
        if found["opens"]:
            inside = True
        elif found["closes"]:
            inside = False
        elif inside:
            return True
    return False


def _in_block(question: str) -> bool:
    """Whether a gap stands in a code block that is not the whole question."""
    block = _FENCED.search(question)
    return block is not None and block.start() > 0 and any(map(_MARK.search, _FENCED.split(question)[1::2]))


def _texts(question: str) -> list[str]:
    """What stands between the marks of each gap, in the order in which they begin."""
    texts: list[str] = []
    begun: list[tuple[int, int]] = []
    for mark in _MARK.finditer(question):
        if mark[0] == OPENS:
            begun.append((len(texts), mark.end()))
            texts.append("")
        else:
            index, start = begun.pop()
            texts[index] = _MARK.sub("", question[start : mark.start()])
    return texts


def _written(question: str, gaps: Sequence[_Said]) -> str:
    rest, begun = iter(gaps), list[_Said]()

    def sign(mark: re.Match[str]) -> str:
        if mark[0] == OPENS:
            begun.append(next(rest))
            return f"{{{{c{begun[-1].number}::"
        hint = begun.pop().hint
        return f"::{hint}}}}}" if hint else "}}"

    return _MARK.sub(sign, question)


def _found(parts: Parts) -> Iterator[_Said]:
    """The gaps of a tree, in the order in which they begin."""
    for part in parts:
        if isinstance(part, Node):
            if part.number:
                yield _Said(part.number, part.hint, told(part.parts))
            yield from _found(part.parts)
