"""Answers typed on a line of the terminal, as a person who sees the question types them, in Hangul mode too."""

from __future__ import annotations

from quiz.errors import UsageError
from quiz.exam import typed_places
from quiz.exam.answer_table import NO, YES
from quiz.exam.answering import tidy
from quiz.exam.marking import Answer
from quiz.exam.paper import Asked
from quiz.exam.results import fits_question
from quiz.hangul import latin
from quiz.language import N_, _

NOT_THAT = N_("“{text}” is no answer to this question.")
HOW = {
    "choice": N_("Type the letter of an option, or those of all that are right."),
    "yesno": N_("Type yes or no."),
    "matching": N_("Type a letter for each number, - where there is none: B A -"),
    "order": N_("Type the letters of all steps in their order: C A B"),
}


def read(asked: Asked, text: str) -> Answer:
    """What a line says; UsageError, with how to type it, where it says nothing to this question."""
    answer = tidy(_read(asked, text.strip()))
    if answer is not None and fits_question(asked, answer):
        return answer
    raise UsageError(_(NOT_THAT).format(text=text.strip()), _(HOW.get(asked.question.kind, "")))


def _read(asked: Asked, text: str) -> Answer:
    match asked.question.kind:
        case "yesno":
            told = {text.casefold().rstrip("."), "".join(map(latin, text.casefold()))}
            return True if told & YES else False if told & NO else None
        case "choice":
            chosen = tuple(sorted(set(_whole(typed_places.options(text)))))
            return chosen if asked.question.several or len(chosen) == 1 else (typed_places.OTHER,)
        case "order":
            return _whole(typed_places.steps(text))
        case "matching":
            return tuple(typed_places.prompts(text))
        case _:
            return text


def _whole(places: list[int | None]) -> tuple[int, ...]:
    return tuple(typed_places.OTHER if place is None else place for place in places)
