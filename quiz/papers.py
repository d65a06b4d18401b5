"""The papers that were made: kept with their keys in `papers/` beside the library, one JSON file each."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from quiz.errors import ExportError, QuizError, UsageError
from quiz.exam.json import as_json, loads
from quiz.exam.paper import Paper
from quiz.language import _, speaking
from quiz.reviews import Moment

FOLDER = "papers"
MADE = "made_utc_ms"


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper and when it was made last (UTC ms)."""

    paper: Paper
    made: int

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
    """Keep a paper, in place of an earlier making of the same one; ExportError where it cannot be written."""
    check(data, paper)
    file = _file(data, paper)
    with speaking(paper.language):
        told = json.dumps({**as_json(paper), MADE: now.utc_ms}, ensure_ascii=False, indent=1) + "\n"
    put(file.parent, {file.name: told.encode("utf-8", "backslashreplace")}, force=True)
    return file


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
        told = _("{file} cannot be written: {reason}.").format(
            file=error.filename or folder, reason=error.strerror or error
        )
        raise ExportError(told, _("Choose another folder, or check the rights and the space on the disk.")) from error
    return list(targets)


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
        told = _("{file} cannot be read: {reason}.").format(file=file, reason=error.strerror)
        raise QuizError(told, _("It must be a readable file.")) from error
    paper = loads(data, str(file))
    made = json.loads(data).get(MADE, 0)
    return Kept(paper, made if isinstance(made, int) else 0)


def _essence(paper: Paper) -> list[Any]:
    """What the id of a paper is made from, but for the model answers: where the cards stand may change."""
    orders = [[(asked.question.uid, tuple(asked.order)) for asked in variant.asked] for variant in paper.variants]
    return [paper.title, paper.language, orders, [(each.uid, each.stem) for each in paper.questions()]]
