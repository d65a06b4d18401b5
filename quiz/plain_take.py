"""Taking a paper in line mode: no cursor, no colours. For screen readers, pipes and slow links."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from quiz import show_take
from quiz.errors import UsageError
from quiz.exam import answering, typed_answer
from quiz.exam.paper import Asked
from quiz.exam.run import SHARES, Run
from quiz.exam.score import Score
from quiz.hangul import latin
from quiz.language import N_, _
from quiz.markdown import to_plain
from quiz.terminal import safe

Read = Callable[[str], str | None]
"""Show a prompt and read one line without its end; None at the end of input."""
Write = Callable[[str], None]

KEYS = N_(
    "Type the answer; Enter alone goes on. :b goes back, :7 to question 7, :o to the next open one, :c clears the"
    " answer, :f finishes, :q leaves; answers are kept."
)
MARK = N_("{keys}, or u to go back > ")
PROMPTS = {
    "choice": N_("a letter > "),
    "yesno": N_("yes or no > "),
    "matching": N_("a letter for each number, - for none > "),
    "order": N_("the letters in their order > "),
    "short": N_("answer > "),
    "open": N_("answer, an empty line ends it > "),
}
SEVERAL = N_("letters of all that are right > ")
MORE = "… "


class Faces(NamedTuple):
    """What the dialogue needs of the world: lines in and out, the disk, and two clocks.

    `keep` writes a run down. `seconds` is any clock that only goes on, `now` the time as ISO 8601 in UTC.
    """

    read: Read
    write: Write
    keep: Callable[[Run], None]
    seconds: Callable[[], float]
    now: Callable[[], str]


def run(begun: Run, faces: Faces) -> Run:
    """Ask until the paper is finished and marked, `:q` is typed or the input ends; the run as it was left."""
    return _Taker(begun, faces).go()


class _Taker:
    """The dialogue of one run, which is on disk after every line."""

    def __init__(self, begun: Run, faces: Faces) -> None:
        self._run = begun
        self._faces = faces
        self._since = faces.seconds()
        self._left = False

    def go(self) -> Run:
        write = self._faces.write
        write(safe(f"{self._run.paper.title}: {', '.join(show_take.facts(self._run))}. {_(KEYS)}"))
        while self._run.phase == "asking" and not self._left:
            self._ask()
        while self._run.phase == "marking" and not self._left:
            self._mark()
        return self._run

    def _to(self, run: Run) -> None:
        self._run = run
        self._faces.keep(run)

    def _line(self, prompt: str) -> str | None:
        """What is typed, with the time it took; None, and the run is left, at the end of the input."""
        line = self._faces.read(prompt)
        now = self._faces.seconds()
        self._run, self._since = self._run.spent(round(1000 * (now - self._since))), now
        if line is None:
            self._left = True
            self._to(self._run)
        return line

    # — questions —

    def _ask(self) -> None:
        run, write = self._run, self._faces.write
        asked = run.asked
        write("\n" + safe("\n".join([self._place(), "", *_question(asked)])) + "\n")
        if run.answer is not None:
            write(safe(_("So far: {answer}").format(answer=show_take.given(asked, run.answer))))
        line = self._gaps(asked) if asked.question.kind == "cloze" else self._line(_prompt(asked))
        if line is None or self._late():
            return
        if (said := _command(line)) is not None:
            self._obey(said)
        elif asked.question.kind != "cloze":
            self._take(asked, line)
        else:
            self._on()

    def _place(self) -> str:
        parts = [f"[{show_take.place(self._run)}]", show_take.topic(self._run.asked.question)]
        return "  ".join(filter(None, [*parts, show_take.time_left(self._run)]))

    def _take(self, asked: Asked, line: str) -> None:
        """An answer on one line; a written one goes on until a line is empty."""
        if not line.strip():
            self._on()
            return
        lines = [line]
        while asked.question.kind == "open" and (more := self._line(MORE)) is not None and more.strip():
            lines.append(more)
        try:
            answer = typed_answer.read(asked, "\n".join(lines))
        except UsageError as error:
            self._faces.write(safe(f"{error.message} {error.hint}"))
            return
        self._to(self._run.answered(answer))
        if not self._late():
            self._on()

    def _gaps(self, asked: Asked) -> str | None:
        """The gaps one after the other, an empty line leaves one as it is; what ended it."""
        line: str | None = ""
        for number, gap in enumerate(asked.question.gaps):
            line = self._line(f"({number + 1}){f' {gap.hint}' if gap.hint else ''} > ")
            if line is None or _command(line) is not None:
                return line
            if line.strip():
                self._to(self._run.answered(answering.filled(asked, self._run.answer, number, line.strip())))
        return line

    def _on(self) -> None:
        """To the next question; after the last one the choice is between finishing and what is open."""
        if self._run.place + 1 < self._run.many:
            self._to(self._run.by(1))
            return
        self._faces.write("\n" + show_take.unanswered(self._run))
        if self._run.unanswered:
            line = self._line(_("Enter goes to the first of them, :f finishes > "))
            if line is not None and not line.strip():
                self._to(self._run.to(self._run.unanswered[0]))
                return
        else:
            line = self._line(_("Enter finishes, :b goes back > "))
            if line is not None and not line.strip():
                self._end()
                return
        if line is not None and (said := _command(line)) is not None:
            self._obey(said)

    def _obey(self, said: str) -> None:
        match said:
            case "b":
                self._to(self._run.by(-1))
            case "n":
                self._to(self._run.by(1))
            case "o":
                self._faces.write(show_take.unanswered(self._run))
                self._to(self._run.to_unanswered())
            case "c":
                self._to(self._run.answered(None))
            case "f":
                self._finish()
            case "q":
                self._left = True
                self._to(self._run)
            case _:
                self._to(self._run.to(int(said) - 1))

    def _finish(self) -> None:
        if self._run.unanswered:
            told = show_take.unanswered(self._run)
            line = self._line(told + " " + _("Finish all the same? y finishes, Enter goes on > "))
            if line is None or word(line) != "y":
                return
        self._end()

    def _end(self) -> None:
        self._to(self._run.ended(self._faces.now()))

    def _late(self) -> bool:
        """Whether the time was over, which ends the run unless one wants to go on without a limit."""
        if not self._run.late():
            return False
        self._faces.write("\n" + _(show_take.TIME_UP))
        line = self._line(_("Enter finishes, g goes on without a limit > "))
        if line is None:
            return True
        if word(line) == "g":
            self._to(self._run.unlimited())
        else:
            self._end()
        return True

    # — written answers —

    def _mark(self) -> None:
        asked, write = self._run.asked, self._faces.write
        write("\n" + safe("\n".join([self._place(), "", *_question(asked)])))
        write("\n" + safe(_("Your answer: {answer}").format(answer=self._run.answer)))
        write("\n" + safe(_("Model answer: {answer}").format(answer=to_plain(asked.question.answer))) + "\n")
        words = [f"{number} {_(name)}" for number, name in enumerate(show_take.OWN, 1)]
        line = self._line(_(MARK).format(keys="  ".join(words)))
        typed = None if line is None else word(line)
        if typed == "u":
            self._to(self._run.unmarked())
        elif typed in ("q", ":q"):
            self._left = True
            self._to(self._run)
        elif typed in ("1", "2", "3"):
            self._to(self._run.marked(SHARES[int(typed) - 1]))


def lines(score: Score) -> Iterator[str]:
    """The result: all points, those of each topic, and what was not right with what would be."""
    yield show_take.points(score.total)
    for topic, points in show_take.topics(score):
        yield f"  {topic}: {show_take.points(points)}"
    yield from show_take.review(score)


def _question(asked: Asked) -> Iterator[str]:
    yield to_plain(show_take.stem(asked.question))
    parts = list(show_take.parts(asked))
    if parts:
        yield ""
        yield from (f"{name}. {text}" for name, text in parts)


def _prompt(asked: Asked) -> str:
    return _(SEVERAL if asked.question.several else PROMPTS[asked.question.kind])


def word(line: str) -> str:
    """The keys typed on a line, in Hangul mode too."""
    return "".join(latin(char) for char in line.strip().lower())


def _command(line: str) -> str | None:
    """The word behind a colon that is a command or a number; None for anything else, which is an answer."""
    typed = word(line)
    if not typed.startswith(":"):
        return None
    told = typed[1:]
    return (
        told
        if told in ("b", "n", "o", "c", "f", "q") or (told.isascii() and told.isdigit() and len(told) < 5)
        else None
    )
