"""The library at a glance: what waits today, what is done, what the week brings; and how that is said. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from quiz.entry import Entry
from quiz.language import N_, _, n_
from quiz.overview import Branch, branches, whole
from quiz.schedule import Counts
from quiz.stats.forecast import forecast

WEEK = 7
MS_A_MINUTE = 60_000
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


@dataclass(frozen=True, slots=True)
class Today:
    """The study day `day` (an ordinal) of a library, or of what `query` selects of it.

    `counts` are within the caps of the day, `branches` (decks with their topics) without them. `week` are the cards
    that come due on each of the 7 days after today, `next_day` is the first day of all that brings any. `answers`
    (repeats and practice too) were given today and took `ms`; `streak` is for how many days in a row there were any.
    `matching` says how many cards a query selects, also of those that are not asked. `tomorrow` are the cards, within
    the caps of that day, that wait then if nothing waits today and nothing is done any more.
    """

    day: int
    counts: Counts = field(default_factory=Counts)
    branches: tuple[Branch, ...] = ()
    week: tuple[int, ...] = ()
    next_day: int | None = None
    answers: int = 0
    ms: int = 0
    streak: int = 0
    has_notes: bool = False
    query: str = ""
    matching: int | None = None
    tomorrow: int = 0

    @property
    def minutes(self) -> int:
        return round(self.ms / MS_A_MINUTE)

    def narrowed(self, query: str, entries: Sequence[Entry]) -> Today:
        """The same day of the cards that the query selects."""
        found = tuple(branches(entries, self.day))
        everything = whole(found)
        return replace(
            self,
            counts=Counts(everything.due, everything.new, everything.drill, total=everything.total),
            branches=found,
            week=forecast(entries, self.day, WEEK + 1).days[1:],
            next_day=next_day(entries, self.day),
            query=query,
            matching=len(entries),
        )


def next_day(entries: Iterable[Entry], today: int) -> int | None:
    """The first day after today on which a card comes due."""
    days = (
        max(entry.progress.due_day, (entry.progress.buried_day or 0) + 1)
        for entry in entries
        if entry.askable and entry.progress.due_day is not None
    )
    return min((day for day in days if day > today), default=None)


def coming(today: Today) -> tuple[tuple[str, int], ...]:
    """The next days, each by the short name of its weekday and with the cards it brings."""
    days = (date.fromordinal(today.day + ahead) for ahead in range(1, len(today.week) + 1))
    return tuple((_(WEEKDAYS[day.weekday()]), cards) for day, cards in zip(days, today.week, strict=True))


def percent(branch: Branch) -> str:
    """How much of a branch is mastered; 100% only where all of it is."""
    return f"{int(100 * branch.mastery)}%"


def filled(share: float, width: int) -> int:
    """How many of `width` columns a share (0–1) fills; what is not nothing fills one."""
    return max(int(share * width), share > 0)


def short(number: int) -> str:
    """`999`, `12k`: no more than four columns for less than a million."""
    return str(number) if number < 1000 else f"{number // 1000}k"


def waiting(today: Today) -> list[tuple[str, str]]:
    """What waits, each with what it is (`due`, `new` or `drill`); nothing where nothing waits."""
    counts = today.counts
    said = (
        ("due", counts.due, _("{n} due")),
        ("new", counts.new, _("{n} new")),
        ("drill", counts.drill, _("{n} to repeat")),
    )
    return [(what, told.format(n=count)) for what, count, told in said if count]


def done(today: Today) -> list[str]:
    """What was done today, and for how many days in a row something was."""
    streak = today.streak
    said = (
        (today.answers, _("{n} done").format(n=today.answers)),
        (today.minutes, _("{n} min").format(n=today.minutes)),
        (streak, n_("{n} day in a row", "{n} days in a row", streak)),
    )
    return [told for count, told in said if count]


def greeting(today: Today) -> str:
    """One calm sentence about what to do now."""
    if today.matching is not None:
        return _matching(today.matching, today.counts.total)
    if not today.branches:
        return _nothing_yet(today)
    counts = today.counts
    if counts.backlog > counts.due > 0:
        plenty = _("{backlog} cards wait; {due} of them are plenty for today.")
        return plenty.format(backlog=counts.backlog, due=counts.due)
    if counts.waiting:
        return _("Enter starts with the first card.")
    if counts.unseen + counts.backlog and today.tomorrow:
        return n_(
            "Done for today. {n} card will be there tomorrow.",
            "Done for today. {n} cards will be there tomorrow.",
            today.tomorrow,
        )
    return _next_review(today)


def _matching(cards: int, asked: int) -> str:
    if not cards:
        return _("Escape shows all cards again.")
    if asked:
        return n_("{n} card matches.", "{n} cards match.", cards)
    return n_("{n} card matches, and it is not asked.", "{n} cards match, and none of them is asked.", cards)


def _nothing_yet(today: Today) -> str:
    if today.has_notes:
        return _("The notes hold no questions yet: `quiz check` says what it finds in them.")
    return _("`quiz add PATH` takes in your notes: a Markdown file or a folder of them.")


def _next_review(today: Today) -> str:
    if today.next_day is None:
        return _("Nothing is waiting.")
    days = today.next_day - today.day
    if days == 1:
        return _("Nothing is due. The next review is tomorrow.")
    return n_("Nothing is due. The next review is in {n} day.", "Nothing is due. The next review is in {n} days.", days)
