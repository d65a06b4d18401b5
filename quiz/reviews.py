"""How replaying the review log gives every card's progress."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from quiz.events import Carried, Kind, Moment, Review
from quiz.fuzz import reach
from quiz.sm2 import INTERVAL_CAP, SECOND_INTERVAL, Memory, Profile
from quiz.sm2 import review as sm2_review

__all__ = [
    "Carried", "Kind", "Moment", "Progress", "Review", "Step",
    "Story", "by_card", "live", "progress", "replay", "steps",
]  # fmt: skip

NEW = Memory()


@dataclass(frozen=True, slots=True)
class Progress:
    """What the log says of one card. Days are ordinals; `due_day` None means never graded (new).

    `graded_day` is the day of the last grade that changed memory; `last_day` and `last_grade` speak of the last
    grade or drill. `reviews` counts the grades that changed memory, `lapses` those that failed a card already
    learned; `excused` are the lapses from before it was rewritten. `buried_day` is the last day it is set aside.
    `leech` says that it was called one elsewhere, whatever its lapses here.
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
    leech: bool = False

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
    story = Story(profile, cap_days)
    for event in live(log):
        before = story.now
        yield event, before, story.tell(event)


class Story:
    """The progress of one card, told event by event in replay order."""

    def __init__(self, profile: Profile = "sm2", cap_days: int = INTERVAL_CAP) -> None:
        self.now = Progress()
        self._graded_days: set[int] = set()
        self._rules = profile, cap_days

    def counts(self, event: Review) -> bool:
        """Whether the event, coming next, is a grade that changes memory: the first one of its study day."""
        return event.kind == "grade" and event.grade is not None and event.study_day not in self._graded_days

    def tell(self, event: Review) -> Progress:
        """The progress after the event."""
        self.now = _after(self.now, event, self.counts(event), *self._rules)
        if event.kind == "grade":
            self._graded_days.add(event.study_day)
        elif event.kind in ("reset", "due") or (event.kind == "carry" and event.shift <= 0):
            # asked anew, perhaps on a day that has seen a grade
            self._graded_days.clear()
        return self.now


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


MARKS: dict[str, dict[str, bool | None]] = {
    "suspend": {"suspended": True},
    "resume": {"suspended": False, "buried_day": None},
    "flag": {"flagged": True},
    "unflag": {"flagged": False},
    "leech": {"leech": True},
}
"""What some kinds of events change, whatever was before."""


def _after(now: Progress, event: Review, counts: bool, profile: Profile, cap_days: int) -> Progress:
    match event.kind:
        case "bury":
            return replace(now, buried_day=event.study_day)
        case "rewritten":
            return replace(now, excused=now.lapses, leech=False)
        case "due":
            return replace(now, due_day=event.study_day + event.shift)
        case "carry" if event.carried is not None:
            return _carried(now, event, event.carried)
        case "reset":
            return Progress(suspended=now.suspended, flagged=now.flagged, buried_day=now.buried_day)
        case "grade" | "drill" if event.grade is not None:
            if counts:
                return _graded(now, event, event.grade, profile, cap_days)
            return replace(now, last_day=event.study_day, last_grade=event.grade, last_ms=event.moment.utc_ms)
        case kind:
            return replace(now, **MARKS.get(kind, {}))  # type: ignore[arg-type]  # the table names fields of Progress


def _carried(now: Progress, event: Review, stood: Carried) -> Progress:
    """Go on from there. SM-2's first steps, one day and six, are behind a card whose interval is as long as they."""
    repetitions = min(1, stood.interval_days)
    if stood.interval_days >= SECOND_INTERVAL:
        repetitions = max(2, now.memory.repetitions)
    return replace(
        now,
        memory=Memory(repetitions, max(1, stood.interval_days), stood.ease_hundredths),
        due_day=event.study_day + event.shift,
        lapses=max(now.lapses, stood.lapses),
    )


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
