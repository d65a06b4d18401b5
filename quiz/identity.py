"""Which card of the edited notes is which card of the library, without a mark in the notes.

Rules are tried in order, each only on what is still open, and only where it names one card on either side:
explicit id; the same text; the same question; the same answer under the same heading, then anywhere; similarity
with a margin. What two cards could claim is given to neither: the card is new, the old one an orphan with its
history, and the doubt is reported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from quiz.text import key

K = TypeVar("K")

DISTINCTIVE = 24
"""From so many letters on an answer is taken to be that of one card only; `네, 맞습니다.` is anybody's."""
SHORT_ANSWER_LIKENESS = 50
"""How alike (0–100) the questions must be when a shared answer is short."""
ALIKE = 76
"""The likeness (0–100) from which on a reworded card is recognised."""
MARGIN = 8
"""How far the second best must stay behind on either side."""
DOUBTFUL = 55
"""The likeness from which on an orphan is named as a candidate."""
QUESTION_SHARE = 0.65
CANDIDATES = 5


@dataclass(frozen=True)
class Face:
    """What a card looks like in the notes."""

    deck: str
    heading: tuple[str, ...]
    question: str
    answer: str
    id: str | None = None

    @cached_property
    def question_key(self) -> str:
        return key(self.question)

    @cached_property
    def answer_key(self) -> str:
        return key(self.answer)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A new card (by index) that may be one of several old ones (uids, likeliest first)."""

    index: int
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """`uids` maps the index of a new face to the old uid it continues; `how` names the rule that said so."""

    uids: dict[int, str] = field(default_factory=dict)
    how: dict[int, str] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


def new_uid(deck: str, question: str, taken: Collection[str]) -> str:
    """16 hex digits from the deck and the question as first seen; a counter sets equal ones apart."""
    attempt = 0
    while True:
        seed = "\x1f".join((deck, key(question), str(attempt))).encode()
        uid = hashlib.blake2b(seed, digest_size=8).hexdigest()
        if uid not in taken:
            return uid
        attempt += 1


def match(old: Mapping[str, Face], new: Sequence[Face]) -> Matching:
    """Pair the faces of the notes as they are (`new`) with the cards of the library (`old`, by uid)."""
    pairing = _Pairing(dict(old), dict(enumerate(new)))
    pairing.one_to_one("id", lambda face: face.id)
    pairing.copies("same text", lambda face: (face.deck, face.heading, face.question, face.answer))
    pairing.one_to_one("same text", lambda face: (face.deck, face.question_key, face.answer_key))
    pairing.one_to_one("same question", lambda face: (face.deck, face.heading, face.question_key))
    pairing.one_to_one("same question", lambda face: (face.deck, face.question_key))
    pairing.one_to_one("same text", lambda face: (face.question_key, face.answer_key))
    pairing.one_to_one("same question", lambda face: face.question_key)
    pairing.one_to_one("same answer", _answer_in_place, _same_answer)
    pairing.one_to_one("same answer", lambda face: face.answer_key or None, _same_answer)
    doubts = pairing.similar()
    return Matching(pairing.uids, pairing.how, doubts)


def _answer_in_place(face: Face) -> Hashable | None:
    return (face.deck, face.heading, face.answer_key) if face.answer_key else None


def _same_answer(old: Face, new: Face) -> bool:
    from rapidfuzz import fuzz

    if len(new.answer_key) >= DISTINCTIVE:
        return True
    return fuzz.ratio(old.question_key, new.question_key) >= SHORT_ANSWER_LIKENESS


def likeness(old: Face, new: Face) -> float:
    """0–100: questions weigh 65 %, answers 35 % where there is one."""
    from rapidfuzz import fuzz

    asked = fuzz.ratio(old.question_key, new.question_key)
    if not old.answer_key and not new.answer_key:
        return asked
    told = fuzz.ratio(old.answer_key, new.answer_key)
    return QUESTION_SHARE * asked + (1 - QUESTION_SHARE) * told


class _Pairing:
    """What is still open on either side, while the rules take from it."""

    def __init__(self, old: dict[str, Face], new: dict[int, Face]) -> None:
        self.old, self.new = old, new
        self.uids: dict[int, str] = {}
        self.how: dict[int, str] = {}

    def take(self, index: int, uid: str, how: str) -> None:
        self.uids[index], self.how[index] = uid, how
        del self.old[uid], self.new[index]

    def one_to_one(
        self,
        how: str,
        trait: Callable[[Face], Hashable | None],
        agreed: Callable[[Face, Face], bool] = lambda _old, _new: True,
    ) -> None:
        """Pair where exactly one old and one new face share a trait that is not None."""
        olds, news = _grouped(self.old, trait), _grouped(self.new, trait)
        for shared, indices in news.items():
            uids = olds.get(shared, [])
            if len(indices) == len(uids) == 1 and agreed(self.old[uids[0]], self.new[indices[0]]):
                self.take(indices[0], uids[0], how)

    def copies(self, how: str, trait: Callable[[Face], Hashable | None]) -> None:
        """Pair faces that are identical, in order: which copy is which makes no difference."""
        olds, news = _grouped(self.old, trait), _grouped(self.new, trait)
        for shared, indices in news.items():
            for index, uid in zip(indices, olds.get(shared, []), strict=False):
                self.take(index, uid, how)

    def similar(self) -> tuple[Doubt, ...]:
        """Pair by likeness where both sides prefer each other clearly; return the doubts that remain."""
        from rapidfuzz import fuzz, process

        scores: dict[int, list[tuple[float, str]]] = {}
        rivals: dict[str, list[float]] = {}
        choices = {uid: face.question_key for uid, face in self.old.items()}
        for index, face in self.new.items():
            asked = face.question_key
            near = process.extract(asked, choices, scorer=fuzz.ratio, limit=CANDIDATES, score_cutoff=DOUBTFUL)
            scored = sorted(((likeness(self.old[uid], face), uid) for _, _, uid in near), reverse=True)
            scores[index] = scored
            for score, uid in scored:
                rivals.setdefault(uid, []).append(score)
        doubts = []
        for index, scored in scores.items():
            if not scored:
                continue
            (best, uid), *others = scored
            first, *behind = sorted(rivals[uid], reverse=True)
            runner_up = max([score for score, _ in others] + behind, default=0.0)
            if best >= ALIKE and best == first and best - runner_up >= MARGIN:
                self.take(index, uid, "similar")
            else:
                doubts.append((index, tuple(uid for _, uid in scored)))
        waiting = ((index, tuple(uid for uid in uids if uid in self.old)) for index, uids in doubts)
        return tuple(Doubt(index, uids) for index, uids in waiting if uids)


def _grouped(faces: Mapping[K, Face], trait: Callable[[Face], Hashable | None]) -> dict[Hashable, list[K]]:
    groups: dict[Hashable, list[K]] = {}
    for name, face in faces.items():
        if (shared := trait(face)) is not None:
            groups.setdefault(shared, []).append(name)
    return groups
