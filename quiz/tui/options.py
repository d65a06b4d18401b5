"""The options of a question: chosen by letter, by arrow or by mouse, and marked once the answer is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from quiz.grades import Choice
from quiz.language import N_
from quiz.notes.choice import Choices
from quiz.sides import letter
from quiz.tui.inline import inline
from quiz.tui.text import Text
from quiz.typed import verdict

KEYS = "abcdef"
PICK, MOVE = N_("Choose"), N_("Move")
MARKS = {True: "✓", False: "✗"}
BOXES = {(False, False): "○", (False, True): "●", (True, False): "☐", (True, True): "☑"}
"""What stands before an option, by whether several are right and whether it is chosen."""


class OptionLine(Vertical):
    """An option with its letter, and below it its feedback once that is shown."""

    class Clicked(Message):
        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, read: Choices, number: int) -> None:
        super().__init__()
        option = self._option = read.options[number]
        self.number, self._several = number, read.several
        self._label = Static(classes="label", markup=False)
        self._feedback = Text(option.feedback, classes="feedback") if option.feedback else None
        self.show(chosen=False, here=False, revealed=False)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self._label
            yield Static(inline(self._option.text), classes="text")
        if self._feedback:
            yield self._feedback

    def show(self, *, chosen: bool, here: bool, revealed: bool) -> None:
        right = self._option.right
        mark = (MARKS[right] if right or chosen else " ") if revealed else "›" if here else " "
        self._label.update(f"{mark} {letter(self.number)} {BOXES[self._several, chosen]} ")
        self.set_class(here and not revealed, "-here")
        self.set_class(chosen and not revealed, "-chosen")
        self.set_class(revealed and right, "-right")
        self.set_class(revealed and chosen and not right, "-wrong")
        if self._feedback:
            self._feedback.display = revealed

    def on_click(self, event: Click) -> None:
        event.stop()
        self.post_message(self.Clicked(self.number))


class Options(Vertical, can_focus=True):
    """Has the keys while one chooses. Enter posts `Made` and gives them back, Escape does only that; Tab returns."""

    DEFAULT_CSS = """
    Options { height: auto; padding: 0 0 1 0; }
    Options OptionLine, Options Horizontal { height: auto; }
    Options .label { width: auto; height: 1; color: $text-muted; }
    Options .text { width: 1fr; height: auto; }
    Options .feedback { margin: 0 0 0 6; color: $text-muted; }
    Options .feedback MarkdownParagraph { margin: 0; }
    Options OptionLine.-here > Horizontal { background: $surface; }
    Options OptionLine.-here .label, Options OptionLine.-chosen .label { color: $text-primary; text-style: bold; }
    Options OptionLine.-right .label, Options OptionLine.-right .text { color: $text-success; }
    Options OptionLine.-right .label { text-style: bold; }
    Options OptionLine.-wrong .label, Options OptionLine.-wrong .text { color: $text-error; }
    Options > .verdict { width: 1fr; height: auto; color: $text-muted; padding: 1 0 0 0; }
    .-narrow Options, .-short Options, .-narrow Options > .verdict, .-short Options > .verdict { padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "pick(0)", PICK, tooltip=N_("Choose option A"), id="options.a"),
        Binding("b", "pick(1)", PICK, tooltip=N_("Choose option B"), id="options.b"),
        Binding("c", "pick(2)", PICK, tooltip=N_("Choose option C"), id="options.c"),
        Binding("d", "pick(3)", PICK, tooltip=N_("Choose option D"), id="options.d"),
        Binding("e", "pick(4)", PICK, tooltip=N_("Choose option E"), id="options.e"),
        Binding("f", "pick(5)", PICK, tooltip=N_("Choose option F"), id="options.f"),
        Binding("down,j", "move(1)", MOVE, show=False, tooltip=N_("The option below"), id="options.down"),
        Binding("up,k", "move(-1)", MOVE, show=False, tooltip=N_("The option above"), id="options.up"),
        Binding(
            "space", "choose", N_("Answer"), show=False,
            tooltip=N_("Choose the option under the cursor; else show the answer"), id="options.choose",
        ),
        Binding("enter", "made", N_("Answer"), tooltip=N_("Show the answer"), id="options.answer"),
        Binding("escape", "leave", N_("Keys"), tooltip=N_("Stop choosing; Tab goes back"), id="options.leave"),
    ]  # fmt: skip

    class Made(Message):
        """Enter: what is chosen is chosen, be it nothing."""

    def __init__(self, read: Choices) -> None:
        super().__init__()
        self._read = read
        self._lines = [OptionLine(read, number) for number in range(len(read.options))]
        self.chosen: frozenset[int] = frozenset()
        self._here: int | None = None
        self._revealed = False

    def compose(self) -> ComposeResult:
        yield from self._lines

    def ask(self) -> None:
        """Begin anew, with nothing chosen."""
        self.chosen, self._here, self._revealed = frozenset(), None, False
        self.query(".verdict").remove()
        self._show()

    def reveal(self) -> None:
        """Mark what is right, and what is chosen and wrong."""
        self._revealed = True
        self._show()

    def judge(self, choices: Sequence[Choice]) -> int | None:
        """Say what came of the choice, if there was one; the grade that is suggested."""
        suggested = self._read.suggested(self.chosen)
        if suggested is not None and not self.query(".verdict"):
            self.mount(Static(Content("\n".join(verdict.chosen(self._read, self.chosen, choices))), classes="verdict"))
        return suggested

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "pick":
            return isinstance(parameters[0], int) and parameters[0] < len(self._lines)
        return True

    def action_pick(self, number: int) -> None:
        self._here = None
        self._toggle(number)

    def action_move(self, lines: int) -> None:
        last = len(self._lines) - 1
        start = -1 if lines > 0 else last + 1
        self._here = max(0, min(last, (start if self._here is None else self._here) + lines))
        self._lines[self._here].scroll_visible(animate=False)
        self._show()

    def action_choose(self) -> None:
        """Space chooses under the cursor. Where that is done, or is no question, it shows the answer as ever."""
        if self._here is None or (not self._read.several and self._here in self.chosen):
            self.action_made()
        else:
            self._toggle(self._here)

    def action_made(self) -> None:
        self.post_message(self.Made())
        self.action_leave()

    def action_leave(self) -> None:
        self._here = None
        self._show()
        self.screen.set_focus(None)

    def on_option_line_clicked(self, event: OptionLine.Clicked) -> None:
        event.stop()
        if not self._revealed:
            self.screen.set_focus(self)
            self._toggle(event.number)

    def _toggle(self, number: int) -> None:
        others = self.chosen - {number} if self._read.several else frozenset()
        self.chosen = others if number in self.chosen else others | {number}
        self._show()

    def _show(self) -> None:
        for line in self._lines:
            number = line.number
            line.show(chosen=number in self.chosen, here=number == self._here, revealed=self._revealed)
