"""The bulleted notation: a top-level list item is a question, everything until the next one is its answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from quiz.notes.scanner import TAB_STOP, Line, dedent

QUESTION_MARKS = ("?", "？")


@dataclass(slots=True)
class Draft:
    """A card being read: its question line, what stands under it, and the headings and tags it is under."""

    question: str
    number: int
    indent: int
    headings: tuple[str, ...]
    directives: list[tuple[str, str]]
    lines: list[Line] = field(default_factory=list)

    @property
    def answer(self) -> str:
        return body(self.lines, self.indent)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the file, for its deck name and topics."""

    level: int
    title: str
    number: int


def drafts(lines: Iterable[Line]) -> Iterator[Draft | Heading]:
    """Cards and headings in the order of the file. A draft is complete when it is yielded.

    Tags under a heading hold for all cards below it, those of its subheadings too.
    """
    path: list[Heading] = []
    tags: dict[int, list[tuple[str, str]]] = {0: []}
    draft: Draft | None = None
    for line in lines:
        reach = draft.indent if draft else TAB_STOP - 1
        if line.role == "heading" and line.indent <= reach:
            if draft:
                yield _finished(draft)
            draft = None
            heading = Heading(line.level, line.title, line.number)
            path = [*(above for above in path if above.level < line.level), heading]
            tags = {level: held for level, held in tags.items() if level < line.level} | {line.level: []}
            tags[line.level].extend(_tags(line))
            yield heading
        elif line.role == "item" and line.indent <= reach and not _is_contents_entry(line.title):
            if draft:
                yield _finished(draft)
            titles = tuple(heading.title for heading in path)
            draft = Draft(line.title, line.number, line.indent, titles, [*chain(*tags.values()), *line.directives])
        elif draft:
            draft.lines.append(line)
            draft.directives.extend(line.directives)
        else:
            tags[max(tags)].extend(_tags(line))
    if draft:
        yield _finished(draft)


def body(lines: list[Line], question_indent: int) -> str:
    """The lines of an answer without their common indentation, blank edges, and section rules at the edges.

    A fence loses no more than its opening line has, as CommonMark does it: at column 0 it stays byte for byte.
    """
    nested = [line.indent for line in lines if line.role in ("item", "text", "code", "heading")]
    base = min((indent for indent in nested if indent > question_indent), default=question_indent)
    kept = [line for line in lines if line.role != "comment"]
    while kept and kept[-1].role in ("blank", "rule"):
        kept.pop()
    first = next((index for index, line in enumerate(kept) if line.role not in ("blank", "rule")), 0)
    return "\n".join(dedent(line.text, min(base, line.indent)) for line in kept[first:])


def _finished(draft: Draft) -> Draft:
    """A question wrapped over several lines takes the lines up to its question mark."""
    if draft.question.endswith(QUESTION_MARKS):
        return draft
    for count, line in enumerate(draft.lines, start=1):
        if line.role != "text":
            break
        if line.title.endswith(QUESTION_MARKS):
            wrapped = [draft.question, *(part.title for part in draft.lines[:count])]
            draft.question, draft.lines = " ".join(wrapped), draft.lines[count:]
            break
    return draft


def _tags(line: Line) -> list[tuple[str, str]]:
    return [directive for directive in line.directives if directive[0] == "tags"]


def _is_contents_entry(title: str) -> bool:
    """Whether the item is a line of a table of contents: nothing but a link into the same page."""
    return title.startswith("[") and title.endswith(")") and "](#" in title and title.count("](") == 1
