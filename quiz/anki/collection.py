"""The SQLite database of a package, in Anki's schema 11. genanki gives the schema, the decks and the note type.

The rows are written here: genanki's own row writer stamps the time of the export on every note, gives every note
a new number, runs a quadratic regex over every field and leaves its temporary database behind.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from operator import attrgetter
from typing import NamedTuple

from quiz.anki.decks import decks
from quiz.anki.rows import LogRow
from quiz.anki.schedule import Schedule
from quiz.anki.types import BASIC, BETWEEN, NoteType

CREATED = 1_262_347_200
"""2010-01-01 12:00 UTC in seconds: day 0 of the due days, on every machine whatever its time zone."""

INDEXES = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
"""Anki reads a package from end to end. With these it is larger by two thirds: numbers of notes do not compress."""
PAGE_BYTES = 16384
"""Four times SQLite's own: fewer pages are filled in less time, and the package is no larger."""
NOTE_ROW = "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, 0, 0, '')"
CARD_ROW = f"INSERT INTO cards VALUES ({', '.join('?' * 18)})"
LOG_ROW = "INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)"


class Note(NamedTuple):
    """A note and its one card, which bears the number of the note, with the log of that card.

    `mod` in seconds since 1970, `fields` joined.
    """

    note_id: int
    guid: str
    mod: int
    deck: str
    tags: tuple[str, ...]
    fields: str
    schedule: Schedule
    log: Sequence[LogRow] = ()
    kind: NoteType = BASIC


def collection(notes: Sequence[Note], mods: Mapping[str, int], day_start_hour: int) -> bytes:
    """The database as a file holds it. `mods` are those of the note types, by their keys."""
    import genanki

    named = decks(note.deck for note in notes)
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        genanki.Package([]).write_to_db(db.cursor(), 0, iter(()))
        for (index,) in db.execute(INDEXES).fetchall():
            db.execute(f"DROP INDEX {index}")
        conf, stock = map(json.loads, db.execute("SELECT conf, decks FROM col").fetchone())
        conf |= {"schedVer": 2, "sched2021": True, "creationOffset": 0, "rollover": day_start_hour}
        stock |= {str(number): genanki.Deck(number, name).to_json() for number, name in named.values()}
        kinds = {note.kind.number: note.kind for note in notes}
        notetypes = {str(number): kind.written(mods[kind.key]) for number, kind in kinds.items()}
        columns = (CREATED, *map(json.dumps, (conf, stock, notetypes)))
        db.execute("UPDATE col SET crt = ?, conf = ?, decks = ?, models = ?", columns)
        notes = sorted(notes, key=attrgetter("note_id"))  # SQLite appends what comes in order
        db.executemany(NOTE_ROW, map(_note_row, notes))
        db.executemany(CARD_ROW, (_card_row(note, named[note.deck.casefold()][0]) for note in notes))
        db.executemany(LOG_ROW, (row for note in notes for row in note.log))
        db.commit()
        return db.serialize()


def _note_row(note: Note) -> tuple[object, ...]:
    tags, sort = f" {' '.join(note.tags)} ", note.fields[: note.fields.index(BETWEEN)]
    return (note.note_id, note.guid, note.kind.number, note.mod, tags, note.fields, sort)


def _card_row(note: Note, deck_id: int) -> tuple[object, ...]:
    template, never_synced = 0, -1
    return (note.note_id, note.note_id, deck_id, template, note.mod, never_synced, *note.schedule)
