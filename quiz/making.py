"""A paper of the library: its cards and a blueprint in, files and a kept paper out. One call a command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import unquote

from quiz import papers, picture_file, result_files, sources
from quiz.errors import UsageError
from quiz.exam import formats
from quiz.exam.candidates import Candidate
from quiz.exam.compose import Composed, compose
from quiz.exam.drafts import draft
from quiz.exchange.outgoing import export, image_file
from quiz.language import _
from quiz.markdown import is_remote

if TYPE_CHECKING:
    from quiz.exam.blueprint import Blueprint
    from quiz.study import Study


@dataclass(frozen=True, slots=True)
class Made:
    """A paper, the files it was written to, or would be, the images that are not there (`file:line` and name), and
    what there is to know of its formats."""

    composed: Composed
    files: tuple[Path, ...]
    missing: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()


def make(
    study: Study,
    blueprint: Blueprint,
    folder: Path,
    *,
    names: Sequence[str] = (),
    force: bool = False,
    dry_run: bool = False,
) -> Made:
    """Compose a paper, write it in all its formats into a folder, and keep it; all of it or nothing."""
    data = study.store.path.parent
    composed = compose(candidates(study, blueprint.query), blueprint, papers.used(data, blueprint.fresh))
    images = _Images({each.uid: each for each in composed.cards})
    package = _unwritten if dry_run else partial(_package, study)
    options = formats.Options(tuple(names), images.content, package, blueprint.page)
    files = formats.written(composed.paper, blueprint.formats, options)
    _keep_apart(study, [folder / name for name in files])
    if not dry_run:
        papers.check(data, composed.paper)
        papers.put(folder, files, force=force)
        papers.keep(data, composed.paper, study.now())
    remarks = tuple(formats.remarks(composed.paper, blueprint.formats, options))
    return Made(composed, tuple(folder / name for name in files), tuple(images.missing), remarks)


def draft_choices(study: Study, blueprint: Blueprint, file: Path, *, force: bool = False) -> int:
    """Write options to go through for the cards that a blueprint speaks of; for how many."""
    demands = blueprint.demands()
    meant = [
        each
        for each in candidates(study, blueprint.query)
        if each.entry.askable and (not demands or any(demand.takes(each.entry) for demand in demands))
    ]
    text, count = draft(meant, blueprint.seed)
    _keep_apart(study, [file])
    papers.put(file.parent, {file.name: text.encode()}, force=force)
    return count


def _keep_apart(study: Study, files: Sequence[Path]) -> None:
    """UsageError for Markdown that would stand in a folder of notes, and be read as notes from then on."""
    roots = [root for root, kind in study.store.sources().items() if kind == "folder"]
    for file in files:
        root = next((root for root in roots if sources.within(str(file.resolve()), root)), None)
        if root and file.name.lower().endswith(sources.SUFFIXES):
            told = _("{file} would be read as notes, as all in {folder} is.").format(file=file, folder=root)
            raise UsageError(told, _("Choose a folder outside your notes."))


def candidates(study: Study, query: str = "") -> list[Candidate]:
    """The cards of a query, numbered by file and line, so that it makes no difference which notes were added first."""
    roots = study.store.sources()
    remarks, shares = study.store.remarks(), result_files.card_shares(study.store.path.parent)
    placed = sorted(
        ((_within(entry.file, roots), entry.line, order, entry) for order, entry in enumerate(study.entries(query))),
        key=lambda each: each[:3],
    )
    return [
        Candidate(entry, remarks.get(entry.uid, ()), f"{file}:{line}", number, shares.get(entry.uid))
        for number, (file, line, _order, entry) in enumerate(placed)
        if entry.state == "live"
    ]


def _within(file: str, roots: Mapping[str, str]) -> str:
    """A file as a key may print it: below the folder that was added, without the way there on this machine."""
    root = max(
        (root for root, kind in roots.items() if kind == "folder" and sources.within(file, root)), key=len, default=""
    )
    return Path(file).relative_to(root).as_posix() if root else Path(file.removeprefix(sources.BUNDLED)).name


def _package(study: Study, uids: Sequence[str]) -> bytes:
    """These cards for Anki, without progress."""
    with TemporaryDirectory(prefix="quiz-") as folder:
        file = Path(folder) / "cards.apkg"
        export(study, file, uids=set(uids), progress=False)
        return file.read_bytes()


def _unwritten(_uids: Sequence[str]) -> bytes:
    return b""


class _Images:
    """What the notes show, read from the disk when a format asks for it."""

    def __init__(self, cards: Mapping[str, Candidate]) -> None:
        self._cards = cards
        self.missing: dict[tuple[str, str], None] = {}

    def content(self, uid: str, target: str) -> bytes | None:
        card = self._cards.get(uid)
        if card is None or is_remote(target):
            return None
        file = image_file(card.entry, unquote(target))
        try:
            if file:
                return picture_file.content(file)
        except OSError:  # there, but not for us: it is missing all the same
            file = None
        self.missing[card.place, target] = None
        return None
