"""The notes, cards and review log of a collection, one row at a time, in an order that callers can merge by.

A row that cannot be used is skipped and counted under a reason, which `quiz.language` translates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from quiz.anki.database import Database, Row
from quiz.anki.refused import damaged
from quiz.anki.rows import CardRow, LogRow, NoteRow, NoteType
from quiz.anki.values import ID, LARGEST, LAST_SECOND, SECONDS, Whole, text, whole_row
from quiz.language import N_

BROKEN_NOTES = N_("notes that are damaged")
FOREIGN_NOTES = N_("notes of a note type that is not in the package")
BROKEN_CARDS = N_("cards that are damaged")
LONE_CARDS = N_("cards whose note is missing or cannot be used")
EXTRA_CARDS = N_("cards of a template that their note type does not have")
BROKEN_LOG = N_("reviews that are damaged")

NOTES = "SELECT id, guid, mid, mod, tags, flds FROM notes NOT INDEXED ORDER BY id"
NOTE_KEYS = "SELECT id, mid, typeof(guid), typeof(flds) FROM notes NOT INDEXED ORDER BY id"
CARD_ORDER = "SELECT nid, id FROM cards ORDER BY nid, id"
CARD = (
    "SELECT id, nid, did, ord, mod, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data"
    " FROM cards WHERE id = ?"
)
LOG = "SELECT id, cid, ease, ivl, lastIvl, factor, time, type FROM revlog NOT INDEXED ORDER BY id"

DAYS = Whole(-LARGEST, forgiven=True)
SPAN = Whole(-LARGEST)
COUNT = Whole()
CARD_COLUMNS = (
    *(ID, ID, ID, Whole(most=65_535), SECONDS, Whole(most=3), Whole(-3, 4), DAYS),
    *(SPAN, COUNT, COUNT, COUNT, COUNT, DAYS, Whole(most=ID.most), Whole(-LARGEST, forgiven=True)),
)
LOG_COLUMNS = (
    *(Whole(1, LAST_SECOND * 1000), ID, Whole(most=4)),
    *(SPAN, SPAN, COUNT, Whole(forgiven=True), Whole(most=5)),
)

FLAGS = 7
"""The bits of `cards.flags` that hold the colour."""
LONGEST_DATA = 10_000
"""Bytes of `cards.data`; Anki writes some hundred. What is longer counts as none."""
MOST_TAGS = 1_000
MOST_CARDS = 65_536
"""Of one note: Anki numbers them with 16 bits."""
_TAG_BREAKS = re.compile("[ \u3000]+")


class _Key(NamedTuple):
    """What says whether a note can be used, without its text."""

    id: object
    notetype: object
    texts: tuple[bool, bool]


class Records:
    """The rows of `db`. Each reading starts its own count of what it skips."""

    def __init__(self, db: Database, notetypes: Mapping[int, NoteType], counts: Mapping[str, int]) -> None:
        self._db = db
        self._notetypes = notetypes
        self._counts = counts
        self.skipped: dict[str, Counter[str]] = {}

    def notes(self) -> Iterator[NoteRow]:
        """In the order of their ids. A note has as many fields as its note type."""
        skipped = self.skipped["notes"] = Counter()
        for number, guid, notetype, mod, tags, fields in self._rising(NOTES, "notes"):
            reason = self._fault(_Key(number, notetype, (isinstance(guid, bytes), isinstance(fields, bytes))))
            if reason:
                skipped[reason] += 1
                continue
            known = self._notetypes[notetype]
            yield NoteRow(
                id=number,
                guid=text(guid),
                notetype=known.id,
                mod=SECONDS.of(mod) or 0,
                tags=_tags(tags),
                fields=_fields(text(fields), len(known.fields)),
            )

    def cards(self) -> Iterator[CardRow]:
        """In the order of their notes and, within a note, of their templates; each has a note that `notes` gives."""
        skipped = self.skipped["cards"] = Counter()
        keys = self._keys()
        key = next(keys, None)
        for note, cards in self._by_note(skipped):
            while key is not None and key[0] < note:
                key = next(keys, None)
            if key is None or key[0] != note or key[1] is None:
                skipped[LONE_CARDS] += len(cards)
                continue
            templates = MOST_CARDS if key[1].cloze else len(key[1].templates)
            for card in sorted(cards, key=lambda card: card.ord):
                if card.ord < templates:
                    yield card
                else:
                    skipped[EXTRA_CARDS] += 1

    def log(self) -> Iterator[LogRow]:
        """In the order of their times; the card of a review may be gone."""
        skipped = self.skipped["revlog"] = Counter()
        for row in self._rising(LOG, "revlog"):
            if (numbers := whole_row(LOG_COLUMNS, row)) is None:
                skipped[BROKEN_LOG] += 1
            else:
                yield LogRow._make(numbers)

    def _fault(self, key: _Key) -> str:
        if ID.of(key.id) is None or not all(key.texts):
            return BROKEN_NOTES
        return "" if key.notetype in self._notetypes else FOREIGN_NOTES

    def _keys(self) -> Iterator[tuple[int, NoteType | None]]:
        """The ids of the notes, each with its note type; None where the note cannot be used."""
        for number, notetype, *types in self._rising(NOTE_KEYS, "notes"):
            guid, fields = (kind in (b"text", b"blob") for kind in types)
            usable = not self._fault(_Key(number, notetype, (guid, fields)))
            yield number, self._notetypes[notetype] if usable else None

    def _by_note(self, skipped: Counter[str]) -> Iterator[tuple[int, list[CardRow]]]:
        """The cards of one note after the other, notes in order.

        An index is the file's own and may list too few cards, one twice, or others: it is asked for the order only,
        and what it says is checked.
        """
        seen, last = 0, (0, 0)
        note, cards = 0, list[CardRow]()
        for place in self._db.rows(CARD_ORDER, self._counts["cards"]):
            seen += 1
            if ID.of(place[0]) is None or ID.of(place[1]) is None:
                skipped[BROKEN_CARDS] += 1
                continue
            row = self._db.row(CARD, (place[1],))
            if row is None or row[:2] != place[::-1] or place <= last or len(cards) > MOST_CARDS:
                raise damaged(self._db.file, "cards")
            last = place
            if place[0] != note and cards:
                yield note, cards
                cards = []
            note = place[0]
            if (card := _card(row)) is None:
                skipped[BROKEN_CARDS] += 1
            else:
                cards.append(card)
        if cards:
            yield note, cards
        if seen != self._counts["cards"]:
            raise damaged(self._db.file, "cards")

    def _rising(self, sql: str, table: str) -> Iterator[Row]:
        """Rows whose first column grows: where it does not, the pages of the file are tangled."""
        last = -(1 << 63) - 1
        for row in self._db.rows(sql, self._counts[table], in_order=True):
            if not isinstance(row[0], int) or row[0] <= last:
                raise damaged(self._db.file, table)
            last = row[0]
            yield row


def _card(row: Row) -> CardRow | None:
    *columns, data = row
    if (numbers := whole_row(CARD_COLUMNS, columns)) is None:
        return None
    *others, flags = numbers
    known = isinstance(data, bytes) and len(data) <= LONGEST_DATA
    return CardRow._make((*others, flags & FLAGS, text(data) if known else ""))


def _tags(value: object) -> tuple[str, ...]:
    words = _TAG_BREAKS.split(text(value).strip(" \u3000"), MOST_TAGS) if isinstance(value, bytes) else []
    return tuple(word for word in words[:MOST_TAGS] if word)


def _fields(joined: str, count: int) -> tuple[str, ...]:
    """`count` fields: missing ones are empty and surplus ones join the last, as Anki repairs a note."""
    fields = joined.split("\x1f", count - 1)
    fields += [""] * (count - len(fields))
    return (*fields[:-1], fields[-1].replace("\x1f", "; "))
