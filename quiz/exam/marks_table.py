"""Marks for written answers, which a person types as points into a table: they join the answers taken on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quiz.exam.paper import Paper
from quiz.exam.results import Result
from quiz.exam.score import variant_of


def with_marks(result: Result, paper: Paper, before: Sequence[Result]) -> Result:
    """A typed row of nothing but points for written questions marks the test its person handed in before.

    Then it is that test with these marks, as a sheet, since what a person gave counts there. Any other result stays
    as it is. A person is known by name and variant; with two tests of one, neither is marked.
    """
    if result.kind != "sheet" or not result.name or not _only_marks(result):
        return result
    same = [each for each in before if (each.name, each.variant) == (result.name, result.variant) and each.started]
    if len(same) != 1:
        return result
    opens = [asked.question.kind == "open" for asked in variant_of(paper, result).asked]
    responses = tuple(
        told._replace(
            own=mark.own if is_open and mark.own is not None else told.own if same[0].kind == "sheet" else None
        )
        for told, mark, is_open in zip(same[0].responses, result.responses, opens, strict=True)
    )
    return replace(same[0], kind="sheet", responses=responses)


def _only_marks(result: Result) -> bool:
    return all(each.answer is None for each in result.responses) and any(
        each.own is not None for each in result.responses
    )
