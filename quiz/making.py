"""A paper of the library: its cards and a blueprint in, files and a kept paper out. One call a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quiz import papers, sources
from quiz.exam import formats
from quiz.exam.candidates import Candidate
from quiz.exam.compose import Composed, compose
from quiz.exam.drafts import draft
from quiz.exchange.outgoing import image_file

if TYPE_CHECKING:
    from quiz.exam.blueprint import Blueprint
    from quiz.study import Study


@dataclass(frozen=True, slots=True)
class Made:
    """A paper, and the files it was written to, or would be."""

    composed: Composed
    files: tuple[Path, ...]


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
    options = formats.Options(tuple(names), _images({each.uid: each for each in composed.cards}))
    files = formats.written(composed.paper, blueprint.formats, options)
    if dry_run:
        return Made(composed, tuple(folder / name for name in files))
    papers.check(data, composed.paper)
    written = papers.put(folder, files, force=force)
    papers.keep(data, composed.paper, study.now())
    return Made(composed, tuple(written))


def draft_choices(study: Study, blueprint: Blueprint, file: Path, *, force: bool = False) -> int:
    """Write options to go through for the cards that a blueprint speaks of; for how many."""
    demands = blueprint.demands()
    meant = [
        each
        for each in candidates(study, blueprint.query)
        if each.entry.askable and (not demands or any(demand.takes(each.entry) for demand in demands))
    ]
    text, count = draft(meant, blueprint.seed)
    papers.put(file.parent, {file.name: text.encode()}, force=force)
    return count


def candidates(study: Study, query: str = "") -> list[Candidate]:
    """The cards of a query, numbered by file and line, so that it makes no difference which notes were added first."""
    roots = study.store.sources()
    remarks = study.store.remarks()
    placed = sorted(
        ((_within(entry.file, roots), entry.line, order, entry) for order, entry in enumerate(study.entries(query))),
        key=lambda each: each[:3],
    )
    return [
        Candidate(entry, remarks.get(entry.uid, ()), f"{file}:{line}", number)
        for number, (file, line, _order, entry) in enumerate(placed)
        if entry.state == "live"
    ]


def _within(file: str, roots: Mapping[str, str]) -> str:
    """A file as a key may print it: below the folder that was added, without the way there on this machine."""
    root = max(
        (root for root, kind in roots.items() if kind == "folder" and sources.within(file, root)), key=len, default=""
    )
    return Path(file).relative_to(root).as_posix() if root else Path(file.removeprefix(sources.BUNDLED)).name


def _images(cards: Mapping[str, Candidate]) -> Callable[[str, str], bytes | None]:
    """What the notes show, read from the disk when a format asks for it."""

    def image(uid: str, target: str) -> bytes | None:
        file = image_file(cards[uid].entry, target) if uid in cards else None
        try:
            return file.read_bytes() if file else None
        except OSError:
            return None

    return image
