"""One process at a time: a lock on a file, which the system takes back however the process ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from quiz import disk
from quiz.errors import SyncError
from quiz.language import _

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock for the block; SyncError where another process holds it, or the folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    except OSError as error:
        told = _("{path} cannot be written: {reason}.").format(path=error.filename or path, reason=disk.reason(error))
        hint = _("Check the rights of its folder and the space on the disk, or set QUIZ_HOME to another folder.")
        raise SyncError(told, hint) from error
    with file:
        try:
            _lock(file)
        except OSError as error:
            raise SyncError(_("another `quiz sync` is at work."), _("Wait until it is done.")) from error
        yield
