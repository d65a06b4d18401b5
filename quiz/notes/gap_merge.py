"""A sentence with many gaps, after one of its cards was put into other words: the other gaps stay around theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from quiz.notes.gap_tree import Parts, numbers, parsed
from quiz.notes.opcodes import opcodes, shared

_TOKEN = re.compile(r"\{\{c\d+::|\}\}|\s+|[^\s{}]+|[{}]")


class _Mark(NamedTuple):
    """Where another gap opens or closes, in the text without such marks."""

    at: int
    sign: str
    opens: bool


def merged(whole: str, number: int, question: str) -> str | None:
    """The sentence whose card of that number asks `question`, with its own gaps as the first.

    None where the question has other gaps, or none.
    """
    parts = parsed(question)[0]
    if numbers(parts) != {1}:
        return None
    old, marks = _seen(parsed(whole)[0], number)
    new = "".join(_renumbered(parts, number))
    places = list(_moved(old, new, marks))
    for (_, sign, _opens), place in reversed(list(zip(marks, places, strict=True))):
        new = new[:place] + sign + new[place:]
    return new


def _seen(parts: Parts, number: int) -> tuple[str, list[_Mark]]:
    """The text with the gaps of that number alone, and where the others are."""
    text, marks = "", list[_Mark]()
    for part, opens in _flat(parts, number):
        if opens is None:
            text += part
        else:
            marks.append(_Mark(len(text), part, opens))
    return text, marks


def _flat(parts: Parts, number: int) -> Iterator[tuple[str, bool | None]]:
    """Text, and the marks of other gaps with whether they open one."""
    for part in parts:
        if isinstance(part, str):
            yield part, None
            continue
        other = part.number not in (0, number)
        yield part.opening, True if other else None
        yield from _flat(part.parts, number)
        yield part.tail + part.closing, False if other else None


def _renumbered(parts: Parts, number: int) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        else:
            yield f"{{{{c{number}::" if part.number else part.opening
            yield from _renumbered(part.parts, number)
            yield part.tail + part.closing


def _moved(old: str, new: str, marks: list[_Mark]) -> Iterator[int]:
    """Where the marks are in the new text: by the words that stay, else inside of what took the place of words."""
    spans = list(_spans(old, new))
    for mark in marks:
        fit = [span for span in spans if span.start <= mark.at <= span.end]
        # What opens stands before the words that follow, what closes behind those it follows.
        span = fit[-1] if mark.opens else fit[0]
        yield span.place(mark)


class _Span(NamedTuple):
    """A stretch of the old text and what it became; the same where it stayed."""

    start: int
    text: str
    other: int
    became: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def place(self, mark: _Mark) -> int:
        into, rest = mark.at - self.start, self.end - mark.at
        head = shared(self.text, self.became)
        tail = shared(self.text[head:][::-1], self.became[head:][::-1])
        if into <= head and not (mark.opens is False and rest == 0):
            return self.other + into
        if rest <= tail or rest == 0:
            return self.other + len(self.became) - rest
        return self.other + (head if mark.opens else len(self.became) - tail)


def _spans(old: str, new: str) -> Iterator[_Span]:
    """The stretches in order; what was put in between words is one without old text."""
    words, others = _TOKEN.findall(old), _TOKEN.findall(new)
    at = place = 0
    for what, start, end, other, stop in opcodes(words, others):
        pairs = zip(words[start:end], others[other:stop], strict=True) if what == "equal" else ()
        for word, same in pairs or [("".join(words[start:end]), "".join(others[other:stop]))]:
            yield _Span(at, word, place, same)
            at, place = at + len(word), place + len(same)
    yield _Span(at, "", place, "")
