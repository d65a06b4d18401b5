"""The first screen: what the day holds, and every deck and topic to start from."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Footer, OptionList, Static

from quiz.markdown import safe
from quiz.schedule import Counts
from quiz.show import plural
from quiz.tui.figures import Row, greeting, next_day, rows
from quiz.tui.page import Page
from quiz.tui.widgets import ends

NUMBER = 6
NO_CARDS = "There are no cards yet.\n\nquiz add PATH   takes in your notes: a Markdown file or a folder."
NOTHING_TO_UNDO = "There is nothing to undo."


class Rows(OptionList):
    BINDINGS = [  # noqa: RUF012  # Textual's own declaration
        Binding("space,enter", "select", "Start", key_display="enter", tooltip="Review this row", id="home.start"),
        Binding("j", "cursor_down", "Down", show=False, id="home.down"),
        Binding("k", "cursor_up", "Up", show=False, id="home.up"),
    ]


class Home(Page):
    AUTO_FOCUS = "Rows"
    BINDINGS = [  # noqa: RUF012  # Textual's own declaration
        Binding("u", "undo", "Undo", tooltip="Take back the last answer and ask its card again", id="home.undo"),
        Binding("r", "reread", "Re-read", tooltip="Read the notes again", id="home.reread"),
        Binding("q", "app.quit", "Quit", tooltip="Leave quiz; everything is saved", id="home.quit"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []

    def compose(self) -> ComposeResult:
        yield Static(id="day", markup=False)
        yield Static(id="greeting", markup=False)
        yield Static(id="columns", markup=False)
        yield Rows(markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self._read()

    def on_screen_resume(self) -> None:
        self._read()

    def on_resize(self) -> None:
        self._list()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        with self.telling():
            self.quiz.start(self.study.begin(self._rows[event.option_index].query).session)

    def action_undo(self) -> None:
        with self.telling():
            session, event = self.study.undo(self.study.begin().session)
            if event and session.current == event.card:
                self.quiz.tell("Taken back.")
                self.quiz.start(session)
                return
            self.quiz.tell(f"Taken back: {event.kind}." if event else NOTHING_TO_UNDO)
            self._read()

    def action_reread(self) -> None:
        with self.telling():
            report = self.study.refresh()
            changes = plural(len(report.changes), "change") if report.changes else "Nothing changed"
            self.quiz.tell(f"{changes}, {plural(len(report.problems), 'problem')}." if report.problems else f"{changes}.")
            self._read()

    def _read(self) -> None:
        """Ask the library anew and say what the day holds."""
        with self.telling():
            today = self.study.today
            entries = self.study.entries()
            counts = self.study.begin().counts
            self._rows = rows(entries, today)
            self.query_one("#day", Static).update(day(counts) if self._rows else Content())
            message = greeting(counts, next_day(entries, today), today) if self._rows else NO_CARDS
            self.query_one("#greeting", Static).update(message)
            self._list()

    def _list(self) -> None:
        """Lay the rows out for the width there is, with the cursor where it was."""
        options = self.query_one(Rows)
        options.display = bool(self._rows)
        width = options.scrollable_content_region.width
        if not self._rows or not width:
            return
        cursor = options.highlighted or 0
        options.clear_options()
        options.add_options(line(row, width) for row in self._rows)
        options.highlighted = min(cursor, len(self._rows) - 1)
        self.query_one("#columns", Static).update(ends(Content(), numbers("due", "new", "total"), width))


def day(counts: Counts) -> Content:
    """`12 due · 20 new · 3 to repeat`."""
    parts = [(f"{counts.due} due", "bold $text-success"), (f"{counts.new} new", "bold $text-primary")]
    if counts.drill:
        parts.append((f"{counts.drill} to repeat", "bold $text-warning"))
    return Content(" · ").join(Content.styled(*part) for part in parts)


def line(row: Row, width: int) -> Content:
    """A branch as one line of `width` columns, its numbers at the right."""
    branch = row.branch
    name = Content("  " * (branch.depth + 1 if row.query else 0) + safe(branch.name))
    return ends(name, numbers(branch.due, branch.new, branch.total), width)


def numbers(due: int | str, new: int | str, total: int | str) -> Content:
    return Content.assemble(*(_cell(value) for value in (due, new, total)))


def _cell(value: int | str) -> Content:
    return Content.styled(f"{value or '·':>{NUMBER}}", "" if value else "dim")
