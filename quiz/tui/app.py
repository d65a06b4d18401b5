"""The application: which screen is shown, what holds for all of them, and keys typed in Hangul mode."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.notifications import SeverityLevel
from textual.screen import Screen

from quiz.grades import choices
from quiz.session import Session
from quiz.study import Sitting, Study
from quiz.terminal import safe
from quiz.tui.hangul import keycaps
from quiz.tui.page import NARROW

ROOMY = 100
TALL = 20
NO_COLOR_THEME = "ansi-dark"
COMMANDS = ("Theme", "Quit")
NOTHING_HERE = "Nothing to ask here today."
NO_MATCH = "No card to ask matches that."


class QuizApp(App[None]):
    """One library on screen; starts with a review where a sitting is given, else at home."""

    TITLE = "quiz"
    CSS_PATH = "quiz.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide"), (ROOMY, "-roomy")]  # noqa: RUF012  # typed by Textual
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]  # noqa: RUF012  # typed by Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "Help", key_display="?", tooltip="Every key of this screen", id="app.help"),
    ]

    def __init__(
        self,
        study: Study,
        sitting: Sitting | None = None,
        *,
        scale: int = 4,
        theme: str = "textual-dark",
        notices: Sequence[str] = (),
        no_color: bool = False,
    ) -> None:
        super().__init__(ansi_color=True if no_color else None)
        self.study = study
        self.choices = choices(scale)
        self._sitting = sitting
        self._notices = [safe(notice) for notice in notices]
        if no_color:
            self.theme = NO_COLOR_THEME
        elif theme in self.available_themes:
            self.theme = theme
        else:
            self._notices.append(f"There is no theme {safe(theme)!r}.")

    def get_default_screen(self) -> Screen[bool]:
        if self._sitting and self._sitting.session.ahead:
            return self._review(self._sitting.session)
        return self._home()

    def on_mount(self) -> None:
        """A polite end of the process leaves the terminal as it was."""
        if self.is_headless:
            return
        try:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit, None, 128 + signal.SIGTERM)
        except NotImplementedError:  # Windows: the process just ends
            return

    def on_ready(self) -> None:
        if self._notices:
            self.tell("\n".join(self._notices), "warning")
        if self._sitting and not self._sitting.session.ahead:
            self.tell(NOTHING_HERE if self._sitting.counts.total else NO_MATCH)

    def on_key(self, event: Key) -> None:
        """Retry what no widget and no binding took as the Latin keys it was typed with."""
        pressed = keycaps(event.key)
        if pressed != (event.key,) and event.key not in self.screen.active_bindings:
            for key in pressed:
                self.simulate_key(key)

    def tell(self, message: str, severity: SeverityLevel = "information") -> None:
        """A toast in place of the last one; the text is data, never markup."""
        self.clear_notifications()
        self.notify(message, severity=severity, markup=False, timeout=8 if severity == "error" else 2)

    def go_home(self) -> None:
        """Leave the review; one that was the first screen stays below."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            self.push_screen(self._home())

    def start(self, session: Session) -> None:
        if session.ahead:
            self.push_screen(self._review(session))
        else:
            self.tell(NOTHING_HERE)

    def action_help(self) -> None:
        from quiz.tui.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.screen.active_bindings.values()))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        yield from (command for command in super().get_system_commands(screen) if command.title in COMMANDS)
        yield SystemCommand("Help", "Every key of this screen", self.action_help)

    def _home(self) -> Screen[bool]:
        from quiz.tui.home import Home

        return Home()

    def _review(self, session: Session) -> Screen[bool]:
        from quiz.tui.review import ReviewScreen

        return ReviewScreen(session)
