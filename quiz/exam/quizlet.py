"""A paper as terms and definitions to paste into Quizlet: one line a card, a tab between both sides."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.exam import wording
from quiz.exam.formats import Options, file_name
from quiz.exam.key import verdict
from quiz.exam.paper import Paper, Question


def files(paper: Paper, _options: Options) -> dict[str, bytes]:
    """One file; of a matching question each pair is a card, of any other the question, with its options, and what is
    right."""
    lines = "".join(f"{term}\t{told}\n" for question in paper.questions() for term, told in _cards(question))
    return {file_name(paper, "quizlet", end="tsv"): lines.encode()}


def _cards(question: Question) -> Iterator[tuple[str, str]]:
    if question.kind == "matching":
        for pair in question.pairs:
            yield _line(pair.prompt), _line(pair.answer)
        return
    stem = wording.plain_gaps(wording.gapped(question), lambda _number: wording.BLANK)
    options = f" ({' / '.join(_line(option.text) for option in question.options)})" if question.options else ""
    yield wording.one_line(stem) + options, "; ".join(filter(None, (_right(question), _line(question.answer))))


def _right(question: Question) -> str:
    match question.kind:
        case "yesno":
            return verdict(bool(question.yes))
        case "choice":
            return " / ".join(_line(option.text) for option in question.options if option.right)
        case "short":
            return " / ".join(map(wording.typed, question.accepted))
        case "cloze":
            return ", ".join(" / ".join(map(wording.typed, gap.accepted)) for gap in question.gaps)
        case "order":
            return " → ".join(map(_line, question.steps))
        case _:
            return ""


def _line(text: str) -> str:
    return wording.one_line(wording.plain(text))
