"""Answers that were taken back after Anki had them: its log loses no row, so their numbers are kept beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from quiz.exchange.desired import tombstones, undone_rows

if TYPE_CHECKING:
    from quiz.anki.mirror import Mirror
    from quiz.exchange.incoming import There
    from quiz.store import Store
    from quiz.study import Study

WITHDRAWN = "quiz.withdrawn"
"""The name of the list in the settings of the collection, which every terminal sees."""


def take_withdrawn(study: Study, mirror: Mirror, cards: Mapping[int, There], withdrawn: Collection[int]) -> int:
    """Take back what was taken back on another terminal; how much."""
    if not withdrawn:
        return 0
    store = study.store
    with store.alone():
        numbers = store.anki_rows()
        found = {
            numbers.get(each.target or "", each.moment.utc_ms): each
            for each in tombstones(store.reviews(), numbers, withdrawn)
        }
        theirs = {number: cards[card].uid for number, card in mirror.owners(found).items() if card in cards}
        goes_on = same_cards(store.links())
        return store.merge(
            each for number, each in found.items() if theirs.get(number) == goes_on.get(each.card, each.card)
        )


def withdrawn_here(store: Store, mirror: Mirror, cards: Mapping[int, There]) -> set[int]:
    """The rows there of events that were taken back here."""
    undone = dict(undone_rows(store.reviews(), store.anki_rows()))
    goes_on = same_cards(store.links())
    return {
        number
        for number, card in mirror.owners(undone).items()
        if card in cards and cards[card].uid == goes_on.get(undone[number].card, undone[number].card)
    }


def same_cards(links: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Card that was linked → the one it goes on as."""
    onward = {target: card for card, target in links}
    found = {}
    for card in onward:
        end, passed = card, set()
        while end in onward and end not in passed:
            passed.add(end)
            end = onward[end]
        found[card] = end
    return found
