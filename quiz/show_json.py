"""Values as JSON, for scripts. Pure: nothing here prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quiz.cards import Card
    from quiz.changes import Report
    from quiz.entry import Entry
    from quiz.overview import Branch


def report_json(report: Report) -> dict[str, object]:
    return {
        "changes": [asdict(change) for change in report.changes],
        "unchanged": report.unchanged,
        "files": report.files,
        "doubts": [
            {
                "uid": doubt.uid,
                "question": doubt.question,
                "candidates": [{"uid": uid, "question": question} for uid, question in doubt.candidates],
            }
            for doubt in report.doubts
        ],
        "problems": [problem.as_json() for problem in report.problems],
    }


def card_json(card: Card) -> dict[str, object]:
    return {
        "file": card.place.file,
        "line": card.place.line,
        "question": card.question,
        "answer": card.answer,
        "topics": list(card.topics),
        "kind": card.kind,
        "answered": card.answered,
    }


def entry_json(entry: Entry) -> dict[str, object]:
    """Dates are ISO 8601; `due` is null for a card never graded."""
    progress = entry.progress
    return {
        "uid": entry.uid,
        "deck": entry.deck,
        "file": entry.file,
        "line": entry.line,
        "question": entry.question,
        "answer": entry.answer,
        "topics": list(entry.topics),
        "kind": entry.kind,
        "answered": entry.answered,
        "state": entry.state,
        "suspended": progress.suspended,
        "due": date.fromordinal(progress.due_day).isoformat() if progress.due_day else None,
        "repetitions": progress.memory.repetitions,
        "interval_days": progress.memory.interval_days,
        "ease_factor": progress.memory.ease_factor,
        "reviews": progress.reviews,
        "lapses": progress.lapses,
    }


def branch_json(branches: Sequence[Branch]) -> list[dict[str, object]]:
    """One object a deck, with its topics."""
    decks: list[dict[str, object]] = []
    for branch in branches:
        numbers = {
            "due": branch.due,
            "new": branch.new,
            "drill": branch.drill,
            "total": branch.total,
            "unanswered": branch.unanswered,
        }
        if not branch.topic:
            topics: list[dict[str, object]] = []
            decks.append({"deck": branch.deck, **numbers, "topics": topics})
        else:
            topics.append({"topic": branch.topic, **numbers})
    return decks
