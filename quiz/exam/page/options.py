"""What can be chosen about the pages of a paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from quiz.exam.marking import Rules

Purpose = Literal["practice", "test"]
"""practice: carries its key and marks. test: only collects answers."""


@dataclass(frozen=True, slots=True)
class PageOptions:
    """`together`: all variants in one file with a chooser, else a file for each.

    Of a paper to print: `sheet` is the size of its pages, `key` whether the key and the marking sheet go along.
    Of a page taken in the browser: `pace` asks questions one by one or all at once; `feedback` of a practice marks
    each answer at once or all at the end by `rules`; `minutes` are the time there is, 0 for as much as one likes.
    """

    together: bool = True
    sheet: Literal["A4", "Letter"] = "A4"
    key: bool = True
    pace: Literal["all", "one"] = "all"
    feedback: Literal["once", "end"] = "once"
    minutes: int = 0
    rules: Rules = field(default_factory=Rules)
