"""What a terminal can show, asked through a real pseudo-terminal."""

from __future__ import annotations

import os
import select
import subprocess
import sys

import pytest
from terminals import asked, heard

from quiz.graphics import QUESTION, Graphics

ASKING = """
import os, sys, termios
from quiz import graphics
if len(sys.argv) > 1:
    graphics.TIMEOUT_S = float(sys.argv[1])
before = termios.tcgetattr(0)
print(graphics.ask(os.environ), file=sys.stderr)
assert termios.tcgetattr(0) == before
"""
READING = "import tty; tty.setcbreak(0, termios.TCSANOW); print(os.read(0, 9), file=sys.stderr)"
SIXEL = b"\x1b[?62;4;22c"


@pytest.mark.parametrize(
    ("answer", "pixels", "found"),
    [
        ((SIXEL,), (800, 480), Graphics("sixel", (10, 20))),
        ((b"\x1b[6;18;9t", SIXEL), (0, 0), Graphics("sixel", (9, 18))),
        ((b"\x1b[6;18;9t\x1b[?6", b"2;4c"), (0, 0), Graphics("sixel", (9, 18))),
        ((b"\x1b[?62;22c",), (800, 480), None),
        ((b"\x1b[?64c",), (800, 480), None),
        ((SIXEL,), (0, 0), None),
        ((b"\x1b[6;0;0t" + SIXEL,), (0, 0), None),
        ((b"x\xff" + SIXEL,), (800, 480), Graphics("sixel", (10, 20))),
    ],
)
def test_a_terminal_says_what_it_can(
    answer: tuple[bytes, ...], pixels: tuple[int, int], found: Graphics | None
) -> None:
    """Sixel among its attributes, in whatever pieces the answer comes; without the size of a cell it is of no use."""
    with asked(ASKING, size=pixels, TERM="xterm") as (process, terminal):
        assert heard(terminal) == QUESTION
        for piece in answer:
            os.write(terminal, piece)
        assert process.stderr.read() == f"{found}\n"
        assert process.wait() == 0


@pytest.mark.parametrize(
    ("environ", "pixels", "found"),
    [
        ({"TERM": "xterm-kitty", "COLORTERM": "truecolor"}, (800, 480), Graphics("kitty", (10, 20))),
        ({"TERM": "xterm-ghostty", "COLORTERM": "truecolor"}, (800, 480), Graphics("kitty", (10, 20))),
        ({"TERM": "xterm-kitty", "COLORTERM": "truecolor"}, (0, 0), None),
        ({"TERM": "xterm-kitty"}, (800, 480), None),
        ({"TERM": "xterm", "NO_COLOR": "1"}, (800, 480), None),
        ({"TERM": "dumb"}, (800, 480), None),
        ({}, (800, 480), None),
    ],
)
def test_some_terminals_need_not_be_asked(
    environ: dict[str, str], pixels: tuple[int, int], found: Graphics | None
) -> None:
    """Kitty names itself, and needs all colours, by which pictures are numbered; dull terminals are left alone."""
    with asked(ASKING, size=pixels, **environ) as (process, terminal):
        assert process.stderr.read() == f"{found}\n"
        assert select.select([terminal], [], [], 0)[0] == []


def test_a_silent_terminal_is_not_waited_for_long() -> None:
    """It shows text only."""
    with asked(ASKING, "0.001", size=(800, 480), TERM="xterm") as (process, _terminal):
        assert process.stderr.read() == "None\n"


def test_keys_that_are_waiting_are_not_lost() -> None:
    """The terminal is not asked then."""
    with asked(ASKING + READING, typed=b"2", size=(800, 480), TERM="xterm") as (process, terminal):
        assert process.stderr.read() == "None\nb'2'\n"
        assert QUESTION not in os.read(terminal, 100)  # the terminal's own echo of the key


def test_pipes_are_not_asked() -> None:
    """Nothing is written where nobody looks."""
    done = subprocess.run(
        [sys.executable, "-c", "import os; from quiz import graphics; print(graphics.ask(os.environ))"],
        input="", capture_output=True, text=True, env={**os.environ, "TERM": "xterm"}, timeout=60,
    )  # fmt: skip
    assert done.stdout == "None\n"
