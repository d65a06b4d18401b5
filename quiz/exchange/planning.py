"""What a sync has to write: the cards, rows and notes in which the mirror is not yet what the library says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quiz.anki.schedule import SUSPENDED, day_zero
from quiz.exchange import outgoing, texts
from quiz.exchange.desired import COLOURS, Timing, missing_rows, state, story
from quiz.exchange.texts import Notes
from quiz.exchange.withdrawn import withdrawn_here
from quiz.marks import Marks

if TYPE_CHECKING:
    from quiz.anki.mirror import Mirror
    from quiz.anki.rows import CardRow, LogRow
    from quiz.entry import Entry
    from quiz.exchange.incoming import There
    from quiz.exchange.outgoing import Numbered
    from quiz.study import Study

NEAR = 100
"""How many numbers of rows in a row, at most, are thought to be taken."""


@dataclass(slots=True)
class Plan:
    """`cards` as they should be, with their uids and, where these change, their marks by the number of the card.

    `numbers` are those of events whose row turned out to be another card's, `rows_of_new` how many rows new notes
    bring along. `withdrawn` is the whole list where it grows, else None.
    """

    notes: Notes = field(default_factory=Notes)
    cards: list[CardRow] = field(default_factory=list)
    uids: dict[int, str] = field(default_factory=dict)
    marks: dict[int, Marks] = field(default_factory=dict)
    rows: Sequence[LogRow] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    rows_of_new: int = 0
    withdrawn: frozenset[int] | None = None

    @property
    def writes(self) -> bool:
        return bool(self.cards or self.rows or self.notes.send or self.withdrawn is not None)


def planned(
    study: Study,
    mirror: Mirror,
    cards: Mapping[int, There],
    withdrawn: frozenset[int],
    *,
    restore: bool = False,
) -> Plan:
    """Compare what the mirror holds with what it should hold; `restore` sends what was deleted there."""
    store, plan = study.store, Plan()
    entries = store.entries()
    by_uid: dict[str, list[There]] = {}
    for each in cards.values():
        by_uid.setdefault(each.uid, []).append(each)
    stories = outgoing.histories(study)
    sendable = [entry for entry in entries if entry.state == "live" and entry.answered]
    plan.notes = texts.compared(store, mirror, sendable, by_uid, restore=restore, cache=study.cache)
    plan.rows_of_new = sum(len(stories.get(uid, ())) for uid in plan.notes.new)
    timing = Timing(day_zero(mirror.calendar), study.today)
    for position, entry in enumerate(entries, 1):
        for each in by_uid.get(entry.uid, ()):
            _state(plan, each, entry, timing, position, stories.get(entry.uid, ()))
    _log(mirror, plan, by_uid, stories)
    taken_back = withdrawn | withdrawn_here(study.store, mirror, cards)
    plan.withdrawn = taken_back if taken_back != withdrawn else None
    return plan


def _state(plan: Plan, there: There, entry: Entry, timing: Timing, position: int, steps: Sequence[Numbered]) -> None:
    card = there.card
    tagged = there.seen.marks.flagged and not card.flags & COLOURS
    wanted = state(card, entry.progress, timing, story(position, steps)._replace(tagged=tagged))
    if wanted == card:
        return
    plan.cards.append(wanted)
    plan.uids[card.id] = entry.uid
    after = Marks(wanted.queue == SUSPENDED, tagged or bool(wanted.flags & COLOURS), there.seen.marks.leech)
    if after != there.seen.marks:
        plan.marks[card.id] = after


def _log(
    mirror: Mirror,
    plan: Plan,
    by_uid: Mapping[str, list[There]],
    stories: Mapping[str, Sequence[Numbered]],
) -> None:
    here = [([each.card.id for each in there], stories.get(uid, ())) for uid, there in by_uid.items()]
    owners = mirror.owners(number for _cards, story in here for _step, number in story)
    taken = {number for story in stories.values() for _step, number in story}
    missing = missing_rows(here, owners, taken)
    if missing.numbers:  # what is foreign may stand where these would go, too
        near = (number + more for number in missing.numbers.values() for more in range(NEAR))
        missing = missing_rows(here, owners | mirror.owners(near), taken)
    plan.rows, plan.numbers = missing.rows, missing.numbers


def is_moved(before: CardRow, after: CardRow) -> bool:
    """Whether a card would be asked on another day than its owner sees there."""
    return (before.type, before.due) != (after.type, after.due)
