"""The desktop around the terminal, where there is one: it opens web addresses and files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Thread

from quiz.errors import QuizError
from quiz.language import N_, _
from quiz.links import READABLE, Link, near

Find = Callable[[str], str | None]
"""A program's name → its path, as `shutil.which`."""

OPENERS = {
    "darwin": (("open",),),
    "win32": (("rundll32", "url.dll,FileProtocolHandler"),),
    "linux": (("wslview",), ("xdg-open",), ("gio", "open")),
}
NO_FILE = N_("There is no file {name}.")
NOT_OPENED = N_("{name} is not opened: it could be a program.")
GIVES_UP_S = 1


def at_hand(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether the person sits before the desktop of this machine, and not at the other end of a connection."""
    if environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"):
        return True
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return False
    return platform in ("darwin", "win32") or "WSL_DISTRO_NAME" in environ


def opener(environ: Mapping[str, str], find: Find, platform: str = sys.platform) -> list[str] | None:
    """The command that opens an address put behind it; None where there is no desktop, or no such command."""
    if not at_hand(environ, platform):
        return None
    known = OPENERS.get(platform, OPENERS["linux"])
    return next(([path, *rest] for name, *rest in known if (path := find(name))), None)


def target(link: Link, folder: Path) -> str:
    """What to open for a link in notes of this folder. QuizError where that is not there, or might be run."""
    if link.on_web:
        return link.address
    file = near(folder, link.address)
    if file is None or not file.is_file():
        raise QuizError(_(NO_FILE).format(name=link.address))
    if file.suffix.lower() not in READABLE:
        raise QuizError(_(NOT_OPENED).format(name=link.address), _("Open it yourself if you trust it."))
    return str(file.resolve())


def start(command: Sequence[str]) -> bool:
    """Start a program that goes on by itself and leaves the terminal alone; False if it gives up within a second."""
    null = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=null, stdout=null, stderr=null, start_new_session=True)
    except OSError:
        return False
    waiting = Thread(target=process.wait, daemon=True)
    waiting.start()
    waiting.join(GIVES_UP_S)
    return process.returncode in (None, 0)
