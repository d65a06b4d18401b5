"""Multiple choice: the answer begins with a task list, `[x]` before what is right and `[ ]` before what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import lru_cache

from quiz.chance import chance
from quiz.grades import AGAIN, GOOD
from quiz.language import _
from quiz.notes.scanner import Flaw, Line, Scanner, dedent
from quiz.text import key

LEAST = 2
"""Fewer options leave nothing to choose."""

_TASK = re.compile(r"\[([ xX])\][ \t]+(\S.*)$")


@dataclass(frozen=True, slots=True)
class Option:
    """`text` is one line of Markdown, `feedback` Markdown of any length."""

    text: str
    right: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """At least two options, one of them right; `explanation` is what the notes say below them."""

    options: tuple[Option, ...]
    explanation: str = ""

    @property
    def right(self) -> frozenset[int]:
        return frozenset(number for number, option in enumerate(self.options) if option.right)

    @property
    def several(self) -> bool:
        return len(self.right) > 1

    def suggested(self, chosen: AbstractSet[int]) -> int | None:
        """The grade: Good for all that is right and nothing else, Again for anything else; None for no choice."""
        return (GOOD if chosen == self.right else AGAIN) if chosen else None

    def shuffled(self, *seed: object) -> Choices:
        """The options in an order that nothing but `seed` decides: no place can be learned by heart."""
        order = sorted(range(len(self.options)), key=lambda number: chance(*seed, number))
        return replace(self, options=tuple(self.options[number] for number in order))


@dataclass(slots=True)
class _Task:
    line: Line
    right: bool
    text: str
    below: list[Line] = field(default_factory=list)


@lru_cache(maxsize=256)
def choices(answer: str) -> Choices | None:
    """The options of an answer; None for any that does not begin with two options, one of them right.

    What is deeper than an option is its feedback. Whatever else stands at the margin ends the list.
    """
    if "[x]" not in answer and "[X]" not in answer:
        return None
    tasks, rest = _read(Scanner(answer).lines())
    if not _is_choice(tasks):
        return None
    options = tuple(Option(task.text, task.right, _joined(task.below, deep=True)) for task in tasks)
    return Choices(options, _joined(rest))


def stem(lines: Sequence[Line]) -> int:
    """How many lines of an answer belong to its question: those of code that stands above the options."""
    first = next((number for number, line in enumerate(lines) if line.role not in _STEM), 0)
    code = any(line.role == "code" for line in lines[:first])
    return first if code and _is_choice(_read(lines[first:])[0]) else 0


def flaws(lines: Sequence[Line]) -> Iterator[Flaw]:
    """What is wrong with the task list that the lines of an answer begin with, if they do."""
    tasks, rest = _read(lines)
    if not tasks:
        return
    first = tasks[0].line.number
    if not any(task.right for task in tasks):
        message = _("no option is marked [x], so the list is an answer as it stands and nothing to choose from")
        yield Flaw("no-right-option", first, message)
    elif len(tasks) < LEAST:
        yield Flaw("one-option", first, _("one option leaves nothing to choose; a question needs two at least"))
    else:
        yield from _flaws_of_choice(tasks, rest)


def _flaws_of_choice(tasks: Sequence[_Task], rest: Sequence[Line]) -> Iterator[Flaw]:
    if all(task.right for task in tasks):
        message = _("every option is marked [x]; if these are steps that were done, leave the marks out")
        yield Flaw("all-options-right", tasks[0].line.number, message)
    said: dict[str, int] = {}
    for task in tasks:
        number = task.line.number
        if (before := said.setdefault(key(task.text), number)) != number:
            message = _("the option says the same as that of line {line}").format(line=before)
            yield Flaw("same-option", number, message)
    for line in rest:
        if _task(line):
            message = _("the option stands apart from the list above; indent what parts them to make it feedback")
            yield Flaw("stray-option", line.number, message)


_STEM = ("blank", "code", "comment")


def _is_choice(tasks: Sequence[_Task]) -> bool:
    return len(tasks) >= LEAST and any(task.right for task in tasks)


def _task(line: Line) -> re.Match[str] | None:
    return _TASK.match(line.title) if line.role == "item" else None


def _read(lines: Iterable[Line]) -> tuple[list[_Task], list[Line]]:
    """The task list that lines begin with, and what follows it.

    Code at the margin belongs to the option above it where another option follows, as real notes leave fences there.
    """
    tasks: list[_Task] = []
    waiting: list[Line] = []
    told = (line for line in lines if line.role != "comment")
    for line in told:
        deeper = bool(tasks) and line.indent > tasks[-1].line.indent
        task = None if deeper else _task(line)
        if task:
            if tasks:
                tasks[-1].below += waiting
            waiting = []
            tasks.append(_Task(line, task[1] != " ", task[2].rstrip()))
        elif line.role == "blank" or (tasks and line.role == "code" and not deeper):
            waiting.append(line)
        elif deeper:
            tasks[-1].below += [*waiting, line]
            waiting = []
        else:
            return tasks, [*waiting, line, *told]
    return tasks, waiting


def _joined(lines: Sequence[Line], *, deep: bool = False) -> str:
    """The text of lines without blank edges; `deep` ones lose the indentation they share."""
    width = min((line.indent for line in lines if line.role != "blank"), default=0) if deep else 0
    return "\n".join(dedent(line.text, min(width, line.indent)).rstrip() for line in lines).strip("\n")
