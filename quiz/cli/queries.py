"""What commands share that take a query."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import takewhile
from typing import Any

import click

from quiz.cli.words import Command
from quiz.language import N_

QUERY_HELP = N_(
    'QUERY chooses cards: words, "a phrase", topic:docker::volume, deck:name, file:name, kind:open, uid:…, '
    "is:new|due|learned|suspended|buried|flagged|leech|orphan|unanswered, ease<1.6, interval>=21, lapses>3, reviews=1, "
    "due<=7 (days from today); joined by and, or, not (or -word) and parentheses."
)

query_words = click.argument("words", metavar="[QUERY]...", nargs=-1, type=click.UNPROCESSED)


class QueryCommand(Command):
    """A command with a query, which may begin with `-word`: `-h` alone asks for help, `-host` does not.

    What begins with two dashes is an option, known or mistaken; behind `--` everything is query.
    """

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        extra |= {"ignore_unknown_options": True, "help_option_names": ["--help"]}
        known = [name for param in self.params for name in param.opts] + ["--help"]
        for arg in takewhile(lambda arg: arg != "--", args):
            name = arg.partition("=")[0]
            if name.startswith("--") and name not in known:
                context = self.context_class(self, parent, info_name)  # says how to ask for help
                raise click.NoSuchOption(name, possibilities=get_close_matches(name, known), ctx=context)
        return super().make_context(info_name, ["--help" if arg == "-h" else arg for arg in args], parent, **extra)
