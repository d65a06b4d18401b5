"""The SQLite database of a package, in Anki's schema 11. genanki gives the schema, the decks and the note type.

The rows are written here: genanki's own row writer stamps the time of the export on every note, gives every note
a new number, runs a quadratic regex over every field and leaves its temporary database behind.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from operator import attrgetter

from quiz.anki.decks import decks
from quiz.anki.notetype import NOTETYPE_ID, notetype
from quiz.anki.rows import LogRow
from quiz.anki.schedule import Schedule

CREATED = 1_262_347_200
"""2010-01-01 12:00 UTC in seconds: day 0 of the due days, on every machine whatever its time zone."""

INDEXES = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
"""Anki reads a package from end to end. With these it is larger by two thirds: numbers of notes do not compress."""
NOTE_ROW = "INSERT INTO notes VALUES (:id, :guid, :notetype, :mod, -1, :tags, :fields, :sort, 0, 0, '')"
CARD_ROW = f"INSERT INTO cards VALUES ({', '.join('?' * 18)})"
LOG_ROW = "INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Note:
    """A note and its one card, which bears the number of the note, with the log of that card.

    `mod` in seconds since 1970.
    """

    note_id: int
    guid: str
    mod: int
    deck: str
    tags: tuple[str, ...]
    fields: tuple[str, ...]
    schedule: Schedule
    log: tuple[LogRow, ...] = ()


def collection(notes: Sequence[Note], notetype_mod: int, day_start_hour: int) -> bytes:
    """The database as a file holds it."""
    import genanki

    named = decks(note.deck for note in notes)
    with closing(sqlite3.connect(":memory:")) as db:
        genanki.Package([]).write_to_db(db.cursor(), 0, iter(()))
        for (index,) in db.execute(INDEXES).fetchall():
            db.execute(f"DROP INDEX {index}")
        conf, stock = map(json.loads, db.execute("SELECT conf, decks FROM col").fetchone())
        conf |= {"schedVer": 2, "sched2021": True, "creationOffset": 0, "rollover": day_start_hour}
        stock |= {str(number): genanki.Deck(number, name).to_json() for number, name in named.values()}
        notetypes = {str(NOTETYPE_ID): notetype(notetype_mod)}
        columns = (CREATED, *map(json.dumps, (conf, stock, notetypes)))
        db.execute("UPDATE col SET crt = ?, conf = ?, decks = ?, models = ?", columns)
        notes = sorted(notes, key=attrgetter("note_id"))  # SQLite appends what comes in order
        db.executemany(NOTE_ROW, map(_note_row, notes))
        db.executemany(CARD_ROW, (_card_row(note, named[note.deck.casefold()][0]) for note in notes))
        db.executemany(LOG_ROW, (row for note in notes for row in note.log))
        db.commit()
        return db.serialize()


def _note_row(note: Note) -> dict[str, object]:
    return {
        "id": note.note_id,
        "guid": note.guid,
        "notetype": NOTETYPE_ID,
        "mod": note.mod,
        "tags": f" {' '.join(note.tags)} ",
        "fields": "\x1f".join(note.fields),
        "sort": note.fields[0],
    }


def _card_row(note: Note, deck_id: int) -> tuple[object, ...]:
    template, never_synced = 0, -1
    return (note.note_id, note.note_id, deck_id, template, note.mod, never_synced, *note.schedule)
