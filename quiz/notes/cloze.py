"""Cloze: gaps in a question, written as Anki writes them: `{{c1::answer::hint}}`.

Whatever begins with `{{c`, a number and `::` is a gap where it is closed, in prose as in code; so `{{ .Values.x }}` of
a template never is one. A gap is closed where it was opened: one that is opened in a code span and not closed in it,
such as the `{{c1::` of a text about gaps, is code as it stands. Braces in an answer may be paired; a code span hides
any braces and colons in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quiz.notes.gap_tree import OPENING, Parts, Where, is_open, numbers, parsed, written

HIDDEN = "…"
EMPTY = "{{c1}}"
LONGEST_QUESTION = 50
"""Lines a sentence with gaps may go on for."""

_CJK = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\ua960-\ua97f\uac00-\ud7ff\uff66-\uffdc]")


@dataclass(frozen=True, slots=True)
class Gap:
    """`answer` is Markdown as written; where the gap stands in code (`coded`), it is code without its backticks."""

    answer: str
    hint: str = ""
    coded: bool = False


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
    parts = parsed(question)[0]
    asked = {number: written(parts, number) for number in sorted(numbers(parts))}
    return {number: card for number, card in asked.items() if gaps(card)}


def told(question: str) -> str:
    """The question with the text of its gaps in their places."""
    return written(parsed(question)[0]) if "{{c" in question else question


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
    return parsed(question)[1] if "{{" in question else ()


def goes_on(question: str, more: Sequence[str]) -> int:
    """How many of the lines below a question still belong to it: up to the last that opens or closes a gap."""
    belongs, text = 0, question
    for count, line in enumerate(more[:LONGEST_QUESTION] if OPENING.search(question) else (), 1):
        if OPENING.search(line) or ("}}" in line and is_open(text)):
            belongs = count
        text += f" {line}"
    return belongs


# — as it is shown —


def _stretches(question: str, *, apart: bool = False) -> list[_Said]:
    """The question in the order it is read. With `apart` a gap in code is a code span of its own."""
    if "{{c" not in question:
        return [_Said(question)] if question else []
    return list(_said(parsed(question)[0], apart))


def _said(parts: Parts, apart: bool) -> Iterator[_Said]:
    for part in parts:
        if isinstance(part, str):
            if part:
                yield _Said(part)
        elif part.number:
            text = written(part.parts)
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
