"""Values as lines of text and as JSON, for the command line. Pure: nothing here prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from quiz.schedule import span
from quiz.terminal import cell_width, fit, one_line, plural

if TYPE_CHECKING:
    from quiz.cards import Card
    from quiz.entry import Entry
    from quiz.library import Change, Report, What
    from quiz.lost_cards import Doubt
    from quiz.notes.problems import Problem
    from quiz.overview import Branch

ORDER: tuple[What, ...] = ("new", "edited", "moved", "returned", "orphaned")
LISTED = 20


def table(rows: Sequence[Sequence[str]], *, right: Sequence[int] = (), width: int | None = None) -> list[str]:
    """Aligned columns, two blanks apart. The last column is cut to a total `width`, where one is given."""
    if not rows:
        return []
    widths = [max(cell_width(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    lines = []
    for row in rows:
        cells = [
            " " * (size - cell_width(cell)) + cell if column in right else cell + " " * (size - cell_width(cell))
            for column, (cell, size) in enumerate(zip(row, widths, strict=False))
        ]
        before = "".join(cell + "  " for cell in cells)
        last = fit(row[-1], max(10, width - cell_width(before))) if width else one_line(row[-1])
        lines.append((before + last).rstrip())
    return lines


def due_text(entry: Entry, today: int) -> str:
    """When the card is asked: `new`, `now`, a span such as `12d`, or why it is not."""
    progress = entry.progress
    if entry.state == "orphan":
        return "orphan"
    if not entry.answered:
        return "unanswered"
    if progress.suspended:
        return "suspended"
    if progress.due_day is None:
        return "new"
    return "now" if progress.due_day <= today else span(progress.due_day - today)


def report_lines(report: Report, *, shown: int = LISTED) -> Iterator[str]:
    """What reading the notes brought: totals, the changes that deserve a look, doubts, problems."""
    totals = [f"{len(found)} {what}" for what in ORDER if (found := report.of(what))]
    totals.append(f"{report.unchanged} unchanged")
    refused = len({problem.file for problem in report.problems if problem.severity == "error"})
    out = f", {refused} not taken in" if refused else ""
    yield f"{plural(report.files, 'file')} read{out}: {', '.join(totals)}"
    for what in ORDER[1:]:
        found = report.of(what)
        for change in found[:shown]:
            yield f"  {what:<9} {_change(change)}"
        if len(found) > shown:
            yield f"  {what:<9} … and {len(found) - shown} more"
    yield from doubt_lines(report.doubts)
    for problem in report.problems:
        yield str(problem)


def doubt_lines(doubts: Iterable[Doubt]) -> list[str]:
    """What may belong together, each with the command that says so."""
    lines = []
    for doubt in doubts:
        lines.append(f"  not sure  “{fit(doubt.question, 60)}” is taken as a new card. If it is an old one:")
        for uid, question in doubt.candidates:
            lines.append(f"            quiz link {uid} {doubt.uid}   # “{fit(question, 60)}”")
    return lines


def notices(problems: Iterable[Problem], doubts: Sequence[Doubt]) -> list[str]:
    """What the full screen says of the notes when it opens, a line each; the command line has the rest."""
    lines = []
    if unread := len({problem.file for problem in problems if problem.severity == "error"}):
        lines.append(f"{plural(unread, 'file')} could not be read: `quiz check` says why.")
    if doubts:
        lines.append(f"{plural(len(doubts), 'new card')} may be old: `quiz link` lists them.")
    return lines


def _change(change: Change) -> str:
    place = f"{change.file}:{change.line}"
    if change.what == "orphaned":
        return f"{place}  {fit(change.question, 60)} (its history is kept: {change.uid})"
    was = f"  (was: {fit(change.before, 60)})" if change.before else ""
    return f"{place}  {fit(change.question, 60)}{was}"


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


def entry_rows(entries: Iterable[Entry], today: int) -> list[list[str]]:
    return [[entry.uid, due_text(entry, today), ",".join(entry.topics) or "-", entry.question] for entry in entries]


def branch_rows(branches: Iterable[Branch]) -> list[list[str]]:
    """due, new, total and the name, indented by depth."""
    return [
        [str(branch.due), str(branch.new), str(branch.total), "  " * branch.depth + branch.name] for branch in branches
    ]


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


def problem_lines(problems: Iterable[Problem]) -> list[str]:
    return [str(problem) for problem in problems]
