"""What a person answered: result files of the page taken in a browser, and tables of answers typed from paper.

A result file is JSON: `{"format": "quiz-result", "version": 1, "paper": …, "variant": …, "kind": …, "name": …,
"started": …, "finished": …, "questions": [{"uid": …, "answer": …, "seconds": …, "own": …}]}`. Answers are as
`quiz.exam.marking.Answer` has them; times are ISO 8601 in UTC; `own` are hundredths a person gave themselves.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from quiz.errors import QuizError
from quiz.exam.marking import Answer, Rules, mark
from quiz.exam.paper import Asked, Paper, Variant
from quiz.language import N_, _
from quiz.terminal import one_line, safe
from quiz.text import fold

FORMAT = "quiz-result"
VERSION = 1
LARGEST = 5_000_000
"""Characters of a result file; a long test with long answers has some hundred thousand."""
LONGEST_TEXT = 100_000
LONGEST_NAME = 200

NO_RESULT = N_("{file} is no result of a quiz.")
DOWNLOAD_AGAIN = N_("Take the file that the page offered for download, as it was.")
TOO_NEW = N_("{file} is a result of version {version}, which this quiz cannot read.")
UPDATE = N_("Update quiz.")
FOREIGN = N_("{file} answers the paper {theirs}, not {ours}.")
FOREIGN_HINT = N_("Mark it with the paper it belongs to.")
NO_VARIANT = N_("{file} answers variant {letter}, which paper {paper} does not have.")
OTHER_LENGTH = N_("{file} has {theirs} answers, but variant {letter} has {ours} questions.")
NO_TEXT = N_("{file} is no text that can be read.")
SAVE_AS = N_("Save it again as CSV in UTF-8.")
UNFIT = N_("{file}: the answer to question {number} does not fit the question.")


class Response(NamedTuple):
    """The answer to one question; `seconds` it took; `own`: hundredths that a person gave, if any."""

    answer: Answer = None
    seconds: int = 0
    own: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """All answers of one person to one variant, in the order of its questions.

    `kind`: test or practice, from the page of that name, or sheet, typed from paper.
    """

    paper: str
    variant: str
    name: str = ""
    kind: str = "sheet"
    started: str = ""
    finished: str = ""
    responses: tuple[Response, ...] = ()

    @property
    def person(self) -> str:
        """The name as people are told apart by it: case and Unicode form make no other person."""
        return fold(self.name)


def read(text: str, paper: Paper, file: str) -> Result:
    """A result file of this paper. QuizError says why it is none: `file` is how a person knows it."""
    raw = _object(text, file)
    try:
        head = {name: _told(raw.get(name, "")) for name in ("paper", "variant", "name", "kind", "started", "finished")}
        rows = [_row(row) for row in raw["questions"]]
    except (KeyError, TypeError, ValueError) as error:
        raise refused(NO_RESULT, DOWNLOAD_AGAIN, file=file) from error
    variant = variant_of(paper, head["paper"], head["variant"], file)
    if len(rows) != len(variant.asked):
        raise refused(
            OTHER_LENGTH, DOWNLOAD_AGAIN, file=file, theirs=len(rows), ours=len(variant.asked), letter=variant.letter
        )
    responses = []
    for number, (asked, (uid, answer, seconds, own)) in enumerate(zip(variant.asked, rows, strict=True), 1):
        if uid not in ("", asked.question.uid) or not fits_question(asked, answer):
            raise refused(UNFIT, DOWNLOAD_AGAIN, file=file, number=number)
        own = None if own is None else min(own, asked.question.points)
        responses.append(Response(_answer(answer), seconds, own))
    return Result(**head, responses=tuple(responses))


def decoded(data: bytes, file: str) -> str:
    """The text of a file as spreadsheets and browsers write it: UTF-8, UTF-16 with a mark, or Korean Windows."""
    utf16 = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp949"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused(NO_TEXT, SAVE_AS, file=file)


def variant_of(paper: Paper, told: str, letter: str, file: str) -> Variant:
    """The variant that was answered; QuizError where it is of another paper, or there is none."""
    if told != paper.id:
        raise refused(FOREIGN, FOREIGN_HINT, file=file, theirs=told or "—", ours=paper.id)
    for variant in paper.variants:
        if variant.letter == letter:
            return variant
    raise refused(NO_VARIANT, FOREIGN_HINT, file=file, letter=letter or "—", paper=paper.id)


def marks(paper: Paper, result: Result, rules: Rules = Rules()) -> tuple[int | None, ...]:  # noqa: B008  # immutable
    """Hundredths for each question of the variant, None where a person must mark and has not.

    What people gave themselves in a test does not count.
    """
    variant = next(variant for variant in paper.variants if variant.letter == result.variant)
    found = []
    for asked, response in zip(variant.asked, result.responses, strict=True):
        by_hand = response.own if asked.question.kind == "open" and result.kind != "test" else None
        found.append(mark(asked, response.answer, rules) if by_hand is None else by_hand)
    return tuple(found)


def fits_question(asked: Asked, answer: object) -> bool:
    """Whether an answer, as JSON has it, is one to this question at all."""
    kind, parts = asked.question.kind, range(len(asked.order))
    if answer is None:
        return True
    if kind in ("open", "short"):
        return _is_text(answer)
    if kind == "yesno":
        return isinstance(answer, bool)
    if not isinstance(answer, list | tuple):
        return False
    if kind == "cloze":
        return len(answer) == len(asked.question.gaps) and all(map(_is_text, answer))
    places = [place for place in answer if place is not None or kind != "matching"]
    if not all(type(place) is int and place in parts for place in places):
        return False
    if kind == "matching":
        return len(answer) == len(parts)
    return len(set(places)) == len(places) and (kind == "choice" or len(places) == len(parts))


def _object(text: str, file: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise refused(NO_RESULT, DOWNLOAD_AGAIN, file=file)
    try:
        raw = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise refused(NO_RESULT, DOWNLOAD_AGAIN, file=file) from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise refused(NO_RESULT, DOWNLOAD_AGAIN, file=file)
    if raw.get("version") != VERSION:
        raise refused(TOO_NEW, UPDATE, file=file, version=raw.get("version"))
    return raw


def _row(row: object) -> tuple[str, object, int, int | None]:
    if not isinstance(row, dict):
        raise TypeError(row)
    seconds, own = row.get("seconds", 0), row.get("own")
    if type(seconds) is not int or seconds < 0 or (own is not None and (type(own) is not int or own < 0)):
        raise ValueError(row)
    return _told(row.get("uid", "")), row["answer"], seconds, own


def _told(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return one_line(safe(value)).strip()[:LONGEST_NAME]


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT


def _answer(answer: Any) -> Answer:
    return tuple(answer) if isinstance(answer, Sequence) and not isinstance(answer, str) else answer


def refused(message: str, hint: str, **values: object) -> QuizError:
    """The error with its values made safe to print."""
    shown = {name: one_line(safe(str(value)))[:LONGEST_NAME] for name, value in values.items()}
    return QuizError(_(message).format(**shown), _(hint).format(**shown))
