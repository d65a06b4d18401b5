"""What the rows of a collection refer to: note types, decks, the calendar, in either schema that Anki exports.

A note type or deck that cannot be used is skipped and counted; the collection stays readable.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from quiz.anki import schema11, schema18
from quiz.anki.bounded_json import JsonError
from quiz.anki.calendar import calendar
from quiz.anki.database import Database
from quiz.anki.refused import damaged, unknown_version
from quiz.anki.rows import Calendar, NoteType
from quiz.anki.values import LAST_SECOND, MOMENT
from quiz.language import N_

BROKEN_NOTETYPES = N_("note types that are damaged")
BROKEN_DECKS = N_("decks that are damaged")
SCHEMAS = {schema11.VERSION: schema11.describe, schema18.VERSION: schema18.describe}


class Contents(NamedTuple):
    """Note types and decks by id."""

    notetypes: dict[int, NoteType]
    decks: dict[int, str]
    calendar: Calendar
    modified_ms: int
    skipped: Counter[str]


def contents(db: Database) -> Contents:
    """PackageError where the collection has a schema that Anki does not export, or no day to count from."""
    db.require("col")
    created, modified, version = next(db.rows("SELECT crt, mod, ver FROM col LIMIT 1"), (None, None, None))
    if not isinstance(version, int) or not isinstance(created, int) or not 0 < created <= LAST_SECOND:
        raise damaged(db.file, "col")
    if (describe := SCHEMAS.get(version)) is None:
        raise unknown_version(db.file)
    try:
        found = describe(db)
    except JsonError as error:
        raise damaged(db.file, "col") from error
    skipped = Counter({BROKEN_NOTETYPES: found.broken_notetypes, BROKEN_DECKS: found.broken_decks})
    return Contents(
        found.notetypes, found.decks, calendar(created, *found.settings), MOMENT.of(modified) or 0, +skipped
    )
