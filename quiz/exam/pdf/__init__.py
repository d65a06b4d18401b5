"""A paper as PDF: a file for each variant, one with the keys, and a marking sheet. Set by typst, an optional extra.

The program of the page is fixed (`sheet.typ`) and a paper is data to it, so that nothing a note says is a command.
Where no font of the computer has a sign of the paper there is no PDF: typst would draw an empty box and say nothing.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

from quiz.errors import ExportError
from quiz.exam.extras import needed
from quiz.exam.formats import Options, file_name
from quiz.exam.paper import Paper
from quiz.exam.pdf import fonts
from quiz.exam.pdf.key import key_page, marking_page
from quiz.exam.pdf.pages import Page, variant_page
from quiz.exam.pictures import Pictures
from quiz.language import _

EXTRA = "pdf"
SHEET = Path(__file__).with_name("sheet.typ")
SIZES = {"A4": "a4", "Letter": "us-letter"}
"""Of pages, by the names that typst knows."""
TIMESTAMP = 315_532_800
"""1980-01-01 in seconds of Unix: the same paper gives the same bytes."""


def files(paper: Paper, options: Options) -> dict[str, bytes]:
    """ExportError where typst is missing, or a font for what the paper says."""
    setter = _Setter()
    alone = len(paper.variants) == 1
    pages: dict[str, Page] = {}
    for variant in paper.variants:
        pictures = Pictures(options, setter.draws)
        page = variant_page(paper, variant, pictures)
        pages["" if alone else variant.letter] = _composed(page, pictures)
    pictures = Pictures(options, setter.draws)
    pages["key"] = _composed(key_page(paper, pictures), pictures)
    pages["marking"] = _composed(marking_page(paper, options.names), pictures)
    families = fonts.chosen(setter.known.fonts(), *map(fonts.used, pages.values()))
    how = {**families, "paper": SIZES[options.page.sheet]}
    return {file_name(paper, part, end="pdf"): setter.pdf({**page, **how}) for part, page in pages.items()}


def _composed(page: Page, pictures: Pictures) -> Page:
    """The page with its letters composed, as fonts have them, and with its images as lists of bytes."""
    composed: Page = json.loads(unicodedata.normalize("NFC", json.dumps(page, ensure_ascii=False)))
    return {**composed, "images": {name: list(content) for name, content in pictures.files.items()}}


class _Setter:
    """Typst, with the fonts of the computer and its own."""

    def __init__(self) -> None:
        self._typst = needed("typst", EXTRA)
        self.known: Any = self._typst.Fonts()

    def pdf(self, page: Page) -> bytes:
        inputs = {"page": json.dumps(page, ensure_ascii=False)}
        try:
            return self._set(SHEET.read_bytes(), inputs)
        except self._typst.TypstError as error:
            raise ExportError(_("The paper cannot be set as PDF: {reason}.").format(reason=error.message)) from error

    def draws(self, image: bytes) -> bool:
        """Whether an image is one that typst can draw."""
        try:
            return bool(self._set(b"#image(bytes(json(bytes(sys.inputs.image))))", {"image": json.dumps(list(image))}))
        except self._typst.TypstError:
            return False

    def _set(self, source: bytes, inputs: dict[str, str]) -> bytes:
        content: bytes = self._typst.compile(
            source, font_paths=self.known, sys_inputs=inputs, format="pdf", timestamp=TIMESTAMP
        )
        return content
