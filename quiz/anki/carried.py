"""How a card stood in Anki when quiz first heard of it → the event that lets it go on from there. Pure.

Its answers come into the log as well, but Anki counted their intervals by rules of its own: replayed by SM-2 they
would be due on other days than the person was promised.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from quiz.anki.rows import CardRow
from quiz.anki.schedule import ANKI, LEARNED, LEAST_FACTOR, NEW, due_day, event_id
from quiz.reviews import Carried, Moment, Review
from quiz.schedule import study_day
from quiz.sm2 import INTERVAL_CAP, Memory

RELEARNING = 3
FRESH_EASE = Memory().ease_hundredths


@dataclass(frozen=True, slots=True)
class Keeper:
    """Lets cards go on. `offset_at` gives the offset of local time (minutes) at a moment in ms, `zero` is the day 0."""

    offset_at: Callable[[int], int]
    day_start_hour: int
    zero: int
    now_ms: int

    def stood(self, uid: str, card: CardRow, last_ms: int | None) -> Review | None:
        """What carries the card on, stamped just after its last answer; None where its answers say it all.

        `last_ms` is when that was, None where the log does not know of any: a card that was learned is taken to have
        stood so ever since it was made. A card that fell back to new is new here, whatever was answered before.
        """
        at_ms = min(card.id, self.now_ms) if last_ms is None else last_ms + 1
        moment = Moment(at_ms, self.offset_at(at_ms))
        day = study_day(moment, self.day_start_hour)
        event = Review(event_id(at_ms, uid), uid, moment, day, "carry", source=ANKI)
        if card.type == NEW:
            return None if last_ms is None else event._replace(kind="reset")
        if card.type == LEARNED:
            due = due_day(card, self.zero)
            assert due is not None
            shift = max(-INTERVAL_CAP, min(INTERVAL_CAP, due - day))
            return event._replace(shift=shift, carried=Carried(max(1, card.interval), _ease(card), card.lapses))
        if card.type == RELEARNING:
            return event._replace(shift=1, carried=Carried(0, _ease(card), card.lapses))
        return None


def _ease(card: CardRow) -> int:
    return max(LEAST_FACTOR, card.factor) // 10 if card.factor else FRESH_EASE
