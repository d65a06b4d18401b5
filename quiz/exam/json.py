"""A paper with its key as JSON, and back: what the library keeps of it, and what other programs read.

The shape is documented in docs/exam.md. A later version may add members; what reads this one passes over them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, get_args

from quiz.errors import QuizError
from quiz.exam.formats import Options, file_name
from quiz.exam.key import answer
from quiz.exam.paper import Asked, Gap, Kind, Option, Pair, Paper, Question, Variant
from quiz.language import LANGUAGES, _, speaking

FORMAT, VERSION = "quiz-paper", 1


def files(paper: Paper, _options: Options) -> dict[str, bytes]:
    return {file_name(paper, end="json"): dumps(paper)}


def dumps(paper: Paper) -> bytes:
    with speaking(paper.language):
        told = as_json(paper)
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def as_json(paper: Paper) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "id": paper.id,
        "title": paper.title,
        "language": paper.language,
        "seed": paper.seed,
        "points": paper.points,
        "questions": [_question_json(question) for question in paper.questions()],
        "variants": [
            {
                "letter": variant.letter,
                "asked": [
                    {"uid": asked.question.uid, "order": asked.order, "key": answer(asked)} for asked in variant.asked
                ],
            }
            for variant in paper.variants
        ],
    }


def _question_json(question: Question) -> dict[str, Any]:
    """What all questions have, and what its kind does."""
    told: dict[str, Any] = {
        "uid": question.uid,
        "kind": question.kind,
        "stem": question.stem,
        "answer": question.answer,
        "topics": question.topics,
        "points": question.points,
        "source": question.source,
    }
    match question.kind:
        case "choice":
            told["options"] = [option._asdict() for option in question.options]
        case "yesno":
            told["yes"] = question.yes
        case "short":
            told["accepted"] = question.accepted
        case "cloze":
            told["gaps"] = [gap._asdict() for gap in question.gaps]
        case "matching":
            told["pairs"] = [pair._asdict() for pair in question.pairs]
        case "order":
            told["steps"] = question.steps
    return told


def loads(data: bytes, name: str) -> Paper:
    """The paper that a file holds; QuizError, by `name`, for what is none or was damaged."""
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _unreadable(name, _("it is not JSON")) from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise _unreadable(name, _("it is not a paper of quiz"))
    if not isinstance(told.get("version"), int) or told["version"] > VERSION:
        raise QuizError(_("{file} is of a later version.").format(file=name), _("Update quiz."))
    try:
        return _paper(told)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise _unreadable(name, _("{part} is not as it should be").format(part=error)) from error


def _unreadable(name: str, why: str) -> QuizError:
    told = _("{file} holds no paper: {why}.").format(file=name, why=why)
    return QuizError(told, _("Name the .json file that `quiz make` wrote."))


def _paper(told: Mapping[str, Any]) -> Paper:
    questions = {each["uid"]: _question(each) for each in told["questions"]}
    variants = tuple(_variant(each, questions) for each in told["variants"])
    if not variants or not questions or told["language"] not in LANGUAGES:
        raise ValueError("variants, questions, language")
    return Paper(
        id=_text(told["id"]),
        title=_text(told["title"]),
        language=told["language"],
        variants=variants,
        seed=_text(told["seed"]),
    )


def _variant(told: Mapping[str, Any], questions: Mapping[str, Question]) -> Variant:
    """A variant asks every question once, and the parts of each in some order."""
    asked = tuple(Asked(questions[each["uid"]], tuple(each["order"])) for each in told["asked"])
    if sorted(each.question.uid for each in asked) != sorted(questions):
        raise ValueError("asked")
    for each in asked:
        if sorted(each.order) != list(range(each.question.movable)):
            raise ValueError(f"order {each.question.uid}")
    return Variant(_text(told["letter"]), asked)


def _question(told: Mapping[str, Any]) -> Question:
    if told["kind"] not in get_args(Kind) or type(told["points"]) is not int:
        raise ValueError("kind, points")
    yes = told["yes"] if told["kind"] == "yesno" else None
    if told["kind"] == "yesno" and not isinstance(yes, bool):
        raise ValueError("yes")
    options = told["options"] if told["kind"] == "choice" else ()
    gaps = told["gaps"] if told["kind"] == "cloze" else ()
    pairs = told["pairs"] if told["kind"] == "matching" else ()
    return Question(
        uid=_text(told["uid"]),
        kind=told["kind"],
        stem=_text(told["stem"]),
        answer=_text(told["answer"]),
        options=tuple(Option(_text(each["text"]), _flag(each["right"]), _text(each["feedback"])) for each in options),
        yes=yes,
        accepted=_texts(told["accepted"]) if told["kind"] == "short" else (),
        gaps=tuple(Gap(_texts(each["accepted"]), _text(each["hint"])) for each in gaps),
        pairs=tuple(Pair(*(_text(each[name]) for name in Pair._fields)) for each in pairs),
        steps=_texts(told["steps"]) if told["kind"] == "order" else (),
        topics=_texts(told["topics"]),
        points=told["points"],
        source=_text(told["source"]),
    )


def _checked(kind: type) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if not isinstance(value, kind):
            raise TypeError(repr(value)[:40])
        return value

    return check


_text: Callable[[Any], str] = _checked(str)
_flag: Callable[[Any], bool] = _checked(bool)


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(map(_text, _checked(list)(values)))
