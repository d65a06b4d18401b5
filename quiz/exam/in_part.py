"""Where another program gives points for part of an answer, although the paper does not."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.exam.formats import Options
from quiz.exam.paper import Kind, Paper
from quiz.language import n_


def remarks(paper: Paper, options: Options, name: str, program: str, also: Kind | None = None) -> Iterator[str]:
    """A sentence for the questions with several right options, and those of another kind, if there are any."""
    many = sum(each.several or each.kind == also for each in paper.questions())
    if many and not options.page.rules.partial:
        yield n_(
            "{format}: {n} question gives points for part of its answer; {program} has no other way.",
            "{format}: {n} questions give points for part of an answer; {program} has no other way.",
            many,
            format=name,
            program=program,
        )
