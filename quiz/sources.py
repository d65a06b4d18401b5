"""Which notes files there are: what a person named, and the decks that come with quiz."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from quiz.errors import UsageError

BUNDLED = "bundled:"
SUFFIXES = (".md", ".markdown")


def bundled_folder() -> Path:
    """The decks that come with quiz: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "decks"
    return installed if installed.is_dir() else package.parent / "decks"


def bundled() -> dict[str, str]:
    """The bundled decks as sources."""
    folder = bundled_folder()
    return {BUNDLED + file.relative_to(folder).as_posix(): "bundled" for file in sorted(folder.glob("*/*.md"))}


def disk_path(name: str) -> Path:
    """Where a file of the library stands on this machine."""
    return bundled_folder() / name.removeprefix(BUNDLED) if name.startswith(BUNDLED) else Path(name)


def as_sources(paths: Iterable[Path]) -> dict[str, str]:
    """Files and folders a person named; UsageError for what is not there."""
    found = {}
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} is not there.", "Name a Markdown file or a folder of them.")
        found[str(path.resolve())] = "folder" if path.is_dir() else "file"
    return found


def notes_files(source: str, kind: str) -> list[str]:
    """The notes files a source stands for now. Hidden folders are passed over."""
    if kind != "folder":
        return [source] if disk_path(source).is_file() else []
    found = []
    for folder, inner, names in os.walk(source):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        found += [os.path.join(folder, name) for name in sorted(names) if name.lower().endswith(SUFFIXES)]
    return found
