"""The two sides of a card in Markdown, as every face shows them: what is asked, and what is told."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING

from quiz.entry import Entry
from quiz.language import N_, _

if TYPE_CHECKING:
    from quiz.notes.choice import Choices

ACCEPTED = N_("Accepted when typed: {answers}")


def options(entry: Entry, day: int | None = None) -> Choices | None:
    """The options of a choice card, each day in another order; without a day as written. None for other cards."""
    if entry.kind != "choice":
        return None
    from quiz.notes.choice import choices

    read = choices(entry.answer)
    return read if read is None or day is None else read.shuffled(entry.uid, day)


def letter(number: int) -> str:
    """What an option is called: A, B, C …"""
    return ascii_uppercase[number] if number < len(ascii_uppercase) else str(number + 1)


def asked(entry: Entry) -> str:
    """The question, without its options and without what its gaps hide."""
    return masked(entry.question)


def masked(question: str) -> str:
    """A question without what its gaps hide."""
    if "{{c" not in question:
        return question
    from quiz.notes import cloze

    return cloze.hidden(question)


def told(entry: Entry) -> str:
    """The answer: of a choice what explains it, of a cloze the sentence first; and what else would be right."""
    from quiz.notes import accept, cloze

    if read := options(entry):
        return read.explanation
    sentence = cloze.shown(entry.question) if entry.kind == "cloze" else ""
    accepted = ", ".join(_code(text) for text in accept.accepted(entry.answer))
    parts = (sentence, accept.without(entry.answer), _(ACCEPTED).format(answers=accepted) if accepted else "")
    return "\n\n".join(part for part in parts if part.strip())


def seen(entry: Entry, *, revealed: bool) -> str:
    """What a person has seen of a card, as the notes have it."""
    if not revealed:
        read = options(entry)
        listed = "".join(f"\n- {option.text}" for option in read.options) if read else ""
        return asked(entry) + listed
    return told(entry) if entry.kind == "cloze" else entry.answer


def _code(text: str) -> str:
    """A code span that says `text`."""
    ticks = "`"
    while ticks in text:
        ticks += "`"
    pad = " " if "`" in text[:1] + text[-1:] else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"
