"""What stands on the pages for who marks a paper, as values: the key of each variant, and the marking sheet."""

from __future__ import annotations

from collections.abc import Sequence

from quiz.exam import wording
from quiz.exam.key import KeyRow, answer, key_rows, marking_sheet, written
from quiz.exam.paper import Asked, Paper, Variant
from quiz.exam.pdf.nodes import Node, Picture, blocks, said
from quiz.exam.pdf.pages import NARROW, WIDE, Page, head, lettered, picture_of
from quiz.exam.pictures import Pictures
from quiz.language import _


def key_page(paper: Paper, pictures: Pictures) -> Page:
    """What is right in each variant: at a glance, then with its words, its explanation and its source."""
    alone = len(paper.variants) == 1
    keys = [_key(variant, pictures, alone=alone) for variant in paper.variants]
    return {**head(paper, _(wording.KEY)), "keys": keys}


def _key(variant: Variant, pictures: Pictures, *, alone: bool) -> Page:
    rows = key_rows(variant)
    return {
        "title": "" if alone else _(wording.VARIANT).format(letter=variant.letter),
        "glance": [
            {"number": str(row.number), "c": _right(asked, pictures)}
            for row, asked in zip(rows, variant.asked, strict=True)
            if row.answer
        ],
        "rows": [_row(row, asked, pictures) for row, asked in zip(rows, variant.asked, strict=True)],
    }


def _row(row: KeyRow, asked: Asked, pictures: Pictures) -> Page:
    question = asked.question
    picture = picture_of(pictures, question.uid)
    uids = [pair.uid for pair in question.pairs] or [question.uid]
    return {
        "number": str(row.number),
        "right": _right(asked, pictures),
        "options": _right_options(asked, picture),
        "points": wording.points(row.points),
        "model": blocks(row.model, picture, room=WIDE) if row.model.strip() else [],
        "place": said(", ".join(filter(None, (*uids, question.source)))),
    }


def _right_options(asked: Asked, picture: Picture) -> list[Page]:
    if asked.question.kind != "choice":
        return []
    options = lettered([option.text for option in asked.options], picture)
    return [options[place] for place in asked.key]


def _right(asked: Asked, pictures: Pictures) -> list[Node]:
    return blocks(_plainly(answer(asked)), picture_of(pictures, asked.question.uid), room=NARROW)


def marking_page(paper: Paper, names: Sequence[str]) -> Page:
    """A table with a row for each person and a column for each question; more columns than fit go below."""
    sheet = marking_sheet(paper, names)
    total = {"number": _(wording.TOTAL), "points": written(sheet.total)}
    tables = [
        [{"number": str(number), "points": "-" if points is None else written(points)} for number, points in block]
        for block in sheet.blocks()
    ]
    tables[-1].append(total)
    return {
        **head(paper, _(wording.MARKING)),
        "who": [_(wording.NAME), _(wording.WHICH)],
        "tables": tables,
        "people": [[said(wording.one_line(name)), variant] for name, variant in sheet.rows],
        "note": _plainly(_(wording.POINTS_DIFFER)) if None in sheet.points else "",
    }


def _plainly(text: str) -> str:
    """Without the arrows and dashes that not every font has."""
    return text.replace(" → ", ", ").replace("–", "-")
