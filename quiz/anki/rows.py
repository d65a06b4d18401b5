"""What a collection of Anki holds, as frozen values: the same whatever flavour of file they were read from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple, Protocol


class Template(NamedTuple):
    """One kind of card that a note type makes; `question` and `answer` are its HTML with `{{Field}}` in it."""

    name: str
    question: str
    answer: str


class NoteType(NamedTuple):
    """`fields` are their names in order. A `cloze` type has one template, whose cards are numbered by the clozes."""

    id: int
    name: str
    cloze: bool
    fields: tuple[str, ...]
    templates: tuple[Template, ...]


class NoteRow(NamedTuple):
    """`id` in ms since 1970, `mod` in seconds; `fields` are HTML in the order of the note type."""

    id: int
    guid: str
    notetype: int
    mod: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]


class CardRow(NamedTuple):
    """A card with its scheduling columns as Anki keeps them.

    `type` 0 new, 1 learning, 2 review, 3 relearning; `queue` −1 suspended, −2 and −3 buried, else like the type, 3
    learning on another day, 4 preview. `due` is a position, days since the collection's day 0, or seconds since 1970,
    by queue. `interval` in days, negative in seconds; `factor` in permille. In a filtered deck (`home_deck` ≠ 0) the
    due day is `home_due`. `mod` in seconds. `flags` 0–7, in the lowest three bits.
    """

    id: int
    note: int
    deck: int
    ord: int
    mod: int
    type: int
    queue: int
    due: int
    interval: int
    factor: int
    reps: int
    lapses: int
    left: int
    home_due: int
    home_deck: int
    flags: int
    data: str


class LogRow(NamedTuple):
    """A row of the review log: `id` in ms since 1970 is when; `ease` 1–4 the button, 0 for none.

    `interval` and `last_interval` in days, negative in seconds; `factor` in permille; `ms` the time taken. `kind` 0
    learning, 1 review, 2 relearning, 3 filtered deck, 4 and 5 set by hand or rescheduled.
    """

    id: int
    card: int
    ease: int
    interval: int
    last_interval: int
    factor: int
    ms: int
    kind: int


class Calendar(NamedTuple):
    """How a collection counts days: `created` (seconds since 1970) lies in its day 0, at `offset_minutes` west of UTC.

    A day begins at the hour `rollover`.
    """

    created: int
    offset_minutes: int
    rollover: int


class Counts(NamedTuple):
    """Rows of a collection, those included that cannot be used."""

    notes: int = 0
    cards: int = 0
    log: int = 0


class Source(Protocol):
    """A collection to read: that of a package, or one that is open for a sync."""

    @property
    def calendar(self) -> Calendar: ...

    @property
    def modified_ms(self) -> int:
        """When it last changed, in ms since 1970: what it says holds as of then."""
        ...

    @property
    def notetypes(self) -> Mapping[int, NoteType]: ...

    @property
    def decks(self) -> Mapping[int, str]:
        """Their names, `::` between the levels."""
        ...

    @property
    def counts(self) -> Counts: ...

    @property
    def media(self) -> Collection[str]:
        """The names of its pictures and recordings; none leads out of a folder."""
        ...

    def read_media(self, name: str) -> bytes:
        """The content of a file of `media`."""
        ...

    def notes(self) -> Iterator[NoteRow]:
        """By id."""
        ...

    def cards(self) -> Iterator[CardRow]:
        """By note, then ord."""
        ...

    def log(self) -> Iterator[LogRow]:
        """By id."""
        ...


def joined(source: Source) -> Iterator[tuple[NoteRow, list[CardRow]]]:
    """Every note that has cards, with them."""
    notes = source.notes()
    note = next(notes, None)
    for number, cards in groupby(source.cards(), key=lambda card: card.note):
        while note is not None and note.id < number:
            note = next(notes, None)
        if note is not None and note.id == number:
            yield note, list(cards)
