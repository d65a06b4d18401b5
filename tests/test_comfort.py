"""What the terminal is asked for: colours, the mouse, a full screen at all. In a real pseudo-terminal."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals")
termios = pytest.importorskip("termios")

PATIENCE_S = 60
FULL_SCREEN = b"\x1b[?1049h"
MOUSE = b"\x1b[?1000h"
SGR = re.compile(rb"\x1b\[([\d;:]*)m")
Start = Callable[..., "Screen"]


class Screen:
    """`quiz` as a process, and what it has sent to its terminal."""

    def __init__(self, home: Path, **environ: str) -> None:
        self.sent = b""
        self._pid, self._line = pty.fork()
        if self._pid == 0:
            kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
            terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANGUAGE": "en", "QUIZ_HOME": str(home)}
            os.execve(sys.executable, [sys.executable, "-m", "quiz"], kept | terminal | environ)
        termios.tcsetwinsize(self._line, (24, 80))

    def wait_for(self, text: bytes) -> None:
        """Read until it has been sent; a process that ends before that fails the test."""
        self._read_while(lambda: text not in self.sent)
        assert text in self.sent

    def press(self, keys: str) -> None:
        os.write(self._line, keys.encode())

    def end(self) -> int:
        """Read the rest; the exit code."""
        self._read_while(lambda: True)
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def _read_while(self, wanting: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        with suppress(OSError):  # what Linux says when the other end is closed
            while wanting() and time.monotonic() < deadline:
                if select.select([self._line], [], [], 0.1)[0]:
                    self.sent += os.read(self._line, 65536)

    def close(self) -> None:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._line)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts `quiz` with this config.toml and environment."""
    started: list[Screen] = []

    def starting(settings: str = "", **environ: str) -> Screen:
        (tmp_path / "config.toml").write_text(settings, "utf-8")
        started.append(Screen(tmp_path, **environ))
        return started[-1]

    yield starting
    for screen in started:
        screen.close()


def colours(sent: bytes) -> set[bytes]:
    """The sequences that set a colour other than the terminal's own."""
    return {
        codes.group(1)
        for codes in SGR.finditer(sent)
        if re.search(rb"(?:^|;)(?:[34][0-8]|9[0-7]|10[0-7])(?:;|:|$)", codes.group(1))
    }


def look_around(screen: Screen) -> None:
    """Home, the palette, the help, and out."""
    screen.wait_for(b"Quit")
    screen.press("\x10")
    screen.wait_for(b"Language")
    screen.press("help\r")
    screen.wait_for(b"Here")
    screen.press("q\x11")
    assert screen.end() == 0


def test_no_color(start: Start) -> None:
    """NO_COLOR sends no colour at all, whatever theme is set."""
    screen = start('[ui]\ntheme = "nord"\n', NO_COLOR="1")
    look_around(screen)
    assert colours(screen.sent) == set()
    assert FULL_SCREEN in screen.sent


def test_an_empty_no_color_asks_for_nothing(start: Start) -> None:
    """As its convention has it, an empty NO_COLOR is none."""
    screen = start(NO_COLOR="")
    screen.wait_for(b"Quit")
    assert any(re.search(rb"[34]8;2;(\d+);(?!\1;\1)", codes) for codes in colours(screen.sent))


@pytest.mark.parametrize(("settings", "wanted"), [("", True), ("[ui]\nmouse = false\n", False)])
def test_mouse(start: Start, settings: str, wanted: bool) -> None:
    """Without the mouse the terminal keeps it, and selects text as ever."""
    screen = start(settings)
    screen.wait_for(b"Quit")
    assert (MOUSE in screen.sent) is wanted


@pytest.mark.parametrize(
    ("settings", "environ", "said"),
    [
        ('[ui]\ntheme = "nrod"\n', {}, b'config.toml:2: ui.theme must be the name of a theme, not "nrod"'),
        ('[keys]\nreview.undo = "pgdn"\n', {}, b"config.toml:2: keys.review.undo names"),
        ("", {"TERM": "dumb"}, b"`quiz review --plain` works here"),
    ],
)
def test_what_keeps_the_full_screen_away(start: Start, settings: str, environ: dict[str, str], said: bytes) -> None:
    """A mistake in config.toml or a dumb terminal is told in a sentence before anything is drawn."""
    screen = start(settings, **environ)
    screen.wait_for(said)
    assert screen.end() in (1, 2)
    assert FULL_SCREEN not in screen.sent


def test_keys_of_ones_own(start: Start) -> None:
    """What config.toml says of keys holds in the terminal."""
    screen = start('[keys]\nhome.quit = "f10"\n')
    screen.wait_for(b"Quit")
    screen.press("q\x1b[21~")
    assert screen.end() == 0
