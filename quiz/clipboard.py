"""Copying out of the terminal: by a program of the desktop, by the terminal itself, or else into a file."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from quiz import disk
from quiz.desktop import Find, at_hand
from quiz.errors import QuizError
from quiz.language import N_, _
from quiz.terminal import safe

Run = Callable[[list[str], bytes], bool]
"""Run a command with this input; whether it did its work."""
Send = Callable[[str], object]
"""Ask the terminal to copy, by OSC 52; it does not say whether it did."""

TOOLS = (
    ("WAYLAND_DISPLAY", ("wl-copy",), "utf-8"),
    ("DISPLAY", ("xclip", "-selection", "clipboard"), "utf-8"),
    ("DISPLAY", ("xsel", "--clipboard", "--input"), "utf-8"),
    ("", ("pbcopy",), "utf-8"),
    ("", ("clip.exe",), "utf-16"),
)
"""The variable a program needs to be of use, its command, and the encoding it takes."""
DEAF_TERMS = ("", "dumb", "linux")
DEAF_PROGRAMS = ("Apple_Terminal",)
LONGEST_SENT = 50_000
"""Bytes; terminals drop longer sequences, xterm and tmux among them."""
FILE = "clipboard.txt"
TIMEOUT_S = 2

TOLD = {
    "desktop": N_("Copied."),
    "terminal": N_("Sent to the terminal, which keeps it if it can."),
    "file": N_("Saved in {file}."),
}
NOT_SAVED = N_("{file} cannot be written: {reason}.")


class Copied(NamedTuple):
    """Where a text went. `terminal` is a hope; `place` is the file of `file`."""

    how: Literal["desktop", "terminal", "file"]
    place: str = ""

    @property
    def told(self) -> str:
        """What to tell the person, never more than is known."""
        return _(TOLD[self.how]).format(file=self.place)


def run(command: list[str], given: bytes) -> bool:
    """Hand `given` to a program; what it leaves running in the background is not waited for."""
    null = subprocess.DEVNULL
    try:
        done = subprocess.run(command, input=given, stdout=null, stderr=null, timeout=TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def copy(
    text: str, data: Path, environ: Mapping[str, str], find: Find, send: Send | None = None, run: Run = run
) -> Copied:
    """Copy by the first way there is. QuizError where even the file in the folder `data` cannot be written.

    `send` is `App.copy_to_clipboard` inside the full screen, None where nothing can be sent to a terminal.
    """
    text = safe(text)
    if at_hand(environ) and any(
        run([path, *arguments], text.encode(encoding))
        for needed, (name, *arguments), encoding in TOOLS
        if (not needed or environ.get(needed)) and (path := find(name))
    ):
        return Copied("desktop")
    if send and _listens(environ) and len(text.encode()) <= LONGEST_SENT:
        send(text)
        return Copied("terminal")
    return Copied("file", str(_saved(text, data / FILE)))


def _listens(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is not one of those known not to copy."""
    return environ.get("TERM", "") not in DEAF_TERMS and environ.get("TERM_PROGRAM") not in DEAF_PROGRAMS


def _saved(text: str, file: Path) -> Path:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise QuizError(_(NOT_SAVED).format(file=file, reason=disk.reason(error))) from error
    return file
