"""Notes on disk → the library. Reads only what changed, writes all of it or nothing, and says what it did."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from quiz import __version__
from quiz.notes.problems import Problem
from quiz.sources import as_sources, disk_path, notes_files
from quiz.store import CardRow, FileRow, Store
from quiz.topics import Ruleset

if TYPE_CHECKING:
    from quiz.cards import Card
    from quiz.identity import Face, Matching
    from quiz.notes import Notes

What = Literal["new", "edited", "moved", "returned", "orphaned"]
"""returned: an orphan the notes hold again. moved: another file, deck or heading, and nothing else."""

TOPIC_FILE = "topics.toml"
SHIPPED_RULES = Path(__file__).parent / "rules"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one card. `before` is its old question where that was another, `how` the rule of identity."""

    what: What
    uid: str
    question: str
    file: str
    line: int
    before: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A new card that may be an old one, and the orphans it may be: (uid, question), likeliest first."""

    uid: str
    question: str
    candidates: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What reading the notes brought. `unchanged` counts the cards of the files read that are as they were."""

    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unchanged: int = 0
    files: int = 0

    def of(self, what: What) -> list[Change]:
        return [change for change in self.changes if change.what == what]

    @property
    def failed(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Update:
    """A report and the rows that make it true."""

    report: Report = Report()
    sources: Mapping[str, str] | None = None
    dropped: tuple[str, ...] = ()
    files: tuple[FileRow, ...] = ()
    gone: tuple[str, ...] = ()
    cards: tuple[CardRow, ...] = ()
    orphans: tuple[str, ...] = ()


class Reader:
    """Reads notes files with the topic rules in force: those beside the notes, the person's, the shipped ones."""

    def __init__(self, own_topics: Callable[[], Mapping[str, Sequence[str]]] = dict) -> None:
        self._own_topics = own_topics

    def read(self, name: str, data: bytes) -> Notes:
        from quiz.notes import parse

        folder = disk_path(name).parent
        beside, problem = self._beside(folder)
        notes = parse(data, name, rulesets=(*beside, *self._general), exists=lambda image: (folder / image).exists())
        return replace(notes, problems=(problem, *notes.problems)) if problem else notes

    def signature(self, name: str) -> str:
        """What, besides its own bytes, decides how a file is read."""
        beside = disk_path(name).parent / TOPIC_FILE
        try:
            stamp = f"{beside.stat().st_mtime_ns}-{beside.stat().st_size}"
        except OSError:
            stamp = "-"
        return f"{__version__} {self._own_digest} {stamp}"

    @cached_property
    def _own_digest(self) -> str:
        return hashlib.sha256(repr(sorted(self._own_topics().items())).encode()).hexdigest()[:16]

    @cached_property
    def _general(self) -> tuple[Ruleset, ...]:
        own = {topic: list(words) for topic, words in self._own_topics().items()}
        tables = (tomllib.loads(file.read_text("utf-8")) for file in sorted(SHIPPED_RULES.glob("*.toml")))
        return (Ruleset.read(own), *(Ruleset.read(table["topics"], table["names"]) for table in tables))

    def _beside(self, folder: Path) -> tuple[tuple[Ruleset, ...], Problem | None]:
        file = folder / TOPIC_FILE
        try:
            table = tomllib.loads(file.read_text("utf-8-sig"))
            return (Ruleset.read(table.get("topics", {}), table.get("names", {})),), None
        except FileNotFoundError:
            return (), None
        except (OSError, ValueError) as error:
            return (), Problem(str(file), 1, "bad-rules", f"the topic rules cannot be read: {error}")


def check(paths: Iterable[Path], reader: Reader) -> list[Notes]:
    """Read notes without a library."""
    files = dict.fromkeys(name for source, kind in as_sources(paths).items() for name in notes_files(source, kind))
    return [_read(reader, name) for name in files]


def survey(
    store: Store, reader: Reader, *, added: Mapping[str, str] | None = None, dropped: Sequence[str] = ()
) -> Update:
    """What the library would have to change to agree with the notes; nothing is written.

    A source that is missing as a whole keeps its cards as they last were: a drive may be absent today.
    """
    added = added or {}
    sources = {path: kind for path, kind in {**store.sources(), **added}.items() if path not in dropped}
    present: dict[str, bool] = {}
    missing: list[str] = []
    for source, kind in sources.items():
        if not disk_path(source).exists():
            missing.append(source)
        for name in notes_files(source, kind):
            present[name] = present.get(name, False) or source in added
    known = store.files()
    away = [name for name in known if name not in present and any(_within(name, source) for source in missing)]
    gone = [name for name in known if name not in present and name not in away]
    fresh: list[FileRow] = []
    read: list[Notes] = []
    for name, asked in present.items():
        row = _look(reader, name, None if asked else known.get(name))
        if row is None:
            continue
        old = known.get(name)
        if not asked and old and (old.digest, old.rules) == (row.digest, row.rules):
            fresh.append(row)
            continue
        notes = _read(reader, name)
        read.append(notes)
        if not notes.rejected:
            fresh.append(row)
    return _update(store, read, fresh, gone, away, missing, added, tuple(dropped))


def apply(store: Store, update: Update) -> Report:
    """Write an update, if it has anything to write."""
    rows = (update.dropped, update.files, update.gone, update.cards, update.orphans)
    if any(rows) or update.sources:
        store.take_in(
            sources=update.sources,
            dropped=update.dropped,
            files=update.files,
            gone=update.gone,
            cards=update.cards,
            orphans=update.orphans,
        )
    return update.report


def refresh(store: Store, reader: Reader) -> Report:
    """Bring the library up to date with its sources."""
    return apply(store, survey(store, reader))


def _within(name: str, source: str) -> bool:
    return name == source or name.startswith(source.rstrip(os.sep) + os.sep)


def _look(reader: Reader, name: str, known: FileRow | None) -> FileRow | None:
    """The file's row as of now; None when it is unchanged by size and time, or cannot be looked at."""
    rules = reader.signature(name)
    try:
        stat = disk_path(name).stat()
        if known and (known.mtime_ns, known.size, known.rules) == (stat.st_mtime_ns, stat.st_size, rules):
            return None
        digest = hashlib.sha256(disk_path(name).read_bytes()).hexdigest()
    except OSError:
        return FileRow(name, 0, 0, "", rules)
    return FileRow(name, stat.st_mtime_ns, stat.st_size, digest, rules)


def _read(reader: Reader, name: str) -> Notes:
    from quiz.cards import Deck
    from quiz.notes import Notes

    try:
        return reader.read(name, disk_path(name).read_bytes())
    except OSError as error:
        problem = Problem(name, 1, "unreadable", f"the file cannot be read: {error.strerror}")
        return Notes(Deck(name=Path(name).stem, file=name), (problem,))


def _update(
    store: Store,
    read: Sequence[Notes],
    fresh: Sequence[FileRow],
    gone: Sequence[str],
    away: Sequence[str],
    missing: Sequence[str],
    added: Mapping[str, str],
    dropped: tuple[str, ...],
) -> Update:
    accepted = [notes for notes in read if not notes.rejected]
    rejected = {notes.deck.file for notes in read if notes.rejected}
    problems = [problem for notes in read for problem in notes.problems]
    problems += [Problem(source, 1, "missing-source", "the notes are not there") for source in missing]
    sources = {path: kind for path, kind in added.items() if path not in rejected}
    if not accepted and not gone:
        report = Report(problems=tuple(problems), files=len(read))
        return Update(report, sources, dropped, tuple(fresh), tuple(gone))
    reread = {notes.deck.file for notes in accepted} | set(gone)
    old = {row.uid: row for row in store.rows({*reread, *away})}
    new = [(notes.deck.name, position, card) for notes in accepted for position, card in enumerate(notes.deck.cards)]
    matching = _match(old, new)
    cards = tuple(_rows(store, new, matching))
    changes = list(_changes(cards, old, matching))
    kept = set(matching.uids.values())
    lost = [row for row in old.values() if row.uid not in kept and row.state == "live" and row.file in reread]
    changes += [Change("orphaned", row.uid, row.question, row.file, row.line) for row in lost]
    report = Report(
        changes=tuple(changes),
        problems=tuple(problems),
        doubts=_doubts(cards, old, matching),
        unchanged=len(cards) + len(lost) - len(changes),
        files=len(read),
    )
    orphans = tuple(row.uid for row in lost)
    return Update(report, sources, dropped, tuple(fresh), tuple(gone), cards, orphans)


def _match(old: Mapping[str, CardRow], new: Sequence[tuple[str, int, Card]]) -> Matching:
    from quiz.identity import Face, match

    def face(row: CardRow) -> Face:
        return Face(row.deck, tuple(row.heading.split("\n")), row.question, row.answer, row.id)

    faces = [Face(deck, card.heading or ("",), card.question, card.answer, card.id) for deck, _, card in new]
    return match({uid: face(row) for uid, row in old.items()}, faces)


def _rows(store: Store, new: Sequence[tuple[str, int, Card]], matching: Matching) -> Iterator[CardRow]:
    """The cards as stored, each under the uid it continues or a new one."""
    from quiz.identity import new_uid

    taken = store.uids()
    for index, (deck, position, card) in enumerate(new):
        uid = matching.uids.get(index)
        if uid is None:
            uid = new_uid(deck, card.question, taken)
            taken.add(uid)
        heading, topics = "\n".join(card.heading), " ".join(card.topics)
        place = (card.place.file, card.place.line, position)
        text = (card.question, card.answer, int(card.answered), card.kind, topics)
        yield CardRow(uid, card.id, deck, heading, *text, *place, "live")


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


def _doubts(cards: Sequence[CardRow], old: Mapping[str, CardRow], matching: Matching) -> tuple[Doubt, ...]:
    return tuple(
        Doubt(
            cards[doubt.index].uid,
            cards[doubt.index].question,
            tuple((uid, old[uid].question) for uid in doubt.candidates),
        )
        for doubt in matching.doubts
    )
