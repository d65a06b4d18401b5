"""The review: a question, its answer, a grade; and the next one."""

from __future__ import annotations

from pathlib import PurePath
from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from quiz.entry import Entry
from quiz.errors import UsageError
from quiz.grades import GOOD, LONGEST_ANSWER_MS
from quiz.schedule import spans
from quiz.session import Session
from quiz.sm2 import DRILL_BELOW, GRADES
from quiz.terminal import plural, safe
from quiz.topics import LEVEL
from quiz.tui.figures import Progress
from quiz.tui.page import NOTHING_TO_UNDO, TAKEN_BACK, Page
from quiz.tui.passage import CardView
from quiz.tui.widgets import Chosen, Ends, GradeBar, Hints, ProgressLine

AGAIN_TODAY = "today"
DONE_TODAY = "done"
SUSPENDED = "Suspended. u brings it back."


class ReviewScreen(Page):
    """Asks the cards of a session until none is left. A grade is on disk before the next card is shown."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "reveal", "Answer", tooltip="Show the answer", id="review.reveal"),
        Binding("space,enter", "good", "Good", tooltip="Grade the answer Good", id="review.good"),
        *(
            Binding(
                str(key), f"choose('{key}')", "Grade", show=False, tooltip="Grade the answer", id=f"review.grade{key}"
            )
            for key in GRADES
        ),
        Binding("u", "undo", "Undo", tooltip="Take back the last answer", id="review.undo"),
        Binding("s", "skip", "Skip", tooltip="Ask this card later in this sitting", id="review.skip"),
        Binding("x", "suspend", "Suspend", tooltip="Set this card aside; Undo brings it back", id="review.suspend"),
        Binding("m", "more", "More", tooltip="Show more of a very long text", id="review.more"),
        Binding("escape,q", "leave", "Home", key_display="q", tooltip="Leave; every answer is kept", id="review.leave"),
        Binding("down,j", "scroll(1)", "Down", show=False, tooltip="Scroll", id="review.down"),
        Binding("up,k", "scroll(-1)", "Up", show=False, tooltip="Scroll", id="review.up"),
        Binding("pagedown", "turn(1)", "Page down", show=False, tooltip="Scroll a page", id="review.pagedown"),
        Binding("pageup", "turn(-1)", "Page up", show=False, tooltip="Scroll a page", id="review.pageup"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._begun = self._shown = monotonic()
        self._view: CardView | None = None
        self._spare: CardView | None = None
        self._left = False

    def compose(self) -> ComposeResult:
        yield Ends(id="place")
        yield ProgressLine()
        yield VerticalScroll(id="desk", can_focus=False)
        yield GradeBar(self.quiz.choices)
        yield Hints()

    async def on_mount(self) -> None:
        with self.telling():
            if self._standing:
                await self._show()

    # — what the keys do —

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self._standing:
            return False
        if action == "reveal":
            return not self._revealed
        if action == "good":
            return self._revealed
        if action == "choose":
            known = any(choice.key == parameters[0] for choice in self.quiz.choices)
            return known and (self._revealed or None)
        if action == "more":
            return self._view is not None and self._view.has_more
        return True

    def action_reveal(self) -> None:
        if self._view:
            self._view.reveal()
            self.query_one(GradeBar).offer(self._spans(self._view.entry))
            self.refresh_bindings()

    async def action_good(self) -> None:
        await self._grade(GOOD)

    async def action_choose(self, key: str) -> None:
        await self._grade(next(choice.grade for choice in self.quiz.choices if choice.key == key))

    async def action_undo(self) -> None:
        with self.telling():
            self.session, event = self.study.undo(self.session)
            self.quiz.tell(TAKEN_BACK if event else NOTHING_TO_UNDO)
            if event:
                await self._show()

    async def action_skip(self) -> None:
        self.session = self.session.skipped()
        with self.telling():
            await self._show()

    async def action_suspend(self) -> None:
        with self.telling():
            self.session = self.study.suspend(self.session)
            self.quiz.tell(SUSPENDED)
            await self._show()

    async def action_more(self) -> None:
        if self._view:
            await self._view.more()
            self.refresh_bindings()

    def action_leave(self) -> None:
        if self.session.answers:
            self.quiz.tell(f"{plural(len(self.session.answers), 'answer')} saved.")
        self._leave()

    def _leave(self) -> None:
        self._left = True
        self.quiz.go_home()

    def action_scroll(self, lines: int) -> None:
        self._desk.scroll_relative(y=lines, animate=False)

    def action_turn(self, pages: int) -> None:
        turn = self._desk.scroll_page_down if pages > 0 else self._desk.scroll_page_up
        turn(animate=False)

    def on_reveal_clicked(self) -> None:
        self.action_reveal()

    async def on_chosen(self, event: Chosen) -> None:
        await self._grade(event.choice.grade)

    # — what is on the desk —

    @property
    def _desk(self) -> VerticalScroll:
        return self.query_one("#desk", VerticalScroll)

    @property
    def _standing(self) -> bool:
        """Whether there is a desk to work on: keys may come before it is laid and after it is left."""
        return not self._left and any(desk.is_attached for desk in self.query("#desk"))

    @property
    def _revealed(self) -> bool:
        return self._view is not None and self._view.revealed

    async def _grade(self, grade: int) -> None:
        if not self._revealed:
            return
        elapsed = min(int((monotonic() - self._shown) * 1000), LONGEST_ANSWER_MS)
        with self.telling():
            if self._view and self._view.entry.uid == self.session.current:  # else it could not be shown before
                self.session = self.study.grade(self.session, grade, elapsed)
            await self._show()

    async def _show(self) -> None:
        """Put the current card on the desk, its answer hidden; after the last one the summary."""
        self.session, entry = self.study.current(self.session)
        if entry is None:
            self._finish()
            return
        view, old = self._take(entry), self._view
        self._view, self._spare = view, None
        if not view.is_attached:
            await self._desk.mount(view)
        with self.app.batch_update():
            view.display = True
            if old and old is not view:
                old.display = False
                old.remove()
            self._desk.scroll_home(animate=False)
            self.query_one(GradeBar).ask()
            self._say_where(entry)
        self.refresh_bindings()
        self._shown = monotonic()
        self.call_after_refresh(self._prepare)

    def _take(self, entry: Entry) -> CardView:
        """A view of the entry with its answer hidden: one that is mounted already, where there is one."""
        mounted = [view for view in (self._spare, self._view) if view and view.shows(entry)]
        view = mounted[0] if mounted else CardView(entry)
        view.hide()
        if self._spare and self._spare is not view:
            self._spare.remove()
        return view

    def _prepare(self) -> None:
        """While the learner thinks: mount the answer, then the card that most likely follows."""
        if not self._standing:
            return
        if self._view:
            self._view.make_ready()
        self.query_one(GradeBar).make_ready()
        self.call_after_refresh(self._prepare_next)

    def _prepare_next(self) -> None:
        with self.telling():
            entry = self._entry(self.session.upcoming)
            if self._spare is None and entry and self.is_current and self._standing:
                self._spare = CardView(entry, ready=True)
                self._spare.display = False
                self._desk.mount(self._spare)

    def _entry(self, uid: str | None) -> Entry | None:
        try:
            entry = self.study.entry(uid) if uid else None
        except UsageError:
            return None
        return entry if entry and entry.askable else None

    def _spans(self, entry: Entry) -> list[str]:
        if self.session.phase == "drill":
            return [AGAIN_TODAY if grade < DRILL_BELOW else DONE_TODAY for grade in GRADES]
        return spans(self.study.intervals(entry))

    def on_resize(self) -> None:
        if self._view:
            self._say_where(self._view.entry)

    def _say_where(self, entry: Entry) -> None:
        progress = Progress.of(self.session)
        topic = (entry.topics or ("",))[0].replace(LEVEL, " › ")
        place = self.query_one("#place", Ends)
        if self.narrow:
            place.left, place.right = Content(safe(topic or entry.deck)), Content(progress.text)
        else:
            path = safe(f"{entry.deck} › {topic}" if topic else entry.deck)
            file = safe(f"{PurePath(entry.file).name}:{entry.line}")
            place.left = Content(path)
            place.right = Content.assemble((file, "dim"), "   ", (progress.text, "bold"))
        self.query_one(ProgressLine).share = progress.share

    def _finish(self) -> None:
        from quiz.tui.summary import Summary

        minutes = round((monotonic() - self._begun) / 60)
        self.app.push_screen(Summary(self.session, minutes), self._after)

    async def _after(self, undo: bool | None) -> None:
        if undo:
            await self.action_undo()
        else:
            self._leave()
