"""Entries → an Anki package (.apkg): new cards and text updates for the phone.

What Anki keeps of a package was measured against its engine: an import adds what the collection does not have,
replaces the text of a note whose `mod` is newer, and touches neither schedule nor deck of a card it has. So every
note keeps its guid, its number and, while its text stands, its `mod`; the caller keeps the stamps that say so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from quiz.anki import notetype
from quiz.anki.collection import Note, Schedule, collection
from quiz.anki.decks import deck_name
from quiz.anki.fields import fields
from quiz.anki.media import Media
from quiz.anki.package import write
from quiz.anki.stamps import Stamp, stamped
from quiz.entry import Entry
from quiz.errors import ExportError
from quiz.language import _

__all__ = ["Exported", "Stamp", "export"]

NOTETYPE_KEY = f"notetype:{notetype.NOTETYPE_ID}"


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did, in notes. `stamps` are those of all exports so far: the next one asks for them.

    `missing_media` names the images and recordings that were not found, as the notes name them.
    """

    new: int
    changed: int
    unchanged: int
    stamps: dict[str, Stamp]
    missing_media: tuple[str, ...]


def export(
    entries: Sequence[Entry],
    target: Path,
    *,
    stamps: Mapping[str, Stamp],
    now_ms: int,
    day_start_hour: int,
    image: Callable[[Entry, str], Path | None],
) -> Exported:
    """Write the answered `entries` to `target`, replacing it as a whole.

    `image` finds the file of an image or recording as an entry names it. The same arguments give the same bytes.
    ExportError: nothing to export, or `target` cannot be written.
    """
    chosen = {entry.uid: entry for entry in entries if entry.answered}
    if not chosen:
        raise ExportError(
            _("No answered card to export."), _("Write an answer below a question, or choose other cards.")
        )
    media = Media(image)
    texts = {uid: fields(entry, media) for uid, entry in chosen.items()}
    digests = {NOTETYPE_KEY: notetype.digest()} | {uid: text.digest for uid, text in texts.items()}
    after = stamped(digests, stamps, now_ms)
    notes = [
        Note(
            note_id=after[uid].note_id,
            guid=uid,
            mod=after[uid].mod,
            deck=deck_name(chosen[uid].deck),
            tags=text.tags,
            fields=text.row,
            schedule=Schedule(due=position),
        )
        for position, (uid, text) in enumerate(texts.items(), 1)
    ]
    write(target, collection(notes, after[NOTETYPE_KEY].mod, day_start_hour), media.files)
    new = sum(uid not in stamps for uid in chosen)
    changed = sum(uid in stamps and stamps[uid].digest != after[uid].digest for uid in chosen)
    return Exported(new, changed, len(chosen) - new - changed, after, tuple(media.missing))
