"""A card as the library keeps it: its text, its place, and its progress.

Built on the standard library alone, so that a shell prompt and the first screen need not wait for pydantic.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from quiz.reviews import Progress

State = Literal["live", "orphan"]
"""live: the notes hold it. orphan: they no longer do; its history waits for its return or for a link."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`note` is the same for siblings, cards that ask the same thing; empty where it is not known."""

    uid: str
    deck: str
    question: str
    answer: str
    kind: str = "open"
    topics: tuple[str, ...] = ()
    file: str = ""
    line: int = 0
    state: State = "live"
    note: str = ""
    progress: Progress = field(default_factory=Progress)

    @property
    def answered(self) -> bool:
        return self.kind == "cloze" or bool(self.answer.strip())

    @property
    def askable(self) -> bool:
        """Whether it is asked at all, today or on another day."""
        return self.state == "live" and self.answered and not self.progress.suspended

    def asked_on(self, day: int) -> bool:
        """Whether nothing keeps it from being asked on that study day, were it due."""
        buried = self.progress.buried_day
        return self.askable and (buried is None or buried < day)
