"""The line above a table of cards, and how a line of cells is laid out."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from quiz.columns import MARKS, Place, places
from quiz.language import _

UP, DOWN = "▲", "▼"


class CardHead(Widget):
    """The names of the columns; a click on one sorts by it."""

    sorted_by: reactive[str] = reactive("")
    down: reactive[bool] = reactive(False)

    class Sorted(Message):
        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def render(self) -> Content:
        return line([self._title(place) for place in places(self.content_size.width)], " " * MARKS)

    def on_click(self, event: Click) -> None:
        for place in places(self.content_size.width):
            if event.x in range(place.start, place.start + place.width):
                self.post_message(self.Sorted(place.column.name))

    def _title(self, place: Place) -> tuple[Place, Content]:
        title = _(place.column.title)
        if place.column.name != self.sorted_by:
            return place, Content(title)
        arrow = DOWN if self.down else UP
        return place, Content.styled(arrow + title if place.column.right else title + arrow, "bold $text-accent")


def line(cells: Sequence[tuple[Place, Content]], marks: str) -> Content:
    """The cells in their places, each cut to its width."""
    parts: list[Content | str] = [marks]
    for place, text in cells:
        cut = text.truncate(place.width, ellipsis=True)
        blank = " " * (place.width - cut.cell_length)
        parts += [blank, cut, " "] if place.column.right else [cut, blank, " "]
    return Content.assemble(*parts)
