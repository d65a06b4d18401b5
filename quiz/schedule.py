"""Study days, what is due, in which order, how much of it a day, and what each grade would bring."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quiz.entry import Entry
from quiz.reviews import Moment
from quiz.sm2 import DRILL_BELOW, GRADES, PROFILES, Memory, Profile, review

UNIX_EPOCH_ORDINAL = 719_163
MINUTES_A_DAY = 1440


@dataclass(frozen=True, slots=True)
class Rules:
    """The person's choices that decide what is asked when; ValueError for one out of range."""

    day_start_hour: int = 4
    """Hour (0–23) at which a new study day begins."""
    new_per_day: int = 20
    """How many new cards a study day introduces at most."""
    reviews_per_day: int = 200
    """How many due cards a study day asks at most."""
    profile: Profile = "sm2"
    """`sm2`: intervals rounded up, as published. `sm2-nearest`: rounded half to even."""

    def __post_init__(self) -> None:
        _whole("day_start_hour", self.day_start_hour, 23)
        _whole("new_per_day", self.new_per_day, 9999)
        _whole("reviews_per_day", self.reviews_per_day, 9999)
        if self.profile not in PROFILES:
            raise ValueError(f"profile must be one of {', '.join(PROFILES)}, not {self.profile!r}")


class Counts(NamedTuple):
    """Cards waiting today within the caps (`due`, `new`, `drill`) and without them (`backlog`, `unseen`)."""

    due: int = 0
    new: int = 0
    drill: int = 0
    backlog: int = 0
    unseen: int = 0
    total: int = 0

    @property
    def waiting(self) -> int:
        return self.due + self.new + self.drill

    def __str__(self) -> str:
        return f"{self.due} due, {self.new} new" + (f", {self.drill} to repeat" if self.drill else "")


class Done(NamedTuple):
    """What the study day has seen already: new cards `introduced`, due cards `reviewed`."""

    introduced: int = 0
    reviewed: int = 0

    @classmethod
    def today(cls, everything: Iterable[Entry], today: int) -> Done:
        seen = [entry.progress for entry in everything if entry.progress.graded_day == today]
        introduced = sum(progress.reviews == 1 for progress in seen)
        return cls(introduced, len(seen) - introduced)


class Plan(NamedTuple):
    """What a sitting asks: `queue` in order (due, then new), then `drill`, unfinished repeats of today."""

    queue: tuple[str, ...] = ()
    drill: tuple[str, ...] = ()
    counts: Counts = Counts()


def study_day(moment: Moment, day_start_hour: int) -> int:
    """Ordinal of the local date after subtracting the day-start hour."""
    local_minutes = moment.utc_ms // 60_000 + moment.offset_minutes - 60 * day_start_hour
    return UNIX_EPOCH_ORDINAL + local_minutes // MINUTES_A_DAY


def is_due(entry: Entry, today: int) -> bool:
    return entry.progress.due_day is not None and entry.progress.due_day <= today


def in_drill(entry: Entry, today: int) -> bool:
    """Whether the last answer of today scored below 4, so that step 7 asks again; never what is new or due."""
    progress = entry.progress
    waits = progress.due_day is not None and progress.due_day > today and progress.last_day == today
    return waits and progress.last_grade is not None and progress.last_grade < DRILL_BELOW


def counts(backlog: int, unseen: int, drill: int, total: int, done: Done, rules: Rules) -> Counts:
    """The caps of the day, less what is done, applied to what waits."""
    due = min(backlog, max(0, rules.reviews_per_day - done.reviewed))
    new = min(unseen, max(0, rules.new_per_day - done.introduced))
    return Counts(due, new, drill, backlog, unseen, total)


def plan(chosen: Iterable[Entry], done: Done, today: int, rules: Rules) -> Plan:
    """What to ask today of the `chosen` entries, after what was `done` in the whole library."""
    asked = [entry for entry in chosen if entry.askable]
    due = sorted((e for e in asked if is_due(e, today)), key=lambda entry: _urgency(entry, today))
    new = [entry for entry in asked if entry.progress.is_new]
    drill = sorted((e for e in asked if in_drill(e, today)), key=lambda entry: entry.progress.last_ms)
    totals = counts(len(due), len(new), len(drill), len(asked), done, rules)
    return Plan(
        queue=tuple(entry.uid for entry in due[: totals.due] + new[: totals.new]),
        drill=tuple(entry.uid for entry in drill),
        counts=totals,
    )


def preview(memory: Memory, profile: Profile = "sm2") -> tuple[int, ...]:
    """The interval in days that each grade 0–5 would give."""
    return tuple(review(memory, grade, profile).interval_days for grade in GRADES)


def spans(days: Sequence[int]) -> list[str]:
    return [span(count) for count in days]


def span(days: int) -> str:
    """A short width for a button: `1d`, `38d`, `4.2mo`, `2.1y`."""
    if days < 100:
        return f"{days}d"
    if days < 365:
        return f"{days / 30.44:.1f}mo"
    return f"{days / 365.25:.1f}y"


def _urgency(entry: Entry, today: int) -> tuple[float, str]:
    """Most overdue first, relative to the interval: -(1 + (today - due) / I); ties by uid."""
    progress = entry.progress
    late = today - (progress.due_day or today)
    return -(1 + late / max(1, progress.memory.interval_days)), entry.uid


def _whole(name: str, value: object, most: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise ValueError(f"{name} must be a whole number from 0 to {most}, not {value!r}")
