"""A process in a pseudo-terminal, with the test at the terminal's end of the line."""

from __future__ import annotations

import fcntl
import os
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager

from quiz.graphics import QUESTION

Line = tuple["subprocess.Popen[str]", int]


@contextmanager
def asked(
    script: str,
    *arguments: str,
    size: tuple[int, int] = (0, 0),
    typed: bytes = b"",
    screen: bool = False,
    **environ: str,
) -> Iterator[Line]:
    """A process in a terminal of 80×24 characters, and the terminal's end of the line.

    `size` is that of the screen in pixels, as far as the terminal tells. Errors go into a pipe, or to the terminal
    too where it is to be the `screen` of an application.
    """
    terminal, line = os.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, *size))
    os.write(terminal, typed)
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLORTERM", "TERM")}
    errors = line if screen else subprocess.PIPE
    command = [sys.executable, "-c", script, *arguments]
    with subprocess.Popen(command, stdin=line, stdout=line, stderr=errors, text=True, env=kept | environ) as process:
        try:
            yield process, terminal
        finally:
            process.kill()
            os.close(line)
            os.close(terminal)


def heard(terminal: int, end: bytes = QUESTION) -> bytes:
    """What is said to the terminal up to these bytes, the whole question as a rule."""
    said = b""
    while end not in said and select.select([terminal], [], [], 30)[0]:
        said += os.read(terminal, 4096)
    return said
