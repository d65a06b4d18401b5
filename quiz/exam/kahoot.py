"""A paper as the spreadsheet that Kahoot! imports: its template has the questions below the headings of row 8.

Only a choice of at most four short options fits, and yes or no.
"""

from __future__ import annotations

from collections.abc import Iterator

from quiz.exam import fitting, wording
from quiz.exam.formats import Options
from quiz.exam.paper import Asked, Paper
from quiz.exam.sheet import workbook
from quiz.language import _

MOST_OPTIONS = 4
LONGEST_QUESTION = 120
LONGEST_OPTION = 75
SECONDS = 30
"""One of the times Kahoot! knows: 5, 10, 20, 30, 60, 90, 120, 240."""
HEADINGS = (
    "",
    "Question - max 120 characters",
    "Answer 1 - max 75 characters",
    "Answer 2 - max 75 characters",
    "Answer 3 - max 75 characters",
    "Answer 4 - max 75 characters",
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
)
ABOVE = 7
"""Rows of the template above its headings."""


def files(paper: Paper, _options: Options) -> dict[str, bytes]:
    """The sheet with what fits of the first variant, and a list of what does not."""
    rows, left = _fitted(paper)
    return fitting.with_list(paper, "kahoot", workbook("Sheet1", rows), left)


def remarks(paper: Paper, _options: Options) -> Iterator[str]:
    return fitting.remarks(paper, "kahoot", _fitted(paper)[1])


def _fitted(paper: Paper) -> tuple[list[tuple[str | int, ...]], list[fitting.Left]]:
    rows: list[tuple[str | int, ...]] = [("", wording.typed(paper.title)), *[()] * (ABOVE - 1), HEADINGS]
    left: list[fitting.Left] = []
    for number, asked in enumerate(paper.variants[0].asked, 1):
        texts = _texts(asked)
        if why := _misfit(asked, texts):
            left.append(fitting.Left(number, asked.question, why))
            continue
        cells = (*texts, *[""] * (MOST_OPTIONS - len(texts)))
        right = ",".join(str(place + 1) for place in _right(asked))
        rows.append((len(rows) - ABOVE, fitting.line(asked.question.stem), *cells, SECONDS, right))
    return rows, left


def _texts(asked: Asked) -> tuple[str, ...]:
    if asked.question.kind == "yesno":
        return wording.yes_and_no()
    return tuple(fitting.line(option.text) for option in asked.options) if asked.question.options else ()


def _right(asked: Asked) -> tuple[int, ...]:
    return asked.key if asked.question.kind == "choice" else (0 if asked.question.yes else 1,)


def _misfit(asked: Asked, texts: tuple[str, ...]) -> str:
    question = asked.question
    if question.kind not in ("choice", "yesno"):
        return fitting.wrong_kind(question)
    if why := fitting.unsaid(question.stem, *(option.text for option in question.options)):
        return why
    if len(texts) > MOST_OPTIONS:
        return _(fitting.OPTIONS).format(n=len(texts), most=MOST_OPTIONS)
    if len(fitting.line(question.stem)) > LONGEST_QUESTION:
        return _(fitting.LONG_QUESTION).format(most=LONGEST_QUESTION)
    if max(map(len, texts)) > LONGEST_OPTION:
        return _(fitting.LONG_OPTION).format(most=LONGEST_OPTION)
    return ""
