"""Results on disk: `results/<paper>/<digest>.json` beside the library, as the browser page writes them.

A result is added once, whatever its file was called. Nothing is deleted: what is dropped moves to `results/dropped/`,
what another one takes the place of to `results/replaced/`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from quiz import disk, papers
from quiz.errors import QuizError, StoreError
from quiz.exam import figures
from quiz.exam.paper import Paper
from quiz.exam.result_file import digest, dumps
from quiz.exam.results import Result, decoded, read
from quiz.language import _

FOLDER, DROPPED, REPLACED = "results", "dropped", "replaced"
Added = Literal["new", "known", "replaced"]
"""known: it was there already. replaced: it took the place of what was typed for the same person before."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A result and its `id`, which names its file."""

    id: str
    result: Result
    file: Path


class Shelf:
    """The results of one paper, read once, to add others to. QuizError names a file that holds none."""

    def __init__(self, data: Path, paper: Paper) -> None:
        self._data, self._paper = data, paper
        self._there = stored(data, paper)

    @property
    def results(self) -> list[Result]:
        return [each.result for each in self._there]

    def add(self, result: Result) -> Added:
        """Keep a result; StoreError where the disk does not let it."""
        name, paper = digest(result, self._paper), self._paper
        if any(each.id == name or _marks(each.result, result) for each in self._there):
            return "known"
        replaced = [each for each in self._there if _supersedes(result, each.result)]
        file = self._data / FOLDER / paper.id / f"{name}.json"
        try:
            put(file, dumps(result, paper))
            for each in replaced:
                _move(each.file, self._data / FOLDER / REPLACED / paper.id)
        except OSError as error:
            raise _unwritable(self._data, error) from error
        self._there = [*(each for each in self._there if each not in replaced), Stored(name, result, file)]
        return "replaced" if replaced else "new"


def stored(data: Path, paper: Paper, *, dropped: bool = False) -> list[Stored]:
    """The results of a paper by name and time; QuizError names a file that holds none."""
    folder = data / FOLDER / DROPPED / paper.id if dropped else data / FOLDER / paper.id
    found = []
    for file in folder.glob("*.json"):
        try:
            text = decoded(file.read_bytes(), str(file))
        except OSError as error:
            told = _("{file} cannot be read: {reason}.").format(file=file, reason=disk.reason(error))
            raise QuizError(told, _("It must be a readable file.")) from error
        found.append(Stored(file.stem, read(text, paper, str(file)), file))
    return sorted(found, key=lambda each: (each.result.name.casefold(), each.result.finished, each.id))


def with_results(data: Path, *, dropped: bool = False) -> Iterator[tuple[str, int]]:
    """The ids of papers and how many results each has."""
    folder = data / FOLDER / DROPPED if dropped else data / FOLDER
    for each in sorted(folder.glob("*-*-*")):
        if many := len(list(each.glob("*.json"))):
            yield each.name, many


def card_shares(data: Path) -> dict[str, float]:
    """uid → share of right answers to a card in the papers made here, where enough people were asked it."""
    if not (data / FOLDER).is_dir():
        return {}
    return figures.card_shares(
        (each.paper, [one.result for one in stored(data, each.paper)]) for each in papers.kept(data)
    )


def drop(data: Path, which: Sequence[Stored]) -> None:
    """Move results out of the way; `restore` brings them back."""
    _move_all(data, which, data / FOLDER / DROPPED)


def restore(data: Path, which: Sequence[Stored]) -> None:
    _move_all(data, which, data / FOLDER)


def put(file: Path, content: bytes) -> None:
    """Replace a file in one step, so that a kill leaves the old or the new one; OSError where that fails."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        fresh.write_bytes(content)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


def _move_all(data: Path, which: Sequence[Stored], folder: Path) -> None:
    try:
        for each in which:
            _move(each.file, folder / each.result.paper)
    except OSError as error:
        raise _unwritable(data, error) from error


def _move(file: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    file.replace(folder / file.name)


def _supersedes(new: Result, old: Result) -> bool:
    """Whether one takes the place of the other: typed anew for the same person, or the same sitting with marks."""
    same = new.person == old.person and new.variant == old.variant
    typed_anew = new.kind == old.kind == "sheet" and bool(new.name) and not (new.started or old.started)
    return (same and typed_anew) or (new.kind == "sheet" and _same_sitting(new, old))


def _marks(known: Result, result: Result) -> bool:
    """Whether one that is known is the other with the marks that a person gave since."""
    if result.kind == "sheet" and any(each.own is not None for each in result.responses):
        return False
    return known.kind == "sheet" and _same_sitting(known, result)


def _same_sitting(one: Result, other: Result) -> bool:
    """Whether both are the same answers of one person at one time, whoever marked them."""
    bare = [
        replace(each, kind="", responses=tuple(response._replace(own=None) for response in each.responses))
        for each in (one, other)
    ]
    return bool(one.started or one.name) and bare[0] == bare[1]


def _unwritable(data: Path, error: OSError) -> StoreError:
    told = _("{file} cannot be written: {reason}.").format(file=error.filename or data, reason=disk.reason(error))
    return StoreError(told, _("Check the rights and the space on the disk."))
