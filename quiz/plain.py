"""Line-mode review: no cursor, no colours, no Textual. For screen readers, pipes and slow links."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from time import monotonic

from quiz.entry import Entry
from quiz.grades import LONGEST_ANSWER_MS, Choice, choices
from quiz.hangul import latin
from quiz.markdown import to_plain
from quiz.schedule import span
from quiz.session import Session
from quiz.study import Study
from quiz.terminal import plural, safe

Read = Callable[[str], str | None]
"""Show a prompt and read one line without its end; None at the end of input."""
Write = Callable[[str], None]

NO_MATCH = "No card to ask matches that."
NO_CARDS = "There is no card to ask."
OTHER_KEYS = ("u", "s", "x", "q")


def run(study: Study, query: str, scale: int, read: Read, write: Write) -> int:
    """Ask what is due until nothing is left, `q` is typed or the input ends; returns how many answers were kept."""
    sitting = study.begin(query)
    if not sitting.session.ahead:
        write("Nothing is due." if sitting.counts.total else NO_MATCH if query else NO_CARDS)
        return 0
    write(f"{sitting.counts}. Enter shows the answer; u undoes, s skips, x suspends, q leaves.")
    session = _Reader(study, choices(scale), read, write).go(sitting.session)
    kept = len(session.answers)
    passed = sum(answer.grade >= 3 for answer in session.answers)
    write(f"\n{plural(kept, 'answer')} kept, {passed} passed, {len(session.ahead)} left.")
    return kept


class _Reader:
    """The dialogue of one sitting."""

    def __init__(self, study: Study, scale: tuple[Choice, ...], read: Read, write: Write) -> None:
        self._study = study
        self._scale = {choice.key: choice for choice in scale}
        self._read = read
        self._write = write

    def go(self, session: Session) -> Session:
        while True:
            session, entry = self._study.current(session)
            step = self._ask(session, entry) if entry else self._rest(session)
            if step is None:
                return session
            session = step

    def _rest(self, session: Session) -> Session | None:
        """After the last card: the way back is still open."""
        word = self._word("Done. Enter leaves, u undoes the last answer > ")
        return self._undo(session) if word == "u" else None

    def _ask(self, session: Session, entry: Entry) -> Session | None:
        """The session after the current card, or None to leave."""
        self._write(f"\n{_place(entry, session)}\n\n{to_plain(entry.question)}\n")
        started = monotonic()
        word = self._word("answer > ")
        if word is None or word in OTHER_KEYS:
            return self._other(session, word)
        self._write(f"\n{to_plain(entry.answer)}\n")
        while True:
            word = self._word(self._choices(entry, session) + " > ")
            if word in self._scale:
                elapsed = min(int((monotonic() - started) * 1000), LONGEST_ANSWER_MS)
                return self._study.grade(session, self._scale[word].grade, elapsed)
            if word is None or word in OTHER_KEYS:
                return self._other(session, word)
            self._write(f"Type {', '.join(self._scale)}, or u, s, x, q.")

    def _other(self, session: Session, word: str | None) -> Session | None:
        if word == "u":
            return self._undo(session)
        if word == "s":
            return session.skipped()
        if word == "x":
            self._write("Suspended; u brings it back.")
            return self._study.suspend(session)
        return None

    def _undo(self, session: Session) -> Session:
        session, event = self._study.undo(session)
        self._write("Taken back." if event else "There is nothing to undo.")
        return session

    def _choices(self, entry: Entry, session: Session) -> str:
        if session.phase == "drill":
            return "  ".join(f"{choice.key} {choice.name}" for choice in self._scale.values())
        days = self._study.intervals(entry)
        return "  ".join(f"{choice.key} {choice.name} {span(days[choice.grade])}" for choice in self._scale.values())

    def _word(self, prompt: str) -> str | None:
        line = self._read(prompt)
        return None if line is None else "".join(latin(char) for char in line.strip().lower())


def _place(entry: Entry, session: Session) -> str:
    number, count = session.position
    again = "drill " if session.phase == "drill" else ""
    topics = ", ".join(entry.topics) or entry.deck
    return safe(f"[{again}{number}/{count}] {topics} ({PurePath(entry.file).name}:{entry.line})")
