"""Which notes files there are: what a person named, and the decks that come with quiz."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from quiz.errors import UsageError
from quiz.language import N_, _

if TYPE_CHECKING:
    from quiz.store import FileRow

BUNDLED = "bundled:"
RETAGGED = "retagged.toml"
"""Topics given by hand, in a file beside the library."""
SUFFIXES = (".md", ".markdown")
NOT_TEXT = N_("its name is not UTF-8")


class Look(NamedTuple):
    """What tells without reading it that a file may have changed; zeros for one that cannot be looked at."""

    mtime_ns: int
    size: int
    rules: str


class Listing(NamedTuple):
    """Notes files by what became of them: `present`; `gone` from a source that is there; `away` with their source.

    `missing` are the sources that are not there at all, `unreadable` what is there and cannot be looked into.
    """

    present: tuple[str, ...]
    gone: tuple[str, ...]
    away: tuple[str, ...]
    missing: tuple[str, ...]
    unreadable: tuple[OSError, ...]


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


def named(paths: Iterable[Path]) -> dict[str, str]:
    """path → `file` or `folder`, as a person named them; UsageError for what is neither."""
    found = {}
    for path in paths:
        if not (os.path.isdir(path) or os.path.isfile(path)):
            odd = os.path.exists(path)
            message = _("{path} is neither a file nor a folder.") if odd else _("{path} is not there.")
            raise UsageError(message.format(path=path), _("Name a Markdown file or a folder of them."))
        if not _is_text(str(path)):
            message = _("{path} cannot be read: {reason}.")
            raise UsageError(message.format(path=path, reason=_(NOT_TEXT)), _("Rename it."))
        found[str(path)] = "folder" if os.path.isdir(path) else "file"
    return found


def as_sources(paths: Iterable[Path]) -> dict[str, str]:
    """The same by full path, as the library keeps them."""
    return {str(Path(path).resolve()): kind for path, kind in named(paths).items()}


def notes_files(source: str, kind: str, tell: Callable[[OSError], None] | None = None) -> list[str]:
    """The notes files a source stands for now; `tell` hears what cannot be read. What is hidden is passed over."""
    if kind != "folder":
        return [source] if os.path.isfile(disk_path(source)) else []
    found = []
    for folder, inner, names in os.walk(source, onerror=tell):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        notes = (name for name in sorted(names) if name.lower().endswith(SUFFIXES) and not name.startswith("."))
        for file in (os.path.join(folder, name) for name in notes):
            if _is_text(file):
                found.append(file)
            elif tell:
                tell(OSError(errno.EILSEQ, _(NOT_TEXT), file))
    return found


def listing(sources: Mapping[str, str], known: Collection[str]) -> Listing:
    """Compare the files the sources stand for now with those the library knows."""
    errors: list[OSError] = []
    there = {source: kind for source, kind in sources.items() if os.path.exists(disk_path(source))}
    missing = tuple(source for source in sources if source not in there)
    present = dict.fromkeys(name for item in there.items() for name in notes_files(*item, errors.append))
    closed = [*missing, *(str(error.filename) for error in errors)]
    lost = [name for name in known if name not in present]
    away = tuple(name for name in lost if any(within(name, place) for place in closed))
    gone = tuple(name for name in lost if name not in away)
    return Listing(tuple(present), gone, away, missing, tuple(errors))


def looks(name: str, rules: str) -> Look:
    try:
        stat = disk_path(name).stat()
    except OSError:
        return Look(0, 0, rules)
    return Look(stat.st_mtime_ns, stat.st_size, rules)


def settled(found: Listing, known: Mapping[str, FileRow], signature: Callable[[str], str]) -> bool:
    """Whether every notes file found is as it was when it was last read, as far as a look can tell."""
    return not found.gone and all(
        name in known and known[name].looks == looks(name, signature(name)) for name in found.present
    )


def within(name: str, place: str) -> bool:
    """Whether a file is that file, or stands in that folder."""
    return name == place or name.startswith(place.rstrip(os.sep) + os.sep)


def _is_text(name: str) -> bool:
    """Whether a name can be stored and printed: on Unix it may be any bytes."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def free_name(file: Path) -> Path:
    """The name, or the next one with a number that nothing has yet."""
    names = (file.with_name(f"{file.stem} ({number}){file.suffix}") for number in count(2))
    return file if not file.exists() else next(name for name in names if not name.exists())
