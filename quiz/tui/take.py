"""Taking a paper: a question and its answer, the way to every other question, the end, and one's own marks."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quiz import show_take, taking
from quiz.errors import UsageError
from quiz.exam.paper import Question
from quiz.exam.run import SHARES, Run
from quiz.language import N_, _
from quiz.sources import disk_path
from quiz.taking import Wishes
from quiz.terminal import safe
from quiz.tui.ask import Ask
from quiz.tui.confirm import Confirm
from quiz.tui.page import Page
from quiz.tui.passage import Passage
from quiz.tui.take_lines import AnswerText, Lines
from quiz.tui.take_numbers import Numbers
from quiz.tui.take_parts import Given, Parts
from quiz.tui.widgets import Ends, Hints, ProgressLine

SCROLL = N_("Scroll")
FINISH_NOW = N_("Finish now?")
OWN_MARK = N_("How right was yours?")


class TakeScreen(Page):
    """Asks the questions of a run. Whatever is answered is on disk before the next key is read."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    TakeScreen { align-horizontal: center; }
    TakeScreen > * { width: 100%; max-width: 100; }
    TakeScreen #where { height: 1; padding: 0 2; color: $text-muted; }
    TakeScreen #sheet {
        height: 1fr; scrollbar-size-vertical: 1; scrollbar-background: $background; scrollbar-color: $foreground 20%;
    }
    TakeScreen Passage { padding: 1 2 0 2; }
    TakeScreen .title { padding: 0 2; color: $text-primary; text-style: bold; }
    TakeScreen .own { padding: 0 2 1 2; }
    TakeScreen.-narrow #where, TakeScreen.-short #where { padding: 0 1; }
    TakeScreen.-narrow Passage, TakeScreen.-short Passage { padding: 0 1; }
    TakeScreen.-narrow .title, TakeScreen.-short .title, TakeScreen.-narrow .own, TakeScreen.-short .own {
        padding: 0 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(number), f"mark({number - 1})", name, tooltip=OWN_MARK, id=f"take.own{number}")
            for number, name in enumerate(show_take.OWN, 1)
        ),
        Binding("u", "unmark", N_("Undo"), tooltip=N_("Mark the last answer anew"), id="take.unmark"),
        Binding("right,n,enter", "by(1)", N_("Next"), key_display="→", tooltip=N_("The next question"), id="take.next"),
        Binding("left,p", "by(-1)", N_("Back"), key_display="←", tooltip=N_("The question before"), id="take.back"),
        Binding("o", "open", N_("Open ones"), tooltip=N_("The next question without an answer"), id="take.open"),
        Binding("g", "go", N_("Go to"), tooltip=N_("Go to a question by its number"), id="take.go"),
        Binding("h", "finish", N_("Hand in"), tooltip=N_("Finish and see the result"), id="take.finish"),
        Binding("x", "clear", N_("Clear"), show=False, tooltip=N_("Take the answer away"), id="take.clear"),
        Binding("m", "more", N_("More"), tooltip=N_("Show more of a very long text"), id="take.more"),
        Binding(
            "escape,q", "leave", N_("Leave"), key_display="q", tooltip=N_("Leave; you can go on later"), id="take.leave"
        ),
        Binding("down,j", "scroll(1)", N_("Down"), show=False, tooltip=SCROLL, id="take.down"),
        Binding("up,k", "scroll(-1)", N_("Up"), show=False, tooltip=SCROLL, id="take.up"),
        Binding("pagedown,ctrl+d", "turn(1)", N_("Page down"), show=False, tooltip=SCROLL, id="take.pagedown"),
        Binding("pageup,ctrl+u", "turn(-1)", N_("Page up"), show=False, tooltip=SCROLL, id="take.pageup"),
    ]

    def __init__(self, run: Run, wishes: Wishes | None = None) -> None:
        super().__init__()
        self.taken = run
        self._wishes = wishes or Wishes()
        self._since = 0.0
        self._left = self._asks = False

    def compose(self) -> ComposeResult:
        yield Ends(id="where")
        yield ProgressLine()
        yield VerticalScroll(id="sheet", can_focus=False)
        yield Numbers()
        yield Hints()

    async def on_mount(self) -> None:
        self._since = self.quiz.seconds()
        self.set_interval(1, self._tick)
        await self._show()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool:
        if self._left:
            return False
        marking = self.taken.phase == "marking"
        if action in ("mark", "unmark"):
            return marking and (action == "mark" or self.taken.unmarked() != self.taken)
        if action == "more":
            return any(passage.has_more for passage in self.query(Passage))
        if action == "by" and isinstance(self.focused, AnswerText):
            return False
        return action in ("leave", "scroll", "turn") or not marking

    # — what the keys do —

    async def action_by(self, many: int) -> None:
        """Beyond the last question lies the end."""
        if self.taken.place + many >= self.taken.many:
            self.action_finish()
        else:
            await self._go(self.taken.by(many))

    async def action_open(self) -> None:
        self.quiz.tell(show_take.unanswered(self.taken))
        await self._go(self.taken.to_unanswered())

    def action_go(self) -> None:
        async def chosen(place: int | None) -> None:
            if place is not None:
                await self._go(self.taken.to(place))

        self.app.push_screen(Ask(_("Which question?"), self._place_of), chosen)

    def _place_of(self, text: str) -> int:
        """The place of a question by its number; UsageError for another text."""
        number = text.strip()
        if number.isascii() and number.isdigit() and 0 < int(number) <= self.taken.many:
            return int(number) - 1
        raise UsageError(_("There are the questions 1 to {n}.").format(n=self.taken.many))

    def action_finish(self) -> None:
        self._ask_to_end(f"{show_take.unanswered(self.taken)} {_(FINISH_NOW)}")

    async def action_clear(self) -> None:
        await self._go(self.taken.answered(None))

    async def action_mark(self, number: int) -> None:
        await self._go(self.taken.marked(SHARES[number]))

    async def action_unmark(self) -> None:
        await self._go(self.taken.unmarked())

    async def action_more(self) -> None:
        for passage in self.query(Passage):
            if passage.has_more:
                await passage.more()
                break
        self.refresh_bindings()

    def action_leave(self) -> None:
        self._keep(self.taken)
        self.quiz.tell(_("Your answers are kept; you can go on later."))
        self._left = True
        self.quiz.go_home()

    def action_scroll(self, lines: int) -> None:
        self._sheet.scroll_relative(y=lines, animate=False)

    def action_turn(self, pages: int) -> None:
        turn = self._sheet.scroll_page_down if pages > 0 else self._sheet.scroll_page_up
        turn(animate=False)

    def on_given(self, event: Given) -> None:
        if self.taken.phase == "asking" and not self._left:
            self._keep(self.taken.answered(event.answer))
            self._say_where()

    async def on_onward(self) -> None:
        await self.action_by(1)

    async def on_numbers_chosen(self, event: Numbers.Chosen) -> None:
        if self.taken.phase == "asking":
            await self._go(self.taken.to(event.place))

    # — time —

    def _tick(self) -> None:
        if self._left or not self.is_current:
            return
        self._say_where()
        if self.taken.late(self._spent()):
            self._ask_to_end(f"{_(show_take.TIME_UP)} {_(FINISH_NOW)}", late=True)

    def _spent(self) -> int:
        """Milliseconds since time was last written down."""
        return round(1000 * (self.quiz.seconds() - self._since))

    def _ask_to_end(self, question: str, *, late: bool = False) -> None:
        async def answered(yes: bool | None) -> None:
            self._asks = False
            if yes:
                await self._go(self.taken.spent(self._spent()).ended(taking.iso(self.study.now())))
            elif late:
                await self._go(self.taken.unlimited())
                self.quiz.tell(_("Go on without a limit."))

        if not self._asks:
            self._asks = True
            self.app.push_screen(Confirm(question), answered)

    # — what is on the sheet —

    @property
    def _sheet(self) -> VerticalScroll:
        return self.query_one("#sheet", VerticalScroll)

    def _keep(self, run: Run) -> None:
        """Go on with a run as it is now, the time it took included, and write it down."""
        self.taken = run.spent(self._spent())
        self._since = self.quiz.seconds()
        with self.telling():
            taking.keep(self.study.store.path.parent, self.taken)

    async def _go(self, run: Run) -> None:
        self._keep(run)
        await self._show()

    async def _show(self) -> None:
        if self.taken.phase == "done":
            self._finish()
            return
        asked, sheet = self.taken.asked, self._sheet
        folder = self._folder(asked.question)
        with self.app.batch_update():
            self.screen.set_focus(None)
            await sheet.remove_children()
            await sheet.mount(Passage(show_take.stem(asked.question), folder, classes="question"))
            if self.taken.phase == "marking":
                await sheet.mount(
                    Static(_("Your answer"), classes="title", markup=False),
                    Static(Content(safe(str(self.taken.answer))), classes="own"),
                    Static(_("Model answer"), classes="title", markup=False),
                    Passage(asked.question.answer, folder),
                )
            elif asked.question.kind in ("open", "short", "cloze"):
                await sheet.mount(Lines(asked, self.taken.answer))
            else:
                parts = Parts(asked, self.taken.answer)
                await sheet.mount(parts)
                self.screen.set_focus(parts)
            sheet.scroll_home(animate=False)
        self._say_where()
        self.refresh_bindings()

    def _folder(self, question: Question) -> Path:
        """Where the images of a card lie."""
        with self.telling():
            if entry := self.study.store.entry(question.uid):
                return disk_path(entry.file).parent
        return Path()

    def _say_where(self) -> None:
        run = self.taken
        if self._left or not self.is_attached:
            return
        where = self.query_one("#where", Ends)
        where.left = Content(safe(show_take.topic(run.asked.question) or run.paper.title))
        left = "" if run.finished else show_take.time_left(run, self._spent())
        where.right = Content.assemble(f"{left}  " if left else "", (show_take.place(run), "bold $foreground"))
        self.query_one(ProgressLine).share = show_take.progress(run)
        self.query_one(Numbers).show(run)

    def _finish(self) -> None:
        from quiz.tui.take_result import ResultScreen

        self._left = True
        told: list[str] = []
        with self.telling():
            told = taking.finish(self.study, self.taken, self._wishes)
        result = ResultScreen(self.taken, counted=self._wishes.count_as_review)
        self.app.push_screen(result, lambda _wish: self.quiz.go_home())
        if told:
            self.quiz.tell("\n".join(told))
