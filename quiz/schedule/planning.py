"""The plan of a day, its counts, and practice outside of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from quiz.chance import chance
from quiz.schedule.caps import Counts, Done, Room
from quiz.schedule.days import in_drill, is_due
from quiz.schedule.order import due_in_order, new_in_order, queue
from quiz.schedule.rules import Rules

if TYPE_CHECKING:
    from quiz.entry import Entry


class Plan(NamedTuple):
    """What a sitting asks: `queue` in order, then `drill`, unfinished repeats of today."""

    queue: tuple[str, ...] = ()
    drill: tuple[str, ...] = ()
    counts: Counts = Counts()


class Waiting(NamedTuple):
    """Cards that wait today: those due, those new in the order of the notes, and those to repeat."""

    due: Iterable[Entry]
    new: Iterable[Entry]
    drill: Iterable[Entry] = ()

    @classmethod
    def of(cls, entries: Iterable[Entry], today: int) -> Waiting:
        due, new, drill = [], [], []
        for entry in entries:
            if entry.progress.is_new:
                new.append(entry)
            elif is_due(entry, today):
                due.append(entry)
            elif in_drill(entry, today):
                drill.append(entry)
        return cls(due, new, drill)


class Tally(NamedTuple):
    """How many cards of a deck may be asked today (`total`), and what they wait for.

    `due` of the backlog and `new` of the unseen wait for nothing but room, as far as that is known.
    """

    deck: str
    total: int
    backlog: int
    unseen: int
    drill: int
    due: int
    new: int


def plan(chosen: Iterable[Entry], done: Done, today: int, rules: Rules) -> Plan:
    """What to ask today of the `chosen` entries, after what was `done` in the whole library."""
    asked = [entry for entry in chosen if entry.asked_on(today)]
    planned = plan_waiting(Waiting.of(asked, today), done, today, rules)
    backlog, unseen = sum(is_due(entry, today) for entry in asked), sum(entry.progress.is_new for entry in asked)
    return planned._replace(counts=planned.counts._replace(backlog=backlog, unseen=unseen, total=len(asked)))


def plan_waiting(waits: Waiting, done: Done, today: int, rules: Rules) -> Plan:
    """The plan of the cards that wait, whose counts tell nothing of what is beyond the caps.

    Of new cards in the order of the notes no more are looked at than it takes to fill the day.
    """
    first = _first(waits, done, today, rules)
    due, new = Room.due(done, rules).fill(first.due), Room.new(done, rules).fill(first.new)
    drill = sorted(waits.drill, key=lambda entry: entry.progress.last_ms)
    return Plan(
        queue=tuple(entry.uid for entry in queue(due, new, rules.new_cards)),
        drill=tuple(entry.uid for entry in drill),
        counts=Counts(len(due), len(new), len(drill)),
    )


def counts(tallies: Sequence[Tally], siblings: Iterable[Entry], done: Done, today: int, rules: Rules) -> Counts:
    """The counts of a plan of everything, from tallies that took the due and new `siblings` for strangers.

    While no deck has rules of its own, one tally may stand for all of them.
    """
    due = Counter({tally.deck: tally.due for tally in tallies})
    new = Counter({tally.deck: tally.new for tally in tallies})
    waits = Waiting.of(siblings, today)
    first = _first(waits, done, today, rules)
    for number, strangers, apart in ((due, waits.due, first.due), (new, waits.new, first.new)):
        number.subtract(entry.deck for entry in strangers)
        number.update(entry.deck for entry in apart)
    return Counts(
        due=Room.due(done, rules).holds(due),
        new=Room.new(done, rules).holds(new),
        drill=sum(tally.drill for tally in tallies),
        backlog=sum(tally.backlog for tally in tallies),
        unseen=sum(tally.unseen for tally in tallies),
        total=sum(tally.total for tally in tallies),
    )


def ahead(entries: Iterable[Entry], today: int, days: int) -> tuple[str, ...]:
    """What falls due within so many days after today, soonest first, then in the order of the notes."""
    asked = ((entry.progress.due_day, entry.uid) for entry in entries if entry.asked_on(today))
    soon = [(day, uid) for day, uid in asked if day is not None and today < day <= today + days]
    return tuple(uid for _, uid in sorted(soon, key=lambda card: card[0]))


def cram(entries: Iterable[Entry], seed: int) -> tuple[str, ...]:
    """Everything that is asked at all, in an order that the uid of each and the seed decide."""
    uids = (entry.uid for entry in entries if entry.askable)
    return tuple(sorted(uids, key=lambda uid: (chance(uid, seed), uid)))


def _first(waits: Waiting, done: Done, today: int, rules: Rules) -> Waiting:
    """Those that wait for nothing but room, in order.

    Of siblings it is the first, a due one before a new one; none where one was graded today. What is never asked,
    for a cap of 0, keeps no sibling waiting.
    """
    due = due_in_order(_open(waits.due, rules.reviews_per_day, rules.reviews_by_deck), rules.order, today)
    new = new_in_order(_open(waits.new, rules.new_per_day, rules.new_by_deck), rules.new_order, today)
    if not rules.siblings_apart:
        return Waiting(due, new)
    seen = set(done.notes)
    return Waiting(list(_apart(due, seen, today)), _apart(new, seen, today))


def _open(cards: Iterable[Entry], cap: int, caps: Mapping[str, int]) -> Iterable[Entry]:
    """The cards that a cap of 0, of every day or of the deck, does not shut out."""
    return (entry for entry in cards if cap and caps.get(entry.deck) != 0)


def _apart(cards: Iterable[Entry], seen: set[str], today: int) -> Iterator[Entry]:
    """The first of each note that is not yet in `seen`, where it is put. What was graded today itself comes along."""
    for entry in cards:
        if entry.note not in seen or entry.progress.graded_day == today:
            if entry.note:
                seen.add(entry.note)
            yield entry
