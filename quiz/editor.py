"""The person's editor, opened at a line."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from quiz.errors import UsageError
from quiz.language import _

NOT_STARTED = 127
"""What a shell says of a program that it cannot start."""
FALLBACKS = ("nano", "vim", "vi", "notepad")
LINE_IN_NAME = frozenset({"hx", "helix", "micro", "subl", "zed"})
"""Editors that take `FILE:LINE`."""
GOTO = frozenset({"code", "codium", "cursor", "code-insiders"})
"""Editors that take `--goto FILE:LINE`; without `--wait` they return at once."""


def command(
    environ: Mapping[str, str], file: Path, line: int, which: Callable[[str], str | None] = shutil.which
) -> list[str]:
    """The words that open `file` at `line` in $VISUAL, $EDITOR, or an editor that `which` finds.

    UsageError where none of them is there.
    """
    named = environ.get("VISUAL") or environ.get("EDITOR") or next(filter(which, FALLBACKS), "")
    words = _words(named)
    if not words or not which(words[0]):
        told = _("no editor is there: {name} is no program.") if words else _("no editor is there.")
        raise UsageError(told.format(name=words and words[0]), _("Set $EDITOR, for example: export EDITOR=nano"))
    name = Path(words[0]).stem.lower()
    if name in GOTO:
        wait = [] if "--wait" in words or "-w" in words else ["--wait"]
        return [*words, *wait, "--goto", f"{file}:{line}"]
    if name in LINE_IN_NAME:
        return [*words, f"{file}:{line}"]
    return [*words, str(file)] if name == "notepad" else [*words, f"+{line}", str(file)]


def _words(named: str) -> list[str]:
    try:
        return shlex.split(named, posix=os.name != "nt")
    except ValueError:  # an open quote: take it for one name
        return [named]


def run(command: Sequence[str]) -> int:
    """Wait for the end of the editor; its exit code, 127 where it could not be started."""
    import subprocess

    try:
        return subprocess.run(command, check=False).returncode
    except OSError:
        return NOT_STARTED
