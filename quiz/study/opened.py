"""An open library: its rules and its clock, what changed in the notes, and the cards a query selects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from quiz import clock, sources
from quiz.errors import UsageError
from quiz.events import Moment
from quiz.language import _
from quiz.reader import Reader
from quiz.schedule import Counts, Rules, is_leech, study_day
from quiz.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from quiz.changes import Report
    from quiz.entry import Entry
    from quiz.notes.problems import Problem
    from quiz.query import Predicate
    from quiz.reviews import Step


class Opened:
    """`cache` is the folder for what may be deleted, if there is one."""

    def __init__(
        self,
        store: Store,
        reader: Reader,
        rules: Rules,
        now: Callable[[], Moment] = clock.now,
        offset_at: Callable[[int], int] = clock.offset_at,
        cache: Path | None = None,
    ) -> None:
        self.store = store
        self.reader = reader
        self.rules = rules
        self.now = now
        self.offset_at = offset_at
        self.cache = cache

    @property
    def today(self) -> int:
        return study_day(self.now(), self.rules.day_start_hour)

    def _stamp(self) -> tuple[Moment, int]:
        """This moment and its study day, by one look at the clock."""
        moment = self.now()
        return moment, study_day(moment, self.rules.day_start_hour)

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def refresh(self) -> Report | None:
        """Take in what changed in the notes since the last time; None when nothing did and nothing is missing."""
        problem, known = self._retagged(), self.store.files()
        found = sources.listing(self.store.sources(), known)
        settled = sources.settled(found, known, self.reader.signature)
        missing = [source for source in found.missing if not source.startswith(sources.BUNDLED)]
        if settled and problem is None and not missing:
            return None
        from quiz import library
        from quiz.changes import Report

        still = Report(problems=tuple(library.absent(missing)))
        report = still if settled else library.refresh(self.store, self.reader)
        return replace(report, problems=(*report.problems, problem)) if problem else report

    def _retagged(self) -> Problem | None:
        """Follow the topics given by hand; what is wrong with their file."""
        if not (self.store.path.with_name(sources.RETAGGED).exists() or self.store.overlay()):
            return None
        from quiz import overlay

        return overlay.take_in(self.store)

    def welcome(self) -> Report | None:
        """Like `refresh`; a library that never had a card takes in the bundled decks."""
        if self.store.has_begun():
            return self.refresh()
        from quiz import library

        return library.refresh(self.store, self.reader, added=sources.bundled())

    def entries(self, query: str = "") -> list[Entry]:
        """The cards a query selects, in the order of the notes; orphans only where the query asks for them."""
        wanted, _texts = self._wanted(query)
        return [entry for entry in self.store.entries() if wanted(entry)]

    def _wanted(self, query: str) -> tuple[Predicate, bool]:
        """What a query selects, and whether it looks into texts. The first question waits for no grammar."""
        if not query.strip():
            return lambda entry: entry.state == "live", False
        from quiz.query import compile_query, parse

        meant = parse(query)
        return compile_query(meant, self.today, self.rules), meant.reads_texts

    def entry(self, uid: str) -> Entry:
        entry = self.store.entry(uid)
        if entry is None:
            told = _("there is no card {uid}.").format(uid=uid)
            raise UsageError(told, _("`quiz cards` lists the cards with their uids."))
        return entry

    def counts(self) -> Counts:
        """What waits today in the whole library."""
        return self.store.counts(self.today, self.rules)

    def due_by(self, day: int) -> int:
        """How many cards will be due by that day."""
        return self.store.counts(day, self.rules).backlog

    def history(self, entry: Entry) -> list[Step]:
        """What happened to a card: every event that stands, with the progress before and after it."""
        from quiz.reviews import steps

        log = self.store.history(entry.uid)
        return list(steps(log, self.rules.profile, self.rules.longest_interval_days))

    def is_leech(self, entry: Entry) -> bool:
        return is_leech(entry.progress, self.rules.leech_lapses)
