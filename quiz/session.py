"""One sitting as a value: what is asked, what was answered, the drill, and the way back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from quiz.schedule import Plan
from quiz.sm2 import DRILL_BELOW

Phase = Literal["review", "drill", "done"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one card: `event_id` names the review in the log; `leech` that it made the card one."""

    card: str
    phase: Phase
    grade: int
    event_id: str
    leech: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """`queue` are the cards of the day, `drill` those to repeat afterwards, `answers` what was graded so far.

    `later` are the cards beyond the box of this sitting; one that is `closed` was ended before its time. A
    `practice` goes the same way outside the schedule: cram, or looking ahead.
    """

    queue: tuple[str, ...] = ()
    drill: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    later: tuple[str, ...] = ()
    closed: bool = False
    practice: bool = False

    @classmethod
    def start(cls, plan: Plan) -> Session:
        return cls(queue=plan.queue, drill=plan.drill)

    @property
    def phase(self) -> Phase:
        if self.closed or not (self.queue or self.drill):
            return "done"
        return "review" if self.queue else "drill"

    @property
    def ahead(self) -> tuple[str, ...]:
        """The cards still to ask, in order."""
        return () if self.closed else self.queue + self.drill

    @property
    def left(self) -> int:
        """How many cards could still be asked, were the sitting not boxed."""
        return len({*self.queue, *self.drill, *self.later})

    def boxed(self, cards: int) -> Session:
        """The sitting with the first so many cards of its queue; 0 for all of them."""
        return replace(self, queue=self.queue[:cards], later=self.queue[cards:] + self.later) if cards else self

    def ended(self) -> Session:
        """The sitting at its end, whatever is left."""
        return replace(self, closed=True)

    def resumed(self) -> Session:
        """The sitting with all that is left."""
        return replace(self, queue=self.queue + self.later, later=(), closed=False)

    @property
    def current(self) -> str | None:
        """The uid of the card on screen; None when the sitting is done."""
        return self.ahead[0] if self.ahead else None

    @property
    def upcoming(self) -> str | None:
        """The card that most likely follows `current`, for mounting it early."""
        return self.ahead[1] if len(self.ahead) > 1 else None

    @property
    def reviewed(self) -> int:
        """Answers that counted for the schedule."""
        return sum(answer.phase == "review" for answer in self.answers)

    @property
    def position(self) -> tuple[int, int]:
        """Which card of its phase is on screen, and how many the phase has."""
        done = self.reviewed if self.queue else len(self.answers) - self.reviewed
        return done + 1, done + len(self.queue or self.drill)

    def graded(self, grade: int, event_id: str, *, leech: bool = False) -> Session:
        """The sitting after `current` got `grade`. ValueError when nothing is being asked."""
        card = self.current
        if card is None:
            raise ValueError("the sitting is done")
        answers = (*self.answers, Answer(card, self.phase, grade, event_id, leech))
        queue, drill = (self.queue[1:], self.drill) if self.queue else ((), self.drill[1:])
        if grade < DRILL_BELOW:
            drill = (*drill, card)
        return replace(self, queue=queue, drill=drill, answers=answers)

    def made_leech(self, card: str) -> bool:
        """Whether the last answer was of that card and made it a leech."""
        return bool(self.answers) and self.answers[-1].card == card and self.answers[-1].leech

    def drilled(self, event_id: str) -> bool:
        """Whether that answer was a repeat of this sitting."""
        return any(answer.event_id == event_id and answer.phase == "drill" for answer in self.answers)

    def undone(self, card: str, event_id: str, *, drill: bool) -> Session:
        """The sitting with `card` in front again, after the event was undone; also one of an earlier sitting.

        `drill` tells whether the undone answer was a repeat.
        """
        answers = tuple(answer for answer in self.answers if answer.event_id != event_id)
        rest = replace(self.without(card), answers=answers, closed=False)
        if drill:
            return replace(rest, drill=(card, *rest.drill))
        return replace(rest, queue=(card, *rest.queue))

    def skipped(self) -> Session:
        """The sitting with `current` put last in its phase."""
        if self.queue:
            return replace(self, queue=(*self.queue[1:], self.queue[0]))
        return replace(self, drill=(*self.drill[1:], *self.drill[:1]))

    def followed(self, card: str, heirs: tuple[str, ...]) -> Session:
        """The sitting that asks, now and in place of `card`, what it was rewritten into."""
        rest = self.without(card)
        return replace(rest, queue=(*heirs, *rest.queue))

    def without(self, card: str) -> Session:
        """The sitting that asks `card` no more: it was suspended, or the notes lost it."""
        return replace(
            self,
            queue=tuple(uid for uid in self.queue if uid != card),
            drill=tuple(uid for uid in self.drill if uid != card),
            later=tuple(uid for uid in self.later if uid != card),
        )
