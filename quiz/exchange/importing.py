"""A package of Anki comes in: what it says of cards that are here."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from quiz.anki.rows import joined
from quiz.exchange.carrying import take_carried
from quiz.exchange.incoming import Taken, Tick, silent, take_answers, take_marks, there
from quiz.exchange.names import Names, acquaint

if TYPE_CHECKING:
    from quiz.anki.reading import Package
    from quiz.study import Study


def take(study: Study, package: Package, *, tick: Tick = silent, dry_run: bool = False) -> Taken:
    """Merge what `package` says of cards that the library has; `dry_run` finds out and changes nothing."""
    from quiz.exchange.edits import edits

    taken = Taken(has_schedule=package.has_schedule or package.flavour.kind == "colpkg")
    with study.store.rehearsal() if dry_run else nullcontext():
        acquaint(study.store, package)
        cards = there(package, Names(study.store), taken, light=True)
        taken.carried = take_carried(study, package, cards)
        take_answers(study, package, cards, taken, tick)
        take_marks(study, cards.values(), taken)
        taken.edits = tuple(edits(study.store, package, cards.values()))
    taken.skipped += package.skipped
    return taken


def take_more(study: Study, package: Package, taken: Taken) -> None:
    """Add to `taken` what `package` says of gaps that came into the notes since."""
    more = take(study, package)
    for what in ("cards", "reviews", "practice", "marks", "carried"):
        setattr(taken, what, getattr(taken, what) + getattr(more, what))


def is_foreign(study: Study, package: Package) -> bool:
    """Whether nothing in a package is known here: a deck of somebody else, or of a life before quiz."""
    names = Names(study.store)
    return not any(names.uid(note.guid, card.ord) for note, cards in joined(package) for card in cards)
