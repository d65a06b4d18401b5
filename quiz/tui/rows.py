"""The decks and topics to start from: a tree with counts that folds, drawn only where it is in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, MouseMove
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual
from textual.widget import Widget

from quiz.charts import padded
from quiz.language import N_, _
from quiz.overview import Branch, Key, Row, folded_at_first, rows
from quiz.terminal import cell_width, one_line
from quiz.today import filled, percent, short
from quiz.tui.widgets import ends

ALL_CARDS, ALL_MATCHING = N_("All cards"), N_("All that match")
COUNTED, MASTERED = (N_("due"), N_("new"), N_("total")), N_("mastered")
ROOMY = 60
NARROW_COLUMNS, ROOMY_COLUMNS = (5, 5, 6), (7, 7, 8)
BAR, PERCENT = 10, 5
COLOURS = ("$text-success", "$text-primary", "")
MARKS = {True: "▾ ", False: "▸ ", None: "  "}
FOLD = Style.from_meta({"fold": True})
MOVE, FOLDING = N_("Go down and up"), N_("Unfold and fold")


class Rows(ScrollView, can_focus=True):
    """All cards, then every deck with its topics. The cursor stays on its branch whatever is folded or counted anew."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", N_("Start"), key_display="⏎", tooltip=N_("Review this row"), id="home.start"),
        Binding("j,down", "move(1)", N_("Down"), show=False, tooltip=MOVE, id="home.down"),
        Binding("k,up", "move(-1)", N_("Up"), show=False, tooltip=MOVE, id="home.up"),
        Binding("g,home", "first", N_("First"), show=False, tooltip=N_("Go to the first row"), id="home.first"),
        Binding("G,end", "last", N_("Last"), show=False, tooltip=N_("Go to the last row"), id="home.last"),
        Binding("pagedown", "page(1)", N_("Page down"), show=False, id="home.pagedown"),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, id="home.pageup"),
        Binding("l,right", "fold(False)", N_("Unfold"), show=False, tooltip=FOLDING, id="home.unfold"),
        Binding("h,left", "fold(True)", N_("Fold"), show=False, tooltip=FOLDING, id="home.fold"),
        Binding("space", "turn", N_("Fold"), show=False, tooltip=FOLDING, id="home.toggle"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor", "rows--hover"}
    DEFAULT_CSS = """
    Rows {
        height: 1fr; scrollbar-gutter: stable; scrollbar-size-vertical: 1;
        scrollbar-color: $foreground 20%; scrollbar-color-hover: $foreground 30%;
        scrollbar-color-active: $foreground 40%; scrollbar-background: $background;
        scrollbar-background-hover: $background; scrollbar-background-active: $background;
        & > .rows--hover { background: $block-hover-background; }
        & > .rows--cursor { background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground; }
        &:focus > .rows--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    }
    """

    cursor: reactive[int] = reactive(0)
    hover: reactive[int | None] = reactive(None)

    class Started(Message):
        """The person wants to review a branch."""

        def __init__(self, branch: Branch) -> None:
            super().__init__()
            self.branch = branch

    def __init__(self) -> None:
        super().__init__()
        self._branches: Sequence[Branch] = ()
        self._rows: list[Row] = []
        self._narrowed = False
        self._folded: set[Key] = set()
        self._folded_in_all: set[Key] | None = None

    @property
    def branch(self) -> Branch | None:
        """The one under the cursor."""
        return self._rows[self.cursor].branch if self._rows else None

    def show(self, branches: Sequence[Branch], *, narrowed: bool) -> None:
        """Show these branches; what is folded where the tree is not narrowed is remembered."""
        if self._folded_in_all is None and not narrowed:
            self._folded_in_all = folded_at_first(branches)
        if narrowed or self._folded_in_all is None:
            self._folded = folded_at_first(branches)
        else:
            self._folded = self._folded_in_all
        self._branches, self._narrowed = branches, narrowed
        self._unfold()

    def on_resize(self) -> None:
        self._measure()

    def render_line(self, y: int) -> Strip:
        index, width = self.scroll_offset.y + y, self.scrollable_content_region.width
        if index >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        part = {self.cursor: ("rows--cursor",), self.hover: ("rows--hover",)}.get(index, ())
        style = self.get_visual_style(*part) if part else self.visual_style
        root = _(ALL_MATCHING if self._narrowed else ALL_CARDS)
        content = line(self._rows[index], width, root, plain=index == self.cursor)
        return Visual.to_strips(self, content, width, 1, style, pad=True)[0].apply_meta({"row": index})

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, len(self._rows) - 1))

    def watch_cursor(self) -> None:
        self.refresh()
        self._follow()

    def watch_hover(self) -> None:
        self.refresh()

    def on_mouse_move(self, event: MouseMove) -> None:
        self.hover = event.style.meta.get("row")

    def on_leave(self) -> None:
        self.hover = None

    def on_click(self, event: Click) -> None:
        """A click on a mark folds, one on a row goes there, and one where the cursor is starts."""
        index, meta = event.style.meta.get("row"), event.style.meta
        if index is None:
            return
        before, self.cursor = self.cursor, index
        if meta.get("fold"):
            self.action_turn()
        elif before == index:
            self.action_start()

    def action_start(self) -> None:
        if branch := self.branch:
            self.post_message(self.Started(branch))

    def action_move(self, rows: int) -> None:
        self.cursor += rows

    def action_page(self, pages: int) -> None:
        self.cursor += pages * self.scrollable_content_region.height

    def action_first(self) -> None:
        self.cursor = 0

    def action_last(self) -> None:
        self.cursor = len(self._rows)

    def action_fold(self, fold: bool) -> None:
        """Fold the branch, or go to the one above where it is folded; unfold it, or go to the first one below."""
        if not self._rows:
            return
        row = self._rows[self.cursor]
        if row.open is not None and row.open == fold:
            self.action_turn()
        elif not fold and row.open:
            self.cursor += 1
        elif fold and row.above:
            self._go_to(row.above)

    def action_turn(self) -> None:
        branch = self.branch
        if branch and self._rows[self.cursor].open is not None:
            self._folded ^= {branch.key}
            self._unfold()

    def _unfold(self) -> None:
        """Lay out what is in sight, with the cursor on the branch it was on or on the one that hides it."""
        branch = self.branch
        self._rows = rows(self._branches, self._folded)
        self._measure()
        self.cursor = self.cursor
        if branch:
            self._go_to(branch.key)
        self.refresh()

    def _go_to(self, key: Key) -> None:
        places = {row.branch.key: place for place, row in enumerate(self._rows)}
        self.cursor = places.get(key, self.cursor)

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))
        self._follow()

    def _follow(self) -> None:
        if self._rows:
            row = Region(0, self.cursor, self.virtual_size.width, 1)
            self.scroll_to_region(row, animate=False, force=True, immediate=True)


