"""What reading the notes anew brought: what became of each card, and what is wrong with the notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from quiz.lost_cards import Doubt
    from quiz.notes.problems import Problem

What = Literal["new", "edited", "moved", "returned", "orphaned", "removed"]
"""returned: an orphan the notes hold again. moved: another file, deck or heading, and nothing else.

orphaned: the notes hold it no longer, and it waits for its return. removed: the same without anything to wait for;
only the row of one that Anki knows stays, unseen, lest answers given there find nothing.
"""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one card. `before` is its old question where that was another, `how` the rule of identity."""

    what: What
    uid: str
    question: str
    file: str
    line: int
    before: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What reading the notes brought. `unchanged` counts the cards of the files read that are as they were."""

    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unchanged: int = 0
    files: int = 0

    def of(self, what: What) -> list[Change]:
        return [change for change in self.changes if change.what == what]

    @property
    def failed(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)

    def lost(self, uid: str) -> bool:
        return any(change.uid == uid and change.what in ("orphaned", "removed") for change in self.changes)

    def heirs(self, file: str, line: int) -> tuple[str, ...]:
        """The new cards that stand nearest to where a lost one stood: it was written anew."""
        new = [change for change in self.of("new") if change.file == file]
        place = min((change.line for change in new), key=lambda each: abs(each - line), default=0)
        return tuple(change.uid for change in new if change.line == place)

    @property
    def pressing(self) -> tuple[Problem, ...]:
        """What keeps notes from being taken in: it is told until it is put right."""
        return tuple(each for each in self.problems if each.severity == "error" or each.code == "missing-source")
