"""One card of a notes file in other words; every other line of the file stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from quiz.notes import cloze, parse
from quiz.notes.bulleted import MARKER, Draft, drafts
from quiz.notes.front import read as read_front
from quiz.notes.scanner import Fence, Scanner, is_item

if TYPE_CHECKING:
    from quiz.cards import Card

PARTING = "<!-- answer -->"
MARK = "\ufeff"

_COMMENT = re.compile(r"<!--.*?-->")
_FIRST = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]\s*")


def rewritten(data: bytes, number: int, question: str, answer: str) -> bytes | None:
    """The file with the card of that line asking `question`, all gaps of its sentence, and answering `answer`.

    None where that cannot be written so that it is read as meant and every other card as before. Comments of the card
    stay, and so do line ends and a byte order mark.
    """
    before = parse(data, "").deck.cards
    place = next((index for index, card in enumerate(before) if card.place.line == number), None)
    if place is None:
        return None
    text = data.decode("utf-8").removeprefix(MARK)
    ends = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    draft, old = _draft(lines, number), before[place]
    first = draft.asked[0].number - 1
    split = draft.asked[-1].number
    end = max((line.number for line in draft.lines if line.role not in ("blank", "rule")), default=split)
    asked = lines[first:split] if question == old.question else None
    answered = lines[split:end] if answer == old.answer else None
    for parted in ("\n" in question, True):
        block = [
            *(_asked(lines[first:split], draft, question, parted=parted) if asked is None or parted else asked),
            *(_answered(lines, draft, answer) if answered is None else answered),
        ]
        after = ends.join([*lines[:first], *block, *lines[end:]])
        marked = (MARK if data.startswith(MARK.encode()) else "") + after
        if _as_meant(before, parse(marked.encode(), "").deck.cards, place, question, answer):
            return marked.encode()
    return None


def _draft(lines: Sequence[str], number: int) -> Draft:
    skip = read_front("\n".join(lines)).lines
    scanner = Scanner("\n".join(lines[skip:]), first_number=skip + 1)
    return next(item for item in drafts(scanner.lines()) if isinstance(item, Draft) and item.number == number)


def _asked(raw: Sequence[str], draft: Draft, question: str, *, parted: bool) -> list[str]:
    """The lines of a question, with the marker and the comments that it has, parted from the answer or not."""
    marker = _FIRST.match(raw[0])
    assert marker is not None
    first, *more = question.split("\n")
    kept = [comment for line in raw for comment in _COMMENT.findall(line) if comment != PARTING]
    comments = "".join(f" {comment}" for comment in kept)
    if Fence.opened(first):
        return [marker[0] + first, *_padded(more, draft), *_padded(kept, draft), *_padded([PARTING] * parted, draft)]
    return [marker[0] + first + comments, *_padded(more, draft), *_padded([PARTING] * parted, draft)]


def _answered(raw: Sequence[str], draft: Draft, answer: str) -> list[str]:
    """The lines of an answer, and the comments that stand among those it has. A paragraph stands free."""
    lines = answer.split("\n") if answer else []
    comments = [raw[line.number - 1].strip() for line in draft.lines if line.role == "comment"]
    free = bool(lines) and not (is_item(lines[0]) or Fence.opened(lines[0]))
    return _padded([*([""] if free else []), *lines, *comments], draft)


def _padded(lines: Iterable[str], draft: Draft) -> list[str]:
    pad = " " * (draft.indent + MARKER)
    return [pad + line if line else line for line in lines]


def _as_meant(before: Sequence[Card], after: Sequence[Card], place: int, question: str, answer: str) -> bool:
    """Whether the card at `place`, or all of its sentence, says what is meant, and every other what it said before."""
    asked = [*cloze.cards(question).values()] or [question]
    line = before[place].place.line
    if len(before) != len(after) or sum(card.place.line == line for card in before) != len(asked):
        return False
    said = [(card.question, card.answer, card.topics, card.heading, card.id) for card in before]
    for index, each in enumerate(asked, place):
        meant = answer if len(asked) == 1 else after[index].answer
        said[index] = (each, meant, *said[index][2:])
    return said == [(card.question, card.answer, card.topics, card.heading, card.id) for card in after]
