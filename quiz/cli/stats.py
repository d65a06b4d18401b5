"""`quiz stats`."""

from __future__ import annotations

from pathlib import Path

import click

from quiz import disk
from quiz.cli import as_json, cli, refresh, study, tell, tell_json, terminal_width
from quiz.cli.commands import NOTHING_YET
from quiz.cli.queries import QUERY_HELP, QueryCommand, query_words
from quiz.cli.words import Option
from quiz.errors import ExportError
from quiz.language import N_, _

NARROWEST, USUAL, WIDEST = 36, 80, 110

STATS_HELP = N_(
    "Show what was done, what is known and what is coming.\n\n"
    "Of the cards a query selects; without one also of what was answered on cards that the notes lost."
)
HTML_HELP = N_("Write one HTML page that needs nothing else.")


@cli.command(cls=QueryCommand, help=STATS_HELP, epilog=QUERY_HELP)
@query_words
@as_json
@click.option("--html", cls=Option, metavar="FILE", type=click.Path(path_type=Path), help=HTML_HELP)
def stats(words: tuple[str, ...], as_json: bool, html: Path | None) -> None:
    from quiz import counting
    from quiz.stats.show.data import as_json as data
    from quiz.stats.show.html import page
    from quiz.stats.show.lines import plain

    query = " ".join(words)
    with study() as open_study:
        refresh(open_study)
        figures = counting.count(open_study, query)
    if html:
        write_page(html, page(figures, query))
        tell([_("The statistics are in {file}.").format(file=html)], err=as_json)
    if as_json:
        tell_json(data(figures, query))
    elif figures.empty:
        tell([_("No card matches.") if words else _(NOTHING_YET)], err=True)
    elif not html:
        tell(plain(figures, query, max(NARROWEST, min(terminal_width() or USUAL, WIDEST))))


def write_page(file: Path, text: str) -> None:
    """ExportError where the file cannot be written."""
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        told = _("{file} cannot be written: {reason}.").format(file=file, reason=disk.reason(error))
        raise ExportError(told, _("Choose another file, or check the rights and the space on the disk.")) from error
