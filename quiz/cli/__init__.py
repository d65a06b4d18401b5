"""The command line: data on stdout, talk on stderr; exit 0 fine, 1 a problem, 2 wrong usage."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

from quiz import __version__
from quiz.errors import QuizError, UsageError

if TYPE_CHECKING:
    from quiz.library import Report
    from quiz.settings import Settings
    from quiz.study import Study

COMMANDS = (
    "review", "due", "undo", "add", "check", "remove", "decks", "cards", "suspend", "link", "export", "completion",
)  # fmt: skip
"""In the order of the help. All but `due` are in a module of their own, for which a shell prompt need not wait."""

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


class Main(click.Group):
    """Turns errors into a sentence, a hint and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except QuizError as error:
            fail(error)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.commands:
            from quiz.cli import commands  # noqa: F401  (they register themselves)
        return super().get_command(ctx, cmd_name)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)


def main() -> None:
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that is not UTF-8 shows `?`, it does not end the review
    cli(prog_name="quiz")


def fail(error: QuizError) -> NoReturn:
    tell([f"quiz: {error.message}", *([f"      {error.hint}"] if error.hint else [])], err=True)
    sys.exit(error.exit_code)


@click.group(cls=Main, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="quiz %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Spaced repetition for Q&A notes in Markdown. Without a command it opens the home screen."""
    if ctx.invoked_subcommand is None:
        sys.exit(open_tui(None))


@cli.command()
@as_json
def due(as_json: bool) -> None:
    """Print how many cards wait today. Fast enough for a shell prompt."""
    with study() as open_study:
        open_study.refresh()
        waiting = open_study.counts()
    if as_json:
        tell_json({name: getattr(waiting, name) for name in ("due", "new", "drill", "backlog", "unseen", "total")})
    else:
        click.echo(str(waiting))


def study() -> Study:
    from quiz.study import open_study

    return open_study(os.environ)


def open_tui(query: str | None, scale: str | None = None) -> int:
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise UsageError("the full screen needs a terminal.", "Use `quiz review --plain` in a pipe.")
    with study() as open_study:
        news = open_study.welcome()
        from quiz import show, tui

        chosen = settings()
        problems = news.problems if news else ()
        notices = show.notices(problems, news.doubts if news else ())
        grades = int(scale or chosen.review.scale)
        return tui.run(open_study, query=query, scale=grades, theme=chosen.ui.theme, notices=notices)


def settings() -> Settings:
    from quiz import config

    return config.load(config.home(os.environ))


def refresh(open_study: Study) -> None:
    tell_news(open_study.refresh())


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
    from quiz import show

    if as_json:
        tell_json(show.report_json(report))
    else:
        tell(show.report_lines(report))


def tell_news(report: Report | None) -> None:
    """Say on stderr what changed in the notes since the last command, if anything did."""
    if report and (report.changes or report.failed):
        from quiz import show

        lines = show.report_lines(report, shown=5) if report.changes else show.problem_lines(report.problems)
        tell(lines, err=True)


def is_terminal(stream: TextIO | None) -> bool:
    """A stream is None where the caller closed it."""
    return stream is not None and stream.isatty()


def terminal_width() -> int | None:
    return os.get_terminal_size().columns if is_terminal(sys.stdout) else None
