"""The SQLite file of a package, opened so that neither its schema nor its pages can make us do anything but read.

SQLite may run what a schema holds: views and virtual tables in place of tables, generated columns, triggers. So the
tables we read must be plain ones, and no statement may touch anything but their known columns. Pages that point at
each other can give a small file rows without end: every reading has an allowance of steps by the rows it may give.
`PRAGMA quick_check` would find them too, but it calls values of a wrong type damage, with which Anki itself lives.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from quiz.anki.refused import damaged
from quiz.text import fold

FAULTS = (sqlite3.Error, UnicodeDecodeError)
"""What the module raises over a damaged file; the second where the message quotes a name that is no text."""
Row = tuple[Any, ...]

COLUMNS = {
    "col": ("crt", "mod", "ver", "conf", "models", "decks"),
    "notes": ("id", "guid", "mid", "mod", "tags", "flds"),
    "cards": (
        *("id", "nid", "did", "ord", "mod", "type", "queue", "due", "ivl", "factor", "reps", "lapses", "left"),
        *("odue", "odid", "flags", "data"),
    ),
    "revlog": ("id", "cid", "ease", "ivl", "lastIvl", "factor", "time", "type"),
    "notetypes": ("id", "name", "config"),
    "fields": ("ntid", "ord", "name"),
    "templates": ("ntid", "ord", "name", "config"),
    "decks": ("id", "name"),
    "config": ("KEY", "val"),
}
"""All that is ever read, by table."""

LONGEST_VALUE = 16 << 20
LONGEST_SQL = 2_500
"""Bytes of a table's definition; Anki's longest has 600."""
CACHE_KIB = 8192
STEPS = 2_000
"""SQLite's instructions between two looks at the allowance."""
SCHEMA_STEPS = 30_000
"""Enough for 3,500 tables and indexes; Anki has 30. Each takes memory for as long as the file is open."""
LEAST_STEPS = 2_000_000
STEPS_PER_ROW = 100
"""A card takes some sixty, the look-up by its id included."""
SETTINGS = (
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "query_only = ON",
    "mmap_size = 0",
    "temp_store = MEMORY",
    f"cache_size = -{CACHE_KIB}",
)


class Database:
    """A database at `path`, unpacked from the package `file`. Text comes as bytes. PackageError: it is damaged."""

    def __init__(self, path: Path, file: Path) -> None:
        self.file = file
        self._left = SCHEMA_STEPS
        self._tables: set[str] = set()
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            self._db = sqlite3.connect(uri, uri=True, isolation_level=None)
            with ExitStack() as stack:
                stack.callback(self.close)
                self._harden()
                stack.pop_all()
        except FAULTS as error:
            raise damaged(file, "collection") from error

    def close(self) -> None:
        self._db.close()

    def require(self, *tables: str) -> None:
        """PackageError unless these are plain tables with the columns of COLUMNS; only they can be read from now on."""
        self._db.set_authorizer(None)
        for table in tables:
            self._left = SCHEMA_STEPS
            if not self._is_plain(table):
                raise damaged(self.file, table)
        self._tables.update(tables)
        self._db.set_authorizer(self._allowed)

    def rows(self, sql: str, most: int = 1, *, in_order: bool = False) -> Iterator[Row]:
        """What a SELECT gives, row by row; about `most` rows are looked at.

        `in_order`: the table must be kept in the order that is asked for; nothing is sorted.
        """
        self._left = max(self._left, 0) + LEAST_STEPS + STEPS_PER_ROW * most
        try:
            if in_order and any(b"TEMP B-TREE" in row[3] for row in self._db.execute(f"EXPLAIN QUERY PLAN {sql}")):
                raise damaged(self.file, "collection")
            # Not `yield from`: it would close the cursor with the generator, which repeats the error of a bad page.
            for row in self._db.execute(sql):  # noqa: UP028  # see above
                yield row
        except FAULTS as error:
            raise damaged(self.file, "collection") from error

    def row(self, sql: str, values: Sequence[int] = ()) -> Row | None:
        """The first row, paid from the allowance of the last reading."""
        try:
            found: Row | None = self._db.execute(sql, values).fetchone()
        except FAULTS as error:
            raise damaged(self.file, "collection") from error
        return found

    def _harden(self) -> None:
        db = self._db
        db.text_factory = bytes
        db.set_progress_handler(self._exhausted, STEPS)
        for limit, value in {
            sqlite3.SQLITE_LIMIT_LENGTH: LONGEST_VALUE,
            sqlite3.SQLITE_LIMIT_SQL_LENGTH: LONGEST_SQL,
            sqlite3.SQLITE_LIMIT_ATTACHED: 0,
            sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 0,
            sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
        }.items():
            db.setlimit(limit, value)
        db.create_collation("unicase", _unicase)
        for setting in SETTINGS:
            db.execute(f"PRAGMA {setting}")
        db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()

    def _is_plain(self, table: str) -> bool:
        """Whether it is a table with pages of its own and columns that are stored."""
        try:
            kinds = self._db.execute(
                "SELECT type, rootpage > 0 FROM sqlite_master WHERE lower(name) = ?", (table.lower(),)
            ).fetchall()
            columns = self._db.execute(f"PRAGMA table_xinfo({table})").fetchall()
        except FAULTS as error:
            raise damaged(self.file, table) from error
        stored = {name.lower() for _cid, name, _type, _notnull, _default, _key, hidden in columns if not hidden}
        wanted = {name.lower().encode() for name in COLUMNS[table]}
        return kinds == [(b"table", 1)] and len(stored) == len(columns) and wanted <= stored

    def _allowed(self, action: int, one: str | None, two: str | None, _db: str | None, within: str | None) -> int:
        if action == sqlite3.SQLITE_SELECT:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION and two in ("count", "typeof"):
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ and one and within is None:
            # The column is empty where a statement reads none, only that there are rows.
            columns = ("", *COLUMNS[one.lower()]) if one.lower() in self._tables else ()
            readable = (two or "").lower() in map(str.lower, columns)
            return sqlite3.SQLITE_OK if readable else sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_DENY

    def _exhausted(self) -> bool:
        self._left -= STEPS
        return self._left < 0


def counted(db: Database, tables: Mapping[str, int]) -> dict[str, int]:
    """The rows of each table, whose ids are its order; PackageError past the number given."""
    found = {}
    for table, most in tables.items():
        # count(*) would walk the pages without a look at the allowance, and might trust an index.
        ids = f"SELECT id FROM {table} NOT INDEXED LIMIT {most + 1}"
        ((found[table],),) = db.rows(f"SELECT count(id) FROM ({ids})", most)
        if found[table] > most:
            raise damaged(db.file, table)
        next(db.rows(f"SELECT id FROM {table} NOT INDEXED ORDER BY id", in_order=True), None)
    return found


def _unicase(one: str, two: str) -> int:
    """The order of Anki's names, which schema 18 asks for; we never sort by it."""
    left, right = fold(one), fold(two)
    return (left > right) - (left < right)
