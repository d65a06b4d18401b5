"""What a person says of a card besides grades, here and in Anki, and what follows where the two differ. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from quiz.events import Kind


class Marks(NamedTuple):
    suspended: bool = False
    flagged: bool = False
    leech: bool = False


class Seen(NamedTuple):
    """What Anki was last seen to say of a card, and as of when: ms since 1970, 0 where it was not seen yet."""

    marks: Marks = Marks()
    at_ms: int = 0


ACTS: tuple[tuple[Kind, Kind], ...] = (("resume", "suspend"), ("unflag", "flag"), ("rewritten", "leech"))
"""For each mark the act that takes it away and the one that sets it."""


def changes(here: Marks, there: Marks, before: Marks) -> Iterator[Kind]:
    """What was done there since both agreed on `before`, and not here; what was done here alone stands."""
    for acts, mine, theirs, old in zip(ACTS, here, there, before, strict=True):
        if theirs != old and theirs != mine:
            yield acts[theirs]
