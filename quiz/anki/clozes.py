"""Clozes: `{{c1::answer::hint}}` in the text of a field, as Anki reads them, one inside another too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

HIDDEN = "..."
OCCLUSION = "image-occlusion:"
"""What the cloze of an image occlusion begins with: a shape on a picture and no text."""

_MARKS = re.compile(r"\{\{c(\d{1,9}(?:,\d{1,9})*)::|\}\}")
_NESTING = 8
"""As deep as Anki reads clozes inside one another; what is deeper is shown as its text."""


class Gap(NamedTuple):
    """The cards it is hidden on, and what is shown in its place."""

    numbers: frozenset[int]
    hint: str | None = None


@dataclass(slots=True)
class _Cloze:
    """`numbers` are the cards it is hidden on; none for the whole text."""

    numbers: frozenset[int] = frozenset()
    parts: list[str | _Cloze] = field(default_factory=list)
    hint: str | None = None


def numbers(text: str) -> list[int]:
    """The numbers of the clozes in a text, in ascending order: one card each."""
    return sorted(set(_numbers(_read(text))))


def asked(text: str, number: int) -> str:
    """The text with the clozes of this number hidden behind `[...]` or `[hint]`; '' where there is none of them."""
    root = _read(text)
    return _shown(root, number, answered=False) if number in set(_numbers(root)) else ""


def answered(text: str, number: int) -> str:
    """The text with the clozes of this number in bold; '' where there is none of them."""
    root = _read(text)
    return _shown(root, number, answered=True) if number in set(_numbers(root)) else ""


def answers(text: str, number: int) -> list[str]:
    """What the clozes of this number hide, in order, without what hides in them."""
    return [_shown(cloze, None, answered=True) for cloze in _clozes(_read(text)) if number in cloze.numbers]


def occlusions(text: str) -> Iterator[tuple[frozenset[int], str]]:
    """The shapes that a text covers a picture with, and the cards each is asked on."""
    for cloze in _clozes(_read(text)):
        if _occlusion(cloze):
            yield cloze.numbers, "".join(part for part in cloze.parts if isinstance(part, str))[len(OCCLUSION) :]


def marked(text: str, opens: str, closes: str) -> tuple[str, list[Gap]]:
    """The text with each cloze between two marks, and the clozes in the order in which they begin."""
    root = _read(text)
    return _marked(root, opens, closes), [Gap(cloze.numbers, cloze.hint) for cloze in _clozes(root)]


def _read(text: str) -> _Cloze:
    """The text as a tree. What is opened and never closed is text, and so is a `}}` that closes nothing."""
    root = _Cloze()
    begun: list[tuple[_Cloze, str]] = [(root, "")]
    at = 0
    for mark in _MARKS.finditer(text):
        if mark[1] is None and len(begun) == 1:
            continue
        around = begun[-1][0]
        around.parts.append(text[at : mark.start()])
        at = mark.end()
        if mark[1] is None:
            begun.pop()
            if around is not begun[-1][0]:
                _take_hint(around)
                begun[-1][0].parts.append(around)
        elif len(begun) > _NESTING:
            begun.append((around, mark[0]))
        else:
            begun.append((_Cloze(frozenset(map(int, mark[1].split(",")))), mark[0]))
    begun[-1][0].parts.append(text[at:])
    for (above, _), (unclosed, opening) in pairwise(begun):
        root.parts += [opening, *unclosed.parts] if unclosed is not above else [opening]
    return root


def _take_hint(cloze: _Cloze) -> None:
    """Anki takes what follows the first `::` of the last text of a cloze for its hint."""
    last = cloze.parts[-1]
    if isinstance(last, str) and "::" in last and not last.startswith(OCCLUSION):
        cloze.parts[-1], _, cloze.hint = last.partition("::")


def _clozes(root: _Cloze) -> Iterator[_Cloze]:
    for part in root.parts:
        if isinstance(part, _Cloze):
            yield part
            yield from _clozes(part)


def _numbers(root: _Cloze) -> Iterator[int]:
    for cloze in _clozes(root):
        yield from cloze.numbers


def _occlusion(cloze: _Cloze) -> bool:
    return bool(cloze.parts) and isinstance(cloze.parts[0], str) and cloze.parts[0].startswith(OCCLUSION)


def _shown(cloze: _Cloze, number: int | None, *, answered: bool) -> str:
    if _occlusion(cloze):
        return ""
    if number in cloze.numbers and not answered:
        return f"[{cloze.hint or HIDDEN}]"
    inner = "".join(part if isinstance(part, str) else _shown(part, number, answered=answered) for part in cloze.parts)
    return f"<b>{inner}</b>" if number in cloze.numbers and inner else inner


def _marked(cloze: _Cloze, opens: str, closes: str) -> str:
    inner = (part if isinstance(part, str) else _marked(part, opens, closes) for part in cloze.parts)
    return f"{opens}{''.join(inner)}{closes}" if cloze.numbers else "".join(inner)
