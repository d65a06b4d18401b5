"""The note types, decks and settings of a collection, as either schema gives them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from quiz.anki.rows import NoteType, Template

SETTINGS = ("creationOffset", "rollover")


class Described(NamedTuple):
    """By id; what is damaged is counted only. `settings`: the values of SETTINGS, None where there is none."""

    notetypes: dict[int, NoteType]
    decks: dict[int, str]
    settings: tuple[object, ...]
    broken_notetypes: int
    broken_decks: int


def described(
    notetypes: Iterable[NoteType | None], decks: Iterable[tuple[int | None, str | None]], settings: Iterable[object]
) -> Described:
    """From what was found, None standing for what is damaged. `::` stands between the levels of a deck's name."""
    types, names = list(notetypes), list(decks)
    whole = {notetype.id: notetype for notetype in types if notetype}
    named = {number: name.replace("\x1f", "::") for number, name in names if number is not None and name is not None}
    return Described(
        dict(sorted(whole.items())),
        dict(sorted(named.items())),
        tuple(settings),
        len(types) - len(whole),
        len(names) - len(named),
    )


def notetype(
    number: int | None,
    name: str | None,
    cloze: bool,
    fields: Iterable[str | None],
    templates: Iterable[Template | None],
) -> NoteType | None:
    """The note type, None where a part of it is missing."""
    known_fields, known_templates = tuple(fields), tuple(templates)
    whole_fields = tuple(field for field in known_fields if field is not None)
    whole_templates = tuple(template for template in known_templates if template is not None)
    if number is None or name is None or not whole_fields or not whole_templates:
        return None
    if len(whole_fields) < len(known_fields) or len(whole_templates) < len(known_templates):
        return None
    return NoteType(number, name, cloze, whole_fields, whole_templates)
