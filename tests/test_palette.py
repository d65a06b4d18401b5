"""The command palette: what can be done here by name, other colours, another language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from screens import Open, log, press, running

from quiz import config, language
from quiz.config import Home
from quiz.errors import ConfigError
from quiz.settings import ReviewSettings
from quiz.tui.app import QuizApp
from quiz.tui.help import Help
from quiz.tui.palette import Command, Palette, found

TWO = "# 덱\n\n- 하나?\n  - 1\n- 둘?\n  - 2\n"


@pytest.fixture
def english_after() -> Iterator[None]:
    yield
    language.use("en")


def nothing() -> None:
    pass


UNDO = Command("되돌리기", nothing, also="Undo")
THEME = Command("테마", nothing, also="Theme")
QUIT = Command("Quit", nothing)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("", UNDO),
        ("테", THEME),
        ("돌", UNDO),
        ("und", UNDO),
        ("THE", THEME),
        ("벼ㅑㅅ", QUIT),
        ("쇼듣", None),
        ("zz", None),
    ],
)
def test_commands_are_found_by_a_few_letters(typed: str, first: Command | None) -> None:
    """In the language of the person, in English, and by what was typed in Hangul mode."""
    assert next(iter(found([UNDO, THEME, QUIT], typed)), None) is first


@given(st.text(max_size=6))
def test_whatever_is_typed_is_searched_for(typed: str) -> None:
    """Only commands that are there are found, each once."""
    commands = [UNDO, THEME, QUIT]
    shown = found(commands, typed)
    assert len(shown) == len({id(command) for command in shown})
    assert all(command in commands for command in shown)


async def test_every_action_of_the_screen(open_library: Open) -> None:
    """The palette names what can be done now, with its keys, and what can be chosen everywhere; running one does it."""
    study = open_library(TWO)
    async with running(QuizApp(study, study.begin()), (80, 40)) as pilot:
        screen = await press(pilot, "ctrl+p")
        for words in ("Search for a command", "Skip  Ask this card later", "Home  Leave", "Theme", "Language", "Help"):
            assert words in screen
        assert "Grade  " not in screen
        assert "둘?" in await press(pilot, *"skip", "enter")
        await press(pilot, "space", "ctrl+p", *"good", "enter")
        assert log(study) == [("grade", 4)]


async def test_the_palette_in_hangul_mode(open_library: Open) -> None:
    """Ctrl-P opens it with the Hangul keyboard, and names are found all the same."""
    async with running(QuizApp(open_library(TWO))) as pilot:
        await press(pilot, "ctrl+ㅔ")
        assert isinstance(pilot.app.screen, Palette)
        await press(pilot, *"ㅗ디ㅔ", "enter")
        assert isinstance(pilot.app.screen, Help)


async def test_nothing_found(open_library: Open) -> None:
    """What is not there is said at once, and Enter does nothing."""
    async with running(QuizApp(open_library(TWO))) as pilot:
        screen = await press(pilot, "ctrl+p", *"zzz")
        assert "Nothing is called so." in screen
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Palette)
        assert "Theme" in await press(pilot, "backspace", "backspace", "backspace")
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, Palette)


async def test_a_small_terminal(open_library: Open) -> None:
    """On 40 × 12 the list scrolls with the cursor, and names and keys are all there."""
    study = open_library(TWO)
    async with running(QuizApp(study, study.begin()), (40, 12)) as pilot:
        screen = await press(pilot, "ctrl+p")
        assert "Search for a command" in screen
        assert any(line.rstrip(" ▁▂▃▄▅▆▇█").endswith("s") for line in screen.split("\n") if "Skip" in line)
        screen = await press(pilot, "up")
        assert "Bottom" in screen


async def test_the_palette_in_korean(open_library: Open) -> None:
    """Search line, commands and what is not found are in the language of the person."""
    language.use("ko")
    try:
        async with running(QuizApp(open_library(TWO)), (80, 30)) as pilot:
            screen = await press(pilot, "ctrl+p")
            assert "명령 찾기" in screen
            assert "테마" in screen
            assert "도움말" in screen
            for word in ("Theme", "Language", "Help", "Quit", "Search"):
                assert word not in screen
            assert "No" not in await press(pilot, *"zzz")
    finally:
        language.use("en")


def remembering(folder: Path) -> Any:
    home = Home(folder, folder)
    return home, lambda path, value: config.state(home, path, value)


async def test_a_theme_is_shown_and_kept(open_library: Open, tmp_path: Path) -> None:
    """Colours follow the cursor; Escape brings the old ones back, Enter keeps the new ones in config.toml."""
    home, remember = remembering(tmp_path / "config")
    async with running(QuizApp(open_library(TWO), theme="gruvbox", remember=remember)) as pilot:
        await press(pilot, "ctrl+p", *"theme", "enter")
        await press(pilot, *"dracula")
        assert pilot.app.theme == "dracula"
        await press(pilot, "escape")
        assert pilot.app.theme == "gruvbox"
        assert not home.file.exists()
        await press(pilot, "ctrl+p", *"theme", "enter")
        await press(pilot, "down", "enter")
        assert pilot.app.theme != "gruvbox"
        assert config.load(home).ui.theme == pilot.app.theme


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (160, 50)])
@pytest.mark.parametrize("no_color", ["", "1"])
async def test_the_theme_list_begins_where_one_is(
    open_library: Open, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], no_color: str
) -> None:
    """Opening it changes nothing; the list is within the screen, with the last theme in sight, in a frame or not."""
    if no_color:
        monkeypatch.setenv("NO_COLOR", no_color)
    async with running(QuizApp(open_library(TWO), theme="textual-light"), size) as pilot:
        pilot.app.action_theme()
        assert "textual-light" in await press(pilot)
        shown = pilot.app.screen.query_one("OptionList").region
        assert pilot.app.screen.region.contains_region(shown)
        await press(pilot, "enter")
        assert pilot.app.theme == "textual-light"


@pytest.mark.usefixtures("english_after")
async def test_a_language_is_kept(open_library: Open, tmp_path: Path) -> None:
    """It is spoken at once, and by the next start; where it cannot be kept, that is said in it."""
    home, remember = remembering(tmp_path / "config")
    async with running(QuizApp(open_library(TWO), remember=remember)) as pilot:
        await press(pilot, "ctrl+p", *"language", "enter")
        assert "언어: 한국어" in await press(pilot, *"한국", "enter")
    assert config.load(home).ui.language == "ko"


LONG = "![그림](a.png)\n" + "\n".join(f"line {number}" for number in range(210))
VARIED = "# 덱\n\n- 하나? ![배](b.png)\n  - `ls -l`\n- 둘?\n  - " + LONG.replace("\n", "\n    ")


@pytest.mark.parametrize(
    "keys",
    [
        (),
        ("slash",),
        ("slash", *"is:x", "enter"),
        ("slash", *"zzz", "enter"),
        ("b",),
        ("b", "space", "s", "slash", *"하나", "enter"),
        ("o", "b", "slash", *"zzz", "enter"),
        ("t",),
        ("a",),
        ("a", "space"),
        ("a", "s"),
        ("a", "s", "space", "m"),
        ("c", "space"),
        ("a", "space", "1", "space"),
        ("a", "space", "3", "space", "3"),
        ("a", *"ls", "enter"),
        ("a", *"ls"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("size", [(40, 12), (160, 50)], ids=str)
@pytest.mark.usefixtures("english_after")
async def test_a_language_takes_effect_at_once(
    open_library: Open, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    """Every screen says what it says in an app that spoke so from its start, and is where it was."""
    manner = ReviewSettings(typed="always" if "l" in keys else "never")

    async def screen(first: str) -> str:
        language.use(first)
        study = open_library(VARIED)
        async with running(QuizApp(study, manner=manner, seconds=lambda: 0.0), size) as pilot:
            await press(pilot, *keys)
            await pilot.app.workers.wait_for_complete()
            if first == "en":
                await pilot.app.speak("ko")
            pilot.app.clear_notifications()
            await pilot.app.workers.wait_for_complete()
            screen = await press(pilot)
        while study.undo()[1]:
            pass
        return screen

    assert await screen("en") == await screen("ko")


async def test_what_cannot_be_kept_is_said(open_library: Open) -> None:
    """The colours change, and a toast names what is wrong with config.toml."""

    def refuse(_path: object, _value: object) -> None:
        raise ConfigError("config.toml:1: [b] is odd.", "Correct it.")

    async with running(QuizApp(open_library(TWO), remember=refuse)) as pilot:
        await press(pilot, "ctrl+p", *"theme", "enter")
        assert "config.toml:1: [b] is odd." in await press(pilot, *"nord", "enter")
        assert pilot.app.theme == "nord"


async def test_no_theme_without_colours(open_library: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR there is nothing to choose, and a frame tells the box from what is below it."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(QuizApp(open_library(TWO), no_color=True)) as pilot:
        screen = await press(pilot, "ctrl+p")
        assert "Language" in screen
        assert "Theme" not in screen
        assert "╭" in screen
