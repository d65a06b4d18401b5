"""The library's database: cards as the notes last had them, and the append-only review log.

Card rows and memories are caches: the notes rebuild the first, `replay` the second. The log is the truth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from quiz.errors import UsageError
from quiz.events import Moment, Review
from quiz.language import _
from quiz.schedule import Counts, Done, Rules, Tally, counts
from quiz.sm2 import DRILL_BELOW, INTERVAL_CAP, Profile
from quiz.store.cards import Cards
from quiz.store.exchange import Exchange
from quiz.store.log import LIVE, SHOWN
from quiz.store.rows import CARD, ENTRY, CardRow, FileRow, marks
from quiz.store.sums import Sums
from quiz.store.waiting import GRADED, LOAD, SIBLINGS, TALLY

if TYPE_CHECKING:
    from quiz.entry import Entry

__all__ = ["CardRow", "FileRow", "Store"]

BEGUN = "begun"


class Store(Cards, Sums, Exchange):
    def __init__(self, path: Path, profile: Profile = "sm2", cap_days: int = INTERVAL_CAP) -> None:
        super().__init__(path, profile, cap_days)
        with ExitStack() as failing:
            failing.callback(self.close)
            self._adopt_rules()
            failing.pop_all()

    # — what moves both the log and the cards —

    def undo(self, moment: Moment, study_day: int) -> list[Review]:
        """Set a tombstone on every event of the last act that stands; those events, the newest first."""
        with self._write():
            act = self._last_act()
            for event in act:
                self._take_back(event, moment, study_day)
            return act

    def link(self, orphan: str, card: str, moment: Moment, study_day: int) -> Review:
        """Say that `card` is the orphan come back: its text goes on under the orphan's uid and history."""
        with self._write():
            states = dict(self._db.execute("SELECT uid, state FROM cards WHERE uid IN (?, ?)", (orphan, card)))
            if states.get(orphan) != "orphan" or states.get(card) != "live":
                raise UsageError(
                    _("{orphan} must be an orphan and {card} a card of the notes.").format(orphan=orphan, card=card),
                    _("`quiz cards is:orphan` lists the orphans, `quiz cards is:new` the new cards."),
                )
            self._swap(orphan, card, linking=True)
            return self._append(Review("", orphan, moment, study_day, "link", target=card))

    def unlink(self, card: str, fresh: str, moment: Moment, study_day: int) -> Review:
        """Part a card from a history that is not its own, which waits as an orphan with the wording from before.

        A card that was linked goes on under its own uid, one that was taken for another under `fresh`: the `card` of
        the event.
        """
        with self._write():
            linked = self._db.execute(
                f"SELECT target FROM events WHERE kind = 'link' AND card = ? AND {LIVE}"
                " AND target IN (SELECT uid FROM cards WHERE state = 'linked') ORDER BY rowid DESC",
                (card,),
            ).fetchone()
            row = self._row(card)
            if row is None or row.state != "live" or not (linked or row.was):
                from quiz.brief import in_brief

                named = in_brief(row.question) if row else card
                raise UsageError(
                    _("“{card}” was never joined with another card.").format(card=named),
                    _("`quiz link` lists what may belong together."),
                )
            if linked:
                fresh = linked[0]
                self._swap(card, fresh, linking=False)
            else:
                before = row._replace(state="orphan", question=row.was, note="", was="")
                self._put_cards([row._replace(uid=fresh, was=""), before])
            return self._append(Review("", fresh, moment, study_day, "split", target=card))

    def drop(self, orphans: Sequence[str], moment: Moment, study_day: int) -> int:
        """Show these orphans no more; their reviews stay in the log. How many there were."""
        with self._write():
            known = [uid for uid in orphans if (row := self._row(uid)) and row.state == "orphan"]
            self._db.executemany("UPDATE cards SET state = 'dropped' WHERE uid = ?", [(uid,) for uid in known])
            return self.record_all(known, "drop", moment, study_day)

    # — cards —

    def entries(self) -> list[Entry]:
        """All live cards and the orphans that are worth keeping, with their progress, in the order of the notes."""
        rows = (
            f"SELECT {ENTRY} FROM cards"
            f" LEFT JOIN memories ON card = uid LEFT JOIN files ON path = file WHERE {SHOWN}"
            " ORDER BY state, files.rowid, position"
        )
        return list(self._entries(rows))

    def entry(self, uid: str) -> Entry | None:
        found = list(self._entries(f"SELECT {ENTRY} FROM cards LEFT JOIN memories ON card = uid WHERE uid = ?", (uid,)))
        return found[0] if found else None

    def counts(self, today: int, rules: Rules) -> Counts:
        """What waits today: the same as planning all entries, without reading them.

        Only where decks have caps of their own, siblings are looked at one by one.
        """
        deck, by_deck = ("deck", "GROUP BY deck") if rules.decks else ("''", "")
        apart = rules.siblings_apart and not rules.decks
        asks_due = rules.reviews_per_day > 0 or not apart
        asked = {"today": today, "drill": DRILL_BELOW, "apart": apart, "asks_due": asks_due}
        with self._told():
            tallies = [Tally._make(row) for row in self._db.execute(f"{TALLY.format(deck=deck)} {by_deck}", asked)]
            one_by_one = self._entries(SIBLINGS, asked) if rules.siblings_apart and rules.decks else ()
            return counts(tallies, one_by_one, self.done(today), today, rules)

    def done(self, today: int) -> Done:
        """What was graded today, also of cards that the notes lost."""
        with self._told():
            return Done.of(self._db.execute(GRADED, {"today": today}))

    def due_days(self, first: int, last: int) -> dict[int, int]:
        """How many askable cards are due on each of these days; those without any are left out."""
        with self._told():
            return dict(self._db.execute(LOAD, (first, last)))

    def rows(self, files: Iterable[str]) -> list[CardRow]:
        """The live cards of `files`, and every orphan: what edited notes may still mean."""
        named = set(files)
        with self._told():
            select = f"SELECT {CARD} FROM cards WHERE state IN ('live', 'orphan') ORDER BY file, position"
            rows = self._db.execute(select)
            return [card for card in map(CardRow._make, rows) if card.state == "orphan" or card.file in named]

    def has_pictures(self) -> bool:
        """Whether a card of the notes names an image."""
        with self._told():
            named = "SELECT 1 FROM cards WHERE state = 'live' AND (question LIKE '%![%' OR answer LIKE '%![%') LIMIT 1"
            return self._db.execute(named).fetchone() is not None

    def uids(self) -> set[str]:
        """Every uid ever given, also by the log alone."""
        with self._told():
            return {uid for (uid,) in self._db.execute("SELECT uid FROM cards UNION SELECT card FROM events")}

    def live_uids(self) -> set[str]:
        with self._told():
            return {uid for (uid,) in self._db.execute("SELECT uid FROM cards WHERE state = 'live'")}

    # — notes —

    def sources(self) -> dict[str, str]:
        """path → `file`, `folder` or `bundled`, in the order they were added."""
        with self._told():
            return dict(self._db.execute("SELECT path, kind FROM sources ORDER BY rowid"))

    def begin(self) -> None:
        """Let it count as a library that had notes: the bundled decks come no more by themselves."""
        self._set_meta(BEGUN, "yes")

    def has_begun(self) -> bool:
        """Whether notes were ever taken in, or a card was known, even where none is left."""
        return bool(self._meta(BEGUN) or self.sources() or self.uids())

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

        `dropped` sources, `gone` files and `replaced` cards, which are not worth keeping, are deleted.
        """
        with self._write():
            if sources or dropped:
                self.begin()
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

    # — inside a transaction —

    def _take_back(self, event: Review, moment: Moment, study_day: int) -> None:
        """Set a tombstone on one event, and give the cards back the texts it took from them."""
        known = self._state(event.card) and event.target
        if event.kind == "link" and known and self._state(known) == "linked":
            self._swap(event.card, known, linking=False)
        elif event.kind == "split" and known and self._state(known) == "orphan":
            self._swap(known, event.card, linking=True)
        elif event.kind == "drop":
            self._db.execute("UPDATE cards SET state = 'orphan' WHERE uid = ? AND state = 'dropped'", (event.card,))
        self._append(Review("", event.card, moment, study_day, "undo", target=event.event_id))
        if event.target:
            self._refresh(event.target)

    def _swap(self, one: str, other: str, *, linking: bool) -> None:
        """Exchange the texts of two cards, and with them which of the two the notes hold."""
        first, second = self._row(one), self._row(other)
        assert first is not None
        assert second is not None
        self._put_cards(
            (
                second._replace(uid=one, state="live" if linking else "orphan", was=first.question if linking else ""),
                first._replace(uid=other, state="linked" if linking else first.state),
            )
        )

    def _state(self, uid: str) -> str:
        """What became of the card; notes that changed meanwhile may hold it again."""
        row = self._row(uid)
        return row.state if row else ""

    def _row(self, uid: str) -> CardRow | None:
        row = self._db.execute(f"SELECT {CARD} FROM cards WHERE uid = ?", (uid,)).fetchone()
        return CardRow._make(row) if row else None

    def _put_cards(self, rows: Sequence[CardRow]) -> None:
        self._db.executemany(f"INSERT OR REPLACE INTO cards ({CARD}) VALUES ({marks(CARD)})", rows)
        self._retopic(row.uid for row in rows)
