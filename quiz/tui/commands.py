"""What the command palette offers: every action of the screen, themes, languages."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.binding import ActiveBinding, Binding

from quiz.errors import QuizError
from quiz.language import N_, _, chosen
from quiz.terminal import safe
from quiz.tui.palette import Command, Palette

if TYPE_CHECKING:
    from quiz.tui.app import QuizApp

PALETTE = "command_palette"
THEME, LANGUAGE = N_("Theme"), N_("Language")
LANGUAGES = {"auto": N_("As the system speaks"), "en": "English", "ko": "한국어"}


def offer_actions(app: QuizApp) -> None:
    """What can be done on the screen now: what is hinted there, what can be chosen everywhere, and the rest."""
    active = app.screen.active_bindings.values()
    offered = _actions(app, [each for each in active if each.binding.show])
    if not app.no_color:
        offered.append(Command(_(THEME), app.action_theme, _("Choose other colours"), also=THEME))
    offered.append(Command(_(LANGUAGE), app.action_language, _("Choose what quiz speaks"), also=LANGUAGE))
    offered += _actions(app, [each for each in active if not each.binding.show])
    _offer(app, offered, _("Search for a command"))


def _actions(app: QuizApp, active: Iterable[ActiveBinding]) -> list[Command]:
    """Each action once, with all its keys."""
    commands: dict[tuple[str, str], Command] = {}
    for node, binding, enabled, _tooltip in active:
        if not (binding.id and binding.description and enabled) or binding.action == PALETTE:
            continue
        key = app.get_key_display(Binding(binding.key, binding.action))
        one = (binding.action, binding.description)
        known = commands.get(one)
        commands[one] = Command(
            name=_(binding.description),
            run=known.run if known else partial(app.run_action, binding.action, node),
            help=_(binding.tooltip),
            keys=f"{known.keys} {key}" if known else key,
            also=binding.description,
        )
    return list(commands.values())


def offer_themes(app: QuizApp) -> None:
    """All themes; the colours are those of the highlighted one, and stay those of the chosen one."""

    def show(name: str) -> None:
        app.theme = name

    def choose(name: str) -> None:
        show(name)
        keep(app, ("ui", "theme"), name)

    names = sorted(app.available_themes)
    offered = [Command(name, partial(choose, name), preview=partial(show, name)) for name in names]
    _offer(app, offered, _("Search for a theme"), names.index(app.theme), partial(show, app.theme))


def offer_languages(app: QuizApp) -> None:
    async def choose(code: str) -> None:
        await app.speak(chosen(code, os.environ))
        if keep(app, ("ui", "language"), code):
            app.tell(_("Language: {name}").format(name=_(LANGUAGES[code])))

    offered = [Command(_(name), partial(choose, code), also=name) for code, name in LANGUAGES.items()]
    _offer(app, offered, _("Search for a language"))


def keep(app: QuizApp, path: tuple[str, ...], value: object) -> bool:
    """Write a setting into config.toml; where that cannot be, a toast says why and the answer is False."""
    try:
        if app.remember:
            app.remember(path, value)
    except QuizError as error:
        app.tell(safe(f"{error.message}\n{error.hint}".strip()), "error")
        return False
    return True


def _offer(
    app: QuizApp,
    offered: Sequence[Command],
    placeholder: str,
    at: int = 0,
    restore: Callable[[], None] | None = None,
) -> None:
    """Let the person choose a command and run it; without a choice things are as they were."""

    def chosen(command: Command | None) -> None:
        if command:
            app.call_later(command.run)
        elif restore:
            restore()

    app.push_screen(Palette(offered, placeholder, at), chosen)
