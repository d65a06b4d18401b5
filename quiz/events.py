"""The events of the review log as values. Light to import: a prompt only counts what they led to."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal[
    "grade", "drill", "cram", "due", "reset", "carry", "suspend", "resume", "bury", "flag", "unflag", "leech",
    "rewritten", "link", "split", "drop", "retag", "undo",
]  # fmt: skip
"""grade: an answer within the schedule. drill: a same-day repeat (SM-2 step 7). cram: practice outside the
schedule. due: asked `shift` days from then on. reset: learned anew from nothing. carry: goes on as
`carried` says, from another program. suspend: set aside. bury: set
aside until the next study day. resume: no longer set aside. flag/unflag: marked by the person. leech: called one
elsewhere. rewritten: a leech begins its count of lapses anew. link: `target` is the card that turned out to be
`card`. split: `card` is not `target`, which it was taken for. drop: an orphan that is shown no more. retag: its
topics were changed by hand. undo: a tombstone on the event `target`. Only grade, reset and carry
change memory."""


TERMINAL = "terminal"
"""The source of what was done on this machine; `anki` is the other."""


class Moment(NamedTuple):
    """A point in time as the person lived it: UTC in ms since 1970 and the local offset in minutes."""

    utc_ms: int
    offset_minutes: int = 0


class Carried(NamedTuple):
    """How a card stood in another program that it was learned in: interval in days, ease factor in hundredths.

    An interval of 0 is that of a card that failed and is learned again.
    """

    interval_days: int
    ease_hundredths: int
    lapses: int = 0


class Review(NamedTuple):
    """One event of the append-only log. `study_day` is the proleptic ordinal stamped when it happened.

    `shift` says for a grade by how many days its due day was moved, for `due` and `carry` in how many days the
    card is due.
    Events of one act have the `batch` of its first event.
    """

    event_id: str
    card: str
    moment: Moment
    study_day: int
    kind: Kind
    grade: int | None = None
    duration_ms: int = 0
    source: str = TERMINAL
    target: str | None = None
    shift: int = 0
    batch: str | None = None
    carried: Carried | None = None
