"""A package of Anki comes in: what it says of cards that are here."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING

from quiz.exchange.incoming import Taken, take_answers, take_marks, there
from quiz.exchange.names import Names
from quiz.language import _

if TYPE_CHECKING:
    from quiz.anki.reading import Package
    from quiz.study import Study

Bar = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""What is being done, and how much of it there is → tells how much more is done."""


def take(study: Study, package: Package, bar: Bar, *, dry_run: bool = False) -> Taken:
    """Merge what `package` says of cards that the library has; `dry_run` finds out and changes nothing."""
    taken = Taken(has_schedule=package.has_schedule)
    with ExitStack() as rehearsing:
        if dry_run:
            rehearsing.enter_context(study.store.rehearsal())
        cards = there(package, Names(study.store), taken)
        with bar(_("Answers"), package.counts.log) as told:
            take_answers(study, package, cards, taken, told)
        take_marks(study, cards.values(), taken)
    taken.skipped += package.skipped
    return taken
