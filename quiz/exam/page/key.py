"""The key of a variant and the sheet on which a class is marked, for print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quiz.exam.page import words
from quiz.exam.page.content import Content, points, text
from quiz.exam.paper import Asked, Variant
from quiz.language import _
from quiz.sides import letter

PEOPLE = 24
"""Rows of a marking sheet: a page full."""
COLUMNS = 16
"""Questions side by side on a marking sheet; more go below."""


def short(asked: Asked) -> str:
    """The right answer in letters and words, plain: `B`, `A, C`, `1–B  2–A`; empty where a person must judge."""
    question = asked.question
    match question.kind:
        case "choice":
            return ", ".join(letter(place) for place in asked.key)
        case "yesno":
            return _(words.YES if question.yes else words.NO)
        case "short":
            return " / ".join(question.accepted)
        case "cloze":
            return "  ".join(f"({n}) {' / '.join(gap.accepted)}" for n, gap in enumerate(question.gaps, 1))
        case "matching":
            return "  ".join(f"{n}–{letter(place)}" for n, place in enumerate(asked.key, 1))
        case "order":
            rank = {place: number for number, place in enumerate(asked.key, 1)}
            return "  ".join(str(rank[place]) for place in range(len(rank)))
        case _:
            return ""


def answers(content: Content, variant: Variant) -> str:
    """The key: a line of every answer to mark by at a glance, then each with its explanation and its source."""
    grid = "".join(
        f"<li><b>{number}</b> <span>{text(short(asked) or '—')}</span></li>"
        for number, asked in enumerate(variant.asked, 1)
    )
    rows = "".join(_row(content, asked, number) for number, asked in enumerate(variant.asked, 1))
    return f'<h2>{text(_(words.KEY))}</h2><ul class="grid">{grid}</ul><ol class="rows">{rows}</ol>'


def _row(content: Content, asked: Asked, number: int) -> str:
    question = asked.question
    right = f'<p class="right">{text(short(asked))}</p>' if short(asked) else ""
    chosen = "".join(
        f"<li><b>{letter(place)}</b> {content.inline(option.text, question.uid)}</li>"
        for place, option in enumerate(asked.options if question.options else ())
        if option.right
    )
    model = content.block(question.answer, question.uid) if question.answer.strip() else ""
    place = " · ".join(filter(None, (question.uid, question.source)))
    return (
        f'<li><span class="number">{number}</span><span class="points">{text(words.points(question.points))}</span>'
        f"{right}{f'<ul>{chosen}</ul>' if chosen else ''}{model}"
        f'<p class="source">{text(place)}</p></li>'
    )


def marking(variant: Variant, names: Sequence[str]) -> str:
    """A table with a row for each person, empty ones where no names are known, and a column for each question."""
    numbered = list(enumerate(variant.asked, 1))
    blocks = list(_blocks(numbered))
    tables = "".join(_table(block, names, last=block is blocks[-1]) for block in blocks)
    return f"<h2>{text(_(words.MARKING))}</h2>{tables}"


def _blocks(numbered: list[tuple[int, Asked]]) -> Iterator[list[tuple[int, Asked]]]:
    for start in range(0, len(numbered), COLUMNS):
        yield numbered[start : start + COLUMNS]


def _table(shown: Sequence[tuple[int, Asked]], names: Sequence[str], *, last: bool) -> str:
    end = f'<th scope="col">{text(_(words.TOTAL))}</th>' if last else ""
    heads = "".join(
        f'<th scope="col">{number}<small>{points(asked.question.points)}</small></th>' for number, asked in shown
    )
    cells = "<td></td>" * (len(shown) + last)
    rows = "".join(f'<tr><th scope="row">{text(name)}</th>{cells}</tr>' for name in names or [""] * PEOPLE)
    who = f'<th scope="col" class="who">{text(_(words.NAME))}</th>'
    return f'<table class="marks"><thead><tr>{who}{heads}{end}</tr></thead><tbody>{rows}</tbody></table>'
