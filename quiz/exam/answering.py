"""Answers as they come to be, one key or one line at a time: what is chosen, matched, filled in, moved, and typed."""

from __future__ import annotations

from quiz.exam.key import verdict
from quiz.exam.marking import Answer
from quiz.exam.paper import Asked
from quiz.exam.variants import letters

NOTHING = "—"


def chosen(asked: Asked, answer: Answer, place: int) -> Answer:
    """With the option at a place chosen, or no longer; where one is right, instead of the one before."""
    before = _places(answer)
    if place in before:
        return tidy(tuple(each for each in before if each != place))
    return tuple(sorted((*before, place))) if asked.question.several else (place,)


def matched(asked: Asked, answer: Answer, prompt: int, place: int | None) -> Answer:
    """With the answer at a place beside a prompt, where no other prompt has it any longer; None takes it away."""
    before = _parts(answer) or (None,) * len(asked.order)
    given = [each if isinstance(each, int) and each != place else None for each in before]
    given[prompt] = place
    return tidy(tuple(given))


def filled(asked: Asked, answer: Answer, gap: int, text: str) -> Answer:
    """With a text in one gap of a cloze."""
    given = [str(each) for each in _parts(answer)] or [""] * len(asked.question.gaps)
    given[gap] = text
    return tidy(tuple(given))


def moved(asked: Asked, answer: Answer, at: int, by: int) -> Answer:
    """With the step that stands at a line so many lines further down; as asked, they stand in the order of print."""
    lines = list(lines_of(asked, answer))
    to = max(0, min(len(lines) - 1, at + by))
    lines.insert(to, lines.pop(at))
    return tuple(lines)


def lines_of(asked: Asked, answer: Answer) -> tuple[int, ...]:
    """The places of the steps of an order question, from the first line to the last."""
    return _places(answer) or tuple(range(len(asked.order)))


def tidy(answer: Answer) -> Answer:
    """None for an answer that says nothing: a blank text, no option, no gap filled, no prompt matched."""
    if isinstance(answer, str):
        return answer if answer.strip() else None
    if isinstance(answer, tuple) and all(
        each is None or (isinstance(each, str) and not each.strip()) for each in answer
    ):
        return None
    return answer


def told(asked: Asked, answer: Answer) -> str:
    """An answer on one line, in the letters and numbers of the variant, as `quiz.exam.key.answer` tells the key."""
    if answer is None:
        return NOTHING
    match asked.question.kind:
        case "yesno":
            return verdict(answer is True)
        case "choice":
            return ", ".join(map(letters, _places(answer)))
        case "matching":
            pairs = enumerate(_parts(answer), 1)
            return ", ".join(
                f"{number}–{letters(place) if isinstance(place, int) else NOTHING}" for number, place in pairs
            )
        case "order":
            return " → ".join(map(letters, _places(answer)))
        case "cloze":
            return "; ".join(f"({number}) {text or NOTHING}" for number, text in enumerate(_parts(answer), 1))
        case _:
            return str(answer)


def _parts(answer: Answer) -> tuple[object, ...]:
    return answer if isinstance(answer, tuple) else ()


def _places(answer: Answer) -> tuple[int, ...]:
    return tuple(each for each in _parts(answer) if isinstance(each, int))
