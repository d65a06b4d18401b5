"""Taking a paper in the full screen: every kind by keys and by mouse, the end, the result, a kill and going on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from exam_pages import QUESTIONS, paper
from screens import Clock, Open, log, press, running, shown
from textual.widgets import TextArea

from quiz import result_files, taking
from quiz.exam.paper import Paper
from quiz.exam.run import Run
from quiz.exam.score import Score
from quiz.tui.app import QuizApp
from quiz.tui.take import TakeScreen
from quiz.tui.take_numbers import around
from quiz.tui.take_parts import PartLine, Parts

SIZES = [(40, 12), (80, 24), (160, 50)]
CHOICE, YESNO, SHORT, CLOZE, SEVERAL, MATCHING, ORDER, OPEN = QUESTIONS
NOTES = "# Docker\n## Volume\n" + "".join(f"- What is {name}?\n  - It is {name * 3}.\n" for name in "abcdefghijkl")


class Seconds:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def begun(study: Any, *questions: Any, minutes: int = 0) -> Run:
    return taking.begin(study, paper(questions=questions or QUESTIONS), minutes=minutes)


def taking_app(study: Any, run: Run, size: tuple[int, int] = (80, 24), **more: Any) -> Any:
    return running(QuizApp(study, taken=run, **more), size)


def kept(study: Any) -> Run:
    """The run as it is on disk."""
    (run,) = taking.unfinished(study.store.path.parent).runs
    return run


def stored(study: Any, of: Paper) -> list[Any]:
    return [each.result for each in result_files.stored(study.store.path.parent, of)]


# — answers —


@pytest.mark.parametrize("size", SIZES)
async def test_every_kind_is_answered_by_keys(open_library: Open, size: tuple[int, int]) -> None:
    """From the first question to the result with nothing but keys, at every size; all points are had."""
    study = open_library("")
    run = begun(study)
    async with taking_app(study, run, size) as pilot:
        await press(pilot, "b", "enter")
        await press(pilot, "n", "enter")
        await press(pilot, *"compose", "enter")
        await press(pilot, *"Dockerfile", "enter", *"build", "enter")
        await press(pilot, "b", "d", "enter")
        await press(pilot, "b", "c", "a", "enter")
        await press(pilot, *place_steps(run), "enter")
        await press(pilot, *"kernel", "enter", *"shared", "escape", "n")
        assert kept(study).unanswered == ()
        assert kept(study).answers[7] == "kernel\nshared"
        await press(pilot, "y")
        assert kept(study).phase == "marking"
        screen = await press(pilot, "3")
        assert "16/16" in screen.replace(" of ", "/")
    (result,) = stored(study, run.paper)
    assert Score.of(run.paper, result).total == (1600, 1600)
    assert taking.unfinished(study.store.path.parent).runs == ()


def place_steps(run: Run) -> list[str]:
    """Keys that put the steps of the order question in their order: each to its line by the digit of that."""
    (asked,) = [asked for asked in run.variant.asked if asked.question.kind == "order"]
    lines, keys = list(range(len(asked.order))), []
    here = 0
    for target, place in enumerate(asked.key):
        at = lines.index(place)
        keys += ["down"] * (at - here) + ["up"] * (here - at) + [str(target + 1)]
        lines.insert(target, lines.pop(at))
        here = target
    return keys


async def test_a_step_is_carried_to_its_place(open_library: Open) -> None:
    """Space takes it up, arrows carry it, Space puts it down; taken up and put down says that the order is right."""
    study = open_library("")
    async with taking_app(study, begun(study, ORDER)) as pilot:
        await press(pilot, "space", "space")
        assert kept(study).answer == (0, 1, 2, 3)
        await press(pilot, "space", "down", "j", "space", "up")
        assert kept(study).answer == (1, 2, 0, 3)


async def test_the_mouse_answers(open_library: Open) -> None:
    """Clicks choose an option, match a prompt with its answer, and put a step in a place; numbers lead anywhere."""
    study = open_library("")
    async with taking_app(study, begun(study, CHOICE, MATCHING, ORDER), (100, 30)) as pilot:
        await click(pilot, 1)
        assert kept(study).answer == (1,)
        await pilot.click("Numbers", offset=(6, 0))
        await pilot.pause()
        assert pilot.app.screen.taken.place == 1
        await click(pilot, 1)
        await click(pilot, 3)
        assert kept(study).answer == (None, 0, None)
        await press(pilot, "right")
        await click(pilot, 0)
        await click(pilot, 2)
        assert kept(study).answer == (1, 2, 0, 3)


async def click(pilot: Any, number: int) -> None:
    (line,) = [line for line in pilot.app.screen.query(PartLine) if line.number == number]
    await pilot.click(line)
    await pilot.pause()


async def test_keys_work_in_hangul_mode(open_library: Open) -> None:
    """`ㅠ` is b, `ㅜ` is n, `ㅗ` hands in; Hangul typed on a line is text."""
    study = open_library("")
    async with taking_app(study, begun(study, CHOICE, YESNO, SHORT)) as pilot:
        await press(pilot, "ㅠ", "enter", "ㅜ", "enter")
        assert kept(study).answers[:2] == ((1,), False)
        await press(pilot, "도", "커")
        assert kept(study).answer == "도커"
        assert "Finish now?" in await press(pilot, "escape", "ㅗ")


async def test_an_answer_is_taken_back_and_cleared(open_library: Open) -> None:
    """The same letter again takes a choice back; x takes any answer away once the field has given the keys back."""
    study = open_library("")
    async with taking_app(study, begun(study, CHOICE, SHORT)) as pilot:
        await press(pilot, "b", "b")
        assert kept(study).answer is None
        await press(pilot, "right", "z", "escape", "x")
        assert kept(study).answers == (None, None)
        await press(pilot, "escape", "left", "a", "escape", "x")
        assert kept(study).answer is None


async def test_several_options_are_chosen_by_the_cursor(open_library: Open) -> None:
    """Arrows and Space choose without letters; one line says that several are meant by its boxes."""
    study = open_library("")
    async with taking_app(study, begun(study, SEVERAL)) as pilot:
        assert "☐" in shown(pilot.app)
        screen = await press(pilot, "down", "space", "down", "down", "space")
        assert screen.count("☑") == 2
        assert kept(study).answer == (0, 2)


# — the way —


async def test_one_goes_anywhere(open_library: Open) -> None:
    """Arrows by one, o to the next open one, g to a number; a wrong number is said, the place stays."""
    study = open_library("")
    async with taking_app(study, begun(study)) as pilot:
        screen: TakeScreen = pilot.app.screen
        await press(pilot, "left")
        assert screen.taken.place == 0
        await press(pilot, "b", "right", "y", "left", "o")
        assert screen.taken.place == 2
        await press(pilot, "escape", "g", "7", "enter")
        assert screen.taken.place == 6
        text = await press(pilot, "g", "9", "enter")
        assert "There are the questions 1 to 8." in text
        await press(pilot, "escape")
        assert screen.taken.place == 6


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_paper_shows_the_numbers_around(open_library: Open, size: tuple[int, int]) -> None:
    """With a hundred questions the one in front is always among the numbers, and all that fit are shown."""
    study = open_library("")
    many = [replace(YESNO, uid=f"y{number}") for number in range(100)]
    run = begun(study, *many)
    async with taking_app(study, run, size) as pilot:
        for place in (0, 50, 99):
            assert place in around(run.to(place), size[0] - 4)
        screen = await press(pilot, "escape", "g", "5", "1", "enter")
        assert "▸51" in screen
        assert "51/100" in screen


async def test_what_is_typed_survives_a_kill(open_library: Open) -> None:
    """Nobody leaves, nothing is finished: on disk stands what was typed last, and it is gone on with."""
    study = open_library("")
    async with taking_app(study, begun(study)) as pilot:
        await press(pilot, "b", "right", "right", *"도커 콤")
    again = kept(open_library())
    assert (again.answers[0], again.answers[2], again.place) == ((1,), "도커 콤", 2)
    async with taking_app(study, again) as pilot:
        assert "도커 콤" in shown(pilot.app)
        await press(pilot, "포", "즈")
    assert kept(study).answers[2] == "도커 콤포즈"


async def test_a_written_answer_keeps_its_lines(open_library: Open) -> None:
    """Going away and back, the field says what was typed."""
    study = open_library("")
    async with taking_app(study, begun(study, OPEN, YESNO)) as pilot:
        await press(pilot, "a", "enter", "b", "escape", "right", "left")
        assert pilot.app.screen.query_one(TextArea).text == "a\nb"


# — the end —


async def test_handing_in_asks_and_names_what_is_open(open_library: Open) -> None:
    """n goes on, y ends; beyond the last question lies the same end."""
    study = open_library("")
    async with taking_app(study, begun(study, CHOICE, YESNO)) as pilot:
        assert "Not answered yet: 1, 2." in await press(pilot, "h")
        assert "1/2" in await press(pilot, "n")
        assert "Finish now?" in await press(pilot, "right", "right")
        assert "0 of 2 points" in await press(pilot, "y")


async def test_own_marks_are_taken_back(open_library: Open) -> None:
    """The model answer stands beside one's own; u goes back to the mark before."""
    study = open_library("")
    second = replace(OPEN, uid="w2", stem="두 번째?")
    async with taking_app(study, begun(study, OPEN, second), (80, 40)) as pilot:
        await press(pilot, *"kern", "escape", "right", *"two", "escape", "right")
        screen = await press(pilot, "y")
        assert "kern" in screen
        assert "하드웨어를 흉내 냅니다." in screen
        await press(pilot, "2")
        assert "두 번째?" in shown(pilot.app)
        await press(pilot, "u")
        assert kept(study).to_mark == (0, 1)
        assert "600" not in await press(pilot, "3", "2")
        (result,) = stored(study, paper(questions=(OPEN, second)))
        assert [response.own for response in result.responses] == [400, 200]


