"""Which collection of a package is the true one, and how it gets to a file of ours."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from quiz.anki.archive import Archive
from quiz.anki.protobuf import WireError, last_number
from quiz.anki.refused import damaged, no_package, no_room, unknown_version

META = "meta"
LARGEST_META = 1 << 10
META_VERSION = 1
"""Number of the one field that `meta` has."""
COLLECTIONS = {1: "collection.anki2", 2: "collection.anki21", 3: "collection.anki21b"}
"""By the version in `meta`. Beside a later one stands a `collection.anki2` that only asks for a newer Anki."""
MODERN = 3
SQLITE = b"SQLite format 3\0"
JOURNAL = slice(18, 20)
"""Two bytes of an SQLite file: 2, as Anki leaves them, asks for a log beside the file, and 1 for none."""
SPARE = 64 << 20
"""Bytes of the disk that are left to others."""


class Form(NamedTuple):
    """How a package is packed: by its `version`, 1 to 3."""

    version: int

    @property
    def modern(self) -> bool:
        return self.version == MODERN

    @property
    def collection(self) -> str:
        return COLLECTIONS[self.version]


def form(archive: Archive) -> Form:
    """As `meta` says; before there was one, the later collection counted, where there are two."""
    if META not in archive:
        return Form(2 if COLLECTIONS[2] in archive else 1)
    try:
        version = last_number(archive.read(META, LARGEST_META), META_VERSION)
    except WireError as error:
        raise damaged(archive.file, META) from error
    if version not in COLLECTIONS:
        raise unknown_version(archive.file)
    return Form(version)


def unpack(archive: Archive, known: Form, folder: Path, limit: int) -> Path:
    """The collection as a file in `folder`, of at most `limit` bytes."""
    if known.collection not in archive:
        raise no_package(archive.file)
    target = folder / "collection.db"
    try:
        free = shutil.disk_usage(folder).free - SPARE
        with target.open("wb") as file:
            for chunk in _database(archive, known, limit):
                if file.tell() + len(chunk) > free:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                file.write(chunk)
    except OSError as error:
        raise no_room(archive.file, folder, error) from error
    return target


def _database(archive: Archive, known: Form, limit: int) -> Iterator[bytes]:
    """The bytes of the database; the first of them say at once whether it is one."""
    chunks = archive.chunks(known.collection, limit, packed=known.modern)
    head = bytearray(next(chunks, b""))
    if not head.startswith(SQLITE):
        raise damaged(archive.file, known.collection)
    head[JOURNAL] = b"\x01\x01"
    yield bytes(head)
    yield from chunks
