"""Answers typed before they are shown: the line to type on, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Paste
from textual.message import Message
from textual.widgets import Static

from quiz.grades import Choice, choices
from quiz.language import N_, _
from quiz.terminal import safe
from quiz.tui.line import TextLine
from quiz.tui.worded import Worded
from quiz.typed import verdict
from quiz.typed.comparison import Comparison
from quiz.typed.shell import on_one_line

PLACEHOLDER = N_("Type the answer, then Enter")
STYLES = {"same": "", "missing": "$text-success underline", "extra": "$text-error strike"}


class TypedAnswer(TextLine, Worded):
    """One line. Enter posts `Given` and gives the keys back to the screen, Escape does only that; Tab returns."""

    DEFAULT_CSS = """
    TypedAnswer, TypedAnswer:focus {
        border: none; border-left: outer $border-blurred; padding: 0 1; height: 1; margin: 0 0 1 0;
        background: $surface;
    }
    TypedAnswer:focus { border-left: outer $border; }
    .-narrow TypedAnswer, .-short TypedAnswer { margin: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", N_("Compare"), tooltip=N_("Compare what is typed"), id="typing.compare"),
        Binding("escape", "leave", N_("Keys"), tooltip=N_("Stop typing; Tab goes back"), id="typing.leave"),
    ]

    class Given(Message):
        """Enter: `text` is what was typed, blank where the answer is just to be shown."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(placeholder=_(PLACEHOLDER), select_on_focus=False, id=id)

    async def reword(self) -> None:
        self.placeholder = _(PLACEHOLDER)

    async def action_submit(self) -> None:
        self.post_message(self.Given(self.value))
        self.action_leave()

    def action_leave(self) -> None:
        self.screen.set_focus(None)

    def on_paste(self, event: Paste) -> None:
        """Several lines become one, where the line edit of Textual keeps the first."""
        event.prevent_default()
        event.stop()
        self.replace(event.text, *self.selection)

    def replace(self, text: str, start: int, end: int) -> None:
        clean = safe(text)
        super().replace(on_one_line(clean) if "\n" in clean else clean, start, end)


class Verdict(Vertical, Worded):
    """What was typed against the answer, and the grade it suggests; readable without colours."""

    DEFAULT_CSS = """
    Verdict { height: auto; padding: 0 0 1 0; }
    Verdict > Static { width: 1fr; height: auto; }
    Verdict > .exact { color: $text-success; text-style: bold; }
    Verdict > .note, Verdict > .suggestion { color: $text-muted; }
    .-narrow Verdict, .-short Verdict { padding: 0; }
    """

    def __init__(self, comparison: Comparison, choices: Sequence[Choice], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._comparison = comparison
        self._choices = choices

    async def reword(self) -> None:
        self._choices = choices(6 if len(self._choices) == 6 else 4)
        await self.recompose()

    def compose(self) -> ComposeResult:
        if self._comparison.exact:
            yield Static(_(verdict.EXACT), classes="exact", markup=False)
        elif verdict.far(self._comparison):
            yield Static(_(verdict.YOURS).format(text=verdict.given(self._comparison)), markup=False)
        else:
            yield Static(coloured(self._comparison), classes="diff")
            for note in verdict.notes(self._comparison):
                yield Static(note, classes="note", markup=False)
        yield Static(verdict.suggestion(self._comparison, self._choices), classes="suggestion", markup=False)


def coloured(comparison: Comparison) -> Content:
    """The answer and what was typed in one, every part in its marks and its colour."""
    return Content.assemble(*((verdict.bracketed(part), STYLES[part.mark]) for part in comparison.parts))
