"""The library at work: what a face needs to ask cards, take grades and go back, one call a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from quiz import clock, config
from quiz.errors import QuizError
from quiz.events import Moment
from quiz.language import N_
from quiz.reader import Reader
from quiz.store import Store
from quiz.study.sittings import Sitting, Sittings

__all__ = ["ANSWERED_ELSEWHERE", "DATABASE", "Sitting", "Study", "open_study"]

DATABASE = "quiz.db"
ANSWERED_ELSEWHERE = N_("This card was answered elsewhere meanwhile: that answer counts.")


class Study(Sittings):
    """An open library with the rules and the clock in force: asked, answered and amended."""


def open_study(environ: Mapping[str, str], now: Callable[[], Moment] = clock.now) -> Study:
    """Open the library that the environment and config.toml name, with today's backup made."""
    home = config.home(environ)
    rules = config.rules(home)
    store = Store(home.data / DATABASE, rules.profile, rules.longest_interval_days)
    study = Study(store, Reader(lambda: config.topics(home)), rules, now, cache=home.cache)
    try:
        store.daily_backup(study.today)
    except QuizError:
        store.close()
        raise
    return study
