"""`quiz` and `quiz review`: the full screen, or line mode."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click

from quiz.cli import cli, is_terminal, read_line, settings, study, tell_news
from quiz.cli.queries import QUERY_HELP, QueryCommand, query_words
from quiz.cli.words import Option
from quiz.errors import UsageError
from quiz.language import N_, _

if TYPE_CHECKING:
    from quiz.changes import Report
    from quiz.settings import ReviewSettings
    from quiz.study import Sitting, Study

HELP = N_(
    "Review what is due.\n\n--cram and --ahead practise outside the schedule: they change no interval and no due day."
)
F = TypeVar("F", bound=Callable[..., Any])
FEW, MINUTES = click.IntRange(0, 9999), click.IntRange(0, 1440)


def option(name: str, text: str, **more: Any) -> Callable[[F], F]:
    return click.option(name, cls=Option, help=text, **more)


@cli.command(cls=QueryCommand, help=HELP, epilog=QUERY_HELP)
@query_words
@option("--plain", N_("Line mode: no full screen, works in a pipe and with a screen reader."), is_flag=True)
@option("--cram", N_("Practise all cards of the query, due or not."), is_flag=True)
@option("--ahead", N_("Practise what falls due within so many days."), type=click.IntRange(1, 3650), metavar="DAYS")
@option("--cards", N_("End after so many cards; 0 for no end."), type=FEW, metavar="NUMBER")
@option("--minutes", N_("End after so many minutes; 0 for no end."), type=MINUTES, metavar="NUMBER")
@option("--typed", N_("Type the answers before they are shown."), is_flag=True)
@option("--scale", N_("Four grades, or the six of SM-2 (0–5)."), type=click.Choice(["4", "6"]))
def review(words: tuple[str, ...], plain: bool, cram: bool, ahead: int | None, typed: bool, **given: Any) -> None:
    if cram and ahead:
        raise UsageError(_("--cram and --ahead exclude each other."), _("--cram takes every card of the query."))
    if typed:
        given["typed"] = "always"
    if given["scale"]:
        given["scale"] = int(given["scale"])
    wish = (" ".join(words), cram, ahead)
    if not plain:
        sys.exit(open_tui(wish, given))
    from quiz import plain as line_mode

    with study() as open_study:
        tell_news(open_study, open_study.welcome())
        manner = _manner(settings().review, given)
        sitting = _begin(open_study, *wish)
        line_mode.run(open_study, sitting, manner, read_line, click.echo)


def open_tui(wish: tuple[str, bool, int | None] | None = None, given: dict[str, Any] | None = None) -> int:
    """Open the home screen, or the review a command wished for; returns the exit code."""
    needs_screen("quiz review --plain")
    with study() as open_study:
        news = open_study.welcome()
        sitting = _begin(open_study, *wish) if wish else None
        return full_screen(open_study, news, given, sitting=sitting)


def needs_screen(instead: str) -> None:
    """UsageError where there is no terminal for the full screen; `instead` is the command that needs none."""
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise UsageError(
            _("the full screen needs a terminal."), _("Use `{command}` in a pipe.").format(command=instead)
        )
    if os.environ.get("TERM") == "dumb":
        raise UsageError(_("this terminal shows no full screen."), _("`{command}` works here.").format(command=instead))


def full_screen(open_study: Study, news: Report | None, given: dict[str, Any] | None = None, **start: Any) -> int:
    """`start` is what `quiz.tui.run` begins with; `given` takes the place of settings of the review."""
    from quiz import config, show, tui

    home = config.home(os.environ)
    own = config.load(home, tui.refusals)
    notices = show.notices(news.problems if news else (), news.doubts if news else ())
    manner = _manner(own.review, given or {})
    return tui.run(open_study, own, manner=manner, notices=notices, remember=partial(config.state, home), **start)


def _begin(open_study: Study, query: str, cram: bool, ahead: int | None) -> Sitting:
    if cram:
        return open_study.begin_cram(query)
    return open_study.begin_ahead(ahead, query) if ahead else open_study.begin(query)


def _manner(own: ReviewSettings, given: dict[str, Any]) -> ReviewSettings:
    """The settings, with what the command line gives instead."""
    return replace(own, **{name: value for name, value in given.items() if value is not None})
