"""The bulleted notation: a top-level list item is a question, everything until the next one is its answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, takewhile
from typing import NamedTuple

from quiz.notes import choice, cloze
from quiz.notes.scanner import ANSWER, TAB_STOP, Fence, Line, dedent, indent_of, is_item

QUESTION_MARKS = ("?", "？")
MARKER = 2
"""Columns from a list marker to its text: `- `."""

Directives = list[tuple[str, str]]


class Row(NamedTuple):
    """A line of a question or an answer: the lines of the file it is made of, less `cut` columns at their beginning."""

    lines: tuple[Line, ...]
    cut: int = 0

    @property
    def text(self) -> str:
        return dedent(self.lines[0].text, self.cut)


@dataclass(slots=True)
class Draft:
    """A card being read: its question line, what stands under it, and the headings and tags it is under.

    `asked` are the lines of the question once it is complete, `lines` then those of the answer. `more` are the rows of
    the question below its first, which is made of the lines `first`.
    """

    question: str
    number: int
    indent: int
    headings: tuple[str, ...]
    directives: Directives
    lines: list[Line] = field(default_factory=list)
    asked: list[Line] = field(default_factory=list)
    first: list[Line] = field(default_factory=list)
    more: list[Row] = field(default_factory=list)

    @property
    def answer(self) -> str:
        return _text(self.answered)

    @property
    def answered(self) -> list[Row]:
        """The rows of the answer."""
        return _rows(self.lines, self.indent)

    @property
    def parted(self) -> bool:
        """Whether a comment parts question and answer."""
        return (ANSWER, "") in self.directives


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the file, for its deck name and topics, and the tags and remarks that hold below it."""

    level: int
    title: str
    number: int
    tags: Directives = field(default_factory=list)


def drafts(lines: Iterable[Line]) -> Iterator[Draft | Heading]:
    """Cards and headings in the order of the file. A draft is complete when it is yielded.

    A comment speaks of the question above it, or of the one right below where a blank line parts it from what is
    above; before the first question of a section all but an id holds for all of it, subsections too.
    """
    path = [Heading(0, "", 0)]
    waiting: Directives = []
    draft: Draft | None = None
    parted = False
    for line in lines:
        reach = draft.indent if draft else TAB_STOP - 1
        parts = draft is not None and _parts(line)
        if line.role == "comment" and not parts and (draft is None or (parted and line.indent <= reach)):
            waiting.extend(line.directives)
            continue
        titled = line.role == "heading" and line.indent <= reach
        asks = _asks(line) and line.indent <= reach
        if draft is None:
            path[-1].tags.extend(_shared(waiting))
            waiting = [directive for directive in waiting if directive[0] == "id"]
        elif not asks:
            draft.directives.extend(waiting)
            waiting = []
        if draft and (titled or asks):
            yield _finished(draft)
            draft = None
        if titled:
            heading = Heading(line.level, line.title, line.number, _shared(line.directives))
            path = [*(above for above in path if above.level < line.level), heading]
            yield heading
        elif asks:
            tags = chain(*(heading.tags for heading in path))
            titles = tuple(heading.title for heading in path[1:])
            draft = Draft(line.title, line.number, line.indent, titles, [*tags, *waiting, *line.directives])
            draft.asked.append(line)
            waiting = []
        elif draft:
            draft.lines.append(line)
            draft.directives.extend(line.directives)
        parted = line.role == "blank"
    if draft:
        draft.directives.extend(waiting)
        yield _finished(draft)


def _rows(lines: list[Line], question_indent: int) -> list[Row]:
    """The lines of an answer without their common indentation, blank edges, and section rules at the edges.

    A fence loses no more than its opening line has, as CommonMark does it: at column 0 it stays byte for byte.
    A paragraph that stands so deep that it is code stays code.
    """
    kept = _without_end(lines)
    first = next((index for index, line in enumerate(kept) if line.role not in ("blank", "rule")), 0)
    return _dedented(kept[first:], _base(lines, question_indent))


