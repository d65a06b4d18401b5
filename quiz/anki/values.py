"""Values of a database that anyone may have made: SQLite keeps text where a number was declared, and the reverse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

LAST_SECOND = 253_402_300_799
"""The end of the year 9999, in seconds since 1970."""
LARGEST_ID = (1 << 63) - 1
LARGEST = (1 << 31) - 1
"""Of all that is no id and no time: what Anki's own columns can hold."""


class Whole(NamedTuple):
    """The whole numbers that a column may hold. Where `forgiven`, anything else counts as 0, as it does in Anki."""

    least: int = 0
    most: int = LARGEST
    forgiven: bool = False

    def of(self, value: object) -> int | None:
        """`value` as the column may hold it, None where it cannot. Early versions of Anki left fractions behind."""
        if isinstance(value, float) and self.least <= value <= self.most:
            value = round(value)
        if isinstance(value, int) and self.least <= value <= self.most:
            return value
        return 0 if self.forgiven else None


ID = Whole(1, LARGEST_ID)
SECONDS = Whole(0, LAST_SECOND, forgiven=True)
MOMENT = Whole(0, LAST_SECOND * 1000, forgiven=True)


def whole_row(columns: Sequence[Whole], row: Sequence[Any]) -> Sequence[int] | None:
    """The numbers of a row, None where one that counts cannot be used."""
    for (least, most, _forgiven), value in zip(columns, row, strict=True):
        if type(value) is not int or not least <= value <= most:
            return _repaired(columns, row)
    return row


def _repaired(columns: Sequence[Whole], row: Sequence[Any]) -> list[int] | None:
    numbers = [column.of(value) for column, value in zip(columns, row, strict=True)]
    known = [number for number in numbers if number is not None]
    return known if len(known) == len(numbers) else None


def whole_text(value: object) -> int | None:
    """An id as JSON holds it: a number, or the digits of one."""
    if isinstance(value, str) and len(value) < 20 and value.isascii() and value.isdigit():
        value = int(value)
    return None if isinstance(value, bool) else ID.of(value)


def encodable(told: str) -> str:
    """`told` less the halves of characters that JSON can spell and nothing can write; `?` stands for each."""
    return told.encode("utf-8", "replace").decode()


def text(value: bytes) -> str:
    """UTF-8 as a database keeps it; what is none becomes U+FFFD."""
    return value.decode("utf-8", "replace")
