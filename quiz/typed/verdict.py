"""A comparison in words: what is right, what is wrong, and the grade it suggests."""

from __future__ import annotations

from collections.abc import Sequence

from quiz.grades import Choice
from quiz.language import N_, _
from quiz.notes.choice import Choices
from quiz.typed.comparison import Comparison
from quiz.typed.diff import Mark, Part

MARKS: dict[Mark, tuple[str, str]] = {"missing": ("[-", "-]"), "extra": ("{+", "+}")}
"""What stands around what is wrong, so that it can be read without colours."""

FAR = 0.3
"""Below this likeness the marks would say nothing: the answer stands beside them."""

EXACT = N_("✓ Exactly right")
RIGHT = N_("✓ Right")
WRONG = N_("✗ Not right")
YOURS = N_("Yours: {text}")
LEGEND = N_("{missing} is in the answer only, {extra} in yours only.")
FIRST_POINT = N_("Compared with the first point of the answer.")
SUGGESTION = N_("Suggested grade: {key} {name}. You decide.")


def lines(comparison: Comparison, choices: Sequence[Choice]) -> list[str]:
    """The whole verdict for a line terminal; `choices` are the grades the person is offered."""
    if comparison.exact:
        told = [_(EXACT)]
    else:
        told = (
            [_(YOURS).format(text=given(comparison))] if far(comparison) else [marked(comparison), *notes(comparison)]
        )
    return [*told, suggestion(comparison, choices)]


def far(comparison: Comparison) -> bool:
    """Whether what was typed is quite another text."""
    return bool(comparison.parts) and not comparison.exact and comparison.likeness < FAR


def given(comparison: Comparison) -> str:
    """What was typed, as it was compared."""
    return "".join(text for mark, text in comparison.parts if mark != "missing").strip()


def marked(comparison: Comparison) -> str:
    """The answer and what was typed in one: `컨테이[-너-]{+나+}`."""
    return "".join(map(bracketed, comparison.parts))


def bracketed(part: Part) -> str:
    """A part in its marks, with a blank between them and a sign that is like one: `[- -d -]`."""
    if part.mark == "same":
        return part.text
    opening, closing = MARKS[part.mark]
    gap = " " if part.text.startswith(("-", "+")) or part.text.endswith(("-", "+")) else ""
    return f"{opening}{gap}{part.text}{gap}{closing}"


def notes(comparison: Comparison) -> list[str]:
    """What there is to know to read the marks."""
    wrong = any(mark != "same" for mark, _text in comparison.parts)
    samples = {mark: "…".join(around) for mark, around in MARKS.items()}
    return [_(LEGEND).format(**samples)] * wrong + [_(FIRST_POINT)] * (not comparison.whole)


def chosen(read: Choices, made: frozenset[int], choices: Sequence[Choice]) -> list[str]:
    """What came of a choice of options, and the grade it suggests; nothing where none was made."""
    grade = read.suggested(made)
    return [] if grade is None else [_(RIGHT if made == read.right else WRONG), suggested(grade, choices)]


def suggestion(comparison: Comparison, choices: Sequence[Choice]) -> str:
    return suggested(comparison.suggested, choices)


def suggested(grade: int, choices: Sequence[Choice]) -> str:
    """The grade that is suggested, by its key and name."""
    choice = next(choice for choice in choices if choice.grade == grade)
    return _(SUGGESTION).format(key=choice.key, name=_(choice.name))
