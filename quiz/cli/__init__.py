"""The command line: data on stdout, talk on stderr; exit 0 fine, 1 a problem, 2 wrong usage."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

from quiz import __version__
from quiz.cli.words import Group, Option, speak
from quiz.errors import ConfigError, QuizError, UsageError
from quiz.language import N_, _, chosen

if TYPE_CHECKING:
    from quiz.changes import Report
    from quiz.settings import Settings
    from quiz.study import Study

COMMANDS = {
    "review": "review",
    "due": "",
    "undo": "commands",
    "add": "commands",
    "check": "commands",
    "remove": "commands",
    "decks": "commands",
    "cards": "commands",
    "stats": "stats",
    "retag": "amend",
    "suspend": "commands",
    "link": "commands",
    "unlink": "amend",
    "export": "exchange",
    "import": "exchange",
    "sync": "sync",
    "make": "exam",
    "take": "take",
    "results": "results",
    "config": "config",
    "completion": "commands",
}
"""command → the module of this package that registers it, in the order of the help; `due` waits for none."""

as_json = click.option("--json", "as_json", cls=Option, is_flag=True, help=N_("Print JSON instead of text."))


FORMAT_HELP = N_("Print TEXT with {due}, {new}, {drill}, {waiting}, {backlog}, {unseen} and {total} filled in.")


class Main(Group):
    """Turns errors into a sentence, a hint and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except QuizError as error:
            fail(error)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if module := COMMANDS.get(cmd_name):
            import_module(f"quiz.cli.{module}")
        return super().get_command(ctx, cmd_name)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest from all commands, also those not registered yet."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from None


def main() -> None:
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that is not UTF-8 shows `?`, it does not end the review
    speak(_language())
    cli(prog_name="quiz")


def _language() -> str:
    """The language of config.toml; where that cannot be read, which the command will say, that of the environment."""
    from quiz import config

    try:
        setting = config.language(config.home(os.environ))
    except ConfigError:
        setting = "auto"
    return chosen(setting, os.environ)


def fail(error: QuizError) -> NoReturn:
    tell([f"quiz: {error.message}", *([f"      {error.hint}"] if error.hint else [])], err=True)
    sys.exit(error.exit_code)


@click.group(
    cls=Main,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=N_("Spaced repetition for Q&A notes in Markdown. Without a command it opens the home screen."),
)
@click.version_option(__version__, message="quiz %(version)s", cls=Option, help=N_("Show the version and exit."))
@click.pass_context
def cli(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        from quiz.cli.review import open_tui

        sys.exit(open_tui())


@cli.command(help=N_("Print how many cards wait today. Fast enough for a shell prompt."))
@click.option("--format", "form", cls=Option, metavar="TEXT", help=FORMAT_HELP)
@click.option("--if-any", cls=Option, is_flag=True, help=N_("Print nothing when nothing waits."))
@as_json
def due(form: str | None, if_any: bool, as_json: bool) -> None:
    with study() as open_study:
        report = open_study.refresh()
        if report and report.changes:  # a prompt has no place for it
            open_study.store.leave_word(news(report))
        waiting = open_study.counts()
    numbers = waiting._asdict() | {"waiting": waiting.waiting}
    if as_json:
        tell_json(numbers)
    elif waiting.waiting or not if_any:
        tell([str(waiting) if form is None else filled(form, numbers)])


def filled(form: str, numbers: Mapping[str, int]) -> str:
    """`form` with `{name}` for each number; UsageError for a name that is none. `{{` and `}}` are braces."""

    def fill(place: re.Match[str]) -> str:
        if place[0] in ("{{", "}}"):
            return place[0][0]
        if place[1] not in numbers:
            names = ", ".join(f"{{{name}}}" for name in numbers)
            told = _("{place} is no number of the day.").format(place=place[0])
            raise UsageError(told, _("Known: {names}.").format(names=names))
        return str(numbers[place[1]])

    return re.sub(r"\{\{|\}\}|\{([^{}]*)\}", fill, form)


def study() -> Study:
    from quiz.study import open_study

    return open_study(os.environ)


def settings() -> Settings:
    from quiz import config

    return config.load(config.home(os.environ))


def refresh(open_study: Study) -> None:
    tell_news(open_study, open_study.refresh())


def read_line(prompt: str) -> str | None:
    """One line without its end; None where the input ends, is closed, or is left with Ctrl-C."""
    try:
        click.echo(prompt, nl=False)
        line = sys.stdin.readline() if sys.stdin else ""
    except KeyboardInterrupt:
        line = ""
    if not line.endswith("\n"):
        click.echo()
    return line.rstrip("\r\n") if line else None


def tell(lines: Iterable[str], *, err: bool = False) -> None:
    """Print lines, less what could drive the terminal: texts, topics and file names come from anywhere."""
    from quiz.terminal import safe

    for line in lines:
        click.echo(safe(line), err=err)


def tell_json(value: object) -> None:
    """Print JSON with letters as they are and what is not printable as escapes, so that nothing is lost."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2)
    click.echo("".join(char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1] for char in text))


def tell_report(report: Report, *, as_json: bool) -> None:
    from quiz import show, show_json

    if as_json:
        tell_json(show_json.report_json(report))
    else:
        tell(show.report_lines(report))


def tell_news(open_study: Study, report: Report | None) -> None:
    """Say on stderr what changed in the notes since a command last said so, if anything did."""
    tell([*open_study.store.take_words(), *news(report)], err=True)


def news(report: Report | None) -> list[str]:
    if not report or not (report.changes or report.pressing):
        return []
    from quiz import show

    return list(show.report_lines(report, shown=5)) if report.changes else show.pressing_lines(report.pressing)


def is_terminal(stream: TextIO | None) -> bool:
    """A stream is None where the caller closed it."""
    return stream is not None and stream.isatty()


def terminal_width() -> int | None:
    return os.get_terminal_size().columns if is_terminal(sys.stdout) else None
