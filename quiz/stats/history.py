"""The log as answers, each with what its card was like before it."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import NamedTuple

from quiz.reviews import Kind, Review, by_card, steps
from quiz.sm2 import INTERVAL_CAP, Memory, Profile

ANSWERS = ("grade", "drill", "cram")


class Given(NamedTuple):
    """One answer that stands: what `kind` it was, its grade 0–5, and how many ms it took.

    `memory` is that of the card before it; None where the answer did not count for the schedule: drill, cram, and a
    second grade on one study day.
    """

    card: str
    day: int
    kind: Kind
    grade: int
    ms: int = 0
    memory: Memory | None = None

    @property
    def introduces(self) -> bool:
        """Whether it is the first answer to a new card, or to one learned anew after a reset."""
        return self.memory is not None and self.memory.interval_days == 0

    @property
    def recalls(self) -> bool:
        """Whether it is the first answer of a day to a card passed since its last failure."""
        return self.memory is not None and self.memory.repetitions >= 1


def given(
    log: Iterable[Review],
    cards: Container[str] | None = None,
    profile: Profile = "sm2",
    cap_days: int = INTERVAL_CAP,
) -> list[Given]:
    """The answers to `cards` (None: to every card, also those the notes lost), one card after the other."""
    return [
        Given(
            card,
            event.study_day,
            event.kind,
            event.grade,
            event.duration_ms,
            before.memory if after.reviews > before.reviews else None,
        )
        for card, events in by_card(log).items()
        if cards is None or card in cards
        for event, before, after in steps(events, profile, cap_days)
        if event.kind in ANSWERS and event.grade is not None
    ]
