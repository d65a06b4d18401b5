"""The append-only review log, and the memories that replaying it gives."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from pathlib import Path

from quiz.reviews import Kind, Moment, Progress, Review, replay
from quiz.sm2 import INTERVAL_CAP, Profile
from quiz.store.database import Database
from quiz.store.rows import EVENT, MEMORY, as_progress, as_review, marks

LIVE = "kind != 'undo' AND event_id NOT IN (SELECT target FROM events WHERE kind = 'undo')"
HISTORY = (
    "(EXISTS (SELECT 1 FROM memories WHERE card = uid) OR EXISTS ("
    f"SELECT 1 FROM events WHERE card = uid AND kind NOT IN ('link', 'split', 'drop', 'retag') AND {LIVE}))"
)
"""Whether a card has a history: an event that stands and tells of its learning, its own or of a card linked with it.

Practice, a flag, a day off are such events; which card it is, and under which topics it stands, are none.
"""
WORTH_KEEPING = f"(retagged IS NOT NULL OR {HISTORY})"
SHOWN = f"(state = 'live' OR state = 'orphan' AND {WORTH_KEEPING})"
"""The cards there are: an orphan without anything to lose is none, should its notes return it is new."""
CLOCK_SLACK_MS = 86_400_000
"""A clock set back by less than a day does not change the order in which things were done."""


class Log(Database):
    def __init__(self, path: Path, profile: Profile = "sm2", cap_days: int = INTERVAL_CAP) -> None:
        super().__init__(path)
        self.profile = profile
        self.cap_days = cap_days

    def record(
        self,
        card: str,
        kind: Kind,
        moment: Moment,
        study_day: int,
        *,
        grade: int | None = None,
        duration_ms: int = 0,
        source: str = "terminal",
        target: str | None = None,
        shift: int = 0,
    ) -> Review:
        """Append one event; it is on disk when this returns."""
        with self._write():
            return self._append(Review("", card, moment, study_day, kind, grade, duration_ms, source, target, shift))

    def record_all(self, cards: Iterable[str], kind: Kind, moment: Moment, study_day: int, shift: int = 0) -> int:
        """Append the same event for many cards as one act, which one undo takes back; how many."""
        batch, count = None, 0
        with self._write():
            for card in cards:
                event = self._append(Review("", card, moment, study_day, kind, shift=shift, batch=batch))
                batch, count = event.batch or event.event_id, count + 1
        return count

    def reviews(self) -> list[Review]:
        """The whole log in the order it was written."""
        with self._told():
            return [as_review(row) for row in self._db.execute(f"SELECT {EVENT} FROM events ORDER BY rowid")]

    def history(self, card: str) -> list[Review]:
        """The events of one card, undone ones too, and of those linked with it."""
        same = self._linked(card)
        with self._told():
            rows = self._db.execute(f"SELECT {EVENT} FROM events WHERE card IN ({_places(same)}) ORDER BY rowid", same)
            return [as_review(row) for row in rows]

    def replay(self) -> int:
        """Rebuild every memory from the log; how many cards the log speaks of."""
        with self._write():
            return self._rebuild()

    def memories(self) -> dict[str, Progress]:
        with self._told():
            rows = self._db.execute(f"SELECT card, {MEMORY} FROM memories")
            return {row[0]: as_progress(row[1:]) for row in rows}

    # — inside a transaction —

    def _append(self, review: Review) -> Review:
        """Give the event its id, keep times apart, write it, and refresh the memory it speaks of."""
        newest = self._db.execute("SELECT utc_ms FROM events ORDER BY rowid DESC LIMIT 1").fetchone()
        now = review.moment.utc_ms
        if newest and 0 <= newest[0] - now < CLOCK_SLACK_MS:
            now = newest[0] + 1
        row = (
            f"{now:012x}-{os.urandom(6).hex()}",
            review.card,
            now,
            review.moment.offset_minutes,
            *review[3:],
        )
        self._db.execute(f"INSERT INTO events ({EVENT}) VALUES ({marks(EVENT)})", row)
        self._refresh(review.card)
        return as_review(row)

    def _last_act(self) -> list[Review]:
        """The events of the last act that stands, the newest first."""
        query = f"SELECT {EVENT} FROM events WHERE {LIVE}"
        last = self._db.execute(f"{query} ORDER BY rowid DESC LIMIT 1").fetchone()
        if last is None:
            return []
        batch = as_review(last).batch
        same = (batch, batch)
        rows = (
            self._db.execute(f"{query} AND (batch = ? OR event_id = ?) ORDER BY rowid DESC", same) if batch else [last]
        )
        return [as_review(row) for row in rows]

    def _refresh(self, card: str) -> None:
        """Replay the events of one card and of those linked with it."""
        same = self._linked(card)
        log = self._db.execute(f"SELECT {EVENT} FROM events WHERE card IN ({_places(same)})", same)
        memories = replay(map(as_review, log), self.profile, self.cap_days)
        self._db.executemany("DELETE FROM memories WHERE card = ?", [(uid,) for uid in same])
        self._keep(memories)

    def _linked(self, card: str) -> list[str]:
        """The card and all that live links join with it, in either direction."""
        links = self._db.execute(f"SELECT card, target FROM events WHERE kind = 'link' AND {LIVE}").fetchall()
        same = [card]
        for uid in same:
            same += [other for link in links if uid in link for other in link if other not in same]
        return same

    def _adopt_rules(self) -> None:
        """Rebuild the memories where they were made under other rules."""
        rules = self.profile if self.cap_days == INTERVAL_CAP else f"{self.profile} {self.cap_days}"
        with self._told():
            known = self._db.execute("SELECT value FROM meta WHERE key = 'profile'").fetchone()
        if known != (rules,):
            with self._write():
                self._db.execute("INSERT OR REPLACE INTO meta VALUES ('profile', ?)", (rules,))
                self._rebuild()

    def _rebuild(self) -> int:
        self._db.execute("DELETE FROM memories")
        memories = replay(self.reviews(), self.profile, self.cap_days)
        self._keep(memories)
        return len(memories)

    def _keep(self, memories: Mapping[str, Progress]) -> None:
        """Write memories; a card with nothing to remember (all undone) has no row."""
        rows = [(card, *now.memory, *astuple(now)[1:]) for card, now in memories.items() if now != Progress()]
        self._db.executemany(
            f"INSERT OR REPLACE INTO memories (card, {MEMORY}) VALUES ({marks('card,' + MEMORY)})", rows
        )


def _places(values: list[str]) -> str:
    return ", ".join("?" * len(values))
