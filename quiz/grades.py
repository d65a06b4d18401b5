"""The grades as a person chooses them."""

from __future__ import annotations

from typing import NamedTuple


class Choice(NamedTuple):
    """One way to grade: `key` says it, `grade` is the SM-2 quality 0–5, `tone` tells grades of one kind apart."""

    key: str
    grade: int
    name: str
    meaning: str
    tone: str


FOUR = (
    Choice("1", 2, "Again", "not recalled", "again"),
    Choice("2", 3, "Hard", "correct, but hard", "hard"),
    Choice("3", 4, "Good", "after some thought", "good"),
    Choice("4", 5, "Easy", "at once", "easy"),
)
SIX = (
    Choice("0", 0, "Blank", "nothing came to mind", "again"),
    Choice("1", 1, "Wrong", "but I remember it now", "again"),
    Choice("2", 2, "Almost", "wrong, though it felt easy", "again"),
    Choice("3", 3, "Hard", "correct, but hard", "hard"),
    Choice("4", 4, "Good", "after some thought", "good"),
    Choice("5", 5, "Easy", "at once", "easy"),
)
GOOD = 4


def grade_name(grade: int) -> str:
    """What a grade is called, by the four buttons where they have it."""
    return next(choice.name for choice in FOUR + SIX if choice.grade == grade)


LONGEST_ANSWER_MS = 600_000
"""Who takes longer has left the table."""


def choices(scale: int) -> tuple[Choice, ...]:
    """The 4 buttons, or all 6 grades."""
    return SIX if scale == 6 else FOUR
