"""The library at a glance: the calls that the home screen makes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from quiz.apart import apart
from quiz.overview import tree
from quiz.stats.activity import streak
from quiz.store.sums import Worked
from quiz.study import Study
from quiz.today import WEEK, Today

if TYPE_CHECKING:
    from quiz.index import Index

MONTH = 31


def glance(study: Study) -> Today:
    """What the day holds. The database works out the plan of the day on one core while it counts on another."""
    store, day = study.store, study.today
    with ThreadPoolExecutor(1) as beside:
        counts = beside.submit(apart, study, Study.counts)
        branches = tuple(tree(store.groups(day)))
        week = store.ahead(day, WEEK)
        soon = next((day + ahead for ahead, cards in enumerate(week, 1) if cards), None)
        worked = _worked(study, day)
        done = worked.get(day)
        now = counts.result()
        return Today(
            day=day,
            counts=now,
            branches=branches,
            week=week,
            next_day=soon or store.next_due(day + WEEK),
            answers=done.answers if done else 0,
            ms=done.ms if done else 0,
            streak=streak(worked, day).current,
            has_notes=bool(store.sources()),
            tomorrow=0 if now.waiting else store.counts(day + 1, study.rules).waiting,
        )


def cards(study: Study) -> Index:
    """All cards as they are now, to ask many queries of."""
    from quiz.index import Index

    index = Index()
    index.put(study.store.stream())
    return index


def narrowed(study: Study, today: Today, index: Index, query: str) -> Today:
    """The same day of the cards that a query selects."""
    from quiz.query import parse

    wanted = index.asked(parse(query), today.day, study.rules)
    return today.narrowed(query, [entry for entry in index.entries.values() if wanted(entry)])


def doubts(study: Study) -> int:
    """How many new cards may be old ones that the notes lost."""
    from quiz import lost_cards

    return len(lost_cards.doubts(study.store)) if study.store.orphans() else 0


def _worked(study: Study, day: int) -> dict[int, Worked]:
    """The days with an answer: those of a month, or all where that month has no gap."""
    worked = study.store.days(day - MONTH)
    return {work.day: work for work in (study.store.days() if len(worked) >= MONTH else worked)}
