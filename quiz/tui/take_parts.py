"""Answers that are chosen: options, yes or no, what belongs together, and the order of steps; by keys or by mouse."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from quiz.exam import answering
from quiz.exam.marking import Answer
from quiz.exam.paper import Asked
from quiz.exam.variants import letters
from quiz.language import N_, _
from quiz.tui.inline import inline

PICK, MOVE, PUT = N_("Choose"), N_("Move"), N_("Put in place")
NONE_YET = "·"
BOXES = {(False, False): "○", (False, True): "●", (True, False): "☐", (True, True): "☑"}
"""What stands before an option, by whether several are right and whether it is chosen."""


class Given(Message):
    """The answer is another one now."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


class Onward(Message):
    """Enter: the answer is given, the next question may come."""


class PartLine(Horizontal):
    """A part of a question with what stands before it."""

    class Clicked(Message):
        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self._label = Static(classes="label", markup=False)
        self._text = Static(classes="text", markup=False)

    def compose(self) -> ComposeResult:
        yield self._label
        yield self._text

    def show(self, label: str, text: Content, *, here: bool = False, chosen: bool = False) -> None:
        self._label.update(f"{'›' if here else ' '} {label} ")
        self._text.update(text)
        self.set_class(here, "-here")
        self.set_class(chosen, "-chosen")

    def on_click(self, event: Click) -> None:
        event.stop()
        self.post_message(self.Clicked(self.number))


