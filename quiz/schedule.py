"""Study days, what is due, in which order, how much of it a day, and what each grade would bring."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal, NamedTuple, get_args
from zlib import crc32

from quiz.entry import Entry
from quiz.reviews import Moment, Progress
from quiz.sm2 import DRILL_BELOW, GRADES, INTERVAL_CAP, PROFILES, Memory, Profile, review

UNIX_EPOCH_ORDINAL = 719_163
MINUTES_A_DAY = 1440


DueOrder = Literal["overdue", "day", "hardest", "random"]
NewOrder = Literal["notes", "random"]
NewPlace = Literal["last", "first", "mixed"]


@dataclass(frozen=True, slots=True)
class DeckRules:
    """Caps of one deck, within those of the day; None for none of its own."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    new_per_day: int | None = None
    """How many new cards of the deck a study day introduces at most."""
    reviews_per_day: int | None = None
    """How many due cards of the deck a study day asks at most."""

    def __post_init__(self) -> None:
        for name, value in (("new_per_day", self.new_per_day), ("reviews_per_day", self.reviews_per_day)):
            if value is not None:
                _whole(name, value, 0, 9999)


@dataclass(frozen=True, slots=True)
class Rules:
    """The person's choices that decide what is asked when; ValueError for one out of range."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    day_start_hour: int = 4
    """Hour (0–23) at which a new study day begins."""
    new_per_day: int = 20
    """How many new cards a study day introduces at most."""
    reviews_per_day: int = 200
    """How many due cards a study day asks at most."""
    decks: dict[str, DeckRules] = field(default_factory=dict)
    """Caps for single decks, by their name."""
    order: DueOrder = "overdue"
    """Which due card comes first: the most overdue for its interval, the longest due, the hardest, or any."""
    new_order: NewOrder = "notes"
    """New cards in the order of the notes, or at random."""
    new_cards: NewPlace = "last"
    """New cards after those due, before them, or mixed among them."""
    siblings_apart: bool = True
    """Whether cards that ask the same thing are kept to different days."""
    longest_interval_days: int = INTERVAL_CAP
    """No interval grows beyond so many days."""
    fuzz: bool = False
    """Whether due days move a little, so that cards learned together part; intervals stay exact."""
    balance: bool = False
    """Whether a due day moves to the least loaded day within reach; intervals stay exact."""
    leech_lapses: int = 8
    """After how many lapses a card is called a leech; 0 for never."""
    profile: Profile = "sm2"
    """`sm2`: intervals rounded up, as published. `sm2-nearest`: rounded half to even."""

    def __post_init__(self) -> None:
        _whole("day_start_hour", self.day_start_hour, 0, 23)
        _whole("new_per_day", self.new_per_day, 0, 9999)
        _whole("reviews_per_day", self.reviews_per_day, 0, 9999)
        _whole("longest_interval_days", self.longest_interval_days, 1, INTERVAL_CAP)
        _whole("leech_lapses", self.leech_lapses, 0, 99)
        _one_of("order", self.order, get_args(DueOrder))
        _one_of("new_order", self.new_order, get_args(NewOrder))
        _one_of("new_cards", self.new_cards, get_args(NewPlace))
        _one_of("profile", self.profile, PROFILES)
        for name in ("siblings_apart", "fuzz", "balance"):
            if not isinstance(getattr(self, name), bool):
                raise ValueError(f"{name} must be true or false, not {getattr(self, name)!r}")


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
    asked = [entry for entry in chosen if entry.asked_on(today)]
    due = sorted((e for e in asked if is_due(e, today)), key=lambda entry: _urgency(entry, today))
    new = [entry for entry in asked if entry.progress.is_new]
    drill = sorted((e for e in asked if in_drill(e, today)), key=lambda entry: entry.progress.last_ms)
    totals = counts(len(due), len(new), len(drill), len(asked), done, rules)
    return Plan(
        queue=tuple(entry.uid for entry in due[: totals.due] + new[: totals.new]),
        drill=tuple(entry.uid for entry in drill),
        counts=totals,
    )


def ahead(entries: Iterable[Entry], today: int, days: int) -> tuple[str, ...]:
    """The cards that fall due within so many days after today, soonest first."""
    soon = [(e.progress.due_day, e.uid) for e in entries if e.askable and e.progress.due_day is not None]
    return tuple(uid for day, uid in sorted(soon) if today < day <= today + days)


def cram(entries: Iterable[Entry], seed: int) -> tuple[str, ...]:
    """All cards that can be asked, in an order of their own for every seed."""
    return tuple(sorted((e.uid for e in entries if e.askable), key=lambda uid: crc32(f"{seed} {uid}".encode())))


def is_leech(progress: Progress, threshold: int) -> bool:
    """Whether a card lapsed so often since it was last rewritten; a threshold of 0 is never reached."""
    return 0 < threshold <= progress.lapses - progress.excused


def becomes_leech(before: Progress, after: Progress, threshold: int) -> bool:
    """Whether that lapse is one to tell of: the one at the threshold, and one at every half of it after."""
    lapses = after.lapses - after.excused
    half = -(-threshold // 2)
    return after.lapses > before.lapses and is_leech(after, threshold) and (lapses - threshold) % half == 0


def preview(memory: Memory, profile: Profile = "sm2", cap_days: int = INTERVAL_CAP) -> tuple[int, ...]:
    """The interval in days that each grade 0–5 would give."""
    return tuple(review(memory, grade, profile, cap_days).interval_days for grade in GRADES)


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


def _whole(name: str, value: object, least: int, most: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(f"{name} must be a whole number from {least} to {most}, not {value!r}")


def _one_of(name: str, value: object, known: Sequence[str]) -> None:
    if value not in known:
        raise ValueError(f"{name} must be one of {', '.join(known)}, not {value!r}")
