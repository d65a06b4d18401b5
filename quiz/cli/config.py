"""`quiz config`: what the settings are, what they mean, and how to change them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from quiz.cli import as_json, cli, is_terminal, tell, tell_json, terminal_width
from quiz.cli.words import Option
from quiz.errors import ConfigError, UsageError
from quiz.language import N_, _

if TYPE_CHECKING:
    from quiz.config import Home
    from quiz.settings import Names, Refusal, Settings

USUAL = 80
KEY_HELP = N_(
    "KEY is for example ui.theme, keys.review.undo, topics.docker::volume or schedule.decks.NAME.new_per_day."
)


def _home() -> Home:
    from quiz import config

    return config.home(os.environ)


def _also(settings: Settings) -> list[Refusal]:
    from quiz import tui

    return tui.refusals(settings)


def _load() -> Settings:
    from quiz import config

    return config.load(_home(), _also)


def complete_key(_context: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """The settings that begin so, for the shell; those of every config.toml where this one holds a mistake."""
    from quiz.settings import Settings, dotted, states

    try:
        settings = _load()
    except ConfigError:
        settings = Settings()
    found = [(dotted(stated.path), _(stated.field.about.text)) for stated in states(settings)]
    return [CompletionItem(key, help=about) for key, about in found if key.startswith(typed)]


def complete_value(context: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    from quiz.settings import find, named

    try:
        field = find(named(context.params["key"]))
    except UsageError:
        return []
    return [CompletionItem(str(value)) for value in (field.choices if field else ()) if str(value).startswith(typed)]


a_key = click.argument("key", shell_complete=complete_key)


@cli.group("config", invoke_without_command=True, help=N_("Show, explain, change and check the settings."))
@as_json
@click.pass_context
def config_group(context: click.Context, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(show, key="", changed=False, as_json=as_json)


@config_group.command(
    help=N_("Show every setting with its value and what it is for.\n\nWith KEY only those there."), epilog=KEY_HELP
)
@click.argument("key", required=False, default="", shell_complete=complete_key)
@click.option("--changed", cls=Option, is_flag=True, help=N_("Only what is not at its default."))
@as_json
def show(key: str, changed: bool, as_json: bool) -> None:
    from quiz import explain
    from quiz.settings import named, states

    found = states(_load(), named(key) if key else ())
    if changed:
        found = [stated for stated in found if stated.own or stated.value != stated.field.default]
    if as_json:
        tell_json({"file": str(_home().file), "settings": [explain.as_json(stated) for stated in found]})
        return
    if not key:
        tell([str(_home().file)])
    tell(explain.lines(found, min(terminal_width() or USUAL, USUAL)))


@config_group.command(help=N_("Print the value of a setting, and nothing else."), epilog=KEY_HELP)
@a_key
@as_json
def get(key: str, as_json: bool) -> None:
    from quiz import explain
    from quiz.fields import as_toml
    from quiz.settings import dotted, named, states

    path = named(key)
    found = states(_load(), path)
    if as_json:
        tell_json([explain.as_json(stated) for stated in found])
    elif len(found) == 1 and found[0].path == path and not found[0].field.is_table:
        value = found[0].value
        tell([value if isinstance(value, str) else as_toml(value)])
    else:
        tell(f"{dotted(stated.path)} = {as_toml(stated.value)}" for stated in found if not stated.field.is_table)


@config_group.command(
    "set",
    help=N_("Set a setting to VALUE, or to several for a list of words."),
    epilog=KEY_HELP,
    context_settings={"ignore_unknown_options": True},
)
@a_key
@click.argument("values", metavar="VALUE...", nargs=-1, required=True, shell_complete=complete_value)
def set_value(key: str, values: tuple[str, ...]) -> None:
    from quiz import config
    from quiz.fields import as_toml
    from quiz.settings import dotted, named

    path = named(key)
    value = _meant(path, values)
    config.state(_home(), path, value, _also)
    tell([f"{dotted(path)} = {as_toml(value)}"])


def _meant(path: Names, values: tuple[str, ...]) -> object:
    """The value that words on the command line stand for; UsageError where they cannot."""
    from quiz.settings import dotted, find, members

    field = find(path)
    assert field is not None
    if field.is_section or field.is_table:
        told = _("{name} holds several settings.").format(name=dotted(path))
        known = ", ".join(members(field)) or field.about.example
        raise UsageError(told, _("Name one of them: {names}.").format(names=known))
    if field.about.reads:
        return list(values)
    if len(values) > 1:
        raise UsageError(_("{name} takes one value.").format(name=dotted(path)), _("Put it in quotes."))
    value = field.read(values[0])
    if said := field.refusal(dotted(path), value):
        raise UsageError(said)
    return value


@config_group.command(help=N_("Take a setting out of config.toml, so that its default holds again."), epilog=KEY_HELP)
@a_key
def unset(key: str) -> None:
    from quiz import config
    from quiz.settings import dotted, named

    path = named(key)
    if config.unstate(_home(), path, _also):
        tell([_("{name} has its default again").format(name=dotted(path))])
    else:
        tell([_("{name} is not set in config.toml").format(name=dotted(path))], err=True)


@config_group.command(help=N_("Open config.toml in $VISUAL or $EDITOR, and check what you wrote."))
def edit() -> None:
    from quiz import config, editor, explain
    from quiz.toml_file import TomlFile

    file, line = _home().file, 1
    if not file.exists():
        TomlFile(file, explain.template(), {}).write()
    while True:
        if code := editor.run(editor.command(os.environ, file, line)):
            raise ConfigError(_("The editor ended with {code}.").format(code=code))
        found = config.problems(_home(), _also)
        _tell_problems(found)
        if not found:
            return
        if not (is_terminal(sys.stdin) and click.confirm(_("Open it again?"), default=True, err=True)):
            sys.exit(1)
        line = found[0].line


@config_group.command(help=N_("Say everything that is wrong with config.toml."))
@as_json
def check(as_json: bool) -> None:
    from quiz import config

    found = config.problems(_home(), _also)
    if as_json:
        tell_json([{"line": error.line, "message": error.message, "hint": error.hint} for error in found])
    else:
        _tell_problems(found)
    sys.exit(1 if found else 0)


def _tell_problems(found: Iterable[ConfigError]) -> None:
    told = [line for error in found for line in (error.message, *([f"    {error.hint}"] if error.hint else []))]
    tell(told or [_("{file} is fine").format(file=_home().file)], err=bool(told))


@config_group.command(help=N_("Print where config.toml is, whether there is one or not."))
def path() -> None:
    tell([str(_home().file)])


@config_group.command(help=N_("Print every action of the full screen, its id and its keys."))
@as_json
@click.option("--changed", cls=Option, is_flag=True, help=N_("Only those with keys of your own."))
def keys(as_json: bool, changed: bool) -> None:
    from quiz import show
    from quiz.tui.keys import actions

    own = _load().keys
    shown = [action for action in actions() if action.id in own or not changed]
    if as_json:
        tell_json(
            [
                {
                    "id": one.id,
                    "screen": _(one.context),
                    "keys": own.get(one.id, ",".join(one.keys)),
                    "default": ",".join(one.keys),
                    "does": _(one.what),
                }
                for one in shown
            ]
        )
        return
    for context in dict.fromkeys(action.context for action in shown):
        rows = [
            [f"  {one.id}", own.get(one.id, ",".join(one.keys)), _(one.what)] for one in shown if one.context == context
        ]
        tell([_(context), *show.table(rows, width=terminal_width()), ""])
