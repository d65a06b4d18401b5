"""The command palette: everything that can be done here, found by a few letters of its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.fuzzy import Matcher
from textual.widgets import Input, OptionList, Static

from quiz.language import N_, _
from quiz.tui.hangul import keycaps
from quiz.tui.line import WritingLine
from quiz.tui.page import Dialog
from quiz.tui.widgets import ends

NOTHING = N_("Nothing is called so.")


@dataclass(frozen=True, slots=True, eq=False)
class Command:
    """Something to choose: `also` is another name it is found by, `keys` do the same without the palette.

    `preview` shows what it would do while it is highlighted.
    """

    name: str
    run: Callable[[], object]
    help: str = ""
    keys: str = ""
    also: str = ""
    preview: Callable[[], object] | None = None


class Palette(Dialog[Command]):
    """Dismissed with the command chosen, or None."""

    DEFAULT_CSS = """
    Palette { align-horizontal: center; background: $background 60%; }
    Palette > Vertical {
        width: 76; max-width: 100%; height: auto; max-height: 100%; margin: 2 0 0 0; padding: 1 0; background: $surface;
    }
    Palette Input, Palette Input:focus { border: none; height: 1; padding: 0 2; background: transparent; }
    Palette OptionList, Palette OptionList:focus {
        border: none; height: auto; max-height: 70vh; padding: 0; margin: 1 0 0 0; background: transparent;
        scrollbar-gutter: stable; text-wrap: nowrap;
    }
    Palette Static { display: none; padding: 1 2 0 2; color: $text-muted; }
    Palette Static.-shown { display: block; }
    Palette.-narrow > Vertical, Palette.-short > Vertical { margin: 0; padding: 0; }
    Palette.-narrow OptionList, Palette.-short OptionList { margin: 0; max-height: 75vh; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", N_("Close"), id="commands.close"),
        Binding("enter", "choose", N_("Choose"), id="commands.choose"),
        Binding("down,ctrl+n", "move('cursor_down')", N_("Down"), show=False, id="commands.down"),
        Binding("up,ctrl+p", "move('cursor_up')", N_("Up"), show=False, id="commands.up"),
        Binding("pagedown", "move('page_down')", N_("Page down"), show=False, id="commands.pagedown"),
        Binding("pageup", "move('page_up')", N_("Page up"), show=False, id="commands.pageup"),
    ]

    def __init__(self, commands: Sequence[Command], placeholder: str, at: int = 0) -> None:
        """`at` is the command highlighted first."""
        super().__init__()
        self._commands = list(commands)
        self._found = self._commands
        self._placeholder = placeholder
        self._at = at

    def compose(self) -> ComposeResult:
        with Vertical():
            yield WritingLine(placeholder=self._placeholder, select_on_focus=False)
            options = OptionList(markup=False)
            options.can_focus = False
            yield options
            yield Static(_(NOTHING), markup=False)

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    def on_mount(self) -> None:
        self._lay_out()
        self._list.highlighted = self._at

    def on_resize(self) -> None:
        self._lay_out()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._found = found(self._commands, event.value)
        self._lay_out(0)

    def on_input_submitted(self) -> None:
        """Enter in the line, which comes after all that was typed before it, however fast."""
        self.action_choose()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        chosen = self._found[event.option_index : event.option_index + 1]  # of a list that is shorter by now: none
        for command in chosen:
            if command.preview:
                command.preview()

    def on_option_list_option_selected(self) -> None:
        self.action_choose()

    def action_move(self, how: str) -> None:
        getattr(self._list, f"action_{how}")()

    def action_choose(self) -> None:
        if self._found and self._list.highlighted is not None:
            self.dismiss(self._found[self._list.highlighted])

    def action_close(self) -> None:
        self.dismiss(None)

    def _lay_out(self, at: int | None = None) -> None:
        options = self._list
        cursor = options.highlighted if at is None else at
        width = options.scrollable_content_region.width
        options.clear_options()
        options.add_options(line(command, width) for command in self._found)
        options.highlighted = cursor if self._found else None
        self.query_one(Static).set_class(not self._found, "-shown")
        self.call_after_refresh(options.scroll_to_highlight)


def found(commands: Sequence[Command], typed: str) -> list[Command]:
    """The commands that what is typed may mean, the likeliest first; in Hangul mode, too."""
    if not typed.strip():
        return list(commands)
    latin = "".join("".join(keycaps(character)) for character in typed)
    matchers = [Matcher(text.strip()) for text in {typed, latin}]
    scores = {
        command: max(matcher.match(name) for matcher in matchers for name in (command.name, command.also) if name)
        for command in commands
    }
    return sorted((command for command in commands if scores[command]), key=lambda command: -scores[command])


def line(command: Command, width: int) -> Content:
    """A command on one line of `width` columns, its keys at the right end."""
    name = Content.assemble("  ", (command.name, "bold"), (f"  {command.help}" if command.help else "", "dim"))
    return ends(name, Content.assemble((command.keys, "dim"), "  "), width)
