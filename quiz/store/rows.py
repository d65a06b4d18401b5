"""Rows of the database, and the values they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from quiz.events import Carried, Moment, Review
from quiz.sources import Look

AT_ONCE = 500
EVENT = (
    "event_id, card, utc_ms, offset_minutes, study_day, kind, grade, duration_ms, source, target, shift, batch, carried"
)
MEMORY = (
    "repetitions, interval_days, ease_hundredths, due_day, graded_day, last_day, last_grade, last_ms, reviews, lapses,"
    " excused, buried_day, suspended, flagged, leech"
)
CARD = (
    "uid, id, deck, heading, question, answer, answered, kind, topics, file, line, position, state, note, was, remarks"
)
ENTRY = f"uid, deck, question, answer, kind, coalesce(retagged, topics), file, line, state, note, {MEMORY}"
LIGHT = f"uid, deck, '', '…', kind, coalesce(retagged, topics), file, line, state, note, {MEMORY}"
"""An answered card without its texts, which are most of what there is to read."""


class CardRow(NamedTuple):
    """A card as stored. `heading` is joined by newlines, `topics` by blanks; `state` also knows `linked`, `dropped`.

    `note` is the same for cards that ask the same thing, `was` the question before it was last reworded, `remarks` what
    the notes say of it for papers, joined by blanks.
    """

    uid: str
    id: str | None
    deck: str
    heading: str
    question: str
    answer: str
    answered: int
    kind: str
    topics: str
    file: str
    line: int
    position: int
    state: str
    note: str = ""
    was: str = ""
    remarks: str = ""


class FileRow(NamedTuple):
    """A notes file as last read. `rules` tells apart the topic rules that were in force."""

    path: str
    mtime_ns: int
    size: int
    digest: str
    rules: str

    @property
    def looks(self) -> Look:
        return Look(self.mtime_ns, self.size, self.rules)


def marks(columns: str) -> str:
    return ", ".join("?" * (columns.count(",") + 1))


def places(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Portions that the database takes at once."""
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


def as_review(row: Sequence[Any]) -> Review:
    event_id, card, utc_ms, offset, *rest, carried = row
    event = Review(event_id, card, Moment(utc_ms, offset), *rest)
    return event._replace(carried=Carried(*map(int, carried.split()))) if carried else event


def of_review(event: Review) -> tuple[Any, ...]:
    stood = " ".join(map(str, event.carried)) if event.carried else None
    return (event.event_id, event.card, *event.moment, *event[3:-1], stood)
