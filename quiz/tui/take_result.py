"""What came of a paper: points, topics, what went wrong and why; and what to do with that."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quiz import show_take, taking
from quiz.exam.run import Run
from quiz.exam.score import Points, Score
from quiz.language import N_, _, n_
from quiz.terminal import cell_width, safe
from quiz.tui.ask import Ask
from quiz.tui.page import Page
from quiz.tui.widgets import Hints

SCROLL = N_("Scroll")
BAR = 16
COUNTED = N_("{told} {key} takes it back.")


class ResultScreen(Page):
    """The result of a run that is done and kept; `counted` says that its cards were graded already."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    ResultScreen { align-horizontal: center; }
    ResultScreen > * { width: 100%; max-width: 100; }
    ResultScreen #result { height: 1fr; padding: 1 2 0 2; scrollbar-size-vertical: 1; }
    ResultScreen #result > Static { height: auto; padding: 0 0 1 0; }
    ResultScreen.-narrow #result, ResultScreen.-short #result { padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,q,escape", "dismiss('')", N_("Home"), key_display="enter", id="result.home"),
        Binding("c", "cram", N_("Practise"), tooltip=N_("Practise what went wrong, at once"), id="result.cram"),
        Binding("e", "export", N_("Export"), tooltip=N_("Write what went wrong to a file"), id="result.export"),
        Binding(
            "r", "count", N_("As review"), tooltip=N_("Grade each card: right Good, wrong Again"), id="result.count"
        ),
        Binding("u", "undo", N_("Undo"), tooltip=N_("Take the grades back"), id="result.undo"),
        Binding("down,j", "scroll(1)", N_("Down"), show=False, tooltip=SCROLL, id="result.down"),
        Binding("up,k", "scroll(-1)", N_("Up"), show=False, tooltip=SCROLL, id="result.up"),
        Binding("pagedown,space,ctrl+d", "turn(1)", N_("Page down"), show=False, tooltip=SCROLL, id="result.pagedown"),
        Binding("pageup,ctrl+u", "turn(-1)", N_("Page up"), show=False, tooltip=SCROLL, id="result.pageup"),
    ]

    def __init__(self, run: Run, *, counted: bool = False) -> None:
        super().__init__()
        self._run = run
        self._score = Score.of(run.paper, run.result)
        self._wrong = taking.wrong_cards(self._score)
        self._counted = counted

    def compose(self) -> ComposeResult:
        score = self._score
        with VerticalScroll(id="result", can_focus=False):
            yield Static(safe(self._run.paper.title), id="title", markup=False)
            yield Static(Content.styled(show_take.points(score.total), "bold"))
            if topics := show_take.topics(score):
                yield Static(bars(topics))
            if score.wrong:
                told = n_("{n} question lacks points:", "{n} questions lack points:", len(score.wrong))
                yield Static(told, markup=False)
                yield Static(Content(safe("\n".join(show_take.review(score)).strip("\n"))))
        yield Hints()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool:
        possible = {
            "cram": bool(self._wrong),
            "export": bool(self._wrong),
            "count": not self._counted and bool(self._score.cards(answered=True)),
            "undo": self._counted,
        }
        return possible.get(action, True)

    def action_cram(self) -> None:
        with self.telling():
            self.quiz.start(self.study.practise(self._wrong).session)

    def action_export(self) -> None:
        def chosen(file: Path | None) -> None:
            if file is not None:
                with self.telling():
                    self.quiz.tell(safe(taking.exported(taking.export_wrong(self.study, self._wrong, file), file)))

        usual = f"{self._run.paper.id}.apkg"
        question = _("Write what went wrong to which file? .apkg for Anki, .txt for a query")
        self.app.push_screen(Ask(question, _file, usual), chosen)

    def action_count(self) -> None:
        with self.telling():
            told = taking.counted(taking.count_as_review(self.study, self._run))
            self._counted = True
            self.refresh_bindings()
            self.quiz.tell(_(COUNTED).format(told=told, key=self.key_of("undo")))

    def action_undo(self) -> None:
        with self.telling():
            self.tell_undone(self.study.undo()[1])
            self._counted = False
            self.refresh_bindings()

    def action_scroll(self, lines: int) -> None:
        self.query_one("#result").scroll_relative(y=lines, animate=False)

    def action_turn(self, pages: int) -> None:
        result = self.query_one("#result")
        turn = result.scroll_page_down if pages > 0 else result.scroll_page_up
        turn(animate=False)


def _file(text: str) -> Path:
    return taking.exportable(Path(text.strip()).expanduser())


def bars(topics: list[tuple[str, Points]]) -> Content:
    """Each topic with a bar of its share and its points, the weakest first."""
    width = max(cell_width(safe(name)) for name, _points in topics) + 1
    return Content("\n").join(bar(safe(name), points, width) for name, points in topics)


def bar(name: str, points: Points, width: int) -> Content:
    full = round(BAR * (points.share or 0))
    blank = " " * max(0, width - cell_width(name))
    line = Content.assemble(("━" * full, "$text-success"), ("─" * (BAR - full), "dim"))
    return Content.assemble(name, blank, line, f" {show_take.points(points)}")
