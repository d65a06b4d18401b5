"""The numbers of the questions on one line: which are answered, where one is, and by a click the way there."""

from __future__ import annotations

from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widget import Widget

from quiz.exam.run import Run


class Numbers(Widget):
    """As many numbers as fit, those around the question in front."""

    DEFAULT_CSS = """
    Numbers { height: 1; padding: 0 2; color: $text-muted; }
    .-narrow Numbers, .-short Numbers { padding: 0 1; }
    """

    class Chosen(Message):
        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self) -> None:
        super().__init__()
        self._run: Run | None = None

    def on_mount(self) -> None:
        self.auto_links = False

    def show(self, run: Run) -> None:
        self._run = run
        self.display = not run.finished
        self.refresh()

    def render(self) -> Content:
        if self._run is None:
            return Content()
        cells = [self._cell(self._run, place) for place in range(self._run.many)]
        return Content("").join(cells[place] for place in around(self._run, self.size.width))

    def action_to(self, place: int) -> None:
        self.post_message(self.Chosen(place))

    def _cell(self, run: Run, place: int) -> Content:
        """`▸3 ` in front, `✓4 ` answered, ` 5 ` open; without colours, too."""
        answered, here = run.answers[place] is not None, place == run.place
        sign = "▸" if here else "✓" if answered else " "
        style = "bold $text-accent" if here else "$text-success" if answered else ""
        click = Style.from_meta({"@click": f"to({place})"})
        return Content.styled(f"{sign}{place + 1}", style).stylize(click).append(" ")


def around(run: Run, width: int) -> range:
    """The places whose numbers fit into `width` columns, with the one in front among them, in the middle if it can."""
    each = len(str(run.many)) + 2
    many = max(1, min(run.many, width // each))
    first = max(0, min(run.many - many, run.place - many // 2))
    return range(first, first + many)
