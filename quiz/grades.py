"""The grades as a person chooses them."""

from __future__ import annotations

from typing import NamedTuple

from quiz.language import N_, _


class Choice(NamedTuple):
    """One way to grade: `key` says it, `grade` is the SM-2 quality 0–5, `tone` tells grades of one kind apart."""

    key: str
    grade: int
    name: str
    meaning: str
    tone: str


FOUR = (
    Choice("1", 2, N_("Again"), N_("not recalled"), "again"),
    Choice("2", 3, N_("Hard"), N_("correct, but hard"), "hard"),
    Choice("3", 4, N_("Good"), N_("after some thought"), "good"),
    Choice("4", 5, N_("Easy"), N_("at once"), "easy"),
)
SIX = (
    Choice("0", 0, N_("Blank"), N_("nothing came to mind"), "again"),
    Choice("1", 1, N_("Wrong"), N_("but I remember it now"), "again"),
    Choice("2", 2, N_("Almost"), N_("wrong, though it felt easy"), "again"),
    Choice("3", 3, N_("Hard"), N_("correct, but hard"), "hard"),
    Choice("4", 4, N_("Good"), N_("after some thought"), "good"),
    Choice("5", 5, N_("Easy"), N_("at once"), "easy"),
)
AGAIN, GOOD = 2, 4


def grade_name(grade: int) -> str:
    """What a grade is called, by the four buttons where they have it."""
    return next(_(choice.name) for choice in FOUR + SIX if choice.grade == grade)


LONGEST_ANSWER_MS = 600_000
"""Who takes longer has left the table."""


def choices(scale: int) -> tuple[Choice, ...]:
    """The 4 buttons, or all 6 grades, in the person's language."""
    scaled = SIX if scale == 6 else FOUR
    return tuple(choice._replace(name=_(choice.name), meaning=_(choice.meaning)) for choice in scaled)
