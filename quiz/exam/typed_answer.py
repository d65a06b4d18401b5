"""Answers typed on a line of the terminal, as a person who sees the question types them, in Hangul mode too."""

from __future__ import annotations

from quiz.errors import UsageError
from quiz.exam.answer_table import NO, NONE, YES
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
BETWEEN = " ,;/→"


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
            places = tuple(dict.fromkeys(_places(text)))
            return tuple(sorted(places)) if asked.question.several or len(places) == 1 else (-1,)
        case "order":
            return tuple(_places(text))
        case "matching":
            return tuple(None if place < 0 else place for place in _places(text))
        case _:
            return text


def _places(text: str) -> list[int]:
    """The places that letters name; -1 for a dash, and a place there never is for any other sign."""
    signs = [latin(sign).upper() for sign in text if sign not in BETWEEN]
    return [-1 if sign in NONE else ord(sign) - ord("A") if "A" <= sign <= "Z" else 999 for sign in signs]
