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
    uid: str
    deck: str
    question: str
    answer: str
    kind: str = "open"
    topics: tuple[str, ...] = ()
    file: str = ""
    line: int = 0
    state: State = "live"
    progress: Progress = field(default_factory=Progress)

    @property
    def answered(self) -> bool:
        return bool(self.answer.strip())

    @property
    def askable(self) -> bool:
        return self.state == "live" and self.answered and not self.progress.suspended
