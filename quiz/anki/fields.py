"""A note as the package writes it, with nothing left in its fields that Anki would act upon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from pathlib import PurePath
from typing import NamedTuple
from unicodedata import normalize

from quiz.anki.live import inert, live
from quiz.anki.stamps import content_hash
from quiz.anki.types import BASIC, BETWEEN, NoteType, sides_of
from quiz.entry import Entry
from quiz.markdown import ImageSource, to_html
from quiz.terminal import safe
from quiz.topics import topic_name

_HARMLESS = re.compile(r"[\w.:-]*")


class Written(NamedTuple):
    """The type of a note, the HTML of its `texts` as Anki joins them, its tags, and where it comes from.

    `digest` is of what is learned and not of the place, as one new line would mark every card below it as changed;
    `text_digest` of question and answer alone.
    """

    kind: NoteType
    texts: str
    tags: tuple[str, ...]
    source: str
    uid: str
    digest: str
    text_digest: str

    @property
    def fields(self) -> str:
        """All fields of the note type, joined."""
        return self.kind.joined(self.texts, self.source, self.uid)

    @property
    def row(self) -> tuple[str, ...]:
        """The fields in the order of the note type."""
        return tuple(self.fields.split(BETWEEN))

    @property
    def sides(self) -> tuple[str, str]:
        """The HTML of what is asked and of what is told."""
        return sides_of(self.kind, self.texts.split(BETWEEN))


def note(entry: Entry, kind: NoteType, texts: Sequence[str]) -> Written:
    """The note of an entry whose texts are those."""
    topics = tags(entry)
    digest = content_hash((*texts, *topics))
    if kind is not BASIC:
        digest = f"{kind.name}:{digest}"  # for a note keeps its type
    sides = text_digest(*sides_of(kind, texts))
    return Written(kind, BETWEEN.join(texts), topics, source(entry), text(entry.uid), digest, sides)


def text_digest(front: str, back: str) -> str:
    """Anki composes what it stores (NFC)."""
    return content_hash(normalize("NFC", side) for side in (front, back))


def source(entry: Entry) -> str:
    return f"{_file_name(entry.file)}:{entry.line}" if entry.file else ""


def tags(entry: Entry) -> tuple[str, ...]:
    return _tags(entry.topics)


def html(markdown: str, image: ImageSource) -> str:
    """Text that renders to nothing, such as a lone link definition, is shown as written."""
    return live(to_html(markdown, image=image)) or text(markdown)


def text(plain: str) -> str:
    if _HARMLESS.fullmatch(plain):
        return plain
    return inert(escape(safe(plain)))


@lru_cache
def _file_name(path: str) -> str:
    return text(PurePath(path).name)


@lru_cache(maxsize=1024)
def _tags(topics: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for topic in topics if (tag := topic_name(topic))))
