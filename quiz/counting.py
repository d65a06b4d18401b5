"""The statistics of an open library: the one call that the faces make."""

from __future__ import annotations

from quiz.stats import Statistics, statistics
from quiz.store import Store
from quiz.study import Study


def count(study: Study, query: str = "") -> Statistics:
    """Of the cards a query selects; without one also of what was answered on cards that the notes lost."""
    everything = not query.strip()
    store = study.store
    return statistics(
        store.reviews(),
        study.entries(query),
        study.today,
        everything=everything,
        profile=store.profile,
        cap_days=store.cap_days,
    )


def count_apart(study: Study, query: str = "") -> Statistics:
    """The same on a connection of its own, so that another thread may wait for it."""
    with Store(study.store.path, study.store.profile, study.store.cap_days) as store:
        return count(Study(store, study.reader, study.rules, study.now), query)
