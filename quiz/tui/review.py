"""The review: a question, its answer, a grade; and the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from quiz.brief import in_brief
from quiz.entry import Entry
from quiz.errors import UsageError
from quiz.grades import GOOD, LONGEST_ANSWER_MS
from quiz.language import N_, _, n_
from quiz.schedule import spans
from quiz.session import Session
from quiz.sides import seen
from quiz.sm2 import DRILL_BELOW, GRADES
from quiz.study import ANSWERED_ELSEWHERE
from quiz.tally import Progress
from quiz.terminal import fit, safe
from quiz.tui import card_keys, scroll_keys
from quiz.tui.card_keys import CardKeys
from quiz.tui.desk import Desk
from quiz.tui.place import PlaceLine
from quiz.tui.scroll_keys import ScrollKeys
from quiz.tui.watching import Watching
from quiz.tui.widgets import Chosen, GradeBar, Hints, ProgressLine
from quiz.typed import wants_typing

if TYPE_CHECKING:
    from quiz.changes import Report

GRADE = N_("Grade the answer")
AGAIN_TODAY = N_("today")
DONE_TODAY = N_("done")
DRILL = N_("Drill: what scored below Good comes once more. The schedule stays as it is.")
PRACTICE = N_("Practice: nothing here changes the schedule.")
SUSPENDED = N_("Suspended. {key} brings it back.")
BURIED = N_("Buried until tomorrow. {key} brings it back.")
LEECH = N_("A leech: “{question}” keeps lapsing. {undo} goes back to it; {edit} rewrites it, {aside} sets it aside.")
LEECH_WIDTH = 40
BEGINS_ANEW = N_("In other words this is a new card. Its old history waits among the lost cards: home lists them.")
GONE = N_("The notes hold this card no longer.")


class ReviewScreen(Watching, CardKeys, ScrollKeys):
    """Asks the cards of a session until none is left. A grade is on disk before the next card is shown."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "reveal", N_("Answer"), tooltip=N_("Show the answer"), id="review.reveal"),
        Binding("space,enter", "good", N_("Good"), tooltip=N_("Grade the answer Good"), id="review.good"),
        Binding("space,enter", "accept", N_("As suggested"), tooltip=N_("Grade as suggested"), id="review.accept"),
        *(
            Binding(str(key), f"choose('{key}')", N_("Grade"), show=False, tooltip=GRADE, id=f"review.grade{key}")
            for key in GRADES
        ),
        Binding("u", "undo", N_("Undo"), tooltip=N_("Take back the last thing done"), id="review.undo"),
        *card_keys.KEYS,
        Binding("s", "skip", N_("Skip"), tooltip=N_("Ask this card later in this sitting"), id="review.skip"),
        Binding("b", "bury", N_("Bury"), tooltip=N_("Ask this card tomorrow instead"), id="review.bury"),
        Binding("x", "suspend", N_("Suspend"), tooltip=N_("Set this card aside for good"), id="review.suspend"),
        Binding("m", "more", N_("More"), tooltip=N_("Show more of a very long text"), id="review.more"),
        Binding(
            "escape,q", "leave", N_("Home"), key_display="q", tooltip=N_("Leave; answers are kept"), id="review.leave"
        ),
        *scroll_keys.KEYS,
    ]

    def __init__(self, session: Session, minutes: int = 0) -> None:
        super().__init__()
        self.session = session
        self._desk = Desk(lambda: self.study.today)
        self._minutes = minutes
        self._begun = self._shown = 0.0
        self._left = False

    def compose(self) -> ComposeResult:
        yield PlaceLine(self.quiz.seconds)
        yield ProgressLine()
        yield Static(id="phase", markup=False)
        yield self._desk
        yield GradeBar(self.quiz.choices)
        yield Hints()

    async def on_mount(self) -> None:
        self._begun = self.quiz.seconds()
        self.watch_notes()
        with self.telling():
            if self._standing:
                await self._show()

    # — what the keys do —

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self._standing:
            return False
        match action:
            case "reveal":
                return not self._desk.revealed
            case "good":
                return self._desk.revealed and self._desk.suggested in (None, GOOD)
            case "accept":
                return self._desk.revealed and self._desk.suggested not in (None, GOOD)
            case "choose":
                known = any(choice.key == parameters[0] for choice in self.quiz.choices)
                return known and (self._desk.revealed or None)
            case "more":
                return self._desk.has_more
            case "rewritten":
                return self._desk.entry is not None and self.study.is_leech(self._desk.entry)
        return True

    def action_reveal(self) -> None:
        if entry := self._desk.entry:
            self._desk.judge(self.quiz.choices)
            self._desk.reveal()
            self.query_one(GradeBar).offer(self._spans(entry))
            self.refresh_bindings()

    async def action_good(self) -> None:
        await self._grade(GOOD)

    async def action_accept(self) -> None:
        await self._grade(GOOD if self._desk.suggested is None else self._desk.suggested)

    async def action_choose(self, key: str) -> None:
        await self._grade(next(choice.grade for choice in self.quiz.choices if choice.key == key))

    async def action_undo(self) -> None:
        with self.telling():
            self.session, events = self.study.undo(self.session)
            self.tell_undone(events)
            if events:
                await self._show()

    async def action_skip(self) -> None:
        self.session = self.session.skipped()
        with self.telling():
            await self._show()

    async def action_suspend(self) -> None:
        with self.telling():
            self.session = self.study.aside(self.session, "suspend")
            self.quiz.tell(_(SUSPENDED).format(key=self.key_of("undo")))
            await self._show()

    async def action_bury(self) -> None:
        with self.telling():
            self.session = self.study.aside(self.session, "bury")
            self.quiz.tell(_(BURIED).format(key=self.key_of("undo")))
            await self._show()

    async def action_more(self) -> None:
        await self._desk.more()
        self.refresh_bindings()

    def action_leave(self) -> None:
        if count := len(self.session.answers):
            self.quiz.tell(n_("{n} answer saved.", "{n} answers saved.", count))
        self._leave()

    def _leave(self) -> None:
        self._left = True
        self.quiz.go_home()

    def on_typed_answer_given(self) -> None:
        self.action_reveal()

    def on_options_made(self) -> None:
        self.action_reveal()

    def on_reveal_clicked(self) -> None:
        self.action_reveal()

    async def on_chosen(self, event: Chosen) -> None:
        await self._grade(event.choice.grade)

    async def reword(self) -> None:
        self.query_one(GradeBar).call(self.quiz.choices)
        if self._standing and (entry := self._desk.entry):
            self._say_where(entry)
            self.query_one(GradeBar).span(self._spans(entry))
        await super().reword()

    # — what is on the desk —

    @property
    def desk(self) -> Desk:
        return self._desk

    @property
    def _standing(self) -> bool:
        """Whether there is a desk to work on: keys may come before it is laid and after it is left.

        It is asked for every hint of a key, whenever the hints are shown.
        """
        return not self._left and self._desk.is_attached

    async def _grade(self, grade: int) -> None:
        entry = self._desk.entry
        if entry is None or not self._desk.revealed:
            return
        elapsed = min(int((self.quiz.seconds() - self._shown) * 1000), LONGEST_ANSWER_MS)
        with self.telling():
            if entry.uid == self.session.current:  # else it could not be shown before
                answers = len(self.session.answers)
                self.session = self.study.grade(self.session, grade, elapsed)
                if len(self.session.answers) == answers:
                    self.quiz.tell(_(ANSWERED_ELSEWHERE), "warning")
                self._tell_leech(entry)
            if self._minutes and self.quiz.seconds() - self._begun >= 60 * self._minutes:
                self.session = self.session.ended()
            await self._show()

    def _tell_leech(self, entry: Entry) -> None:
        if self.session.made_leech(entry.uid):
            told = _(LEECH)
            keys = {"undo": self.key_of("undo"), "edit": self.key_of("edit"), "aside": self.key_of("suspend")}
            self.quiz.tell(safe(told.format(question=fit(in_brief(entry.question), LEECH_WIDTH), **keys)), "warning")

    @property
    def card(self) -> Entry | None:
        return self._desk.entry

    @property
    def text(self) -> str:
        card = self.card
        return seen(card, revealed=self._desk.revealed) if card else ""

    async def show_anew(self) -> None:
        await self._show(keep=True)

    async def looked(self, report: Report | None) -> None:
        """A card that lies here as it was goes on lying; one that was lost makes way for what it was rewritten into."""
        lies = self._desk.entry
        if lies and report and report.lost(lies.uid):
            heirs = report.heirs(lies.file, lies.line)
            self.session = self.session.followed(lies.uid, heirs)
            if not heirs or report.of("orphaned"):
                self.quiz.tell(_(BEGINS_ANEW if heirs else GONE), "warning")
        self.session, now = self.study.current(self.session)
        if now != lies:
            await self.show_anew()

    async def _show(self, *, keep: bool = False) -> None:
        """Put the current card on the desk, its answer hidden; after the last one the summary.

        With `keep` a card that is there already stays as it lies.
        """
        self.session, entry = self.study.current(self.session)
        if entry is None:
            self._finish()
            return
        lies = keep and self._desk.revealed and self._desk.entry is not None and self._desk.entry.uid == entry.uid
        await self._desk.lay(entry, keep=lies)
        if lies:
            self.action_reveal()
        else:
            self.query_one(GradeBar).ask()
            self._shown = self.quiz.seconds()
            self._desk.ask_options()
            if wants_typing(entry, self.quiz.manner.typed):
                await self._desk.ask_typed()
        self._say_where(entry)
        self.refresh_bindings()
        self.call_after_refresh(self._prepare)

    def _prepare(self) -> None:
        if self._standing:
            self.query_one(GradeBar).make_ready()
            self._desk.prepare(self._upcoming)

    def _upcoming(self) -> Entry | None:
        """The card that most likely follows, while this one is asked."""
        uid = self.session.upcoming
        with self.telling():
            try:
                entry = self.study.entry(uid) if uid and self._standing and self.is_current else None
            except UsageError:
                return None
            return entry if entry and entry.askable else None
        return None

    def _spans(self, entry: Entry) -> list[str]:
        """What each grade 0–5 would bring."""
        if self.session.phase == "drill" or self.session.practice:
            return [_(AGAIN_TODAY if grade < DRILL_BELOW else DONE_TODAY) for grade in GRADES]
        return spans(self.study.intervals(entry))

    def on_resize(self) -> None:
        if self._standing and self._desk.entry:
            self._say_where(self._desk.entry)

    def _say_where(self, entry: Entry) -> None:
        session = self.session
        phase = self.query_one("#phase", Static)
        phase.display = session.practice or session.phase == "drill"
        phase.update(_(PRACTICE if session.practice else DRILL))
        progress = Progress.of(session)
        self.query_one(ProgressLine).share = progress.share
        place = self.query_one(PlaceLine)
        place.since = self._shown if self.quiz.manner.timer else None
        place.say(entry, progress.text, leech=self.study.is_leech(entry), narrow=self.narrow)

    def _finish(self) -> None:
        from quiz.tui.summary import Summary

        minutes = round((self.quiz.seconds() - self._begun) / 60)
        self.app.push_screen(Summary(self.session, minutes), self._after)

    async def _after(self, wish: str | None) -> None:
        """What the summary was left with: `undo`, `more`, or nothing."""
        if wish == "undo":
            await self.action_undo()
        elif wish == "more":
            self.session, self._minutes = self.session.resumed(), 0
            with self.telling():
                await self._show()
        else:
            self._leave()
