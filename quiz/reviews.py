"""The review log as values, and how replaying it gives every card's progress."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from quiz.sm2 import Memory, Profile
from quiz.sm2 import review as sm2_review

Kind = Literal["grade", "drill", "cram", "suspend", "resume", "link", "undo"]
"""grade: an answer within the schedule. drill: a same-day repeat (SM-2 step 7). cram: practice outside the
schedule. suspend/resume: the card is set aside or asked again. link: `target` is the card that turned out to
be `card`. undo: a tombstone on the event `target`. Only grade changes memory."""


class Moment(NamedTuple):
    """A point in time as the person lived it: UTC in ms since 1970 and the local offset in minutes."""

    utc_ms: int
    offset_minutes: int = 0


class Review(NamedTuple):
    """One event of the append-only log. `study_day` is the proleptic ordinal stamped when it happened."""

    event_id: str
    card: str
    moment: Moment
    study_day: int
    kind: Kind
    grade: int | None = None
    duration_ms: int = 0
    source: str = "terminal"
    target: str | None = None


NEW = Memory()


@dataclass(frozen=True, slots=True)
class Progress:
    """What the log says of one card. Days are ordinals; `due_day` None means never graded (new).

    `last_day` and `last_grade` speak of the last grade or drill; `reviews` counts the grades that changed
    memory, `lapses` those that failed a card already learned.
    """

    memory: Memory = NEW
    due_day: int | None = None
    last_day: int | None = None
    last_grade: int | None = None
    last_ms: int = 0
    reviews: int = 0
    lapses: int = 0
    suspended: bool = False

    @property
    def graded_day(self) -> int | None:
        """The study day of the last grade that changed memory."""
        return None if self.due_day is None else self.due_day - self.memory.interval_days

    @property
    def is_new(self) -> bool:
        return self.due_day is None


def live(log: Iterable[Review]) -> list[Review]:
    """The events that stand, in replay order: by (time, event id), without undone events and tombstones."""
    events = list(log)
    undone = {event.target for event in events if event.kind == "undo"}
    standing = (event for event in events if event.kind != "undo" and event.event_id not in undone)
    return sorted(standing, key=lambda event: (event.moment.utc_ms, event.event_id))


def progress(log: Iterable[Review], profile: Profile = "sm2") -> Progress:
    """Replay the events of one card."""
    now = Progress()
    graded_days: set[int] = set()
    for event in live(log):
        now = _after(now, event, first=event.study_day not in graded_days, profile=profile)
        if event.kind == "grade":
            graded_days.add(event.study_day)
    return now


def replay(log: Iterable[Review], profile: Profile = "sm2") -> dict[str, Progress]:
    """Progress of every card that any live event speaks of, with linked cards counted as one."""
    standing = live(log)
    same_as = _links(standing)
    by_card: dict[str, list[Review]] = {}
    for event in standing:
        by_card.setdefault(_root(event.card, same_as), []).append(event)
    return {card: progress(events, profile) for card, events in by_card.items()}


def _links(standing: Iterable[Review]) -> dict[str, str]:
    """Which card each linked card turned out to be. Where links contradict each other the later one holds."""
    same_as: dict[str, str] = {}
    for event in standing:
        if event.kind == "link" and event.target and event.target != event.card:
            same_as.pop(event.target, None)
            if _root(event.card, same_as) == event.target:
                del same_as[event.card]
            same_as[event.target] = event.card
    return same_as


def _root(card: str, same_as: dict[str, str]) -> str:
    while card in same_as:
        card = same_as[card]
    return card


def _after(now: Progress, event: Review, *, first: bool, profile: Profile) -> Progress:
    if event.kind == "suspend" or event.kind == "resume":
        return replace(now, suspended=event.kind == "suspend")
    if event.kind not in ("grade", "drill") or event.grade is None:
        return now
    now = replace(now, last_day=event.study_day, last_grade=event.grade, last_ms=event.moment.utc_ms)
    if event.kind == "drill" or not first:
        return now
    memory = sm2_review(now.memory, event.grade, profile)
    return replace(
        now,
        memory=memory,
        due_day=event.study_day + memory.interval_days,
        reviews=now.reviews + 1,
        lapses=now.lapses + (now.memory.repetitions > 0 and memory.repetitions == 0),
    )
