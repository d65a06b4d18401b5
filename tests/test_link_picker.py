"""The links of a card on screen: which to open, and what is shown where nothing opens it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from screens import press, shown
from textual.app import App

from quiz import desktop, language
from quiz.errors import QuizError
from quiz.links import Link
from quiz.tui.links import Address, LinkPicker, open_link

LINKS = [Link(f"문서 [b]{number}[/x]", f"https://example.org/{number}") for number in range(1, 13)]
LONG = Link("긴 주소", "https://example.org/" + "가나다라/".encode().hex() * 3)


@pytest.fixture(autouse=True)
def far(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the far end of a connection, in a terminal that may copy."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TERM_PROGRAM", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSH_TTY", "/dev/pts/1")
    monkeypatch.setenv("TERM", "xterm-256color")


async def picked(*keys: str, size: tuple[int, int] = (80, 24)) -> tuple[Any, str]:
    """What is chosen by these keys, and the screen before them."""
    chosen: list[Link | None] = []
    app = App[None]()
    async with app.run_test(size=size) as pilot:
        app.push_screen(LinkPicker(LINKS), chosen.append)
        before = await press(pilot)
        await press(pilot, *keys)
    return chosen, before


@pytest.mark.parametrize(
    ("keys", "number"),
    [
        (("enter",), 0),
        (("j", "enter"), 1),
        (("j", "j", "k", "space"), 1),
        (("3",), 2),
        (("9",), 8),
        (("up", "enter"), 11),
    ],
)
async def test_keys_choose_a_link(keys: tuple[str, ...], number: int) -> None:
    """Up, down, Enter and numbers, as everywhere."""
    assert (await picked(*keys))[0] == [LINKS[number]]


async def test_escape_chooses_none() -> None:
    """And a number that is not there does nothing."""
    assert (await picked("escape"))[0] == [None]


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (160, 50)])
async def test_links_are_listed_as_they_are(size: tuple[int, int]) -> None:
    """Name and address, nothing in them markup, and the keys below; many scroll."""
    _, screen = await picked(size=size)
    assert "1 문서 [b]1[/x]" in screen
    assert "https://example.org/1" in screen
    assert "esc" in screen


async def test_far_from_the_desktop_the_address_is_shown_to_be_copied(tmp_path: Path) -> None:
    """In full; sent to the terminal, and no more is claimed."""
    app = App[None]()
    async with app.run_test(size=(40, 12)) as pilot:
        open_link(app, LONG, tmp_path, tmp_path)
        await app.workers.wait_for_complete()
        screen = await press(pilot)
        assert "https://example.org/" in screen
        assert "esc" in screen
        assert str(app.screen.query_one(".address").render()) == LONG.address
        assert "Sent to the terminal" in await press(pilot, "c")
        assert app.clipboard == LONG.address
        await press(pilot, "escape")
        assert not isinstance(app.screen, Address)


async def test_what_cannot_be_copied_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that does not copy, and a folder that is none: the sentence stands below the address."""
    monkeypatch.setenv("TERM", "linux")
    (tmp_path / "data").touch()
    app = App[None]()
    async with app.run_test(size=(160, 50)) as pilot:
        app.push_screen(Address("https://example.org", tmp_path / "data"))
        assert "clipboard.txtcannotbewritten" in "".join((await press(pilot, "c")).split())


@pytest.mark.parametrize("opens", [True, False])
async def test_at_the_desktop_the_opener_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opens: bool
) -> None:
    """Where it gives up, the address is shown after all."""
    started: list[list[str]] = []

    def start(command: list[str]) -> bool:
        started.append(command)
        return opens

    monkeypatch.setattr(desktop, "start", start)
    monkeypatch.setattr(desktop, "opener", lambda *_: ["/bin/open"])
    (tmp_path / "b.md").touch()
    app = App[None]()
    async with app.run_test() as pilot:
        open_link(app, LINKS[0], tmp_path, tmp_path)
        await app.workers.wait_for_complete()
        await press(pilot)
        assert started == [["/bin/open", "https://example.org/1"]]
        assert isinstance(app.screen, Address) is not opens


async def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """By a QuizError at once, which the screen shows like any other."""
    with pytest.raises(QuizError, match=r"b\.md"):
        open_link(App[None](), Link("b", "b.md"), tmp_path, tmp_path)


@pytest.mark.parametrize("spoken", language.LANGUAGES)
async def test_every_sentence_fits(spoken: str) -> None:
    """Forty columns, in both languages: the title and the keys."""
    language.use(spoken)
    try:
        app = App[None]()
        async with app.run_test(size=(40, 12)) as pilot:
            app.push_screen(Address("https://example.org", Path()))
            await press(pilot)
            title = "".join(str(app.screen.query_one(".title").render()).split())
            assert title in "".join(shown(app).split())
    finally:
        language.use("en")
