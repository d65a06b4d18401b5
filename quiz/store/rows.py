"""Rows of the database, and the values they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from sys import intern
from typing import Any, NamedTuple

from quiz.entry import Entry
from quiz.reviews import Moment, Progress, Review
from quiz.sm2 import Memory
from quiz.sources import Look

UNSEEN = Progress()
AT_ONCE = 500
EVENT = "event_id, card, utc_ms, offset_minutes, study_day, kind, grade, duration_ms, source, target, shift, batch"
MEMORY = (
    "repetitions, interval_days, ease_hundredths, due_day, graded_day, last_day, last_grade, last_ms, reviews, lapses,"
    " excused, buried_day, suspended, flagged, leech"
)
CARD = (
    "uid, id, deck, heading, question, answer, answered, kind, topics, file, line, position, state, note, was, remarks"
)
ENTRY = f"uid, deck, question, answer, kind, coalesce(retagged, topics), file, line, state, note, {MEMORY}"


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
    event_id, card, utc_ms, offset, *rest = row
    return Review(event_id, card, Moment(utc_ms, offset), *rest)


def as_progress(row: Sequence[Any]) -> Progress:
    return Progress(Memory(*row[:3]), *row[3:12], *map(bool, row[12:]))


def as_entry(row: Sequence[Any]) -> Entry:
    """What many cards share is kept once: of 100,000 cards that is a fifth of the memory."""
    uid, deck, question, answer, kind, topics, file, line, state, note, *memory = row
    now = UNSEEN if memory[0] is None else as_progress(memory)
    deck, kind, file = map(intern, (deck, kind, file))
    return Entry(uid, deck, question, answer, kind, tuple(map(intern, topics.split())), file, line, state, note, now)
