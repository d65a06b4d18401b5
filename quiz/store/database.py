"""One open database: its transactions, and what SQLite and the disk say, as a person is told it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Self

from quiz import disk
from quiz.errors import StoreError, UsageError
from quiz.language import N_, _
from quiz.store import schema

RIGHTS = N_("Check the rights of its folder and the space on the disk, or set QUIZ_HOME to another folder.")
HINTS = {
    sqlite3.SQLITE_BUSY: N_("Another quiz is writing; try again in a moment."),
    sqlite3.SQLITE_CANTOPEN: RIGHTS,
    sqlite3.SQLITE_READONLY: RIGHTS,
    sqlite3.SQLITE_FULL: RIGHTS,
}


class Database:
    """Every writing method is one transaction; errors come as StoreError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._told(), _on_disk(path):
            self._db = schema.connect(path)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def alone(self) -> AbstractContextManager[None]:
        """Keep other processes from writing between what the block reads and what it writes: all of it or nothing."""
        return self._write()

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Whatever the block writes it can read, and afterwards it was never there."""
        with self._told():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            finally:
                self._db.execute("ROLLBACK")

    def daily_backup(self, today: int) -> None:
        with self._told(), _on_disk(self.path):
            schema.daily_backup(self._db, self.path, today)

    @contextmanager
    def _write(self) -> Iterator[None]:
        """One transaction, or a part of the one that is open."""
        if self._db.in_transaction:
            yield
            return
        with self._told(), self._db:  # the connection commits at the end, or rolls back on any exception
            self._db.execute("BEGIN IMMEDIATE")
            yield

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in a sentence what SQLite says in an exception."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            hint = HINTS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
            raise StoreError(
                _("the library {path} cannot be used: {reason}.").format(path=self.path, reason=error),
                _(hint) if hint else _what_is_left(self.path),
            ) from error
        except UnicodeEncodeError as error:
            told = _("{text} is not UTF-8.").format(text=repr(error.object))
            raise UsageError(told, _("Write it in letters and digits.")) from error


def _what_is_left(path: Path) -> str:
    """What a person can go back to where the library is broken."""
    copies = sorted((path.parent / "backups").glob("*"))
    if not copies:
        return _("Your notes are untouched. There is no copy of the library: move it away to begin a new one.")
    return _("Your notes are untouched, and the newest copy is {file}.").format(file=copies[-1])


@contextmanager
def _on_disk(path: Path) -> Iterator[None]:
    """The same for what the disk says of folders and copies."""
    try:
        yield
    except OSError as error:
        told = _("{path} cannot be written: {reason}.").format(path=error.filename or path, reason=disk.reason(error))
        raise StoreError(told, _(RIGHTS)) from error
