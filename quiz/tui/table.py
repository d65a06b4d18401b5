"""A table of any number of cards: only the lines on the screen are ever made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from quiz.columns import MARKS, cell, places, tone
from quiz.entry import Entry
from quiz.language import N_
from quiz.tui.head import line

CHOSEN, FLAG = "✓", "⚑"
MOVE = N_("Go up and down")
TONES = {"": "", "due": "$text-success", "new": "$text-primary", "aside": "dim"}


class CardRows(ScrollView, can_focus=True):
    """The rows, by uid. `chosen` may hold cards that are not shown: nothing is done to those."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--line", "rows--cursor", "rows--chosen"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "choose", N_("Choose"), tooltip=N_("Choose this row, or not"), id="rows.choose"),
        Binding("v", "range", N_("Range"), show=False, tooltip=N_("Choose from here to there"), id="rows.range"),
        Binding("ctrl+a", "all", N_("All"), show=False, tooltip=N_("Choose all rows, or none"), id="rows.all"),
        Binding("i", "invert", N_("Invert"), show=False, tooltip=N_("Choose the other rows"), id="rows.invert"),
        Binding("down,j", "move(1)", N_("Down"), show=False, tooltip=MOVE, id="rows.down"),
        Binding("up,k", "move(-1)", N_("Up"), show=False, tooltip=MOVE, id="rows.up"),
        Binding("pagedown,ctrl+d", "turn(1)", N_("Page down"), show=False, tooltip=MOVE, id="rows.pagedown"),
        Binding("pageup,ctrl+u", "turn(-1)", N_("Page up"), show=False, tooltip=MOVE, id="rows.pageup"),
        Binding("home,g", "jump(0)", N_("First"), show=False, tooltip=N_("The first row"), id="rows.first"),
        Binding("end,G", "jump(-1)", N_("Last"), show=False, tooltip=N_("The last row"), id="rows.last"),
        Binding("shift+down", "extend(1)", N_("Extend"), show=False, tooltip=N_("Choose and go on"), id="rows.extend"),
        Binding("shift+up", "extend(-1)", N_("Extend"), show=False, tooltip=N_("Choose and go on"), id="rows.extendup"),
    ]

    cursor: reactive[int] = reactive(0)
    nothing: reactive[str] = reactive("")
    """What stands in the place of rows where there are none, in short lines."""

    class Moved(Message):
        """The cursor stands on another card, or on none."""

    class Picked(Message):
        """Other rows are chosen."""

    class Opened(Message):
        """A row was clicked twice."""

    def __init__(self, entry: Callable[[str], Entry | None], today: Callable[[], int]) -> None:
        super().__init__()
        self.uids: list[str] = []
        self.chosen: set[str] = set()
        self._entry = entry
        self._today = today
        self._anchor: int | None = None

    # — what is shown —

    @property
    def current(self) -> str | None:
        return self.uids[self.cursor] if self.cursor < len(self.uids) else None

    @property
    def targets(self) -> list[str]:
        """The chosen cards that are shown, in order; without any that under the cursor."""
        span = self._span()
        picked = [uid for at, uid in enumerate(self.uids) if uid in self.chosen or at in span]
        return picked or ([self.current] if self.current else [])

    @property
    def picked(self) -> int:
        """How many of the rows are chosen."""
        span = self._span()
        return sum(uid in self.chosen or at in span for at, uid in enumerate(self.uids)) if self.choosing else 0

    @property
    def choosing(self) -> bool:
        return bool(self.chosen) or self._anchor is not None

    def next_but(self, gone: Collection[str]) -> str | None:
        """The card under the cursor, or the next one that is not gone."""
        rest = (*self.uids[self.cursor :], *reversed(self.uids[: self.cursor]))
        return next((uid for uid in rest if uid not in gone), None)

    def show(self, uids: Sequence[str], keep: str | None = None) -> None:
        """Show other rows, the cursor on the card to `keep` where it is among them."""
        self._anchor = None
        self.uids = list(uids)
        self._measure()
        self.set_reactive(CardRows.cursor, self.uids.index(keep) if keep in self.uids else 0)
        self._reveal()
        self.refresh()
        self.post_message(self.Moved())

    def extend(self, uids: Sequence[str]) -> None:
        """Show more rows below the others."""
        first = not self.uids
        self.uids += uids
        self._measure()
        self.refresh()
        if first:
            self.post_message(self.Moved())

    def _measure(self) -> None:
        self.virtual_size = Size(0, len(self.uids))

    def render_line(self, y: int) -> Strip:
        at, width = self.scroll_offset.y + y, self.scrollable_content_region.width
        entry = self._entry(self.uids[at]) if at < len(self.uids) else None
        if entry:
            names = self._style_of(at)
            content = self._row(entry, width, plain="rows--cursor" in names, chosen="rows--chosen" in names)
        else:
            names, content = ("rows--line",), Content.styled(self._line_of_nothing(y), TONES["aside"])
        return Visual.to_strips(self, content, width, 1, self.get_visual_style(*names), pad=True)[0]

    def _line_of_nothing(self, y: int) -> str:
        lines = self.nothing.split("\n")
        return " " * MARKS + lines[y] if not self.uids and y < len(lines) else ""

    def _style_of(self, at: int) -> tuple[str, ...]:
        chosen = self.uids[at] in self.chosen or at in self._span()
        names = ("rows--line", *(["rows--chosen"] if chosen else []))
        return (*names, "rows--cursor") if at == self.cursor else names

    def _row(self, entry: Entry, width: int, *, plain: bool, chosen: bool) -> Content:
        today = self._today()
        told = "" if plain else tone(entry, today)
        cells = []
        for place in places(width):
            text = Content(cell(entry, place.column, today))
            toned = told == "aside" or place.column.name == "due"
            cells.append((place, text.stylize(TONES[told]) if toned else text))
        return line(cells, (CHOSEN if chosen else " ") + (FLAG if entry.progress.flagged else " "))

    # — the cursor —

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, len(self.uids) - 1))

    def watch_cursor(self, before: int, _after: int) -> None:
        if self._anchor is not None:
            self.refresh()
            self.post_message(self.Picked())
        self.refresh_line(before)
        self.refresh_line(self.cursor)
        self._reveal()
        self.post_message(self.Moved())

    def _reveal(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True, x_axis=False)

    def action_move(self, rows: int) -> None:
        self.cursor += rows

    def action_turn(self, pages: int) -> None:
        self.cursor += pages * max(1, self.scrollable_content_region.height - 1)

    def action_jump(self, at: int) -> None:
        self.cursor = at % max(1, len(self.uids))

    # — what is chosen —

    def action_choose(self) -> None:
        if self._anchor is not None:
            self._settle()
        elif self.current:
            self.chosen ^= {self.current}
            self.refresh_line(self.cursor)
            self.cursor += 1
        self.post_message(self.Picked())

    def action_range(self) -> None:
        """Begin to choose rows, or end with the row under the cursor."""
        if self._anchor is None:
            self._anchor = self.cursor
            self.refresh_line(self.cursor)
        else:
            self._settle()
        self.post_message(self.Picked())

    def action_extend(self, rows: int) -> None:
        self.chosen |= {self.current} if self.current else set()
        self.cursor += rows
        self.chosen |= {self.current} if self.current else set()
        self.refresh()
        self.post_message(self.Picked())

    def action_all(self) -> None:
        everything = set(self.uids)
        self.choose(set() if everything <= self.chosen else self.chosen | everything)

    def action_invert(self) -> None:
        self.choose(self.chosen ^ set(self.uids))

    def choose(self, uids: set[str]) -> None:
        """Let exactly these be chosen."""
        self._anchor = None
        self.chosen = uids
        self.refresh()
        self.post_message(self.Picked())

    def _settle(self) -> None:
        self.choose(self.chosen | {self.uids[at] for at in self._span()})

    def _span(self) -> range:
        """The rows that are being chosen one after the other."""
        if self._anchor is None:
            return range(0)
        return range(min(self._anchor, self.cursor), min(max(self._anchor, self.cursor) + 1, len(self.uids)))

    def on_click(self, event: Click) -> None:
        at = self.scroll_offset.y + event.y
        if at >= len(self.uids):
            return
        if event.shift:
            first, last = sorted((self.cursor, at))
            self.choose(self.chosen | set(self.uids[first : last + 1]))
        self.cursor = at
        if event.ctrl or event.x < MARKS:
            self.choose(self.chosen ^ {self.uids[at]})
        elif event.chain == 2:
            self.post_message(self.Opened())
