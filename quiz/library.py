"""Notes on disk → the library. Reads only what changed, writes all of it or nothing, and says what it did."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from quiz import disk, lost_cards
from quiz.changes import Change, Report, What
from quiz.language import _
from quiz.notes.problems import Problem
from quiz.reader import Reader
from quiz.sources import Listing, disk_path, listing, looks, named, notes_files, within
from quiz.store import CardRow, FileRow, Store

if TYPE_CHECKING:
    from quiz.cards import Card
    from quiz.identity import Matching
    from quiz.notes import Notes


@dataclass(frozen=True, slots=True)
class Update:
    """A report and the rows that make it true."""

    report: Report = field(default_factory=Report)
    sources: Mapping[str, str] | None = None
    dropped: tuple[str, ...] = ()
    files: tuple[FileRow, ...] = ()
    gone: tuple[str, ...] = ()
    cards: tuple[CardRow, ...] = ()
    orphans: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()


def check(paths: Iterable[Path], reader: Reader) -> tuple[list[Card], list[Problem]]:
    """What notes say, without a library; places are named as the paths are."""
    errors: list[OSError] = []
    found = (name for source, kind in named(paths).items() for name in notes_files(source, kind, errors.append))
    read = [_read(reader, name) for name in dict.fromkeys(str(Path(name)) for name in found)]
    problems = dict.fromkeys(problem for notes in read for problem in notes.problems)
    return [card for notes in read for card in notes.deck.cards], [*problems, *map(_unreadable, errors)]


def survey(
    store: Store, reader: Reader, *, added: Mapping[str, str] | None = None, dropped: Sequence[str] = ()
) -> Update:
    """What the library would have to change to agree with the notes; nothing is written.

    A source that is missing as a whole keeps its cards as they last were: a drive may be absent today.
    """
    added = added or {}
    sources = {path: kind for path, kind in {**store.sources(), **added}.items() if path not in dropped}
    known = store.files()
    found = listing(sources, known)
    asked = {name for source, kind in added.items() for name in notes_files(source, kind)}
    fresh: list[FileRow] = []
    read: list[Notes] = []
    for name in found.present:
        old = None if name in asked else known.get(name)
        if old and old.looks == looks(name, reader.signature(name)):
            continue
        row = _row(reader, name)
        if old and (old.digest, old.rules) == (row.digest, row.rules):
            fresh.append(row)
            continue
        notes = _read(reader, name)
        read.append(notes)
        if not notes.rejected:
            fresh.append(row)
    return _update(store, read, fresh, found, added, tuple(dropped))


def apply(store: Store, update: Update) -> Report:
    """Write an update, if it has anything to write."""
    rows = (update.dropped, update.files, update.gone, update.cards, update.orphans, update.replaced)
    if any(rows) or update.sources:
        store.take_in(
            sources=update.sources,
            dropped=update.dropped,
            files=update.files,
            gone=update.gone,
            cards=update.cards,
            orphans=update.orphans,
            replaced=update.replaced,
        )
    return update.report


def refresh(
    store: Store, reader: Reader, *, added: Mapping[str, str] | None = None, dropped: Sequence[str] = ()
) -> Report:
    """Bring the library up to date with its sources, with those `added` and without those `dropped`.

    Two processes that found the same change at once would each give its cards a uid: the second one waits.
    """
    with store.alone():
        return apply(store, survey(store, reader, added=added, dropped=dropped))


def absent(sources: Iterable[str]) -> Iterator[Problem]:
    """What is said of sources that are not there as a whole."""
    told = _(
        "the notes are not there; their cards stay as they were: `quiz add` finds them elsewhere, `quiz remove` lets go"
    )
    for source in sources:
        yield Problem(source, 1, "missing-source", told)


def _row(reader: Reader, name: str) -> FileRow:
    seen = looks(name, reader.signature(name))
    try:
        digest = hashlib.sha256(disk_path(name).read_bytes()).hexdigest()
    except OSError:
        digest = ""
    return FileRow(name, seen.mtime_ns, seen.size, digest, seen.rules)


def _read(reader: Reader, name: str) -> Notes:
    from quiz.cards import Deck
    from quiz.notes import Notes

    try:
        return reader.read(name, disk_path(name).read_bytes())
    except OSError as error:
        return Notes(Deck(name=Path(name).stem, file=name), (_unreadable(error, name),))


def _unreadable(error: OSError, name: str = "") -> Problem:
    return Problem(
        name or str(error.filename), 1, "unreadable", _("it cannot be read: {reason}").format(reason=disk.reason(error))
    )


def _update(
    store: Store,
    read: Sequence[Notes],
    fresh: Sequence[FileRow],
    found: Listing,
    added: Mapping[str, str],
    dropped: tuple[str, ...],
) -> Update:
    accepted = [notes for notes in read if not notes.rejected]
    rejected = {notes.deck.file for notes in read if notes.rejected}
    reread = {notes.deck.file for notes in accepted} | set(found.gone)
    old = {row.uid: row for row in store.rows({*reread, *found.away})} if reread else {}
    new = [(notes.deck.name, position, card) for notes in accepted for position, card in enumerate(notes.deck.cards)]
    matching = _match(old, new)
    cards = tuple(_rows(store, new, old, matching))
    kept = set(matching.uids.values())
    left = [row for row in old.values() if row.uid not in kept and row.state == "live"]
    lost = {row.uid: row for row in left if row.file in reread}
    changes = list(_changes(cards, old, matching))
    inherited = lost_cards.inherited(store, lost, reread)
    changes += [
        Change("moved", uid, row.question, row.file, row.line, how="same text") for uid, row in inherited.items()
    ]
    gone = {uid: row for uid, row in lost.items() if uid not in inherited}
    lost, sent = lost_cards.worth_keeping(store, gone), store.sent() if gone else set()
    changes += [
        Change("orphaned" if uid in lost else "removed", uid, row.question, row.file, row.line)
        for uid, row in gone.items()
    ]
    emptied = {old[uid].file for uid in kept}
    moved_out = _moved_out(found.missing, emptied, {row.file for row in left} - reread)
    return Update(
        Report(
            changes=tuple(changes),
            problems=tuple(dict.fromkeys(_problems(read, found, moved_out))),
            doubts=(*lost_cards.of_matching(cards, old, lost, matching), *lost_cards.copies(store, lost, reread)),
            unchanged=len(cards) + len(gone) + len(inherited) - len(changes),
            files=len(read),
        ),
        sources={path: kind for path, kind in added.items() if path not in rejected},
        dropped=(*dropped, *moved_out),
        files=tuple(fresh),
        gone=(*found.gone, *(name for name in found.away if name in emptied or _in_any(name, moved_out))),
        cards=(*cards, *(row._replace(uid=uid) for uid, row in inherited.items())),
        orphans=tuple(uid for uid in gone if uid in lost or uid in sent),
        replaced=(*(row.uid for row in inherited.values()), *(gone.keys() - lost.keys() - sent)),
    )


def _problems(read: Sequence[Notes], found: Listing, moved_out: Collection[str]) -> Iterator[Problem]:
    """What is wrong with the notes, and with where they should be."""
    for notes in read:
        yield from notes.problems
    yield from map(_unreadable, found.unreadable)
    yield from absent(source for source in found.missing if source not in moved_out)


def _in_any(name: str, sources: Iterable[str]) -> bool:
    return any(within(name, source) for source in sources)


def _moved_out(missing: Iterable[str], emptied: Collection[str], waiting: Collection[str]) -> tuple[str, ...]:
    """The missing sources whose cards have all been found elsewhere: the notes were moved, nothing is missing."""
    return tuple(
        source
        for source in missing
        if any(within(file, source) for file in emptied) and not any(within(file, source) for file in waiting)
    )


def _match(old: Mapping[str, CardRow], new: Sequence[tuple[str, int, Card]]) -> Matching:
    from quiz.identity import Face, match

    faces = [
        Face(deck, card.heading or ("",), card.question, card.answer, card.id, card.place.file) for deck, _, card in new
    ]
    return match({uid: lost_cards.face(row) for uid, row in old.items()}, faces)


def _rows(
    store: Store, new: Sequence[tuple[str, int, Card]], old: Mapping[str, CardRow], matching: Matching
) -> Iterator[CardRow]:
    """The cards as stored, each under the uid it continues or a new one."""
    from quiz.identity import new_uid, note_key

    taken = store.uids()
    for index, (deck, position, card) in enumerate(new):
        uid = matching.uids.get(index)
        if uid is None:
            uid = new_uid(deck, card.question, taken)
            taken.add(uid)
        heading, topics = "\n".join(card.heading), " ".join(card.topics)
        place = (card.place.file, card.place.line, position)
        text = (card.question, card.answer, int(card.answered), card.kind, topics)
        before = old.get(uid)
        was = "" if before is None else before.was if before.question == card.question else before.question
        told = (note_key(card.question, card.answer), was, " ".join(card.remarks))
        yield CardRow(uid, card.id, deck, heading, *text, *place, "live", *told)


def _changes(cards: Sequence[CardRow], old: Mapping[str, CardRow], matching: Matching) -> Iterator[Change]:
    for index, row in enumerate(cards):
        was = old.get(row.uid)
        if was is None:
            yield Change("new", row.uid, row.question, row.file, row.line)
            continue
        edited = (was.question, was.answer) != (row.question, row.answer)
        moved = (was.deck, was.heading, was.file, was.topics) != (row.deck, row.heading, row.file, row.topics)
        before = was.question if was.question != row.question else ""
        what: What = "returned" if was.state == "orphan" else "edited" if edited else "moved"
        if was.state == "orphan" or edited or moved:
            yield Change(what, row.uid, row.question, row.file, row.line, before, matching.how[index])
