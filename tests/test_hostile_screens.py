"""Notes full of markup, escapes, controls and text that turns or hides: shown on every screen, no more."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import copy

import golden_walk
import hostile
import pytest
from golden import Shot, lines, misfits, picture
from golden_walk import Scene, settle, stillness, walk
from hostile import SHOWN, driving
from rich.cells import cell_len
from textual.app import App, ComposeResult

from quiz import language
from quiz.tui.app import QuizApp
from quiz.tui.text import Text

WIDE, SMALL = (120, 40), (40, 12)
PASTED = "paste [x]\x1b]0;owned\x07\x9b2J\u202e\t{0}"
AS_PASTED = "[x]]0;owned2J {0}"
NAMED = SHOWN.replace(" ", "-")
ASKED = ("slash", '"asked', "enter", "enter")
TYPED = ("slash", '"right', "enter", "enter")
LINKED = ("slash", '"links', "enter", "enter", "space")

SCENES = {
    Scene("home", "Home"): (f"{SHOWN} front", f"{NAMED}-front", f"{SHOWN} head", "[x]"),
    Scene("question", "ReviewScreen", ASKED): (
        f"{SHOWN} asked",
        "[bold red] [/] [@click=app.quit]",
        "[link=https://owned.example]",
        "[$primary] [[ {due} {0} {question} {{}} %s",
        "]52;c;b3duZWQ=",
        "<script>owned()</script>",
        "\u05e9\u05dc\u05d5\u05dd",
    ),
    Scene("answer", "ReviewScreen", (*ASKED, "space")): (f"{SHOWN} asked", f"{SHOWN} told", "1 Again", "4 Easy"),
    Scene("why", "Why", (*ASKED, "space", "w")): (f"{SHOWN} asked", "Lapses", "11"),
    Scene("copied", "ReviewScreen", (*ASKED, "space", "c")): (f"▌ - {SHOWN} told]0;owned2J",),
    Scene("code", "ReviewScreen", ("slash", '"code', "enter", "enter", "space")): (
        f"{SHOWN} code]0;owned",
        "[x] {0}[2J",
    ),
    Scene("fence", "ReviewScreen", ("slash", '"fence', "enter", "enter", "space")): (f"{SHOWN} fence", "tab [/b] [x]"),
    Scene("links", "ReviewScreen", LINKED): (
        f"{SHOWN} label0;owned",
        "https://owned.example/%5Bx%5D%7B0%7D?a=')+app.quit('&b=%1b%5d0;",
        "near2J",
        "[js](javascript:owned())",
        "https://owned.example/ (https://owned.example/%E2%80%AE)",
    ),
    Scene("picker", "LinkPicker", (*LINKED, "o")): (
        f"1 {SHOWN} label0;owned",
        "https://owned.example/%5Bx%5D%7B0%7D?a=')+app.quit('&b=%1b%5d0;owned%07",
        "2 near2J",
        "[x] {0} ]0;owned.md",
    ),
    Scene("address", "Address", (*LINKED, "o", "1")): (
        "https://owned.example/%5Bx%5D%7B0%7D?a=')+app.quit('&b=%1b%5d0;",
    ),
    Scene("no-file", "ReviewScreen", (*LINKED, "o", "2")): ("There is no file [x] {0}", "]0;owned.md."),
    Scene("image", "ReviewScreen", ("slash", '"image', "enter", "enter", "space")): (
        f"[image: {SHOWN} label0;owned p31m{{0}} ]0;owned[x].png]",
    ),
    Scene("table", "ReviewScreen", ("slash", '"table', "enter", "enter", "space")): (
        "[/b]",
        "td",
        "\u05e9\u05dc\u05d5\u05dd",
    ),
    Scene("entities", "ReviewScreen", ("slash", '"entities', "enter", "enter", "space")): (
        f"{SHOWN} entities",
        "[x]?",
        "<script>owned()</script> <img src=x onerror=owned()>",
        f"{SHOWN} inner",
        f"{SHOWN} quoted[31m",
    ),
    Scene("typing", "ReviewScreen", (*TYPED, PASTED)): (AS_PASTED, f"{SHOWN} typed?"),
    Scene("typed", "ReviewScreen", (*TYPED, PASTED, "enter")): ("owned2J", f"{SHOWN} right[2J"),
    Scene("likened", "ReviewScreen", (*TYPED, f'"{SHOWN} rit', "enter")): (f"{SHOWN} right[2J",),
    Scene("drill", "ReviewScreen", (*TYPED, "enter", "1")): (f"A leech: “{SHOWN} typed?”", "drill 1/1"),
    Scene("undone", "ReviewScreen", (*TYPED, "enter", "3", "u")): (f"Good: {SHOWN} typed?",),
    Scene("palette", "Palette", ("ctrl+p", PASTED)): (AS_PASTED, "Nothing is called so."),
    Scene("filter", "Home", ("slash", PASTED)): (AS_PASTED,),
    Scene("fault", "Home", ("slash", '"is:', PASTED)): (
        "is: does not take",
        "'[x]]0;owned2j'",
    ),
    Scene("browse", "BrowseScreen", ("down", "b")): (
        f'/ deck:"{SHOWN} front',
        f"{NAMED[:14]}",
        f"{SHOWN} asked",
        "9 cards",
    ),
    Scene("topic", "BrowseScreen", ("down", "down", "b")): (f'/ deck:"{SHOWN} front', "9 cards"),
    Scene("due", "Ask", ("b", "d", PASTED)): (AS_PASTED,),
    Scene("due-fault", "Ask", ("b", "d", PASTED, "enter")): (f"'{AS_PASTED}' is no day.",),
    Scene("retag", "Ask", ("b", "t", PASTED)): (AS_PASTED,),
    Scene("retag-fault", "Ask", ("b", "t", '"+[x] -', "paste [x]\x1b\u202e", "enter")): ("[x] cannot be both added",),
    Scene("retagged", "BrowseScreen", ("b", "t", '"+', PASTED, "enter")): ("1 card has other topics now.",),
    Scene("export-fault", "Ask", ("b", "a", PASTED, "enter")): (AS_PASTED, "is no Anki package."),
    Scene("lost", "BrowseScreen", ("b", "o")): (f"{SHOWN} lost", "other [x].md:5"),
    Scene("link", "Choose", ("b", "o", "l")): (f"become? {SHOWN} lost", f"{SHOWN} found", "now?"),
    Scene("linked", "BrowseScreen", ("b", "o", "l", "enter")): ("Linked: the card has its history back.",),
    Scene("statistics", "StatisticsScreen", ("down", "t")): (f'Statistics of deck:"{SHOWN} front',),
    Scene("statistics-end", "StatisticsScreen", ("t", "end")): (SHOWN, "11 lapses · ease 1.30"),
}
"""Screens, and what must be read on them."""
IN_KOREAN = (
    "home",
    "answer",
    "why",
    "copied",
    "table",
    "picker",
    "typed",
    "drill",
    "fault",
    "browse",
    "due-fault",
    "link",
)
"""Those that are shown in Korean, too, where there is the least room."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile.build(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module", params=[(WIDE, "en"), (SMALL, "ko")], ids=["wide-en", "small-ko"])
def shots(
    request: pytest.FixtureRequest, library: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Shot | str]]:
    """The scenes at one size in one language."""
    size, spoken = request.param
    scenes = [scene for scene in SCENES if spoken == "en" or scene.name in IN_KOREAN]
    with stillness(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(golden_walk, "THEMES", golden_walk.THEMES[:1])
        language.use(spoken)
        try:
            yield asyncio.run(walk(scenes, size, {"full": library}, tmp_path_factory.mktemp("walk")))
        finally:
            language.use("en")


def shown(shots: Mapping[str, Shot | str]) -> list[Shot]:
    return [shot for shot in shots.values() if isinstance(shot, Shot)]


def test_every_screen_is_reached(shots: dict[str, Shot | str]) -> None:
    """No text of the notes, and nothing pasted, keeps a screen from being shown or a dialog from being used."""
    assert [f"{name}: {shot}" for name, shot in shots.items() if isinstance(shot, str)] == []


def test_nothing_on_a_screen_drives_the_terminal(shots: dict[str, Shot | str]) -> None:
    """No cell holds a control character, half a character, or a sign that turns what is read."""
    assert {shot.name: found for shot in shown(shots) if (found := driving("\n".join(shot.lines)))} == {}


def test_every_line_fills_the_screen(shots: dict[str, Shot | str]) -> None:
    """By the widths of characters that Textual counts with."""
    assert {shot.name: found for shot in shown(shots) if (found := misfits(shot, cell_len))} == {}


def test_what_is_written_is_read(shots: dict[str, Shot | str], request: pytest.FixtureRequest) -> None:
    """All that can be printed stands on the screen as it is written: no markup, no place of a format, no HTML."""
    if request.node.callspec.id.endswith("en"):
        missing = {
            (scene.name, text)
            for scene, texts in SCENES.items()
            if isinstance(shot := shots[scene.name], Shot)
            for text in texts
            if text not in "\n".join(shot.lines)
        }
        assert missing == set()


def test_markup_is_no_link_of_the_terminal(shots: dict[str, Shot | str]) -> None:
    """Addresses are spelled out; the terminal is told of none."""
    runs = [(shot.name, run) for shot in shown(shots) for line in shot.pictures[0] for run in line]
    assert [(name, run.text) for name, run in runs if "link" in run.style.split()] == []


@pytest.mark.parametrize(("card", "clickable"), [("asked", 0), ("links", 3), ("table", 1)])
async def test_a_click_on_a_card_does_nothing(library: Path, tmp_path: Path, card: str, clickable: int) -> None:
    """On markup nothing is to be clicked; a click on an address tells Textual of a link, and nobody opens it."""
    app = QuizApp(hostile.opened(Path(copy(library, tmp_path / "quiz.db"))), seconds=lambda: 0.0)
    ran: list[object] = []
    async with app.run_test(size=WIDE) as pilot:
        app.start(app.study.begin(card).session)
        await settle(pilot)
        await pilot.press("space")
        await settle(pilot)
        before = lines(picture(app))
        marked = [(x, y) for y, line in enumerate(before) for x in places(line, "@click=app.quit")]
        found: dict[str, tuple[int, int]] = {}
        for y in range(4, WIDE[1] - 5):
            for x in range(WIDE[0]):
                if action := app.screen.get_style_at(x, y).meta.get("@click"):
                    found.setdefault(str(action), (x, y))
        app.run_action = lambda action, *_given, **_more: done(ran.append(action))  # type: ignore[method-assign, assignment]
        for place in (*found.values(), *marked):
            await pilot.click(offset=place)
        await settle(pilot)
        assert lines(picture(app)) == before
    app.study.close()
    assert len(found) == len(ran) == clickable
    assert all(str(action).startswith("link(") for action in found)
    assert bool(marked) == (card == "asked")


def places(line: str, text: str) -> list[int]:
    """The cells at which a text begins on a line."""
    return [cell_len(line[:at]) for at in range(len(line)) if line.startswith(text, at)]


async def done(result: object) -> None:
    """What an action that was only recorded gives."""


@pytest.mark.parametrize("width", [40, 80])
async def test_a_long_word_leaves_room_for_the_other_cells(width: int) -> None:
    """An address in a table is broken where it must be: it is there to its end, and no cell loses a letter."""

    class Page(App[None]):
        def compose(self) -> ComposeResult:
            yield Text(f"| **name** | address |\n|---|---|\n| docker volume | https://example.org/{'a' * 120}z |\n")

    app = Page()
    async with app.run_test(size=(width, 20)) as pilot:
        await pilot.pause()
        await pilot.pause()
        cells = [line.split("│") for line in lines(picture(app)) if "│" in line]
    first, second = ("".join(column[at] for column in cells).split() for at in (1, 2))
    assert first == ["name", "docker", "volume"]
    assert "".join(second) == f"addresshttps://example.org/{'a' * 120}z"
