"""Rows of Anki's log → events of ours, told in the order they happened among those that are here already. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from typing import NamedTuple

from quiz.anki.rows import LogRow
from quiz.anki.schedule import ANKI, BUTTONS, BY_HAND, FILTERED, GRADES
from quiz.grades import LONGEST_ANSWER_MS
from quiz.reviews import Kind, Moment, Review, Story, live
from quiz.schedule import study_day
from quiz.sm2 import INTERVAL_CAP, Memory, Profile, review

RESCHEDULED = 5


class Told(NamedTuple):
    """What rows tell, oldest first, and how many were passed over for which reason: `rescheduled`, `unreadable`."""

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
    ) -> Told:
        """The events that `rows` tell and `known`, all that is here of the card, does not.

        `numbers` are the ids of the rows of known events where they are not their time. `due_day` is when the card
        is due there, for a due day that was set by hand.
        """
        ids = numbers or {}
        here = {ids.get(event.event_id, event.moment.utc_ms) for event in known}
        fresh = sorted({row.id: row for row in rows if row.id not in here}.values())
        last = max((row.id for row in fresh), default=0)
        story = Story(self.profile, self.cap_days)
        in_order = merge(
            ((event.moment.utc_ms, event.event_id, event) for event in live(known)),
            ((row.id, _event_id(row, card), row) for row in fresh),
            key=lambda each: each[:2],
        )
        events, skipped = [], Counter[str]()
        for _when, _name, each in in_order:
            if isinstance(each, Review):
                story.tell(each)
            elif kind := kind_of(each):
                event = self._event(card, each, kind, story, due_day if each.id == last else None)
                story.tell(event)
                events.append(event)
            else:
                skipped[_reason(each)] += 1
        return Told(tuple(events), skipped)

    def _event(self, card: str, row: LogRow, kind: Kind, story: Story, due_day: int | None) -> Review:
        moment = Moment(row.id, self.offset_at(row.id))
        day = study_day(moment, self.day_start_hour)
        event = Review(_event_id(row, card), card, moment, day, kind, source=ANKI)
        if kind == "reset":
            return event
        if kind == "due":
            days = due_day - day if due_day is not None else max(0, row.interval)
            return event._replace(shift=days)
        event = event._replace(grade=GRADES[row.ease], duration_ms=max(0, min(row.ms, LONGEST_ANSWER_MS)))
        if row.ease == 1 and story.counts(event):
            return event._replace(grade=_failing_grade(row, story.now.memory))
        return event


def kind_of(row: LogRow) -> Kind | None:
    """What a row is to us; None for what no person decided, or what cannot be.

    A filtered deck that reschedules nothing writes rows without a factor, and so does "Forget".
    """
    if row.ease == 0:
        by_hand: Kind = "due" if row.factor else "reset"
        return by_hand if row.kind == BY_HAND else None
    if row.ease not in GRADES or row.kind not in range(BY_HAND):
        return None
    return "cram" if row.kind == FILTERED and row.factor == 0 else "grade"


def _reason(row: LogRow) -> str:
    return "rescheduled" if row.ease == 0 and row.kind == RESCHEDULED else "unreadable"


def _event_id(row: LogRow, card: str) -> str:
    return f"{row.id:012x}-{ANKI}-{card}"


def _failing_grade(row: LogRow, before: Memory) -> int:
    """Anki has one button for the grades 0–2. A row that another terminal wrote tells them apart by its factor."""
    for grade in sorted((grade for grade, button in enumerate(BUTTONS) if button == 1), reverse=True):
        after = review(before, grade)
        if (after.interval_days, after.ease_hundredths * 10) == (row.interval, row.factor):
            return grade
    return GRADES[1]
