"""Pictures with parts covered, drawn for the cards of a collection that ask for those parts."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from quiz.anki.mask_file import mask_file
from quiz.anki.occluded import Drawn
from quiz.anki.occlusion import Occlusion, masks
from quiz.anki.rows import Source
from quiz.masks import Masked, svg
from quiz.picture_size import size

LONGEST_STEM = 60
"""Characters of the name of a picture that its drawings share."""


class Drawings:
    """Draws for `quiz.anki.foreign`. `files` are the drawings, name → SVG, `needed` the pictures that they name."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._sizes: dict[str, tuple[int, int] | None] = {}
        self.files: dict[str, str] = {}
        self.needed: dict[str, None] = {}

    def __call__(self, occlusion: Occlusion) -> Drawn | None:
        """The name of the drawing; None where the picture is not there, or nobody knows how large it is."""
        sides = self._size(occlusion.picture)
        if sides is None:
            return None
        part, parts = occlusion.number, occlusion.total
        masked = Masked(occlusion.picture, *sides, masks(occlusion.shapes, occlusion.asked, *sides))
        if occlusion.overlay:
            if occlusion.overlay not in self._source.media:
                return None
            part, parts, shapes = mask_file(self._source.read_media(occlusion.overlay).decode("utf-8", "replace"))
            masked = Masked(occlusion.picture, *sides, masks(shapes or (), occlusion.asked, *sides))
            masked = masked if shapes else masked._replace(overlay=occlusion.overlay)
        written = svg(masked)
        digest = hashlib.sha256(f"{part}\0{written}".encode()).hexdigest()[:8]
        name = f"{PurePath(occlusion.picture).stem[:LONGEST_STEM]}-mask-{part}-{digest}.svg"
        self.files[name] = written
        self.needed |= dict.fromkeys(each for each in (masked.picture, masked.overlay) if each)
        return Drawn(name, part, parts)

    def _size(self, name: str) -> tuple[int, int] | None:
        if name not in self._sizes:
            there = name in self._source.media
            self._sizes[name] = size(self._source.read_media(name)) if there else None
        return self._sizes[name]
