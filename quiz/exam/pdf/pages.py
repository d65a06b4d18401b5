"""What stands on the pages of a variant, as values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from quiz.exam import wording
from quiz.exam.key import verdict, written
from quiz.exam.page.lines import lines
from quiz.exam.paper import Asked, Paper, Variant
from quiz.exam.pdf.nodes import Picture, blocks, said
from quiz.exam.pictures import Pictures
from quiz.exam.variants import letters
from quiz.language import _

Page = dict[str, Any]

WIDE, NARROW = 130, 60
"""Millimetres of room for an image: below a question, and in an option or a column."""
WRITTEN = frozenset({"open", "short"})


def variant_page(paper: Paper, variant: Variant, pictures: Pictures) -> Page:
    """A variant to write on."""
    asked = [_question(number, one, pictures) for number, one in enumerate(variant.asked, 1)]
    return {
        **head(paper, variant.letter if len(paper.variants) > 1 else ""),
        "person": [_(word) for word in (wording.NAME, wording.CLASS, wording.DATE, wording.SCORE)],
        "of": f"/ {written(paper.points)}",
        "questions": asked,
    }


def head(paper: Paper, part: str) -> Page:
    """What every file of a paper begins with; `part` is the letter of a variant, or what else the file is."""
    return {
        "title": said(wording.one_line(paper.title)),
        "id": said(paper.id),
        "part": part,
        "language": paper.language,
        "total": wording.total(paper),
    }


def _question(number: int, asked: Asked, pictures: Pictures) -> Page:
    question, picture = asked.question, picture_of(pictures, asked.question.uid)
    stem = wording.gapped(question)
    hints = [(n, wording.typed(gap.hint)) for n, gap in enumerate(question.gaps, 1)]
    told = wording.instruction(question) or ", ".join(f"({n}) {hint}" for n, hint in hints if hint)
    page: Page = {
        "number": str(number),
        "points": wording.points(question.points),
        "stem": blocks(stem.text, picture, stem.words, room=WIDE),
        "note": said(told),
        "lines": lines(question) if question.kind in WRITTEN else 0,
    }
    match question.kind:
        case "choice":
            page["options"] = lettered([option.text for option in asked.options], picture)
        case "yesno":
            page["boxes"] = [verdict(True), verdict(False)]
        case "matching":
            prompts = ((pair.prompt, picture_of(pictures, pair.uid)) for pair in question.pairs)
            page["prompts"] = [blocks(text, of_card, room=NARROW) for text, of_card in prompts]
            cards = (question.pairs[place] for place in asked.order)
            answers = [blocks(card.answer, picture_of(pictures, card.uid), room=NARROW) for card in cards]
            page["answers"] = [{"letter": letters(at), "c": nodes} for at, nodes in enumerate(answers)]
        case "order":
            page["steps"] = lettered(asked.steps, picture)
            page["in_order"] = _(wording.IN_ORDER)
    return page


def lettered(texts: Sequence[str], picture: Picture) -> list[Page]:
    """What a variant prints as A, B, C …"""
    return [{"letter": letters(place), "c": blocks(text, picture, room=NARROW)} for place, text in enumerate(texts)]


def picture_of(pictures: Pictures, uid: str) -> Picture:
    """The images of a card."""
    return lambda target: pictures.name(uid, target)
