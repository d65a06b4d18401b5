"""HTML kept from one export to the next, so that only what changed is rendered again.

What is taken from there is what rendering would give: its key hangs on the text and on everything that renders it,
and what the text says of images and recordings is asked again.
"""

from __future__ import annotations

import hashlib
import json
import sys
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


class Rendered:
    """Renders texts for the fields of notes; without a folder for the cache, each time anew."""

    def __init__(self, folder: Path | None = None) -> None:
        self._renderer = b"" if folder is None else _renderer()
        self._shelf = Shelf(folder / FILE) if folder and self._renderer else None
        self._fresh: list[Row] = []
        self._room = LARGEST_BYTES

    def html(self, text: str, image: ImageSource) -> str:
        """`text` as HTML in which nothing acts but its recordings and formulas."""
        if self._shelf is None:
            return live(to_html(text, image=image))
        key = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16, key=self._renderer).digest()
        row = self._shelf.find(key)
        return row.html if row and _holds(row, image) else self._made(key, text, image)

    def keep(self) -> None:
        """Put down what was rendered; nothing is found any more."""
        if self._shelf:
            self._shelf.add(self._fresh)
            self._shelf.close()
        self._shelf = None

    def _made(self, key: bytes, text: str, image: ImageSource) -> str:
        asked: dict[str, str | None] = {}

        def noted(src: str) -> str | None:
            asked[src] = image(src)
            return asked[src]

        row = Row(key, "", live(to_html(text, image=noted)), b"")._replace(asked=json.dumps(asked))
        self._room -= len(row.html)
        if self._room > 0:
            self._fresh.append(row._replace(digest=_digest(row)))
        return row.html


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
