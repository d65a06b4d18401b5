"""The command line in the person's language: our help texts, and what click itself says."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

import click

from quiz import language
from quiz.language import _

DOMAIN = "click"
FILLER = "\0"


def speak(chosen: str) -> None:
    """Speak one of `language.LANGUAGES` from now on.

    Click looks its words up through the standard library, which asks nothing but the environment. Setting that would
    speak to an editor we start as well, so click is handed the words of its own catalogue.
    """
    language.use(chosen)
    words = language.catalogue(DOMAIN, chosen)
    for name, module in list(sys.modules.items()):
        if name.startswith("click.") and hasattr(module, "_"):
            vars(module).update(_=words.gettext, ngettext=words.ngettext)


class _Shown:
    """A text marked with `N_`, translated whenever it is read."""

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = f"_marked_{name}"

    def __get__(self, owner: object, _type: type) -> str | None:
        text: str | None = getattr(owner, self._name)
        return _(text) if text else text

    def __set__(self, owner: object, text: str | None) -> None:
        setattr(owner, self._name, text)


class Formatter(click.HelpFormatter):
    """Click counts characters, a terminal columns: a wide character has a filler beside it while lines are broken."""

    def write_text(self, text: str) -> None:
        super().write_text(_filled(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(_filled(first), _filled(second)) for first, second in rows], col_max, col_spacing)

    def getvalue(self) -> str:
        return super().getvalue().replace(FILLER, "")


def _filled(text: str) -> str:
    from quiz.terminal import cell_width

    return "".join(char + FILLER * (cell_width(char) - 1) for char in text)


class Context(click.Context):
    formatter_class = Formatter


class Option(click.Option):
    help: Any = _Shown()

    def get_help_extra(self, ctx: click.Context) -> Any:
        """Without the range of numbers, which click writes as a formula."""
        extra = super().get_help_extra(ctx)
        extra.pop("range", None)
        return extra


class Command(click.Command):
    """A command whose texts are marked with `N_` where they are written."""

    context_class = Context
    help: Any = _Shown()
    short_help: Any = _Shown()
    epilog: Any = _Shown()

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Click makes this option once, in the language of that moment."""
        option = super().get_help_option(ctx)
        if option:
            option.help = _("Show this message and exit.")
        return option


class Group(Command, click.Group):
    command_class = Command


Group.group_class = Group
