"""What a sync did, or would do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quiz.anki.schedule import carried

if TYPE_CHECKING:
    from quiz.entry import Entry
    from quiz.exchange.edits import Edit
    from quiz.exchange.incoming import Taken
    from quiz.exchange.planning import Plan
    from quiz.exchange.rewriting import Outcome


@dataclass(slots=True)
class Report:
    """Reviews are rows of the log, practice too; `carried` cards go on as they stood in Anki, which is noted there
    for other terminals (`carried_out`). `apart` are cards of notes that are here, and have none here.

    `edits` are texts that were changed there, with what became of them in `outcomes`. `edited` and `conflicts` are
    the cards whose notes keep another text there, be it only in its form. `skipped` counts rows that say nothing to us.
    """

    reviews_in: int = 0
    reviews_out: int = 0
    cards_written: int = 0
    notes_new: int = 0
    notes_updated: int = 0
    marks_in: int = 0
    withdrawn_in: int = 0
    withdrawn_out: int = 0
    carried: int = 0
    carried_out: int = 0
    due_in: int = 0
    apart: int = 0
    pictures: bool = False
    edits: tuple[Edit, ...] = ()
    outcomes: list[Outcome] = field(default_factory=list)
    edited: list[Entry] = field(default_factory=list)
    conflicts: list[Entry] = field(default_factory=list)
    deleted: list[Entry] = field(default_factory=list)
    missing_media: list[str] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)

    def took(self, taken: Taken, withdrawn: int) -> None:
        self.reviews_in += taken.reviews + taken.practice
        self.withdrawn_in += withdrawn
        self.carried += taken.carried
        self.due_in += taken.due
        self.apart = taken.apart
        self.edits = taken.edits
        self.skipped = taken.skipped

    def planned(self, plan: Plan, withdrawn_before: int) -> None:
        standing = sum(carried(row) is not None for row in plan.rows)
        self.carried_out += standing
        self.reviews_out += len(plan.rows) - standing + plan.rows_of_new
        self.cards_written += len(plan.cards)
        self.notes_new += len(plan.notes.new)
        self.notes_updated += len(plan.notes.updated)
        if plan.withdrawn is not None:
            self.withdrawn_out += len(plan.withdrawn) - withdrawn_before
        self.edited, self.conflicts, self.deleted = plan.notes.edited, plan.notes.conflicts, plan.notes.deleted

    @property
    def changed(self) -> bool:
        """Whether anything came or went."""
        counts = (self.reviews_in, self.reviews_out, self.cards_written, self.notes_new, self.notes_updated)
        return any(
            (*counts, self.marks_in, self.withdrawn_in, self.withdrawn_out, self.carried, self.carried_out, self.due_in)
        )
