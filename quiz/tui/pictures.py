"""Pictures of notes, in terminals that can show them. Needs the extra `images`."""

from __future__ import annotations

import asyncio
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from quiz import graphics, pictures
from quiz.errors import QuizError
from quiz.graphics import Graphics
from quiz.links import image_sources, near
from quiz.masks import is_name
from quiz.terminal import safe

if TYPE_CHECKING:
    from textual_image.widget import SixelImage, TGPImage

VECTOR = (".svg", ".svgz")
CELL_SIZE = ("TEXTUAL_CELL_WIDTH", "TEXTUAL_CELL_HEIGHT")

_shown_as: type[TGPImage | SixelImage] | None = None


class PictureView(Vertical):
    """A picture as large as it is, at most as wide as its place and half as high as the screen; else why not.

    It is read in a thread of its own, so that nobody waits for it.
    """

    DEFAULT_CSS = """
    PictureView { height: auto; padding: 0 0 1 0; }
    PictureView > .picture { width: auto; height: auto; max-height: 50vh; }
    PictureView > .reason { color: $text-muted; }
    """

    def __init__(self, path: Path, alt: str) -> None:
        super().__init__()
        self.path = path
        self.tooltip = Content(safe(alt)) if alt else None

    def on_mount(self) -> None:
        self.run_worker(self._show())

    async def _show(self) -> None:
        try:
            image = await asyncio.to_thread(pictures.read, self.path)
        except QuizError as error:
            await self.mount(Static(error.message, classes="reason", markup=False))
            return
        if _shown_as:
            picture = _shown_as(image, classes="picture")
            picture.styles.max_width = pictures.columns(image.width)
            await self.mount(picture)


def prepare() -> None:
    """Find out what the terminal can show. To be called before Textual starts, where there are pictures to show.

    Without the extra it does nothing, and nothing in pipes. A terminal has to be asked as a rule, and answers by
    return: keys pressed in between are lost.
    """
    if find_spec("textual_image") and (found := graphics.ask(os.environ)):
        show_as(found)


def show_as(found: Graphics) -> None:
    """Show pictures from now on by this protocol."""
    global _shown_as
    with _told_the_cell_size(found):
        from textual_image.widget import SixelImage, TGPImage
    _shown_as = TGPImage if found.protocol == "kitty" else SixelImage


def picture(path: Path, alt: str) -> Widget | None:
    """A widget for a picture file; None where only its name in the text can be shown."""
    drawn = path.suffix.lower() not in VECTOR or is_name(path.name)
    return PictureView(path, alt) if _shown_as and drawn else None


def pictures_of(text: str, folder: Path) -> list[Widget]:
    """The widgets of all pictures a Markdown text in notes of this folder names."""
    if not _shown_as or "![" not in text:
        return []
    found = ((near(folder, src), alt) for alt, src in image_sources(text))
    return [widget for path, alt in found if path and (widget := picture(path, alt))]


@contextmanager
def _told_the_cell_size(found: Graphics) -> Iterator[None]:
    """textual-image asks the terminal as it is imported, and a late answer would be read as keys: 4 is a grade.

    Where there seems to be no terminal it takes the size of a cell from the environment, as it does when served.
    """
    size = dict(zip(CELL_SIZE, map(str, found.cell), strict=True))
    terminal = sys.__stdout__
    sys.__stdout__ = io.TextIOWrapper(io.BytesIO())  # type: ignore[misc]  # there is no other way to keep it still
    os.environ.update(size)
    try:
        yield
    finally:
        sys.__stdout__ = terminal  # type: ignore[misc]  # as it was
        for name in size:
            del os.environ[name]
