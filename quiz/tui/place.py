"""The line above a card: where it belongs, where it stands, how far the sitting is, and the time it takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from textual.content import Content

from quiz.entry import Entry
from quiz.language import _
from quiz.terminal import one_line
from quiz.topics import LEVEL
from quiz.tui.widgets import Ends

FLAG = "⚑"


class PlaceLine(Ends):
    def __init__(self, seconds: Callable[[], float]) -> None:
        super().__init__(id="place")
        self._seconds = seconds
        self.since: float | None = None
        """When the card was shown, by the clock `seconds`; None shows no time."""
        self._parts: list[Content] = []

    def on_mount(self) -> None:
        self.set_interval(1, self._tick)

    def say(self, entry: Entry, progress: str, *, leech: bool, narrow: bool) -> None:
        topic = (entry.topics or ("",))[0].replace(LEVEL, " › ")
        marks = [Content.styled(FLAG, "$text-warning")] if entry.progress.flagged else []
        if leech:
            marks.append(Content.styled(_("leech"), "$text-error"))
        if narrow:
            self.left = Content(one_line(topic or entry.deck))
        else:
            self.left = Content(one_line(f"{entry.deck} › {topic}" if topic else entry.deck))
            marks.append(Content(one_line(f"{PurePath(entry.file).name}:{entry.line}")))
        self._parts = [*marks, Content.styled(progress, "bold $foreground")]
        self._tick()

    def _tick(self) -> None:
        parts = list(self._parts)
        if self.since is not None:
            parts.insert(-1, Content(clock(self._seconds() - self.since)))
        self.right = Content("  ").join(parts)


def clock(seconds: float) -> str:
    """`0:07`, `12:30`; an hour and more is `1:00:00`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
