"""Every card in a table: found by a query at every key, sorted, shown, and acted upon."""

from __future__ import annotations

import gc
from collections.abc import Collection, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content

from quiz.columns import SORTS, column
from quiz.entry import Entry
from quiz.language import N_, _, n_
from quiz.tui import act_keys, lost_keys, use_keys
from quiz.tui.act_keys import ActKeys
from quiz.tui.app import ROOMY
from quiz.tui.filter import FilterLine
from quiz.tui.finder import Finder
from quiz.tui.head import CardHead
from quiz.tui.lost_keys import LostKeys
from quiz.tui.page import NARROW
from quiz.tui.preview import Preview
from quiz.tui.table import CardRows
from quiz.tui.use_keys import UseKeys
from quiz.tui.widgets import Ends, Hints

BESIDE = 130
"""The width from which the preview stands beside the table."""
LOST = "is:orphan"
CARD = N_("Show or hide the card")
BACKWARDS = N_("Choose nothing, clear the filter, leave")
NO_CARDS = N_("There are no cards yet.\n`quiz add PATH` takes in your notes.")
NO_MATCH = N_("No card matches.\nEscape clears the filter.")
NO_LOST = N_("No card is lost: the notes hold all.\nEscape shows them.")
READING = N_("Reading the cards …")


