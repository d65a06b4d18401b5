"""Files that people hand in → results on disk: each file by itself, folders and zips with all that is in them.

What cannot be read costs a sentence and stops nothing else, but for its own table: of that all is taken in or nothing.
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from quiz import disk, papers, result_files, taking
from quiz.errors import QuizError
from quiz.exam import answer_table, results
from quiz.exam.answer_table import Row, TableError
from quiz.exam.marks_table import all_with_marks
from quiz.exam.paper import Paper
from quiz.exam.results import LARGEST, NO_RESULT, decoded, refused
from quiz.language import N_, _
from quiz.reviews import Moment

MOST = 10_000
"""Files of a folder or a zip."""
TABLES = (".csv", ".tsv")
WHICH = N_("{file} does not say which paper it answers.")
SAY_WHICH = N_("Say it with --paper ID.")
NO_ZIP = N_("{file} is no zip that can be read.")
AGAIN = N_("Download it again.")
MANY = N_("{file} holds too many files.")
PARTS = N_("Add them in parts.")
NOTHING_IN = N_("{file} holds no file.")
DOWNLOADS = N_("Name the folder or zip with what the page downloaded, or with tables.")

_PAPER_COLUMN = re.compile(r"(?:^|[,;\t])\"?(?:paper|시험지)\"?(?=[,;\t]|$)", re.IGNORECASE)


class File(NamedTuple):
    """`name` is how a person knows it: `results.zip/kim.json`."""

    name: str
    data: bytes


@dataclass(slots=True)
class Taken:
    """What became of what was handed in: `papers` are those that got results."""

    new: int = 0
    known: int = 0
    replaced: int = 0
    problems: list[QuizError] = field(default_factory=list)
    papers: dict[str, Paper] = field(default_factory=dict)


def add(data: Path, paths: Sequence[Path], now: Moment, paper: Paper | None = None) -> Taken:
    """Keep the results in these files. `paper` is what tables answer that do not say it; it is kept too."""
    taken, shelves = Taken(), dict[str, result_files.Shelf]()
    if paper:
        _keep(data, paper, now)
    read_ = []
    for file in (file for path in paths for file in _files(path, taken.problems)):
        try:
            read_.append(read(data, file, paper))
        except QuizError as error:
            taken.problems += _refusals(error)
    for each in sorted(read_, key=Contents.order):
        try:
            of = each.paper
            if of.id not in shelves:
                shelves[of.id] = result_files.Shelf(data, of)
            shelf = shelves[of.id]
            for result in all_with_marks(each.rows, of, shelf.results, each.file):
                kind = shelf.add(result)
                taken.papers[of.id] = of
                setattr(taken, kind, getattr(taken, kind) + 1)
        except QuizError as error:
            taken.problems += _refusals(error)
    return taken


def _refusals(error: QuizError) -> Sequence[QuizError]:
    return error.refusals if isinstance(error, TableError) else [error]


class Contents(NamedTuple):
    """What a file says: one row of a result file, many of a table."""

    file: str
    paper: Paper
    rows: Sequence[Row]

    def order(self) -> tuple[bool, bool]:
        """Marks that are typed come last: they find the answers they are for."""
        return _is_table(self.file), any(row.marks for row in self.rows)


def _is_table(name: str) -> bool:
    return name.lower().endswith(TABLES)


def read(data: Path, file: File, paper: Paper | None) -> Contents:
    """The results of a file; QuizError says why there are none, TableError every reason in a table."""
    text = decoded(file.data[: LARGEST + 1], file.name)
    if text.lstrip().startswith("{"):
        of = _answered(data, text, file.name, paper)
        return Contents(file.name, of, [Row(1, results.read(text, of, file.name))])
    if not _is_table(file.name):
        raise refused(NO_RESULT, results.DOWNLOAD_AGAIN, file=file.name)
    of = paper or _of_table(data, text, file.name)
    return Contents(file.name, of, answer_table.read(text, of, file.name))


def _answered(data: Path, text: str, name: str, paper: Paper | None) -> Paper:
    """The paper that a result file names."""
    try:
        told = json.loads(text.removeprefix("\ufeff")).get("paper")
    except (ValueError, RecursionError) as error:
        raise refused(NO_RESULT, results.DOWNLOAD_AGAIN, file=name) from error
    if paper and paper.id == told:
        return paper
    if not isinstance(told, str) or not taking.PAPER_ID.fullmatch(told):
        raise refused(NO_RESULT, results.DOWNLOAD_AGAIN, file=name)
    return _known(data, told, name)


def _of_table(data: Path, text: str, name: str) -> Paper:
    """The paper that the first row below the names of the columns says."""
    found = (
        taking.PAPER_ID.search(text) if _PAPER_COLUMN.search(text.lstrip("\ufeff").partition("\n")[0].strip()) else None
    )
    if found is None:
        raise refused(WHICH, SAY_WHICH, file=name)
    return _known(data, found[0], name)


def _known(data: Path, paper_id: str, name: str) -> Paper:
    try:
        return taking.of_id(data, paper_id)
    except QuizError as error:
        told = _("{file} answers the paper {id}, which is not here.").format(file=name, id=paper_id)
        raise QuizError(told, _("Give its .json file with --paper, once.")) from error


def _keep(data: Path, paper: Paper, now: Moment) -> None:
    """Keep a paper that was made elsewhere, so that its results can be told later."""
    if not (data / papers.FOLDER / f"{paper.id}.json").exists():
        papers.keep(data, paper, now)


# — files —


def _files(path: Path, problems: list[QuizError]) -> Iterator[File]:
    """A file, the files of a folder or of a zip; what cannot be read becomes a problem."""
    try:
        if path.is_dir():
            found = sorted(
                each for each in path.rglob("*") if each.is_file() and not _hidden(each.relative_to(path).parts)
            )
            if len(found) > MOST:
                raise refused(MANY, PARTS, file=path)
            if not found:
                raise refused(NOTHING_IN, DOWNLOADS, file=path)
            for each in found:
                yield from _files(each, problems)
            return
        with path.open("rb") as stream:
            data = stream.read(64 * LARGEST if path.suffix.lower() == ".zip" else 4 * LARGEST)
    except OSError as error:
        told = _("{file} cannot be read: {reason}.").format(file=path, reason=disk.reason(error))
        problems.append(QuizError(told, _("It must be a readable file.")))
        return
    except QuizError as error:
        problems.append(error)
        return
    if path.suffix.lower() == ".zip":
        yield from _zipped(path, data, problems)
    else:
        yield File(str(path), data)


def _zipped(path: Path, data: bytes, problems: list[QuizError]) -> Iterator[File]:
    """No member is unpacked beyond what a result file may be."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = [each for each in archive.infolist() if not each.is_dir() and not _hidden(_parts(each.filename))]
            if len(members) > MOST:
                raise refused(MANY, PARTS, file=path)
            if not members:
                raise refused(NOTHING_IN, DOWNLOADS, file=path)
            for member in members:
                with archive.open(member) as stream:
                    yield File(f"{path}/{member.filename}", stream.read(4 * LARGEST))
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, ValueError):
        # encrypted members are a RuntimeError, unknown methods a NotImplementedError
        problems.append(refused(NO_ZIP, AGAIN, file=path))
    except QuizError as error:
        problems.append(error)


def _parts(name: str) -> tuple[str, ...]:
    return PurePosixPath(name).parts


def _hidden(parts: Sequence[str]) -> bool:
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in parts)
