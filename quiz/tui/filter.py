"""A line for a query: what can be read is said at once; why something cannot be stands below it, once that is sure."""

from __future__ import annotations

from typing import ClassVar, Self

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import var
from textual.widgets import Input, Static

from quiz.errors import QueryError
from quiz.language import N_, _
from quiz.terminal import safe
from quiz.tui.line import TextLine
from quiz.tui.worded import Worded

EXAMPLE = N_("Words, or topic:docker is:due")
APPLY = N_("Go to what matches")


class Line(TextLine):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "submit", N_("Apply"), key_display="⏎", tooltip=APPLY, id="filter.apply"),
        Binding("escape", "leave", N_("Clear"), tooltip=N_("Leave the filter"), id="filter.leave"),
    ]

    def action_leave(self) -> None:
        self.post_message(FilterLine.Left())


class FilterLine(Vertical, Worded):
    """`value` is what stands in the line, `fault` why that cannot be read.

    It is empty where it can be, and while the word that is being typed is only not yet at its end; Enter says it then.
    While the line has the focus it takes every key that writes.
    """

    DEFAULT_CSS = """
    FilterLine {
        height: auto;
        & > Horizontal { height: 1; }
        & #sign { width: 2; color: $text-accent; text-style: bold; }
        & Line, & Line:focus {
            width: 1fr; height: 1; padding: 0; border: none; background: transparent; background-tint: transparent;
        }
        & #fault { display: none; max-height: 5; padding: 0 0 0 2; color: $text-muted; }
        &.-faulty #fault { display: block; }
    }
    """

    fault: var[str] = var("", init=False)

    class Changed(Message):
        """The line holds another query, one that can be read."""

        def __init__(self, query: str) -> None:
            super().__init__()
            self.query = query

    class Applied(Message):
        """The person goes on to what matches."""

    class Left(Message):
        """The person wants no filter."""

    def __init__(
        self, value: str = "", *, placeholder: str = EXAMPLE, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._line = Line(value, _(placeholder), select_on_focus=False)
        self._placeholder = placeholder

    async def reword(self) -> None:
        self._line.placeholder = _(self._placeholder)
        if self.fault:
            self.fault = _fault(self.value)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("/", id="sign")
            yield self._line
        yield Static(id="fault", markup=False)

    @property
    def value(self) -> str:
        return self._line.value

    @value.setter
    def value(self, text: str) -> None:
        self._line.value = text

    def focus(self, scroll_visible: bool = True) -> Self:
        """At once, so that no key typed ahead goes astray; what stands there is selected."""
        self._line.select_all()
        self.screen.set_focus(self._line, scroll_visible)
        return self

    def watch_fault(self, fault: str) -> None:
        self.query_one("#fault", Static).update(fault)
        self.set_class(bool(fault), "-faulty")

    @on(Input.Changed)
    def _read(self, event: Input.Changed) -> None:
        from quiz.query import is_unfinished

        event.stop()
        self.fault = _fault(event.value)
        if not self.fault:
            self.post_message(self.Changed(event.value))
        elif is_unfinished(event.value, self._line.cursor_position):
            self.fault = ""

    @on(Input.Submitted)
    def _apply(self, event: Input.Submitted) -> None:
        event.stop()
        self.fault = _fault(event.value)
        if not self.fault:
            self.post_message(self.Applied())


def _fault(query: str) -> str:
    """Why a query cannot be read; empty where it can."""
    from quiz.query import parse

    try:
        parse(query)
    except QueryError as error:
        return safe(f"{error.message} {error.hint}")
    return ""
