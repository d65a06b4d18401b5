"""Taking a paper, as a value: what was answered, where one is, how long it took, and what is left to mark."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from quiz.exam.answering import tidy
from quiz.exam.marking import Answer, share
from quiz.exam.paper import Asked, Paper, Variant
from quiz.exam.results import Response, Result, fits_question

T = TypeVar("T")
Phase = Literal["asking", "marking", "done"]
"""asking: answers are given. marking: they are not any longer, and written ones wait for their marks."""

SHARES = (0, 50, 100)
"""Per cent of the points one may give oneself for a written answer: not right, partly right, right."""


@dataclass(frozen=True, slots=True)
class Run:
    """One person taking one variant.

    `answers`, `own` (hundredths one gave oneself) and `ms` (milliseconds spent) go by the questions of the variant.
    `minutes` is how long one may take, 0 for as long as it takes; only what is spent with a question counts, so that
    time stands still while the paper is put aside. `started` and `finished` are ISO 8601 in UTC.
    """

    paper: Paper
    letter: str
    answers: tuple[Answer, ...]
    own: tuple[int | None, ...]
    ms: tuple[int, ...]
    place: int = 0
    minutes: int = 0
    started: str = ""
    finished: str = ""

    @classmethod
    def begin(cls, paper: Paper, letter: str, started: str, minutes: int = 0) -> Run:
        """At the first question, nothing answered."""
        many = next(len(each.asked) for each in paper.variants if each.letter == letter)
        return cls(paper, letter, (None,) * many, (None,) * many, (0,) * many, 0, minutes, started)

    # — where one is —

    @property
    def variant(self) -> Variant:
        return next(each for each in self.paper.variants if each.letter == self.letter)

    @property
    def asked(self) -> Asked:
        """The question in front."""
        return self.variant.asked[self.place]

    @property
    def answer(self) -> Answer:
        return self.answers[self.place]

    @property
    def many(self) -> int:
        return len(self.answers)

    @property
    def phase(self) -> Phase:
        if not self.finished:
            return "asking"
        return "marking" if self.to_mark else "done"

    @property
    def unanswered(self) -> tuple[int, ...]:
        """The places of the questions without an answer."""
        return tuple(place for place, answer in enumerate(self.answers) if answer is None)

    @property
    def to_mark(self) -> tuple[int, ...]:
        """The places of the written answers that have no mark yet."""
        return tuple(
            place
            for place, asked in enumerate(self.variant.asked)
            if asked.question.kind == "open" and self.own[place] is None and self.answers[place] is not None
        )

    def to(self, place: int) -> Run:
        """At another question; at the first or the last one where there is none so far."""
        return replace(self, place=max(0, min(self.many - 1, place)))

    def by(self, many: int) -> Run:
        """So many questions further on, or back."""
        return self.to(self.place + many)

    def to_unanswered(self) -> Run:
        """At the next question without an answer, from the first one again after the last; here where there is none."""
        ahead = [place for place in self.unanswered if place > self.place]
        return self.to(next(iter([*ahead, *self.unanswered]), self.place))

    # — what happens —

    def answered(self, answer: Answer) -> Run:
        """With an answer to the question in front; ValueError for what is none to it, or comes too late."""
        if self.finished or not fits_question(self.asked, answer):
            raise ValueError(f"{self.asked.question.uid} takes no such answer")
        return replace(self, answers=_with(self.answers, self.place, tidy(answer)))

    def spent(self, ms: int) -> Run:
        """So many milliseconds later; after the end time does not count."""
        if self.finished:
            return self
        return replace(self, ms=_with(self.ms, self.place, self.ms[self.place] + max(0, ms)))

    def ended(self, finished: str) -> Run:
        """Handed in: no answer changes any more. What waits for a mark comes to the front."""
        over = replace(self, finished=finished)
        return over.to(next(iter(over.to_mark), 0))

    def marked(self, percent: int) -> Run:
        """With so much of the points for the written answer in front, and the next one without a mark in front."""
        if self.place not in self.to_mark:
            raise ValueError(f"{self.asked.question.uid} waits for no mark")
        points = share(self.asked.question.points, percent, 100)
        given = replace(self, own=_with(self.own, self.place, points))
        return given.to(next(iter(given.to_mark), 0))

    def unmarked(self) -> Run:
        """Back at the written answer that was marked last before this one; itself where there is none."""
        places = [place for place, points in enumerate(self.own) if points is not None]
        if not self.finished or not places:
            return self
        return replace(self, own=_with(self.own, places[-1], None), place=places[-1])

    def unlimited(self) -> Run:
        """With as much time as it takes."""
        return replace(self, minutes=0)

    # — time —

    @property
    def spent_ms(self) -> int:
        return sum(self.ms)

    def left_ms(self, more: int = 0) -> int | None:
        """What is left of the time when `more` milliseconds are spent that are not in yet; None without an end."""
        return max(0, 60_000 * self.minutes - self.spent_ms - more) if self.minutes else None

    def late(self, more: int = 0) -> bool:
        """Whether the time is over."""
        return not self.finished and self.left_ms(more) == 0

    # — what comes of it —

    @property
    def result(self) -> Result:
        """As the browser page gives one; written questions without an answer have no points."""
        responses = tuple(
            Response(answer, ms // 1000, 0 if self._blank(place) else own)
            for place, (answer, ms, own) in enumerate(zip(self.answers, self.ms, self.own, strict=True))
        )
        return Result(self.paper.id, self.letter, "", "practice", self.started, self.finished, responses)

    def _blank(self, place: int) -> bool:
        """Whether a written answer is missing where none can be given any more."""
        asked = self.variant.asked[place]
        return bool(self.finished) and asked.question.kind == "open" and self.answers[place] is None


def _with(values: tuple[T, ...], place: int, value: T) -> tuple[T, ...]:
    return (*values[:place], value, *values[place + 1 :])
