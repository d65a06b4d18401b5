"""Answers that are typed: on a line, in gaps, or in a field for several lines. What is typed is known at once."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static, TextArea

from quiz.exam import answering
from quiz.exam.marking import Answer
from quiz.exam.paper import Asked
from quiz.exam.results import LONGEST_TEXT
from quiz.language import N_, _
from quiz.terminal import one_line, safe
from quiz.tui.take_parts import Given, Onward
from quiz.tui.typing import TypedAnswer

LINE, AREA = N_("Type the answer"), N_("Type the answer, as many lines as you like")
STOP = N_("Stop typing; Tab goes back")


class AnswerLine(TypedAnswer):
    """A line; Enter goes on to the next gap or question."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", N_("Next"), tooltip=N_("Go on to the next gap or question"), id="line.onward"),
        Binding("escape", "leave", N_("Keys"), tooltip=STOP, id="line.leave"),
    ]

    def __init__(self, text: str, placeholder: str) -> None:
        super().__init__()
        self.value = text
        self.placeholder = placeholder

    async def action_submit(self) -> None:
        self.post_message(Onward())


class AnswerText(TextArea):
    """A field of several lines, in which Enter begins another one."""

    DEFAULT_CSS = """
    AnswerText, AnswerText:focus {
        height: auto; min-height: 4; max-height: 50vh; border: none; border-left: outer $border-blurred;
        padding: 0 1; background: $surface;
    }
    AnswerText:focus { border-left: outer $border; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Keys"), tooltip=STOP, id="text.leave"),
    ]

    def __init__(self, text: str) -> None:
        super().__init__(text, soft_wrap=True, show_line_numbers=False, placeholder=_(AREA), tab_behavior="focus")

    def action_leave(self) -> None:
        self.screen.set_focus(None)


class Lines(Vertical):
    """The lines of an answer that is typed; posts `Given` at every change."""

    DEFAULT_CSS = """
    Lines { height: auto; padding: 0 2 1 2; }
    Lines Horizontal { height: auto; }
    Lines .gap { width: auto; height: 1; padding: 0 1 0 0; color: $text-muted; }
    Lines AnswerLine { width: 1fr; margin: 0; }
    .-narrow Lines, .-short Lines { padding: 0 1; }
    """

    def __init__(self, asked: Asked, answer: Answer) -> None:
        super().__init__()
        self._asked, self._answer = asked, answer
        self._fields: list[AnswerLine | AnswerText] = []

    def compose(self) -> ComposeResult:
        question, text = self._asked.question, self._answer if isinstance(self._answer, str) else ""
        if question.kind == "cloze":
            given = self._answer if isinstance(self._answer, tuple) else ("",) * len(question.gaps)
            for number, (gap, filled) in enumerate(zip(question.gaps, given, strict=True), 1):
                line = AnswerLine(str(filled), one_line(safe(gap.hint)))
                self._fields.append(line)
                with Horizontal():
                    yield Static(f"[{number}]", classes="gap", markup=False)
                    yield line
        else:
            field = AnswerText(text) if question.kind == "open" else AnswerLine(text, _(LINE))
            self._fields.append(field)
            yield field

    def on_mount(self) -> None:
        self.screen.set_focus(next(iter(self._fields)))

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _changed(self, event: Input.Changed | TextArea.Changed) -> None:
        event.stop()
        texts = [field.text if isinstance(field, TextArea) else field.value for field in self._fields]
        answer = tuple(texts) if self._asked.question.kind == "cloze" else texts[0][:LONGEST_TEXT]
        tidied = answering.tidy(answer)
        if tidied != self._answer:
            self._answer = tidied
            self.post_message(Given(tidied))

    def on_onward(self, event: Onward) -> None:
        """Enter in a gap goes to the next one first."""
        here = next((place for place, field in enumerate(self._fields) if field.has_focus), len(self._fields))
        if here + 1 < len(self._fields):
            event.stop()
            self.screen.set_focus(self._fields[here + 1])
