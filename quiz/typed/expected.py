"""What a card expects to be typed: its gaps, what its answer accepts, or the answer itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.entry import Entry
from quiz.notes import accept, cloze

if TYPE_CHECKING:
    from quiz.typed.comparison import Comparison


def wanted(entry: Entry) -> str:
    """The answer in Markdown: of a cloze card what its gaps hide, in their order."""
    if entry.kind == "cloze":
        return ", ".join(f"`{gap.answer}`" if gap.coded else gap.answer for gap in cloze.gaps(entry.question))
    return accept.without(entry.answer)


def compare(given: str, entry: Entry) -> Comparison:
    """What was typed against what fits it best of all that the card accepts."""
    from quiz.typed.comparison import compare

    return compare(given, wanted(entry), accept.accepted(entry.answer))
