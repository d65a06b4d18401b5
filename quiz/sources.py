"""Which notes files there are: what a person named, and the decks that come with quiz."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from quiz.errors import UsageError

if TYPE_CHECKING:
    from quiz.store import FileRow

BUNDLED = "bundled:"
SUFFIXES = (".md", ".markdown")


class Look(NamedTuple):
    """What tells without reading it that a file may have changed; zeros for one that cannot be looked at."""

    mtime_ns: int
    size: int
    rules: str


class Listing(NamedTuple):
    """Notes files by what became of them: `present`; `gone` from a source that is there; `away` with their source.

    `missing` are the sources that are not there at all.
    """

    present: tuple[str, ...]
    gone: tuple[str, ...]
    away: tuple[str, ...]
    missing: tuple[str, ...]


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


def listing(sources: Mapping[str, str], known: Collection[str]) -> Listing:
    """Compare the files the sources stand for now with those the library knows."""
    present = dict.fromkeys(name for source, kind in sources.items() for name in notes_files(source, kind))
    missing = tuple(source for source in sources if not disk_path(source).exists())
    lost = [name for name in known if name not in present]
    away = tuple(name for name in lost if any(_within(name, source) for source in missing))
    return Listing(tuple(present), tuple(name for name in lost if name not in away), away, missing)


def looks(name: str, rules: str) -> Look:
    try:
        stat = disk_path(name).stat()
    except OSError:
        return Look(0, 0, rules)
    return Look(stat.st_mtime_ns, stat.st_size, rules)


def settled(sources: Mapping[str, str], known: Mapping[str, FileRow], signature: Callable[[str], str]) -> bool:
    """Whether every notes file is as it was when it was last read, as far as a look can tell."""
    found = listing(sources, known)
    return not found.gone and all(
        name in known and known[name].looks == looks(name, signature(name)) for name in found.present
    )


def _within(name: str, source: str) -> bool:
    return name == source or name.startswith(source.rstrip(os.sep) + os.sep)
