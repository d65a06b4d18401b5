"""What who marks a paper needs: its id, the key of each variant, and the grid for the points, as values to draw."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from quiz.exam.paper import Asked, Kind, Paper, Question, Variant
from quiz.exam.variants import letters
from quiz.language import N_, _

KINDS: dict[Kind, str] = {
    "open": N_("written answer"),
    "short": N_("short answer"),
    "yesno": N_("yes or no"),
    "choice": N_("choice"),
    "cloze": N_("gaps"),
    "matching": N_("matching"),
    "order": N_("order"),
}
BLANK_ROWS = 25
"""Of a marking sheet for a class whose names are not known."""
COLUMNS = 16
"""Questions side by side on a marking sheet."""


class KeyRow(NamedTuple):
    """One line of the key of a variant. `number` counts from 1; `answer` is what is right there, one line of Markdown,
    or empty where `model` says it; `points` are hundredths."""

    number: int
    question: Question
    answer: str
    model: str
    points: int


@dataclass(frozen=True, slots=True)
class MarkingSheet:
    """Names × questions. `rows` are name and variant, both empty to be filled in by hand where no names are known.

    `points` are the hundredths of each number on the paper, None where they differ from variant to variant.
    """

    rows: tuple[tuple[str, str], ...]
    points: tuple[int | None, ...]
    total: int

    def blocks(self) -> list[tuple[tuple[int, int | None], ...]]:
        """Number and points of each question, in blocks that have room beside the names; more go below."""
        numbered = tuple(enumerate(self.points, 1))
        return [numbered[start : start + COLUMNS] for start in range(0, len(numbered), COLUMNS)]


def paper_id(paper: Paper) -> str:
    """`417-205-386`: nine digits, which are read aloud alike in every language, from what the paper asks and in which
    orders. Where the cards stand, and under which topics, makes no other paper of it."""
    digest = hashlib.sha256(_said([paper.title, paper.language]))
    for question in sorted(paper.questions(), key=lambda question: question.uid):
        digest.update(_said(_content(question)))
    for variant in paper.variants:
        digest.update(_said([variant.letter, [[asked.question.uid, asked.order] for asked in variant.asked]]))
    number = int.from_bytes(digest.digest()[:8]) % 10**9
    return f"{number // 10**6:03}-{number // 1000 % 1000:03}-{number % 1000:03}"


def with_id(paper: Paper) -> Paper:
    return replace(paper, id=paper_id(paper))


def key_rows(variant: Variant) -> tuple[KeyRow, ...]:
    """The key of a variant, in the order of its questions."""
    return tuple(
        KeyRow(number, asked.question, answer(asked), asked.question.answer, asked.question.points)
        for number, asked in enumerate(variant.asked, 1)
    )


def answer(asked: Asked) -> str:
    """What is right, as the variant letters and numbers it; empty for a written answer."""
    question = asked.question
    match question.kind:
        case "yesno":
            return verdict(bool(question.yes))
        case "choice":
            return ", ".join(letters(place) for place in asked.key)
        case "matching":
            return ", ".join(f"{number}–{letters(place)}" for number, place in enumerate(asked.key, 1))
        case "order":
            return " → ".join(letters(place) for place in asked.key)
        case "short":
            return " / ".join(map(code, question.accepted))
        case "cloze":
            return "; ".join(
                f"({number}) {' / '.join(map(code, gap.accepted))}" for number, gap in enumerate(question.gaps, 1)
            )
        case _:
            return ""


def verdict(yes: bool) -> str:
    return _("yes") if yes else _("no")


def written(hundredths: int) -> str:
    """Points as a person writes them: 2, 0.5."""
    return f"{(Decimal(hundredths) / 100).normalize():f}"


def marking_sheet(paper: Paper, names: Sequence[str] = ()) -> MarkingSheet:
    """The sheet of a class; the variants are handed out in turn, A to the first name, B to the next."""
    handed = [paper.variants[number % len(paper.variants)].letter for number in range(len(names))]
    alone = paper.variants[0].letter if len(paper.variants) == 1 else ""
    rows = tuple(zip(names, handed, strict=True)) or (("", alone),) * BLANK_ROWS
    by_number = zip(*([asked.question.points for asked in variant.asked] for variant in paper.variants), strict=True)
    points = tuple(each[0] if len(set(each)) == 1 else None for each in by_number)
    return MarkingSheet(rows, points, paper.points)


def code(text: str) -> str:
    """A code span that says `text`, whatever backticks stand in it."""
    ticks = "`"
    while ticks in text:
        ticks += "`"
    pad = " " if "`" in text[:1] + text[-1:] else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _content(question: Question) -> list[object]:
    return [
        question.uid, question.kind, question.stem, question.answer, question.options, question.yes, question.accepted,
        question.gaps, question.pairs, question.steps, question.points,
    ]  # fmt: skip


def _said(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
