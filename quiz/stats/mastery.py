"""How well cards are known, by topic, and which are known least.

A card is mastered when its interval is 21 days or more (`quiz.overview.mastered`): it was recalled often enough to be
asked three weeks apart. That is a statement of the schedule, not a measurement; what is measured is retention.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from quiz.entry import Entry
from quiz.overview import mastered
from quiz.sm2 import PASSING, Memory
from quiz.stats.history import Given
from quiz.topics import as_tree, finest

LAST_ANSWERS = 5
WEAKEST = 10
WEAKEST_OF_TOPIC = 3
EASE_AT_FIRST = Memory().ease_hundredths


class Mastery(NamedTuple):
    """Askable cards: new ones, those on the way, mastered ones."""

    new: int = 0
    learning: int = 0
    mastered: int = 0

    @property
    def total(self) -> int:
        return self.new + self.learning + self.mastered

    @property
    def share(self) -> float:
        """Of all askable cards, the mastered ones; 0 where there is none."""
        return self.mastered / self.total if self.total else 0.0


class Weak(NamedTuple):
    """A card and why it is weak: lapses since it was last rewritten, and how many of its last answers failed."""

    entry: Entry
    lapses: int
    failed: int
    answers: int

    @property
    def ease_hundredths(self) -> int:
        return self.entry.progress.memory.ease_hundredths


class Topic(NamedTuple):
    """A topic with all below it; the name is empty for cards without any."""

    topic: str
    mastery: Mastery
    weakest: tuple[Weak, ...] = ()


def mastery(entries: Iterable[Entry]) -> Mastery:
    """Of the askable ones of the entries."""
    asked = [entry for entry in entries if entry.askable]
    new = sum(entry.progress.is_new for entry in asked)
    known = sum(map(mastered, asked))
    return Mastery(new, len(asked) - new - known, known)


def topics(entries: Iterable[Entry], weak: Iterable[Weak]) -> tuple[Topic, ...]:
    """Every topic of the askable entries as `as_tree` orders them, none at the end; `weak` in order of weakness."""
    cards: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.askable:
            for topic in _all_topics(entry):
                cards.setdefault(topic, []).append(entry)
    weakest: dict[str, list[Weak]] = {}
    for card in weak:
        for topic in _all_topics(card.entry):
            weakest.setdefault(topic, []).append(card)
    return tuple(
        Topic(topic, mastery(cards[topic]), tuple(weakest.get(topic, ())[:WEAKEST_OF_TOPIC]))
        for topic in (*as_tree(filter(None, cards)), *([""] if "" in cards else []))
    )


def leaves(found: Iterable[Topic]) -> set[str]:
    """The names of topics that no other of them refines, that of no topic included."""
    return {"", *finest(topic.topic for topic in found)}


def weakest(entries: Iterable[Entry], answers: Iterable[Given]) -> list[Weak]:
    """The askable cards with any sign of weakness: by lapses, then ease, then recent failures, then uid."""
    last = _last_grades(answers)
    weak = [_weak(entry, last) for entry in entries if entry.askable]
    return sorted(
        (card for card in weak if card.lapses or card.failed or card.ease_hundredths < EASE_AT_FIRST),
        key=lambda card: (-card.lapses, card.ease_hundredths, -card.failed, card.entry.uid),
    )


def _weak(entry: Entry, last: Mapping[str, Sequence[int]]) -> Weak:
    grades = last.get(entry.uid, ())[-LAST_ANSWERS:]
    lapses = entry.progress.lapses - entry.progress.excused
    return Weak(entry, lapses, sum(grade < PASSING for grade in grades), len(grades))


def _last_grades(answers: Iterable[Given]) -> dict[str, list[int]]:
    """The grades of each card that changed its memory, in order."""
    grades: dict[str, list[int]] = {}
    for answer in answers:
        if answer.introduces:
            grades[answer.card] = []
        if answer.memory is not None:
            grades.setdefault(answer.card, []).append(answer.grade)
    return grades


def _all_topics(entry: Entry) -> list[str]:
    return as_tree(entry.topics) or [""]
