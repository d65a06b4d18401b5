"""A picture file, read within bounds."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING

from quiz import masks
from quiz.errors import QuizError
from quiz.language import N_, _
from quiz.terminal import safe

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
LARGEST_BYTES = 20_000_000
LARGEST_PIXELS = 16_000_000
"""As they are decoded: a JPEG is read at a fraction of its size."""
ROOM = (1600, 1200)
"""Width and height in pixels beyond which a picture is scaled down before it is kept."""
PIXELS_A_COLUMN = 8
"""So wide is a column of text where a picture has its natural size, however fine the screen."""

MISSING = N_("There is no picture at {path}.")
TOO_LARGE = N_("{path} is too large to be shown.")
UNREADABLE = N_("{path} is no picture that can be shown.")


def read(path: Path) -> Image:
    """The first frame of a picture as RGBA, at most 1,600 × 1,200 pixels. QuizError says why there is none."""
    from PIL import Image

    damaged = (OSError, ValueError, SyntaxError, EOFError, LookupError, ArithmeticError, struct.error)
    bombs = (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError)
    try:
        if not path.is_file():
            raise _refused(MISSING, path)
        if path.stat().st_size > LARGEST_BYTES:
            raise _refused(TOO_LARGE, path)
        if masks.is_name(path.name):
            return _masked(path)
        with Image.open(path, formats=FORMATS) as picture:
            picture.draft("RGB", ROOM)
            if picture.width * picture.height > LARGEST_PIXELS:
                raise _refused(TOO_LARGE, path)
            picture.thumbnail(ROOM)
            return picture.convert("RGBA")
    except bombs as error:
        raise _refused(TOO_LARGE, path) from error
    except damaged as error:
        raise _refused(UNREADABLE, path) from error


def _masked(path: Path) -> Image:
    """The picture that a file of masks names, with these over it."""
    from PIL import ImageDraw, ImageFont, ImageOps

    found = masks.read(path.read_text("utf-8", "replace"))
    if found is None or found.overlay or masks.is_name(found.picture) or Path(found.picture).name != found.picture:
        raise _refused(UNREADABLE, path)
    picture = ImageOps.exif_transpose(read(path.with_name(found.picture)))
    scale = picture.width / max(1, found.width)
    pen = ImageDraw.Draw(picture)
    for mask in found.masks:
        points = [(x * scale, y * scale) for x, y in mask.points]
        if mask.text and points:
            font = ImageFont.load_default(max(8, min(200, mask.size * scale)))
            pen.text(points[0], mask.text, masks.INK, font, anchor="ls", stroke_width=2, stroke_fill=masks.PAPER)
        elif len(points) > 1:
            pen.polygon(points, masks.ASKED if mask.asked else masks.OTHER, masks.INK)
    return picture


def columns(width: int) -> int:
    """The columns of text a picture of `width` pixels takes in its natural size."""
    return max(1, width // PIXELS_A_COLUMN)


def _refused(message: str, path: Path) -> QuizError:
    return QuizError(_(message).format(path=safe(path.name)))
