"""A wrong key put right after the test: the same print, other marks, and nothing lost."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from exam_pages import CHOICE, CLOZE, MATCHING, OPEN, ORDER, QUESTIONS, SHORT, YESNO, paper
from hypothesis import given
from hypothesis import strategies as st
from papers import papers as any_papers
from support import noon, quiz

from quiz import papers
from quiz.errors import QuizError
from quiz.exam.corrected import changes, corrected, printed
from quiz.exam.json import dumps, loads
from quiz.exam.key import with_id
from quiz.exam.paper import Asked, Gap, Option, Pair, Paper, Question
from quiz.exam.result_file import dumps as result_bytes
from quiz.exam.results import Response, Result, marks


def with_question(of: Paper, uid: str, question: Question, order: tuple[int, ...] | None = None) -> Paper:
    """The paper with a question in place of one, in another order of its parts if that is given."""
    variants = tuple(
        replace(
            variant,
            asked=tuple(
                Asked(question, each.order if order is None else order) if each.question.uid == uid else each
                for each in variant.asked
            ),
        )
        for variant in of.variants
    )
    return replace(of, variants=variants)


B_IS_RIGHT = replace(
    CHOICE, options=tuple(each._replace(right=place == 1) for place, each in enumerate(CHOICE.options))
)
RIGHT = {
    "c1": (replace(B_IS_RIGHT, answer="Explained anew."), None),
    "y1": (replace(YESNO, yes=True), None),
    "s1": (replace(SHORT, accepted=(*SHORT.accepted, "docker-compose")), None),
    "z1": (replace(CLOZE, gaps=(Gap(("Dockerfile", "Containerfile"), "파일 이름"), CLOZE.gaps[1])), None),
    "w1": (replace(OPEN, points=500), None),
    # Two answers of a matching question, or two steps, change places, and are printed where they were.
    "m1": (
        replace(MATCHING, pairs=tuple(
            Pair(own.prompt, other.answer, own.uid)
            for own, other in zip(MATCHING.pairs, (MATCHING.pairs[place] for place in (1, 0, 2)), strict=True)
        )),
        (2, 1, 0),
    ),
    "o1": (replace(ORDER, steps=tuple(ORDER.steps[place] for place in (1, 0, 2, 3))), (3, 1, 2, 0)),
}  # fmt: skip


@pytest.mark.parametrize("uid", RIGHT)
def test_a_corrected_key_marks_the_same_answers_otherwise(uid: str) -> None:
    """Of every kind of question: an answer that is right by the new key gets all points by it, and fewer before."""
    of = paper()
    other = replace(with_question(of, uid, *RIGHT[uid]), id="111-222-333", title="Other")
    after = corrected(of, other, "new.json")
    assert (after.id, after.title) == (of.id, of.title)
    place = [asked.question.uid for asked in of.variants[0].asked].index(uid)
    asked = after.variants[0].asked[place]
    answer: Any = {"y1": True, "s1": "docker-compose", "z1": ("containerfile", "build")}.get(uid, asked.key)
    response = Response(own=450) if uid == "w1" else Response(answer)
    responses = tuple(response if at == place else Response() for at in range(len(QUESTIONS)))
    result = Result(of.id, "A", "Kim", responses=responses)
    (change,) = changes(of, after, [result, replace(result, responses=(Response(),) * 8)])
    assert (change.number, change.people) == (place + 1, 0 if uid == "w1" else 1)
    if uid != "w1":
        assert (marks(of, result)[place] or 0) < (marks(after, result)[place] or 0) == asked.question.points


@given(any_papers(variants=2), st.data())
def test_only_what_prints_the_same_is_a_corrected_key(whole: Paper, data: st.DataObject) -> None:
    """Another order of options, answers or steps would give the answers another meaning: it is refused."""
    assert corrected(whole, replace(whole, id="x"), "new.json") == whole
    movable = [asked for asked in whole.variants[1].asked if asked.order]
    if movable:
        chosen = data.draw(st.sampled_from(movable))
        turned = chosen._replace(order=tuple(data.draw(st.permutations(chosen.order))))
        asked = tuple(turned if each is chosen else each for each in whole.variants[1].asked)
        other = replace(whole, variants=(whole.variants[0], replace(whole.variants[1], asked=asked)))
        if printed(turned) != printed(chosen):
            with pytest.raises(QuizError, match=r"new\.json prints question .* of variant B otherwise"):
                corrected(whole, other, "new.json")


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (paper(letters="AB"), "has other variants"),
        (paper(questions=QUESTIONS[1:]), "has another number of questions in variant A"),
        (paper(questions=QUESTIONS[::-1]), "prints question 1 of variant A otherwise"),
        (with_question(paper(), "y1", replace(YESNO, stem="Other?")), "prints question 2 of variant A otherwise"),
        (
            with_question(paper(), "c1", replace(CHOICE, options=(Option("x", True), *CHOICE.options[1:]))),
            "prints question 1 of variant A otherwise",
        ),
    ],
)
def test_another_paper_is_refused(other: Paper, told: str) -> None:
    """The sentence says where it differs, the hint what may."""
    with pytest.raises(QuizError, match=told) as error:
        corrected(paper(), other, "new.json")
    assert error.value.hint


def test_both_keys_are_kept_and_making_the_paper_again_keeps_the_corrected_one(tmp_path: Path) -> None:
    """The earlier keys stand beside it, each in a file of its own."""
    of = with_id(paper())
    papers.keep(tmp_path, of, noon(ms=1))
    first, second = (with_question(of, uid, *RIGHT[uid]) for uid in ("o1", "y1"))
    kept = [papers.correct(tmp_path, each, noon(ms=2)) for each in (first, second)]
    assert [loads(file.read_bytes(), "x") for file in kept] == [of, first]
    papers.keep(tmp_path, of, noon(ms=3))
    (there,) = papers.kept(tmp_path)
    assert (there.paper, there.made, there.corrected) == (second, noon(ms=3).utc_ms, noon(ms=2).utc_ms)


def test_a_class_is_marked_anew(tmp_path: Path) -> None:
    """What differs is told first; then the answers that are there have other points, and are the same answers."""
    home, of = tmp_path / "home", paper()
    one, other = tmp_path / "paper.json", tmp_path / "corrected.json"
    one.write_bytes(dumps(of))
    other.write_bytes(dumps(with_question(of, "c1", B_IS_RIGHT)))
    for name, answer in (("Kim", (1,)), ("Lee", (3,))):
        result = Result(of.id, "A", name, "test", "2026-03-01T09:00:00Z", "x", (Response(answer), *[Response()] * 7))
        (tmp_path / f"{name}.json").write_bytes(result_bytes(result, of))
    quiz(home, "results", "add", tmp_path / "Kim.json", tmp_path / "Lee.json", "--paper", one)
    before = {file: file.read_bytes() for file in home.rglob("*.json")}
    assert len(before) == 3
    told = quiz(home, "results", "correct", of.id, other, "--dry-run")
    assert "B → D; 2 results get other points" in told.stdout
    assert {file: file.read_bytes() for file in home.rglob("*.json")} == before
    done = quiz(home, "results", "correct", of.id, other)
    assert (done.returncode, "is corrected" in done.stdout) == (0, True)
    takers = json.loads(quiz(home, "results", of.id, "--json").stdout)["takers"]
    assert [(each["name"], each["points"]) for each in takers] == [("Lee", 100), ("Kim", 0)]
    results = {file: content for file, content in before.items() if "results" in file.parts}
    assert {file: file.read_bytes() for file in results} == results
    again = quiz(home, "results", "correct", of.id, other, "--json")
    assert json.loads(again.stdout) == {"changes": [], "written": False, "earlier": None}
    back = json.loads(quiz(home, "results", "correct", of.id, one, "--json").stdout)
    assert [(each["uid"], each["before"]["key"], each["results"]) for each in back["changes"]] == [("c1", "D", 2)]
    assert quiz(home, "results", "correct", of.id, tmp_path / "no.json").returncode == 2
