"""Notes of Anki that the library does not know → notes files a person can edit, and the cards they become."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from quiz import disk
from quiz.anki.foreign import Lost, foreign_notes
from quiz.anki.rows import CardRow, NoteRow, Source, joined
from quiz.errors import ExportError
from quiz.exchange.drawings import Drawings
from quiz.exchange.incoming import Tick, silent
from quiz.exchange.losses import Losses
from quiz.exchange.names import Names
from quiz.language import _
from quiz.sources import SUFFIXES, free_name, within

if TYPE_CHECKING:
    from quiz.anki.reading import Package
    from quiz.study import Study

UNFINISHED = ".quiz-import"
"""Files that are being written stand in a folder that is hidden: they are no notes yet."""
MEDIA = "media"
LISTED = "not-as-it-was.txt"
SIGN = b"<!-- id: anki-"
FILES_AT_ONCE = 5
"""Files that are taken in together, of at most 2,000 cards each."""
BUFFERED = 4_000_000
"""Characters that wait to be written."""


@dataclass(slots=True)
class Settled:
    """What became notes: `cards` in `files` below `folder`, with so many `media`.

    `lost` is not as it was; the file `listed` says so, too.
    """

    folder: Path
    files: list[Path] = field(default_factory=list)
    cards: int = 0
    media: int = 0
    lost: Losses = field(default_factory=Losses)
    listed: Path | None = None


def settle(study: Study, package: Package, folder: Path, *, tick: Tick = silent) -> Settled:
    """Write the notes of `package` that the library does not know into files below `folder`, and take them in.

    No file that is there is touched. Whatever ends this in between, the next run goes on from there. ExportError: the
    folder cannot be written.
    """
    settled = Settled(folder)
    try:
        _take_in(study, _left_over(study, folder))
        _write(study, package, settled, tick)
    except OSError as error:
        told = _("{file} cannot be written: {reason}.").format(file=error.filename or folder, reason=disk.reason(error))
        raise ExportError(told, _("Choose another folder, or check the rights and the space on the disk.")) from error
    for start in range(0, len(settled.files), FILES_AT_ONCE):
        _take_in(study, settled.files[start : start + FILES_AT_ONCE])
        done = min(start + FILES_AT_ONCE, len(settled.files))
        tick(settled.cards + settled.cards * done // len(settled.files), 2 * package.counts.cards)
    _follow(study, settled)
    return settled


def _left_over(study: Study, folder: Path) -> list[Path]:
    """Files of an earlier run that ended before the library heard of them."""
    known = study.store.files()
    notes = (file for file in sorted(folder.rglob("*")) if file.suffix in SUFFIXES and UNFINISHED not in file.parts)
    return [file for file in notes if str(file.resolve()) not in known and SIGN in file.read_bytes()]


def _follow(study: Study, settled: Settled) -> None:
    """Let the library follow the folder as a whole, where it holds nothing else: the person may rename files in it."""
    files = {str(file.resolve()) for file in settled.files}
    notes = {str(file.resolve()) for file in settled.folder.rglob("*") if file.suffix in SUFFIXES}
    if files and notes <= files <= study.store.sources().keys():
        study.store.take_in(sources={str(settled.folder.resolve()): "folder"}, dropped=sorted(files))


def _take_in(study: Study, files: list[Path]) -> None:
    from quiz import library

    followed = [source for source, kind in study.store.sources().items() if kind == "folder"]
    names = [str(file.resolve()) for file in files]
    added = {name: "file" for name in names if not any(within(name, folder) for folder in followed)}
    if names:
        library.refresh(study.store, study.reader, added=added)


def _write(study: Study, package: Package, settled: Settled, tick: Tick) -> None:
    unfinished = settled.folder / UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)
    wanted: dict[str, None] = {}

    drawings = Drawings(package)

    def media(name: str) -> str | None:
        if name in drawings.files:
            return f"{MEDIA}/{name}"
        if name not in package.media:
            return None
        wanted[name] = None
        return f"{MEDIA}/{name}"

    waiting: dict[str, list[str]] = {}
    paths: dict[str, None] = {}
    size = 0
    for piece in foreign_notes(package.notetypes, package.decks, _unknown(study, package), media, drawings):
        if isinstance(piece, Lost):
            settled.lost.add(piece)
            continue
        paths[piece.path] = None
        waiting.setdefault(piece.path, []).append(piece.text)
        size += len(piece.text)
        settled.cards += len(piece.ids)
        if size > BUFFERED:
            _flush(unfinished, waiting)
            size = 0
            tick(settled.cards, 2 * package.counts.cards)
    _flush(unfinished, waiting)
    _fetch(package, wanted | drawings.needed, drawings.files, settled)
    _list(settled)
    for path in paths:
        target = free_name(settled.folder / path)
        target.parent.mkdir(parents=True, exist_ok=True)
        (unfinished / path).replace(target)
        settled.files.append(target)
    shutil.rmtree(unfinished, ignore_errors=True)


def _fetch(package: Package, wanted: Iterable[str], drawn: Mapping[str, str], settled: Settled) -> None:
    """Put files of the package, and what was drawn, among the media of the notes."""
    folder = settled.folder / MEDIA
    missing = [name for name in (*wanted, *drawn) if not (folder / name).exists()]
    for name in missing:
        folder.mkdir(parents=True, exist_ok=True)
        if name in drawn:
            (folder / name).write_text(drawn[name], "utf-8")
        else:
            package.copy_media(name, folder / name)
    settled.media += len(missing)


def _list(settled: Settled) -> None:
    """Keep what is not as it was in a file of its own, with the texts that no card shows."""
    if settled.lost:
        settled.folder.mkdir(parents=True, exist_ok=True)
        settled.listed = free_name(settled.folder / LISTED)
        settled.listed.write_text(settled.lost.written(), "utf-8")


def _flush(folder: Path, waiting: dict[str, list[str]]) -> None:
    for path, texts in waiting.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8", newline="\n") as written:
            written.writelines(texts)
    waiting.clear()


def _unknown(study: Study, source: Source) -> Iterator[tuple[NoteRow, list[CardRow]]]:
    """The notes with the cards that the library does not know."""
    names = Names(study.store)
    for note, cards in joined(source):
        if new := [card for card in cards if names.uid(note.guid, card.ord) is None]:
            yield note, new
