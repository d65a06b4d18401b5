"""Rows of the database that tell of a card what is known of it. Apart, since a prompt counts without them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from sys import intern
from typing import Any

from quiz.entry import Entry
from quiz.reviews import Progress
from quiz.sm2 import Memory

UNSEEN = Progress()


def as_progress(row: Sequence[Any]) -> Progress:
    return Progress(Memory(*row[:3]), *row[3:12], *map(bool, row[12:]))


def as_row(now: Progress) -> tuple[Any, ...]:
    memory, *rest = astuple(now)
    return (*memory, *rest)


def as_entry(row: Sequence[Any]) -> Entry:
    """What many cards share is kept once: of 100,000 cards that is a fifth of the memory."""
    uid, deck, question, answer, kind, topics, file, line, state, note, *memory = row
    now = UNSEEN if memory[0] is None else as_progress(memory)
    deck, kind, file = map(intern, (deck, kind, file))
    return Entry(uid, deck, question, answer, kind, tuple(map(intern, topics.split())), file, line, state, note, now)
