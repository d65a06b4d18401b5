"""The append-only review log, and the memories that replaying it gives."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from quiz.events import Kind, Moment, Review
from quiz.sm2 import INTERVAL_CAP, Profile
from quiz.store.database import Database
from quiz.store.rows import EVENT, MEMORY, as_review, marks, of_review, parts, places

if TYPE_CHECKING:
    from quiz.reviews import Progress

LIVE = "kind != 'undo' AND event_id NOT IN (SELECT target FROM events WHERE kind = 'undo')"
HERE = "source = 'terminal'"
"""What was done on this machine, and can be undone on it."""
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

Links = Sequence[tuple[str, str]]
"""The cards that live links join, two by two."""


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
        return self.record_act(Review("", card, moment, study_day, kind, shift=shift) for card in cards)

    def record_act(self, events: Iterable[Review]) -> int:
        """Append events as one act, which one undo takes back; how many. They get their ids here."""
        batch, count = None, 0
        with self._write():
            for each in events:
                event = self._append(each._replace(batch=batch))
                batch, count = event.batch or event.event_id, count + 1
        return count

    def reviews(self) -> list[Review]:
        """The whole log in the order it was written."""
        with self._told():
            return [as_review(row) for row in self._db.execute(f"SELECT {EVENT} FROM events ORDER BY rowid")]

    def history(self, card: str) -> list[Review]:
        """The events of one card, undone ones too, and of those linked with it."""
        with self._told():
            return self._events(self._linked(card))

    def histories(self, cards: Sequence[str]) -> dict[str, list[Review]]:
        """`history` of each of the cards."""
        with self._told():
            links = self.links()
            same = {card: _joined(card, links) for card in cards}
            found: dict[str, list[Review]] = {}
            for event in self._events(sorted({other for joined in same.values() for other in joined})):
                found.setdefault(event.card, []).append(event)
            return {card: [event for other in same[card] for event in found.get(other, ())] for card in cards}

    def merge(self, events: Iterable[Review]) -> int:
        """Append events that happened elsewhere, less those that are here already; how many were new.

        The same events in any order and any number of parts give the same log and the same memories.
        """
        with self._write():
            new = 0
            cards: set[str] = set()
            for event in events:
                known = self._db.execute("SELECT 1 FROM events WHERE event_id = ?", (event.event_id,)).fetchone()
                if known is None:
                    self._insert(event)
                    cards.add(event.card)
                    new += 1
            self._refresh(*cards)
            return new

    def scheduled_by(self, source: str) -> set[str]:
        """The cards of which something that came from `source` says when they are due."""
        kinds = "'grade', 'due', 'reset', 'carry'"
        with self._told():
            rows = self._db.execute(
                f"SELECT DISTINCT card FROM events WHERE source = ? AND kind IN ({kinds})", [source]
            )
            return {card for (card,) in rows}

    def first_scheduled(self, source: str) -> dict[str, int]:
        """card → when (ms since 1970) something that stands and came from `source` first said when it is due."""
        kinds = "'grade', 'due', 'reset', 'carry'"
        with self._told():
            rows = self._db.execute(
                f"SELECT card, min(utc_ms) FROM events WHERE source = ? AND kind IN ({kinds}) AND {LIVE} GROUP BY card",
                [source],
            )
            return dict(rows.fetchall())

    def links(self) -> Links:
        with self._told():
            return self._db.execute(f"SELECT card, target FROM events WHERE kind = 'link' AND {LIVE}").fetchall()

    def replay(self) -> int:
        """Rebuild every memory from the log; how many cards the log speaks of."""
        with self._write():
            return self._rebuild()

    def memories(self) -> dict[str, Progress]:
        from quiz.store.entries import as_progress

        with self._told():
            rows = self._db.execute(f"SELECT card, {MEMORY} FROM memories")
            return {row[0]: as_progress(row[1:]) for row in rows}

    # — inside a transaction —

    def _append(self, review: Review) -> Review:
        """Give the event its id, keep times apart, write it, and refresh the memory it speaks of."""
        now = review.moment.utc_ms
        (newest,) = self._db.execute(
            "SELECT max(utc_ms) FROM events WHERE utc_ms < ?", (now + CLOCK_SLACK_MS,)
        ).fetchone()
        if newest is not None and newest >= now:
            now = newest + 1
        event = review._replace(event_id=f"{now:012x}-{os.urandom(6).hex()}", moment=review.moment._replace(utc_ms=now))
        self._insert(event)
        self._refresh(event.card)
        return event

    def _insert(self, event: Review) -> None:
        self._db.execute(f"INSERT INTO events ({EVENT}) VALUES ({marks(EVENT)})", of_review(event))

    def _events(self, cards: Sequence[str]) -> list[Review]:
        """The events of these cards in the order they were written."""
        found = []
        for part in parts(cards):
            query = f"SELECT rowid, {EVENT} FROM events WHERE card IN ({places(part)})"
            found += self._db.execute(query, part).fetchall()
        return [as_review(row[1:]) for row in sorted(found)]

    def _last_act(self) -> list[Review]:
        """The events of the last act that stands, the newest first."""
        query = f"SELECT {EVENT} FROM events WHERE {HERE} AND {LIVE}"
        last = self._db.execute(f"{query} ORDER BY rowid DESC LIMIT 1").fetchone()
        if last is None:
            return []
        batch = as_review(last).batch
        same = (batch, batch)
        rows = (
            self._db.execute(f"{query} AND (batch = ? OR event_id = ?) ORDER BY rowid DESC", same) if batch else [last]
        )
        return [as_review(row) for row in rows]

    def _refresh(self, *cards: str) -> None:
        """Replay the events of cards and of those linked with them."""
        links = self.links()
        for part in parts(sorted(cards)):
            same = sorted({other for card in part for other in _joined(card, links)})
            memories = replay(self._events(same), self.profile, self.cap_days)
            self._db.executemany("DELETE FROM memories WHERE card = ?", [(uid,) for uid in same])
            self._keep(memories)

    def _linked(self, card: str) -> list[str]:
        """The card and all that live links join with it, in either direction."""
        return _joined(card, self.links())

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
        from quiz.store.entries import UNSEEN, as_row

        rows = [(card, *as_row(now)) for card, now in memories.items() if now != UNSEEN]
        self._db.executemany(
            f"INSERT OR REPLACE INTO memories (card, {MEMORY}) VALUES ({marks('card,' + MEMORY)})", rows
        )


def replay(log: Iterable[Review], profile: Profile, cap_days: int) -> dict[str, Progress]:
    """`quiz.reviews.replay`, which whoever only counts cards need not wait for."""
    from quiz import reviews

    return reviews.replay(log, profile, cap_days)


def _joined(card: str, links: Links) -> list[str]:
    same = [card]
    for uid in same:
        same += [other for link in links if uid in link for other in link if other not in same]
    return same
