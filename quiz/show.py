"""Values as lines of text, for the command line. Pure: nothing here prints."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from quiz.brief import in_brief
from quiz.grades import grade_name
from quiz.language import N_, _, n_
from quiz.schedule import span
from quiz.terminal import cell_width, fit, one_line

if TYPE_CHECKING:
    from quiz.cards import Card
    from quiz.changes import Change, Report, What
    from quiz.entry import Entry
    from quiz.lost_cards import Doubt
    from quiz.notes.problems import Problem
    from quiz.overview import Branch
    from quiz.reviews import Kind, Review

COUNTED: dict[What, str] = {
    "new": N_("{n} new"),
    "edited": N_("{n} edited"),
    "moved": N_("{n} moved"),
    "returned": N_("{n} returned"),
    "orphaned": N_("{n} orphaned"),
    "removed": N_("{n} removed"),
}
LABELS: dict[What, str] = {
    "edited": N_("edited"),
    "moved": N_("moved"),
    "returned": N_("returned"),
    "orphaned": N_("orphaned"),
}
LABEL_WIDTH = 9
KINDS: dict[Kind, str] = {
    "due": N_("due day"),
    "reset": N_("reset"),
    "carry": N_("carried over"),
    "suspend": N_("suspend"),
    "resume": N_("resume"),
    "bury": N_("bury"),
    "flag": N_("flag"),
    "unflag": N_("unflag"),
    "rewritten": N_("rewritten"),
    "link": N_("link"),
    "split": N_("split"),
    "drop": N_("drop"),
    "retag": N_("topics"),
}
"""What an event without a grade is called."""
LISTED = 20


def table(rows: Sequence[Sequence[str]], *, right: Sequence[int] = (), width: int | None = None) -> list[str]:
    """A line for each row, in aligned columns two blanks apart. The last is cut to a total `width`, if one is given."""
    if not rows:
        return []
    rows = [list(map(one_line, row)) for row in rows]
    widths = [max(cell_width(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    lines = []
    for row in rows:
        cells = [
            " " * (size - cell_width(cell)) + cell if column in right else cell + " " * (size - cell_width(cell))
            for column, (cell, size) in enumerate(zip(row, widths, strict=False))
        ]
        before = "".join(cell + "  " for cell in cells)
        last = fit(row[-1], max(10, width - cell_width(before))) if width else row[-1]
        lines.append((before + last).rstrip())
    return lines


def due_text(entry: Entry, today: int) -> str:
    """When the card is asked: `new`, `now`, a span such as `12d`, or why it is not."""
    progress = entry.progress
    if entry.state == "orphan":
        return _("orphan")
    if not entry.answered:
        return _("unanswered")
    if progress.suspended:
        return _("suspended")
    if progress.due_day is None:
        return _("new")
    return _("now") if progress.due_day <= today else span(progress.due_day - today)


def report_lines(report: Report, *, shown: int = LISTED) -> Iterator[str]:
    """What reading the notes brought: totals, the changes that deserve a look, doubts, problems."""
    yield _totals(report)
    for what, label in LABELS.items():
        found = report.of(what)
        for change in found[:shown]:
            yield _labelled(label, _change(change))
        if len(found) > shown:
            yield _labelled(label, _("… and {n} more").format(n=len(found) - shown))
    yield from doubt_lines(report.doubts)
    for problem in report.problems:
        yield str(problem)


def _totals(report: Report) -> str:
    counted = [_(message).format(n=len(found)) for what, message in COUNTED.items() if (found := report.of(what))]
    totals = ", ".join([*counted, _("{n} unchanged").format(n=report.unchanged)])
    if refused := len({problem.file for problem in report.problems if problem.severity == "error"}):
        return n_(
            "{n} file read, {refused} not taken in: {totals}",
            "{n} files read, {refused} not taken in: {totals}",
            report.files,
            refused=refused,
            totals=totals,
        )
    return n_("{n} file read: {totals}", "{n} files read: {totals}", report.files, totals=totals)


def _labelled(label: str, text: str) -> str:
    """The text beside a label, all of them in one column."""
    shown = _(label)
    return f"  {shown}{' ' * (LABEL_WIDTH - cell_width(shown))} {text}"


def doubt_lines(doubts: Iterable[Doubt]) -> list[str]:
    """What may belong together, each with the command that says so."""
    taken = _("“{question}” is taken as a new card. If it is an old one:")
    lines = []
    for doubt in doubts:
        lines.append(_labelled(N_("not sure"), taken.format(question=fit(in_brief(doubt.question), 60))))
        for uid, question in doubt.candidates:
            lines.append(f"            quiz link {uid} {doubt.uid}   # “{fit(in_brief(question), 60)}”")
    return lines


def notices(problems: Collection[Problem], doubts: Sequence[Doubt]) -> list[str]:
    """What the full screen says of the notes when it opens, a line each; the command line has the rest."""
    lines = []
    if unread := len({problem.file for problem in problems if problem.severity == "error"}):
        lines.append(
            n_(
                "{n} file could not be read: `quiz check` says why.",
                "{n} files could not be read: `quiz check` says why.",
                unread,
            )
        )
    if missing := sum(problem.code == "missing-source" for problem in problems):
        lines.append(
            n_(
                "{n} place of notes is not there: `quiz check` says which.",
                "{n} places of notes are not there: `quiz check` says which.",
                missing,
            )
        )
    if doubts:
        lines.append(
            n_(
                "{n} new card may be an old one: `quiz link` lists it.",
                "{n} new cards may be old ones: `quiz link` lists them.",
                len(doubts),
            )
        )
    return lines


def checked_line(cards: Sequence[Card], problems: Sequence[Problem]) -> str:
    """How much notes hold, and how much is wrong with them."""
    return ", ".join(
        [
            n_("{n} card", "{n} cards", len(cards)),
            _("{n} answered").format(n=sum(card.answered for card in cards)),
            n_("{n} problem", "{n} problems", len(problems)),
        ]
    )


def undone(events: Sequence[Review], entry: Entry | None, width: int) -> str:
    """What was taken back, for where the card is not seen: `Again: What is …`; nothing where it is many."""
    if len(act := _act(events)) != 1 or entry is None:
        return ""
    event = act[0]
    what = _(KINDS[event.kind]) if event.grade is None else grade_name(event.grade)
    return fit(f"{what}: {in_brief(entry.question)}", width)


def undone_line(events: Sequence[Review], entry: Entry | None) -> str:
    """What was taken back: the events of one act, and the card of the first if it is still there."""
    act = _act(events)
    what = _(KINDS[act[0].kind]) if act[0].grade is None else f"“{grade_name(act[0].grade)}”"
    if len(act) > 1 or entry is None:
        return n_("took back {what} of {n} card", "took back {what} of {n} cards", len(act), what=what)
    return _("took back {what} of “{question}”").format(what=what, question=fit(in_brief(entry.question), 60))


def _act(events: Sequence[Review]) -> list[Review]:
    """Those of the events of an act, the newest first, that are what was done; the others came of it."""
    return [event for event in events if event.kind == events[-1].kind]


def _change(change: Change) -> str:
    said = f"{one_line(change.file)}:{change.line}  {fit(in_brief(change.question), 60)}"
    if change.what == "orphaned":
        return said + " " + _("(its history is kept: {uid})").format(uid=change.uid)
    if change.before:
        return said + "  " + _("(was: {question})").format(question=fit(in_brief(change.before), 60))
    return said


def entry_rows(entries: Iterable[Entry], today: int) -> list[list[str]]:
    return [
        [entry.uid, due_text(entry, today), ",".join(entry.topics) or "-", in_brief(entry.question)]
        for entry in entries
    ]


def branch_rows(branches: Iterable[Branch]) -> list[list[str]]:
    """due, new, total and the name, indented by depth."""
    return [
        [str(branch.due), str(branch.new), str(branch.total), "  " * branch.depth + branch.name] for branch in branches
    ]


def problem_lines(problems: Iterable[Problem]) -> list[str]:
    return [str(problem) for problem in problems]


def pressing_lines(problems: Sequence[Problem]) -> list[str]:
    """The first of them, and where the others are said: this comes with every command until they are put right."""
    more = len(problems) - 1
    said = n_("… and {n} more problem: `quiz check` says it.", "… and {n} more problems: `quiz check` says them.", more)
    return [*problem_lines(problems[:1]), *([said] if more else [])]
