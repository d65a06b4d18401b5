"""The small parts of a screen: a line with two ends, a thread of progress, the grade buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from quiz.tui.grades import Choice

SHOW_ANSWER = "Show the answer"
ROOM_FOR_TWO_LINES = 14


class Ends(Widget):
    """One line with text at both ends; where they meet, the left one is cut."""

    left: reactive[Content] = reactive(Content())
    right: reactive[Content] = reactive(Content())

    def render(self) -> Content:
        return ends(self.left, self.right, self.size.width)


class Thread(Widget):
    """How much of the sitting is behind, as a thin line."""

    share: reactive[float] = reactive(0.0)

    def render(self) -> Content:
        width = self.size.width
        spun = min(width, round(width * self.share))
        return Content.assemble(("━" * spun, "$primary"), ("─" * (width - spun), "dim"))


@dataclass
class Chosen(Message):
    """A grade was clicked."""

    choice: Choice


class GradeButton(Static):
    def __init__(self, choice: Choice) -> None:
        super().__init__(classes=choice.tone, markup=False)
        self.choice = choice
        self.tooltip = Content(choice.meaning)

    def offer(self, span: str) -> None:
        """Show what the grade would bring."""
        self.update(Content.assemble((f"{self.choice.key} {self.choice.name}", "bold"), " ", (span, "")))

    def on_click(self) -> None:
        self.post_message(Chosen(self.choice))


class Reveal(Static):
    class Clicked(Message):
        pass

    def __init__(self) -> None:
        super().__init__(Content.assemble(("space", "bold"), f"  {SHOW_ANSWER}"))

    def on_click(self) -> None:
        self.post_message(self.Clicked())


class GradeBar(Horizontal):
    """One wide button until the answer is shown, then one for each grade."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._buttons = [GradeButton(choice) for choice in choices]

    def compose(self) -> ComposeResult:
        yield Reveal()
        yield from self._buttons

    def ask(self) -> None:
        self.remove_class("-revealed")

    def offer(self, spans: Sequence[str]) -> None:
        """Show the buttons with what each grade 0–5 would bring."""
        for button in self._buttons:
            button.offer(spans[button.choice.grade])
        self.add_class("-revealed")


def ends(left: Content, right: Content, width: int) -> Content:
    """Two texts at both ends of `width` columns; the left one yields."""
    room = max(0, width - right.cell_length - 1)
    return Content.assemble(left.truncate(room, ellipsis=True, pad=True), " ", right)
