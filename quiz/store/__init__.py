"""The library's database: cards as the notes last had them, and the append-only review log.

Card rows and memories are caches: the notes rebuild the first, `replay` the second. The log is the truth.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import astuple
from pathlib import Path

from quiz.entry import Entry
from quiz.errors import StoreError, UsageError
from quiz.reviews import Kind, Moment, Progress, Review, replay
from quiz.schedule import Counts, Done, Rules, counts
from quiz.sm2 import DRILL_BELOW, Profile
from quiz.store import schema
from quiz.store.rows import CARD, EVENT, MEMORY, CardRow, FileRow, as_entry, as_progress, as_review, marks

__all__ = ["CardRow", "FileRow", "Store"]

LIVE = "kind != 'undo' AND event_id NOT IN (SELECT target FROM events WHERE kind = 'undo')"
CLOCK_SLACK_MS = 86_400_000
"""A clock set back by less than a day does not change the order in which things were done."""

RIGHTS = "Check the rights of its folder and the space on the disk, or set QUIZ_HOME to another folder."
HINTS = {
    sqlite3.SQLITE_BUSY: "Another quiz is writing; try again in a moment.",
    sqlite3.SQLITE_CANTOPEN: RIGHTS,
    sqlite3.SQLITE_READONLY: RIGHTS,
    sqlite3.SQLITE_FULL: RIGHTS,
}


class Store:
    """One open database. Every writing method is one transaction; errors come as StoreError."""

    def __init__(self, path: Path, profile: Profile = "sm2") -> None:
        self.path = path
        self.profile = profile
        with self._told(), _on_disk(path):
            self._db = schema.connect(path)
        with ExitStack() as failing:
            failing.callback(self.close)
            self._adopt_profile()
            failing.pop_all()

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def alone(self) -> AbstractContextManager[None]:
        """Keep other processes from writing between what the block reads and what it writes: all of it or nothing."""
        return self._write()

    def daily_backup(self, today: int) -> None:
        with self._told(), _on_disk(self.path):
            schema.daily_backup(self._db, self.path, today)

    # — the log —

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
    ) -> Review:
        """Append one event; it is on disk when this returns."""
        with self._write():
            return self._append(Review("", card, moment, study_day, kind, grade, duration_ms, source, target))

    def undo(self, moment: Moment, study_day: int) -> Review | None:
        """Set a tombstone on the last event that stands and return that event; None when there is none."""
        with self._write():
            row = self._db.execute(f"SELECT {EVENT} FROM events WHERE {LIVE} ORDER BY rowid DESC LIMIT 1").fetchone()
            if row is None:
                return None
            last = as_review(row)
            if last.kind == "link" and last.target:
                self._swap(last.card, last.target, linking=False)
            self._append(Review("", last.card, moment, study_day, "undo", target=last.event_id))
            if last.target:
                self._refresh(last.target)
            return last

    def link(self, orphan: str, card: str, moment: Moment, study_day: int) -> None:
        """Say that `card` is the orphan come back: its text goes on under the orphan's uid and history."""
        with self._write():
            states = dict(self._db.execute("SELECT uid, state FROM cards WHERE uid IN (?, ?)", (orphan, card)))
            if states.get(orphan) != "orphan" or states.get(card) != "live":
                raise UsageError(
                    f"{orphan} must be an orphan and {card} a card of the notes.",
                    "`quiz cards is:orphan` lists the orphans, `quiz cards is:new` the new cards.",
                )
            self._swap(orphan, card, linking=True)
            self._append(Review("", orphan, moment, study_day, "link", target=card))

    def reviews(self) -> list[Review]:
        """The whole log in the order it was written."""
        with self._told():
            return [as_review(row) for row in self._db.execute(f"SELECT {EVENT} FROM events ORDER BY rowid")]

    def replay(self) -> int:
        """Rebuild every memory from the log; how many cards the log speaks of."""
        with self._write():
            return self._rebuild()

    def memories(self) -> dict[str, Progress]:
        with self._told():
            rows = self._db.execute(f"SELECT card, {MEMORY} FROM memories")
            return {row[0]: as_progress(row[1:]) for row in rows}

    # — cards —

    def entries(self) -> list[Entry]:
        """All live and orphaned cards with their progress, in the order of the notes."""
        with self._told():
            rows = self._db.execute(
                f"SELECT uid, deck, question, answer, kind, topics, file, line, state, {MEMORY} FROM cards"
                " LEFT JOIN memories ON card = uid LEFT JOIN files ON path = file WHERE state != 'linked'"
                " ORDER BY state, files.rowid, position"
            )
            return [as_entry(row) for row in rows]

    def entry(self, uid: str) -> Entry | None:
        with self._told():
            row = self._db.execute(
                f"SELECT uid, deck, question, answer, kind, topics, file, line, state, {MEMORY} FROM cards"
                " LEFT JOIN memories ON card = uid WHERE uid = ?",
                (uid,),
            ).fetchone()
            return as_entry(row) if row else None

    def counts(self, today: int, rules: Rules) -> Counts:
        """What waits today, counted by the database: the same as planning all entries, without reading them."""
        with self._told():
            total, unseen, backlog, drill = self._db.execute(
                "SELECT count(*), count(*) FILTER (WHERE due_day IS NULL), count(*) FILTER (WHERE due_day <= :today),"
                " count(*) FILTER (WHERE due_day > :today AND last_day = :today AND last_grade < :drill)"
                " FROM cards LEFT JOIN memories ON card = uid"
                " WHERE state = 'live' AND answered AND NOT coalesce(suspended, 0)",
                {"today": today, "drill": DRILL_BELOW},
            ).fetchone()
            return counts(backlog, unseen, drill, total, self.done(today), rules)

    def done(self, today: int) -> Done:
        with self._told():
            introduced, reviewed = self._db.execute(
                "SELECT count(*) FILTER (WHERE reviews = 1), count(*) FILTER (WHERE reviews != 1)"
                " FROM memories WHERE due_day - interval_days = ?",
                (today,),
            ).fetchone()
            return Done(introduced, reviewed)

    def rows(self, files: Iterable[str]) -> list[CardRow]:
        """The live cards of `files`, and every orphan: what edited notes may still mean."""
        named = set(files)
        with self._told():
            rows = self._db.execute(f"SELECT {CARD} FROM cards WHERE state != 'linked' ORDER BY file, position")
            return [card for card in map(CardRow._make, rows) if card.state == "orphan" or card.file in named]

    def uids(self) -> set[str]:
        """Every uid ever given, also by the log alone."""
        with self._told():
            return {uid for (uid,) in self._db.execute("SELECT uid FROM cards UNION SELECT card FROM events")}

    # — notes —

    def sources(self) -> dict[str, str]:
        """path → `file`, `folder` or `bundled`, in the order they were added."""
        with self._told():
            return dict(self._db.execute("SELECT path, kind FROM sources ORDER BY rowid"))

    def files(self) -> dict[str, FileRow]:
        with self._told():
            return {row[0]: FileRow._make(row) for row in self._db.execute("SELECT * FROM files")}

    def take_in(
        self,
        *,
        sources: Mapping[str, str] | None = None,
        dropped: Sequence[str] = (),
        files: Sequence[FileRow] = (),
        gone: Sequence[str] = (),
        cards: Sequence[CardRow] = (),
        orphans: Sequence[str] = (),
        replaced: Sequence[str] = (),
    ) -> None:
        """Write what reading the notes gave, all of it or nothing.

        `dropped` sources, `gone` files and `replaced` cards, which no event speaks of, are deleted.
        """
        with self._write():
            self._db.executemany(
                "INSERT INTO sources VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET kind = excluded.kind",
                list((sources or {}).items()),
            )
            self._db.executemany("DELETE FROM sources WHERE path = ?", [(path,) for path in dropped])
            self._db.executemany(
                "INSERT INTO files VALUES (?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE"
                " SET (mtime_ns, size, digest, rules) ="
                " (excluded.mtime_ns, excluded.size, excluded.digest, excluded.rules)",
                files,
            )
            self._db.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in gone])
            self._db.executemany("UPDATE cards SET state = 'orphan' WHERE uid = ?", [(uid,) for uid in orphans])
            self._db.executemany("DELETE FROM cards WHERE uid = ?", [(uid,) for uid in replaced])
            self._put_cards(cards)

    # — exports —

    def stamps(self) -> list[tuple[str, int, str, int]]:
        """key, note id, digest, mod of everything the last exports wrote."""
        with self._told():
            return list(self._db.execute("SELECT key, note_id, digest, mod FROM exports"))

    def keep_stamps(self, rows: Iterable[tuple[str, int, str, int]]) -> None:
        with self._write():
            self._db.executemany("INSERT OR REPLACE INTO exports VALUES (?, ?, ?, ?)", rows)

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

    def _refresh(self, card: str) -> None:
        """Replay the events of one card and of those linked with it."""
        same = self._linked(card)
        places = ", ".join("?" * len(same))
        log = self._db.execute(f"SELECT {EVENT} FROM events WHERE card IN ({places})", same)
        memories = replay(map(as_review, log), self.profile)
        self._db.executemany("DELETE FROM memories WHERE card = ?", [(uid,) for uid in same])
        self._keep(memories)

    def _linked(self, card: str) -> list[str]:
        """The card and all that live links join with it, in either direction."""
        links = self._db.execute(f"SELECT card, target FROM events WHERE kind = 'link' AND {LIVE}").fetchall()
        same = [card]
        for uid in same:
            same += [other for link in links if uid in link for other in link if other not in same]
        return same

    def _adopt_profile(self) -> None:
        """Rebuild the memories where they were made under another profile."""
        with self._told():
            known = self._db.execute("SELECT value FROM meta WHERE key = 'profile'").fetchone()
        if known != (self.profile,):
            with self._write():
                self._db.execute("INSERT OR REPLACE INTO meta VALUES ('profile', ?)", (self.profile,))
                self._rebuild()

    def _rebuild(self) -> int:
        self._db.execute("DELETE FROM memories")
        memories = replay(self.reviews(), self.profile)
        self._keep(memories)
        return len(memories)

    def _keep(self, memories: Mapping[str, Progress]) -> None:
        """Write memories; a card with nothing to remember (all undone) has no row."""
        rows = [(card, *now.memory, *astuple(now)[1:]) for card, now in memories.items() if now != Progress()]
        self._db.executemany(
            f"INSERT OR REPLACE INTO memories (card, {MEMORY}) VALUES ({marks('card,' + MEMORY)})", rows
        )

    def _swap(self, one: str, other: str, *, linking: bool) -> None:
        """Exchange the texts of two cards, and with them which of the two the notes hold."""
        select = f"SELECT {CARD} FROM cards WHERE uid = ?"
        first, second = (CardRow._make(self._db.execute(select, (uid,)).fetchone()) for uid in (one, other))
        rows = (
            second._replace(uid=one, state="live" if linking else "orphan"),
            first._replace(uid=other, state="linked" if linking else first.state),
        )
        self._put_cards(rows)

    def _put_cards(self, rows: Iterable[CardRow]) -> None:
        self._db.executemany(f"INSERT OR REPLACE INTO cards ({CARD}) VALUES ({marks(CARD)})", rows)

    @contextmanager
    def _write(self) -> Iterator[None]:
        """One transaction, or a part of the one that is open."""
        if self._db.in_transaction:
            yield
            return
        with self._told(), self._db:  # the connection commits at the end, or rolls back on any exception
            self._db.execute("BEGIN IMMEDIATE")
            yield

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in a sentence what SQLite says in an exception."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            hint = f"Your notes are untouched, and {self.path.parent / 'backups'} holds a copy of each day."
            hint = HINTS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, hint)
            raise StoreError(f"the library {self.path} cannot be used: {error}.", hint) from error
        except UnicodeEncodeError as error:
            raise UsageError(f"{error.object!r} is not UTF-8.", "Write it in letters and digits.") from error


@contextmanager
def _on_disk(path: Path) -> Iterator[None]:
    """The same for what the disk says of folders and copies."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{error.filename or path} cannot be written: {error.strerror}.", RIGHTS) from error
