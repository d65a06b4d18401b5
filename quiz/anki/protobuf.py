"""The wire format of Protocol Buffers, as far as Anki's files need it."""

from __future__ import annotations

from collections.abc import Iterator

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
LONGEST_VARINT = 10


class WireError(ValueError):
    """The bytes are no message."""


def fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a message in order, as (number, value); a group is a WireError, as nothing of Anki's has one."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, kind = key >> 3, key & 7
        if not number:
            raise WireError("no field has the number 0")
        if kind == VARINT:
            value, at = _varint(message, at)
            yield number, value
            continue
        if kind == BYTES:
            length, at = _varint(message, at)
        elif kind in (FIXED32, FIXED64):
            length = 4 if kind == FIXED32 else 8
        else:
            raise WireError(f"wire type {kind}")
        if length > len(message) - at:
            raise WireError("a field runs past the end")
        yield number, message[at : at + length]
        at += length


def last_text(message: bytes, number: int) -> str:
    """The text field `number`: of several the last one, as the format asks; empty where there is none."""
    found = b""
    for known, value in fields(message):
        if known == number and isinstance(value, bytes):
            found = value
    return found.decode("utf-8", "replace")


def last_number(message: bytes, number: int) -> int:
    """The integer field `number`, 0 where there is none."""
    found = 0
    for known, value in fields(message):
        if known == number and isinstance(value, int):
            found = value
    return found


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(LONGEST_VARINT):
        if at + place >= len(message):
            break
        byte = message[at + place]
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return value & (1 << 64) - 1, at + place + 1
    raise WireError("a number runs past its end")