def _text(rows: Iterable[Row]) -> str:
    return "\n".join(row.text for row in rows)


def _base(lines: Iterable[Line], question_indent: int) -> int:
    """The indentation that the lines below a question have in common."""
    content = question_indent + MARKER
    nested = [
        content if line.role == "text" and line.indent >= content + TAB_STOP else line.indent
        for line in lines
        if line.role in ("item", "text", "code", "heading")
    ]
    return min((indent for indent in nested if indent > question_indent), default=question_indent)


def _without_end(lines: Iterable[Line]) -> list[Line]:
    """The lines but for comments, and for blanks and section rules at the end."""
    kept = [line for line in lines if line.role != "comment"]
    while kept and kept[-1].role in ("blank", "rule"):
        kept.pop()
    return kept


def _dedented(lines: Iterable[Line], base: int) -> list[Row]:
    return [Row((line,), min(base, line.indent)) for line in lines]


def _finished(draft: Draft) -> Draft:
    """A question that is a fence takes all its lines; one wrapped over several, those up to its question mark or gap.

    Where a comment parts question and answer, the question takes all above it as it stands; code between a question
    and its options belongs to the question.
    """
    end = next((index for index, line in enumerate(draft.lines) if _parts(line)), None)
    taken = 0
    if fence := Fence.opened(draft.question):
        code = _up_to(draft.lines, "code", lambda line: fence.closed_by(line.text.strip()))
        draft.more += [Row((line,), indent_of(code[-1].text)) for line in code]
        taken = len(code)
    elif end is None:
        draft.first = _wrapped(draft)
        draft.question = " ".join([draft.question, *(line.title for line in draft.first)])
        taken = len(draft.first)
    if end is not None:
        above = _without_end(draft.lines[taken:end])
        # What goes on with an item inside the item keeps its depth below the marker of that one.
        inside = is_item(draft.question)
        draft.more += _dedented(above, draft.indent + MARKER if inside else _base(above, draft.indent))
        taken = end
    if stem := choice.stem(draft.lines[taken:]):
        draft.more += _rows(draft.lines[taken : taken + stem], draft.indent)
        taken += stem
    draft.question = "\n".join([draft.question, *(row.text for row in draft.more)])
    draft.first = [*draft.asked, *draft.first]
    draft.asked += draft.lines[:taken]
    draft.lines = draft.lines[taken:]
    return draft


def _parts(line: Line) -> bool:
    """Whether a line parts the question above it from the answer below."""
    return line.role == "comment" and (ANSWER, "") in line.directives


def _wrapped(draft: Draft) -> list[Line]:
    """The lines below a question that go on with it."""
    ends = [] if draft.question.endswith(QUESTION_MARKS) else _up_to(draft.lines, "text", _ends_question)
    if "{{c" not in draft.question:
        return ends
    texts = [line.title for line in takewhile(lambda line: line.role == "text", draft.lines)]
    return draft.lines[: max(len(ends), cloze.goes_on(draft.question, texts))]


def _ends_question(line: Line) -> bool:
    return line.title.endswith(QUESTION_MARKS)


def _up_to(lines: list[Line], role: str, last: Callable[[Line], bool]) -> list[Line]:
    """The lines of one role that lines begin with, up to the last; none where none is the last."""
    for count, line in enumerate(lines, start=1):
        if line.role != role:
            break
        if last(line):
            return lines[:count]
    return []


def _asks(line: Line) -> bool:
    """Whether a line at the margin is a question: an item with a text, and no entry of a table of contents."""
    return line.role in ("item", "code") and bool(line.title) and not _is_contents_entry(line.title)


def _shared(directives: Iterable[tuple[str, str]]) -> Directives:
    """What may hold for a whole section: anything but the id of a card."""
    return [directive for directive in directives if directive[0] != "id"]


def _is_contents_entry(title: str) -> bool:
    """Nothing but a link into the same page."""
    return title.startswith("[") and title.endswith(")") and "](#" in title and title.count("](") == 1
