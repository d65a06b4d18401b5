"""Lines of a file that change, among those that stay byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

MARK = "\ufeff"

_ENDS = re.compile(r"\r\n|\n")
_OLD_ENDS = re.compile(r"\r")


@dataclass(frozen=True, slots=True)
class Source:
    """The lines of a file, what ends each of them (nothing the last), and its byte order mark."""

    mark: str
    lines: list[str]
    ends: list[str]

    @classmethod
    def read(cls, data: bytes) -> Source:
        text = data.decode("utf-8")
        mark = MARK if text.startswith(MARK) else ""
        text = text.removeprefix(MARK)
        ends = _ENDS if "\n" in text else _OLD_ENDS
        return cls(mark, ends.split(text), [*ends.findall(text), ""])

    @property
    def data(self) -> bytes:
        return (self.mark + "".join(line + end for line, end in zip(self.lines, self.ends, strict=True))).encode()


@dataclass(slots=True)
class Changes:
    """Lines that stand in the place of others, and below them, by the number of those, from 1."""

    instead: dict[int, list[str]] = field(default_factory=dict)
    below: dict[int, list[str]] = field(default_factory=dict)

    def replace(self, numbers: Sequence[int], lines: Iterable[str]) -> None:
        self.instead |= {number: list[str]() for number in numbers} | {numbers[0]: list(lines)}

    def add(self, number: int, lines: Iterable[str]) -> None:
        self.below.setdefault(number, []).extend(lines)

    def made(self, source: Source) -> Source:
        """What is new ends like the line whose place it takes."""
        usual = source.ends[0] or "\n"
        made = [
            (line, end or usual)
            for number, (old, end) in enumerate(zip(source.lines, source.ends, strict=True), 1)
            for line in (*self.instead.get(number, (old,)), *self.below.get(number, ()))
        ]
        return Source(source.mark, [line for line, _ in made], [*(end for _, end in made[:-1]), ""])