class BrowseScreen(ActKeys, LostKeys, UseKeys):
    AUTO_FOCUS = "CardRows"
    DEFAULT_CSS = """
    BrowseScreen {
        #filter { padding: 0 1; }
        #body { height: 1fr; }
        #cards { height: 1fr; }
        CardHead { height: 1; padding: 0 1 0 0; color: $text-muted; text-style: bold; text-wrap: nowrap; }
        CardRows {
            height: 1fr; overflow-x: hidden; overflow-y: scroll; text-wrap: nowrap;
            scrollbar-size-vertical: 1; scrollbar-color: $foreground 20%; scrollbar-background: $background;
            scrollbar-color-hover: $foreground 30%; scrollbar-color-active: $foreground 40%;
            scrollbar-background-hover: $background; scrollbar-background-active: $background;
            & > .rows--cursor { background: $block-cursor-blurred-background; text-style: bold; }
            & > .rows--chosen { background: $primary 25%; }
            &:focus > .rows--cursor {
                color: $block-cursor-foreground; background: $block-cursor-background;
                text-style: $block-cursor-text-style;
            }
        }
        Preview { height: 2fr; max-height: 50%; border-top: solid $foreground 15%; scrollbar-size-vertical: 1; }
        #status { height: 1; padding: 0 1; color: $text-muted; }
        Hints { padding: 0 1; }

        &.-narrow Preview, &.-short Preview { display: none; }
        &.-beside #body { layout: horizontal; }
        &.-beside #cards { width: 3fr; }
        &.-beside Preview {
            width: 2fr; height: 1fr; max-height: 100%; border-top: none; border-left: solid $foreground 15%;
        }
        &.-preview Preview { display: block; }
        &.-no-preview Preview { display: none; }
    }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide"), (ROOMY, "-roomy"), (BESIDE, "-beside")]  # noqa: RUF012  # typed by Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "slash", "filter", N_("Filter"), key_display="/", tooltip=N_("Find cards by a query"), id="browse.filter"
        ),
        *act_keys.KEYS,
        *lost_keys.KEYS,
        Binding("s", "sort", N_("Sort"), tooltip=N_("Sort by the next column"), id="browse.sort"),
        Binding("z", "reverse", N_("Reverse"), show=False, tooltip=N_("Sort the other way round"), id="browse.reverse"),
        Binding("p,enter", "preview", N_("Preview"), key_display="p", tooltip=CARD, id="browse.preview"),
        Binding(
            "o",
            "lost",
            N_("Lost cards"),
            tooltip=N_("The cards that the notes hold no longer, or all"),
            id="browse.lost",
        ),
        *use_keys.KEYS,
        Binding("escape", "back", N_("Back"), show=False, tooltip=BACKWARDS, id="browse.back"),
        Binding("q", "leave", N_("Home"), tooltip=N_("Leave the table"), id="browse.leave"),
    ]

    def __init__(self, query: str = "") -> None:
        super().__init__()
        self._query = query
        self._other = ""
        self._filter = FilterLine(query, id="filter")
        self._head, self._preview, self._status = CardHead(), Preview(), Ends(id="status")
        self._rows = CardRows(lambda uid: self._finder.entry(uid), lambda: self._finder.today)
        self._finder = Finder(self, self._rows, self._say)

    def compose(self) -> ComposeResult:
        yield self._filter
        with Container(id="body"):
            with Vertical(id="cards"):
                yield self._head
                yield self._rows
            yield self._preview
        yield self._status
        yield Hints()

    def on_mount(self) -> None:
        self._rows.nothing = _(READING)
        with self.telling():
            self._finder.find(self._query)
        self._finder.reload()

    def on_unmount(self) -> None:
        gc.unfreeze()

    # — what the table gives —

    @property
    def current(self) -> Entry | None:
        return self._finder.entry(self._rows.current) if self._rows.current else None

    @property
    def targets(self) -> list[Entry]:
        return [entry for uid in self._rows.targets if (entry := self._finder.entry(uid))]

    def reload(self) -> None:
        self._finder.reload()

    def renew(self, uids: Collection[str], entries: Sequence[Entry]) -> None:
        if self._finder.renew(uids, entries):
            self._rows.refresh()
            self._follow()

    async def reword(self) -> None:
        self._say()
        self._follow()
        await super().reword()

    # — what the keys do —

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "link" | "drop":
                return self.current is not None and self.current.state == "orphan"
            case "unlink" | "edit":
                return self.current is not None and self.current.state == "live"
            case "rewritten":
                if self.current is None or self.current.state == "orphan":  # which the same key links
                    return False
                return self._rows.choosing or self.study.is_leech(self.current)
        return super().check_action(action, parameters)

    def action_filter(self) -> None:
        self._filter.focus()

    def action_lost(self) -> None:
        if self._filter.value == LOST:
            self._filter.value = self._other
        else:
            self._other, self._filter.value = self._filter.value, LOST

    def action_sort(self) -> None:
        self._sort_by(SORTS[(SORTS.index(self._head.sorted_by) + 1) % len(SORTS)])

    def action_reverse(self) -> None:
        self._sort_by(self._head.sorted_by, down=not self._head.down)

    def action_preview(self) -> None:
        shown = self._preview.display
        self.set_class(shown, "-no-preview")
        self.set_class(not shown, "-preview")
        self.call_after_refresh(self._follow)

    def action_back(self) -> None:
        if self._rows.choosing:
            self._rows.choose(set())
        elif self._filter.value:
            self._filter.value = ""
        else:
            self.action_leave()

    def action_leave(self) -> None:
        self.quiz.go_home()

    @on(FilterLine.Changed)
    def _asked(self, event: FilterLine.Changed) -> None:
        if event.query != self._query:
            self._query = event.query
            self._finder.find(event.query)

    @on(FilterLine.Applied)
    def _applied(self) -> None:
        self._rows.focus()

    @on(FilterLine.Left)
    def _left(self) -> None:
        self._filter.value = ""
        self._rows.focus()

    @on(CardHead.Sorted)
    def _sorted(self, event: CardHead.Sorted) -> None:
        self._sort_by(event.name, down=event.name == self._head.sorted_by and not self._head.down)

    @on(CardRows.Moved)
    def _follow(self) -> None:
        self._preview.follow(self.current, self._finder.today)
        self.refresh_bindings()

    @on(CardRows.Picked)
    def _say(self) -> None:
        rows, sorted_by = self._rows, column(self._head.sorted_by)
        parts = [n_("{n} card", "{n} cards", len(rows.uids))]
        if picked := rows.picked:
            parts.append(n_("{n} chosen", "{n} chosen", picked))
        if not self._finder.finished:
            parts.append("…")
        self._status.left = Content(" · ".join(parts))
        told = _("sorted by {column}").format(column=_(sorted_by.title)) if sorted_by else ""
        self._status.right = Content(told)
        if self._finder.finished:
            nothing = NO_CARDS if self._finder.empty else NO_LOST if self._query == LOST else NO_MATCH
            rows.nothing = _(nothing)

    @on(CardRows.Opened)
    def _opened(self) -> None:
        self.action_preview()

    # — sorting —

    def _sort_by(self, name: str, *, down: bool = False) -> None:
        self._head.sorted_by, self._head.down = name, down
        chosen = column(name)
        self._finder.sort(chosen.key if chosen else None, down=down)
