"""What the screens say in numbers: progress, the tally of a sitting, and what the day holds. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quiz.entry import Entry
from quiz.overview import Branch, branches
from quiz.schedule import Counts, is_due
from quiz.session import Session
from quiz.show import plural
from quiz.sm2 import PASSING
from quiz.tui.grades import Choice

ALL_CARDS = "All cards"


@dataclass(frozen=True, slots=True)
class Progress:
    """`text` such as `3/20`; `share` is how much of the whole sitting is behind, 0–1."""

    text: str
    share: float

    @classmethod
    def of(cls, session: Session) -> Progress:
        answered = len(session.answers)
        share = answered / max(1, answered + len(session.ahead))
        if session.phase == "review":
            return cls(f"{session.reviewed + 1}/{session.reviewed + len(session.queue)}", share)
        repeats = answered - session.reviewed
        return cls(f"drill {repeats + 1}/{repeats + len(session.drill)}", share)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a sitting came to: `graded` answers counted for the schedule, `repeats` did not."""

    graded: int
    passed: int
    repeats: int
    by_choice: tuple[tuple[Choice, int], ...]

    @property
    def most(self) -> int:
        return max((count for _, count in self.by_choice), default=0)

    @classmethod
    def of(cls, session: Session, choices: Sequence[Choice]) -> Tally:
        grades = [answer.grade for answer in session.answers if answer.phase == "review"]
        by_choice = tuple((choice, grades.count(choice.grade)) for choice in choices)
        passed = sum(grade >= PASSING for grade in grades)
        return cls(len(grades), passed, len(session.answers) - len(grades), by_choice)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the home screen and the query it starts."""

    branch: Branch
    query: str


def rows(entries: Sequence[Entry], today: int) -> list[Row]:
    """All cards, then every deck with its topics; none where there are no cards."""
    everything = Branch(ALL_CARDS)
    for entry in entries:
        everything.count(entry, today)
    found = [Row(branch, branch.query) for branch in branches(entries, today)]
    return [Row(everything, ""), *found] if found else []


def next_day(entries: Iterable[Entry], today: int) -> int | None:
    """The first day after today on which a card is due."""
    days = (entry.progress.due_day for entry in entries if entry.askable)
    return min((day for day in days if day is not None and day > today), default=None)


def due_on(entries: Iterable[Entry], day: int) -> int:
    """How many cards will be due by that day."""
    return sum(entry.askable and is_due(entry, day) for entry in entries)


def greeting(counts: Counts, upcoming: int | None, today: int) -> str:
    """One calm sentence below the numbers of the day."""
    if counts.backlog > counts.due > 0:
        return f"{counts.backlog} cards wait; {counts.due} of them are plenty for today."
    if counts.waiting:
        return "Enter starts with the first card."
    if counts.unseen or counts.backlog:
        return f"Done for today. {plural(counts.unseen + counts.backlog, 'card')} will be there tomorrow."
    if upcoming is None:
        return "Nothing is waiting."
    return f"Nothing is due. The next review is {_in_days(upcoming - today)}."


def _in_days(days: int) -> str:
    return "tomorrow" if days == 1 else f"in {days} days"
