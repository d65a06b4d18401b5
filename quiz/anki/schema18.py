"""Schema 18, of every package since Anki 2.1.50: note types, decks and settings have tables, and parts in protobuf."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from quiz.anki.bounded_json import loads
from quiz.anki.database import Database
from quiz.anki.described import SETTINGS, Described, described, notetype
from quiz.anki.protobuf import WireError, last_number, last_text
from quiz.anki.refused import damaged
from quiz.anki.rows import NoteType, Template
from quiz.anki.values import ID, text

VERSION = 18
TABLES = ("notetypes", "fields", "templates", "decks", "config")
CLOZE = 1
CONFIG_KIND = 1
CONFIG_QUESTION, CONFIG_ANSWER = 1, 2
"""Field numbers in the configuration of a note type and of a template."""
MOST_ROWS = 200_000
MOST_BYTES = 64 << 20

T = TypeVar("T")
Parts = defaultdict[object, dict[int, T | None]]


def describe(db: Database) -> Described:
    """JsonError where a setting is no JSON."""
    db.require(*TABLES)
    names = ((_id(number), _text(name)) for number, name in _held(db, "SELECT id, name FROM decks NOT INDEXED"))
    return described(_notetypes(db), names, _settings(db))


def _notetypes(db: Database) -> Iterator[NoteType | None]:
    fields = _parts(db, "SELECT ntid, ord, name FROM fields NOT INDEXED", _text)
    templates = _parts(db, "SELECT ntid, ord, name, config FROM templates NOT INDEXED", _template)
    for number, name, config in _held(db, "SELECT id, name, config FROM notetypes NOT INDEXED"):
        try:
            cloze = last_number(config, CONFIG_KIND) == CLOZE if isinstance(config, bytes) else None
        except WireError:
            cloze = None
        if cloze is None:
            yield None
        else:
            yield notetype(_id(number), _text(name), cloze, _ordered(fields[number]), _ordered(templates[number]))


def _parts(db: Database, sql: str, part: Callable[..., T | None]) -> Parts[T]:
    """What belongs to each note type, by its place in it."""
    parts: Parts[T] = defaultdict(dict)
    for number, place, *values in _held(db, sql):
        known = place if isinstance(place, int) else -1
        parts[number][known] = part(*values) if known >= 0 else None
    return parts


def _ordered(parts: dict[int, T | None]) -> list[T | None]:
    return [parts[place] for place in sorted(parts)]


def _template(name: object, config: object) -> Template | None:
    if not isinstance(name, bytes) or not isinstance(config, bytes):
        return None
    try:
        return Template(text(name), last_text(config, CONFIG_QUESTION), last_text(config, CONFIG_ANSWER))
    except WireError:
        return None


def _settings(db: Database) -> Iterator[object]:
    wanted = ", ".join(f"'{name}'" for name in SETTINGS)
    stored = dict(_held(db, f"SELECT KEY, val FROM config NOT INDEXED WHERE KEY IN ({wanted})"))
    for name in SETTINGS:
        value = stored.get(name.encode())
        yield loads(value) if isinstance(value, bytes) else None


def _held(db: Database, sql: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a table that is kept whole, as long as it is no larger than any person's."""
    taken = 0
    for count, row in enumerate(db.rows(sql, MOST_ROWS)):
        taken += sum(len(value) for value in row if isinstance(value, bytes))
        if count > MOST_ROWS or taken > MOST_BYTES:
            raise damaged(db.file, "collection")
        yield row


def _id(value: object) -> int | None:
    return ID.of(value)


def _text(value: object) -> str | None:
    return text(value) if isinstance(value, bytes) else None
