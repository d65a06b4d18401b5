"""What the database counts for the home screen, without reading single cards or events."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from quiz.sm2 import DRILL_BELOW
from quiz.store.log import LIVE, SHOWN, Log
from quiz.store.waiting import ASKABLE, ASKED

if TYPE_CHECKING:
    from quiz.overview import Group

FIRST_DAY = "max(due_day, coalesce(buried_day, 0) + 1)"
"""The study day from which on a card that waits can be asked."""


class Worked(NamedTuple):
    """The answers of one study day, repeats and practice too, and the time they took."""

    day: int
    answers: int
    ms: int


class Sums(Log):
    def days(self, since: int = 0) -> list[Worked]:
        """The study days with an answer that stands, from `since` on."""
        with self._told():
            rows = self._db.execute(
                "SELECT study_day, count(*), sum(duration_ms) FROM events"
                f" WHERE study_day >= ? AND kind IN ('grade', 'drill', 'cram') AND {LIVE}"
                " GROUP BY study_day ORDER BY study_day",
                (since,),
            )
            return [Worked(*row) for row in rows]

    def groups(self, today: int) -> list[Group]:
        """The live cards by deck, topics and file, in the order of the notes: counted as `overview.groups` does."""
        from quiz.overview import MASTERED_DAYS, Group

        counted = (
            f"{ASKED} AND due_day <= :today",
            f"{ASKED} AND due_day IS NULL",
            f"{ASKED} AND due_day > :today AND last_day = :today AND last_grade < :drill",
            ASKABLE,
            f"{ASKABLE} AND interval_days >= :mastered",
            "NOT answered",
        )
        figures = ", ".join(f"count(*) FILTER (WHERE {wanted})" for wanted in counted)
        with self._told():
            rows = self._db.execute(
                "SELECT alike.* FROM"
                f" (SELECT deck, coalesce(retagged, topics) AS tags, {figures}, file, min(position) AS first"
                " FROM cards LEFT JOIN memories ON card = uid WHERE state = 'live' GROUP BY file, deck, tags) AS alike"
                " LEFT JOIN files ON path = file ORDER BY files.rowid, first",
                {"today": today, "drill": DRILL_BELOW, "mastered": MASTERED_DAYS},
            )
            return [Group(deck, tuple(tags.split()), *figures[:6]) for deck, tags, *figures in rows]

    def ahead(self, today: int, days: int) -> tuple[int, ...]:
        """How many cards can be asked again on each of so many study days after today for the first time."""
        with self._told():
            rows = self._db.execute(
                f"SELECT {FIRST_DAY} - :today AS day, count(*) FROM memories CROSS JOIN cards ON uid = card"
                f" WHERE +due_day <= :today + :days AND (due_day > :today OR buried_day >= :today) AND {ASKABLE}"
                " GROUP BY day",
                {"today": today, "days": days},
            )
            due = dict(rows.fetchall())
            return tuple(due.get(day, 0) for day in range(1, days + 1))

    def next_due(self, after: int) -> int | None:
        """The first study day after that one on which a card is due."""
        with self._told():
            row = self._db.execute(
                "SELECT due_day FROM memories CROSS JOIN cards ON uid = card"
                f" WHERE due_day > ? AND {ASKABLE} ORDER BY due_day LIMIT 1",
                (after,),
            ).fetchone()
            return int(row[0]) if row else None

    def orphans(self) -> int:
        """How many cards that the notes lost are worth keeping."""
        with self._told():
            lost = f"SELECT count(*) FROM cards WHERE state = 'orphan' AND {SHOWN}"
            return int(self._db.execute(lost).fetchone()[0])
