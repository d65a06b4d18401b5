"""Line-mode review: no cursor, no colours, no Textual. For screen readers, pipes and slow links."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from time import monotonic

from quiz.entry import Entry
from quiz.grades import LONGEST_ANSWER_MS, choices
from quiz.hangul import latin
from quiz.language import N_, _, n_
from quiz.markdown import to_plain
from quiz.reviews import Kind
from quiz.schedule import span
from quiz.session import Session
from quiz.settings import ReviewSettings
from quiz.study import Sitting, Study
from quiz.tally import Progress, Tally
from quiz.terminal import one_line, safe
from quiz.typed import verdict, wants_typing
from quiz.typed.comparison import compare
from quiz.why import reason, state

Read = Callable[[str], str | None]
"""Show a prompt and read one line without its end; None at the end of input."""
Write = Callable[[str], None]

NO_MATCH = N_("No card to ask matches that.")
NO_CARDS = N_("There is no card to ask.")
NOTHING_DUE = N_("Nothing is due.")
KEYS = N_(
    "Enter shows the answer, or type it. u undoes, s skips, b buries until tomorrow, x suspends, f flags,"
    " w says why, q leaves."
)
TYPE_ONE_OF = N_("Type {grades}, or u, s, b, x, f, w, q.")
OTHER_KEYS = ("u", "s", "b", "x", "f", "w", "q")


def run(study: Study, sitting: Sitting, manner: ReviewSettings, read: Read, write: Write) -> int:
    """Ask a sitting until nothing is left, its time or cards are over, `q` is typed or the input ends.

    Where an answer is to be typed, keys are taken only after it. Returns how many answers were kept.
    """
    if not sitting.session.ahead:
        write(_(NOTHING_DUE if sitting.found else NO_MATCH if study.counts().total else NO_CARDS))
        return 0
    write(f"{sitting.counts}. {_(KEYS)}" if sitting.counts.waiting else _(KEYS))
    session = _Reader(study, manner, read, write).go(sitting.session.boxed(manner.cards))
    tally = Tally.of(session, choices(manner.scale))
    kept = n_("{n} answer kept", "{n} answers kept", len(session.answers))
    passed, left = _("{n} passed").format(n=tally.passed), _("{n} left").format(n=session.left)
    write(f"\n{kept}, {passed}, {left}.")
    return len(session.answers)


class _Reader:
    """The dialogue of one sitting."""

    def __init__(self, study: Study, manner: ReviewSettings, read: Read, write: Write) -> None:
        self._study = study
        self._scale = {choice.key: choice for choice in choices(manner.scale)}
        self._typed = manner.typed
        self._read = read
        self._write = write
        self._until = monotonic() + 60 * manner.minutes if manner.minutes else None

    def go(self, session: Session) -> Session:
        while True:
            if self._until and session.answers and monotonic() >= self._until:
                self._write(_("Time is up."))
                self._until, session = None, session.ended()
            session, entry = self._study.current(session)
            step = self._ask(session, entry) if entry else self._rest(session)
            if step is None:
                return session
            session = step

    def _rest(self, session: Session) -> Session | None:
        """After the last card: the way back is still open."""
        word = _word(self._read(_("Done. Enter leaves, u undoes the last answer > ")))
        return self._undo(session) if word == "u" else None

    def _ask(self, session: Session, entry: Entry) -> Session | None:
        """The session after the current card, or None to leave."""
        self._write(f"\n{_place(entry, session)}\n\n{to_plain(entry.question)}\n")
        started = monotonic()
        to_type = wants_typing(entry, self._typed)
        given = self._read(_("type the answer > ") if to_type else _("answer > "))
        if given is None or (_word(given) in OTHER_KEYS and not to_type):
            return self._other(session, entry, _word(given))
        self._compare(given, entry)
        self._write(f"\n{to_plain(entry.answer)}\n")
        while True:
            word = _word(self._read(self._choices(entry, session) + " > "))
            if word in self._scale:
                elapsed = min(int((monotonic() - started) * 1000), LONGEST_ANSWER_MS)
                return self._grade(session, self._scale[word].grade, elapsed)
            if word is None or word in OTHER_KEYS:
                return self._other(session, entry, word)
            self._write(_(TYPE_ONE_OF).format(grades=", ".join(self._scale)))

    def _compare(self, given: str, entry: Entry) -> None:
        """What was typed beside the answer, if anything was."""
        if given.strip():
            lines = verdict.lines(compare(given, entry.answer), tuple(self._scale.values()))
            self._write("\n" + safe("\n".join(lines)))

    def _grade(self, session: Session, grade: int, elapsed: int) -> Session:
        session = self._study.grade(session, grade, elapsed)
        if session.answers[-1].leech:
            self._write(_("This card keeps lapsing: a leech. Rewrite it, or set it aside with x."))
        return session

    def _other(self, session: Session, entry: Entry, word: str | None) -> Session | None:
        match word:
            case "u":
                return self._undo(session)
            case "s":
                return session.skipped()
            case "b":
                self._write(_("Buried until tomorrow; u brings it back."))
                return self._study.aside(session, "bury")
            case "x":
                self._write(_("Suspended; u brings it back."))
                return self._study.aside(session, "suspend")
            case "f":
                return self._flag(session, entry)
            case "w":
                rows = [f"{name}: {value}" for name, value in state(entry, leech=self._study.is_leech(entry))]
                self._write("\n".join(["", reason(entry, self._study.today), *rows]))
                return session
        return None

    def _flag(self, session: Session, entry: Entry) -> Session:
        kind: Kind = "unflag" if entry.progress.flagged else "flag"
        self._study.act([entry.uid], kind)
        self._write(_("Flagged.") if kind == "flag" else _("The flag is gone."))
        return session

    def _undo(self, session: Session) -> Session:
        session, events = self._study.undo(session)
        self._write(_("Taken back.") if events else _("There is nothing to undo."))
        return session

    def _choices(self, entry: Entry, session: Session) -> str:
        if session.phase == "drill" or session.practice:
            return "  ".join(f"{choice.key} {choice.name}" for choice in self._scale.values())
        days = self._study.intervals(entry)
        return "  ".join(f"{choice.key} {choice.name} {span(days[choice.grade])}" for choice in self._scale.values())


def _word(line: str | None) -> str | None:
    """The keys typed on a line, in Hangul mode too."""
    return None if line is None else "".join(latin(char) for char in line.strip().lower())


def _place(entry: Entry, session: Session) -> str:
    topics = ", ".join(entry.topics) or entry.deck
    return one_line(f"[{Progress.of(session).text}] {topics} ({PurePath(entry.file).name}:{entry.line})")
