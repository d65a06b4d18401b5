"""What Anki's log says of one card, row by row: when it was scheduled, by whom, and what SM-2 makes of it. Pure."""

from __future__ import annotations

from quiz.anki.answers import Reader, kind_of
from quiz.anki.rows import CardRow, LogRow
from quiz.anki.schedule import due_day, exact_grade, permille
from quiz.reviews import Story

SCHEDULING = ("grade", "drill", "due", "reset", "carry")


class Past:
    """`at_ms` is when a row last scheduled the card, None where none has."""

    __slots__ = ("_ours", "_reader", "_reset", "_story", "at_ms")

    def __init__(self, reader: Reader) -> None:
        self.at_ms: int | None = None
        self._reader = reader
        self._story = Story(reader.profile, reader.cap_days)
        self._ours = self._reset = False

    def tell(self, uid: str, row: LogRow) -> None:
        """Take in the next row, in the order of the log."""
        kind = kind_of(row)
        if kind not in SCHEDULING:
            return
        self.at_ms = row.id
        self._reset = kind == "reset"
        self._ours = self._ours or kind == "carry" or exact_grade(row) is not None
        self._story.tell(self._reader.event(uid, row, kind, self._story))

    def explains(self, card: CardRow, zero: int) -> bool:
        """Whether the rows alone say how the card stands: a terminal wrote some of them, or saw them all.

        One that saw all rows of Anki's has set the card to what SM-2 makes of them.
        """
        if self._ours or self._reset:
            return True
        now = self._story.now
        ours = now.due_day, now.memory.interval_days, permille(now), now.lapses
        return ours == (due_day(card, zero), card.interval, card.factor, card.lapses)
