"""The notes files of decks: names that every system takes, from names of decks in any script."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from quiz.terminal import safe
from quiz.topics import LEVEL

LONGEST = 120
"""Bytes in UTF-8; with a part and `.md` it stays below the 143 of an encrypted file system, the least there is."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\..*)?", re.IGNORECASE)
_LIKE_A_PART = re.compile(r" \(\d+\)$")
NAMELESS = "deck"


def file_names(decks: Iterable[str]) -> dict[str, str]:
    """Each deck → the stem of its files, `A::B` → `A - B`. No two differ by case or by the form of their letters only.

    What had to be cut, and what another deck would be called too, ends in a hash of the name of the deck, so that the
    same deck has the same files whatever other decks there are.
    """
    plain = {deck: _plain(deck) for deck in decks}
    called = Counter(_key(stem) for stem in plain.values())
    return {
        deck: stem if called[_key(stem)] == 1 and not _LIKE_A_PART.search(stem) else _told_apart(deck, stem)
        for deck, stem in plain.items()
    }


def part_name(stem: str, part: int) -> str:
    """The relative path of the part, from 1, of a deck."""
    return f"{stem}.md" if part == 1 else f"{stem} ({part}).md"


def _plain(deck: str) -> str:
    name = unicodedata.normalize("NFC", safe(deck)).replace(LEVEL, " - ")
    name = " ".join(_FORBIDDEN.sub("-", name).split()).strip("-. ") or NAMELESS
    if _RESERVED.fullmatch(name):
        name = f"{name}_" if "." not in name else name.replace(".", "_")
    return name if len(name.encode()) <= LONGEST else _told_apart(deck, name)


def _told_apart(deck: str, stem: str) -> str:
    mark = f" {hashlib.sha256(deck.encode(errors='replace')).hexdigest()[:8]}"
    kept = stem.removesuffix(mark).encode()[: LONGEST - len(mark)].decode(errors="ignore")
    return kept.rstrip("-. ") + mark


def _key(stem: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", stem).casefold())
