"""Decks and their topics as a tree with counts: what the home screen and `quiz decks` show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quiz.entry import Entry
from quiz.schedule import in_drill, is_due
from quiz.topics import LEVEL, parents


@dataclass(slots=True)
class Branch:
    """A deck (`topic` empty) or a topic of it. `due`, `new` and `total` count askable cards without daily caps.

    `drill` counts what today's drill still asks, `unanswered` the questions that wait for an answer.
    """

    deck: str
    topic: str = ""
    due: int = 0
    new: int = 0
    drill: int = 0
    total: int = 0
    unanswered: int = 0

    @property
    def name(self) -> str:
        return self.topic.rpartition(LEVEL)[2] if self.topic else self.deck

    @property
    def depth(self) -> int:
        return len(self.topic.split(LEVEL)) if self.topic else 0

    @property
    def query(self) -> str:
        """The query that selects the cards of this branch."""
        deck = f'deck:"{self.deck}"'
        return f'{deck} topic:"{self.topic}"' if self.topic else deck

    def count(self, entry: Entry, today: int) -> None:
        self.unanswered += not entry.answered
        if entry.askable:
            self.total += 1
            self.due += is_due(entry, today)
            self.drill += in_drill(entry, today)
            self.new += entry.progress.is_new


def branches(entries: Iterable[Entry], today: int) -> list[Branch]:
    """Decks in order of appearance, each followed by its topics, parents before children, alphabetically."""
    decks: dict[str, dict[str, Branch]] = {}
    for entry in entries:
        if entry.state != "live":
            continue
        rows = decks.setdefault(entry.deck, {"": Branch(entry.deck)})
        rows[""].count(entry, today)
        for topic in {level for fine in entry.topics for level in parents(fine)}:
            rows.setdefault(topic, Branch(entry.deck, topic)).count(entry, today)
    return [rows[topic] for rows in decks.values() for topic in sorted(rows, key=lambda name: name.split(LEVEL))]
