"""The end of a sitting: what it came to, and the way back into its last card."""

from __future__ import annotations

from math import ceil
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quiz.grades import Choice
from quiz.language import N_, _, n_
from quiz.session import Session
from quiz.tally import Tally
from quiz.terminal import cell_width
from quiz.tui.page import Page
from quiz.tui.widgets import Hints

BAR_WIDTH = 16
TONES = {"again": "$text-error", "hard": "$text-warning", "good": "$text-success", "easy": "$text-primary"}


class Summary(Page):
    """Dismissed with `undo` when the last answer is to be taken back, with `more` to go on with what is left."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,q,escape", "dismiss('')", N_("Home"), key_display="enter", id="summary.home"),
        Binding("c", "dismiss('more')", N_("Go on"), tooltip=N_("Go on with what is left"), id="summary.more"),
        Binding("u", "dismiss('undo')", N_("Undo"), tooltip=N_("Take back the last thing done"), id="summary.undo"),
    ]

    def __init__(self, session: Session, minutes: int) -> None:
        super().__init__()
        self._session = session
        self._minutes = minutes

    def compose(self) -> ComposeResult:
        session = self._session
        tally = Tally.of(session, self.quiz.choices)
        with VerticalScroll(id="summary", can_focus=False):
            yield Static(title(session), id="title", markup=False)
            yield Static(sentence(tally, self._minutes), markup=False)
            yield Static(bars(tally))
            yield Static(id="outlook", markup=False)
        yield Hints()

    def on_mount(self) -> None:
        self._look_out()

    async def reword(self) -> None:
        await self.recompose()
        self._look_out()
        await super().reword()

    def _look_out(self) -> None:
        left = self._session.left
        lines = [n_("{n} card is left.", "{n} cards are left.", left)] if left else []
        with self.telling():
            if not self._session.practice:
                due = self.study.due_by(self.study.today + 1)
                lines.append(n_("{n} card due tomorrow.", "{n} cards due tomorrow.", due))
        self.query_one("#outlook", Static).update("\n".join(lines))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        return (action, parameters) != ("dismiss", ("more",)) or bool(self._session.left)


def title(session: Session) -> str:
    if session.closed:
        return _("Time is up")
    return _("Practice done") if session.practice else _("Done")


def sentence(tally: Tally, minutes: int) -> str:
    """What was answered, in one line."""
    parts = [n_("{n} answer", "{n} answers", tally.graded), _("{n} passed").format(n=tally.passed)]
    if tally.repeats:
        parts.append(n_("{n} repeat", "{n} repeats", tally.repeats))
    if minutes:
        parts.append(n_("{n} minute", "{n} minutes", minutes))
    return " · ".join(parts)


def bars(tally: Tally) -> Content:
    width = max(cell_width(choice.name) for choice, _count in tally.by_choice) + 1
    return Content("\n").join(bar(choice, count, tally.share(count), width) for choice, count in tally.by_choice)


def bar(choice: Choice, count: int, share: float, width: int) -> Content:
    """A grade, its count as a bar, and its count."""
    name = choice.name + " " * (width - cell_width(choice.name))
    return Content.assemble(name, ("━" * ceil(BAR_WIDTH * share), TONES[choice.tone]), f" {count}")
