"""The first screen: the day at a glance, and every deck and topic to start from."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widgets import Static

from quiz.apart import apart
from quiz.glance import cards, doubts, glance, narrowed
from quiz.language import N_, _, n_
from quiz.overview import Branch, selection, whole
from quiz.today import Today, next_day
from quiz.tui.day import Day
from quiz.tui.filter import FilterLine, Line
from quiz.tui.rows import Heading, Rows
from quiz.tui.watching import LOOK_S, Watching
from quiz.tui.widgets import Hints

if TYPE_CHECKING:
    from quiz.changes import Report
    from quiz.index import Index


class Home(Watching):
    AUTO_FOCUS = "Rows"
    DEFAULT_CSS = """
    Home {
        align-horizontal: center; padding: 1 0 0 0;
        & > * { width: 100%; max-width: 140; }
        & #home { height: 1fr; }

        & #tree { height: 1fr; padding: 0 1; }
        & FilterLine { display: none; padding: 0 1 1 1; }
        & #doubts { display: none; padding: 0 1; color: $text-muted; }

        &.-roomy Day { layout: vertical; dock: right; width: 42; height: 1fr; padding: 1 2; }
        &.-roomy #said { width: 100%; }
        &.-roomy #said > * { padding: 0 0 1 0; }
        &.-roomy #coming { width: 100%; height: auto; }
        &.-roomy #next-days { display: block; padding: 0 0 1 0; }
        &.-roomy Week { height: 7; }

        &.-narrow, &.-short { padding: 0; }
        &.-narrow Day, &.-short Day { layout: vertical; padding: 0 1; }
        &.-narrow #said > *, &.-short #said > * { padding: 0; }
        &.-narrow #tree, &.-short #tree { padding: 0; }
        &.-narrow FilterLine, &.-short FilterLine { padding: 0 1; }
        &.-short #coming, &.-empty Heading { display: none; }
        &.-short.-filtered #greeting, &.-short.-filtered #done { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", N_("Filter"), key_display="/", tooltip=N_("Choose by a query"), id="home.filter"),
        Binding("escape", "clear", N_("Clear"), tooltip=N_("Show all cards again"), id="home.clear"),
        Binding("b", "browse", N_("Browse"), tooltip=N_("Show the cards of this row in a table"), id="home.browse"),
        Binding("q", "app.quit", N_("Quit"), tooltip=N_("Leave quiz; everything is saved"), id="home.quit"),
        Binding("t", "statistics", N_("Statistics"), tooltip=N_("Statistics of this row"), id="home.statistics"),
        Binding("c", "cram", N_("Cram"), tooltip=N_("Practise this row; the schedule stays as it is"), id="home.cram"),
        Binding("f", "ahead", N_("Look ahead"), tooltip=N_("Practise what this row brings next"), id="home.ahead"),
        Binding("x", "take", N_("Quiz"), tooltip=N_("Take a quiz of this row"), id="home.take"),
        Binding("a", "all", N_("All"), tooltip=N_("Review all cards that wait"), id="home.all"),
        Binding("u", "undo", N_("Undo"), tooltip=N_("Take back the last thing done"), id="home.undo"),
        Binding("r", "reread", N_("Reread"), tooltip=N_("Read the notes again"), id="home.reread"),
        Binding("o", "orphans", N_("Lost cards"), tooltip=N_("List the cards that the notes lost"), id="home.orphans"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._library: Today | None = None
        self._query = ""
        self._held: tuple[Today, Index] | None = None
        self._following = False
        self._doubts = 0
        self._doubted = (0, 0)

    def compose(self) -> ComposeResult:
        with Container(id="home"):
            yield Day()
            with Vertical(id="tree"):
                yield FilterLine()
                yield Heading()
                yield Rows()
                yield Static(id="doubts", markup=False)
        yield Hints()

    def on_mount(self) -> None:
        self.watch_notes()
        self.set_interval(LOOK_S, self._turn)

    def on_screen_resume(self) -> None:
        self._read()
        self.look_again()

    async def looked(self, report: Report | None) -> None:
        if report and report.changes:
            self.quiz.tell(news(report))
            self._read()

    def _turn(self) -> None:
        """Begin a new day when it has come."""
        if self.is_current and self._library and self._library.day != self.study.today:
            self._read()

    async def reword(self) -> None:
        self._read()
        self._say_doubts()
        await super().reword()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool:
        possible = {
            "filter": not isinstance(self.focused, Line),
            "clear": bool(self._query),
            "orphans": bool(self._doubts),
        }
        return possible.get(action, True)

    # — what is started —

    @on(Rows.Started)
    def _start(self, event: Rows.Started) -> None:
        with self.telling():
            self.quiz.start(self.study.begin(self._selection(event.branch)).session)

    def action_all(self) -> None:
        with self.telling():
            self.quiz.start(self.study.begin().session)

    def action_cram(self) -> None:
        with self.telling():
            self.quiz.start(self.study.begin_cram(self._selection()).session)

    def action_ahead(self) -> None:
        """Practise what comes due on the next day that brings any of the selection."""
        with self.telling():
            query, today = self._selection(), self.study.today
            day = next_day(self.study.entries(query), today) or today
            self.quiz.start(self.study.begin_ahead(day - today, query).session)

    def action_take(self) -> None:
        from quiz.tui.take_start import start

        branch = self.query_one(Rows).branch
        start(self, self._selection(), (branch.topic or branch.deck) if branch else "")

    def action_browse(self) -> None:
        self.quiz.open("browse", self._selection())

    def action_statistics(self) -> None:
        self.quiz.open("statistics", self._selection())

    def action_orphans(self) -> None:
        self.quiz.open("browse", "is:orphan")

    def action_undo(self) -> None:
        with self.telling():
            session, events = self.study.undo(self.study.begin().session)
            self.tell_undone(events)
            if len(events) == 1 and session.current == events[0].card:
                self.quiz.start(session)
            else:
                self._read()

    def action_reread(self) -> None:
        with self.telling():
            report = self.study.refresh()
            self.quiz.tell(news(report))
            self._read()

    def _selection(self, branch: Branch | None = None) -> str:
        """The query for the cards of a branch, by default the one under the cursor, as far as the filter lets them."""
        decks = (deck.deck for deck in self._library.branches) if self._library else ()
        return selection(branch or self.query_one(Rows).branch or Branch(), decks, self._query)

    # — the filter —

    def action_filter(self) -> None:
        self._show_filter(True)
        self.query_one(FilterLine).focus()

    def _show_filter(self, shown: bool) -> None:
        self.set_class(shown, "-filtered")
        self.query_one(FilterLine).display = shown

    @on(FilterLine.Left)
    def action_clear(self) -> None:
        self.query_one(FilterLine).value = ""
        self._show_filter(False)
        self.query_one(Rows).focus()

    @on(FilterLine.Applied)
    def _apply(self) -> None:
        self._show_filter(bool(self._query))
        self.query_one(Rows).focus().action_first()

    @on(FilterLine.Changed)
    def _narrow(self, event: FilterLine.Changed) -> None:
        self._query = event.query.strip()
        self._update()
        self.refresh_bindings()

    def _update(self) -> None:
        """Show the library, or what the query selects of it as soon as that is known."""
        if self._library is None:
            return
        if not self._query:
            self._held = None
            self._show(self._library)
        elif not self._following:
            self._following = True
            self._follow()

    @work
    async def _follow(self) -> None:
        """Look for the query in a thread; what was asked meanwhile is looked for next, what lies between never."""
        query, library, found = "", None, None
        while self._library and (query != self._query or library is not self._library):
            query, library = self._query, self._library
            found = None if query else library
            if query:
                with self.telling():
                    if not self._held or self._held[0] is not library:
                        self._held = library, await asyncio.to_thread(apart, self.study, cards)
                    found = await asyncio.to_thread(narrowed, self.study, *self._held, query)
        self._following = False
        if found and self.query(Day):  # else home went meanwhile
            self._show(found)

    # — what is shown —

    def _read(self) -> None:
        """Ask the library anew."""
        with self.telling():
            self._library = glance(self.study)
            self._update()
            everything = whole(self._library.branches)
            if self._doubted != (everything.new, everything.total):
                self._doubted = everything.new, everything.total
                self._look_for_doubts()

    @work(group="doubts", exclusive=True)
    async def _look_for_doubts(self) -> None:
        with self.telling():
            self._doubts = await asyncio.to_thread(apart, self.study, doubts)
            self._say_doubts()
            self.refresh_bindings()

    def _say_doubts(self) -> None:
        line = self.query_one("#doubts", Static)
        line.display = bool(self._doubts)
        line.update(maybe_old(self._doubts))

    def _show(self, today: Today) -> None:
        branches = [whole(today.branches), *today.branches] if today.branches else []
        self.query_one(Day).show(today)
        self.set_class(not branches, "-empty")
        self.query_one(Rows).show(branches, narrowed=bool(today.query))


def maybe_old(cards: int) -> str:
    return n_("{n} new card may be an old one: o lists them", "{n} new cards may be old ones: o lists them", cards)


def news(report: Report | None) -> str:
    """What reading the notes again brought, in one line."""
    if report is None or not (report.changes or report.problems):
        return _("Nothing changed.")
    changed = n_("{n} change.", "{n} changes.", len(report.changes))
    if not report.problems:
        return changed
    problems = n_("{n} problem: see `quiz check`.", "{n} problems: see `quiz check`.", len(report.problems))
    return f"{changed} {problems}"
