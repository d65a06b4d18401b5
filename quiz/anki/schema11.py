"""Schema 11, of 2012 and of every package “for older versions”: note types, decks and settings are JSON in `col`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quiz.anki.bounded_json import listed, loads, mapping
from quiz.anki.database import Database
from quiz.anki.described import SETTINGS, Described, described, notetype
from quiz.anki.rows import NoteType, Template
from quiz.anki.values import encodable, whole_text

VERSION = 11
CLOZE = 1


def describe(db: Database) -> Described:
    """JsonError where a column holds no JSON."""
    columns = next(db.rows("SELECT conf, models, decks FROM col LIMIT 1"))
    conf, models, decks = (mapping(loads(value) if isinstance(value, bytes) else None) for value in columns)
    return described(_notetypes(models), _decks(decks), map(conf.get, SETTINGS))


def _notetypes(models: dict[str, Any]) -> Iterator[NoteType | None]:
    for key, value in models.items():
        model = mapping(value)
        fields = (_word(field, "name") for field in listed(model.get("flds")))
        templates = map(_template, listed(model.get("tmpls")))
        cloze = model.get("type") == CLOZE
        yield notetype(whole_text(model.get("id", key)), _word(model, "name"), cloze, fields, templates)


def _template(value: object) -> Template | None:
    name, question, answer = (_word(value, part) for part in ("name", "qfmt", "afmt"))
    return None if name is None or question is None or answer is None else Template(name, question, answer)


def _decks(decks: dict[str, Any]) -> Iterator[tuple[int | None, str | None]]:
    for key, deck in decks.items():
        yield whole_text(mapping(deck).get("id", key)), _word(deck, "name")


def _word(value: object, name: str) -> str | None:
    found = mapping(value).get(name)
    return encodable(found) if isinstance(found, str) else None
