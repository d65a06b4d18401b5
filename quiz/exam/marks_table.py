"""Marks for written answers, which a person types as points into a table: they join the answers handed in before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from quiz.errors import QuizError
from quiz.exam.answer_table import Row, TableError
from quiz.exam.figures import counted
from quiz.exam.paper import Paper
from quiz.exam.results import Result, refused
from quiz.exam.score import variant_of
from quiz.language import N_, _

NOBODY = N_("{file}: row {row} has nothing but points for written answers, and no name to find its test by.")
NO_TEST = N_("{file}: row {row}: there is no single test of {name}, variant {letter}, that these points could mark.")
OTHER_VARIANT = N_("Handed in by that name: variant {letters}.")
NEAREST = N_("Did you mean {name}?")
BLANK = N_("Add the tests before or along with it; of a paper with nothing else answered, write - for what is blank.")


def all_with_marks(rows: Sequence[Row], paper: Paper, before: Sequence[Result], file: str) -> list[Result]:
    """The results of a table, beside those that were there before it; TableError names every row without its test."""
    found, refusals = list[Result](), list[QuizError]()
    for row in rows:
        try:
            found.append(with_marks(row, paper, before, file))
        except QuizError as error:
            refusals.append(error)
    if refusals:
        raise TableError(refusals)
    return found


def with_marks(row: Row, paper: Paper, before: Sequence[Result], file: str) -> Result:
    """A typed row of nothing but points for written questions marks the answers its person handed in before.

    Then it is those answers with these marks, as a sheet, since what a person gave counts there. A person is known by
    name and variant; of several results the one that counts is marked. QuizError where there is none, unless the paper
    asks for nothing but written answers, which such a row says all of. Any other row stays as it is.
    """
    result = row.result
    if not row.marks:
        return result
    asked = variant_of(paper, result).asked
    same = [each for each in before if result.name and each.person == result.person and _answers(each)]
    fitting = [each for each in same if each.variant == result.variant]
    if fitting:
        [test] = counted(fitting)
        by_hand = [each.own if test.kind == "sheet" else None for each in test.responses]
        own = [new.own if new.own is not None else old for new, old in zip(result.responses, by_hand, strict=True)]
        responses = tuple(told._replace(own=mark) for told, mark in zip(test.responses, own, strict=True))
        return replace(test, kind="sheet", responses=responses)
    if all(each.question.kind == "open" for each in asked):
        return result
    if not result.name:
        raise refused(NOBODY, BLANK, file=file, row=row.number)
    error = refused(NO_TEST, BLANK, file=file, row=row.number, name=result.name, letter=result.variant)
    error.hint = f"{_there(result, same, before)} {error.hint}".strip()
    raise error


def _answers(result: Result) -> bool:
    return bool(result.started) or any(each.answer is not None for each in result.responses)


def _there(result: Result, same: Sequence[Result], before: Sequence[Result]) -> str:
    """What was handed in instead: by that name, or by one that is nearly it."""
    if same:
        return _(OTHER_VARIANT).format(letters=", ".join(sorted({each.variant for each in same})))
    names = {each.person: each.name for each in before if each.name}
    close = get_close_matches(result.person, names, n=1)
    return _(NEAREST).format(name=names[close[0]]) if close else ""
