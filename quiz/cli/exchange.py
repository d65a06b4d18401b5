"""Commands that trade with Anki."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from quiz.cli import as_json, cli, is_terminal, refresh, study, tell, tell_json
from quiz.cli.queries import QUERY_HELP, QueryCommand, query_words
from quiz.cli.words import Option
from quiz.errors import UsageError
from quiz.language import N_, _

IMPORT_HELP = N_(
    "Take in an Anki package: answers, marks and edits of cards that are here.\n\n"
    "FILE is what Anki exports, .apkg or .colpkg, with its scheduling information. The same file may come again."
)
LONG = 5_000
"""Rows or notes that are done before anybody wonders."""

EXPORT_HELP = N_(
    "Write cards to an Anki package, with their progress.\n\nA later export updates the same notes in place."
)


@cli.command(cls=QueryCommand, help=EXPORT_HELP, epilog=QUERY_HELP)
@click.argument("file", type=click.Path(path_type=Path))
@query_words
@click.option(
    "--no-progress", cls=Option, is_flag=True, help=N_("Leave due days, marks and the log out: a deck to hand out.")
)
@as_json
def export(file: Path, words: tuple[str, ...], no_progress: bool, as_json: bool) -> None:
    from quiz.exchange import outgoing
    from quiz.exchange import words as said

    if file.suffix.lower() != ".apkg":
        raise UsageError(_("{file} is no Anki package.").format(file=file), _("Name a file that ends in .apkg."))
    with study() as open_study:
        refresh(open_study)
        exported = outgoing.export(open_study, file, " ".join(words), progress=not no_progress, bar=bar)
    if as_json:
        tell_json({"file": str(file), **said.exported_json(exported)})
        return
    missing = _("{file} is not there; the card shows its name")
    tell([missing.format(file=file) for file in exported.missing_media], err=True)
    tell([said.exported_line(exported, file), *said.export_advice(exported)])


@cli.command("import", help=IMPORT_HELP)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", cls=Option, is_flag=True, help=N_("Say what would change and change nothing."))
@as_json
def import_(files: tuple[Path, ...], dry_run: bool, as_json: bool) -> None:
    from quiz.anki.reading import open_package
    from quiz.exchange import importing, words

    with study() as open_study:
        refresh(open_study)
        for file in files:
            with open_package(file, open_study.store.path.parent / "import") as package:
                taken = importing.take(open_study, package, bar, dry_run=dry_run)
            if as_json:
                tell_json({"file": str(file), **words.taken_json(taken)})
            else:
                tell(words.taken_lines(taken, file))


@contextmanager
def bar(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """Progress on stderr, where that is a terminal."""
    if not is_terminal(sys.stderr) or length < LONG:
        yield lambda _: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as shown:
        yield shown.update
