"""Which card of the edited notes is which card of the library, without a mark in the notes.

Rules are tried in order, each only on what is still open, and only where it names one card on either side:
explicit id; the same text; the same question; the same answer; likeness with a clear lead. A sentence with gaps goes
on as a whole, and none of its gaps ever has the history of another. What two cards could
claim is given to neither: the card is new, the old one an orphan with its history, and the doubt is reported.
An orphan is thought of only where no live card fits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from quiz.likeness import (
    DISTINCTIVE,
    TELLING,
    Face,
    abridged,
    alike,
    asked_alike,
    comparable,
    names_differ,
    ratio,
    subjects_differ,
    weight,
)
from quiz.notes import accept, cloze
from quiz.text import key

__all__ = ["Doubt", "Face", "Matching", "match", "new_uid", "note_key"]

K = TypeVar("K")

WORTH_OF_ANSWER = 200
"""How much likeness of the questions a DISTINCTIVE answer makes up for, one of less weight in proportion.

So two cards that share no more than `네, 맞습니다.` are never one for that reason, however alike their questions.
"""
ALIKE_IN_PLACE = 40
"""The likeness of the questions that is enough where an answer of some content stands at its place still."""
NEARLY_SAME = 90
"""The likeness (0–100) of two questions from which on their answers need not agree much."""
CONTRARY = 50
"""The likeness of two answers below which they answer two questions, however alike these are."""
ALIKE = 80
"""The likeness (0–100) of question and answer from which on a reworded card is recognised."""
ALIKE_AROUND_GAPS = 60
"""The likeness that is enough for a sentence whose gaps hide the same, where these are two or more."""
DOUBTFUL = 55
"""The likeness of the questions from which on an orphan is named as a candidate."""
CANDIDATES = 8


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


def note_key(question: str, answer: str) -> str:
    """16 hex digits, the same for cards that ask and answer the same, wherever they stand, and for gaps of one note."""
    said = key(cloze.told(question)), key(accept.without(answer))
    return hashlib.blake2b("\x1f".join(said).encode(), digest_size=8).hexdigest()


def match(old: Mapping[str, Face], new: Sequence[Face]) -> Matching:
    """Pair the faces of the notes as they are (`new`) with the cards of the library (`old`, by uid)."""
    pairing = _Pairing(old, new)
    pairing.one_to_one("id", lambda face: face.id and (face.file, face.id))
    pairing.one_to_one("id", lambda face: face.id)
    pairing.copies("same text", lambda face: (face.file, face.place, face.question, face.answer))
    pairing.copies("same text", lambda face: (face.place, face.question, face.answer))
    pairing.one_to_one("same text", lambda face: (face.deck, face.question_key, face.answer_key))
    pairing.one_to_one("same question", lambda face: (face.file, face.place, face.question_key))
    pairing.one_to_one("same question", lambda face: (face.place, face.question_key))
    pairing.one_to_one("same question", lambda face: (face.file, face.place, face.frame) if face.gap else None)
    pairing.siblings()
    pairing.one_to_one("same text", lambda face: (face.question_key, face.answer_key))
    pairing.one_to_one("same question", lambda face: (face.deck, face.question_key) if face.telling else None)
    pairing.one_to_one("same question", lambda face: face.question_key if face.telling else None)
    pairing.same_answer(lambda face: (face.place, face.answer_key), in_place=True)
    pairing.same_answer(lambda face: (face.place, face.answer_key, face.gap) if face.gap else None, in_place=True)
    pairing.same_answer(lambda face: (face.file, face.heading, face.answer_key), in_place=True)
    pairing.same_answer(lambda face: face.answer_key)
    pairing.sentences()
    pairing.similar(asked_alike, NEARLY_SAME, _in_place_or_telling)
    pairing.similar(alike, ALIKE, comparable)
    pairing.siblings()
    return Matching(pairing.uids, pairing.how, pairing.doubts())


def _in_place_or_telling(old: Face, new: Face) -> bool:
    """Whether nearly the same question may be the same card: not where it is answered quite otherwise now."""
    if old.has_content and new.has_content and ratio(old.answer_key, new.answer_key) < CONTRARY:
        return False
    return old.place == new.place or (old.telling and new.telling)


class _Pairing:
    """What is still open on either side, while the rules take from it. `all_…` keeps what they took."""

    def __init__(self, old: Mapping[str, Face], new: Sequence[Face]) -> None:
        self.all_old = dict(sorted(old.items(), key=lambda item: (not item[1].live, item[0])))
        self.all_new = dict(enumerate(new))
        self.old, self.new = dict(self.all_old), dict(self.all_new)
        self.uids: dict[int, str] = {}
        self.how: dict[int, str] = {}
        old_questions, new_questions = _questions(self.all_old), _questions(self.all_new)
        self.near_old = cache(lambda index: _near(self.all_new[index], old_questions))
        self.near_new = cache(lambda uid: _near(self.all_old[uid], new_questions))

    def take(self, index: int, uid: str, how: str) -> None:
        self.uids[index], self.how[index] = uid, how
        del self.old[uid], self.new[index]

    def living(self, uids: list[str]) -> list[str]:
        """The live cards among them, or all where there is none."""
        return [uid for uid in uids if self.all_old[uid].live] or uids

    def one_to_one(self, how: str, trait: Callable[[Face], Hashable | None]) -> None:
        """Pair where exactly one old and one new face share a trait that is not None."""
        self._one_to_one(how, trait, trait)

    def _one_to_one(
        self, how: str, old: Callable[[Face], Hashable | None], new: Callable[[Face], Hashable | None]
    ) -> None:
        olds, news = _grouped(self.old, old), _grouped(self.new, new)
        for shared, indices in news.items():
            uids = self.living(olds.get(shared, []))
            if len(indices) == len(uids) == 1:
                self.take(indices[0], uids[0], how)

    def copies(self, how: str, trait: Callable[[Face], Hashable | None]) -> None:
        """Pair faces that are identical, in order: which copy is which makes no difference."""
        olds, news = _grouped(self.old, trait), _grouped(self.new, trait)
        for shared, indices in news.items():
            for index, uid in zip(indices, olds.get(shared, []), strict=False):
                self.take(index, uid, how)

    def siblings(self) -> None:
        """Where one gap of a sentence is found, its others are those of the sentence it is found in."""
        if not any(face.gap for face in self.old.values()):
            return
        note = {index: uid for index, uid in self.uids.items() if self.all_new[index].gap and self.all_old[uid].gap}
        known = {self.all_new[index].note: self.all_old[uid].note for index, uid in note.items()}
        olds = {self.all_old[uid].note for uid in note.values()}
        self._one_to_one(
            "same question",
            lambda face: (face.note, face.gap) if face.note in olds else None,
            lambda face: (known[face.note], face.gap) if face.note in known else None,
        )

    def same_answer(self, trait: Callable[[Face], Hashable | None], *, in_place: bool = False) -> None:
        """Pair what shares an answer that no third card has, taken or not: boilerplate says nothing."""
        if not (self.old and self.new):
            return
        olds, news = _grouped(self.all_old, trait), _grouped(self.all_new, trait)
        for shared, indices in news.items():
            uids = self.living(olds.get(shared, []))
            if len(indices) != 1 or len(uids) != 1 or indices[0] not in self.new or uids[0] not in self.old:
                continue
            if _one_answer(self.old[uids[0]], self.new[indices[0]], in_place=in_place):
                self.take(indices[0], uids[0], "same answer")

    def similar(self, score: Callable[[Face, Face], float], enough: int, allowed: Callable[[Face, Face], bool]) -> None:
        """Pair where both sides prefer each other clearly to all others, taken or not."""
        for index, new in list(self.new.items()):
            near = self.near_old(index)
            open_now = self.living([uid for uid in near if uid in self.old])
            open_now = [uid for uid in open_now if not self.old[uid].is_sibling(new)] or open_now
            if not open_now:
                continue
            uid = max(open_now, key=lambda uid: score(self.old[uid], new))
            old = self.old[uid]
            if score(old, new) < enough or not allowed(old, new) or names_differ(old, new) or _other_gap(old, new):
                continue
            rivals = [self.all_old[other] for other in near if other != uid]
            scores = [score(rival, new) for rival in rivals if rival.live or not old.live if _rival(rival, old, new)]
            others = [self.all_new[other] for other in self.near_new(uid) if other != index]
            scores += [score(old, other) for other in others if _rival(other, old, new)]
            if _leads(score(old, new), max(scores, default=0)):
                self.take(index, uid, "similar")

    def sentences(self) -> None:
        """Pair the gaps of a sentence that stands in other words, and hides just the same, under its heading still.

        Both sides must prefer each other clearly to all other sentences that hide the same there, taken or not.
        """
        olds, news = _by_what_they_hide(self.all_old), _by_what_they_hide(self.all_new)
        for shared, reworded in news.items():
            known = olds.get(shared, [])
            known = [gaps for gaps in known if any(self.all_old[uid].live for uid in gaps.values())] or known
            likeness = [[self._reworded(before, now) for before in known] for now in reworded]
            for row, now in enumerate(reworded):
                for column, before in enumerate(known):
                    others = likeness[row][:column] + likeness[row][column + 1 :]
                    others += [line[column] for line in likeness[:row] + likeness[row + 1 :]]
                    enough = ALIKE if len(now) == 1 else ALIKE_AROUND_GAPS
                    if likeness[row][column] >= enough and _leads(likeness[row][column], max(others, default=0)):
                        self._take_gaps(now, before)

    def _reworded(self, before: Mapping[str, str], now: Mapping[str, int]) -> float:
        """How alike two sentences are, by their gap → card; 0 where they speak of two things."""
        gap = next(iter(now))
        old, new = self.all_old[before[gap]], self.all_new[now[gap]]
        return 0 if subjects_differ(old, new) else ratio(old.sentence, new.sentence)

    def _take_gaps(self, now: Mapping[str, int], before: Mapping[str, str]) -> None:
        if self.new.keys() >= {*now.values()} and self.old.keys() >= {*before.values()}:
            for gap, index in now.items():
                self.take(index, before[gap], "similar")

    def doubts(self) -> tuple[Doubt, ...]:
        """The new cards that look like old ones no card continues."""
        questions = _questions(self.old)
        answers = _grouped(self.old, lambda face: face.answer_key if weight(face.answer_key) >= TELLING else None)
        in_place = _grouped(self.old, lambda face: (face.place, face.answer_key) if face.answer_key else None)
        notes = _grouped(self.all_new, lambda face: face.note or None)
        hidden = {note: {self.all_new[index].gap for index in indices} for note, indices in notes.items()}
        found = []
        for index, new in self.new.items():
            same = (*answers.get(new.answer_key, []), *in_place.get((new.place, new.answer_key), []))
            others = hidden.get(new.note, set()) - {new.gap}
            near = {uid for uid in (*_near(new, questions), *same) if self.old[uid].gap not in others}
            if near:
                likeliest = sorted(near, key=lambda uid: (-alike(self.old[uid], new), uid))
                found.append(Doubt(index, tuple(likeliest[:CANDIDATES])))
        return tuple(found)


def _one_answer(old: Face, new: Face, *, in_place: bool) -> bool:
    """Whether an answer that two cards share makes them one."""
    if _other_gap(old, new):
        return False
    lacking = WORTH_OF_ANSWER * (1 - weight(new.answer_key) / DISTINCTIVE)
    if lacking <= 0:
        return True
    if names_differ(old, new):
        return False
    if in_place and (abridged(old, new) or (new.has_content and asked_alike(old, new) >= ALIKE_IN_PLACE)):
        return True
    return asked_alike(old, new) >= lacking


def _rival(third: Face, old: Face, new: Face) -> bool:
    """Whether a third card can be what one of two is taken for: not where all three are told apart by their gaps."""
    return old.gap != new.gap or not third.is_sibling(new)


def _other_gap(old: Face, new: Face) -> bool:
    """Whether both ask for different gaps of one sentence: no history goes from one to the other."""
    return (
        old.is_sibling(new)
        and old.frame != new.frame
        and key(cloze.told(old.question)) == key(cloze.told(new.question))
    )


def _by_what_they_hide(faces: Mapping[K, Face]) -> dict[Hashable, list[dict[str, K]]]:
    """The sentences with gaps, each as gap → card, by place and what they hide, but for any that hide it twice."""
    notes = _grouped(faces, lambda face: face.note or None)
    found: dict[Hashable, list[dict[str, K]]] = {}
    for names in notes.values():
        gaps = {faces[name].gap: name for name in names}
        if len(gaps) == len(names):
            found.setdefault((faces[names[0]].place, frozenset(gaps)), []).append(gaps)
    return found


def _questions(faces: Mapping[K, Face]) -> dict[K, str]:
    return {name: face.question_key for name, face in faces.items()}


def _leads(best: float, second: float) -> bool:
    """Whether the best is at most half as far from 100 as the second."""
    return best > second and 2 * (100 - best) <= 100 - second


def _near(face: Face, questions: Mapping[K, str]) -> list[K]:
    """Who asks most alike."""
    from rapidfuzz import fuzz, process

    found = process.extract(face.question_key, questions, scorer=fuzz.ratio, limit=CANDIDATES, score_cutoff=DOUBTFUL)
    return [name for _, _, name in found]


def _grouped(faces: Mapping[K, Face], trait: Callable[[Face], Hashable | None]) -> dict[Hashable, list[K]]:
    groups: dict[Hashable, list[K]] = {}
    for name, face in faces.items():
        if (shared := trait(face)) is not None:
            groups.setdefault(shared, []).append(name)
    return groups
