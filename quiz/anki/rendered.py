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


class Rendered:
    """Renders the `texts` for the fields of notes; without a folder for the cache, each of them anew."""

    def __init__(self, texts: Iterable[str] = (), folder: Path | None = None) -> None:
        self._shelf: Shelf | None = None
        self._keys: dict[str, bytes] = {}
        self._rows: dict[bytes, Row] = {}
        self._fresh: list[Row] = []
        self._room = LARGEST_BYTES
        if folder and (renderer := _renderer()):
            self._shelf = Shelf(folder / FILE)
            self._keys = {text: _key(text, renderer) for text in texts}
            self._rows = {row.key: row for row in self._shelf.find([*self._keys.values()])}

    def html(self, text: str, image: ImageSource) -> str:
        """`text` as HTML in which nothing acts but its recordings and formulas."""
        key = self._keys.get(text)
        if key is None:
            return live(to_html(text, image=image))
        row = self._rows.get(key)
        return row.html if row and _holds(row, image) else self._made(key, text, image)

    def keep(self) -> None:
        """Put down what was rendered."""
        if self._shelf:
            self._shelf.add(self._fresh)
            self._shelf.close()

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


def _key(text: str, renderer: bytes) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16, key=renderer).digest()


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
