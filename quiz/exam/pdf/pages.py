"""What stands on the pages of a paper, as values: a variant to write on, and the key."""

from __future__ import annotations

from typing import Any

from quiz.exam import wording
from quiz.exam.key import answer, verdict, written
from quiz.exam.page.lines import lines
from quiz.exam.paper import Asked, Paper, Variant
from quiz.exam.pdf.nodes import Node, Picture, blocks, said
from quiz.exam.pictures import Pictures
from quiz.exam.variants import letters
from quiz.language import N_, _

Page = dict[str, Any]

NAME = N_("Name:")
KEY = N_("Key")
VARIANT = N_("Variant {letter}")
SEVERAL = N_("More than one may be right.")
MATCH = N_("Write the letter of the answer on each line.")
WIDE, NARROW = 130, 60
"""Millimetres of room for an image: below a question, and in an option or a column."""
WRITTEN = frozenset({"open", "short"})


def variant_page(paper: Paper, variant: Variant, pictures: Pictures) -> Page:
    """A variant to write on."""
    asked = [_question(number, one, pictures) for number, one in enumerate(variant.asked, 1)]
    return {**_head(paper, variant.letter if len(paper.variants) > 1 else ""), "name": _(NAME), "questions": asked}


def key_page(paper: Paper, pictures: Pictures) -> Page:
    """What is right in each variant, and the model answers."""
    keys = []
    for variant in paper.variants:
        rows = [_row(number, asked, pictures) for number, asked in enumerate(variant.asked, 1)]
        title = _(VARIANT).format(letter=variant.letter) if len(paper.variants) > 1 else ""
        keys.append({"title": title, "rows": rows})
    return {**_head(paper, _(KEY)), "keys": keys}


def _head(paper: Paper, part: str) -> Page:
    return {
        "title": said(wording.one_line(paper.title)),
        "id": said(paper.id),
        "part": part,
        "language": paper.language,
        "points": _points(paper.points),
    }


def _points(hundredths: int) -> str:
    return _("1 point") if hundredths == 100 else _("{points} points").format(points=written(hundredths))


def _question(number: int, asked: Asked, pictures: Pictures) -> Page:
    question, picture = asked.question, _picture(pictures, asked.question.uid)
    stem = wording.gapped(question)
    page: Page = {
        "number": str(number),
        "points": _points(question.points),
        "stem": blocks(stem.text, picture, stem.words, room=WIDE),
        "lines": lines(question) if question.kind in WRITTEN else 0,
    }
    hints = [(n, wording.typed(gap.hint)) for n, gap in enumerate(question.gaps, 1)]
    if told := ", ".join(f"({n}) {hint}" for n, hint in hints if hint):
        page["note"] = said(told)
    match question.kind:
        case "choice":
            page["options"] = _lettered([option.text for option in asked.options], picture)
            page["note"] = _(SEVERAL) if question.several else ""
        case "yesno":
            page["boxes"] = [verdict(True), verdict(False)]
        case "matching":
            prompts = ((pair.prompt, _picture(pictures, pair.uid)) for pair in question.pairs)
            page["prompts"] = [blocks(text, of_card, room=NARROW) for text, of_card in prompts]
            cards = (question.pairs[place] for place in asked.order)
            answers = [blocks(card.answer, _picture(pictures, card.uid), room=NARROW) for card in cards]
            page["answers"] = [{"letter": letters(at), "c": nodes} for at, nodes in enumerate(answers)]
            page["note"] = _(MATCH)
        case "order":
            page["steps"] = _lettered(asked.steps, picture)
            page["in_order"] = _(wording.IN_ORDER)
            page["note"] = _(wording.ORDER)
    return page


def _lettered(texts: tuple[str, ...] | list[str], picture: Picture) -> list[Page]:
    return [{"letter": letters(place), "c": blocks(text, picture, room=NARROW)} for place, text in enumerate(texts)]


def _row(number: int, asked: Asked, pictures: Pictures) -> Page:
    question = asked.question
    picture = _picture(pictures, question.uid)
    # An arrow is a sign that not every font has.
    right: list[Node] = blocks(answer(asked).replace(" → ", ", "), picture, room=NARROW)
    return {
        "number": str(number),
        "right": right,
        "points": _points(question.points),
        "model": blocks(question.answer, picture, room=WIDE) if question.answer.strip() else [],
        "place": said(question.source),
    }


def _picture(pictures: Pictures, uid: str) -> Picture:
    return lambda target: pictures.name(uid, target)
