"""What a sitting comes to in numbers: its progress, and its tally at the end. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quiz.grades import Choice
from quiz.language import _
from quiz.session import Session
from quiz.sm2 import PASSING


class Progress(NamedTuple):
    """`text` such as `3/20`; `share` is how much of the whole sitting is behind, 0–1."""

    text: str
    share: float

    @classmethod
    def of(cls, session: Session) -> Progress:
        answered = len(session.answers)
        share = answered / max(1, answered + len(session.ahead))
        number, count = session.position
        drill = _("drill {number}/{count}") if session.phase == "drill" else "{number}/{count}"
        text = _("practice {number}/{count}") if session.practice else drill
        return cls(text.format(number=number, count=count), share)


class Tally(NamedTuple):
    """What a sitting came to: `graded` answers counted for the schedule, `repeats` did not."""

    graded: int
    passed: int
    repeats: int
    by_choice: tuple[tuple[Choice, int], ...]

    def share(self, count: int) -> float:
        """A count as a part of the most frequent one, 0–1."""
        return count / max(1, *(most for _choice, most in self.by_choice))

    @classmethod
    def of(cls, session: Session, choices: Sequence[Choice]) -> Tally:
        grades = [answer.grade for answer in session.answers if answer.phase == "review"]
        by_choice = tuple((choice, grades.count(choice.grade)) for choice in choices)
        passed = sum(grade >= PASSING for grade in grades)
        return cls(len(grades), passed, len(session.answers) - len(grades), by_choice)
