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
    from quiz import show
    from quiz.exchange import outgoing

    if file.suffix.lower() != ".apkg":
        raise UsageError(_("{file} is no Anki package.").format(file=file), _("Name a file that ends in .apkg."))
    with study() as open_study, Bar(_("Exporting")) as bar:
        refresh(open_study)
        exported = outgoing.export(open_study, file, " ".join(words), progress=not no_progress, tick=bar)
    if as_json:
        tell_json({"file": str(file), **show.exported_json(exported)})
        return
    missing = _("{file} is not there; the card shows its name")
    tell([missing.format(file=file) for file in exported.missing_media], err=True)
    tell([show.exported_line(exported, file), *show.export_advice(exported)])
