"""Setting right what quiz took from the notes: whose history a card has, and under which topics it stands."""

from __future__ import annotations

import click

from quiz.cli import cli, refresh, study, tell
from quiz.cli.queries import QUERY_HELP, QueryCommand, query_words
from quiz.errors import UsageError
from quiz.language import N_, _, n_

UNLINK_HELP = N_(
    "Part a card from a history that is not its own.\n\n"
    "CARD, a uid or how it begins, begins anew; the history waits as an orphan for `quiz link`."
)
RETAG_HELP = N_(
    "Give cards topics beside those of the notes, or take some away.\n\n"
    'CHANGES is for example "+exam -docker::volume". The notes stay as they are: a file beside the library holds it.'
)


@cli.command(help=UNLINK_HELP)
@click.argument("card")
def unlink(card: str) -> None:
    with study() as open_study:
        refresh(open_study)
        open_study.unlink(card)
    tell([_("unlinked; `quiz undo` takes it back")])


@cli.command(cls=QueryCommand, help=RETAG_HELP, epilog=QUERY_HELP)
@click.argument("changes", type=click.UNPROCESSED)
@query_words
def retag(changes: str, words: tuple[str, ...]) -> None:
    from quiz import overlay
    from quiz.retag import parse

    change = parse(changes, signed=True)
    if not words:
        raise UsageError(_("a query is needed to say which cards."), _("For example: quiz retag +exam topic:docker"))
    with study() as open_study:
        refresh(open_study)
        changed = open_study.retag(open_study.entries(" ".join(words)), change)
        place = overlay.place(open_study.store)
    told = n_(
        "{n} card has other topics now, as {file} says; `quiz undo` takes it back",
        "{n} cards have other topics now, as {file} says; `quiz undo` takes it back",
        len(changed),
        file=place,
    )
    tell([told if changed else _("nothing to change: it is so already")])
