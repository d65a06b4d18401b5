"""Work that takes long, through Pilot: a box says how far it is, and keys wait until it is done."""

from __future__ import annotations

import asyncio
from threading import Event

import pytest
from screens import Open, running, shown

from quiz.apart import Counted
from quiz.errors import QuizError
from quiz.study import Study
from quiz.tui.app import QuizApp
from quiz.tui.browse import BrowseScreen
from quiz.tui.busy import Busy, carry_out
from quiz.tui.home import Home

LOOKS = 1000


async def test_a_box_appears_and_goes(open_library: Open) -> None:
    """While the work goes on the box counts what is done; then it is gone, and the work's result is there."""
    go_on, things = Event(), Counted(["a", "b", "c", "d"])

    def work(_study: Study) -> int:
        for thing in things:
            if thing == "c":
                assert go_on.wait(60)
        return things.done

    async with running(QuizApp(open_library())) as pilot:
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, Home)
        task = asyncio.ensure_future(carry_out(screen, work, things))
        for _look in range(LOOKS):
            if "50%" in shown(pilot.app):
                break
            await pilot.pause(0.01)
        assert isinstance(pilot.app.screen, Busy)
        await pilot.press("q", "escape", "b")
        assert isinstance(pilot.app.screen, Busy)
        go_on.set()
        assert await task == 4
        await pilot.pause()
        assert pilot.app.screen is screen


async def test_short_work_shows_nothing(open_library: Open) -> None:
    """What is done in no time never shows a box, and gives its result."""
    async with running(QuizApp(open_library())) as pilot:
        await pilot.pause()
        assert isinstance(pilot.app.screen, Home)
        assert await carry_out(pilot.app.screen, lambda study: study.store.path.name, Counted()) == "quiz.db"
        assert isinstance(pilot.app.screen, Home)


async def test_what_goes_wrong_comes_to_who_asked(open_library: Open) -> None:
    """An error of the work is raised where it is awaited, with the box gone."""
    go_on = Event()

    def work(_study: Study) -> None:
        assert go_on.wait(60)
        raise QuizError("so it is", "and so")

    async with running(QuizApp(open_library())) as pilot:
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, Home)
        task = asyncio.ensure_future(carry_out(screen, work, Counted()))
        for _look in range(LOOKS):
            if isinstance(pilot.app.screen, Busy):
                break
            await pilot.pause(0.01)
        go_on.set()
        with pytest.raises(QuizError, match="so it is"):
            await task
        await pilot.pause()
        assert pilot.app.screen is screen


async def test_acts_wait_for_each_other(open_library: Open) -> None:
    """Keys pressed while an act goes on in its thread are done after it, in their order."""
    study = open_library("# Sea\n- What is a bight?\n  - A bend in a rope.\n")
    async with running(QuizApp(study)) as pilot:
        await pilot.pause()
        pilot.app.open("browse")
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        assert isinstance(pilot.app.screen, BrowseScreen)
        for _time in range(3):
            pilot.app.screen.action_flag()
            pilot.app.screen.action_undo()
        await pilot.app.workers.wait_for_complete()
    kinds = [event.kind for event in study.store.reviews()]
    assert kinds == ["flag", "undo"] * 3
