"""The statistics: one long page of charts, of all cards or of those a query selects."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from quiz.counting import count_apart
from quiz.language import N_, _
from quiz.stats import Statistics
from quiz.stats.show.lines import CHARTS, Chart, section
from quiz.stats.show.words import title
from quiz.terminal import one_line, safe
from quiz.tui.filter import FilterLine
from quiz.tui.page import NARROW, Page
from quiz.tui.widgets import Ends, Hints

DOUBLE = 124
NARROWEST = 36
LEFT = 7
"""How many of the charts stand at the left, where there is room for two columns."""
COUNTING = N_("counting …")
TONES = {
    "": "",
    "title": "bold $text-primary",
    "strong": "bold",
    "muted": "$foreground 60%",
    "bar": "$primary",
    "good": "$success",
    "learning": "$warning",
    "heat0": "$foreground 30%",
    "heat1": "$success 45%",
    "heat2": "$success 65%",
    "heat3": "$success 85%",
    "heat4": "$success",
}


class ChartView(Widget):
    """One chart, drawn anew for the width it is given."""

    figures: reactive[Statistics | None] = reactive(None, layout=True)

    def __init__(self, chart: Chart) -> None:
        super().__init__(id=f"chart-{chart.name}")
        self._chart = chart

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        if self.figures is None:
            return []
        drawn = section(self._chart, self.figures, max(NARROWEST, width))
        return [Content.assemble(*((span.text, TONES[span.tone]) for span in line)) for line in drawn]


class StatisticsScreen(Page):
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide"), (DOUBLE, "-double")]  # noqa: RUF012  # typed by Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "slash", "filter", N_("Filter"), key_display="/", tooltip=N_("Choose cards by a query"), id="stats.filter"
        ),
        Binding("tab,n", "chart(1)", N_("Next"), tooltip=N_("Go to the next chart"), id="stats.next"),
        Binding(
            "shift+tab,p",
            "chart(-1)",
            N_("Previous"),
            show=False,
            tooltip=N_("Go to the chart before"),
            id="stats.previous",
        ),
        Binding(
            "escape,q", "dismiss('')", N_("Back"), key_display="q", tooltip=N_("Leave the statistics"), id="stats.leave"
        ),
        Binding("down,j", "scroll(1)", N_("Down"), show=False, tooltip=N_("Scroll"), id="stats.down"),
        Binding("up,k", "scroll(-1)", N_("Up"), show=False, tooltip=N_("Scroll"), id="stats.up"),
        Binding(
            "pagedown,space,ctrl+d",
            "turn(1)",
            N_("Page down"),
            show=False,
            tooltip=N_("Scroll a page"),
            id="stats.pagedown",
        ),
        Binding("pageup,ctrl+u", "turn(-1)", N_("Page up"), show=False, tooltip=N_("Scroll a page"), id="stats.pageup"),
        Binding("home,g", "end(-1)", N_("Top"), show=False, tooltip=N_("Go to the top and the bottom"), id="stats.top"),
        Binding(
            "end,G", "end(1)", N_("Bottom"), show=False, tooltip=N_("Go to the top and the bottom"), id="stats.bottom"
        ),
    ]
    DEFAULT_CSS = """
    StatisticsScreen {
        align-horizontal: center;
        & > * { width: 100%; max-width: 100; }
        & > #subject { height: 1; padding: 0 2; margin: 0 0 1 0; }
        & > FilterLine { padding: 0 2; display: none; }
        &.-filtering > FilterLine { display: block; }
        & #figures {
            height: 1fr; padding: 0 1 0 2; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
            scrollbar-color: $foreground 20%; scrollbar-color-hover: $foreground 30%;
            scrollbar-color-active: $foreground 40%; scrollbar-background: $background;
            scrollbar-background-hover: $background; scrollbar-background-active: $background;
        }
        & #charts { height: auto; layout: vertical; padding: 0 1 0 0; }
        & #charts > Vertical { height: auto; width: 1fr; }
        & ChartView { height: auto; margin: 0 0 1 0; text-wrap: nowrap; text-overflow: ellipsis; }
        &.-double {
            & > * { max-width: 200; }
            & #charts { layout: horizontal; }
            & #right { margin: 0 0 0 4; }
        }
        &.-narrow, &.-short {
            & > #subject, & > FilterLine { padding: 0 1; }
            & > #subject { margin: 0; }
            & #figures { padding: 0 0 0 1; }
        }
    }
    """

    def __init__(self, query: str = "") -> None:
        super().__init__()
        self._query = query
        self._shown: Statistics | None = None

    def compose(self) -> ComposeResult:
        yield Ends(id="subject")
        yield FilterLine(self._query)
        with VerticalScroll(id="figures", can_focus=False), Container(id="charts"):
            with Vertical(id="left"):
                yield from map(ChartView, CHARTS[:LEFT])
            with Vertical(id="right"):
                yield from map(ChartView, CHARTS[LEFT:])
        yield Hints()

    def on_mount(self) -> None:
        self._count(self._query)

    async def reword(self) -> None:
        subject = self.query_one("#subject", Ends)
        if self._shown:
            subject.left = self._title(self._shown)
        if subject.right:
            subject.right = Content(_(COUNTING))
        await super().reword()

    # — what the keys do —

    def action_filter(self) -> None:
        self.add_class("-filtering")
        self.query_one(FilterLine).focus()

    def action_chart(self, step: int) -> None:
        """The chart that begins next below, or above, the first line in sight."""
        top = self._figures.region.y
        below = [view for view in self.query(ChartView) if step * (view.region.y - top) > 0]
        if below:
            nearest = min(below, key=lambda view: abs(view.region.y - top))
            self._figures.scroll_to_widget(nearest, top=True, animate=False)

    def action_scroll(self, lines: int) -> None:
        self._figures.scroll_relative(y=lines, animate=False)

    def action_turn(self, pages: int) -> None:
        turn = self._figures.scroll_page_down if pages > 0 else self._figures.scroll_page_up
        turn(animate=False)

    def action_end(self, end: int) -> None:
        go = self._figures.scroll_end if end > 0 else self._figures.scroll_home
        go(animate=False)

    # — the filter —

    @on(FilterLine.Applied)
    def _apply(self) -> None:
        self._narrow(self.query_one(FilterLine).value)

    @on(FilterLine.Left)
    def _clear(self) -> None:
        self.query_one(FilterLine).value = ""
        self._narrow("")

    def _narrow(self, query: str) -> None:
        self.set_focus(None)
        self.set_class(bool(query.strip()), "-filtering")
        if query != self._query:
            self._count(query)

    # — counting, which may take seconds, in a thread —

    def _count(self, query: str) -> None:
        self._query = query
        self.query_one("#subject", Ends).right = Content(_(COUNTING))
        self.run_worker(partial(count_apart, self.study, query), thread=True, exclusive=True, exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        worker = event.worker
        if event.state is WorkerState.SUCCESS and isinstance(worker.result, Statistics):
            self._show(worker.result)
        elif event.state is WorkerState.ERROR and worker.error:
            self.query_one("#subject", Ends).right = Content()
            with self.telling():
                raise worker.error

    def _show(self, figures: Statistics) -> None:
        self._shown = figures
        subject = self.query_one("#subject", Ends)
        subject.left = self._title(figures)
        subject.right = Content()
        for view in self.query(ChartView):
            view.figures = figures

    def _title(self, figures: Statistics) -> Content:
        return Content.styled(one_line(safe(title(figures, self._query))), "bold")

    @property
    def _figures(self) -> VerticalScroll:
        return self.query_one("#figures", VerticalScroll)
