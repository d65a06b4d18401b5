"""The files of one export, named by their content: two `x.png` of two folders do not collide in Anki."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from quiz.entry import Entry
from quiz.markdown import is_remote
from quiz.media import AUDIO, VIDEO

IMAGES = frozenset({".avif", ".bmp", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".webp"})
SUFFIXES = IMAGES | AUDIO | VIDEO
"""Nothing else is copied, so that no notes file can pull a private file into a package that is passed on."""


class Media:
    """Collects `files` (name in the package → file) and what is `missing` (as the notes name it), in order."""

    def __init__(self, find: Callable[[Entry, str], Path | None]) -> None:
        self.files: dict[str, Path] = {}
        self.missing: dict[str, None] = {}
        self._find = find
        self._names: dict[Path, str | None] = {}

    def name(self, entry: Entry, src: str) -> str | None:
        """The name to write for a file that `entry` shows; None when it is remote or cannot be read."""
        if is_remote(src):
            return None
        file = self._find(entry, src)
        if file is not None and file not in self._names:
            self._names[file] = self._collected(file)
        name = self._names[file] if file is not None else None
        if name is None:
            self.missing[src] = None
        return name

    def _collected(self, file: Path) -> str | None:
        suffix = file.suffix.lower()
        if suffix not in SUFFIXES:
            return None
        try:
            content = file.read_bytes()
        except OSError:
            return None
        name = f"quiz-{hashlib.sha256(content).hexdigest()[:16]}{suffix}"
        self.files.setdefault(name, file)
        return name
