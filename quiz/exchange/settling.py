"""What a person wants done with texts that were edited in Anki."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from quiz.errors import UsageError
from quiz.language import _

if TYPE_CHECKING:
    from quiz.anki.rows import Source
    from quiz.exchange.edits import Edit
    from quiz.exchange.rewriting import Outcome
    from quiz.study import Study

Wish = Literal["show", "write", "keep"]


def wish(*, write_notes: bool, keep_notes: bool) -> Wish:
    """UsageError where both are wanted."""
    if write_notes and keep_notes:
        raise UsageError(_("--write-notes and --keep-notes exclude each other."), _("Choose which text is right."))
    return "write" if write_notes else "keep" if keep_notes else "show"


def settle(study: Study, source: Source, edits: Sequence[Edit], wished: Wish) -> list[Outcome]:
    """Write the edits into the notes, or stand by the notes; what became of each, nothing where they are only shown.

    `source` is where they were found.
    """
    from quiz.exchange import rewriting

    if wished == "write":
        return rewriting.write_notes(study, edits, source)
    return rewriting.keep_notes(study, edits) if wished == "keep" else []
