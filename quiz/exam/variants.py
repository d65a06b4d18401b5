"""The same questions in other orders: what stands where in variant A, B, C …, and that no two have one key."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from quiz.exam.paper import Asked, Question, Variant
from quiz.exam.rank import rank, ranked

ATTEMPTS = 40
"""So often another order is tried for a variant whose key an earlier one has; with two options there may be none."""

_LAST = re.compile(
    r"\W*(?:(?:위|앞|보기)(?:의|에서?)?\s*(?:것|보기)?\s*(?:모두|전부|중)|(?:위|앞|보기)의\s*것|모두\s*(?:정답|맞|옳|틀|아니|해당)"
    r"|(?:정답|해당|답)(?:[이은]|\s*사항[이은]?)?\s*없"
    r"|(?:all|both|none|neither|any)\s+of\s+(?:the\s+)?(?:above|these|them|others?)\b|all\s+(?:are|answers)\b)",
    re.IGNORECASE,
)


def variants(
    questions: Sequence[Question], many: int, seed: str, *, in_order: bool = False, fixed: Collection[str] = ()
) -> tuple[Variant, ...]:
    """So many variants. With `in_order` the questions keep their order; `fixed` are the uids whose options do."""
    made: list[Variant] = []
    keys = set[tuple[tuple[int, ...] | bool | None, ...]]()
    for number in range(many):
        letter = letters(number)
        for attempt in range(ATTEMPTS):
            asked = tuple(_asked(questions, f"{letter}/{attempt}", seed, in_order, fixed))
            told = tuple(_key(each) for each in asked)
            if told not in keys or not any(each is not None for each in told):
                break
        else:
            asked = tuple(_asked(questions, f"{letter}/0", seed, in_order, fixed))
        keys.add(told)
        made.append(Variant(letter, asked))
    return tuple(made)


def letters(number: int) -> str:
    """A, B … Z, AA, AB …"""
    name = ""
    number += 1
    while number:
        number, place = divmod(number - 1, 26)
        name = chr(ord("A") + place) + name
    return name


def stays_last(option: str) -> bool:
    """Whether an option speaks of the others, as “all of the above” does."""
    return _LAST.match(option) is not None


def _asked(
    questions: Sequence[Question], purpose: str, seed: str, in_order: bool, fixed: Collection[str]
) -> Iterator[Asked]:
    order = questions if in_order else ranked(seed, f"order {purpose}", questions, lambda each: each.uid)
    for question in order:
        yield Asked(question, _order(question, purpose, seed, question.uid in fixed))


def _order(question: Question, purpose: str, seed: str, fixed: bool) -> tuple[int, ...]:
    places = range(question.movable)
    if fixed and question.options:
        return tuple(places)
    shuffled = sorted(places, key=lambda place: rank(seed, f"parts {purpose}", f"{question.uid}/{place}"))
    if question.options:
        return tuple(sorted(shuffled, key=lambda place: stays_last(question.options[place].text)))
    if shuffled == sorted(shuffled):  # steps in their order, or each answer beside its question, ask for nothing
        shuffled = [*shuffled[1:], *shuffled[:1]]
    return tuple(shuffled)


def _key(asked: Asked) -> tuple[int, ...] | bool | None:
    """What stands in the key for it: nothing where a person marks or where it is the same in every variant."""
    question = asked.question
    if question.kind == "yesno":
        return question.yes
    return asked.key if asked.order else None
