"""A result, or one that is still in the making, as the file that the browser page downloads: one reader for both.

A run has more in it, over which a reader of results passes: `place`, `minutes`, and `ms` of each question.
"""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

from quiz.errors import QuizError
from quiz.exam.paper import Paper
from quiz.exam.results import FORMAT, VERSION, Result, read
from quiz.exam.run import Run
from quiz.exam.score import variant_of
from quiz.language import N_, _

NO_RUN = N_("{file} is no quiz that was begun.")
BEGIN_ANEW = N_("Delete the file, and begin anew.")


def as_json(result: Result, paper: Paper) -> dict[str, Any]:
    """In the words of `quiz.exam.results`; members without a meaning are left out."""
    questions = []
    for asked, response in zip(variant_of(paper, result).asked, result.responses, strict=True):
        told: dict[str, Any] = {"uid": asked.question.uid, "answer": response.answer, "seconds": response.seconds}
        questions.append(told if response.own is None else {**told, "own": response.own})
    head = {name: getattr(result, name) for name in ("paper", "variant", "kind", "name", "started", "finished")}
    return {"format": FORMAT, "version": VERSION, **head, "questions": questions}


def dumps(result: Result, paper: Paper) -> bytes:
    return _written(as_json(result, paper))


def digest(result: Result, paper: Paper) -> str:
    """Ten hex digits that name a result: the same answers of the same person at the same time have the same."""
    told = json.dumps(as_json(result, paper), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return sha256(told.encode()).hexdigest()[:10]


def dump_run(run: Run) -> bytes:
    told = as_json(run.result, run.paper)
    questions = [{**question, "ms": ms} for question, ms in zip(told["questions"], run.ms, strict=True)]
    return _written({**told, "place": run.place, "minutes": run.minutes, "questions": questions})


def load_run(text: str, paper: Paper, file: str) -> Run:
    """The run that a file holds; QuizError where it is none of this paper, or was damaged."""
    result = read(text, paper, file)
    told = json.loads(text)
    try:
        counts = [_count(told.get(name, 0)) for name in ("place", "minutes")]
        ms = tuple(_count(question.get("ms", 0)) for question in told["questions"])
    except TypeError as error:
        raise QuizError(_(NO_RUN).format(file=file), _(BEGIN_ANEW)) from error
    begun = Run.begin(paper, result.variant, result.started, counts[1])
    answers = tuple(response.answer for response in result.responses)
    own = tuple(response.own for response in result.responses)
    return replace(begun, answers=answers, own=own, ms=ms, finished=result.finished).to(counts[0])


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError(value)
    return value


def _written(told: dict[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")
