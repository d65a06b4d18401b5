"""A key that was wrong, put right after the test: the same print, marked otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from quiz.exam.paper import Asked, Paper
from quiz.exam.results import Result, marks, refused
from quiz.exam.score import variant_of
from quiz.language import N_

OTHER_VARIANTS = N_("{file} has other variants than the paper {paper}.")
OTHER_LENGTH = N_("{file} has another number of questions in variant {letter} than the paper {paper}.")
OTHER_PRINT = N_("{file} prints question {number} of variant {letter} otherwise than the paper {paper}.")
ONLY_RIGHT = N_(
    "Only what is right, points and explanations may differ: change them in a copy of the paper's .json file."
)


class Change(NamedTuple):
    """A question that is marked otherwise: as the first variant asks it by the earlier key and by the corrected one,
    its number there, and how many results get other points for it."""

    number: int
    before: Asked
    after: Asked
    people: int


def corrected(paper: Paper, other: Paper, file: str) -> Paper:
    """The paper with the key of another one; QuizError where that prints anything else, so that answers meant others.

    Its own id stays, since it stands on every page that was handed out.
    """
    if [each.letter for each in paper.variants] != [each.letter for each in other.variants]:
        raise refused(OTHER_VARIANTS, ONLY_RIGHT, file=file, paper=paper.id)
    for one, two in zip(paper.variants, other.variants, strict=True):
        if len(one.asked) != len(two.asked):
            raise refused(OTHER_LENGTH, ONLY_RIGHT, file=file, paper=paper.id, letter=one.letter)
        for number, pair in enumerate(zip(one.asked, two.asked, strict=True), 1):
            if printed(pair[0]) != printed(pair[1]):
                told = {"file": file, "paper": paper.id, "letter": one.letter, "number": number}
                raise refused(OTHER_PRINT, ONLY_RIGHT, **told)
    return replace(paper, variants=other.variants)


def printed(asked: Asked) -> tuple[object, ...]:
    """Everything of a question that a person sees who answers it, and what answers refer to."""
    question = asked.question
    said = tuple(gap.hint for gap in question.gaps) + tuple(pair.prompt for pair in question.pairs)
    texts = [option.text for option in question.options] or [pair.answer for pair in question.pairs] or question.steps
    return question.uid, question.kind, question.stem, said, tuple(texts[place] for place in asked.order)


def changes(before: Paper, after: Paper, results: Sequence[Result]) -> Iterator[Change]:
    """The questions that a corrected paper marks otherwise, in the order of the first variant."""
    points = [(_by_uid(before, each), _by_uid(after, each)) for each in results]
    for number, (one, two) in enumerate(zip(before.variants[0].asked, after.variants[0].asked, strict=True), 1):
        if _key(one) != _key(two):
            uid = one.question.uid
            yield Change(number, one, two, sum(old[uid] != new[uid] for old, new in points))


def _by_uid(paper: Paper, result: Result) -> dict[str, int | None]:
    asked = variant_of(paper, result).asked
    return {each.question.uid: own for each, own in zip(asked, marks(paper, result), strict=True)}


def _key(asked: Asked) -> tuple[object, ...]:
    question = asked.question
    accepted = (question.accepted, *(gap.accepted for gap in question.gaps))
    return question.points, question.yes, accepted, asked.key if asked.order else ()
