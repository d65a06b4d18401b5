"""A spreadsheet of texts and numbers, the same bytes for the same cells. Written by openpyxl, an optional extra."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from quiz.exam.archive import DATE, packed
from quiz.exam.extras import needed

if TYPE_CHECKING:
    from openpyxl.cell import Cell

EXTRA = "sheets"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell must not begin with when it is typed or read from a text."""

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def workbook(name: str, rows: Iterable[Sequence[str | int]]) -> bytes:
    """One sheet; a text is a text whatever it begins with, and `""` no cell. ExportError where openpyxl is missing."""
    openpyxl, excel = needed("openpyxl", EXTRA), needed("openpyxl.writer.excel", EXTRA)
    book = openpyxl.Workbook()
    book.properties.creator = "quiz"
    book.properties.created = book.properties.modified = datetime(*DATE)
    sheet = book.active
    sheet.title = name
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value != "":
                _fill(sheet.cell(number, column), value)
    stream = io.BytesIO()
    excel.ExcelWriter(book, zipfile.ZipFile(stream, "w")).save()
    with zipfile.ZipFile(stream) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()})


def _fill(cell: Cell, value: str | int) -> None:
    if isinstance(value, int):
        cell.value = value
        return
    cell.value = _ESCAPE.sub("_x005F_", value)
    cell.data_type = "s"
    if value.startswith(FORMULA):
        cell.quotePrefix = True
