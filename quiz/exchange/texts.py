"""Which notes a sync has to send, and which were changed or deleted there and stay as they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quiz.anki import Stamp
from quiz.anki.fields import Written, tags
from quiz.anki.media import Media
from quiz.anki.rendered import notes_of
from quiz.anki.stamps import outdated, past_id
from quiz.anki.types import NUMBERS
from quiz.exchange.desired import KEPT_TAGS, verdict
from quiz.exchange.incoming import UNSEEN
from quiz.exchange.names import guids
from quiz.exchange.outgoing import image_file
from quiz.exchange.signs import said

if TYPE_CHECKING:
    from pathlib import Path

    from quiz.anki.mirror import Mirror
    from quiz.entry import Entry
    from quiz.exchange.incoming import There
    from quiz.store import Store
    from quiz.store.exchange import StampRow


@dataclass(slots=True)
class Notes:
    """Cards by what becomes of their notes; those that are sent by their uids.

    `adopted` are the stamps of texts that another terminal wrote, `texts` their digests by guid; `outdated` are stamps
    that make what is sent newer than what is there. `kept_tags` are tags by the number of an updated note that are
    not ours to replace.
    """

    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    edited: list[Entry] = field(default_factory=list)
    conflicts: list[Entry] = field(default_factory=list)
    deleted: list[Entry] = field(default_factory=list)
    adopted: list[StampRow] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    outdated: list[StampRow] = field(default_factory=list)
    kept_tags: dict[int, Collection[str]] = field(default_factory=dict)

    @property
    def send(self) -> list[str]:
        return [*self.new, *self.updated]


def compared(
    store: Store,
    mirror: Mirror,
    entries: Sequence[Entry],
    cards: Mapping[str, list[There]],
    *,
    restore: bool = False,
    cache: Path | None = None,
) -> Notes:
    """Compare the notes of live cards with those that are there, by uid.

    A note that is missing there and once was there was deleted: it is sent again only to `restore` it.
    """
    stamps = {key: Stamp(number, digest, mod) for key, number, digest, mod in store.stamps()}
    names, seen = guids(store, stamps), store.anki_marks()
    known: dict[str, set[str]] = {}
    for guid, digest in store.anki_texts():
        known.setdefault(guid, set()).add(digest)
    present, deleted = mirror.guids(), mirror.deleted_notes()
    notes = Notes()
    wanted = {
        entry.uid: (entry, stamps.get(names.get(entry.uid, entry.uid))) for entry in entries if entry.uid in cards
    }
    ours = {tag.casefold() for tag in (*store.anki_tags(), *(tag for entry in entries for tag in tags(entry)))}
    written = dict(zip(wanted, notes_of([*wanted.values()], Media(image_file), cache), strict=True))
    for number, kind in NUMBERS.items():
        if kind.key not in stamps and (mod := mirror.notetype_mod(number)):
            notes.adopted.append((kind.key, past_id(kind.key, ()), kind.digest(), mod))
    for entry in entries:
        guid = names.get(entry.uid, entry.uid)
        stamp = stamps.get(guid)
        if there := cards.get(entry.uid):
            _compare(notes, entry, written[entry.uid], guid, stamp, there, known.get(guid, set()), ours - KEPT_TAGS)
            continue
        number = stamp.note_id if stamp else past_id(guid, ())
        was_there = guid in present or number in deleted or seen.get(entry.uid, UNSEEN).at_ms > 0
        if was_there and not restore:
            notes.deleted.append(entry)
        else:
            notes.new.append(entry.uid)
    return notes


def _compare(
    notes: Notes,
    entry: Entry,
    ours: Written,
    guid: str,
    stamp: Stamp | None,
    there: list[There],
    known: Collection[str],
    replaced: Collection[str],
) -> None:
    note = next((each.note for each in there if each.note.guid == guid), there[0].note)
    match verdict(ours, stamp, note, known):
        case "send":
            notes.updated.append(entry.uid)
            digest = outdated(ours.digest if stamp is None else stamp.digest)
            notes.outdated.append((guid, note.id, digest, max(note.mod, stamp.mod if stamp else 0)))
            if kept := [tag for tag in note.tags if tag.casefold() not in replaced]:
                notes.kept_tags[note.id] = kept
        case "adopt":
            notes.adopted.append((guid, note.id, ours.digest, note.mod))
            notes.texts[guid] = said(note)
        case "edited":
            notes.edited.append(entry)
        case "conflict":
            notes.conflicts.append(entry)
