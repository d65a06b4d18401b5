"""Commands that trade with Anki."""

from __future__ import annotations

from pathlib import Path

import click

from quiz.cli import as_json, cli, refresh, study, tell, tell_json
from quiz.cli.bar import Bar
from quiz.cli.queries import QUERY_HELP, QueryCommand, query_words
from quiz.cli.words import Option
from quiz.errors import UsageError
from quiz.language import N_, _

IMPORT_HELP = N_(
    "Take in an Anki package: answers, marks and edits of cards that are here.\n\n"
    "FILE is what Anki exports, .apkg or .colpkg, with its scheduling information. The same file may come again. "
    "A package with nothing that is known here becomes notes files in a folder of its name, history included."
)
KEEP_HELP = N_("Stand by the notes: they replace edits in Anki, but for notes that came from there.")
EXPORT_HELP = N_(
    "Write cards to an Anki package, with their progress.\n\nA later export updates the same notes in place."
)


@cli.command(cls=QueryCommand, help=EXPORT_HELP, epilog=QUERY_HELP)
@click.argument("file", type=click.Path(path_type=Path))
@query_words
@click.option(
    "--no-progress", cls=Option, is_flag=True, help=N_("Leave due days, marks and the log out: a deck to hand out.")
)
@click.option(
    "--from-anki", cls=Option, is_flag=True, help=N_("Also write cards that came from Anki, as notes of their own.")
)
@as_json
def export(file: Path, words: tuple[str, ...], no_progress: bool, from_anki: bool, as_json: bool) -> None:
    from quiz.exchange import outgoing
    from quiz.exchange import words as said

    if file.suffix.lower() != ".apkg":
        raise UsageError(_("{file} is no Anki package.").format(file=file), _("Name a file that ends in .apkg."))
    with study() as open_study, Bar(_("Exporting")) as bar:
        refresh(open_study)
        query = " ".join(words)
        exported = outgoing.export(open_study, file, query, progress=not no_progress, from_anki=from_anki, tick=bar)
    if as_json:
        tell_json({"file": str(file), **said.exported_json(exported)})
        return
    missing = _("{file} is not there; the card shows its name")
    tell([missing.format(file=file) for file in exported.missing_media], err=True)
    tell([said.exported_line(exported, file), *said.export_advice(exported)])


@cli.command("import", help=IMPORT_HELP)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--into",
    cls=Option,
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help=N_("Make notes files in FOLDER of the notes that the library does not know."),
)
@click.option("--write-notes", cls=Option, is_flag=True, help=N_("Write texts edited in Anki into the notes."))
@click.option("--keep-notes", cls=Option, is_flag=True, help=KEEP_HELP)
@click.option("--dry-run", cls=Option, is_flag=True, help=N_("Say what would change and change nothing."))
@as_json
def import_(
    files: tuple[Path, ...], into: Path | None, write_notes: bool, keep_notes: bool, dry_run: bool, as_json: bool
) -> None:
    from quiz.anki.reading import open_package
    from quiz.exchange import foreign, importing, settling, words

    wished = settling.wish(write_notes=write_notes, keep_notes=keep_notes)
    with study() as open_study:
        refresh(open_study)
        for file in files:
            settled = None
            with open_package(file, open_study.store.path.parent / "import") as package:
                folder = into or (Path(file.stem) if importing.is_foreign(open_study, package) else None)
                if folder and not dry_run:
                    with Bar(_("Notes")) as bar:
                        settled = foreign.settle(open_study, package, folder, tick=bar)
                with Bar(_("Answers")) as bar:
                    taken = importing.take(open_study, package, tick=bar, dry_run=dry_run)
                outcomes = settling.settle(open_study, package, taken.edits, "show" if dry_run else wished)
                if any(outcome.copy for outcome in outcomes):
                    importing.take_more(open_study, package, taken)
            if as_json:
                tell_json({"file": str(file), **words.settled_json(settled), **words.taken_json(taken, outcomes)})
            else:
                tell([*words.settled_lines(settled), *words.taken_lines(taken, file, folder if dry_run else None)])
                tell(words.edit_lines(taken.edits, outcomes))
