"""Cards asked and graded: sittings within the schedule and outside of it, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from quiz import fuzz
from quiz.events import Kind, Review
from quiz.schedule import Counts, Waiting, becomes_leech, in_drill, is_due, outcomes, plan_waiting
from quiz.sm2 import Memory, review
from quiz.study.amends import Amends

if TYPE_CHECKING:
    from quiz.entry import Entry
    from quiz.session import Session


class Sitting(NamedTuple):
    """A session that has just begun, how many cards it has, and whether any was found that may be asked at all."""

    session: Session
    counts: Counts
    found: bool


class Sittings(Amends):
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

    def _waits(self, entry: Entry, session: Session, today: int) -> bool:
        """Whether a card may be asked in the session: what is not due only outside the schedule."""
        if session.practice:
            return entry.askable
        waits = entry.progress.is_new or is_due(entry, today) or in_drill(entry, today)
        return waits and entry.asked_on(today)

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
        late = kind == "grade" and entry.progress.graded_day == today and not self._asks(session, entry)
        shift = 0
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

    def aside(self, session: Session, kind: Literal["suspend", "bury"]) -> Session:
        """Set the current card aside: until it is resumed, or until tomorrow."""
        if session.current is None:
            return session
        self.store.record(session.current, kind, *self._stamp())
        return session.without(session.current)

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
