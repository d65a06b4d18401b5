"""The shape of the database, how it grows from version to version, and its copies.

Each migration runs in one transaction after a backup; its place in the tuple is the version it leads to.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

from quiz.errors import StoreError
from quiz.language import _

MIGRATIONS = (
    """
    CREATE TABLE sources (
        path TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('file', 'folder', 'bundled'))
    ) STRICT;
    CREATE TABLE files (
        path TEXT PRIMARY KEY, mtime_ns INTEGER NOT NULL, size INTEGER NOT NULL,
        digest TEXT NOT NULL, rules TEXT NOT NULL
    ) STRICT;
    CREATE TABLE cards (
        uid TEXT PRIMARY KEY, id TEXT, deck TEXT NOT NULL, heading TEXT NOT NULL,
        question TEXT NOT NULL, answer TEXT NOT NULL, answered INTEGER NOT NULL, kind TEXT NOT NULL,
        topics TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL, position INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('live', 'orphan', 'linked'))
    ) STRICT;
    CREATE INDEX cards_by_place ON cards (file, position);
    CREATE TABLE events (
        event_id TEXT PRIMARY KEY, card TEXT NOT NULL, utc_ms INTEGER NOT NULL, offset_minutes INTEGER NOT NULL,
        study_day INTEGER NOT NULL, kind TEXT NOT NULL, grade INTEGER CHECK (grade BETWEEN 0 AND 5),
        duration_ms INTEGER NOT NULL, source TEXT NOT NULL, target TEXT
    ) STRICT;
    CREATE INDEX events_by_card ON events (card);
    CREATE INDEX undone ON events (target) WHERE kind = 'undo';
    CREATE INDEX links ON events (card) WHERE kind = 'link';
    CREATE TRIGGER log_keeps_every_event BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
    CREATE TRIGGER log_replaces_no_event BEFORE INSERT ON events
        WHEN EXISTS (SELECT 1 FROM events WHERE event_id = NEW.event_id)
        BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
    CREATE TRIGGER log_changes_no_event BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
    CREATE TABLE memories (
        card TEXT PRIMARY KEY, repetitions INTEGER NOT NULL, interval_days INTEGER NOT NULL,
        ease_hundredths INTEGER NOT NULL, due_day INTEGER, last_day INTEGER, last_grade INTEGER,
        last_ms INTEGER NOT NULL, reviews INTEGER NOT NULL, lapses INTEGER NOT NULL, suspended INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX memories_by_due_day ON memories (due_day);
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE exports (
        key TEXT PRIMARY KEY, note_id INTEGER NOT NULL, digest TEXT NOT NULL, mod INTEGER NOT NULL
    ) STRICT;
    """,
    """
    ALTER TABLE events ADD COLUMN shift INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE events ADD COLUMN batch TEXT;
    CREATE INDEX events_by_day ON events (study_day);
    CREATE INDEX events_by_batch ON events (batch) WHERE batch IS NOT NULL;
    DROP TABLE memories;
    CREATE TABLE memories (
        card TEXT PRIMARY KEY, repetitions INTEGER NOT NULL, interval_days INTEGER NOT NULL,
        ease_hundredths INTEGER NOT NULL, due_day INTEGER, graded_day INTEGER, last_day INTEGER, last_grade INTEGER,
        last_ms INTEGER NOT NULL, reviews INTEGER NOT NULL, lapses INTEGER NOT NULL, excused INTEGER NOT NULL,
        buried_day INTEGER, suspended INTEGER NOT NULL, flagged INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX memories_by_due_day ON memories (due_day);
    CREATE INDEX memories_by_graded_day ON memories (graded_day);
    DELETE FROM meta WHERE key = 'profile';
    ALTER TABLE cards RENAME TO old_cards;
    CREATE TABLE cards (
        uid TEXT PRIMARY KEY, id TEXT, deck TEXT NOT NULL, heading TEXT NOT NULL,
        question TEXT NOT NULL, answer TEXT NOT NULL, answered INTEGER NOT NULL, kind TEXT NOT NULL,
        topics TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL, position INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('live', 'orphan', 'linked', 'dropped')),
        note TEXT NOT NULL, was TEXT NOT NULL, retagged TEXT
    ) STRICT;
    INSERT INTO cards SELECT *, '', '', NULL FROM old_cards;
    DROP TABLE old_cards;
    CREATE INDEX cards_by_place ON cards (file, position);
    CREATE INDEX cards_by_note ON cards (note);
    CREATE INDEX cards_by_group ON cards (file, deck, coalesce(retagged, topics), state, answered, position, uid);
    CREATE INDEX cards_to_ask ON cards (uid, deck, note) WHERE state = 'live' AND answered;
    UPDATE files SET rules = '';
    """,
    """
    DROP TABLE memories;
    CREATE TABLE memories (
        card TEXT PRIMARY KEY, repetitions INTEGER NOT NULL, interval_days INTEGER NOT NULL,
        ease_hundredths INTEGER NOT NULL, due_day INTEGER, graded_day INTEGER, last_day INTEGER, last_grade INTEGER,
        last_ms INTEGER NOT NULL, reviews INTEGER NOT NULL, lapses INTEGER NOT NULL, excused INTEGER NOT NULL,
        buried_day INTEGER, suspended INTEGER NOT NULL, flagged INTEGER NOT NULL, leech INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX memories_by_due_day ON memories (due_day);
    CREATE INDEX memories_by_graded_day ON memories (graded_day);
    DELETE FROM meta WHERE key = 'profile';
    CREATE INDEX events_by_time ON events (utc_ms);
    CREATE INDEX events_here ON events (source) WHERE source = 'terminal';
    CREATE TABLE anki_cards (
        guid TEXT NOT NULL, ord INTEGER NOT NULL, card TEXT NOT NULL, PRIMARY KEY (guid, ord)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX anki_cards_by_card ON anki_cards (card);
    CREATE TABLE anki_marks (
        card TEXT PRIMARY KEY, suspended INTEGER NOT NULL, flagged INTEGER NOT NULL, leech INTEGER NOT NULL,
        at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE anki_rows (event_id TEXT PRIMARY KEY, row INTEGER NOT NULL UNIQUE) STRICT, WITHOUT ROWID;
    CREATE TABLE anki_texts (
        key TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (key, digest)
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE cards ADD COLUMN remarks TEXT NOT NULL DEFAULT '';
    CREATE INDEX cards_with_remarks ON cards (uid, remarks) WHERE remarks != '';
    UPDATE files SET rules = '';
    """,
    """
    ALTER TABLE events ADD COLUMN carried TEXT;
    """,
    """
    CREATE TABLE anki_tags (tag TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    """,
)
BACKUPS_KEPT = 14
BUSY_SECONDS = 10


def connect(path: Path) -> sqlite3.Connection:
    """Open the database, brought to the present version. sqlite3.DatabaseError, OSError: it cannot be used."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    with ExitStack() as failing:
        failing.callback(connection.close)
        _use_wal(connection)
        connection.execute("PRAGMA synchronous = FULL")
        _migrate(connection, path)
        failing.pop_all()
    return connection


def backup(connection: sqlite3.Connection, path: Path, name: str) -> Path:
    """Copy the whole database to `backups/` beside it; the copy has its name only once it is complete."""
    folder = path.parent / "backups"
    folder.mkdir(exist_ok=True)
    target, unfinished = folder / f"{name}.db", folder / f".{name}-{os.getpid()}.part"
    try:
        with closing(sqlite3.connect(unfinished)) as copy:
            connection.backup(copy)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def daily_backup(connection: sqlite3.Connection, path: Path, today: int) -> None:
    """One copy a study day, taken before the first use of it; the last fourteen stay."""
    name = f"quiz-{date.fromordinal(today).isoformat()}"
    folder = path.parent / "backups"
    if (folder / f"{name}.db").exists() or not connection.execute("SELECT 1 FROM cards LIMIT 1").fetchone():
        return
    backup(connection, path, name)
    for old in sorted(folder.glob("quiz-????-??-??.db"))[:-BACKUPS_KEPT]:
        old.unlink(missing_ok=True)


def _use_wal(connection: sqlite3.Connection) -> None:
    """Let readers not wait for writers. SQLite never waits to switch; who is too late finds it done next time."""
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    version = _version(connection)
    if version > len(MIGRATIONS):
        told = _("{path} was written by a newer version of quiz (its version {version}, ours {ours}).")
        raise StoreError(
            told.format(path=path, version=version, ours=len(MIGRATIONS)), _("Update quiz; nothing was changed.")
        )
    for number in range(version + 1, len(MIGRATIONS) + 1):
        if version and _version(connection) < number:
            backup(connection, path, f"before-version-{number}")
        connection.execute("BEGIN IMMEDIATE")
        if _version(connection) < number:  # another process may have been quicker
            for statement in _statements(MIGRATIONS[number - 1]):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")


def _statements(script: str) -> list[str]:
    """The single statements of a script (`executescript` would commit in between)."""
    statements, pending = [], ""
    for part in script.split(";"):
        pending += part + ";"
        if sqlite3.complete_statement(pending):
            statements.append(pending)
            pending = ""
    return statements
