"""The commands: what each takes, the one call it makes, and what it prints."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from quiz.cli import (
    as_json,
    cli,
    open_tui,
    read_line,
    refresh,
    settings,
    study,
    tell,
    tell_json,
    tell_news,
    tell_report,
    terminal_width,
)
from quiz.errors import QuizError, UsageError
from quiz.grades import grade_name
from quiz.terminal import fit, plural

QUERY_HELP = """

QUERY chooses cards: words, "a phrase", topic:docker::volume, deck:name, kind:open,
is:new|due|learned|suspended|orphan|unanswered, uid:…; joined by and, or, not (or -word) and parentheses.
"""
NOTHING_YET = "No cards yet. `quiz add PATH` takes in notes, `quiz add --bundled` the decks that come with quiz."
NO_NOTES = "No notes were found: their names end in .md or .markdown."

query_words = click.argument("words", metavar="[QUERY]...", nargs=-1, type=click.UNPROCESSED)
any_paths = click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))


class QueryCommand(click.Command):
    """A command with a query, which may begin with `-word`: `-h` alone asks for help, `-host` does not."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        extra |= {"ignore_unknown_options": True, "help_option_names": ["--help"]}
        return super().make_context(info_name, ["--help" if arg == "-h" else arg for arg in args], parent, **extra)


@cli.command()
@any_paths
@click.option("--bundled", is_flag=True, help="Add the decks that come with quiz.")
@click.option("--dry-run", is_flag=True, help="Say what would change and change nothing.")
@as_json
def add(paths: tuple[Path, ...], bundled: bool, dry_run: bool, as_json: bool) -> None:
    """Take in notes: Markdown files, or folders of them.

    Edits are taken in by every command from then on; say it again after moving the notes.
    """
    from quiz import library, sources

    if not paths and not bundled:
        raise UsageError("there is nothing to add.", "Name notes, or --bundled for the decks that come with quiz.")
    added = sources.as_sources(paths) | (sources.bundled() if bundled else {})
    with study() as open_study:
        if dry_run:
            report = library.survey(open_study.store, open_study.reader, added=added).report
        else:
            report = library.refresh(open_study.store, open_study.reader, added=added)
    tell_report(report, as_json=as_json)
    if not (report.files or report.problems):
        tell([NO_NOTES], err=True)
    sys.exit(1 if report.failed else 0)


@cli.command()
@any_paths
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings, too.")
@as_json
def check(paths: tuple[Path, ...], strict: bool, as_json: bool) -> None:
    """Say what is wrong with notes, without taking them in.

    Without PATH it looks at the notes that are taken in already.
    """
    from quiz import config, library, show, sources
    from quiz.reader import Reader

    if not paths:
        with study() as open_study:
            known = map(sources.disk_path, open_study.store.sources())
            paths = tuple(path for path in known if path.exists())
    home = config.home(os.environ)
    cards, problems = library.check(paths, Reader(lambda: config.topics(home)))
    if as_json:
        tell_json({"cards": [show.card_json(card) for card in cards], "problems": [p.as_json() for p in problems]})
    else:
        answered = sum(card.answered for card in cards)
        tell(show.problem_lines(problems))
        tell([f"{plural(len(cards), 'card')}, {answered} answered, {plural(len(problems), 'problem')}"])
    if not (cards or problems):
        tell([NO_NOTES], err=True)
    bad = {"error", "warning"} if strict else {"error"}
    sys.exit(1 if any(problem.severity in bad for problem in problems) else 0)


@cli.command()
@any_paths
@click.option("--bundled", is_flag=True, help="Let go of the decks that come with quiz.")
def remove(paths: tuple[Path, ...], bundled: bool) -> None:
    """Let go of notes.

    Their cards become orphans: `quiz add` brings them back with their history.
    """
    from quiz import library, sources

    with study() as open_study:
        known = open_study.store.sources()
        named = [name for name, kind in known.items() if bundled and kind == "bundled"]
        if not (paths or named):
            raise UsageError("there is nothing to remove.", "Taken in: " + (", ".join(known) or "nothing"))
        named += [str(path) if str(path).startswith(sources.BUNDLED) else str(path.resolve()) for path in paths]
        for name in named:
            if name not in known:
                hint = "Taken in: " + (", ".join(known) or "nothing")
                raise UsageError(f"{name} is not among the notes.", hint)
        report = library.refresh(open_study.store, open_study.reader, dropped=named)
    tell_report(report, as_json=False)


