"""How alike two cards are, by what they ask, what they answer, and what they name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from quiz.notes import cloze
from quiz.text import key, pieces

DISTINCTIVE = 36
"""The weight from which on an answer is taken to be that of one card only; `네, 맞습니다.` is anybody's."""
TELLING = 24
"""The weight from which on a question says what it is about wherever it stands; `장점은?` does not."""
QUESTION_SHARE = 0.65
SAME_NAME = 85
"""The likeness (0–100) of two names from which on one is taken to be a misspelling of the other."""
LONGEST_FLAG = 2
ABRIDGED = 95
"""How much (in percent) of the shorter question must stand in the longer one, in its order."""
MUCH_LEFT = 60
"""How much (in percent) of the longer question the shorter one must still be."""

_LATIN_WORD = re.compile(r"[a-zA-Z0-9]+")
_YES_OR_NO = re.compile(
    "(?:네|예|응|아니오|아니요|맞습니다|그렇습니다|그렇지않습니다|맞아요|아닙니다|가능합니다|불가능합니다|yes|no|yep|nope|true|false|ok)+"
)
_FUNCTION_WORDS = frozenset(
    (
        "a", "an", "and", "are", "as", "at", "be", "by", "can", "could", "did", "do", "does", "for", "from",
        "happen", "happens", "has", "have", "how", "if", "in", "into", "is", "it", "its", "may", "mean",
        "means", "must", "not", "of", "on", "or", "should", "than", "that", "the", "then", "there", "this",
        "to", "use", "used", "was", "what", "when", "where", "which", "who", "why", "will", "with", "would",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Face:
    """What a card looks like in the notes; `live` is false for an orphan."""

    deck: str
    heading: tuple[str, ...]
    question: str
    answer: str
    id: str | None = None
    file: str = ""
    live: bool = True

    @property
    def place(self) -> tuple[str, tuple[str, ...]]:
        return self.deck, self.heading

    @cached_property
    def question_key(self) -> str:
        return key(self.question)

    @cached_property
    def answer_key(self) -> str:
        return key(self.answer)

    @cached_property
    def gap(self) -> str:
        """What the gaps of a cloze card hide, which parts it from its siblings; empty for any other card."""
        return "\n".join(key(gap.answer) for gap in cloze.gaps(self.question)) if "{{c" in self.question else ""

    @cached_property
    def frame(self) -> str:
        """What a cloze card asks around its gaps; empty for any other card."""
        return key(cloze.frame(self.question)) if self.gap else ""

    @cached_property
    def sentence(self) -> str:
        """What a cloze card says; empty for any other card."""
        return key(cloze.told(self.question)) if self.gap else ""

    @cached_property
    def note(self) -> tuple[object, ...]:
        """What the cards of one sentence with gaps have in common; empty for any other card."""
        return (self.file, self.place, self.sentence) if self.gap else ()

    def is_sibling(self, other: Face) -> bool:
        """Whether both are cloze cards and hide different things."""
        return bool(self.gap and other.gap) and self.gap != other.gap

    @property
    def telling(self) -> bool:
        return weight(self.question_key) >= TELLING

    @property
    def has_content(self) -> bool:
        """Whether the answer says more than yes or no, which is anybody's answer."""
        return bool(self.answer_key) and not _YES_OR_NO.fullmatch(self.answer_key)

    @cached_property
    def names(self) -> frozenset[str]:
        """Commands, terms and numbers in Latin script: what the question is about, in whatever words it asks."""
        return self._named()

    @cached_property
    def proper_names(self) -> frozenset[str]:
        """Those of its names that are written as such: in code, with a capital or a digit."""
        return self._named(proper=True)

    def _named(self, *, proper: bool = False) -> frozenset[str]:
        words = (
            word if kind == "code" and len(word) <= LONGEST_FLAG else word.casefold()
            for kind, piece in pieces(self.question)
            for word in _LATIN_WORD.findall(piece)
            if kind == "code" or not (proper and word.islower() and word.isalpha())
        )
        return frozenset(word for word in words if word not in _FUNCTION_WORDS)


def weight(text: str) -> float:
    """How much a key says: a Latin letter counts 1, a Hangul syllable 2."""
    return (len(text) + len(text.encode())) / 2


def ratio(one: str, other: str) -> float:
    """0–100: how much of both remains when one is edited into the other."""
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other)


def asked_alike(one: Face, other: Face) -> float:
    """0–100, by the questions alone."""
    return ratio(one.question_key, other.question_key)


def abridged(one: Face, other: Face) -> bool:
    """Whether one question is the other with a few words left out."""
    from rapidfuzz.distance import LCSseq

    short, long = sorted((one.question_key, other.question_key), key=len)
    if not short or 100 * len(short) < MUCH_LEFT * len(long):
        return False
    return 100 * LCSseq.similarity(short, long) >= ABRIDGED * len(short)


def alike(one: Face, other: Face) -> float:
    """0–100: questions weigh 65 %, answers 35 % where there are two."""
    asked = asked_alike(one, other)
    if not one.answer_key or not other.answer_key:
        return asked
    return QUESTION_SHARE * asked + (1 - QUESTION_SHARE) * ratio(one.answer_key, other.answer_key)


def comparable(one: Face, other: Face) -> bool:
    """Whether both answers are long enough to say something, or both missing; or the questions leave no doubt."""
    weights = weight(one.answer_key), weight(other.answer_key)
    if min(weights) >= DISTINCTIVE or max(weights) == 0:
        return True
    return one.answer_key == other.answer_key and abridged(one, other)


def names_differ(one: Face, other: Face) -> bool:
    """Whether each names what the other does not: what `COPY` does and what `ADD` does are two questions."""
    return _lacks(other, one.names) and _lacks(one, other.names)


def subjects_differ(one: Face, other: Face) -> bool:
    """The same of nothing but proper names: where all else agrees, another verb makes no other subject."""
    return _lacks(other, one.proper_names) and _lacks(one, other.proper_names)


def _lacks(face: Face, names: frozenset[str]) -> bool:
    """Whether a card does not ask of all these names."""
    asked = face.question_key.casefold()
    return any(
        not (len(name) > LONGEST_FLAG and name in asked)
        and not any(name[0] == known[0] and ratio(name, known) >= SAME_NAME for known in face.names)
        for name in names - face.names
    )
