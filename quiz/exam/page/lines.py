"""How much ruled space a written answer gets on paper."""

from __future__ import annotations

from math import ceil

from quiz.exam.paper import Question
from quiz.markdown import to_plain
from quiz.terminal import cell_width

COLUMNS = 60
"""Half-width characters that a hand writes on a line."""
FEWEST, MOST = 3, 16
LINES_A_POINT = 2
ROOM = 1.3
"""Hands need more room than a model answer in print."""


def lines(question: Question) -> int:
    """Ruled lines: one for a short answer; else as many as the model answer would take, or two a point if that is
    more, but at least 3 and at most 16, which still fit a page."""
    if question.kind == "short":
        return 1
    model = sum(ceil(cell_width(row) / COLUMNS) for row in to_plain(question.answer).split("\n") if row.strip())
    return min(MOST, max(FEWEST, ceil(model * ROOM), LINES_A_POINT * question.points // 100))
