"""The day at a glance: what waits, what is done, and what the next days bring."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from quiz.charts import bar, columns, padded
from quiz.language import N_, _
from quiz.terminal import cell_width
from quiz.today import Today, coming, done, greeting, short, waiting
from quiz.tui.worded import Worded

NO_CARDS, NO_MATCH, ALL_DONE = N_("There are no cards yet"), N_("Nothing matches"), N_("All done")
NEXT_DAYS = N_("The next 7 days")
TONES = {"due": "bold $text-success", "new": "bold $text-primary", "drill": "bold $text-warning"}
BAR = "$primary 60%"
DAY, GAP = 3, 1
NAME, NUMBER = 5, 6


class Day(Container, Worded):
    """Side by side, or one below the other where it stands beside the tree or has little room."""

    DEFAULT_CSS = """
    Day {
        layout: horizontal; height: auto; padding: 0 2 1 2;
        & #said { width: 1fr; height: auto; }
        & #said > * { height: auto; padding: 0 2 0 0; }
        & #greeting, #done, #next-days { color: $text-muted; }
        & #coming { width: 27; height: 4; }
        & #next-days, #done.-none { display: none; }
        &.-empty #coming { display: none; }
    }
    """

    def compose(self) -> ComposeResult:
        with Vertical(id="said"):
            yield Static(id="waiting", markup=False)
            yield Static(id="greeting", markup=False)
            yield Static(id="done", markup=False)
        with Vertical(id="coming"):
            yield Static(_(NEXT_DAYS), id="next-days", markup=False)
            yield Week()

    async def reword(self) -> None:
        """The days to come; `show` says the rest."""
        self.query_one("#next-days", Static).update(_(NEXT_DAYS))

    def show(self, today: Today) -> None:
        self.query_one("#waiting", Static).update(headline(today))
        self.query_one("#greeting", Static).update(greeting(today))
        finished = self.query_one("#done", Static)
        finished.update(" · ".join(done(today)))
        finished.set_class(not done(today), "-none")
        self.query_one(Week).days = coming(today)
        if not today.query:
            self.set_class(not any(today.week), "-empty")


class Week(Widget):
    """`days` are what the coming days are called and how many cards they bring."""

    DEFAULT_CSS = "Week { height: 4; color: $text-muted; }"

    days: reactive[tuple[tuple[str, int], ...]] = reactive(())

    def render(self) -> Content:
        if self.size.height >= len(self.days) > 0:
            return lying(self.days, self.size.width)
        return standing(self.days, self.size.height)


def headline(today: Today) -> Content:
    """`12 due · 20 new · 3 to repeat`, without what is none."""
    if not today.branches:
        return Content.styled(_(NO_CARDS if today.matching is None else NO_MATCH), "bold")
    parts = [Content.styled(told, TONES[what]) for what, told in waiting(today)]
    return Content(" · ").join(parts) if parts else Content.styled(_(ALL_DONE), "bold $text-success")


def standing(days: Sequence[tuple[str, int]], height: int) -> Content:
    """Bars above numbers above names."""
    bars = columns([cards for _, cards in days], height - 2, len(days) * (DAY + GAP))
    numbers = "".join(_centred(short(cards) if cards else "·") for _, cards in days)
    names = "".join(_centred(name) for name, _ in days)
    lines = [Content.styled(row, BAR) for row in bars]
    return Content("\n").join([*lines, Content.styled(numbers, "$foreground"), Content(names)])


def lying(days: Sequence[tuple[str, int]], width: int) -> Content:
    """A name, a bar and a number a line."""
    most = max(cards for _, cards in days)
    room = width - NAME - NUMBER
    return Content("\n").join(
        Content.assemble(
            padded(name, NAME),
            (bar(cards, most, room), BAR),
            (f" {cards}", "$foreground") if cards else "·",
        )
        for name, cards in days
    )


def _centred(text: str) -> str:
    left = (DAY - cell_width(text)) // 2
    return padded(" " * left + text, DAY + GAP)