async def test_time_is_shown_and_its_end_loses_nothing(open_library: Open) -> None:
    """What is left stands above; at its end one may go on without a limit, or finish with all answers."""
    study, seconds = open_library(""), Seconds()
    async with taking_app(study, begun(study, CHOICE, YESNO, minutes=1), seconds=seconds) as pilot:
        assert "1:00 left" in shown(pilot.app)
        seconds.now = 25
        await press(pilot, "b")
        assert "0:35 left" in shown(pilot.app)
        seconds.now = 61
        pilot.app.screen._tick()
        assert "The time is up." in await press(pilot)
        await press(pilot, "n")
        assert kept(study).minutes == 0
        assert kept(study).answer == (1,)
        assert "left" not in shown(pilot.app)


async def test_time_stands_still_while_the_paper_is_put_aside(open_library: Open) -> None:
    """What was spent before is spent, the time between is not."""
    study, seconds = open_library(""), Seconds()
    async with taking_app(study, begun(study, CHOICE, minutes=2), seconds=seconds) as pilot:
        seconds.now = 30
        await press(pilot, "b", "escape", "q")
    assert kept(study).spent_ms == 30_000
    seconds.now = 9_999
    async with taking_app(study, kept(study), seconds=seconds) as pilot:
        assert "1:30 left" in shown(pilot.app)


