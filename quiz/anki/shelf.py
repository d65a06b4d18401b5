"""Rows by key in an SQLite file that may vanish, be damaged or be in use: then there is nothing on the shelf."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

LARGEST_BYTES = 200_000_000
"""Where the file holds more, the older half of its rows is let go."""
PATIENCE_SECONDS = 2.0

TABLE = "CREATE TABLE IF NOT EXISTS rendered (id INTEGER PRIMARY KEY, key BLOB UNIQUE, note, checksum)"
COUNT = "SELECT count(*) FROM rendered"
ALL = "SELECT key, note, checksum FROM rendered"
FIND = f"{ALL} WHERE key IN ({{places}})"
KEYS_A_QUERY = 500
MANY = 0.5
"""Who asks for a larger part of the rows has all of them read from end to end, in half the time."""
ADD = "INSERT OR REPLACE INTO rendered (key, note, checksum) VALUES (?, ?, ?)"
DROP = (
    "DELETE FROM rendered WHERE id IN"
    " (SELECT id FROM rendered ORDER BY id LIMIT (SELECT (count(*) + 1) / 2 FROM rendered))"
)
USED = (
    "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
)

IN_THE_WAY = frozenset(
    {
        *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY),
        *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM),
    }
)
"""What SQLite says of a file that is sound and cannot be used now; anything else means that it is damaged."""


Row = tuple[bytes, bytes, int]
"""A key, what is kept under it, and the checksum of both."""


class Shelf:
    """No method fails: a shelf that cannot be used is empty, and a damaged one is replaced by a new one."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._db: sqlite3.Connection | None = None
        self._replaced = False
        with suppress(OSError):  # without its folder there is no shelf
            if file:
                file.parent.mkdir(parents=True, exist_ok=True)
                self._open(file)

    def find(self, keys: Sequence[bytes]) -> dict[bytes, Row]:
        """The rows of these keys, and perhaps of others, as they were added unless the file was tampered with."""
        try:
            return {row[0]: row for row in self._rows(keys)}
        except sqlite3.DatabaseError as error:
            self._part(error)
            return {}

    def add(self, rows: Sequence[Row]) -> None:
        try:
            self._add(rows)
        except sqlite3.DatabaseError as error:
            self._part(error)

    def close(self) -> None:
        if self._db:
            self._db.close()
        self._db = None

    def _rows(self, keys: Sequence[bytes]) -> Iterator[Row]:
        if self._db is None:
            return
        if len(keys) > MANY * self._db.execute(COUNT).fetchone()[0]:
            yield from self._db.execute(ALL)
            return
        for first in range(0, len(keys), KEYS_A_QUERY):
            some = keys[first : first + KEYS_A_QUERY]
            yield from self._db.execute(FIND.format(places=", ".join("?" * len(some))), some)

    def _open(self, file: Path) -> None:
        try:
            self._db = sqlite3.connect(file, timeout=PATIENCE_SECONDS)
            self._db.execute("PRAGMA synchronous = OFF")  # what a power cut spoils is found out and made anew
            self._db.execute(TABLE)
        except sqlite3.DatabaseError as error:
            self._part(error)

    def _add(self, rows: Sequence[Row]) -> None:
        if self._db is None:
            return
        with self._db as db:
            db.executemany(ADD, rows)
            while db.execute(USED).fetchone()[0] > LARGEST_BYTES and db.execute(DROP).rowcount:
                pass

    def _part(self, error: sqlite3.DatabaseError) -> None:
        """Do without a file that is in use; begin a new one in the place of a damaged one, but only once."""
        self.close()
        in_the_way = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in IN_THE_WAY
        if in_the_way or self._replaced or self._file is None:
            return
        self._replaced = True
        with suppress(OSError):  # another process holds it
            self._file.unlink(missing_ok=True)
            self._open(self._file)
