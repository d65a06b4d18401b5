"""Which kinds of question a card can be, and the question it is then.

Nothing is made up: options, gaps and accepted answers are those of the notes; a yes/no question is one that its answer
begins by saying; an order question has an answer that is a numbered list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from quiz.exam.candidates import KEEP_ORDER, Candidate
from quiz.exam.paper import Gap, Kind, Option, Question
from quiz.notes import accept, choice, cloze
from quiz.text import key

USUAL: tuple[Kind, ...] = ("choice", "cloze", "short", "yesno", "open")
"""What is asked where nobody says; the others change what the notes ask, or how."""
PREFERRED: tuple[Kind, ...] = ("choice", "cloze", "short", "order", "yesno", "open")
"""What a card of several kinds becomes: the first of these that is still wanted."""
STEPS = range(3, 9)
LONGEST_STEP = 120
BARE = 20
"""An answer of so few characters that begins with yes or no says nothing else."""

_MARKER = re.compile(r"\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?[*_]*")
_YES = r"네|넵|예|맞습니다|그렇습니다|yes|yep|yeah"
_NO = r"아니오|아니요|아뇨|no|nope"
_VERDICT = re.compile(
    rf"(?:(?P<yes>{_YES})|(?P<no>{_NO}))[*_]*(?=\s*[,，!！。;；~…]|\s*\.(?!\s*\d)|\s*$|\s+[-–—]\s)", re.IGNORECASE
)
_NEGATIVE = re.compile(
    r"안\s?[되돼]|않(?!으면|는다면|을 때)|없(?!으면|다면|이\s|을 때)|못(?!하면)|아니|아닌|불가|말아야|(?<![가-힣])안\s"
    r"|\b(?:not|never|cannot|neither|nor|none|nothing|nobody|without|no)\b|n['’]t\b",
    re.IGNORECASE,
)
_EITHER = re.compile(r"[?？].*[?？]|아니면|(?<![가-힣])혹은(?![가-힣])", re.DOTALL)
_STEP = re.compile(r"(\d{1,2})[.)][ \t]+(\S.*)")
_GAP_SIGN = re.compile(r"\[\[\d+\]\]")
_GAP = re.compile("\0[^\1]*\1")


def possible(candidate: Candidate, kinds: Collection[Kind]) -> tuple[Kind, ...]:
    """Those of the kinds that the card can be, the preferred first; a matching question is made of several cards."""
    return tuple(kind for kind in PREFERRED if kind in kinds and MAKERS[kind](candidate) is not None)


def question(candidate: Candidate, kind: Kind, points: Mapping[Kind, int]) -> Question:
    """The question a card is as one of its possible kinds. `points` are hundredths; a kind without any has one."""
    made = MAKERS[kind](candidate)
    assert made is not None
    return replace(made, points=points.get(kind, made.points))


def verdict(answer: str) -> bool | None:
    """Whether an answer begins by saying yes or no: a word of its own, followed by punctuation or the end.

    So `네 가지`, `예: docker ps`, `네트워크` and `No longer` say neither.
    """
    first = answer.lstrip().partition("\n")[0]
    marker = _MARKER.match(first)
    found = _VERDICT.match(first, marker.end() if marker else 0)
    return None if found is None else found["yes"] is not None


def is_negative(question: str) -> bool:
    """Whether a question seems to deny something: yes to such a question means this to one reader, that to another."""
    return _NEGATIVE.search(question) is not None


def _asked(candidate: Candidate, kind: Kind, **more: Any) -> Question:
    entry = candidate.entry
    common = {"stem": entry.question, "answer": accept.without(entry.answer), "topics": entry.topics}
    return Question(uid=entry.uid, kind=kind, source=candidate.place, **(common | more))


def _open(candidate: Candidate) -> Question | None:
    """Not where the answer is yes or no and nothing else: then there is nothing to write."""
    entry = candidate.entry
    if entry.kind != "open":
        return None
    told = accept.without(entry.answer).strip()
    bare = len(told) <= BARE and "\n" not in told and verdict(told) is not None
    return None if bare and _yesno(candidate) else _asked(candidate, "open")


def _short(candidate: Candidate) -> Question | None:
    accepted = accept.accepted(candidate.entry.answer) if candidate.entry.kind == "open" else ()
    return _asked(candidate, "short", accepted=accepted) if accepted else None


def _yesno(candidate: Candidate) -> Question | None:
    entry = candidate.entry
    said = verdict(entry.answer) if entry.kind == "open" else None
    if said is None or is_negative(entry.question) or _EITHER.search(entry.question):
        return None
    return _asked(candidate, "yesno", yes=said)


def _choice(candidate: Candidate) -> Question | None:
    entry = candidate.entry
    read = choice.choices(entry.answer) if entry.kind == "choice" else None
    if read is None or len({key(option.text) for option in read.options}) < len(read.options):
        return None
    options = tuple(Option(option.text, option.right, option.feedback) for option in read.options)
    return _asked(candidate, "choice", options=options, answer=read.explanation)


def _cloze(candidate: Candidate) -> Question | None:
    entry = candidate.entry
    if entry.kind != "cloze" or _GAP_SIGN.search(entry.question):
        return None
    stem, filled = numbered(entry.question)
    listed = accept.accepted(entry.answer) if len(filled) == 1 else ()
    gaps = tuple(Gap(tuple(dict.fromkeys((_bare(gap.answer), *listed))), gap.hint) for gap in filled)
    return _asked(candidate, "cloze", stem=stem, gaps=gaps) if gaps else None


def _order(candidate: Candidate) -> Question | None:
    entry = candidate.entry
    lines = accept.without(entry.answer).split("\n") if entry.kind == "open" and entry.answer[:1].isdigit() else []
    found = [_STEP.fullmatch(line.rstrip()) for line in lines if line.strip()]
    steps = [(int(step[1]), step[2]) for step in found if step and len(step[2]) <= LONGEST_STEP]
    counted = [number for number, _ in steps] == list(range(1, len(found) + 1))
    if not counted or len(steps) not in STEPS or len({key(step) for _, step in steps}) < len(steps):
        return None
    return _asked(candidate, "order", steps=tuple(step for _, step in steps))


MAKERS: dict[Kind, Callable[[Candidate], Question | None]] = {
    "open": _open,
    "short": _short,
    "yesno": _yesno,
    "choice": _choice,
    "cloze": _cloze,
    "order": _order,
}
"""kind → the question a card is then; None where it cannot be one."""


def numbered(question: str) -> tuple[str, tuple[cloze.Gap, ...]]:
    """A cloze with `[[1]]`, `[[2]]` … where its gaps are, and the gaps."""
    pieces = _GAP.split(cloze.between(question.replace("\0", "").replace("\1", ""), "\0", "\1"))
    stem = pieces[0] + "".join(f"[[{number}]]{piece}" for number, piece in enumerate(pieces[1:], 1))
    return stem, cloze.gaps(question)


def keeps_order(candidate: Candidate) -> bool:
    return KEEP_ORDER in candidate.remarks


def _bare(text: str) -> str:
    """The text of a gap as it is typed: code without its backticks."""
    told = text.strip()
    ticks = len(told) - len(told.lstrip("`"))
    if ticks and len(told) > 2 * ticks and told.endswith("`" * ticks) and "`" not in told[ticks:-ticks]:
        return told[ticks:-ticks].strip()
    return told
