"""What the conditions of a query ask of an entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from quiz.entry import Entry
from quiz.schedule import Rules, is_due, is_leech
from quiz.text import fold
from quiz.topics import includes

USUAL = Rules()


def card_text(entry: Entry) -> str:
    """What a word is looked for in: question (a cloze as it reads and as it is written), answer and topics, folded."""
    question = entry.question
    if "{{c" in question:
        from quiz.notes import cloze

        question = f"{cloze.told(question)}\0{question}"
    return fold("\0".join((question, entry.answer, *entry.topics)))


class Setting(NamedTuple):
    """What a condition knows besides the entry: the study day, the rules, and where to find the text of an entry."""

    today: int
    rules: Rules = USUAL
    text: Callable[[Entry], str] = card_text


STATES: dict[str, Callable[[Entry, Setting], bool]] = {
    "new": lambda entry, _: entry.askable and entry.progress.is_new,
    "due": lambda entry, now: entry.askable and is_due(entry, now.today),
    "learned": lambda entry, _: entry.progress.memory.repetitions >= 1,
    "suspended": lambda entry, _: entry.progress.suspended,
    "buried": lambda entry, now: (entry.progress.buried_day or 0) >= now.today,
    "flagged": lambda entry, _: entry.progress.flagged,
    "leech": lambda entry, now: is_leech(entry.progress, now.rules.leech_lapses),
    "orphan": lambda entry, _: entry.state == "orphan",
    "unanswered": lambda entry, _: not entry.answered,
}
"""What `is:` takes, asked of an entry."""

CONDITIONS: dict[str, Callable[[Entry, str, Setting], bool]] = {
    "": lambda entry, text, now: text in now.text(entry),
    "topic": lambda entry, topic, _: any(includes(topic, other) for other in entry.topics),
    "deck": lambda entry, part, _: part in fold(entry.deck),
    "file": lambda entry, part, _: part in fold(entry.file),
    "kind": lambda entry, kind, _: fold(entry.kind) == kind,
    "is": lambda entry, state, now: STATES[state](entry, now),
    "uid": lambda entry, start, _: fold(entry.uid).startswith(start),
}
"""What each field asks of an entry and a folded value; no field means text."""

MEASURES: dict[str, Callable[[Entry, int], int | None]] = {
    "due": lambda entry, today: None if entry.progress.due_day is None else entry.progress.due_day - today,
    "interval": lambda entry, _: entry.progress.memory.interval_days if entry.progress.reviews else None,
    "ease": lambda entry, _: entry.progress.memory.ease_hundredths if entry.progress.reviews else None,
    "lapses": lambda entry, _: entry.progress.lapses,
    "reviews": lambda entry, _: entry.progress.reviews,
}
"""What can be compared with a number, in days, hundredths or times, on a study day; None compares with nothing."""

HUNDREDTHS = frozenset({"ease"})
"""The measures that are written in whole ones and kept in hundredths."""
