"""The commands: what each takes, the one call it makes, and what it prints."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from quiz.cli import (
    as_json,
    cli,
    refresh,
    study,
    tell,
    tell_json,
    tell_report,
    terminal_width,
)
from quiz.cli.queries import QUERY_HELP, QueryCommand, query_words
from quiz.cli.words import Option
from quiz.errors import QuizError, UsageError
from quiz.language import N_, _, n_

NOTHING_YET = N_("No cards yet. `quiz add PATH` takes in notes, `quiz add --bundled` the decks that come with quiz.")
NO_NOTES = N_("No notes were found: their names end in .md or .markdown.")

any_paths = click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))


@cli.command(
    help=N_(
        "Take in notes: Markdown files, or folders of them.\n\n"
        "Edits are taken in by every command from then on; say it again after moving the notes."
    )
)
@any_paths
@click.option("--bundled", cls=Option, is_flag=True, help=N_("Add the decks that come with quiz."))
@click.option("--dry-run", cls=Option, is_flag=True, help=N_("Say what would change and change nothing."))
@as_json
def add(paths: tuple[Path, ...], bundled: bool, dry_run: bool, as_json: bool) -> None:
    from quiz import library, sources

    if not paths and not bundled:
        raise UsageError(
            _("there is nothing to add."), _("Name notes, or --bundled for the decks that come with quiz.")
        )
    added = sources.as_sources(paths) | (sources.bundled() if bundled else {})
    with study() as open_study:
        if dry_run:
            report = library.survey(open_study.store, open_study.reader, added=added).report
        else:
            report = library.refresh(open_study.store, open_study.reader, added=added)
    tell_report(report, as_json=as_json)
    if not (report.files or report.problems):
        tell([_(NO_NOTES)], err=True)
    sys.exit(1 if report.failed else 0)


@cli.command(
    help=N_(
        "Say what is wrong with notes, without taking them in.\n\n"
        "Without PATH it looks at the notes that are taken in already."
    )
)
@any_paths
@click.option("--strict", cls=Option, is_flag=True, help=N_("Exit with 1 for warnings, too."))
@as_json
def check(paths: tuple[Path, ...], strict: bool, as_json: bool) -> None:
    from quiz import config, library, show, show_json, sources
    from quiz.reader import Reader

    missing: list[str] = []
    if not paths:
        with study() as open_study:
            known = open_study.store.sources()
        missing = [name for name in known if not sources.disk_path(name).exists()]
        paths = tuple(sources.disk_path(name) for name in known if name not in missing)
    home = config.home(os.environ)
    cards, problems = library.check(paths, Reader(lambda: config.topics(home)))
    problems += library.absent(missing)
    if as_json:
        tell_json({"cards": [show_json.card_json(card) for card in cards], "problems": [p.as_json() for p in problems]})
    else:
        tell(show.problem_lines(problems))
        tell([show.checked_line(cards, problems)])
    if not (cards or problems):
        tell([_(NO_NOTES)], err=True)
    bad = {"error", "warning"} if strict else {"error"}
    sys.exit(1 if any(problem.severity in bad for problem in problems) else 0)


@cli.command(help=N_("Let go of notes.\n\nTheir cards become orphans: `quiz add` brings them back with their history."))
@any_paths
@click.option("--bundled", cls=Option, is_flag=True, help=N_("Let go of the decks that come with quiz."))
def remove(paths: tuple[Path, ...], bundled: bool) -> None:
    from quiz import library, sources

    with study() as open_study:
        known = open_study.store.sources()
        hint = _("Taken in: {sources}").format(sources=", ".join(known)) if known else _("No notes are taken in.")
        named = [name for name, kind in known.items() if bundled and kind == "bundled"]
        if not (paths or bundled):
            raise UsageError(_("there is nothing to remove."), hint)
        if bundled:
            open_study.store.begin()
        named += [str(path) if str(path).startswith(sources.BUNDLED) else str(path.resolve()) for path in paths]
        for name in named:
            if name not in known:
                raise UsageError(_("{name} is not among the notes.").format(name=name), hint)
        report = library.refresh(open_study.store, open_study.reader, dropped=named)
    let_go = len(report.of("orphaned")) + len(report.of("removed"))
    gone = n_("{n} card let go.", "{n} cards let go.", let_go)
    tell([gone, _("`quiz add` brings them back with their history.")])


@cli.command(help=N_("List decks and topics with their counts."))
@as_json
def decks(as_json: bool) -> None:
    from quiz import overview, show, show_json

    with study() as open_study:
        refresh(open_study)
        branches = overview.branches(open_study.entries(), open_study.today)
        sources = open_study.store.sources()
    if as_json:
        tell_json({"decks": show_json.branch_json(branches), "sources": sources})
        return
    tell(show.table([[_("due"), _("new"), _("total"), _("deck")], *show.branch_rows(branches)], right=(0, 1, 2)))
    if not branches:
        tell([_(NOTHING_YET)], err=True)


@cli.command(cls=QueryCommand, help=N_("List the cards a query selects."), epilog=QUERY_HELP)
@query_words
@as_json
def cards(words: tuple[str, ...], as_json: bool) -> None:
    from quiz import show, show_json

    with study() as open_study:
        refresh(open_study)
        entries = open_study.entries(" ".join(words))
        today, sources = open_study.today, open_study.store.sources()
    if as_json:
        tell_json({"cards": [show_json.entry_json(entry) for entry in entries]})
        return
    tell(show.table(show.entry_rows(entries, today), width=terminal_width()))
    if not entries:
        tell([_("No card matches.") if words and sources else _(NOTHING_YET)], err=True)


@cli.command(
    help=N_(
        "Take back the last answer.\n\n"
        "Also one of an earlier sitting; say it again to go further back. What came from Anki is taken back there: "
        "here the backup of each day holds the library as it was before."
    )
)
def undo() -> None:
    from quiz import show

    with study() as open_study:
        events = open_study.undo()[1]
        if not events:
            raise QuizError(_("there is nothing to undo."))
        tell([show.undone_line(events, open_study.store.entry(events[-1].card))])


@cli.command(
    help=N_(
        "Give a reworded card its history back.\n\n"
        "CARD takes over what is known of ORPHAN, as the same card in other words. Both are uids, or how they begin. "
        "Without them it lists what may belong together."
    )
)
@click.argument("orphan", required=False)
@click.argument("card", required=False)
def link(orphan: str | None, card: str | None) -> None:
    from quiz import lost_cards, show

    with study() as open_study:
        refresh(open_study)
        if orphan and card:
            open_study.link(orphan, card)
            tell([_("linked; `quiz undo` takes it back")])
        elif orphan:
            raise UsageError(
                _("a second uid is missing: that of the new card."), _("`quiz link` lists what may belong together.")
            )
        else:
            tell(show.doubt_lines(lost_cards.doubts(open_study.store)) or [_("nothing is open")])


SUSPEND_HELP = N_("Set the cards of a query aside until they are resumed.")


@cli.command(cls=QueryCommand, help=SUSPEND_HELP, epilog=QUERY_HELP)
@query_words
@click.option("--resume", cls=Option, is_flag=True, help=N_("Ask them again."))
def suspend(words: tuple[str, ...], resume: bool) -> None:
    if not words:
        raise UsageError(_("a query is needed to say which cards."), _("For example: quiz suspend uid:3fa"))
    with study() as open_study:
        count = open_study.set_aside(" ".join(words), resume=resume)
    if resume:
        tell([n_("{n} card resumed", "{n} cards resumed", count)])
    else:
        tell([n_("{n} card suspended", "{n} cards suspended", count)])


@cli.command(help=N_('Print the completion script of a shell.\n\nFor example: eval "$(quiz completion bash)"'))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    tell([found(cli, {}, "quiz", "_QUIZ_COMPLETE").source()])
