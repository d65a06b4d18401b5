"""The small parts of a screen: a line with two ends, a line of progress, the grade buttons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Static

from quiz.grades import Choice
from quiz.language import N_, _
from quiz.tui.worded import Worded

SHOW_ANSWER = N_("Show the answer")
HELP = "help"
ROOM_FOR_HELP = 50
ROOM_FOR_MEANING = 20
ROOM_FOR_ONE_LINE = 14


class Ends(Widget):
    """One line with text at both ends; where they meet, the left one is cut."""

    left: reactive[Content] = reactive(Content())
    right: reactive[Content] = reactive(Content())

    def render(self) -> Content:
        return ends(self.left, self.right, self.size.width)


class ProgressLine(Widget):
    """How much of the sitting is behind, as a thin line."""

    share: reactive[float] = reactive(0.0)

    def render(self) -> Content:
        width = self.size.width
        spun = min(width, round(width * self.share))
        return Content.assemble(("━" * spun, "$primary"), ("─" * (width - spun), "dim"))


class Chosen(Message):
    """A grade was clicked."""

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.choice = choice


class GradeButton(Widget):
    """A grade and what it would bring; what it means too, where there is room."""

    span: reactive[str] = reactive("")

    def __init__(self, choice: Choice, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.add_class(choice.tone)
        self.call(choice)

    def call(self, choice: Choice) -> None:
        """Say this choice; another one of the same tone."""
        self.choice = choice
        self.tooltip = Content(choice.meaning)

    def render(self) -> Content:
        choice, stacked = self.choice, self.has_class("-stacked")
        name = Content.styled(f"{choice.key} {choice.name}", "bold")
        if stacked and name.cell_length > self.size.width:
            name = Content.styled(choice.key, "bold")
        label = Content.assemble(name, "\n" if stacked else " ", self.span)
        return label if self.size.width < ROOM_FOR_MEANING else Content.assemble(label, "\n", choice.meaning)

    def on_click(self) -> None:
        self.post_message(Chosen(self.choice))


class Reveal(Static, Worded):
    class Clicked(Message):
        pass

    def __init__(self) -> None:
        super().__init__(self._said)

    async def reword(self) -> None:
        self.update(self._said)

    @property
    def _said(self) -> Content:
        return Content.assemble(("space", "bold"), f" {_(SHOW_ANSWER)}")

    def on_click(self) -> None:
        self.post_message(self.Clicked())


class GradeBar(Horizontal):
    """One wide button until the answer is shown, then one for each grade."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._choices = choices
        self._buttons: list[GradeButton] = []

    def compose(self) -> ComposeResult:
        yield Reveal()

    def on_resize(self, event: Resize) -> None:
        """Narrow buttons show the grade above its span."""
        stacked = event.size.width < ROOM_FOR_ONE_LINE * len(self._choices)
        for widget in (self, *self._buttons):
            widget.set_class(stacked, "-stacked")

    def call(self, choices: Sequence[Choice]) -> None:
        """Say the same choices in other words."""
        self._choices = choices
        for button, choice in zip(self._buttons, choices, strict=False):
            button.call(choice)

    def make_ready(self) -> None:
        """Mount the grades, hidden; the first question need not wait for them."""
        if not self._buttons:
            classes = "-stacked" if self.has_class("-stacked") else None
            self._buttons = [GradeButton(choice, classes) for choice in self._choices]
            self.mount(*self._buttons)

    def ask(self) -> None:
        self.remove_class("-revealed")

    def offer(self, spans: Sequence[str]) -> None:
        """Show the grades with what each of 0–5 would bring."""
        self.make_ready()
        self.span(spans)
        self.add_class("-revealed")

    def span(self, spans: Sequence[str]) -> None:
        """Say what each of 0–5 would bring, on the grades that are mounted."""
        for button in self._buttons:
            button.span = spans[button.choice.grade]


class Hints(Widget):
    """The keys of the screen on one line, as far as they fit; a click on one presses it."""

    def on_mount(self) -> None:
        self.auto_links = False
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def said(self) -> dict[str, tuple[str, str, str]]:
        """action → the key to press, how keys are shown, and what they do; `a`, `b` and `c` of a row are one: a–c."""
        told: dict[str, tuple[str, str, str]] = {}
        rows: dict[tuple[str, str], tuple[str, str, str]] = {}
        for key, active in self.screen.active_bindings.items():
            binding = active.binding
            if binding.show and active.enabled and binding.action not in told:
                name = self.app.get_key_display(binding)
                row = binding.action.partition("(")[0], binding.description
                action, press, first = rows.setdefault(row, (binding.action, key, name))
                told[action] = press, name if name == first else f"{first}–{name}", _(binding.description)
        return told

    def render(self) -> Content:
        shown = {
            action: Content.assemble((name, "bold $text-accent"), f" {text}").stylize(
                Style.from_meta({"@click": f"app.simulate_key({key!r})"})
            )
            for action, (key, name, text) in self.said().items()
        }
        return hinting(shown, self.size.width)


def ends(left: Content, right: Content, width: int) -> Content:
    """Two texts at both ends of `width` columns; the left one yields."""
    room = max(0, width - right.cell_length - 1)
    return Content.assemble(left.truncate(room, ellipsis=True, pad=True), " ", right)


def hinting(hints: Mapping[str, Content], width: int) -> Content:
    """The hints of actions in `width` columns; where not all fit but many do, that of the help stands at the end."""
    whole = Content("  ").join(hints.values())
    if whole.cell_length <= width or width < ROOM_FOR_HELP or HELP not in hints:
        return fitting(hints.values(), width)
    others = [hint for action, hint in hints.items() if action != HELP]
    return ends(fitting(others, width - hints[HELP].cell_length - 2), hints[HELP], width)


def fitting(parts: Iterable[Content], width: int) -> Content:
    """As many parts as fit into `width` columns, two blanks apart."""
    line = Content()
    for part in parts:
        longer = Content.assemble(line, "  " if line else "", part)
        if longer.cell_length > width:
            break
        line = longer
    return line
