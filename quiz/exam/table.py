"""A paper as a table of comma-separated values: a row for each question of each variant, with its key.

It opens in a spreadsheet: it begins with a byte order mark, and no cell begins as a formula does. `'` before such a
beginning says that it is text; a spreadsheet takes it for that too.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from quiz.exam import wording
from quiz.exam.formats import Options, file_name
from quiz.exam.key import KINDS, answer, written
from quiz.exam.paper import Asked, Paper
from quiz.exam.variants import letters
from quiz.language import N_, _

BOM = "\ufeff"
HEADINGS = (
    N_("Paper"),
    N_("Variant"),
    N_("No."),
    N_("Card"),
    N_("Kind"),
    N_("Points"),
    N_("Question"),
    N_("Right"),
    N_("Model answer"),
    N_("Topics"),
    N_("Place"),
)

_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠\t\r]")


def files(paper: Paper, _options: Options) -> dict[str, bytes]:
    """One file. Behind the fixed columns stand the options, or what is to be matched or ordered, as A, B, C …"""
    widest = max((len(_parts(asked)) for variant in paper.variants for asked in variant.asked), default=0)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow([*map(_, HEADINGS), *(letters(place) for place in range(widest))])
    width = len(HEADINGS) + widest
    table.writerows([*map(guarded, row), *[""] * (width - len(row))] for row in _rows(paper))
    return {file_name(paper, end="csv"): (BOM + text.getvalue()).encode()}


def _rows(paper: Paper) -> Iterator[list[str]]:
    for variant in paper.variants:
        for number, asked in enumerate(variant.asked, 1):
            question = asked.question
            yield [
                paper.id,
                variant.letter,
                str(number),
                wording.typed(question.uid),
                _(KINDS[question.kind]),
                written(question.points),
                _stem(asked),
                wording.plain(answer(asked)),
                wording.plain(question.answer),
                ", ".join(map(wording.typed, question.topics)),
                wording.typed(question.source),
                *map(wording.plain, _parts(asked)),
            ]


def _stem(asked: Asked) -> str:
    """Of a matching question with its prompts, numbered."""
    gaps = asked.question.gaps
    stem = wording.plain_gaps(wording.gapped(asked.question), lambda n: wording.numbered_blank(gaps[n - 1], n))
    prompts = (f"{number}. {wording.plain(pair.prompt)}" for number, pair in enumerate(asked.question.pairs, 1))
    return "\n".join((stem, *prompts))


def _parts(asked: Asked) -> tuple[str, ...]:
    match asked.question.kind:
        case "choice":
            return tuple(option.text for option in asked.options)
        case "matching":
            return asked.answers
        case "order":
            return asked.steps
        case _:
            return ()


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; its `'` comes off again where a formula would begin behind it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
