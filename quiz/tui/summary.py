"""The end of a sitting: what it came to, and the way back into its last card."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quiz.grades import Choice
from quiz.session import Session
from quiz.terminal import plural
from quiz.tui.figures import Tally
from quiz.tui.outlook import due_on
from quiz.tui.page import Page
from quiz.tui.widgets import Hints

TITLE = "Done"
NAME_WIDTH = 7
BAR_WIDTH = 16
TONES = {"again": "$text-error", "hard": "$text-warning", "good": "$text-success", "easy": "$text-primary"}


class Summary(Page):
    """Dismissed with True when the last answer is to be taken back."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,q,escape", "dismiss(False)", "Home", key_display="enter", id="summary.home"),
        Binding("u", "dismiss(True)", "Undo", tooltip="Take back the last answer", id="summary.undo"),
    ]

    def __init__(self, session: Session, minutes: int) -> None:
        super().__init__()
        self._session = session
        self._minutes = minutes

    def compose(self) -> ComposeResult:
        tally = Tally.of(self._session, self.quiz.choices)
        with VerticalScroll(id="summary", can_focus=False):
            yield Static(TITLE, id="title")
            yield Static(sentence(tally, self._minutes), markup=False)
            yield Static(bars(tally))
            yield Static(id="tomorrow", markup=False)
        yield Hints()

    def on_mount(self) -> None:
        with self.telling():
            due = due_on(self.study.entries(), self.study.today + 1)
            self.query_one("#tomorrow", Static).update(f"{plural(due, 'card')} due tomorrow.")


def sentence(tally: Tally, minutes: int) -> str:
    """What was answered, in one line."""
    parts = [plural(tally.graded, "answer"), f"{tally.passed} passed"]
    if tally.repeats:
        parts.append(plural(tally.repeats, "repeat"))
    if minutes:
        parts.append(plural(minutes, "minute"))
    return " · ".join(parts)


def bars(tally: Tally) -> Content:
    return Content("\n").join(bar(choice, count, tally.most) for choice, count in tally.by_choice)


def bar(choice: Choice, count: int, most: int) -> Content:
    """A grade, its count as a bar, and its count."""
    length = -(-BAR_WIDTH * count // most) if most else 0
    return Content.assemble(f"{choice.name:<{NAME_WIDTH}}", ("━" * length, TONES[choice.tone]), f" {count}")
