"""The application: which screen is shown, what holds for all of them, and keys typed in Hangul mode."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.notifications import SeverityLevel
from textual.screen import Screen

from quiz.entry import Entry
from quiz.grades import choices
from quiz.language import N_, _, use
from quiz.session import Session
from quiz.settings import ReviewSettings
from quiz.study import Sitting, Study
from quiz.terminal import safe
from quiz.tui.hangul import keycaps
from quiz.tui.page import NARROW, Page

if TYPE_CHECKING:
    from quiz.changes import Report
    from quiz.exam.run import Run
    from quiz.taking import Wishes

ROOMY = 100
TALL = 20
NO_COLOR_THEME = "ansi-dark"
NOTHING_HERE = N_("Nothing to ask here today.")
NO_MATCH = N_("No card to ask matches that.")


Remember = Callable[[tuple[str, ...], object], None]
"""Writes a value to the path of a setting; QuizError where it cannot."""


class QuizApp(App[None]):
    """One library on screen; starts with a review or a quiz where a sitting or a run is given, else at home."""

    TITLE = "quiz"
    TOLD_S = (2.0, 8.0)
    """For how long a toast stands, and one that tells of an error."""
    CSS_PATH = "quiz.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide"), (ROOMY, "-roomy")]  # noqa: RUF012  # typed by Textual
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]  # noqa: RUF012  # typed by Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", N_("Help"), tooltip=N_("Every key of this screen"), id="app.help"),
        Binding(
            "ctrl+p", "command_palette", N_("Commands"), tooltip=N_("Find a command by its name"), id="app.commands"
        ),
        Binding(
            "ctrl+q",
            "quit",
            N_("Quit"),
            show=False,
            priority=True,
            tooltip=N_("Leave quiz; everything is saved"),
            id="app.quit",
        ),
    ]

    def __init__(
        self,
        study: Study,
        sitting: Sitting | None = None,
        *,
        taken: Run | None = None,
        wishes: Wishes | None = None,
        manner: ReviewSettings | None = None,
        theme: str = "textual-dark",
        keys: Mapping[str, str] = MappingProxyType({}),
        remember: Remember | None = None,
        notices: Sequence[str] = (),
        no_color: bool = False,
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        """`theme` and `keys` are such as `quiz.tui.refusals` lets pass; `remember` writes a setting chosen here."""
        super().__init__(ansi_color=True if no_color else None)
        self.study = study
        self.manner = manner or ReviewSettings()
        self.choices = choices(self.manner.scale)
        self.seconds = seconds
        self._sitting = sitting
        self._taken, self._wishes = taken, wishes
        self._notices = [safe(notice) for notice in notices]
        self.remember = remember
        self.theme = NO_COLOR_THEME if no_color else theme
        if keys:
            from quiz.tui.keys import keymap

            self.set_keymap(keymap(keys))

    def get_default_screen(self) -> Screen[str]:
        if self._sitting and self._sitting.session.ahead:
            return self._review(self._sitting.session)
        if self._taken:
            from quiz.tui.take import TakeScreen

            return TakeScreen(self._taken, self._wishes)
        return self._home()

    def on_mount(self) -> None:
        """A polite end of the process leaves the terminal as it was."""
        if self.is_headless:
            return
        try:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit, None, 128 + signal.SIGTERM)
        except NotImplementedError:  # Windows: the process just ends
            return

    def on_app_focus(self) -> None:
        """Whoever comes back from another window may have edited the notes there."""
        from quiz.tui.watching import Watching

        if isinstance(self.screen, Watching):
            self.screen.look_again()

    def on_ready(self) -> None:
        if self._notices:
            self.tell("\n".join(self._notices), "warning")
        if self._sitting and not self._sitting.session.ahead:
            self.tell(_(NOTHING_HERE if self._sitting.found else NO_MATCH))

    def on_key(self, event: Key) -> None:
        """A letter typed ahead of the line it is meant for goes there; keys of Hangul mode are retried in Latin."""
        line = self.focused
        if line is not None and line.check_consume_key(event.key, event.character):
            event.prevent_default()
            line.post_message(Key(event.key, event.character))
            return
        pressed = keycaps(event.key)
        if pressed != (event.key,) and event.key not in self.screen.active_bindings:
            for key in pressed:
                self.simulate_key(key)

    def tell(self, message: str, severity: SeverityLevel = "information") -> None:
        """A toast in place of the last one, on as few lines as it needs; the text is data, never markup."""
        self.clear_notifications()
        if self.size.height < TALL:
            message = " ".join(message.split("\n"))
        self.notify(safe(message), severity=severity, markup=False, timeout=self.TOLD_S[severity == "error"])

    def go_home(self) -> None:
        """Leave the review; one that was the first screen stays below."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            self.push_screen(self._home())

    def start(self, session: Session) -> None:
        """Ask the cards of a session, as many and as long as the settings say."""
        if session.ahead:
            self.push_screen(self._review(session))
        else:
            self.tell(_(NOTHING_HERE))

    def open(self, name: str, query: str = "") -> None:
        """Show another screen: `browse` or `statistics`, of what a query selects."""
        if name == "browse":
            from quiz.tui.browse import BrowseScreen

            self.push_screen(BrowseScreen(query))
        else:
            from quiz.tui.statistics import StatisticsScreen

            self.push_screen(StatisticsScreen(query))

    def edit(self, entry: Entry) -> bool:
        """Let the person edit the notes at the card; False where it could not be done. What changed is not taken in."""
        from quiz import editor, sources

        if entry.file.startswith(sources.BUNDLED):
            self.tell(_("This card comes with quiz. Notes of your own can be edited: `quiz add PATH`."), "warning")
            return False
        command = editor.command(os.environ, sources.disk_path(entry.file), entry.line)
        try:
            with self.suspend():
                code = editor.run(command)
        except SuspendNotSupported:
            self.tell(_("No editor can be opened from here."), "warning")
            return False
        if code:
            self.tell(_("The editor ended with {code}.").format(code=code), "warning")
        return True

    def take_in(self) -> Report | None:
        """Take in what changed in the notes, and say where they could not be read."""
        report = self.study.refresh()
        if report and report.failed:
            self.tell(_("The notes could not be read: `quiz check` says why."), "error")
        return report

    async def speak(self, language: str) -> None:
        """Say everything in one of `quiz.language.LANGUAGES` from now on, also what stands on open screens."""
        use(language)
        self.choices = choices(self.manner.scale)
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                await screen.reword()

    def action_help(self) -> None:
        from quiz.tui.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.screen.active_bindings))

    def action_help_quit(self) -> None:
        """Ctrl-C, which ends other programs."""
        for active in self.active_bindings.values():
            if active.binding.id == "app.quit":
                self.tell(_("{key} leaves quiz.").format(key=self.get_key_display(active.binding)))

    def action_command_palette(self) -> None:
        from quiz.tui import commands

        commands.offer_actions(self)

    def action_theme(self) -> None:
        from quiz.tui import commands

        commands.offer_themes(self)

    def action_language(self) -> None:
        from quiz.tui import commands

        commands.offer_languages(self)

    def _home(self) -> Screen[str]:
        from quiz.tui.home import Home

        return Home()

    def _review(self, session: Session) -> Screen[str]:
        from quiz.tui.review import ReviewScreen

        return ReviewScreen(session.boxed(self.manner.cards), self.manner.minutes)
