"""What Anki says of cards that are here: answers into the log, marks, and texts that were edited there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import TYPE_CHECKING

from quiz.anki.answers import Reader
from quiz.anki.rows import CardRow, LogRow, NoteRow, Source
from quiz.anki.schedule import ANKI, SUSPENDED, day_zero, due_day
from quiz.exchange.names import Names
from quiz.marks import Marks, Seen, changes
from quiz.reviews import Moment, Review
from quiz.schedule import study_day

if TYPE_CHECKING:
    from quiz.study import Study

LEECH = "leech"
AT_ONCE = 500
"""Cards a transaction. Whatever ends it in between, the next run goes on from there."""

Progress = Callable[[int], None]
"""Told how many rows of the log were read since it was last told."""


@dataclass(frozen=True, slots=True)
class There:
    """A card of ours in the collection: its due day there, what it is marked with, its note, and its row."""

    uid: str
    due_day: int | None
    seen: Seen
    note: NoteRow
    card: CardRow


@dataclass(slots=True)
class Taken:
    """What came in. `skipped` counts rows of the log by reason, `unknown` the notes that are not ours."""

    cards: int = 0
    reviews: int = 0
    practice: int = 0
    marks: int = 0
    known: int = 0
    unknown: int = 0
    rows: int = 0
    skipped: Counter[str] = field(default_factory=Counter)


def ours(source: Source, names: Names) -> Iterator[tuple[NoteRow, CardRow, str | None]]:
    """Every card with its note, and its uid where the library knows it."""
    cards = groupby(source.cards(), key=lambda card: card.note)
    number, own = next(cards, (0, iter(())))
    for note in source.notes():
        while own is not None and number < note.id:
            number, own = next(cards, (0, None))  # type: ignore[assignment]
        if own is None:
            return
        if number == note.id:
            for card in own:
                yield note, card, names.uid(note.guid, card.ord)


def there(source: Source, names: Names, taken: Taken) -> dict[int, There]:
    """The cards that are ours by their number in the collection."""
    zero = day_zero(source.calendar)
    found: dict[int, There] = {}
    unknown: set[int] = set()
    for note, card, uid in ours(source, names):
        if uid is None:
            unknown.add(note.id)
            continue
        marks = Marks(card.queue == SUSPENDED, bool(card.flags & 7), LEECH in map(str.casefold, note.tags))
        found[card.id] = There(uid, due_day(card, zero), Seen(marks, card.mod), note, card)
    taken.known, taken.unknown = len(found), len(unknown)
    return found


def take_answers(
    study: Study,
    source: Source,
    cards: Mapping[int, There],
    taken: Taken,
    told: Progress,
    withdrawn: Collection[int] = (),
) -> None:
    """Merge the answers to `cards` into the log; those that are there already change nothing.

    `withdrawn` are the rows of answers that were taken back.
    """
    rules = study.rules
    reader = Reader(study.offset_at, rules.day_start_hour, rules.profile, rules.longest_interval_days)
    numbers = study.store.anki_rows()
    for part in portions(_stories(source, cards, taken, told)):
        with study.store.alone():
            known = study.store.histories([there.uid for there, _ in part])
            events: list[Review] = []
            for there, rows in part:
                answers = reader.told(there.uid, rows, known[there.uid], numbers, there.due_day, withdrawn)
                events += answers.events
                taken.skipped.update(answers.skipped)
                taken.cards += bool(answers.events)
            study.store.merge(events)
        taken.practice += sum(event.kind == "cram" for event in events)
        taken.reviews += sum(event.kind in ("grade", "drill") for event in events)


def _stories(
    source: Source, cards: Mapping[int, There], taken: Taken, told: Progress
) -> Iterator[tuple[There, list[LogRow]]]:
    for number, rows in groupby(source.log_by_card(), key=lambda row: row.card):
        story = list(rows)
        taken.rows += len(story)
        told(len(story))
        if number in cards:
            yield cards[number], story


def portions(stories: Iterable[tuple[There, list[LogRow]]]) -> Iterator[Sequence[tuple[There, list[LogRow]]]]:
    """So many cards at once, in which no card comes twice: two notes may have become one card."""
    waiting = iter(stories)
    while part := list(islice(waiting, AT_ONCE)):
        joined: dict[str, tuple[There, list[LogRow]]] = {}
        for there, rows in part:
            if there.uid in joined:
                joined[there.uid][1].extend(rows)
            else:
                joined[there.uid] = (there, rows)
        yield list(joined.values())


def take_marks(study: Study, cards: Iterable[There], taken: Taken) -> None:
    """Do what was done there to marks since both sides last agreed on them."""
    store = study.store
    before, wanted = store.anki_marks(), {}
    for each in cards:
        old = before.get(each.uid, Seen())
        if each.seen.mod >= old.mod and each.seen != before.get(each.uid):
            wanted[each.uid] = (each.seen, old.marks)
    now = study.now()
    for part in _parts(list(wanted)):
        events: list[Review] = []
        for entry in store.some(part):
            seen, agreed = wanted[entry.uid]
            moment = Moment(min(seen.mod * 1000, now.utc_ms), study.offset_at(seen.mod * 1000))
            day = study_day(moment, study.rules.day_start_hour)
            here = Marks(entry.progress.suspended, entry.progress.flagged, study.is_leech(entry))
            for kind in changes(here, seen.marks, agreed):
                name = f"{moment.utc_ms:012x}-{ANKI}-{kind}-{entry.uid}"
                events.append(Review(name, entry.uid, moment, day, kind, source=ANKI))
        with store.alone():
            taken.marks += store.merge(events)
            store.keep_anki_marks({uid: wanted[uid][0] for uid in part})


def _parts(uids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (uids[start : start + AT_ONCE] for start in range(0, len(uids), AT_ONCE))
