"""How much a study day holds: what it has seen already, and how much room the caps leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from quiz.language import _
from quiz.schedule.rules import Rules

if TYPE_CHECKING:
    from quiz.entry import Entry


class Counts(NamedTuple):
    """Cards waiting today within the caps (`due`, `new`, `drill`) and without them (`backlog`, `unseen`).

    What waits for a sibling is counted like what waits for the caps of another day.
    """

    due: int = 0
    new: int = 0
    drill: int = 0
    backlog: int = 0
    unseen: int = 0
    total: int = 0

    @property
    def waiting(self) -> int:
        return self.due + self.new + self.drill

    def __str__(self) -> str:
        counted = _("{due} due, {new} new, {drill} to repeat") if self.drill else _("{due} due, {new} new")
        return counted.format(due=self.due, new=self.new, drill=self.drill)


class Done(NamedTuple):
    """What the study day has seen already: new cards `introduced`, due cards `reviewed`, both by deck as well.

    `notes` are those of the graded cards; their siblings wait for another day.
    """

    introduced: int = 0
    reviewed: int = 0
    decks: Mapping[str, Done] = MappingProxyType({})
    notes: frozenset[str] = frozenset()

    @classmethod
    def today(cls, everything: Iterable[Entry], today: int) -> Done:
        graded = (entry for entry in everything if entry.progress.graded_day == today)
        return cls.of((entry.deck, entry.note, entry.progress.reviews == 1) for entry in graded)

    @classmethod
    def of(cls, graded: Iterable[tuple[str, str, bool]]) -> Done:
        """What was graded: the deck and the note of each card, and whether it was new."""
        introduced: Counter[str] = Counter()
        reviewed: Counter[str] = Counter()
        notes = set()
        for deck, note, new in graded:
            (introduced if new else reviewed)[deck] += 1
            notes.add(note)
        decks = {deck: cls(introduced[deck], reviewed[deck]) for deck in introduced | reviewed}
        return cls(introduced.total(), reviewed.total(), decks, frozenset(notes - {""}))

    def of_deck(self, deck: str) -> Done:
        return self.decks.get(deck, Done())


class Room(NamedTuple):
    """How many more cards the day takes: `left` in all, and of the `decks` that have a cap of their own."""

    left: int
    decks: Mapping[str, int]

    @classmethod
    def due(cls, done: Done, rules: Rules) -> Room:
        decks = {name: max(0, cap - done.of_deck(name).reviewed) for name, cap in rules.reviews_by_deck.items()}
        return cls(max(0, rules.reviews_per_day - done.reviewed), decks)

    @classmethod
    def new(cls, done: Done, rules: Rules) -> Room:
        decks = {name: max(0, cap - done.of_deck(name).introduced) for name, cap in rules.new_by_deck.items()}
        return cls(max(0, rules.new_per_day - done.introduced), decks)

    def fill(self, cards: Iterable[Entry]) -> list[Entry]:
        """The first cards there is room for; when it is full, no other is looked at."""
        decks = dict(self.decks)

        def fits(entry: Entry) -> bool:
            room = decks.get(entry.deck)
            if room:
                decks[entry.deck] = room - 1
            return room != 0

        return list(islice(filter(fits, cards), self.left))

    def holds(self, waiting: Mapping[str, int]) -> int:
        """How many of the cards that wait, counted by deck, it is filled with."""
        return min(self.left, sum(min(count, self.decks.get(deck, count)) for deck, count in waiting.items()))
