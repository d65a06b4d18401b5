"""Our progress in Anki's numbers, and back. The recipe was measured against the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from quiz.anki.rows import Calendar, CardRow, LogRow
from quiz.reviews import Carried, Progress, Review, Step
from quiz.schedule import UNIX_EPOCH_ORDINAL
from quiz.schedule.days import MINUTES_A_DAY
from quiz.sm2 import EASE_FLOOR

DAY_ZERO = date(2010, 1, 1).toordinal()
"""The study day that is day 0 of our packages."""

BUTTONS = (1, 1, 1, 2, 3, 4)
"""The button for each grade 0–5."""

LOGGED = frozenset({"grade", "drill", "cram", "reset", "due", "carry"})
"""The kinds of events that Anki's log has rows for."""

GRADES = {1: 2, 2: 3, 3: 4, 4: 5}
"""The grade for each button; the first one stands for 0 and 1, too."""

ANKI = "anki"
"""The source of the events that came from there."""

LEARNING, REVIEW, RELEARNING, FILTERED, BY_HAND = range(5)
NEW, LEARNED = 0, 2
SUSPENDED = -1
FLAG = 1
LEAST_FACTOR = EASE_FLOOR * 10
CARRIED = 8
"""The last digit of the factor in a row that says how a card stood when quiz first heard of it."""
DATA = '{{"pos":{position},"lrt":{seconds}}}'
"""The position the card had when it was new, and when it was last answered."""


class Schedule(NamedTuple):
    """The scheduling columns of a card, in Anki's order; the defaults are those of a card never reviewed."""

    type: int = NEW
    queue: int = NEW
    due: int = 0
    """New cards: the position 1..n in which they are introduced; others: days since day 0."""
    interval_days: int = 0
    factor_permille: int = 0
    reviews: int = 0
    lapses: int = 0
    left: int = 0
    original_due: int = 0
    original_deck: int = 0
    flags: int = 0
    data: str = ""


def schedule(progress: Progress, position: int, day_zero: int = DAY_ZERO) -> Schedule:
    """The columns of a card that is the `position`th new one where it is new.

    What is buried is not: Anki unburies by a day of its own. A drill is over when its study day is: a failed card is
    due tomorrow.
    """
    flags = FLAG if progress.flagged else 0
    queue = SUSPENDED if progress.suspended else None
    if progress.due_day is None:
        return Schedule(NEW, NEW if queue is None else queue, position, flags=flags)
    return Schedule(
        LEARNED,
        LEARNED if queue is None else queue,
        progress.due_day - day_zero,
        max(1, progress.memory.interval_days),
        permille(progress),
        progress.reviews,
        progress.lapses,
        flags=flags,
        data=DATA.format(position=position, seconds=progress.last_ms // 1000) if progress.last_ms else "",
    )


def day_zero(calendar: Calendar) -> int:
    """The study day that is day 0 of a collection."""
    return UNIX_EPOCH_ORDINAL + (calendar.created // 60 - calendar.offset_minutes) // MINUTES_A_DAY


def due_day(card: CardRow, day_zero: int) -> int | None:
    """The study day on which a learned card is due, also one that waits in a filtered deck; None for others."""
    if card.type != LEARNED:
        return None
    return day_zero + (card.home_due if card.home_deck else card.due)


def permille(progress: Progress) -> int:
    return progress.memory.ease_hundredths * 10


def log_row(step: Step, number: int, card: int) -> LogRow | None:
    """The row with that number for an event and the progress around it; None for what Anki's log does not know.

    A repeat of the same study day is a row of relearning, practice one of a filtered deck that reschedules nothing.
    The last digit of a factor is free, as ease factors are hundredths: it tells the grades apart that share a button.
    What carried a card on is a row that Anki writes when a due day is set by hand, with room for days and lapses.
    """
    event, before, after = step
    intervals = after.memory.interval_days, before.memory.interval_days
    if event.carried is not None:
        factor = event.carried.ease_hundredths * 10 + CARRIED
        interval, _ease, lapses = event.carried
        return LogRow(number, card, 0, interval, event.shift, factor, lapses, BY_HAND)
    if event.kind in ("reset", "due"):
        factor = 0 if event.kind == "reset" else permille(after)
        return LogRow(number, card, 0, *intervals, factor, 0, BY_HAND)
    if event.grade is None or event.kind not in LOGGED:
        return None
    kind, factor = LEARNING if before.reviews == 0 else REVIEW, permille(after) + 1 + event.grade
    if event.kind == "drill":
        kind = RELEARNING
    elif event.kind == "cram":
        kind, factor = FILTERED, 0
    return LogRow(number, card, BUTTONS[event.grade], *intervals, factor, event.duration_ms, kind)


def exact_grade(row: LogRow) -> int | None:
    """The grade that a terminal wrote into its row; None for a row of Anki's own, whose button is all there is."""
    grade = row.factor % 10 - 1
    written = row.factor >= LEAST_FACTOR and grade in range(len(BUTTONS)) and BUTTONS[grade] == row.ease
    return grade if written else None


def carried(row: LogRow) -> Carried | None:
    """How a card stood, as another terminal wrote it down; its due day is in the place of the interval before."""
    if row.ease or row.kind != BY_HAND or row.factor < LEAST_FACTOR or row.factor % 10 != CARRIED or row.interval < 0:
        return None
    return Carried(row.interval, row.factor // 10, row.ms)


def event_id(at_ms: int, card: str) -> str:
    """The id of an event that came from Anki: the same however often it comes, and on every terminal."""
    return f"{at_ms:012x}-{ANKI}-{card}"


def _by_claim(event: Review) -> tuple[int, bool, str]:
    return event.moment.utc_ms, event.source != ANKI or event.carried is not None, event.event_id


def numbered(events: Iterable[Review], known: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Event ids and the ids of their rows: the time of the event, or the next free ms, since no two rows share one.

    `known` are the events that have a row with another number already. Of two with the same time, the one that was a
    row of Anki's keeps it; what carried a card on need not be one yet.
    """
    ordered = sorted(events, key=_by_claim)
    times = {event.moment.utc_ms for event in ordered}
    taken = set(known.values())
    for event in ordered:
        number = known.get(event.event_id)
        if number is None:
            number = event.moment.utc_ms
            while number in taken or (number in times and number != event.moment.utc_ms):
                number += 1
            taken.add(number)
        yield event.event_id, number
