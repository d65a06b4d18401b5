"""A page to take a test on: it collects answers, and nothing in it says which are right."""

from __future__ import annotations

from quiz.exam.formats import Options
from quiz.exam.page import take
from quiz.exam.paper import Paper


def files(paper: Paper, options: Options) -> dict[str, bytes]:
    """`<paper id>[-<variant>]-test.html`, UTF-8."""
    return take.files(paper, options, "test")
