"""What Anki says of cards that are here: answers into the log, marks, and texts that were edited there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from quiz.anki.answers import Reader
from quiz.anki.rows import CardRow, LogRow, NoteRow, Source, joined
from quiz.anki.schedule import ANKI, SUSPENDED, day_zero, due_day
from quiz.exchange.names import Names
from quiz.exchange.signs import Sign, sign
from quiz.marks import Marks, Seen, changes
from quiz.reviews import Moment, Review
from quiz.schedule import study_day

if TYPE_CHECKING:
    from quiz.exchange.edits import Edit
    from quiz.study import Study

LEECH, MARKED = "leech", "marked"
FLAGS = 0b111
UNSEEN = Seen()
ROWS_AT_ONCE = 20_000
"""Rows of the log a transaction. Whatever ends it in between, the next run goes on from there."""

Tick = Callable[[int, int], None]
"""How many rows are read, of how many."""


def silent(_done: int, _total: int) -> None:
    """For whom nobody waits."""


@dataclass(frozen=True, slots=True)
class There:
    """A card of ours in the collection: its due day there, what it is marked with, and the sign of its text.

    Its note may come without fields.
    """

    uid: str
    due_day: int | None
    seen: Seen
    note: NoteRow
    card: CardRow
    sign: Sign


@dataclass(slots=True)
class Taken:
    """What came in: `cards` were answered in `reviews`, repeats too, and in `practice`; `marks` were changed.
    `carried` cards go on as they stood there.

    `due` days were set by hand. `known` cards are ours, `unknown` notes are not; `apart` are cards of notes that are,
    which the library does not have. `edits` are texts that were changed there. `skipped` counts what
    says nothing to us, by reason. Without `has_schedule` the package was written without progress.
    """

    has_schedule: bool = True
    cards: int = 0
    reviews: int = 0
    practice: int = 0
    marks: int = 0
    carried: int = 0
    known: int = 0
    unknown: int = 0
    apart: int = 0
    due: int = 0
    edits: tuple[Edit, ...] = ()
    skipped: Counter[str] = field(default_factory=Counter)


def there(source: Source, names: Names, taken: Taken, *, light: bool = False) -> dict[int, There]:
    """The cards that are ours by their number in the collection; `light` without the fields of their notes."""
    zero = day_zero(source.calendar)
    found: dict[int, There] = {}
    for note, cards in joined(source):
        tags = set(map(str.casefold, note.tags))
        known, apart, kept = False, 0, note._replace(fields=()) if light else note
        for card in cards:
            if uid := names.uid(note.guid, card.ord):
                known = True
                marks = Marks(card.queue == SUSPENDED, bool(card.flags & FLAGS) or MARKED in tags, LEECH in tags)
                seen = Seen(marks, source.modified_ms)
                found[card.id] = There(uid, due_day(card, zero), seen, kept, card, sign(note, card))
            else:
                apart += 1
        taken.unknown += not known
        taken.apart += apart if known else 0
    taken.known = len(found)
    return found


def take_answers(
    study: Study,
    source: Source,
    cards: Mapping[int, There],
    taken: Taken,
    tick: Tick = silent,
    withdrawn: Collection[int] = (),
) -> None:
    """Merge the answers to `cards` into the log; those that are there already change nothing.

    `withdrawn` are the rows of answers that were taken back.
    """
    rules = study.rules
    reader = Reader(study.offset_at, rules.day_start_hour, rules.profile, rules.longest_interval_days)
    numbers = study.store.anki_rows()
    answered: set[str] = set()
    done = 0
    for rows, stories in _portions(source.log(), cards):
        with study.store.alone():
            known = study.store.histories(list(stories))
            events: list[Review] = []
            for uid, (due, story) in stories.items():
                answers = reader.told(uid, story, known[uid], numbers, due, withdrawn)
                events += answers.events
                taken.skipped.update(answers.skipped)
            study.store.merge(events)
        answered.update(event.card for event in events if event.kind in ("grade", "drill"))
        taken.due += sum(event.kind == "due" for event in events)
        taken.carried += sum(event.kind == "carry" for event in events)
        taken.practice += sum(event.kind == "cram" for event in events)
        taken.reviews += sum(event.kind in ("grade", "drill") for event in events)
        done += rows
        tick(done, source.counts.log)
    taken.cards = len(answered)


def _portions(
    log: Iterator[LogRow], cards: Mapping[int, There]
) -> Iterator[tuple[int, dict[str, tuple[int | None, list[LogRow]]]]]:
    """So many rows at a time, those of our cards by uid: two notes may have become one card."""
    while part := list(islice(log, ROWS_AT_ONCE)):
        stories: dict[str, tuple[int | None, list[LogRow]]] = {}
        for row in part:
            if card := cards.get(row.card):
                stories.setdefault(card.uid, (card.due_day, []))[1].append(row)
        yield len(part), stories


def _agreed(cards: Iterable[There], known: Mapping[str, Seen]) -> dict[str, Seen]:
    """What each card is marked with now. Where it is several there, what was changed on any of them."""
    fresh: dict[str, Seen] = {}
    for each in cards:
        before = known.get(each.uid, UNSEEN)
        if each.seen.at_ms < before.at_ms:
            continue
        marks = each.seen.marks
        if other := fresh.get(each.uid):
            pairs = zip(other.marks, marks, before.marks, strict=True)
            marks = Marks(*(one if one != old else two for one, two, old in pairs))
        fresh[each.uid] = Seen(marks, each.seen.at_ms)
    return fresh


def take_marks(study: Study, cards: Iterable[There], taken: Taken) -> None:
    """Do what was done there to marks since both sides last agreed on them. What is older than that says nothing."""
    store = study.store
    known = store.anki_marks()
    fresh = _agreed(cards, known)
    changed = [uid for uid, seen in fresh.items() if seen.marks != known.get(uid, UNSEEN).marks]
    now = study.now()
    events: list[Review] = []
    for entry in store.some(changed):
        seen, agreed = fresh[entry.uid], known.get(entry.uid, UNSEEN)
        at_ms = min(seen.at_ms, now.utc_ms)
        moment = Moment(at_ms, study.offset_at(at_ms))
        day = study_day(moment, study.rules.day_start_hour)
        here = Marks(entry.progress.suspended, entry.progress.flagged, study.is_leech(entry))
        for kind in changes(here, seen.marks, agreed.marks):
            name = f"{at_ms:012x}-{ANKI}-{kind}-{entry.uid}"
            events.append(Review(name, entry.uid, moment, day, kind, source=ANKI))
    with store.alone():
        taken.marks += store.merge(events)
        store.keep_anki_marks(fresh)
