"""One card of a notes file in other words: what changes of it changes in the file, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

from quiz.notes import accept, cloze, parse
from quiz.notes.bulleted import MARKER, Draft, Row, drafts
from quiz.notes.front import read as read_front
from quiz.notes.gap_merge import merged
from quiz.notes.opcodes import opcodes
from quiz.notes.patch import Changes, Source
from quiz.notes.scanner import ANSWER, Fence, Scanner, columns, is_item
from quiz.notes.woven import Written, lead, woven

if TYPE_CHECKING:
    from quiz.cards import Card

PARTING = f"<!-- {ANSWER} -->"

_FIRST = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]\s*")


def rewritten(data: bytes, number: int, question: str, answer: str, *, gap: str = "") -> bytes | None:
    """The file with the card of that line asking `question`, all gaps of its sentence, and answering `answer`.

    With `gap` it is the one card of its sentence that asked that: the other gaps stay around their words. A whole
    sentence may get gaps of other numbers as well. None where that cannot be written so that it is read as meant and
    every other card as before. Comments of the card stay, and so do its indentation, line ends and a byte order mark.
    """
    before = parse(data, "").deck.cards
    here = [index for index, card in enumerate(before) if card.place.line == number]
    old = next((before[index] for index in here if gap in ("", before[index].question)), None)
    if old is None:
        return None
    source, place = Source.read(data), here[0]
    found = _drafts(source)
    draft = next(draft for draft in found if draft.number == number)
    if gap:
        known = next(each for each, asked in cloze.cards(draft.question).items() if asked == gap)
        sentence = merged(draft.question, known, question)
        if sentence is None or cloze.cards(sentence).get(known) != question:
            return None
        question = sentence
    asked = draft.question if question == old.question else question
    told = _accepting(draft.answer, old.answer, answer)
    if told is None:
        return None
    for parted, whole in product((False,) if draft.parted else (False, True), (False, True)):
        after = _Edit(source, draft, whole=whole).made(asked.split("\n"), told.split("\n") if told else [], parted)
        same = list(map(_remarks, found)) == list(map(_remarks, _drafts(after)))
        if same and _as_meant(before, parse(after.data, "").deck.cards, place, draft.question, asked, told):
            return after.data
    return None


def _accepting(whole: str, old: str, answer: str) -> str | None:
    """The answer of all cards of a sentence where one of them has another: each gap accepts what it did."""
    if old in (answer, whole):
        return whole if answer == old else answer
    text = accept.without(whole)
    same = accept.without(old) == text and accept.accepted(old) == accept.accepted(answer)
    return accept.without(answer) + whole[len(text) :] if same else None


def _drafts(source: Source) -> list[Draft]:
    skip = read_front("\n".join(source.lines)).lines
    scanner = Scanner("\n".join(source.lines[skip:]), first_number=skip + 1)
    return [item for item in drafts(scanner.lines()) if isinstance(item, Draft)]


def _remarks(draft: Draft) -> list[tuple[str, str]]:
    return [directive for directive in draft.directives if directive[0] != ANSWER]


def _as_meant(before: Sequence[Card], after: Sequence[Card], place: int, was: str, question: str, answer: str) -> bool:
    """Whether the card at `place`, or all of its sentence, says what is meant, and every other what it said before.

    What asked `was` may ask `question` with more gaps, never with fewer.
    """
    known, asked = (cloze.cards(each) or {0: each} for each in (was, question))
    if not known.keys() <= asked.keys() or len(after) - len(before) != len(asked) - len(known):
        return False
    said = list(map(_said, before))
    mine = dict(zip(known, said[place : place + len(known)], strict=True))
    instead = []
    for index, (number, each) in enumerate(asked.items(), place):
        alike = accept.without(after[index].answer) == accept.without(answer)  # each gap accepts what is its own
        meant = after[index].answer if len(asked) > 1 and alike else answer
        instead.append((each, meant, *mine.get(number, _said(after[index]))[2:]))
    said[place : place + len(known)] = instead
    return said == list(map(_said, after))


def _said(card: Card) -> tuple[str, str, bool, tuple[str, ...], str | None]:
    return card.question, card.answer, card.kind == "cloze", card.heading, card.id


class _Edit:
    """A card of a file on its way to other words: word by word, or its lines as a `whole`, with the comments below."""

    def __init__(self, source: Source, draft: Draft, *, whole: bool) -> None:
        self._source, self._draft, self._whole = source, draft, whole
        self._changes = Changes()

    def made(self, question: Sequence[str], answer: Sequence[str], parted: bool) -> Source:
        """The file with those lines; `parted` by a comment that it does not have yet."""
        draft, changes = self._draft, self._changes
        head, *more = question
        begin = _begin(self._source.lines[draft.number - 1])
        first = self._written(Row(tuple(draft.first)), begin)._replace(text=draft.question.split("\n")[0])
        rows, told = [self._written(row) for row in draft.more], [self._written(row) for row in draft.answered]
        homeless = [] if head == first.text else self._replace(first, head, begin, code=Fence.opened(head) is not None)
        margin = " " * (draft.indent + MARKER) if is_item(head) else _margin(rows, begin)
        homeless += self._change(rows, more, margin, first.last)
        end = max(row.last for row in (first, *rows))
        changes.add(end, (margin + comment for comment in homeless))
        margin = _margin(told, begin)
        changes.add(end, [margin + PARTING] * parted)
        above = told[0].lines[0].number - 1 if told else self._last_above()
        if above == end and not parted and _is_free(answer) and not (told and told[0].role == "text"):
            changes.add(end, [""])
        homeless = self._change(told, answer, margin, above)
        changes.add(told[-1].last if told else above, (margin + comment for comment in homeless))
        return changes.made(self._source)

    def _written(self, row: Row, begin: str | None = None) -> Written:
        raw = [self._source.lines[line.number - 1] for line in row.lines]
        return Written(row.lines, raw, lead(raw[0], row.cut) if begin is None else begin, row.text)

    def _last_above(self) -> int:
        """The line below which an answer goes where there is none: the last of the question and the comments."""
        comments = [line.number for line in self._draft.lines if line.role == "comment"]
        whole = [number for number in comments if "-->" in self._source.lines[number - 1]]
        return max([self._draft.asked[-1].number, *whole])

    def _change(self, rows: Sequence[Written], texts: Sequence[str], margin: str, above: int) -> list[str]:
        """Put texts in the place of rows, or below the line `above`; the comments that have no place any more."""
        roles = {line.number: line.role for line in Scanner("\n".join(texts)).lines()}
        is_code = [roles.get(number) == "code" for number in range(1, len(texts) + 1)]
        homeless, begin = list[str](), margin
        old = [row.text for row in rows]
        if self._whole and old != texts:
            return self._change_all(rows, texts, above)
        for what, start, end, other, stop in opcodes(old, texts):
            for index in range(other, stop):
                row = rows[start + index - other] if start + index - other < end else None
                text, code = texts[index], is_code[index]
                if row and row.text and text and code == (row.role == "code"):
                    begin = row.lead
                elif not (code and index and is_code[index - 1]):
                    begin = margin
                if row and what != "equal":
                    homeless += self._replace(row, text, begin, code=code)
                elif row is None:
                    self._changes.add(above, [begin + text if text else ""])
                above = row.last if row else above
            for row in rows[start + stop - other : end]:
                self._changes.replace(row.numbers, [])
                homeless += row.comments
        return homeless

    def _change_all(self, rows: Sequence[Written], texts: Sequence[str], above: int) -> list[str]:
        """As `_change`, with no line where it stood, and a margin that leaves no doubt of what is deeper."""
        margin = " " * (self._draft.indent + MARKER)
        self._changes.add(above, (margin + text if text else "" for text in texts))
        if not rows:
            return []
        first, last = rows[0].numbers[0], rows[-1].last
        self._changes.replace(range(first, last + 1), [])
        apart = (line for line in (*self._draft.asked, *self._draft.lines) if line.role == "comment")
        below = [comment for line in apart if first < line.number < last for comment in self._comment(line.number)]
        return [comment for row in rows for comment in row.comments] + below

    def _comment(self, number: int) -> Iterator[str]:
        """The lines of the comment that begins on a line."""
        for raw in self._source.lines[number - 1 :]:
            yield raw.strip()
            if "-->" in raw:
                return

    def _replace(self, row: Written, text: str, begin: str, *, code: bool) -> list[str]:
        """Write a row with another text, beside its comments; those that cannot stand there."""
        if code or not text:
            self._changes.replace(row.numbers, [begin + text if text else ""])
            return row.comments
        lines = woven(row, text) if not self._whole and begin == row.lead and row.role != "code" else None
        self._changes.replace(row.numbers, lines or [" ".join([begin + text, *row.comments])])
        return []


def _begin(raw: str) -> str:
    """What stands before a question: its indentation and marker."""
    found = _FIRST.match(raw)
    assert found is not None
    return found[0]


def _margin(rows: Iterable[Written], begin: str) -> str:
    """What lines below a question begin with: what they do already, else as many blanks as stand before it."""
    known = (row.lead for row in rows if row.text and row.role != "code" and row.lead)
    return max(known, key=columns, default=" " * columns(begin))


def _is_free(lines: Sequence[str]) -> bool:
    """Whether a paragraph comes first, which stands free."""
    return bool(lines) and not (is_item(lines[0]) or Fence.opened(lines[0]))
