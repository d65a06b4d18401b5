"""Cards that were learned in Anki before quiz knew them go on from where they stood there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from quiz.anki.answers import kind_of
from quiz.anki.carried import Keeper
from quiz.anki.rows import Source
from quiz.anki.schedule import ANKI, day_zero
from quiz.anki.types import NUMBERS
from quiz.exchange.withdrawn import same_cards

if TYPE_CHECKING:
    from quiz.events import Kind, Review
    from quiz.exchange.incoming import There
    from quiz.study import Study

SCHEDULING = ("grade", "drill", "due", "reset", "carry")


def take_carried(study: Study, source: Source, cards: Mapping[int, There]) -> int:
    """Note how those of `cards` stand of which Anki has told nothing yet; how many.

    This goes before their answers, so that a run which ends in between is made up for by the next. Notes of ours are
    left out: their cards were never learned anywhere without a day that we set.
    """
    told = study.store.scheduled_by(ANKI)
    told |= {onward for card, onward in same_cards(study.store.links()).items() if card in told}
    unheard = {
        number: each for number, each in cards.items() if each.note.notetype not in NUMBERS and each.uid not in told
    }
    if not unheard:
        return 0
    last = _last_answers(source, unheard)
    keeper = Keeper(study.offset_at, study.rules.day_start_hour, day_zero(source.calendar), study.now().utc_ms)
    found: dict[str, Review] = {}
    for number, each in unheard.items():
        at_ms, kind = last.get(number, (None, None))
        if kind not in ("carry", "reset") and (event := keeper.stood(each.uid, each.card, at_ms)):
            found.setdefault(each.uid, event)
    return study.store.merge(found.values())


def _last_answers(source: Source, cards: Mapping[int, There]) -> dict[int, tuple[int, Kind]]:
    """When a row of the log last scheduled each of the cards, and what it was; one that carried it on goes first."""
    last: dict[int, tuple[int, Kind]] = {}
    for row in source.log():
        kind = kind_of(row) if row.card in cards else None
        before = last.get(row.card)
        if kind in SCHEDULING and (before is None or before[1] != "carry"):
            last[row.card] = row.id, kind
    return last
