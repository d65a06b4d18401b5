"""Why a card is asked now, what each grade would bring, and what happened to it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from quiz.entry import Entry
from quiz.grades import Choice, grade_name
from quiz.language import N_, _, n_
from quiz.reviews import Kind, Step
from quiz.schedule import in_drill, is_due, span
from quiz.sm2 import EASE_FLOOR, Memory, Profile, review

ACTS: dict[Kind, str] = {
    "due": N_("due day set"),
    "reset": N_("reset"),
    "carry": N_("carried over from Anki"),
    "suspend": N_("suspended"),
    "resume": N_("resumed"),
    "bury": N_("buried"),
    "flag": N_("flagged"),
    "unflag": N_("flag removed"),
    "leech": N_("called a leech"),
    "rewritten": N_("rewritten"),
    "link": N_("linked"),
    "split": N_("unlinked"),
    "drop": N_("deleted"),
    "retag": N_("topics changed"),
}


def reason(entry: Entry, today: int) -> str:
    """One sentence: why the card is asked today, or why not."""
    progress = entry.progress
    if progress.due_day is None:
        return _("New: it was never graded.")
    if in_drill(entry, today):
        return _("Drill: its last answer of today scored below Good.")
    if not is_due(entry, today):
        days = progress.due_day - today
        return n_("Not due: it would be asked in {n} day.", "Not due: it would be asked in {n} days.", days)
    late = today - progress.due_day
    if late == 0:
        return _("Due today.")
    return n_("Due for {n} day.", "Due for {n} days.", late)


def state(entry: Entry, *, leech: bool) -> list[tuple[str, str]]:
    """What SM-2 knows of the card, as names and values."""
    progress, memory = entry.progress, entry.progress.memory
    rows = [
        (_("Interval"), n_("{n} day", "{n} days", memory.interval_days) if progress.reviews else "–"),
        (_("Ease"), f"{memory.ease_factor:.2f}"),
        (_("Passed in a row"), str(memory.repetitions)),
        (_("Reviews"), str(progress.reviews)),
        (_("Lapses"), str(progress.lapses)),
    ]
    if progress.due_day:
        rows.insert(0, (_("Due"), day_text(progress.due_day)))
    if leech:
        rows.append((_("Leech"), _("rewrite it, or set it aside")))
    elif memory.ease_hundredths == EASE_FLOOR:
        rows.append((_("At the floor"), _("rewriting it helps more than repeating it")))
    return rows


def outcomes(
    memory: Memory, days: Sequence[int], choices: Iterable[Choice], today: int, profile: Profile
) -> list[list[str]]:
    """A row for each choice: its name, the days until the next review, its date, the ease factor then.

    `days` are the intervals for the grades 0–5, as the buttons show them.
    """
    return [
        [
            choice.name,
            n_("{n} day", "{n} days", days[choice.grade]),
            day_text(today + days[choice.grade]),
            f"{review(memory, choice.grade, profile).ease_factor:.2f}",
        ]
        for choice in choices
    ]


def history(steps: Sequence[Step]) -> list[list[str]]:
    """A row for each event, the newest first: its day, what it was, the seconds it took, interval and ease after."""
    rows = []
    for event, before, after in reversed(steps):
        took = f"{event.duration_ms / 1000:.0f}s" if event.duration_ms else ""
        changed = before.memory != after.memory
        known = [span(after.memory.interval_days), f"{after.memory.ease_factor:.2f}"] if changed else ["", ""]
        rows.append([day_text(event.study_day), _event(event.kind, event.grade), took, *known])
    return rows


def _event(kind: Kind, grade: int | None) -> str:
    if grade is None:
        return _(ACTS[kind])
    name = grade_name(grade)
    if kind == "grade":
        return name
    return (_("drill: {grade}") if kind == "drill" else _("practice: {grade}")).format(grade=name)


def day_text(day: int) -> str:
    """The date of a study day, ISO 8601."""
    return date.fromordinal(day).isoformat()