class Heading(Widget):
    """What the columns of the rows are called."""

    DEFAULT_CSS = "Heading { height: 1; padding: 0 1 0 0; color: $text-muted; }"

    def render(self) -> Content:
        width = self.size.width
        names = [padded(_(name), size, right=True) for name, size in zip(COUNTED, _columns(width), strict=True)]
        mastered = padded(_(MASTERED), BAR + PERCENT + 2, right=True) if width >= ROOMY else f"{'%':>{PERCENT}}"
        return ends(Content(), Content("".join([*names, mastered, " "])), width)


def line(row: Row, width: int, root: str = "", *, plain: bool = False) -> Content:
    """A branch (`root` is the name of all) as one line of `width` columns; `plain` without colours of its own."""
    branch = row.branch
    name = Content.assemble(
        " " + "  " * row.depth,
        Content(MARKS[row.open]).stylize(FOLD if row.open is not None else ""),
        Content.styled(one_line(branch.name or root), "" if branch.topic else "bold"),
    )
    figures = zip((branch.due, branch.new, branch.total), _columns(width), COLOURS, strict=True)
    parts = [_cell(number, size, colour) for number, size, colour in figures]
    if width >= ROOMY:
        parts.append(_bar(branch))
    share = percent(branch) if branch.total else ""
    whole = ends(name, Content.assemble(*parts, f"{share:>{PERCENT}} "), width)
    return Content(whole.plain) if plain else whole


def _columns(width: int) -> list[int]:
    """How wide the columns of figures are, each with a blank at its left; a long name makes room for itself."""
    sizes = ROOMY_COLUMNS if width >= ROOMY else NARROW_COLUMNS
    return [max(size, cell_width(_(name)) + 1) for name, size in zip(COUNTED, sizes, strict=True)]


def _cell(number: int, width: int, colour: str) -> Content:
    shown = str(number) if len(str(number)) < width else short(number)
    return Content.styled(f"{shown:>{width}}", colour) if number else Content.styled(f"{'·':>{width}}", "dim")


def _bar(branch: Branch) -> Content:
    full = filled(branch.mastery, BAR)
    return Content.assemble("  ", ("━" * full, "$success"), ("─" * (BAR - full), "dim"))
