"""Edits made in Anki → the notes: one file at a time, each copied before it is touched."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quiz import disk, sources
from quiz.anki.stamps import outdated
from quiz.errors import ExportError
from quiz.exchange.edits import Edit
from quiz.exchange.foreign import MEDIA
from quiz.exchange.signs import here
from quiz.language import N_, _
from quiz.notes import cloze, parse
from quiz.notes.rewrite import rewritten

if TYPE_CHECKING:
    from quiz.anki.rows import Source
    from quiz.study import Study


UNREADABLE = N_("it cannot be written so that the notes stay readable")
OTHERWISE = N_("the words of another gap of its sentence were edited otherwise, and are written")
GAPS = N_("its sentence would have more or fewer gaps; change them in the notes")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an edit: written, with the `copy` of the file as it was before, or not, and `why`.

    `kept`: the notes stand, as a person wished.
    """

    edit: Edit
    copy: Path | None = None
    why: str = ""
    kept: bool = False


def write_notes(study: Study, edits: Iterable[Edit], source: Source) -> list[Outcome]:
    """Write edits into their notes and take the notes in again; ExportError where a file cannot be written.

    Pictures that the new texts show come along from `source`; no file that is there is touched.
    What was changed on both sides, comes with quiz or cannot be written so that it is read as meant is left alone.
    """
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.entry.file, []).append(edit)
    outcomes = []
    for file, found in by_file.items():
        outcomes += _in_file(study, file, found, source)
    study.refresh()
    written = [outcome.edit for outcome in outcomes if outcome.copy]
    study.store.keep_anki_texts(edit.sign for edit in written)
    study.store.keep_anki_texts(here(edit.entry.uid, *edit.there) for edit in written)
    return outcomes


def keep_notes(study: Study, edits: Sequence[Edit]) -> list[Outcome]:
    """Stand by what the notes say: these edits are no news any more, and the next export replaces those of our notes.

    Notes that came from Anki are its own and keep their texts there.
    """
    study.store.keep_anki_texts(edit.sign for edit in edits)
    chosen = {edit.sign[0] for edit in edits}
    stamps = (stamp for stamp in study.store.stamps() if stamp[0] in chosen)
    study.store.keep_stamps((key, note_id, outdated(digest), mod) for key, note_id, digest, mod in stamps)
    return [Outcome(edit, kept=True) for edit in edits]


def _in_file(study: Study, file: str, edits: Sequence[Edit], source: Source) -> list[Outcome]:
    if file.startswith(sources.BUNDLED):
        return [Outcome(edit, why=_("the deck comes with quiz and is not yours to edit")) for edit in edits]
    path = Path(file)
    outcomes, before = [], _read(path)
    data = before
    sentences: dict[tuple[int, str, str], str] = {}
    # From the last line upwards: what is written below moves no line above.
    for edit in sorted(edits, key=lambda edit: -edit.entry.line):
        sentence = (edit.entry.line, edit.whole, edit.there.answer)
        if edit.whole and sentence in sentences:
            why = sentences[sentence]
        else:
            after, why = _written(data, edit, before)
            why = why or _fetched(path.parent / MEDIA, edit, source)
            data = data if why else after or data
            sentences[sentence] = why
        outcomes.append(Outcome(edit, why=why))
    if data == before:
        return outcomes
    copy = _copy(study, path, before)
    _replace(path, data)
    _reword(study, file, before, data)
    return [Outcome(outcome.edit, None if outcome.why else copy, outcome.why) for outcome in outcomes]


def _reword(study: Study, file: str, before: bytes, data: bytes) -> None:
    """Let each card say what the file says now: read anew, none is taken for another then, or for a new one."""
    old, new = (parse(content, "").deck.cards for content in (before, data))
    ids = {card.id for card in old}
    kept = [card for card in new if card.id in ids]  # without gaps that are new
    if len(old) == len(kept):
        rows = {row.position: row for row in study.store.rows({file}) if row.state == "live"}
        pairs = ((rows.get(position), *pair) for position, pair in enumerate(zip(old, kept, strict=True)))
        texts = {
            row.uid: (card.question, card.answer)
            for row, known, card in pairs
            if row and (row.question, row.answer) == (known.question, known.answer)
        }
        study.store.reword(texts)


def _written(data: bytes, edit: Edit, original: bytes) -> tuple[bytes | None, str]:
    """The file with the edit, or why it is not. `original` is the file before any edit."""
    if edit.why:
        return None, edit.why
    entry, there = edit.entry, edit.there
    was, now = (
        [card for card in parse(file, "").deck.cards if card.place.line == entry.line] for file in (original, data)
    )
    known = [(card.question, card.answer) for card in was]
    if (entry.question, entry.answer) not in known:
        return None, _(UNREADABLE)
    place = known.index((entry.question, entry.answer))
    card = next((card for card in now if card.id and card.id == was[place].id), now[place])
    sides = zip((entry.question, entry.answer), (card.question, card.answer), there, strict=True)
    if not all(_agree(*each) for each in sides):
        return None, _(OTHERWISE)
    question = card.question if there.question == entry.question else there.question
    answer = card.answer if there.answer == entry.answer else there.answer
    gapped = entry.kind == "cloze"
    gap = card.question if gapped and not edit.whole else ""
    after = rewritten(data, entry.line, edit.whole or question, answer, gap=gap)
    return (after, "") if after else (None, _(GAPS if gapped else UNREADABLE))


def _agree(before: str, now: str, there: str) -> bool:
    """Whether a text that said `before`, and another edit made say what it does `now`, may say what it does `there`."""
    return before in (now, there) or cloze.told(now) == cloze.told(there)


def _fetched(folder: Path, edit: Edit, source: Source) -> str:
    """Bring the pictures of an edit to the folder; why not, where another file has the name of one."""
    contents = {name: source.read_media(name) for name in edit.pictures}
    contents |= {name: drawing.encode() for name, drawing in edit.drawn}
    for name, content in contents.items():
        file = folder / name
        try:
            if file.exists():
                if file.read_bytes() != content:
                    return _("another file has the name {file}").format(file=file)
                continue
            folder.mkdir(parents=True, exist_ok=True)
            with file.open("xb") as written:
                written.write(content)
        except OSError as error:
            raise _unwritable(file, error) from error
    return ""


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unwritable(path, error) from error


def _copy(study: Study, path: Path, content: bytes) -> Path:
    """A copy of the notes among the backups of the library, under a name with this second in it that no other has."""
    now = datetime.fromtimestamp(study.now().utc_ms / 1000, UTC)
    folder = study.store.path.parent / "backups" / "notes"
    copy = folder / f"{path.stem}-{now:%Y%m%dT%H%M%S}{path.suffix}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy = sources.free_name(copy)
        with copy.open("xb") as file:
            file.write(content)
    except OSError as error:
        raise _unwritable(copy, error) from error
    return copy


def _replace(path: Path, content: bytes) -> None:
    """Through links to the file itself, whole or not at all, with the rights it has."""
    file = path.resolve()
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        try:
            fresh.write_bytes(content)
            fresh.chmod(file.stat().st_mode & 0o777)
            fresh.replace(file)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> ExportError:
    told = _("{file} cannot be written: {reason}.").format(file=path, reason=disk.reason(error))
    return ExportError(told, _("Check the rights and the space on the disk; nothing was lost."))
