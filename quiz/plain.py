"""Line-mode review: no cursor, no colours, no Textual. For screen readers, pipes and slow links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath
from time import monotonic
from typing import TYPE_CHECKING

from quiz.entry import Entry
from quiz.grades import LONGEST_ANSWER_MS, Choice, choices
from quiz.hangul import latin
from quiz.language import N_, _, n_
from quiz.markdown import to_plain
from quiz.reviews import Kind
from quiz.schedule import span
from quiz.session import Session
from quiz.settings import ReviewSettings
from quiz.sides import asked, letter, options, told
from quiz.study import ANSWERED_ELSEWHERE, Sitting, Study
from quiz.tally import Progress, Tally
from quiz.terminal import one_line, safe
from quiz.typed import verdict, wants_typing
from quiz.typed.expected import compare
from quiz.why import reason, state

if TYPE_CHECKING:
    from quiz.notes.choice import Choices

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
ASIDE_KEYS = ("f", "w")


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
        read = options(entry, self._study.today)
        listed = [_option(read, number) for number in range(len(read.options))] if read else []
        shown = safe("\n".join([to_plain(asked(entry)), *listed]))
        self._write(f"\n{_place(entry, session)}\n\n{shown}\n")
        started = monotonic()
        to_type = wants_typing(entry, self._typed)
        given = self._read(_prompt(read, to_type=to_type))
        chosen = _chosen(given, read) if read and given else frozenset[int]()
        if given is None or (_word(given) in OTHER_KEYS and not to_type and not chosen):
            return self._other(session, entry, _word(given))
        if read:
            self._write("\n" + safe("\n".join(_revealed(read, chosen, tuple(self._scale.values())))))
        else:
            self._compare(given, entry)
        if answer := to_plain(told(entry)):
            self._write(f"\n{answer}\n")
        return self._wait_for_grade(session, entry, started)

    def _wait_for_grade(self, session: Session, entry: Entry, started: float) -> Session | None:
        """What only tells of the card, or marks it, lets it lie with its answer."""
        while True:
            word = _word(self._read(self._choices(entry, session) + " > "))
            if word in self._scale:
                elapsed = min(int((monotonic() - started) * 1000), LONGEST_ANSWER_MS)
                return self._grade(session, self._scale[word].grade, elapsed)
            if word in ASIDE_KEYS:
                self._other(session, entry, word)
                entry = self._study.entry(entry.uid)
                continue
            if word is None or word in OTHER_KEYS:
                return self._other(session, entry, word)
            self._write(_(TYPE_ONE_OF).format(grades=", ".join(self._scale)))

    def _compare(self, given: str, entry: Entry) -> None:
        """What was typed beside the answer, if anything was."""
        if given.strip():
            lines = verdict.lines(compare(given, entry), tuple(self._scale.values()))
            self._write("\n" + safe("\n".join(lines)))

    def _grade(self, session: Session, grade: int, elapsed: int) -> Session:
        card, answers = session.current or "", len(session.answers)
        session = self._study.grade(session, grade, elapsed)
        if len(session.answers) == answers:
            self._write(_(ANSWERED_ELSEWHERE))
        if session.made_leech(card):
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


def _prompt(read: Choices | None, *, to_type: bool) -> str:
    if read:
        return _("letters of all that are right > ") if read.several else _("a letter > ")
    return _("type the answer > ") if to_type else _("answer > ")


def _option(read: Choices, number: int, said: str = "") -> str:
    """An option behind its letter, with what is said of it."""
    name = f"{letter(number)}. "
    text = to_plain(read.options[number].text).replace("\n", " ")
    return f"{name}{text}{said}"


def _chosen(given: str, read: Choices) -> frozenset[int]:
    """The options that letters on a line name; none where anything else stands there."""
    letters = [latin(char).upper() for char in given if char.isalnum()]
    names = [letter(number) for number in range(len(read.options))]
    known = all(char in names for char in letters)
    return frozenset(names.index(char) for char in letters) if known else frozenset()


def _revealed(read: Choices, chosen: frozenset[int], scale: Sequence[Choice]) -> list[str]:
    """The options in words a screen reader says, each with its feedback; then what came of the choice."""
    lines = []
    for number, option in enumerate(read.options):
        right = _("right, chosen") if number in chosen else _("right")
        wrong = _("wrong, chosen") if number in chosen else _("wrong")
        lines.append(_option(read, number, f" ({right if option.right else wrong})"))
        lines += [f"   {line}" if line else "" for line in to_plain(option.feedback).split("\n") if option.feedback]
    return [*lines, *verdict.chosen(read, chosen, scale)]


def _place(entry: Entry, session: Session) -> str:
    topics = ", ".join(entry.topics) or entry.deck
    return one_line(f"[{Progress.of(session).text}] {topics} ({PurePath(entry.file).name}:{entry.line})")
