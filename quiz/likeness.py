"""How alike two cards are, by what they ask, what they answer, and what they name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from quiz.text import key, pieces

DISTINCTIVE = 24
"""From so many letters on an answer is taken to be that of one card only; `네, 맞습니다.` is anybody's."""
TELLING = 12
"""From so many letters on a question says what it is about wherever it stands; `장점은?` does not."""
QUESTION_SHARE = 0.65
SAME_NAME = 90
"""The likeness (0–100) of two names from which on one is taken to be a misspelling of the other."""
LONGEST_FLAG = 2

_LATIN_WORD = re.compile(r"[a-zA-Z0-9]+")
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

    @cached_property
    def question_key(self) -> str:
        return key(self.question)

    @cached_property
    def answer_key(self) -> str:
        return key(self.answer)

    @property
    def telling(self) -> bool:
        return len(self.question_key) >= TELLING

    @cached_property
    def names(self) -> frozenset[str]:
        """Commands, terms and numbers in Latin script: what the question is about, in whatever words it asks."""
        words = (
            word if kind == "code" and len(word) <= LONGEST_FLAG else word.casefold()
            for kind, piece in pieces(self.question)
            for word in _LATIN_WORD.findall(piece)
        )
        return frozenset(word for word in words if word not in _FUNCTION_WORDS)


def ratio(one: str, other: str) -> float:
    """0–100: how much of both remains when one is edited into the other."""
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other)


def asked_alike(one: Face, other: Face) -> float:
    """0–100, by the questions alone."""
    return ratio(one.question_key, other.question_key)


def alike(one: Face, other: Face) -> float:
    """0–100: questions weigh 65 %, answers 35 % where there are two."""
    asked = asked_alike(one, other)
    if not one.answer_key or not other.answer_key:
        return asked
    return QUESTION_SHARE * asked + (1 - QUESTION_SHARE) * ratio(one.answer_key, other.answer_key)


def comparable(one: Face, other: Face) -> bool:
    """Whether both answers are long enough to say something, or both still missing."""
    lengths = len(one.answer_key), len(other.answer_key)
    return min(lengths) >= DISTINCTIVE or max(lengths) == 0


def names_differ(one: Face, other: Face) -> bool:
    """Whether each names what the other does not: what `COPY` does and what `ADD` does are two questions."""
    return _names_more(one, other) and _names_more(other, one)


def _names_more(one: Face, other: Face) -> bool:
    asked = other.question_key.casefold()
    return any(
        not (len(name) > LONGEST_FLAG and name in asked)
        and not any(ratio(name, known) >= SAME_NAME for known in other.names)
        for name in one.names - other.names
    )
