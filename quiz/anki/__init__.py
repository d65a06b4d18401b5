"""Entries → an Anki package (.apkg): new cards with their progress, and text updates for the phone.

What Anki keeps of a package was measured against its engine: an import adds what the collection does not have,
replaces the text of a note whose `mod` is newer, and touches neither schedule nor deck of a card it has. So every
note keeps its guid, its number and, while its text stands, its `mod`; the caller keeps the stamps that say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from quiz.anki.collection import Note, collection
from quiz.anki.decks import deck_name
from quiz.anki.fields import Written
from quiz.anki.media import Media
from quiz.anki.package import write
from quiz.anki.rendered import Tick, notes_of
from quiz.anki.schedule import NEW, log_row, schedule
from quiz.anki.stamps import Stamp, stamped
from quiz.entry import Entry
from quiz.errors import ExportError
from quiz.language import _
from quiz.reviews import Progress, Step

__all__ = ["Exported", "Stamp", "Tick", "export"]

UNTOLD = Progress()


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did, in notes. `stamps` are those of all exports so far: the next one asks for them.

    `texts` are the digests of question and answer by guid. `missing_media` names the images and recordings that were
    not found, as the notes name them. `learned` counts the notes that carry progress, `gone` names those exported
    earlier whose cards are no more. `left` cards stayed out: Anki has notes of its own for them.
    """

    new: int
    changed: int
    unchanged: int
    stamps: dict[str, Stamp]
    texts: dict[str, str]
    missing_media: tuple[str, ...]
    learned: int = 0
    gone: tuple[str, ...] = ()
    left: int = 0


def export(
    entries: Sequence[Entry],
    target: Path,
    *,
    stamps: Mapping[str, Stamp],
    now_ms: int,
    day_start_hour: int,
    image: Callable[[Entry, str], Path | None],
    guids: Mapping[str, str] | None = None,
    log: Mapping[str, Sequence[tuple[Step, int]]] | None = None,
    cache: Path | None = None,
    tick: Tick = lambda _done, _total: None,
) -> Exported:
    """Write the answered `entries` to `target`, replacing it as a whole.

    `image` finds the file of an image or recording as an entry names it. `guids` are those of the cards that Anki
    knows by another name than their uid. `log` gives the steps of each card with the numbers of their rows; None
    leaves all progress out. In the folder `cache` rendered notes are kept for the next export. `tick` is called now
    and then. The same arguments give the same bytes, whatever the cache holds.
    ExportError: nothing to export, or `target` cannot be written.
    """
    known = guids or {}
    chosen = {known.get(entry.uid, entry.uid): entry for entry in entries if entry.answered}
    if not chosen:
        hint = _("Write an answer below a question, or choose other cards; `quiz add PATH` takes in notes.")
        raise ExportError(_("No answered card to export."), hint)
    media = Media(image)
    written = notes_of([(entry, stamps.get(guid)) for guid, entry in chosen.items()], media, cache, tick)
    texts = dict(zip(chosen, written, strict=True))
    kinds = {text.kind.key: text.kind for text in texts.values()}
    digests = {key: kind.digest() for key, kind in kinds.items()} | {guid: text.digest for guid, text in texts.items()}
    after = stamped(digests, stamps, now_ms)
    notes = list(_notes(chosen, texts, after, log))
    mods = {key: after[key].mod for key in kinds}
    write(target, collection(notes, mods, day_start_hour), media.files)
    new = sum(guid not in stamps for guid in chosen)
    changed = sum(guid in stamps and stamps[guid].digest != after[guid].digest for guid in chosen)
    return Exported(
        new,
        changed,
        len(chosen) - new - changed,
        after,
        {guid: text.text_digest for guid, text in texts.items()},
        tuple(media.missing),
        sum(bool(note.log) or note.schedule.type != NEW for note in notes),
    )


def _notes(
    chosen: Mapping[str, Entry],
    texts: Mapping[str, Written],
    stamps: Mapping[str, Stamp],
    log: Mapping[str, Sequence[tuple[Step, int]]] | None,
) -> Iterator[Note]:
    """The notes with their progress, new ones in the order of the entries."""
    for position, (guid, text) in enumerate(texts.items(), 1):
        entry, stamp = chosen[guid], stamps[guid]
        steps = log.get(entry.uid, ()) if log else ()
        rows = [row for step, number in steps if (row := log_row(step, number, stamp.note_id))] if steps else ()
        columns = schedule(UNTOLD if log is None else entry.progress, position)
        deck = deck_name(entry.deck)
        yield Note(stamp.note_id, guid, stamp.mod, deck, text.tags, text.fields, columns, rows, text.kind)
