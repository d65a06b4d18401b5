"""The key of a variant and the sheet on which a class is marked, for print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quiz.exam import wording
from quiz.exam.key import KeyRow, MarkingSheet, key_rows, written
from quiz.exam.page.content import Content, text
from quiz.exam.paper import Variant
from quiz.language import _


def answers(content: Content, variant: Variant) -> str:
    """The key: all answers together to mark by at a glance, then each with its explanation and its source."""
    rows = key_rows(variant)
    grid = "".join(f"<li><b>{row.number}</b> <span>{_short(content, row)}</span></li>" for row in rows if row.answer)
    told = "".join(_row(content, row) for row in rows)
    at_a_glance = f'<ul class="grid">{grid}</ul>' if grid else ""
    return f'<h2>{text(_(wording.KEY))}</h2>{at_a_glance}<ol class="rows">{told}</ol>'


def _short(content: Content, row: KeyRow) -> str:
    return content.inline(row.answer, row.question.uid)


def _row(content: Content, row: KeyRow) -> str:
    question = row.question
    right = f'<p class="right">{_short(content, row)}</p>' if row.answer else ""
    options = "".join(
        f"<li>{content.inline(option.text, question.uid)}</li>" for option in question.options if option.right
    )
    right += f"<ul>{options}</ul>" if options else ""
    model = content.block(row.model, question.uid) if row.model.strip() else ""
    uids = [pair.uid for pair in question.pairs] or [question.uid]
    place = " · ".join(filter(None, (*uids, question.source)))
    return (
        f'<li><span class="number">{row.number}</span><span class="points">{text(wording.points(row.points))}</span>'
        f'{right}{model}<p class="source">{text(place)}</p></li>'
    )


def marking(sheet: MarkingSheet) -> str:
    """A table with a row for each person and a column for each question."""
    blocks = sheet.blocks()
    tables = "".join(_table(sheet, block, last=block is blocks[-1]) for block in blocks)
    note = f'<p class="hint">{text(_(wording.POINTS_DIFFER))}</p>' if None in sheet.points else ""
    return f"<h2>{text(_(wording.MARKING))}</h2>{tables}{note}"


def _table(sheet: MarkingSheet, block: Sequence[tuple[int, int | None]], *, last: bool) -> str:
    heads = "".join(
        f'<th scope="col">{number}<small>{"–" if points is None else written(points)}</small></th>'
        for number, points in block
    )
    if last:
        heads += f'<th scope="col">{text(_(wording.TOTAL))}<small>{written(sheet.total)}</small></th>'
    first = f'<th scope="col" class="who">{text(_(wording.NAME))}</th><th scope="col">{text(_(wording.WHICH))}</th>'
    caption = f'<caption class="unseen">{text(_(wording.MARKING))}</caption>'
    body = "".join(_people(sheet, len(block) + last))
    return f'<table class="marks">{caption}<thead><tr>{first}{heads}</tr></thead><tbody>{body}</tbody></table>'


def _people(sheet: MarkingSheet, columns: int) -> Iterator[str]:
    for name, variant in sheet.rows:
        yield f'<tr><th scope="row">{text(name)}</th><td>{text(variant)}</td>{"<td></td>" * columns}</tr>'
