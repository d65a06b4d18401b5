"""What can be chosen about a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from quiz.exam.marking import Rules

Purpose = Literal["print", "practice", "test"]
"""print: a paper to be printed, with its key. practice: taken in the browser, marks itself. test: taken in the
browser, only collects answers."""

Pictures = Callable[[str, str], bytes | None]
"""The `source` of a question (`file:line`) and the src of a picture in its text → the bytes of the file, or None."""


def no_pictures(_source: str, _src: str) -> None:
    """Every picture is told in words."""


@dataclass(frozen=True, slots=True)
class Options:
    """`together`: all variants in one file with a chooser, else a file for each.

    Of a paper to print: `sheet` is the size of its pages, `key` whether the key and the marking sheet go along.
    Of a page taken in the browser: `pace` asks questions one by one or all at once; `feedback` of a practice marks
    each answer at once or all at the end by `rules`; `minutes` are the time there is, 0 for as much as one likes.
    """

    purpose: Purpose = "print"
    together: bool = True
    sheet: Literal["A4", "Letter"] = "A4"
    key: bool = True
    pace: Literal["all", "one"] = "all"
    feedback: Literal["once", "end"] = "once"
    minutes: int = 0
    rules: Rules = Rules()
    pictures: Pictures = no_pictures
