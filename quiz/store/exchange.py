"""What is known of the cards on the other side: which they are to Anki, and what was last written and seen there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quiz.marks import Marks, Seen
from quiz.store.log import Log

StampRow = tuple[str, int, str, int]
"""key, note id, digest, mod of a note that was exported."""


class Exchange(Log):
    def stamps(self) -> list[StampRow]:
        """What the last exports wrote."""
        with self._told():
            return list(self._db.execute("SELECT key, note_id, digest, mod FROM exports"))

    def sent(self) -> set[str]:
        """The cards that Anki knows: what is answered there comes back one day."""
        with self._told():
            return {card for (card,) in self._db.execute("SELECT key FROM exports UNION SELECT card FROM anki_cards")}

    def keep_stamps(self, rows: Iterable[StampRow]) -> None:
        with self._write():
            self._db.executemany("INSERT OR REPLACE INTO exports VALUES (?, ?, ?, ?)", rows)

    def anki_cards(self) -> dict[tuple[str, int], str]:
        """(guid, ord) → the card, for those that came from Anki under a guid of its own."""
        with self._told():
            rows = self._db.execute("SELECT guid, ord, card FROM anki_cards")
            return {(guid, number): card for guid, number, card in rows}

    def ids(self) -> dict[str, str]:
        """The explicit id in the notes → the card."""
        with self._told():
            return dict(self._db.execute("SELECT id, uid FROM cards WHERE id IS NOT NULL AND state = 'live'"))

    def keep_anki_cards(self, cards: Mapping[tuple[str, int], str]) -> None:
        rows = ((*key, card) for key, card in cards.items())
        with self._write():
            self._db.executemany("INSERT OR REPLACE INTO anki_cards VALUES (?, ?, ?)", rows)

    def anki_marks(self) -> dict[str, Seen]:
        with self._told():
            rows = self._db.execute("SELECT card, at_ms, suspended, flagged, leech FROM anki_marks")
            return {card: Seen(Marks(*map(bool, marks)), at_ms) for card, at_ms, *marks in rows}

    def keep_anki_marks(self, marks: Mapping[str, Seen], *, replace: bool = True) -> None:
        """Remember what was seen; `replace` False for what is only hoped to arrive, where nothing was seen yet."""
        verb = "REPLACE" if replace else "IGNORE"
        rows = ((card, *map(int, seen.marks), seen.at_ms) for card, seen in marks.items())
        with self._write():
            self._db.executemany(f"INSERT OR {verb} INTO anki_marks VALUES (?, ?, ?, ?, ?)", rows)

    def anki_rows(self) -> dict[str, int]:
        """Event → the id of its row in Anki's log, where that is not the event's own time."""
        with self._told():
            return dict(self._db.execute("SELECT event_id, row FROM anki_rows"))

    def keep_anki_rows(self, rows: Mapping[str, int], *, replace: bool = False) -> None:
        """Give events rows; `replace` where the row they had turned out to be another card's."""
        verb = "REPLACE" if replace else "IGNORE"
        with self._write():
            self._db.executemany(f"INSERT OR {verb} INTO anki_rows VALUES (?, ?)", rows.items())

    def anki_texts(self) -> set[tuple[str, str]]:
        """Every text that was ever written to a note: (key, digest)."""
        with self._told():
            return set(self._db.execute("SELECT key, digest FROM anki_texts"))

    def keep_anki_texts(self, texts: Iterable[tuple[str, str]]) -> None:
        with self._write():
            self._db.executemany("INSERT OR IGNORE INTO anki_texts VALUES (?, ?)", texts)

    def anki_tags(self) -> set[str]:
        """Every tag that was ever written to a note: no other is ours to take away."""
        with self._told():
            return {tag for (tag,) in self._db.execute("SELECT tag FROM anki_tags")}

    def keep_anki_tags(self, tags: Iterable[str]) -> None:
        with self._write():
            self._db.executemany("INSERT OR IGNORE INTO anki_tags VALUES (?)", [(tag,) for tag in set(tags)])

    # — a sync on its way —

    def anki_account(self) -> str:
        """The account that the last sync was agreed upon with; empty where there was none."""
        with self._told():
            row = self._db.execute("SELECT value FROM meta WHERE key = 'anki_account'").fetchone()
            return str(row[0]) if row else ""

    def keep_anki_account(self, account: str) -> None:
        """Go on with an account. Another one than before never had what was seen in that."""
        with self._write():
            if account != self.anki_account():
                self._db.execute("UPDATE anki_marks SET at_ms = 0")
                self._db.execute("INSERT OR REPLACE INTO meta VALUES ('anki_account', ?)", (account,))

    def sent_marks(self) -> dict[str, tuple[Marks, int]]:
        """What is on its way by card: the marks, and when the card changed (seconds since 1970).

        Who sees these two there sees what was said here.
        """
        import json

        with self._told():
            row = self._db.execute("SELECT value FROM meta WHERE key = 'anki_sent'").fetchone()
        sent = json.loads(row[0]) if row else {}
        return {card: (Marks(*marks), mod) for card, (marks, mod) in sent.items()}

    def keep_sent_marks(self, sent: Mapping[str, tuple[Marks, int]]) -> None:
        import json

        with self._write():
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('anki_sent', ?)", (json.dumps(sent),))
