"""How much ruled space a written answer gets on paper."""

from __future__ import annotations

from math import ceil

from quiz.exam.paper import Question
from quiz.markdown import to_plain
from quiz.terminal import cell_width

CODE = " " * 4
"""What a line of code begins with in plain text: nobody copies it by hand."""
COLUMNS = 60
"""Half-width characters that a hand writes on a line."""
FEWEST, MOST = 3, 16
LINES_A_POINT = 2
MOST_A_POINT = 6
ROOM = 1.3
"""Hands need more room than a model answer in print."""


def lines(question: Question) -> int:
    """Ruled lines: one for a short answer; else as many as the prose of the model answer would take, but between two
    and six a point, at least 3, and at most 16, which still fit a page."""
    if question.kind == "short":
        return 1
    rows = (row for row in to_plain(question.answer).split("\n") if row.strip() and not row.startswith(CODE))
    model = ceil(ROOM * sum(ceil(cell_width(row) / COLUMNS) for row in rows))
    fewest, most = (max(FEWEST, each * question.points // 100) for each in (LINES_A_POINT, MOST_A_POINT))
    return min(MOST, most, max(fewest, model))
