"""Rows of Anki's log → events of ours, told in the order they happened among those that are here already. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quiz.anki.rows import LogRow
from quiz.anki.schedule import (
    ANKI,
    BY_HAND,
    FILTERED,
    GRADES,
    LEAST_FACTOR,
    RELEARNING,
    carried,
    event_id,
    exact_grade,
)
from quiz.fuzz import reach
from quiz.grades import LONGEST_ANSWER_MS
from quiz.language import N_
from quiz.reviews import Carried, Kind, Moment, Review, Story, live
from quiz.schedule import study_day
from quiz.sm2 import INTERVAL_CAP, Profile, review

RESCHEDULED = 5
SCHEDULING = ("grade", "due", "reset", "carry")
"""The kinds of events after which a card is due on another day."""
NO_ANSWER = N_("rows of rescheduling, which are no answers")
UNREADABLE = N_("reviews that are damaged")


class Told(NamedTuple):
    """What rows tell, oldest first, and how many were passed over by reason: a message for `quiz.language`."""

    events: tuple[Review, ...]
    skipped: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reader:
    """How rows are read: the offset of local time (minutes) at a moment in ms, and the rules of replaying."""

    offset_at: Callable[[int], int]
    day_start_hour: int = 4
    profile: Profile = "sm2"
    cap_days: int = INTERVAL_CAP

    def told(
        self,
        card: str,
        rows: Iterable[LogRow],
        known: Sequence[Review] = (),
        numbers: Mapping[str, int] | None = None,
        due_day: int | None = None,
        withdrawn: Collection[int] = (),
    ) -> Told:
        """The events that `rows` tell and `known`, all that is here of the card, does not.

        `numbers` are the ids of the rows of known events where they are not their time. `due_day` is when the card
        is due there: the last row that scheduled it may tell of less. Rows that are `withdrawn` were taken back.
        """
        ids = numbers or {}
        here = {ids.get(event.event_id, event.moment.utc_ms) for event in known}
        fresh = sorted({row.id: row for row in rows if row.id not in here}.values())
        last = max((row.id for row in fresh if kind_of(row) in SCHEDULING and row.id not in withdrawn), default=0)
        story = Story(self.profile, self.cap_days)
        in_order: list[tuple[int, str, Review | LogRow]] = [
            *((event.moment.utc_ms, event.event_id, event) for event in live(known)),
            *((row.id, event_id(row.id, card), row) for row in fresh),
        ]
        events, skipped = [], Counter[str]()
        for _when, _name, each in sorted(in_order, key=lambda each: each[:2]):
            if isinstance(each, Review):
                story.tell(each)
            elif kind := kind_of(each):
                event = self.event(card, each, kind, story, due_day if each.id == last else None)
                if each.id not in withdrawn:
                    story.tell(event)
                events.append(event)
            else:
                skipped[_reason(each)] += 1
        return Told(tuple(events), skipped)

    def event(self, card: str, row: LogRow, kind: Kind, story: Story, due_day: int | None = None) -> Review:
        """What a row tells that comes next in a story. `due_day` is when the card is due since then, where known."""
        moment = Moment(row.id, self.offset_at(row.id))
        day = study_day(moment, self.day_start_hour)
        event = Review(event_id(row.id, card), card, moment, day, kind, source=ANKI)
        if kind == "reset":
            return event
        if kind == "carry":
            return event._replace(shift=row.last_interval, carried=carried(row))
        if kind == "due":
            event = event._replace(shift=due_day - day if due_day is not None else max(0, row.interval))
            if 0 < row.last_interval != row.interval > 0:  # "Set due date" with `!`: the interval goes with the day
                stood = Carried(row.interval, max(LEAST_FACTOR, row.factor) // 10, 0)
                return event._replace(kind="carry", carried=stood)
            return event
        exact = exact_grade(row)
        grade = GRADES[row.ease] if exact is None else exact
        event = event._replace(grade=grade, duration_ms=max(0, min(row.ms, LONGEST_ANSWER_MS)))
        if exact is not None and due_day is not None and story.counts(event):
            return event._replace(shift=self._shift(row, exact, story, due_day - day))
        return event

    def _shift(self, row: LogRow, grade: int, story: Story, days: int) -> int:
        """By how many days the terminal that wrote a row moved the due day, where both replay to the same interval."""
        interval = review(story.now.memory, grade, self.profile, self.cap_days).interval_days
        moved = days - interval
        return moved if row.interval == interval and abs(moved) <= reach(interval) else 0


def kind_of(row: LogRow) -> Kind | None:
    """What a row is to us; None for what no person decided, or what cannot be.

    A filtered deck that reschedules nothing writes rows without a factor, and so does "Forget". A step of relearning
    that leaves an interval of days as it was is a repeat that a terminal wrote: Anki's are in seconds.
    """
    if row.ease == 0:
        by_hand: Kind = "carry" if carried(row) else "due" if row.factor else "reset"
        return by_hand if row.kind == BY_HAND else None
    if row.ease not in GRADES or row.kind not in range(BY_HAND):
        return None
    if row.kind == FILTERED and row.factor == 0:
        return "cram"
    return "drill" if row.kind == RELEARNING and row.interval == row.last_interval >= 0 else "grade"


def _reason(row: LogRow) -> str:
    return NO_ANSWER if row.ease == 0 and row.kind == RESCHEDULED else UNREADABLE
