"""What was changed in the HTML of a text → the Markdown that a person wrote, which else stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from quiz.anki.html_lines import MediaName
from quiz.anki.html_markdown import to_markdown
from quiz.notes.opcodes import opcodes
from quiz.notes.scanner import Line
from quiz.notes.woven import Written, woven

_LEAD = re.compile(r"\s*(?:[-*+]\s+)?")


def carried_over(text: str, before: str, after: str, source: MediaName, shown: Callable[[str], str]) -> str:
    """The Markdown `text`, whose HTML is `before`, with what `after` says otherwise; `shown` gives HTML of Markdown."""

    def read(html: str) -> str:
        return to_markdown(html, source).text

    return carried(text, read(before), read(after), lambda merged: read(shown(merged)))


def carried(text: str, old: str, new: str, read: Callable[[str], str | None]) -> str:
    """The `text` that reads back as `old`, with what `new` says otherwise.

    `read` tells how a text reads back, and so whether one that keeps more of what was written says the same.
    """
    if old == new:
        return text
    merged = "\n".join(_merged(*(each.split("\n") for each in (text, old, new))))
    return merged if read(merged) == new else new


class _Part(NamedTuple):
    """Lines that a person wrote for one line of what is shown, and the blank ones below them."""

    lines: Sequence[str]
    below: Sequence[str]


def _merged(here: Sequence[str], old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """The lines `here` that say `old`, with what is else in `new`."""
    parts = [_part(here[start:end]) for start, end in _places(here, old)]
    leads = {_lead(line): _lead(part.lines[0]) for line, part in zip(old, parts, strict=True) if part.lines and line}
    for what, start, end, other, stop in opcodes(old, new):
        if what == "equal":
            for part in parts[start:end]:
                yield from (*part.lines, *part.below)
            continue
        for index, line in zip_longest(range(start, end), new[other:stop]):
            if line is None:
                continue
            yield from _written(parts[index], old[index], line, leads) if index is not None else [_led(line, leads)]


def _written(part: _Part, old: str, new: str, leads: dict[str, str]) -> Iterator[str]:
    lead = _lead(old)
    if part.lines and new and lead == _lead(new):
        lines = [Line(number, "text", line) for number, line in enumerate(part.lines)]
        written = Written(lines, part.lines, _lead(part.lines[0]), old[len(lead) :])
        said = new[len(lead) :]
        yield from woven(written, said) or [written.lead + said]
    else:
        yield _led(new, leads)
    yield from part.below


def _led(line: str, leads: dict[str, str]) -> str:
    """A line as deep, and with such a marker, as lines like it have here."""
    lead = _lead(line)
    known = max((known for known in leads if lead.startswith(known)), key=len, default="")
    return leads.get(known, "") + line[len(known) :]


def _part(lines: Sequence[str]) -> _Part:
    count = next((count for count in range(len(lines), 0, -1) if lines[count - 1].strip()), 0)
    return _Part(lines[:count], lines[count:])


def _places(here: Sequence[str], old: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the lines here are that say each line: none for one that parts blocks only there, several for a wrapped."""
    keys, said = [_key(line) for line in here], [_key(line) for line in old]
    ends: list[int] = []
    for what, start, end, other, stop in opcodes(keys, said):
        if what == "insert":
            ends += [start] * (stop - other)
        elif what == "delete":
            ends[-1:] = [end] * bool(ends)
        else:
            ends += _wrapped(keys, said[other:stop], range(start, end))
            ends[-1] = end
    return pairwise([0, *ends])


def _wrapped(keys: Sequence[str], said: Sequence[str], places: range) -> Iterator[int]:
    """Where each line ends, if what it says goes on over lines."""
    at = places.start
    for line in said:
        told = ""
        while at < places.stop and (not keys[at] if not line else line.startswith(told) and line != told):
            told = f"{told} {keys[at]}".strip()
            at += 1
        yield at


def _lead(line: str) -> str:
    found = _LEAD.match(line)
    return found[0] if found else ""


def _key(line: str) -> str:
    return line[len(_lead(line)) :].strip()
