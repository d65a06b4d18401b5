"""The images of a paper in a format that carries files: named by what is in them, each once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from quiz.exam.formats import Options
from quiz.markdown import ImageSource, is_remote

SUFFIXES = frozenset({".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})
"""Nothing else goes into a file for a class, whatever a note calls an image."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Collects `files`, name → content, while texts are rendered; `takes` says which content a format can show."""

    options: Options
    takes: Callable[[bytes], bool] = bool
    files: dict[str, bytes] = field(default_factory=dict)

    def source(self, uid: str, prefix: str) -> ImageSource:
        """The `image` of `to_html` for the texts of a card: the name of a picture behind `prefix`."""

        def src(target: str) -> str | None:
            name = self.name(uid, target)
            return prefix + name if name else None

        return src

    def name(self, uid: str, target: str) -> str | None:
        """The name of an image; None where there is none to carry."""
        suffix = PurePosixPath(target).suffix.lower()
        if is_remote(target) or suffix not in SUFFIXES:
            return None
        content = self.options.image(uid, target)
        if content is None or not self.takes(content):
            return None
        name = f"quiz-{hashlib.sha256(content).hexdigest()[:16]}{suffix}"
        self.files[name] = content
        return name
