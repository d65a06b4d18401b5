"""A page to practise with: it carries its key, marks, and tells why."""

from __future__ import annotations

from quiz.exam.formats import Options
from quiz.exam.page import take
from quiz.exam.paper import Paper


def files(paper: Paper, options: Options) -> dict[str, bytes]:
    """`<paper id>[-<variant>]-practice.html`, UTF-8."""
    return take.files(paper, options, "practice")
