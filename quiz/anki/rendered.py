"""Notes kept from one export to the next, so that only what changed is rendered again.

What is taken from there is what rendering would give: its key hangs on all that the note is made of and on everything
that renders it, and what the note says of images and recordings is asked again.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from zlib import crc32

import quiz
from quiz.anki.fields import Written, source, tags, text
from quiz.anki.kinds import kept_kind, own_kind, written
from quiz.anki.media import Media
from quiz.anki.shelf import LARGEST_BYTES, Row, Shelf
from quiz.anki.stamps import Stamp
from quiz.anki.types import BETWEEN, TYPES
from quiz.entry import Entry
from quiz.language import _
from quiz.markdown import STAND_INS

FILE = "rendered.db"
SOURCES = (
    *("chance.py", "formulas.py", "highlight.py", "markdown.py", "media.py", "swift.py", "terminal.py", "text.py"),
    *("topics.py", "notes/accept.py", "notes/choice.py", "notes/cloze.py", "notes/gap_tree.py", "notes/scanner.py"),
    *("anki/fields.py", "anki/kinds.py", "anki/live.py", "anki/rendered.py", "anki/shelf.py", "anki/stamps.py"),
    "anki/types.py",
)
"""The code that a note hangs on, from the folder of the package."""
LIBRARIES = ("markdown-it-py", "Pygments")

Tick = Callable[[int, int], None]
"""How many notes are rendered, of how many."""
TICK_NOTES = 100

NOTHING = json.dumps({})
HEAD = 4
"""What stands before the texts in a row: the files they ask for, the type, two digests."""

Asked = dict[str, str | None]
"""What the images and recordings that a note names are called in the package; None where they are not in it."""


def notes_of(
    entries: Sequence[tuple[Entry, Stamp | None]],
    media: Media,
    folder: Path | None = None,
    tick: Tick = lambda _done, _total: None,
) -> list[Written]:
    """The note of each entry, which was exported under a stamp or was not yet; kept in `folder` for the next time."""
    renderer = _renderer() if folder else b""
    keys = [_key(entry, renderer) for entry, _before in entries]
    notes: list[Written] = []
    fresh: list[Row] = []
    room = LARGEST_BYTES
    with closing(Shelf(folder / FILE if folder and renderer else None)) as shelf:
        rows = shelf.find(keys)
        for number, (key, (entry, before)) in enumerate(zip(keys, entries, strict=True)):
            if number % TICK_NOTES == 0:
                tick(number, len(entries))
            note = _read(rows[key], entry, media, before) if key in rows else None
            if note is None:
                note, asked = _made(entry, media, before)
                room -= len(note.texts)
                if room > 0 and note.kind is own_kind(entry):
                    fresh.append(_row(key, note, asked))
            notes.append(note)
        shelf.add(fresh)
    tick(len(entries), len(entries))
    return notes


def _made(entry: Entry, media: Media, before: Stamp | None) -> tuple[Written, Asked]:
    asked: Asked = {}

    def image(src: str) -> str | None:
        asked[src] = media.name(entry, src)
        return asked[src]

    return written(entry, image, before), asked


def _row(key: bytes, note: Written, asked: Asked) -> Row:
    whole = BETWEEN.join((json.dumps(asked), note.kind.name, note.digest, note.text_digest, note.texts)).encode()
    return key, whole, _check(key, whole)


def _read(row: Row, entry: Entry, media: Media, before: Stamp | None) -> Written | None:
    """The note, if the row is sound, its type can stay, and the files that its texts show are the same."""
    key, whole, check = row
    if not isinstance(whole, bytes) or check != _check(key, whole):
        return None
    asked, name, digest, text_digest, texts = whole.decode().split(BETWEEN, HEAD)
    kind = TYPES[name]
    if kept_kind(kind, before) is not kind:
        return None
    if asked != NOTHING and any(media.name(entry, src) != name for src, name in json.loads(asked).items()):
        return None
    return Written(kind, texts, tags(entry), source(entry), text(entry.uid), digest, text_digest)


def _key(entry: Entry, renderer: bytes) -> bytes:
    question, answer = entry.question, entry.answer
    name = BETWEEN.join((entry.kind, entry.uid, *tags(entry)))
    whole = f"{len(question)}/{len(answer)}/{name}{question}{answer}"
    return hashlib.sha256(renderer + whole.encode("utf-8", "surrogatepass")).digest()


def _check(key: bytes, whole: bytes) -> int:
    return crc32(whole, crc32(key))


def _renderer() -> bytes:
    """Hash of all but the entry that decides what is rendered; nothing where the code cannot be read."""
    folder = Path(quiz.__file__).parent
    whole = hashlib.sha256()
    try:
        for name in SOURCES:
            whole.update((folder / name).read_bytes())
    except OSError:
        return b""
    whole.update(repr([sys.version, *map(version, LIBRARIES), *map(_, STAND_INS.values())]).encode())
    return whole.digest()
