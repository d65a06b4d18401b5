"""Cards that were learned in Anki before quiz knew them go on from where they stood there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from quiz.anki.answers import Reader
from quiz.anki.carried import Keeper
from quiz.anki.past import Past
from quiz.anki.rows import Source
from quiz.anki.schedule import ANKI, day_zero
from quiz.anki.types import NUMBERS
from quiz.events import TERMINAL
from quiz.exchange.withdrawn import same_cards

if TYPE_CHECKING:
    from quiz.events import Review
    from quiz.exchange.incoming import There
    from quiz.study import Study


def take_carried(study: Study, source: Source, cards: Mapping[int, There]) -> int:
    """Note how those of `cards` stand that quiz has not scheduled, here or on another terminal; how many.

    This goes before their answers, so that a run which ends in between is made up for by the next. Notes of ours are
    left out: their cards were never learned anywhere without a day that we set. What was answered here goes on from
    where Anki left the card, or counts together with what was answered there later.
    """
    store, rules = study.store, study.rules
    onward = same_cards(store.links())
    told, began = store.scheduled_by(ANKI), store.first_scheduled(TERMINAL)
    told |= {then for card, then in onward.items() if card in told}
    for card, then in onward.items():
        if card in began:
            began[then] = min(began[card], began.get(then, began[card]))
    unheard = {
        number: each for number, each in cards.items() if each.note.notetype not in NUMBERS and each.uid not in told
    }
    if not unheard:
        return 0
    zero = day_zero(source.calendar)
    reader = Reader(study.offset_at, rules.day_start_hour, rules.profile, rules.longest_interval_days)
    keeper = Keeper(study.offset_at, rules.day_start_hour, zero, study.now().utc_ms)
    pasts = _pasts(source, unheard, reader)
    found: dict[str, Review] = {}
    for number, each in unheard.items():
        past = pasts.get(number) or Past(reader)
        event = None if past.explains(each.card, zero) else keeper.stood(each.uid, each.card, past.at_ms)
        if event and event.moment.utc_ms <= began.get(each.uid, event.moment.utc_ms):
            found.setdefault(each.uid, event)
    return store.merge(found.values())


def _pasts(source: Source, cards: Mapping[int, There], reader: Reader) -> dict[int, Past]:
    """What the log says of each of the cards."""
    pasts: dict[int, Past] = {}
    for row in source.log():
        if there := cards.get(row.card):
            pasts.setdefault(row.card, Past(reader)).tell(there.uid, row)
    return pasts
