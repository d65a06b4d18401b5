"""The first screen: what the day holds, and every deck and topic to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from quiz.schedule import Counts
from quiz.terminal import plural, safe
from quiz.tui.outlook import Row, greeting, next_day, rows
from quiz.tui.page import NOTHING_TO_UNDO, TAKEN_BACK, Page
from quiz.tui.widgets import Ends, Hints, ends

if TYPE_CHECKING:
    from quiz.library import Report

NUMBER = 6
NO_CARDS = "There are no cards yet"
ADD_NOTES = "`quiz add PATH` takes in your notes: a Markdown file or a folder of them."
ALL_DONE = "All done"


class Rows(OptionList):
    """The rows to start from, laid out anew whenever the width changes; the cursor stays where it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "select", "Start", key_display="⏎", tooltip="Review this row", id="home.start"),
        Binding("j", "cursor_down", "Down", show=False, tooltip="Go down and up", id="home.down"),
        Binding("k", "cursor_up", "Up", show=False, tooltip="Go down and up", id="home.up"),
    ]

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._rows: list[Row] = []

    def show(self, rows: list[Row]) -> None:
        self._rows = rows
        self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()

    def query_of(self, index: int) -> str:
        return self._rows[index].query

    def _lay_out(self) -> None:
        cursor, width = self.highlighted or 0, self.scrollable_content_region.width
        self.clear_options()
        self.add_options(line(row, width) for row in self._rows)
        self.highlighted = min(cursor, len(self._rows) - 1) if self._rows else None


class Home(Page):
    AUTO_FOCUS = "Rows"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "Undo", tooltip="Take back the last answer and ask its card again", id="home.undo"),
        Binding("r", "reread", "Reread", tooltip="Read the notes again", id="home.reread"),
        Binding("q", "app.quit", "Quit", tooltip="Leave quiz; everything is saved", id="home.quit"),
    ]

    def compose(self) -> ComposeResult:
        yield Static(id="day", markup=False)
        yield Static(id="greeting", markup=False)
        yield Ends(id="columns")
        yield Rows()
        yield Hints()

    def on_screen_resume(self) -> None:
        self._read()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        with self.telling():
            query = self.query_one(Rows).query_of(event.option_index)
            self.quiz.start(self.study.begin(query).session)

    def action_undo(self) -> None:
        with self.telling():
            session, event = self.study.undo(self.study.begin().session)
            if event and session.current == event.card:
                self.quiz.tell(TAKEN_BACK)
                self.quiz.start(session)
                return
            self.quiz.tell(TAKEN_BACK if event else NOTHING_TO_UNDO)
            self._read()

    def action_reread(self) -> None:
        with self.telling():
            report = self.study.refresh()
            self.quiz.tell(news(report))
            self._read()

    def _read(self) -> None:
        """Ask the library anew and say what the day holds."""
        with self.telling():
            today, entries, counts = self.study.today, self.study.entries(), self.study.counts()
            found = rows(entries, today)
            self.query_one("#day", Static).update(day(counts) if found else NO_CARDS)
            message = greeting(counts, next_day(entries, today), today) if found else ADD_NOTES
            self.query_one("#greeting", Static).update(message)
            self.query_one("#columns", Ends).right = numbers("due", "new", "total") if found else Content()
            self.query_one(Rows).show(found)


def news(report: Report | None) -> str:
    """What reading the notes again brought, in one line."""
    if report is None or not (report.changes or report.problems):
        return "Nothing changed."
    problems = f", {plural(len(report.problems), 'problem')}: see `quiz check`" if report.problems else ""
    return f"{plural(len(report.changes), 'change')}{problems}."


def day(counts: Counts) -> Content:
    """`12 due · 20 new · 3 to repeat`, without what is none."""
    parts = (
        (counts.due, "due", "bold $text-success"),
        (counts.new, "new", "bold $text-primary"),
        (counts.drill, "to repeat", "bold $text-warning"),
    )
    shown = [Content.styled(f"{count} {what}", style) for count, what, style in parts if count]
    return Content(" · ").join(shown) if shown else Content.styled(ALL_DONE, "bold $text-success")


def line(row: Row, width: int) -> Content:
    """A branch as one line of `width` columns, its numbers at the right, a blank at both ends."""
    branch = row.branch
    indent = " " + "  " * (branch.depth + 1 if row.query else 0)
    name = Content.styled(indent + safe(branch.name), "" if branch.topic else "bold")
    return ends(name, numbers(branch.due, branch.new, branch.total), width)


def numbers(due: int | str, new: int | str, total: int | str) -> Content:
    return Content.assemble(*(_cell(value) for value in (due, new, total)), " ")


def _cell(value: int | str) -> Content:
    return Content.styled(f"{value or '·':>{NUMBER}}", "" if value else "dim")
