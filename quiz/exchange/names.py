"""Which note of Anki is which card.

The guid of a note of ours is the uid of its card. Notes that came from Anki keep a guid of their own; their cards are
known by it, and in a library that took over nothing but the notes, by the id that stands beside them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from quiz.anki.foreign import card_ids
from quiz.anki.rows import Source, joined
from quiz.exchange.signs import here, sign

if TYPE_CHECKING:
    from quiz.store import Store


def guids(store: Store, exported: Collection[str]) -> dict[str, str]:
    """The guids of the cards that were exported by another name than their uid.

    One that was linked goes on as the note it was exported as. One that came from Anki is a note of its own beside the
    one it came from: a note of ours has one card, and Anki turns no note into one of another type.
    """
    came = store.anki_cards().items()
    names = {card: guid for (guid, number), card in came if number == 0 and guid in exported}
    for one, other in store.links():
        for card, before in ((one, other), (other, one)):
            if card not in exported and before in exported:
                names.setdefault(card, before)
    return names


class Names:
    """Finds the card of a note by guid and number of its template."""

    def __init__(self, store: Store) -> None:
        self._own = store.uids()
        self._others = store.anki_cards()
        self._ids = store.ids()
        self._linked = {target: card for card, target in store.links()}

    def uid(self, guid: str, number: int) -> str | None:
        """The uid under which the card goes on now; None where the library does not know it."""
        found = self._others.get((guid, number)) or (guid if number == 0 and guid in self._own else None)
        found = found or self.by_id(guid, number)
        passed = set()
        while found in self._linked and found not in passed:
            passed.add(found)
            found = self._linked[found]
        return found

    def by_id(self, guid: str, number: int) -> str | None:
        """The card that stands in the notes with the id which the card of a note that came from Anki gets."""
        if not self._ids:
            return None
        return next((self._ids[name] for name in card_ids(guid, number) if name in self._ids), None)


def acquaint(store: Store, source: Source) -> None:
    """Remember which card each note became whose cards have its ids in the notes, and what both sides say of it now."""
    if not store.ids():
        return
    known, names = store.anki_cards(), Names(store)
    found: dict[tuple[str, int], str] = {}
    texts = []
    for note, cards in joined(source):
        for card in cards:
            key = note.guid, card.ord
            if key not in known and (uid := names.by_id(*key)):
                found[key] = uid
                texts.append(sign(note, card))
    if not found:
        return
    entries = store.some(found.values())
    with store.alone():
        store.keep_anki_cards(found)
        store.keep_anki_texts([*texts, *(here(entry.uid, entry.question, entry.answer) for entry in entries)])
