"""What of a paper a game can ask: short questions on one line. What it cannot is told with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from quiz.exam import wording
from quiz.exam.formats import file_name
from quiz.exam.key import KINDS
from quiz.exam.paper import Paper, Question
from quiz.language import N_, _, n_
from quiz.markdown import tokens

CODE = N_("has a block of code")
IMAGE = N_("shows an image")
TABLE = N_("has a table")
KIND = N_("is of a kind that cannot be asked there: {kind}")
OPTIONS = N_("has {n} options, more than {most}")
ANSWERS = N_("has {n} accepted answers, more than {most}")
LONG_QUESTION = N_("is longer than {most} characters")
LONG_OPTION = N_("has an option longer than {most} characters")
GAPS = N_("has more than one gap")
LEFT_OUT = N_("Left out of {file}:")

_BLOCKS = {"fence": CODE, "code_block": CODE, "table_open": TABLE}


class Left(NamedTuple):
    """A question that was left out, by its number in the first variant, and why."""

    number: int
    question: Question
    why: str


def unsaid(*texts: str) -> str:
    """Why these texts cannot be said on one line without an image; empty if they can."""
    for token in chain.from_iterable(map(tokens, texts)):
        if token.type in _BLOCKS:
            return _(_BLOCKS[token.type])
        if any(child.type == "image" for child in token.children or ()):
            return _(IMAGE)
    return ""


def wrong_kind(question: Question) -> str:
    return _(KIND).format(kind=_(KINDS[question.kind]))


def line(text: str) -> str:
    """Markdown on one line."""
    return wording.one_line(wording.plain(text))


def remarks(paper: Paper, name: str, left: Sequence[Left]) -> Iterator[str]:
    """How many questions a game has of those of the paper, and where the rest is told, if there is any."""
    many = len(paper.variants[0].asked)
    if left:
        file = file_name(paper, name, "left-out", end="txt")
        yield n_(
            "{format}: {had} of {n} question; the rest is in {file}.",
            "{format}: {had} of {n} questions; the rest is in {file}.",
            many, format=name, had=many - len(left), file=file,
        )  # fmt: skip


def with_list(paper: Paper, name: str, sheet: bytes, left: Sequence[Left]) -> dict[str, bytes]:
    """The files of a game: its sheet, and the list of what was left out if anything was."""
    made = {file_name(paper, name, end="xlsx"): sheet}
    if left:
        told = "\n".join(_listed(file_name(paper, name, end="xlsx"), left))
        made[file_name(paper, name, "left-out", end="txt")] = f"{told}\n".encode()
    return made


def _listed(file: str, left: Sequence[Left]) -> Iterator[str]:
    yield _(LEFT_OUT).format(file=file)
    for number, question, why in left:
        yield f"{wording.title(number, question)} — {why} ({question.source or question.uid})"
