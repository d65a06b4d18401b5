"""A comparison in words."""

from __future__ import annotations

from quiz.grades import choices
from quiz.typed.comparison import compare
from quiz.typed.verdict import EXACT, FIRST_POINT, lines, marked


def test_an_exact_answer_is_told_in_two_lines() -> None:
    """That it is right, and the grade by its key; on the scale of six the key is the grade."""
    exact = compare("docker ps", "`docker ps`")
    assert lines(exact, choices(4)) == [EXACT, "Suggested grade: 3 Good. You decide."]
    assert lines(exact, choices(6))[-1] == "Suggested grade: 4 Good. You decide."


def test_what_is_wrong_stands_in_marks_that_are_explained() -> None:
    """Readable without colours; the suggestion names a grade that is offered."""
    near = compare("컨테이나입니다", "컨테이너입니다.")
    assert lines(near, choices(4)) == [
        "컨테이[-너-]{+나+}입니다",
        "[-…-] is in the answer only, {+…+} in yours only.",
        "Suggested grade: 2 Hard. You decide.",
    ]
    assert lines(compare("", "답"), choices(6)) == ["", "Suggested grade: 2 Almost. You decide."]


def test_quite_another_answer_is_shown_as_it_is() -> None:
    """Marks over all of both texts would say nothing."""
    told = lines(compare("모르겠음", "포드는 함께 배치되는 컨테이너의 묶음입니다."), choices(4))
    assert told == ["Yours: 모르겠음", "Suggested grade: 1 Again. You decide."]


def test_dashes_do_not_run_into_the_marks() -> None:
    """A flag stands apart from the bracket that is like it."""
    assert marked(compare("docker ps", "`docker ps -a`")) == "docker ps [- -a -]"


def test_a_first_point_is_told() -> None:
    """The person learns that the rest was not compared; where nothing is wrong there are no marks to explain."""
    assert lines(compare("요점", "- 요점\n- 덧붙임"), choices(4))[1:-1] == [FIRST_POINT]
