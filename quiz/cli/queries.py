"""What commands share that take a query."""

from __future__ import annotations

from typing import Any

import click

from quiz.cli.words import Command
from quiz.language import N_

QUERY_HELP = N_(
    'QUERY chooses cards: words, "a phrase", topic:docker::volume, deck:name, kind:open, '
    "is:new|due|learned|suspended|orphan|unanswered, uid:…; joined by and, or, not (or -word) and parentheses."
)

query_words = click.argument("words", metavar="[QUERY]...", nargs=-1, type=click.UNPROCESSED)


class QueryCommand(Command):
    """A command with a query, which may begin with `-word`: `-h` alone asks for help, `-host` does not."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        extra |= {"ignore_unknown_options": True, "help_option_names": ["--help"]}
        return super().make_context(info_name, ["--help" if arg == "-h" else arg for arg in args], parent, **extra)
