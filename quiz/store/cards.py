"""What a table of all cards asks of the database, and the topics that were given to cards by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from quiz.entry import Entry
from quiz.store.log import Log
from quiz.store.rows import ENTRY, as_entry, parts, places

if TYPE_CHECKING:
    from quiz.retag import Retag

IN_ORDER = (
    "FROM cards LEFT JOIN memories ON card = uid WHERE state = 'live' AND file IN ("
    "  WITH RECURSIVE named (name) AS (SELECT min(file) FROM cards UNION ALL"
    "  SELECT (SELECT min(file) FROM cards WHERE file > name) FROM named WHERE name IS NOT NULL)"
    "  SELECT name FROM named WHERE name NOT IN (SELECT path FROM files)"
    ") ORDER BY position",
    "FROM files CROSS JOIN cards ON file = path LEFT JOIN memories ON card = uid"
    " WHERE state = 'live' ORDER BY files.rowid, position",
    "FROM cards LEFT JOIN memories ON card = uid LEFT JOIN files ON path = file"
    " WHERE state = 'orphan' ORDER BY files.rowid, position",
)
"""The order of the notes, so asked that the database finds each card in its place and sorts but a few."""


class Cards(Log):
    def stream(self) -> Iterator[Entry]:
        """The same as `entries`, one by one: the first is there at once, however many there are."""
        with self._told():
            for part in IN_ORDER:
                yield from map(as_entry, self._db.execute(f"SELECT {ENTRY} {part}"))

    def some(self, uids: Iterable[str]) -> Iterator[Entry]:
        """The live cards and orphans among these, in any order."""
        with self._told():
            for part in parts(list(uids)):
                rows = self._db.execute(
                    f"SELECT {ENTRY} FROM cards LEFT JOIN memories ON card = uid"
                    f" WHERE uid IN ({places(part)}) AND state IN ('live', 'orphan')",
                    part,
                ).fetchall()
                yield from map(as_entry, rows)

    def remarks(self) -> dict[str, tuple[str, ...]]:
        """uid → what the notes say of a card for papers; most cards have none, and only papers ask."""
        with self._told():
            return {
                uid: tuple(said.split())
                for uid, said in self._db.execute("SELECT uid, remarks FROM cards WHERE remarks != ''")
            }

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
