"""The library at work: what a face needs to ask cards, take grades and go back, one call a key."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from quiz import clock, config, fuzz, sources
from quiz.errors import QuizError, UsageError
from quiz.events import Kind, Moment, Review
from quiz.language import N_, _
from quiz.reader import Reader
from quiz.schedule import (
    Counts,
    Rules,
    Waiting,
    becomes_leech,
    in_drill,
    is_due,
    is_leech,
    outcomes,
    plan_waiting,
    study_day,
)
from quiz.sm2 import Memory, review
from quiz.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from quiz.entry import Entry
    from quiz.library import Report
    from quiz.notes.problems import Problem
    from quiz.query import Predicate
    from quiz.retag import Retag
    from quiz.reviews import Step
    from quiz.session import Session

DATABASE = "quiz.db"
ANSWERED_ELSEWHERE = N_("This card was answered elsewhere meanwhile: that answer counts.")


class Sitting(NamedTuple):
    """A session that has just begun, how many cards it has, and whether any was found that may be asked at all."""

    session: Session
    counts: Counts
    found: bool


class Study:
    """An open library with the rules and the clock in force, and the folder for what may be deleted, if any."""

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

    def __enter__(self) -> Study:
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

        still = library.Report(problems=tuple(library.absent(missing)))
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

    def counts(self) -> Counts:
        """What waits today in the whole library."""
        return self.store.counts(self.today, self.rules)

    def due_by(self, day: int) -> int:
        """How many cards will be due by that day."""
        return self.store.counts(day, self.rules).backlog

    def begin(self, query: str = "") -> Sitting:
        """Plan a sitting with the cards a query selects."""
        from quiz.session import Session

        today, (wanted, texts) = self.today, self._wanted(query)
        chosen = Waiting(*(filter(wanted, cards) for cards in self.store.waiting(today, texts=texts)))
        planned = plan_waiting(chosen, self.store.done(today), today, self.rules)
        session = Session.start(planned)
        found = bool(session.ahead) or any(entry.asked_on(today) and wanted(entry) for entry in self.store.stream())
        return Sitting(session, planned.counts, found)

    def begin_cram(self, query: str = "") -> Sitting:
        """Practise what a query selects, due or not, in an order that is another one every time."""
        from quiz.schedule import cram

        entries = self.entries(query)
        return self._practice(cram(entries, self.now().utc_ms), entries)

    def begin_ahead(self, days: int, query: str = "") -> Sitting:
        """Look ahead at what falls due within so many days; the schedule stays as it is."""
        from quiz.schedule import ahead

        entries = self.entries(query)
        return self._practice(ahead(entries, self.today, days), entries)

    def practise(self, uids: Iterable[str]) -> Sitting:
        """Practise these cards, as `begin_cram` does."""
        from quiz.schedule import cram

        entries = list(self.store.some(uids))
        return self._practice(cram(entries, self.now().utc_ms), entries)

    def _practice(self, queue: tuple[str, ...], entries: Sequence[Entry]) -> Sitting:
        from quiz.session import Session

        return Sitting(Session(queue, practice=True), Counts(), bool(entries))

    def entry(self, uid: str) -> Entry:
        entry = self.store.entry(uid)
        if entry is None:
            told = _("there is no card {uid}.").format(uid=uid)
            raise UsageError(told, _("`quiz cards` lists the cards with their uids."))
        return entry

    def current(self, session: Session) -> tuple[Session, Entry | None]:
        """The card to ask now and the session that asks it, past what was lost, set aside or graded elsewhere."""
        while session.current:
            entry = self.store.entry(session.current)
            if entry and self._asks(session, entry):
                return session, entry
            session = session.without(session.current)
        return session, None

    def _asks(self, session: Session, entry: Entry) -> bool:
        """Whether the card in front still belongs there."""
        today = self.today
        drill = session.phase == "drill" and not session.practice
        return self._waits(entry, session, today) and (session.practice or drill == in_drill(entry, today))

    def history(self, entry: Entry) -> list[Step]:
        """What happened to a card: every event that stands, with the progress before and after it."""
        from quiz.reviews import steps

        log = self.store.history(entry.uid)
        return list(steps(log, self.rules.profile, self.rules.longest_interval_days))

    def is_leech(self, entry: Entry) -> bool:
        return is_leech(entry.progress, self.rules.leech_lapses)

    def intervals(self, entry: Entry) -> tuple[int, ...]:
        """Days until the next review for each grade 0–5, were the card graded within the schedule now."""
        today, rules = self.today, self.rules
        after = outcomes(entry.progress.memory, rules.profile, rules.longest_interval_days)
        alike = {memory.interval_days: memory for memory in after}
        days = {interval: interval + self._shift(entry, memory, today) for interval, memory in alike.items()}
        return tuple(days[memory.interval_days] for memory in after)

    def grade(self, session: Session, grade: int, duration_ms: int = 0) -> Session:
        """Log the grade of the current card, then go on; the grade is on disk when this returns.

        That of a card which was answered elsewhere meanwhile changes no schedule, and is no answer of this sitting.
        """
        card = session.current
        if card is None:
            return session
        kind: Kind = "cram" if session.practice else "drill" if session.phase == "drill" else "grade"
        entry, (moment, today) = self.store.entry(card), self._stamp()
        if entry is None:  # the notes lost it meanwhile
            return session.without(card)
        late, shift = not self._asks(session, entry), 0
        if late:
            kind = "drill" if in_drill(entry, today) else "cram"
        elif kind == "grade":
            after = review(entry.progress.memory, grade, self.rules.profile, self.rules.longest_interval_days)
            shift = self._shift(entry, after, today)
        event = self.store.record(card, kind, moment, today, grade=grade, duration_ms=duration_ms, shift=shift)
        if late:
            return session.without(card)
        leech = becomes_leech(entry.progress, self.entry(card).progress, self.rules.leech_lapses)
        return session.graded(grade, event.event_id, leech=leech)

    def grade_all(self, grades: Mapping[str, int], ms: Mapping[str, int]) -> int:
        """Log a grade for each of these cards that the notes hold, as one act; how many. `ms` is how long each took.

        As ever only the first grade of a card on a study day changes its memory.
        """
        entries = [entry for entry in self.store.some(grades) if entry.state == "live"]
        moment, today = self._stamp()
        rules, events = self.rules, []
        for entry in entries:
            grade = grades[entry.uid]
            after = review(entry.progress.memory, grade, rules.profile, rules.longest_interval_days)
            shift, spent = self._shift(entry, after, today), ms.get(entry.uid, 0)
            events.append(Review("", entry.uid, moment, today, "grade", grade, spent, shift=shift))
        return self.store.record_act(events)

    def _shift(self, entry: Entry, memory: Memory, today: int) -> int:
        """By how many days the due day moves where a grade of today leaves `memory`."""
        rules, load = self.rules, None
        days = fuzz.due_days(memory, today, rules.longest_interval_days)
        if len(days) == 1 or not (rules.fuzz or rules.balance):
            return 0
        if rules.balance:
            load = self.store.due_days(days[0], days[-1])
            if entry.progress.due_day in load:
                load[entry.progress.due_day] -= 1
        return fuzz.shift(entry.uid, memory, today, load, by_chance=rules.fuzz, cap_days=rules.longest_interval_days)

    def retag(self, entries: Iterable[Entry], change: Retag) -> Collection[str]:
        """Give cards topics beside those of the notes, or take some away: the uids of those that have others now."""
        from quiz import overlay

        with self.store.alone():
            before = overlay.retag(self.store, entries, change)
            self._log_retag(before)
        return before.keys()

    def _log_retag(self, before: Mapping[str, Retag], batch: str | None = None) -> None:
        """Log by which act the file of topics says something else of these cards than before."""
        from quiz import overlay
        from quiz.retag import Retag

        said = overlay.said(self.store)
        self.store.log_retag({uid: (was, said.get(uid, Retag())) for uid, was in before.items()}, *self._stamp(), batch)

    def _retag_back(self) -> None:
        """Let the file of topics say what it said before the last act, but for what was changed there since."""
        if changed := self.store.last_retag():
            from quiz import overlay
            from quiz.retag import Retag

            said = overlay.said(self.store)
            same = {uid: was for uid, (was, then) in changed.items() if said.get(uid, Retag()) == then}
            overlay.restore(self.store, same)

    def undo(self, session: Session | None = None) -> tuple[Session, list[Review]]:
        """Take back the last act of the log, of this sitting or an earlier one: its events, the newest first.

        The card of a single event is asked again if it waits for an answer now, in this sitting or not.
        """
        from quiz.session import Session

        session = session or Session()
        moment, today = self._stamp()
        with self.store.alone():
            self._retag_back()
            events = self.store.undo(moment, today)
        if len(events) != 1 or events[0].kind == "retag":
            return session, events
        event = events[0]
        entry = self.store.entry(event.card)
        drill = session.drilled(event.event_id) if session.practice else entry is not None and in_drill(entry, today)
        asked = session.undone(event.card, event.event_id, drill=drill)
        return asked if entry and self._waits(entry, session, today) else asked.without(event.card), events

    def _waits(self, entry: Entry, session: Session, today: int) -> bool:
        """Whether a card may be asked in the session: what is not due only outside the schedule."""
        if session.practice:
            return entry.askable
        waits = entry.progress.is_new or is_due(entry, today) or in_drill(entry, today)
        return waits and entry.asked_on(today)

    def act(self, uids: Iterable[str], kind: Kind, days: int = 0) -> int:
        """Do one thing to many cards, which one undo takes back; how many. `days` is for `due`."""
        return self.store.record_all(uids, kind, *self._stamp(), shift=days)

    def aside(self, session: Session, kind: Literal["suspend", "bury"]) -> Session:
        """Set the current card aside: until it is resumed, or until tomorrow."""
        if session.current is None:
            return session
        self.store.record(session.current, kind, *self._stamp())
        return session.without(session.current)

    def set_aside(self, query: str, *, resume: bool = False) -> int:
        """Suspend, or resume, the cards of a query; how many changed."""
        changed = [entry.uid for entry in self.entries(query) if entry.progress.suspended == resume]
        return self.act(changed, "resume" if resume else "suspend")

    def link(self, orphan: str, card: str) -> None:
        """Let `card` go on under the uid and the history of `orphan`; both by how their uid begins."""
        with self.store.alone():
            event = self.store.link(self._uid(orphan), self._uid(card), *self._stamp())
            self._retag_along(event, giver=event.target or "", taker=event.card)

    def unlink(self, card: str) -> str:
        """Part a card, by how its uid begins, from a history that is not its own; the uid it goes on under."""
        from quiz.identity import new_uid

        entry = self.entry(self._uid(card))
        fresh = new_uid(entry.deck, entry.question, self.store.uids())
        with self.store.alone():
            event = self.store.unlink(entry.uid, fresh, *self._stamp())
            self._retag_along(event, giver=entry.uid, taker=event.card)
        return event.card

    def _retag_along(self, event: Review, giver: str, taker: str) -> None:
        """As part of the act of an event, give a card the topics as well that were given by hand to another."""
        if self.store.overlay():
            from quiz import overlay

            self._log_retag(overlay.hand_on(self.store, giver, taker), event.event_id)

    def drop(self, orphans: Sequence[str]) -> int:
        """Show these orphans no more; how many there were."""
        return self.store.drop(orphans, *self._stamp())

    def _uid(self, start: str) -> str:
        """The one uid that begins so."""
        if self.store.entry(start):
            return start
        found = [entry.uid for entry in self.store.entries() if entry.uid.startswith(start)]
        if len(found) > 1:
            told = _("{n} cards have a uid that begins with {start}.").format(n=len(found), start=start)
            raise UsageError(told, _("Give more of it."))
        return found[0] if found else start


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
