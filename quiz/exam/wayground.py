"""A paper as the spreadsheet that Wayground (formerly Quizizz) imports: one row a question below one of headings.

Choices of at most five options fit, yes or no, what is typed, a sentence with one gap, and open questions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from quiz.exam import fitting, wording
from quiz.exam.formats import Options
from quiz.exam.paper import Asked, Paper
from quiz.exam.sheet import workbook
from quiz.language import _

MOST_OPTIONS = 5
HEADINGS = (
    "Question Text",
    "Question Type",
    *(f"Option {number}" for number in range(1, MOST_OPTIONS + 1)),
    "Correct Answer",
    "Time in seconds",
    "Image Link",
    "Answer explanation",
)
CHOSEN_SECONDS, TYPED_SECONDS, WRITTEN_SECONDS = 30, 60, 300


class _Row(NamedTuple):
    """`right` are the numbers of the right options, empty where what is typed or written is marked."""

    type: str
    options: tuple[str, ...]
    right: str
    seconds: int


def files(paper: Paper, _options: Options) -> dict[str, bytes]:
    """The sheet with what fits of the first variant, and a list of what does not."""
    rows, left = _fitted(paper)
    return fitting.with_list(paper, "wayground", workbook("Sheet1", rows), left)


def remarks(paper: Paper, _options: Options) -> Iterator[str]:
    return fitting.remarks(paper, "wayground", _fitted(paper)[1])


def _fitted(paper: Paper) -> tuple[list[tuple[str | int, ...]], list[fitting.Left]]:
    rows: list[tuple[str | int, ...]] = [HEADINGS]
    left: list[fitting.Left] = []
    for number, asked in enumerate(paper.variants[0].asked, 1):
        row = _row(asked)
        if why := _misfit(asked, row):
            left.append(fitting.Left(number, asked.question, why))
        else:
            cells = (*row.options, *[""] * (MOST_OPTIONS - len(row.options)))
            told = fitting.line(asked.question.answer)
            rows.append((_stem(asked), row.type, *cells, row.right, row.seconds, "", told))
    return rows, left


def _stem(asked: Asked) -> str:
    return wording.one_line(wording.plain_gaps(wording.gapped(asked.question), lambda _number: wording.BLANK))


def _row(asked: Asked) -> _Row:
    question = asked.question
    match question.kind:
        case "choice":
            texts = tuple(fitting.line(option.text) for option in asked.options)
            right = ",".join(str(place + 1) for place in asked.key)
            return _Row("Checkbox" if question.several else "Multiple Choice", texts, right, CHOSEN_SECONDS)
        case "yesno":
            return _Row("Multiple Choice", wording.yes_and_no(), "1" if question.yes else "2", CHOSEN_SECONDS)
        case "short" | "cloze":
            accepted = question.gaps[0].accepted if question.gaps else question.accepted
            return _Row("Fill-in-the-Blank", tuple(map(wording.typed, accepted)), "", TYPED_SECONDS)
        case _:
            return _Row("Open-Ended", (), "", WRITTEN_SECONDS)


def _misfit(asked: Asked, row: _Row) -> str:
    question = asked.question
    if question.kind in ("matching", "order"):
        return fitting.wrong_kind(question)
    if len(question.gaps) > 1:
        return _(fitting.GAPS)
    if why := fitting.unsaid(question.stem, *(option.text for option in question.options)):
        return why
    if len(row.options) > MOST_OPTIONS:
        told = fitting.OPTIONS if question.options else fitting.ANSWERS
        return _(told).format(n=len(row.options), most=MOST_OPTIONS)
    return ""