@cli.command()
@as_json
def decks(as_json: bool) -> None:
    """List decks and topics with their counts."""
    from quiz import overview, show

    with study() as open_study:
        refresh(open_study)
        branches = overview.branches(open_study.entries(), open_study.today)
        sources = open_study.store.sources()
    if as_json:
        tell_json({"decks": show.branch_json(branches), "sources": sources})
        return
    tell(show.table([["due", "new", "total", "deck"], *show.branch_rows(branches)], right=(0, 1, 2)))
    if not branches:
        tell([NOTHING_YET], err=True)


@cli.command(cls=QueryCommand, epilog=QUERY_HELP)
@query_words
@as_json
def cards(words: tuple[str, ...], as_json: bool) -> None:
    """List the cards a query selects."""
    from quiz import show

    with study() as open_study:
        refresh(open_study)
        entries = open_study.entries(" ".join(words))
        today, sources = open_study.today, open_study.store.sources()
    if as_json:
        tell_json({"cards": [show.entry_json(entry) for entry in entries]})
        return
    tell(show.table(show.entry_rows(entries, today), width=terminal_width()))
    if not entries:
        tell(["No card matches." if words and sources else NOTHING_YET], err=True)


@cli.command(cls=QueryCommand, epilog=QUERY_HELP)
@query_words
@click.option("--plain", is_flag=True, help="Line mode: no full screen, works in a pipe and with a screen reader.")
@click.option("--scale", type=click.Choice(["4", "6"]), help="Four grades, or the six of SM-2 (0–5).")
def review(words: tuple[str, ...], plain: bool, scale: str | None) -> None:
    """Review what is due."""
    query = " ".join(words)
    if not plain:
        sys.exit(open_tui(query, scale))
    from quiz import plain as line_mode

    with study() as open_study:
        tell_news(open_study.welcome())
        line_mode.run(open_study, query, int(scale or settings().review.scale), read_line, click.echo)


@cli.command()
def undo() -> None:
    """Take back the last answer.

    Also one of an earlier sitting; say it again to go further back.
    """
    with study() as open_study:
        _, event = open_study.undo()
        if event is None:
            raise QuizError("there is nothing to undo.")
        what = event.kind if event.grade is None else f"“{grade_name(event.grade)}”"
        tell([f"took back {what} of “{fit(open_study.entry(event.card).question, 60)}”"])


@cli.command(cls=QueryCommand, epilog=QUERY_HELP)
@click.argument("file", type=click.Path(path_type=Path))
@query_words
@as_json
def export(file: Path, words: tuple[str, ...], as_json: bool) -> None:
    """Write cards to an Anki package. A later export updates the same notes in place."""

    if file.suffix.lower() != ".apkg":
        raise UsageError(f"{file} is no Anki package.", "Name a file that ends in .apkg.")
    with study() as open_study:
        refresh(open_study)
        exported = open_study.export(file, " ".join(words))
    if as_json:
        tell_json(
            {"file": str(file), "new": exported.new, "changed": exported.changed, "unchanged": exported.unchanged}
        )
        return
    total = exported.new + exported.changed + exported.unchanged
    tell([f"the image {image} is not there; the card shows its name" for image in exported.missing_media], err=True)
    counted = f"{exported.new} new, {exported.changed} changed, {exported.unchanged} unchanged"
    tell([f"{plural(total, 'note')} in {file}: {counted}"])


@cli.command()
@click.argument("orphan", required=False)
@click.argument("card", required=False)
def link(orphan: str | None, card: str | None) -> None:
    """Give a reworded card its history back.

    CARD takes over what is known of ORPHAN, as the same card in other words. Both are uids, or how they begin.
    Without them it lists what may belong together.
    """
    from quiz import lost_cards, show

    with study() as open_study:
        refresh(open_study)
        if orphan and card:
            open_study.link(orphan, card)
            tell(["linked; `quiz undo` takes it back"])
        elif orphan:
            raise UsageError(
                "a second uid is missing: that of the new card.", "`quiz link` lists what may belong together."
            )
        else:
            tell(show.doubt_lines(lost_cards.doubts(open_study.store)) or ["nothing is open"])


@cli.command(cls=QueryCommand, epilog=QUERY_HELP)
@query_words
@click.option("--resume", is_flag=True, help="Ask them again.")
def suspend(words: tuple[str, ...], resume: bool) -> None:
    """Set the cards of a query aside until they are resumed."""

    if not words:
        raise UsageError("a query is needed to say which cards.", "For example: quiz suspend uid:3fa")
    with study() as open_study:
        count = open_study.set_aside(" ".join(words), resume=resume)
    tell([f"{plural(count, 'card')} {'resumed' if resume else 'suspended'}"])


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell.

    For example: eval "$(quiz completion bash)"
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    tell([found(cli, {}, "quiz", "_QUIZ_COMPLETE").source()])
