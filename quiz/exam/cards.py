"""The cards of a paper as a package for Anki: what a class takes along to study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.exam.formats import file_name
from quiz.exam.paper import Paper

if TYPE_CHECKING:
    from quiz.exam.formats import Options


def files(paper: Paper, options: Options) -> dict[str, bytes]:
    return {file_name(paper, end="apkg"): options.package(card_uids(paper))}


def card_uids(paper: Paper) -> tuple[str, ...]:
    """The uids of all cards a paper asks, each once, in its order: for a matching question those of its pairs."""
    asked = ([pair.uid for pair in question.pairs] or [question.uid] for question in paper.questions())
    return tuple(dict.fromkeys(uid for uids in asked for uid in uids))
