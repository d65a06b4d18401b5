"""HTML kept from one export to the next, so that only what changed is rendered again.

What is taken from there is what rendering would give: its key hangs on the text and on everything that renders it,
and what the text says of images and recordings is asked again.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import quiz
from quiz.anki.live import live
from quiz.anki.shelf import LARGEST_BYTES, Row, Shelf
from quiz.language import _
from quiz.markdown import STAND_INS, ImageSource, to_html

FILE = "rendered.db"
SOURCES = (
    *("markdown.py", "formulas.py", "highlight.py", "media.py", "swift.py", "terminal.py"),
    *("anki/live.py", "anki/rendered.py", "anki/shelf.py"),
)
"""The code that a rendering hangs on, from the folder of the package."""
LIBRARIES = ("markdown-it-py", "Pygments")


Sides = tuple[str, ...]
"""The texts of one note, which are kept together; or their HTML."""
BETWEEN = "\x1f"
"""No HTML has it."""


class Rendered:
    """Renders the texts of notes for their fields; without a folder for the cache, all of them anew.

    `notes` are those that will be asked for.
    """

    def __init__(self, notes: Iterable[Sides] = (), folder: Path | None = None) -> None:
        self._shelf: Shelf | None = None
        self._keys: dict[Sides, bytes] = {}
        self._rows: dict[bytes, Row] = {}
        self._fresh: list[Row] = []
        self._room = LARGEST_BYTES
        if folder and (renderer := _renderer()):
            self._shelf = Shelf(folder / FILE)
            self._keys = {sides: _key(sides, renderer) for sides in notes}
            self._rows = {row.key: row for row in self._shelf.find([*self._keys.values()])}

    def html(self, sides: Sides, image: ImageSource) -> Sides:
        """Each side as HTML in which nothing acts but its recordings and formulas."""
        key = self._keys.get(sides)
        if key is None:
            return _sides(sides, image)
        row = self._rows.get(key)
        if row and _holds(row, image):
            return tuple(row.html.split(BETWEEN))
        return self._made(key, sides, image)

    def keep(self) -> None:
        """Put down what was rendered."""
        if self._shelf:
            self._shelf.add(self._fresh)
            self._shelf.close()

    def _made(self, key: bytes, sides: Sides, image: ImageSource) -> Sides:
        asked: dict[str, str | None] = {}

        def noted(src: str) -> str | None:
            asked[src] = image(src)
            return asked[src]

        made = _sides(sides, noted)
        row = Row(key, json.dumps(asked), BETWEEN.join(made), b"")
        self._room -= len(row.html)
        if self._room > 0:
            self._fresh.append(row._replace(digest=_digest(row)))
        return made


def _sides(sides: Sides, image: ImageSource) -> Sides:
    return tuple(live(to_html(text, image=image)) for text in sides)


def _key(sides: Sides, renderer: bytes) -> bytes:
    whole = "".join((*sides, *(f"/{len(text)}" for text in sides)))
    return hashlib.blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=16, key=renderer).digest()


def _holds(row: Row, image: ImageSource) -> bool:
    """Whether the row is sound, and the files that its text shows are the same."""
    if not (isinstance(row.asked, str) and isinstance(row.html, str)) or row.digest != _digest(row):
        return False
    return row.asked == "{}" or all(image(src) == name for src, name in json.loads(row.asked).items())


def _digest(row: Row) -> bytes:
    return hashlib.blake2b(f"{row.asked}\0{row.html}".encode(), digest_size=16, key=row.key).digest()


def _renderer() -> bytes:
    """Hash of all but the text that decides what is rendered; nothing where the code cannot be read."""
    folder = Path(quiz.__file__).parent
    whole = hashlib.blake2b(digest_size=32)
    try:
        for name in SOURCES:
            whole.update((folder / name).read_bytes())
    except OSError:
        return b""
    whole.update(repr([sys.version, *map(version, LIBRARIES), *map(_, STAND_INS.values())]).encode())
    return whole.digest()
