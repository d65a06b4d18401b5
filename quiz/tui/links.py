"""The links of a card: which of several to open, and an address to read where nothing here opens it."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static

from quiz import desktop
from quiz.clipboard import Copied, copy
from quiz.errors import QuizError
from quiz.language import N_, _
from quiz.links import Link
from quiz.terminal import one_line, safe
from quiz.tui.page import Dialog
from quiz.tui.widgets import Hints

NUMBERED = 9
PICK = N_("Open a link")
READ = N_("Nothing here opens it. The address:")


class Links(OptionList):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "cursor_down", N_("Down"), show=False, tooltip=N_("Next link"), id="links.down"),
        Binding("up,k", "cursor_up", N_("Up"), show=False, tooltip=N_("Previous link"), id="links.up"),
        Binding("enter,space", "select", N_("Open"), tooltip=N_("Open this link"), id="links.open"),
    ]


class LinkPicker(Dialog[Link | None]):
    """Dismissed with the link chosen, or None."""

    DEFAULT_CSS = """
    LinkPicker { align: center middle; background: $background 60%; }
    LinkPicker > Vertical { width: 80; max-width: 100%; height: auto; max-height: 100%; padding: 1 2 0 2; }
    LinkPicker > Vertical { background: $surface; }
    LinkPicker .title { text-style: bold; color: $text-primary; padding: 0 0 1 0; }
    LinkPicker Links, LinkPicker Links:focus {
        height: auto; max-height: 60vh; border: none; background: transparent; background-tint: transparent; padding: 0;
        text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size-vertical: 1;
    }
    LinkPicker Links > .option-list--option-highlighted, LinkPicker Links:focus > .option-list--option-highlighted {
        background: $foreground 12%; color: $foreground; text-style: bold;
    }
    LinkPicker Hints { padding: 0; margin: 1 0 1 0; }
    LinkPicker.-narrow > Vertical, LinkPicker.-short > Vertical { padding: 0 1; }
    LinkPicker.-short .title { padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", N_("Close"), key_display="esc", id="links.close"),
        *(
            Binding(
                str(number), f"choose({number})", show=False, tooltip=N_("Open the link of this number"),
                id=f"links.open{number}",
            )
            for number in range(1, NUMBERED + 1)
        ),
    ]  # fmt: skip

    def __init__(self, links: Sequence[Link]) -> None:
        super().__init__()
        self._links = links

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(_(PICK), classes="title", markup=False)
            yield Links(*map(described, range(1, len(self._links) + 1), self._links), markup=False)
            yield Hints()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._links[event.option_index])

    def action_choose(self, number: int) -> None:
        if number <= len(self._links):
            self.dismiss(self._links[number - 1])


class Address(Dialog[None]):
    """An address in full, to be selected or copied."""

    DEFAULT_CSS = """
    Address { align: center middle; background: $background 60%; }
    Address > Vertical { width: 80; max-width: 100%; height: auto; max-height: 100%; padding: 1 0 0 0; }
    Address > Vertical { background: $surface; }
    Address .title, Address .told { padding: 0 1; color: $text-muted; }
    Address VerticalScroll { height: auto; max-height: 50vh; margin: 1 0; }
    Address Hints { padding: 0 1; margin: 1 0 1 0; }
    Address.-short > Vertical { padding: 0; }
    Address.-short Hints { margin: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c,y", "copy", N_("Copy"), tooltip=N_("Copy the address"), id="address.copy"),
        Binding("escape,q,enter,space", "dismiss(None)", N_("Close"), key_display="esc", id="address.close"),
    ]

    def __init__(self, address: str, data: Path) -> None:
        super().__init__()
        self._address = address
        self._data = data

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(_(READ), classes="title", markup=False)
            with VerticalScroll():
                yield Static(safe(self._address), classes="address", markup=False)
            yield Static(classes="told", markup=False)
            yield Hints()

    def action_copy(self) -> None:
        try:
            told = copied(self.app, self._address, self._data).told
        except QuizError as error:
            told = error.message
        self.query_one(".told", Static).update(safe(told))


def described(number: int, link: Link) -> Content:
    """A link on two lines: what it is called, and where it leads."""
    key = str(number) if number <= NUMBERED else " "
    name = Content.assemble((key, "bold"), f" {one_line(link.text)}")
    return name if link.text == link.address else Content.assemble(name, "\n  ", (one_line(link.address), "dim"))


def open_link(app: App[Any], link: Link, folder: Path, data: Path) -> None:
    """Open a link of notes in `folder`; show its address where no desktop is at hand, or its opener gives up.

    QuizError for a file that is not there or is not one to be looked at. `data` is the folder of the library.
    """
    target = desktop.target(link, folder)
    command = desktop.opener(os.environ, shutil.which)

    async def opening() -> None:
        opened = await asyncio.to_thread(desktop.start, [*command, target]) if command else False
        if not opened:
            app.push_screen(Address(target, data))

    app.run_worker(opening())


def copied(app: App[Any], text: str, data: Path) -> Copied:
    """Copy a text by the first way there is; QuizError where there is none."""
    return copy(text, data, os.environ, shutil.which, app.copy_to_clipboard)
