"""Numbers and times that outlive an export: which note is which, and when its text last changed."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

FIRST_ID = 1_262_304_000_000
"""2010-01-01 UTC in ms; Anki reads every id as the moment of its making and renumbers what lies in the future."""
ID_SPAN = 10 * 365 * 86_400_000
"""Ten years in ms."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the last export wrote of one note (or of the note type, under the key `notetype:<id>`)."""

    note_id: int
    """A number in ms since 1970: unique, in the past, never changed."""
    digest: str
    """Hash of the content; the name of the note type and a colon stand before it, but for a note of `quiz` itself."""
    mod: int
    """Seconds since 1970; moves on only when the digest changes."""


def outdated(digest: str) -> str:
    """A digest that no content has, of a note of the same type."""
    name, parted, _hash = digest.rpartition(":")
    return name + parted


def stamped(digests: Mapping[str, str], stamps: Mapping[str, Stamp], now_ms: int) -> dict[str, Stamp]:
    """All stamps after an export of `digests` (key → content hash), the old ones included."""
    after = dict(stamps)
    taken = {stamp.note_id for stamp in stamps.values()}
    for key, digest in digests.items():
        old = after.get(key)
        if old is None:
            after[key] = Stamp(past_id(key, taken), digest, now_ms // 1000)
            taken.add(after[key].note_id)
        elif old.digest != digest:
            after[key] = replace(old, digest=digest, mod=max(old.mod + 1, now_ms // 1000))
    return after


def past_id(key: str, taken: Container[int]) -> int:
    """A number for `key`, the same on every machine unless another key took it before."""
    number = FIRST_ID + int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % ID_SPAN
    while number in taken:
        number += 1
    return number


def content_hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