# — the result —


async def test_the_result_tells_and_practises_what_went_wrong(open_library: Open) -> None:
    """Points, what was answered and what is right; c practises them, r grades them once, u takes it back."""
    study = open_library(NOTES)
    run = taking.begin(study, taking.of_query(study, "", 3))
    async with taking_app(study, run) as pilot:
        await press(pilot, "x", "escape", "h", "y")
        screen = await press(pilot, "1")
        assert "0 of 3 points, 0 %" in screen
        assert "3 questions lack points" in screen
        assert log(study) == []
        assert "1 card was graded" in await press(pilot, "r")
        assert log(study) == [("grade", 2)]
        await press(pilot, "r")
        assert log(study) == [("grade", 2)]
        await press(pilot, "u")
        assert log(study) == []
        assert "Practice" in await press(pilot, "c")
        await press(pilot, "space", "3")
        assert log(study) == [("cram", 4)]


async def test_what_went_wrong_is_exported(open_library: Open, tmp_path: Any) -> None:
    """To the file one names; another kind of file is refused on the line."""
    study = open_library(NOTES)
    run = taking.begin(study, taking.of_query(study, "", 2))
    async with taking_app(study, run, (120, 30)) as pilot:
        await press(pilot, "escape", "h", "y", "e")
        pilot.app.screen.query_one("Input").value = str(tmp_path / "wrong.pdf")
        assert "neither a package nor a query" in await press(pilot, "enter")
        pilot.app.screen.query_one("Input").value = str(tmp_path / "wrong.txt")
        await press(pilot, "enter")
    assert (tmp_path / "wrong.txt").read_text().count("uid:") == 2


# — from home —


async def test_home_takes_the_row_under_the_cursor(open_library: Open) -> None:
    """x asks how many, the quiz begins; left and asked again, it is offered to go on."""
    study = open_library(NOTES)
    async with running(QuizApp(study)) as pilot:
        assert "How many questions?" in await press(pilot, "x")
        screen = await press(pilot, "4", "enter")
        assert "1/4" in screen
        await press(pilot, *"mine", "escape", "q")
        screen = await press(pilot, "x")
        assert "1 of 4 answered" in screen
        assert "mine" in await press(pilot, "enter")
        await press(pilot, "escape", "q", "x", "down", "enter")
        assert "How many questions?" in shown(pilot.app)


async def test_a_library_without_cards_says_so(open_library: Open) -> None:
    """There is nothing to ask: a sentence, and home stays."""
    study = open_library("# Empty\n")
    async with running(QuizApp(study)) as pilot:
        assert "There is no question to ask." in await press(pilot, "x", "enter")


async def test_markup_in_a_paper_is_text(open_library: Open) -> None:
    """Nothing in a question or a typed answer styles, links or acts."""
    study = open_library("")
    bad = replace(CHOICE, stem="[b]x[/b] [@click=app.quit]y[/]", options=tuple(
        option._replace(text=f"[red]{number}[/red]") for number, option in enumerate(CHOICE.options)))  # fmt: skip
    async with taking_app(study, begun(study, bad)) as pilot:
        screen = shown(pilot.app)
        assert "[b]x[/b]" in screen
        assert "[red]2[/red]" in screen


async def test_help_lists_every_key(open_library: Open, clock: Clock) -> None:
    """The help of a question names the keys of its answer and of the way."""
    study = open_library("")
    async with taking_app(study, begun(study, YESNO), (80, 50)) as pilot:
        screen = await press(pilot, "question_mark")
        assert all(text in screen for text in ("Answer yes", "Finish and see the result", "Go to a question"))
        assert clock.utc_ms
        assert pilot.app.screen_stack[-2].query(Parts)
