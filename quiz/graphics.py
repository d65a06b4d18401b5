"""What the terminal can show beside text. It is asked once, before anything else reads what it says."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from typing import Literal, NamedTuple

KITTY = ("xterm-kitty", "xterm-ghostty")
"""The terminals that draw a picture in place of characters, as Kitty's graphics protocol has it."""
DEEP = ("truecolor", "24bit")
DULL = ("", "dumb", "linux", "unknown")
TIMEOUT_S = 1.0
"""How long an answer may take; every terminal worth asking answers, at once or after one way there and back."""
QUESTION = b"\x1b[16t\x1b[c"
"""How many pixels has a cell? And what are you? The last question is answered by all, and last."""

_CELL = re.compile(rb"\x1b\[6;(\d{1,4});(\d{1,4})t")
_ATTRIBUTES = re.compile(rb"\x1b\[\?([\d;]*)c")
_SIXEL = b"4"


class Graphics(NamedTuple):
    """How pictures are drawn, and the size of a character cell in pixels: width, height."""

    protocol: Literal["kitty", "sixel"]
    cell: tuple[int, int]


def ask(environ: Mapping[str, str]) -> Graphics | None:
    """What this process's terminal can do; None where it shows text only, and in pipes.

    Does not ask where the environment tells, nor where keys are waiting to be read, for they would be lost.
    """
    if "NO_COLOR" in environ or environ.get("TERM", "") in DULL or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    cell = _cell_size(sys.stdout.fileno())
    if environ["TERM"] in KITTY:
        return Graphics("kitty", cell) if cell and environ.get("COLORTERM") in DEEP else None
    answer = _answer(sys.stdin.fileno(), sys.stdout.fileno())
    attributes, told = _ATTRIBUTES.search(answer), _CELL.search(answer)
    if attributes is None or _SIXEL not in attributes[1].split(b";"):
        return None
    if cell is None and told:
        cell = int(told[2]), int(told[1])
    return Graphics("sixel", cell) if cell and all(cell) else None


def _cell_size(terminal: int) -> tuple[int, int] | None:
    """What the terminal told the system, if it did."""
    if sys.platform == "win32":
        return None
    import fcntl
    import struct
    import termios

    try:
        size = fcntl.ioctl(terminal, termios.TIOCGWINSZ, bytes(8))
    except OSError:
        return None
    rows, columns, width, height = struct.unpack("HHHH", size)
    cell = width // max(1, columns), height // max(1, rows)
    return cell if rows and columns and all(cell) else None


def _answer(keyboard: int, screen: int) -> bytes:
    """What the terminal says to the question, up to the end of the last answer; nothing where it keeps silent."""
    if sys.platform == "win32":
        return b""
    import select
    import termios
    import tty

    before = termios.tcgetattr(keyboard)
    said = b""
    try:
        tty.setcbreak(keyboard, termios.TCSANOW)
        if select.select([keyboard], [], [], 0)[0]:
            return b""
        os.write(screen, QUESTION)
        while not _ATTRIBUTES.search(said) and select.select([keyboard], [], [], TIMEOUT_S)[0]:
            more = os.read(keyboard, 1024)
            said += more
            if not more:
                break
    finally:
        termios.tcsetattr(keyboard, termios.TCSANOW, before)
    return said
