"""The review log as values, and how replaying it gives every card's progress."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from quiz.fuzz import reach
from quiz.sm2 import INTERVAL_CAP, Memory, Profile
from quiz.sm2 import review as sm2_review

Kind = Literal[
    "grade", "drill", "cram", "due", "reset", "suspend", "resume", "bury", "flag", "unflag", "rewritten", "link",
    "split", "drop", "retag", "undo",
]  # fmt: skip
"""grade: an answer within the schedule. drill: a same-day repeat (SM-2 step 7). cram: practice outside the
schedule. due: asked `shift` days from then on. reset: learned anew from nothing. suspend: set aside. bury: set
aside until the next study day. resume: no longer set aside. flag/unflag: marked by the person. rewritten: a leech
begins its count of lapses anew. link: `target` is the card that turned out to be `card`. split: `card` is not
`target`, which it was taken for. drop: an orphan that is shown no more. retag: its topics were changed by hand.
undo: a tombstone on the event `target`. Only grade and reset change memory."""


class Moment(NamedTuple):
    """A point in time as the person lived it: UTC in ms since 1970 and the local offset in minutes."""

    utc_ms: int
    offset_minutes: int = 0


class Review(NamedTuple):
    """One event of the append-only log. `study_day` is the proleptic ordinal stamped when it happened.

    `shift` says for a grade by how many days its due day was moved, for `due` in how many days the card is due.
    Events of one act have the `batch` of its first event.
    """

    event_id: str
    card: str
    moment: Moment
    study_day: int
    kind: Kind
    grade: int | None = None
    duration_ms: int = 0
    source: str = "terminal"
    target: str | None = None
    shift: int = 0
    batch: str | None = None


NEW = Memory()


@dataclass(frozen=True, slots=True)
class Progress:
    """What the log says of one card. Days are ordinals; `due_day` None means never graded (new).

    `graded_day` is the day of the last grade that changed memory; `last_day` and `last_grade` speak of the last
    grade or drill. `reviews` counts the grades that changed memory, `lapses` those that failed a card already
    learned; `excused` are the lapses from before it was rewritten. `buried_day` is the last day it is set aside.
    """

    memory: Memory = NEW
    due_day: int | None = None
    graded_day: int | None = None
    last_day: int | None = None
    last_grade: int | None = None
    last_ms: int = 0
    reviews: int = 0
    lapses: int = 0
    excused: int = 0
    buried_day: int | None = None
    suspended: bool = False
    flagged: bool = False

    @property
    def is_new(self) -> bool:
        return self.due_day is None


Step = tuple[Review, Progress, Progress]
"""An event, and the progress before and after it."""


def live(log: Iterable[Review]) -> list[Review]:
    """The events that stand, in replay order: by (time, event id), without undone events and tombstones."""
    events = list(log)
    undone = {event.target for event in events if event.kind == "undo"}
    standing = (event for event in events if event.kind != "undo" and event.event_id not in undone)
    return sorted(standing, key=lambda event: (event.moment.utc_ms, event.event_id))


def progress(log: Iterable[Review], profile: Profile = "sm2", cap_days: int = INTERVAL_CAP) -> Progress:
    """Replay the events of one card."""
    last = deque(steps(log, profile, cap_days), maxlen=1)
    return last[0][2] if last else Progress()


def steps(log: Iterable[Review], profile: Profile = "sm2", cap_days: int = INTERVAL_CAP) -> Iterator[Step]:
    """Replay the events of one card: each that stands, with the progress before and after it."""
    now = Progress()
    graded_days: set[int] = set()
    for event in live(log):
        before = now
        now = _after(now, event, first=event.study_day not in graded_days, profile=profile, cap_days=cap_days)
        if event.kind == "grade":
            graded_days.add(event.study_day)
        elif event.kind in ("reset", "due"):  # asked anew, perhaps on a day that has seen a grade
            graded_days.clear()
        yield event, before, now


def by_card(log: Iterable[Review]) -> dict[str, list[Review]]:
    """The events that stand of every card they speak of, linked cards counted as one."""
    standing = live(log)
    same_as = _links(standing)
    found: dict[str, list[Review]] = {}
    for event in standing:
        found.setdefault(_root(event.card, same_as), []).append(event)
    return found


def replay(log: Iterable[Review], profile: Profile = "sm2", cap_days: int = INTERVAL_CAP) -> dict[str, Progress]:
    """Progress of every card that any live event speaks of, with linked cards counted as one."""
    return {card: progress(events, profile, cap_days) for card, events in by_card(log).items()}


def _links(standing: Iterable[Review]) -> dict[str, str]:
    """Which card each linked card turned out to be. Where links contradict each other the later one holds."""
    same_as: dict[str, str] = {}
    for event in standing:
        if event.kind == "link" and event.target and event.target != event.card:
            same_as.pop(event.target, None)
            if _root(event.card, same_as) == event.target:
                del same_as[event.card]
            same_as[event.target] = event.card
        elif event.kind == "split" and same_as.get(event.card) == event.target:
            del same_as[event.card]
    return same_as


def _root(card: str, same_as: dict[str, str]) -> str:
    while card in same_as:
        card = same_as[card]
    return card


def _after(now: Progress, event: Review, *, first: bool, profile: Profile, cap_days: int) -> Progress:
    match event.kind:
        case "suspend":
            return replace(now, suspended=True)
        case "resume":
            return replace(now, suspended=False, buried_day=None)
        case "bury":
            return replace(now, buried_day=event.study_day)
        case "flag" | "unflag":
            return replace(now, flagged=event.kind == "flag")
        case "rewritten":
            return replace(now, excused=now.lapses)
        case "due":
            return replace(now, due_day=event.study_day + event.shift)
        case "reset":
            return Progress(suspended=now.suspended, flagged=now.flagged, buried_day=now.buried_day)
        case "grade" | "drill" if event.grade is not None:
            if event.kind == "grade" and first:
                return _graded(now, event, event.grade, profile, cap_days)
            return replace(now, last_day=event.study_day, last_grade=event.grade, last_ms=event.moment.utc_ms)
        case _:
            return now


def _graded(now: Progress, event: Review, grade: int, profile: Profile, cap_days: int) -> Progress:
    """SM-2's step. A due day that was moved stays within reach of an interval that is another one by now."""
    memory = sm2_review(now.memory, grade, profile, cap_days)
    room = reach(memory.interval_days)
    shift = max(-room, min(room, event.shift))
    return replace(
        now,
        memory=memory,
        due_day=event.study_day + memory.interval_days + shift,
        graded_day=event.study_day,
        last_day=event.study_day,
        last_grade=grade,
        last_ms=event.moment.utc_ms,
        reviews=now.reviews + 1,
        lapses=now.lapses + (now.memory.repetitions > 0 and memory.repetitions == 0),
    )
