"""Answers typed before they are shown. Light to import: most cards are not typed."""

from __future__ import annotations

from typing import Literal

from quiz.entry import Entry

Setting = Literal["never", "short", "always"]

TOPIC = "typed"
"""Cards with this topic (`<!-- tags: typed -->`) are asked typed whatever the setting says."""
SHORT = 60
"""Characters of plain text that are quickly typed."""


def wants_typing(entry: Entry, setting: Setting) -> bool:
    """Whether an answer is typed before it is shown. `short`: what is accepted or hidden, one command, or at most 60
    characters. Options are chosen, not typed.
    """
    if entry.kind == "choice":
        return False
    if setting == "always" or TOPIC in entry.topics:
        return True
    if setting == "never":
        return False
    from quiz.notes import accept

    if any(len(text) <= SHORT for text in accept.accepted(entry.answer)):
        return True
    from quiz.typed import shell
    from quiz.typed.expected import wanted
    from quiz.typed.readings import readings

    reading = readings(wanted(entry))[0]
    return len(reading.text) <= SHORT or (reading.kind == "command" and len(shell.commands(reading.text)) == 1)
