"""The papers that were made: kept with their keys in `papers/` beside the library, one JSON file each."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from quiz import disk
from quiz.errors import ExportError, QuizError, UsageError
from quiz.exam.corrected import printed
from quiz.exam.json import as_json, loads
from quiz.exam.paper import Paper
from quiz.language import _, speaking
from quiz.reviews import Moment

FOLDER, REPLACED = "papers", "replaced"
MADE, CORRECTED = "made_utc_ms", "corrected_utc_ms"


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper, when it was made last, and when its key was corrected last (UTC ms; 0: never)."""

    paper: Paper
    made: int
    corrected: int = 0

    @property
    def uids(self) -> frozenset[str]:
        """The cards it asks."""
        questions = list(self.paper.questions())
        return frozenset(pair.uid for each in questions for pair in each.pairs) | {each.uid for each in questions}


def check(data: Path, paper: Paper) -> None:
    """ExportError where another paper came by the same id, as one in a thousand million does."""
    file = _file(data, paper)
    if file.exists() and _essence(_kept(file).paper) != _essence(paper):
        told = _("another paper has the id {id} by chance.").format(id=paper.id)
        raise ExportError(told, _("Choose another title or another seed."))


def keep(data: Path, paper: Paper, now: Moment) -> Path:
    """Keep a paper, in place of an earlier making of the same one; ExportError where it cannot be written.

    A key that was corrected since stays.
    """
    check(data, paper)
    file = _file(data, paper)
    there = _kept(file) if file.exists() else None
    kept = replace(there, made=now.utc_ms) if there and there.corrected else Kept(paper, now.utc_ms)
    put(file.parent, {file.name: _written(kept)}, force=True)
    return file


def correct(data: Path, paper: Paper, now: Moment) -> Path:
    """Keep a paper with a corrected key in place of the one that is kept; the file in which the earlier key is now."""
    file = _file(data, paper)
    there = _kept(file)
    folder = file.parent / REPLACED
    earlier = next(each for number in count(1) if not (each := folder / f"{paper.id}-{number}.json").exists())
    fresh = replace(there, paper=paper, corrected=now.utc_ms)
    put(file.parent, {f"{REPLACED}/{earlier.name}": _written(there), file.name: _written(fresh)}, force=True)
    return earlier


def kept(data: Path) -> list[Kept]:
    """The papers made so far, the latest first; QuizError names a file that holds none."""
    found = [_kept(file) for file in sorted((data / FOLDER).glob("*.json"))]
    return sorted(found, key=lambda each: (-each.made, each.paper.id))


def used(data: Path, last: int) -> frozenset[str]:
    """The cards that the last papers ask."""
    return frozenset[str]().union(*(each.uids for each in kept(data)[:last])) if last else frozenset()


def put(folder: Path, files: Mapping[str, bytes], *, force: bool = False) -> list[Path]:
    """Write all files or none. A file that is there and says something else is left alone without `force`.

    UsageError names such a file; ExportError says why the folder cannot be written.
    """
    targets = {folder / name: content for name, content in files.items()}
    for target, content in targets.items():
        if not force and target.exists() and not _says(target, content):
            told = _("{file} is there already and says something else.").format(file=target)
            raise UsageError(told, _("Choose another folder with -o, or --force to replace it."))
    try:
        _replace(folder, targets)
    except OSError as error:
        told = _("{file} cannot be written: {reason}.").format(file=error.filename or folder, reason=disk.reason(error))
        raise ExportError(told, _("Choose another folder, or check the rights and the space on the disk.")) from error
    return list(targets)


def _written(kept: Kept) -> bytes:
    with speaking(kept.paper.language):
        told = as_json(kept.paper)
    told |= {MADE: kept.made, **({CORRECTED: kept.corrected} if kept.corrected else {})}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def _file(data: Path, paper: Paper) -> Path:
    return data / FOLDER / f"{paper.id}.json"


def _says(file: Path, content: bytes) -> bool:
    try:
        return file.read_bytes() == content
    except OSError:
        return False


def _replace(folder: Path, targets: Mapping[Path, bytes]) -> None:
    """Write everything aside first, then exchange; where that fails, put back what was there."""
    made = _folders([folder, *(target.parent for target in targets)])
    stage = Path(mkdtemp(prefix=".quiz-", dir=folder))
    done: list[tuple[Path, Path | None]] = []
    try:
        for number, content in enumerate(targets.values()):
            (stage / f"new-{number}").write_bytes(content)
        for number, target in enumerate(targets):
            old = stage / f"old-{number}" if target.exists() else None
            if old:
                target.rename(old)
            done.append((target, old))
            (stage / f"new-{number}").rename(target)
    except OSError:
        _put_back(done)
        _remove(stage, made)
        raise
    _remove(stage, ())


def _folders(folders: Iterable[Path]) -> list[Path]:
    """Make the folders that are missing; those made, the inner ones first."""
    made: list[Path] = []
    for folder in folders:
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        made = [*missing, *made]
    return made


def _put_back(done: Iterable[tuple[Path, Path | None]]) -> None:
    for target, old in done:
        target.unlink(missing_ok=True)
        if old:
            old.rename(target)


def _remove(stage: Path, folders: Iterable[Path]) -> None:
    for file in stage.iterdir():
        file.unlink()
    for folder in (stage, *folders):
        with suppress(OSError):  # another program may have put something there
            os.rmdir(folder)


def _kept(file: Path) -> Kept:
    try:
        data = file.read_bytes()
    except OSError as error:
        told = _("{file} cannot be read: {reason}.").format(file=file, reason=disk.reason(error))
        raise QuizError(told, _("It must be a readable file.")) from error
    paper = loads(data, str(file))
    times = [json.loads(data).get(name, 0) for name in (MADE, CORRECTED)]
    return Kept(paper, *(time if isinstance(time, int) else 0 for time in times))


def _essence(paper: Paper) -> list[Any]:
    """What is printed of a paper: where the cards stand may change, and what is right may have been corrected."""
    return [paper.title, paper.language, [list(map(printed, variant.asked)) for variant in paper.variants]]
