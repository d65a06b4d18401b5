"""Which note of Anki is which card: by its guid, which is the uid of most cards and of some a name of its own."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quiz.store import Store


def guids(store: Store, exported: Collection[str]) -> dict[str, str]:
    """The guids of the cards that Anki knows by another name than their uid.

    Those that came from there kept theirs; one that was linked goes on as the note it was exported as.
    """
    names = {card: guid for (guid, number), card in store.anki_cards().items() if number == 0}
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
        self._linked = {target: card for card, target in store.links()}

    def uid(self, guid: str, number: int) -> str | None:
        """The uid under which the card goes on now; None where the library does not know it."""
        found = self._others.get((guid, number)) or (guid if number == 0 and guid in self._own else None)
        passed = set()
        while found in self._linked and found not in passed:
            passed.add(found)
            found = self._linked[found]
        return found
