"""The help of a screen: every key as it is bound now."""

from __future__ import annotations

import re

import pytest
from screens import Open, press, running
from textual.containers import VerticalScroll

from quiz import language
from quiz.tui.app import QuizApp
from quiz.tui.help import Help

TWO = "# 덱\n\n- 하나?\n  - 1\n- 둘?\n  - 2\n"


async def test_help_lists_the_keys_of_the_screen(open_library: Open) -> None:
    """What the screen can do and what can be done everywhere, each once with all its keys; not what cannot be done."""
    study = open_library(TWO)
    async with running(QuizApp(study, study.begin()), (80, 40)) as pilot:
        screen = await press(pilot, "question_mark")
        here, everywhere = screen.split("Everywhere")
        assert "Here" in here
        assert re.search(r"1 2 3 4 +Grade the answer", here)
        assert re.search(r"esc q +Leave; answers are kept", here)
        assert re.search(r"\? +Every key of this screen", everywhere)
        assert re.search(r"\^p +Find a command", everywhere)
        assert "very long text" not in screen


async def test_help_knows_keys_of_ones_own(open_library: Open) -> None:
    """Keys from config.toml stand there instead of ours, and the key that opens the help closes it."""
    study = open_library(TWO)
    keys = {"review.undo": "z,f9", "app.help": "h"}
    async with running(QuizApp(study, study.begin(), keys=keys), (80, 40)) as pilot:
        screen = await press(pilot, "h")
        assert re.search(r"z f9 +Take back", screen)
        assert re.search(r"h +Every key", screen)
        await press(pilot, "h")
        assert not isinstance(pilot.app.screen, Help)


@pytest.mark.parametrize("key", ["escape", "q", "enter", "question_mark", "ㅂ"])
async def test_any_of_its_keys_closes_the_help(open_library: Open, key: str) -> None:
    """Also the one it was opened with, and in Hangul mode."""
    async with running(QuizApp(open_library(TWO))) as pilot:
        await press(pilot, "question_mark")
        assert isinstance(pilot.app.screen, Help)
        await press(pilot, key)
        assert not isinstance(pilot.app.screen, Help)


async def test_help_scrolls_with_vim_keys(open_library: Open) -> None:
    """On a small terminal its end can be reached and its beginning again; nothing is cut at the side."""
    study = open_library(TWO)
    async with running(QuizApp(study, study.begin()), (40, 12)) as pilot:
        assert "Here" in await press(pilot, "question_mark")
        scroll = pilot.app.screen.query_one(VerticalScroll)
        await press(pilot, "j")
        assert scroll.scroll_y == 1
        await press(pilot, "ctrl+d")
        assert scroll.scroll_y > 5
        assert "Find a command by" in await press(pilot, "G")
        assert "Here" in await press(pilot, "g")
        await press(pilot, "j", "k")
        assert scroll.scroll_y == 0
        assert scroll.max_scroll_x == 0


async def test_help_in_korean(open_library: Open) -> None:
    """Every word of it is in the language of the person."""
    language.use("ko")
    try:
        async with running(QuizApp(open_library(TWO)), (80, 50)) as pilot:
            screen = await press(pilot, "question_mark")
    finally:
        language.use("en")
    assert "어디서나" in screen
    keys = r"(?:esc|space|home|end|pgup|pgdn|quiz)"
    assert not re.search(rf"\b(?!{keys}\b)[A-Za-z]{{3,}}", screen.split("여기")[1])
