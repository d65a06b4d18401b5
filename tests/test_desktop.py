"""The desktop around the terminal: whether it is at hand, and what it opens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quiz import desktop
from quiz.desktop import at_hand, opener, start, target
from quiz.errors import QuizError
from quiz.links import Link


def only(*names: str) -> desktop.Find:
    """A machine with these programs."""
    return lambda name: f"/bin/{name}" if name in names else None


@pytest.mark.parametrize(
    ("environ", "platform", "near"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "linux", False),
        ({"WSL_DISTRO_NAME": "Ubuntu"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
        ({"SSH_CONNECTION": "1"}, "darwin", False),
        ({"SSH_TTY": "/dev/pts/1"}, "linux", False),
        ({"SSH_TTY": "/dev/pts/1", "DISPLAY": "localhost:10"}, "linux", True),
    ],
)
def test_whether_a_desktop_is_at_hand(environ: dict[str, str], platform: str, near: bool) -> None:
    """A display says so; at the far end of a connection without one there is none."""
    assert at_hand(environ, platform) is near


def test_the_opener_of_each_system() -> None:
    """The first there is; none without a desktop or without a program."""
    here = {"DISPLAY": ":0"}
    assert opener(here, only("xdg-open", "gio"), "linux") == ["/bin/xdg-open"]
    assert opener(here, only("gio"), "linux") == ["/bin/gio", "open"]
    assert opener({}, only("open"), "darwin") == ["/bin/open"]
    assert opener(here, only(), "linux") is None
    assert opener({}, only("xdg-open"), "linux") is None


def test_web_addresses_are_opened_as_they_are(tmp_path: Path) -> None:
    """They begin with their scheme, and so are never an option of the opener."""
    assert target(Link("a", "https://example.org"), tmp_path) == "https://example.org"
    assert target(Link("a", "mailto:me@example.org"), tmp_path) == "mailto:me@example.org"


def test_files_beside_the_notes_are_opened_by_their_full_path(tmp_path: Path) -> None:
    """`../b.md` from the folder of the notes."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "b.md").touch()
    assert target(Link("b", "../b.md"), tmp_path / "notes") == str(tmp_path / "b.md")


@pytest.mark.parametrize("name", ["gone.md", "folder", "run.sh", "app.desktop", "page.html", "noname", "https:x"])
def test_what_is_not_there_or_could_be_run_is_not_opened(tmp_path: Path, name: str) -> None:
    """A sentence names it; notes of others can start nothing."""
    (tmp_path / "folder").mkdir()
    for file in ("run.sh", "app.desktop", "page.html", "noname"):
        (tmp_path / file).touch()
    with pytest.raises(QuizError, match=name):
        target(Link("a", name), tmp_path)


def test_an_opener_that_gives_up_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """It fails at once, or is not there; one that goes on by itself is taken to work."""
    monkeypatch.setattr(desktop, "GIVES_UP_S", 30)
    assert start(["true"])
    assert not start(["false"])
    assert not start(["/nowhere/at-all"])


def test_an_opener_that_goes_on_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is still running when `start` returns, with no hand on the terminal."""
    monkeypatch.setattr(desktop, "GIVES_UP_S", 0)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert start(["cp", str(pipe), str(tmp_path / "copy")])
    pipe.write_text("done", "utf-8")
