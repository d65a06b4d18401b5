"""An Anki package → its notes, cards, review log and media. Whoever made the file is a stranger.

    with open_package(path, scratch) as package:
        for note in package.notes(): ...

Nothing is written outside `scratch`, memory is bounded whatever the file says, and whatever is wrong with it is a
PackageError. It may come late: a page that is damaged is found when its rows are read.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Literal, NamedTuple
from uuid import uuid4

from quiz.anki.archive import Archive
from quiz.anki.collection_file import form, unpack
from quiz.anki.contents import contents
from quiz.anki.database import Database, counted
from quiz.anki.enclosed import MediaFile, enclosed
from quiz.anki.records import Records
from quiz.anki.refused import no_room, unwritable
from quiz.anki.rows import Calendar, CardRow, Counts, LogRow, NoteRow, NoteType

COLPKG = ".colpkg"
SCHEDULED = "SELECT 1 FROM cards NOT INDEXED WHERE type != 0 LIMIT 1"


class Limits(NamedTuple):
    """The most bytes that are unpacked: of the collection, and of one media file."""

    collection: int = 2 << 30
    media: int = 100 << 20
    """Anki syncs no larger file."""


LIMITS = Limits()


class Flavour(NamedTuple):
    """`kind`: a whole collection (colpkg) or a part of one; `modern`: packed as Anki does since 2.1.50."""

    kind: Literal["apkg", "colpkg"]
    modern: bool


MOST_ROWS = {"notes": 2_000_000, "cards": 3_000_000, "revlog": 30_000_000}
"""Several times what the largest collections hold. Cards are sorted in memory where their index is missing."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package that is open. `decks` has names with `::`; a card may lie in a deck that the package does not name.

    `has_schedule` is False where “Include scheduling information” was off: no review, and no card but new ones.
    `media`: bytes by file name, as the package says; `skipped_media`: names that cannot be used, or are not there.
    """

    flavour: Flavour
    calendar: Calendar
    modified_ms: int
    notetypes: Mapping[int, NoteType]
    decks: Mapping[int, str]
    counts: Counts
    has_schedule: bool
    media: Mapping[str, int]
    skipped_media: tuple[str, ...]
    _archive: Archive
    _files: Mapping[str, MediaFile]
    _records: Records
    _limits: Limits
    _skipped: Counter[str] = field(default_factory=Counter)

    def notes(self) -> Iterator[NoteRow]:
        """In the order of their ids."""
        return self._records.notes()

    def cards(self) -> Iterator[CardRow]:
        """In the order of their notes, and of their templates within a note; each has a note that `notes` gives."""
        return self._records.cards()

    def log(self) -> Iterator[LogRow]:
        """In the order of their times; the card of a review may be gone."""
        return self._records.log()

    @property
    def skipped(self) -> Counter[str]:
        """What could not be used so far, by reason: a message for `quiz.language`."""
        return sum(self._records.skipped.values(), Counter(self._skipped))

    def read_media(self, name: str) -> bytes:
        """The content of a file of `media`; KeyError for another name."""
        return b"".join(self._chunks(name))

    def copy_media(self, name: str, target: Path) -> None:
        """Write a file of `media` to `target`, whole or not at all. ExportError: it cannot be written."""
        chunks = self._chunks(name)
        temporary = target.with_name(f".{uuid4().hex}.tmp")
        try:
            try:
                with temporary.open("xb") as file:
                    file.writelines(chunks)
                os.replace(temporary, target)
            finally:
                temporary.unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(target, error) from error

    def _chunks(self, name: str) -> Iterator[bytes]:
        entry = self._files[name].entry
        return self._archive.chunks(entry, self._limits.media, packed=self.flavour.modern)


@contextmanager
def _folder(path: Path, scratch: Path) -> Iterator[Path]:
    """A folder in `scratch` that nobody else may read, and that is gone at the end."""
    try:
        scratch.mkdir(parents=True, exist_ok=True)
        made = TemporaryDirectory(prefix="anki-", dir=scratch)
    except OSError as error:
        raise no_room(path, scratch, error) from error
    with made as name:
        yield Path(name)


@contextmanager
def open_package(path: Path, scratch: Path, limits: Limits = LIMITS) -> Iterator[Package]:
    """The package at `path`, for as long as the block lasts. What is unpacked lies in a folder of its own in `scratch`.

    PackageError: the file cannot be read, or is no package that Anki writes.
    """
    with ExitStack() as stack:
        archive = stack.enter_context(closing(Archive(path)))
        known = form(archive)
        media = enclosed(archive, modern=known.modern)
        folder = stack.enter_context(_folder(path, scratch))
        db = stack.enter_context(closing(Database(unpack(archive, known, folder, limits.collection), path)))
        found = contents(db)
        db.require(*MOST_ROWS)
        counts = counted(db, MOST_ROWS)
        yield Package(
            flavour=Flavour("colpkg" if path.suffix.lower() == COLPKG else "apkg", known.modern),
            calendar=found.calendar,
            modified_ms=found.modified_ms,
            notetypes=MappingProxyType(found.notetypes),
            decks=MappingProxyType(found.decks),
            counts=Counts(*counts.values()),
            has_schedule=counts["revlog"] > 0 or next(db.rows(SCHEDULED, counts["cards"]), None) is not None,
            media=MappingProxyType({name: file.size for name, file in media.files.items()}),
            skipped_media=media.skipped,
            _archive=archive,
            _files=media.files,
            _records=Records(db, found.notetypes, counts),
            _limits=limits,
            _skipped=found.skipped,
        )
