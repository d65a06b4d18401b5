"""Decks and their topics as a tree with counts: what the home screen and `quiz decks` show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import add
from typing import NamedTuple

from quiz.entry import Entry
from quiz.schedule import in_drill, is_due
from quiz.text import fold
from quiz.topics import LEVEL, as_tree, parents

MASTERED_DAYS = 21
Key = tuple[str, str]
"""Deck and topic."""
MANY = 60
"""So many decks and topics are shown at once."""


class Group(NamedTuple):
    """The live cards of a deck that have the same topics, counted without daily caps.

    `due`, `new` and `drill` (today's repeats) are asked today. `total` are asked at all, `mastered` of those are
    known well, and `unanswered` are questions that wait for an answer.
    """

    deck: str
    topics: tuple[str, ...] = ()
    due: int = 0
    new: int = 0
    drill: int = 0
    total: int = 0
    mastered: int = 0
    unanswered: int = 0


class Branch(NamedTuple):
    """A deck (`topic` empty), a topic of it with all below it, or the whole library (`deck` empty), counted alike."""

    deck: str = ""
    topic: str = ""
    due: int = 0
    new: int = 0
    drill: int = 0
    total: int = 0
    mastered: int = 0
    unanswered: int = 0

    @property
    def key(self) -> Key:
        return self.deck, self.topic

    @property
    def name(self) -> str:
        return self.topic.rpartition(LEVEL)[2] if self.topic else self.deck

    @property
    def depth(self) -> int:
        return len(self.topic.split(LEVEL)) if self.topic else 0

    @property
    def parent(self) -> Key | None:
        """The key of the branch above."""
        return (self.deck, self.topic.rpartition(LEVEL)[0]) if self.topic else None

    @property
    def mastery(self) -> float:
        """Of the cards that are asked, the share that is mastered; 0 where there is none."""
        return self.mastered / self.total if self.total else 0.0


class Row(NamedTuple):
    """A branch in sight, so many levels below the decks. `open` says whether those below it are; None without any."""

    branch: Branch
    depth: int = 0
    open: bool | None = None
    above: Key | None = None


def mastered(entry: Entry) -> bool:
    """Whether a card was recalled often enough to be asked three weeks apart: its interval is 21 days or more."""
    return entry.progress.memory.interval_days >= MASTERED_DAYS


def groups(entries: Iterable[Entry], today: int) -> list[Group]:
    """The live ones of the entries by deck and topics, in order of appearance."""
    found: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for entry in entries:
        if entry.state == "live":
            _count(found.setdefault((entry.deck, entry.topics), [0] * 6), _figures(entry, today))
    return [Group(*key, *figures) for key, figures in found.items()]


def tree(groups: Iterable[Group]) -> list[Branch]:
    """Decks in order of appearance, each followed by its topics as `topics.as_tree` orders them."""
    decks: dict[str, dict[str, list[int]]] = {}
    for group in groups:
        topics = decks.setdefault(group.deck, {})
        for topic in dict.fromkeys(("", *(level for fine in group.topics for level in parents(fine)))):
            _count(topics.setdefault(topic, [0] * 6), group[2:])
    return [
        Branch(deck, topic, *topics[topic])
        for deck, topics in decks.items()
        for topic in ("", *as_tree(filter(None, topics)))
    ]


def branches(entries: Iterable[Entry], today: int) -> list[Branch]:
    """The tree of the live ones of the entries."""
    return tree(groups(entries, today))


def whole(branches: Iterable[Branch]) -> Branch:
    """All decks of a tree as one branch."""
    figures = [0] * 6
    for branch in branches:
        if not branch.topic:
            _count(figures, branch[2:])
    return Branch("", "", *figures)


def rows(branches: Sequence[Branch], folded: Collection[Key]) -> list[Row]:
    """What is in sight of a tree where the branches with a key in `folded` are.

    A topic that is alone below a branch and holds the same cards says nothing: those below it stand in its place.
    """
    below: dict[Key | None, list[Branch]] = {}
    for branch in branches:
        below.setdefault(branch.parent, []).append(branch)

    def inner(branch: Branch) -> list[Branch]:
        found = below.get(branch.key, [])
        alone = len(found) == 1 and found[0][2:] == branch[2:] and found[0].key in below
        return inner(found[0]) if alone else found

    def walk(some: Iterable[Branch], depth: int, above: Key | None) -> Iterator[Row]:
        for branch in some:
            following = inner(branch)
            is_open = branch.key not in folded if following else None
            yield Row(branch, depth, is_open, above)
            if is_open:
                yield from walk(following, depth + 1, branch.key)

    return list(walk(below.get(None, ()), 0, None))


def folded_at_first(branches: Sequence[Branch]) -> set[Key]:
    """Keys of the decks, where a tree is too large to be looked over unfolded."""
    return {branch.key for branch in branches if not branch.topic} if len(branches) > MANY else set()


def selection(branch: Branch, decks: Iterable[str], narrowed: str = "") -> str:
    """The query for the cards of a branch that `narrowed` selects as well.

    `deck:` takes a part of a name, so that the decks whose names hold this one are left out by theirs. Names that
    differ in case alone are one.
    """
    from quiz.query import And, Node, Not, Or, Query, Term, parse

    terms: list[Node] = []
    if branch.deck:
        name = fold(branch.deck)
        longer = dict.fromkeys(deck for deck in decks if name in fold(deck) and name != fold(deck))
        terms += [Term(branch.deck, "deck"), *(Not(Term(deck, "deck")) for deck in longer)]
    if branch.topic:
        terms.append(Term(branch.topic, "topic"))
    asked = narrowed.strip()
    if terms and asked and isinstance(parse(asked).root, Or):
        asked = f"({asked})"
    return f"{asked} {Query(And(tuple(terms)))}".strip()


def _figures(entry: Entry, today: int) -> tuple[int, ...]:
    """What one live card adds to the counts of its group."""
    if not entry.askable:
        return (0, 0, 0, 0, 0, not entry.answered)
    now = entry.asked_on(today)
    return (
        now and is_due(entry, today),
        now and entry.progress.is_new,
        now and in_drill(entry, today),
        1,
        mastered(entry),
        0,
    )


def _count(sums: list[int], figures: Iterable[int]) -> None:
    sums[:] = map(add, sums, figures)
