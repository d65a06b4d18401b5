"""What a table of all cards asks of the database, and the topics that were given to cards by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from quiz.events import Moment, Review
from quiz.schedule import Waiting
from quiz.sm2 import DRILL_BELOW
from quiz.store.log import HISTORY, SHOWN, WORTH_KEEPING, Log
from quiz.store.rows import ENTRY, LIGHT, parts, places
from quiz.store.waiting import AGAIN, ASKED

if TYPE_CHECKING:
    from quiz.entry import Entry
    from quiz.retag import Retag

RETAG = "retag "
"""Begins the name under which is kept what an act changed of topics given by hand."""
LIVE_IN_ORDER = (
    "FROM cards LEFT JOIN memories ON card = uid WHERE {live} AND file IN ("
    "  WITH RECURSIVE named (name) AS (SELECT min(file) FROM cards UNION ALL"
    "  SELECT (SELECT min(file) FROM cards WHERE file > name) FROM named WHERE name IS NOT NULL)"
    "  SELECT name FROM named WHERE name NOT IN (SELECT path FROM files)"
    ") ORDER BY position",
    "FROM files CROSS JOIN cards ON file = path LEFT JOIN memories ON card = uid"
    " WHERE {live} ORDER BY files.rowid, position",
)
"""The order of the notes, so asked that the database finds each card in its place and sorts but a few."""
IN_ORDER = (
    *(part.format(live="state = 'live'") for part in LIVE_IN_ORDER),
    "FROM cards LEFT JOIN memories ON card = uid LEFT JOIN files ON path = file"
    f" WHERE state = 'orphan' AND {SHOWN} ORDER BY files.rowid, position",
)
UNSEEN_IN_ORDER = tuple(part.format(live=f"{ASKED} AND due_day IS NULL") for part in LIVE_IN_ORDER)


class Cards(Log):
    def stream(self) -> Iterator[Entry]:
        """The same as `entries`, one by one: the first is there at once, however many there are."""
        for part in IN_ORDER:
            yield from self._entries(f"SELECT {ENTRY} {part}")

    def waiting(self, today: int, *, texts: bool = True) -> Waiting:
        """The cards that wait, in the order of the notes; the new ones are read one by one as they are asked for.

        Without their `texts` they are read in less than half of the time.
        """
        read, asked = f"SELECT {ENTRY if texts else LIGHT}", {"today": today, "drill": DRILL_BELOW}
        unseen = chain.from_iterable(self._entries(f"{read} {part}", asked) for part in UNSEEN_IN_ORDER)
        return Waiting.of(self._entries(f"{read} {AGAIN}", asked), today)._replace(new=unseen)

    def some(self, uids: Iterable[str]) -> Iterator[Entry]:
        """The live cards and orphans among these, in any order."""
        for part in parts(list(uids)):
            rows = (
                f"SELECT {ENTRY} FROM cards LEFT JOIN memories ON card = uid"
                f" WHERE uid IN ({places(part)}) AND state IN ('live', 'orphan')"
            )
            yield from list(self._entries(rows, part))

    def _entries(self, rows: str, values: Sequence[object] | Mapping[str, object] = ()) -> Iterator[Entry]:
        from quiz.store.entries import as_entry  # which whoever counts cards need not wait for

        with self._told():
            yield from map(as_entry, self._db.execute(rows, values))

    def with_history(self) -> set[str]:
        """The cards with a history, orphans too."""
        with self._told():
            return {uid for (uid,) in self._db.execute(f"SELECT uid FROM cards WHERE {HISTORY}")}

    def worth_keeping(self) -> set[str]:
        """The cards with a history, or with topics that were given by hand."""
        with self._told():
            return {uid for (uid,) in self._db.execute(f"SELECT uid FROM cards WHERE {WORTH_KEEPING}")}

    def remarks(self) -> dict[str, tuple[str, ...]]:
        """uid → what the notes say of a card for papers; most cards have none, and only papers ask."""
        with self._told():
            return {
                uid: tuple(said.split())
                for uid, said in self._db.execute("SELECT uid, remarks FROM cards WHERE remarks != ''")
            }

    def reword(self, texts: Mapping[str, tuple[str, str]]) -> None:
        """Give cards the question and answer that their notes were made to say."""
        rows = ((*text, uid) for uid, text in texts.items())
        with self._write():
            self._db.executemany("UPDATE cards SET question = ?, answer = ? WHERE uid = ?", rows)

    # — what nobody was told yet —

    def leave_word(self, lines: Sequence[str]) -> None:
        """Keep what happened to the notes for whoever talks next."""
        self._set_meta("untold", "\n".join(filter(None, (self._meta("untold"), *lines))))

    def take_words(self) -> list[str]:
        """What was left, once."""
        words = self._meta("untold")
        if words:
            self._set_meta("untold", "")
        return words.splitlines()

    # — topics given by hand —

    def overlay(self) -> str:
        """The text by which the last `retag` was said; empty where there was none."""
        return self._meta("overlay")

    def retag(self, retags: Mapping[str, Retag], said: str) -> None:
        """Give these cards other topics than the notes do, and all others those of the notes."""
        import json

        known = {uid: retag for uid, retag in retags.items() if any(retag)}
        with self._write():
            self._db.executemany(
                "INSERT OR REPLACE INTO meta VALUES (?, ?)", [("overlay", said), ("retags", json.dumps(known))]
            )
            self._db.execute("UPDATE cards SET retagged = NULL WHERE retagged IS NOT NULL")
            self._retopic(known)

    def log_retag(
        self, changes: Mapping[str, tuple[Retag, Retag]], moment: Moment, study_day: int, batch: str | None = None
    ) -> None:
        """Log that the topics of some cards were changed by hand, as an act or as part of `batch`.

        `changes` are what was said of each before and after it, for the day it is taken back.
        """
        import json

        with self._write():
            for uid in changes:
                event = self._append(Review("", uid, moment, study_day, "retag", batch=batch))
                batch = event.batch or event.event_id
            if batch:
                self._set_meta(RETAG + batch, json.dumps(changes))

    def last_retag(self) -> dict[str, tuple[Retag, Retag]]:
        """What the last act that stands changed of topics given by hand: uid → what was said before and after it."""
        act = self._last_act()
        said = self._meta(RETAG + (act[-1].batch or act[-1].event_id)) if act else ""
        if not said:
            return {}
        import json

        from quiz.retag import Retag

        read = {uid: [Retag(*map(tuple, one)) for one in both] for uid, both in json.loads(said).items()}
        return {uid: (before, after) for uid, (before, after) in read.items()}

    # — inside a transaction —

    def _retopic(self, uids: Iterable[str]) -> None:
        """Give those of the cards their topics anew that have some given by hand."""
        said = self._meta("retags")
        if not said:
            return
        import json

        from quiz.retag import Retag

        retags = {uid: Retag(*map(tuple, lists)) for uid, lists in json.loads(said).items()}
        for uid in retags.keys() & set(uids) if retags else ():
            row = self._db.execute("SELECT topics FROM cards WHERE uid = ?", (uid,)).fetchone()
            if row:
                topics = " ".join(retags[uid].applied(row[0].split()))
                self._db.execute("UPDATE cards SET retagged = ? WHERE uid = ?", (topics, uid))

    def _set_meta(self, key: str, value: str) -> None:
        with self._write():
            self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _meta(self, key: str) -> str:
        with self._told():
            row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
            return str(row[0]) if row else ""