class Parts(Vertical, can_focus=True):
    """Has the keys while one answers; posts `Given` at every change. Escape gives the keys back, Tab returns.

    Its lines are the options, yes and no, the steps as they are put, or the prompts and below them the answers.
    """

    DEFAULT_CSS = """
    Parts { height: auto; padding: 0 2 1 2; }
    Parts PartLine { height: auto; }
    Parts .label { width: auto; height: 1; color: $text-muted; }
    Parts .text { width: 1fr; height: auto; }
    Parts PartLine.-apart { margin: 1 0 0 0; }
    Parts PartLine.-here { background: $surface; }
    Parts PartLine.-here .label, Parts PartLine.-chosen .label { color: $text-primary; text-style: bold; }
    .-narrow Parts, .-short Parts { padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "pick(0)", PICK, tooltip=N_("Choose A"), id="parts.a"),
        Binding("b", "pick(1)", PICK, tooltip=N_("Choose B"), id="parts.b"),
        Binding("c", "pick(2)", PICK, tooltip=N_("Choose C"), id="parts.c"),
        Binding("d", "pick(3)", PICK, tooltip=N_("Choose D"), id="parts.d"),
        Binding("e", "pick(4)", PICK, tooltip=N_("Choose E"), id="parts.e"),
        Binding("f", "pick(5)", PICK, tooltip=N_("Choose F"), id="parts.f"),
        Binding("y", "say(0)", N_("Yes"), tooltip=N_("Answer yes"), id="parts.yes"),
        Binding("n", "say(1)", N_("No"), tooltip=N_("Answer no"), id="parts.no"),
        Binding("space", "choose", PICK, show=False, tooltip=N_("Choose the line under the cursor"), id="parts.choose"),
        Binding("space", "carry", MOVE, tooltip=N_("Take up a step, or put it down"), id="parts.carry"),
        Binding("down,j", "move(1)", MOVE, show=False, tooltip=N_("The line below"), id="parts.down"),
        Binding("up,k", "move(-1)", MOVE, show=False, tooltip=N_("The line above"), id="parts.up"),
        *(
            Binding(str(n), f"put({n - 1})", PUT, show=False, tooltip=N_("Put the step in this place"), id=f"parts.{n}")
            for n in range(1, 10)
        ),
        Binding("enter", "onward", N_("Next"), tooltip=N_("Go on to the next question"), id="parts.onward"),
        Binding("escape", "leave", N_("Keys"), tooltip=N_("Stop choosing; Tab goes back"), id="parts.leave"),
    ]  # fmt: skip

    def __init__(self, asked: Asked, answer: Answer) -> None:
        super().__init__()
        self._asked, self._answer = asked, answer
        self._kind = asked.question.kind
        self._here: int | None = 0 if self._kind in ("matching", "order") else None
        self._held = False
        many = {"yesno": 2, "matching": 2 * len(asked.order)}.get(self._kind, len(asked.order))
        self._lines = [PartLine(number) for number in range(many)]
        if self._kind == "matching":
            self._lines[len(asked.order)].add_class("-apart")

    def compose(self) -> ComposeResult:
        yield from self._lines

    def on_mount(self) -> None:
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        number = parameters[0] if parameters and isinstance(parameters[0], int) else 0
        match action:
            case "pick":
                return self._kind in ("choice", "matching") and number < len(self._asked.order)
            case "say":
                return self._kind == "yesno"
            case "put":
                return self._kind == "order" and number < len(self._lines)
            case "choose":
                return self._kind in ("choice", "yesno")
            case "carry":
                return self._kind == "order"
        return True

    # — keys —

    def action_pick(self, place: int) -> None:
        if self._kind == "choice":
            self._here = None
            self._give(answering.chosen(self._asked, self._answer, place))
            return
        prompt = self._here or 0
        self._here = min(prompt + 1, self._rows - 1)
        before = self._answer[prompt] if isinstance(self._answer, tuple) else None
        self._give(answering.matched(self._asked, self._answer, prompt, None if before == place else place))

    def action_say(self, number: int) -> None:
        self._here = None
        yes = number == 0
        self._give(None if self._answer is yes else yes)

    def action_choose(self) -> None:
        """Space chooses under the cursor."""
        if self._here is None:
            self.action_move(1)
        elif self._kind == "yesno":
            self.action_say(self._here)
        else:
            self._give(answering.chosen(self._asked, self._answer, self._here))

    def action_carry(self) -> None:
        """Space takes a step up, and puts it down where it was carried."""
        self._held = not self._held
        self._give(answering.lines_of(self._asked, self._answer))

    def action_move(self, lines: int) -> None:
        before = self._here
        start = before if before is not None else -1 if lines > 0 else self._rows
        self._here = max(0, min(self._rows - 1, start + lines))
        self._lines[self._here].scroll_visible(animate=False)
        if self._held and before is not None:
            self._give(answering.moved(self._asked, self._answer, before, lines))
        else:
            self._show()

    def action_put(self, line: int) -> None:
        here = self._here or 0
        self._here = line
        self._give(answering.moved(self._asked, self._answer, here, line - here))

    def action_onward(self) -> None:
        self.post_message(Onward())

    def action_leave(self) -> None:
        self._held = False
        self._show()
        self.screen.set_focus(None)

    def on_part_line_clicked(self, event: PartLine.Clicked) -> None:
        """A click chooses; a prompt waits for a click on its answer, a step for one on its place."""
        event.stop()
        self.screen.set_focus(self)
        number = event.number
        if self._kind == "choice":
            self.action_pick(number)
        elif self._kind == "yesno":
            self.action_say(number)
        elif self._kind == "matching" and number >= self._rows:
            self.action_pick(number - self._rows)
        elif self._held:
            self._held = False
            self.action_put(number)
        else:
            self._here, self._held = number, self._kind == "order"
            self._show()

    # — what is shown —

    @property
    def _rows(self) -> int:
        """How many lines the cursor goes to."""
        return len(self._asked.order) if self._kind == "matching" else len(self._lines)

    def _give(self, answer: Answer) -> None:
        self._answer = answer
        self._show()
        self.post_message(Given(answer))

    def _show(self) -> None:
        for line in self._lines:
            label, text, chosen = self._line(line.number)
            line.show(label, text, here=line.number == self._here, chosen=chosen)

    def _line(self, number: int) -> tuple[str, Content, bool]:
        """What stands before a line, its text, and whether it is chosen."""
        asked, answer = self._asked, self._answer
        given = answer if isinstance(answer, tuple) else ()
        if self._kind == "yesno":
            chosen = answer is (number == 0)
            return f"{'yn'[number]} {BOXES[False, chosen]}", Content(_("No") if number else _("Yes")), chosen
        if self._kind == "choice":
            chosen = number in given
            box = BOXES[asked.question.several, chosen]
            return f"{letters(number)} {box}", inline(asked.options[number].text), chosen
        if self._kind == "order":
            place = answering.lines_of(asked, answer)[number]
            held = self._held and number == self._here
            return f"{number + 1} {'↕' if held else letters(place)}", inline(asked.steps[place]), held
        if number < self._rows:
            matched = given[number] if given else None
            sign = letters(matched) if isinstance(matched, int) else NONE_YET
            return f"{number + 1} [{sign}]", inline(asked.question.pairs[number].prompt), matched is not None
        place = number - self._rows
        return f"  {letters(place)}", inline(asked.answers[place]), place in given
