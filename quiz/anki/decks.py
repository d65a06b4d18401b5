"""Decks by name: Anki ignores case, wants every parent, and renames whatever breaks either rule."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from quiz.anki.stamps import past_id
from quiz.terminal import safe
from quiz.topics import LEVEL, parents

NAMELESS = "quiz"
DEFAULT = (1, "Default")
"""The deck that every collection has."""


@lru_cache(maxsize=1024)
def deck_name(name: str) -> str:
    """`name` as Anki would keep it: NFC, no control characters, no empty level, no colon at the edge of one."""
    levels = (" ".join(level.split()).strip(": ") for level in unicodedata.normalize("NFC", safe(name)).split(LEVEL))
    return LEVEL.join(level for level in levels if level) or NAMELESS


def decks(names: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Case-folded names of the decks and all their parents → (id that hangs on the name alone, name)."""
    found = {DEFAULT[1].casefold(): DEFAULT}
    taken = {DEFAULT[0]}
    for level in sorted({level for name in set(names) for level in parents(name)}):
        key = level.casefold()
        if key not in found:
            found[key] = (past_id(f"deck:{key}", taken), level)
            taken.add(found[key][0])
    return found
