"""What tells whether the text of a card in Anki is known: it was written there by us, or read from there before."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import normalize

from quiz.anki.fields import text_digest
from quiz.anki.rows import CardRow, NoteRow
from quiz.anki.stamps import content_hash
from quiz.anki.types import NUMBERS, sides_of

Sign = tuple[str, str]
"""The key of a card and the digest of what it says."""


def sign(note: NoteRow, card: CardRow) -> Sign:
    if kind := NUMBERS.get(note.notetype):
        return note.guid, text_digest(*sides_of(kind, note.fields))
    return f"{note.guid}/{card.ord}", content_digest(note.fields)


def here(uid: str, question: str, answer: str) -> Sign:
    """The text of a card that came from Anki, as the notes have it."""
    return f"here:{uid}", content_digest((question, answer))


def content_digest(texts: Iterable[str]) -> str:
    """Anki composes what it stores (NFC)."""
    return content_hash(normalize("NFC", text) for text in texts)
