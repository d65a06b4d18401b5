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
    return note.guid if note.notetype in NUMBERS else f"{note.guid}/{card.ord}", said(note)


def said(note: NoteRow) -> str:
    """The digest of what a note says: question and answer of one of ours, all fields of any other."""
    kind = NUMBERS.get(note.notetype)
    return text_digest(*sides_of(kind, note.fields)) if kind else content_digest(note.fields)


def here(uid: str, question: str, answer: str) -> Sign:
    """The text of a card that came from Anki, as the notes have it."""
    return f"here:{uid}", content_digest((question, answer))


def content_digest(texts: Iterable[str]) -> str:
    """Anki composes what it stores (NFC)."""
    return content_hash(normalize("NFC", text) for text in texts)
