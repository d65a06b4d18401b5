"""An entry → the fields and tags of a note, with nothing left in them that Anki would act upon."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import PurePath
from unicodedata import normalize

from quiz.anki.live import inert
from quiz.anki.media import Media
from quiz.anki.rendered import Rendered
from quiz.anki.stamps import content_hash
from quiz.entry import Entry
from quiz.terminal import safe
from quiz.topics import topic_name

_HARMLESS = re.compile(r"[\w.:-]*")


@dataclass(frozen=True, slots=True)
class Fields:
    """The text of a note in HTML, and its tags."""

    front: str
    back: str
    extra: str
    source: str
    uid: str
    tags: tuple[str, ...]

    @property
    def row(self) -> tuple[str, ...]:
        """In the order of the note type; what is room there stays empty."""
        return self.front, self.back, self.extra, self.source, self.uid, "", "", ""

    @property
    def digest(self) -> str:
        """Hash of what is learned; not of the place, as one new line would mark every card below it as changed."""
        return content_hash((self.front, self.back, self.extra, *self.tags))

    @property
    def text_digest(self) -> str:
        """Hash of question and answer alone, as Anki keeps them."""
        return text_digest(self.front, self.back)


def text_digest(front: str, back: str) -> str:
    """Anki composes what it stores (NFC)."""
    return content_hash(normalize("NFC", text) for text in (front, back))


def sides(entry: Entry) -> tuple[str, str]:
    """What is rendered of an entry."""
    return entry.question, entry.answer


def fields(entry: Entry, media: Media, rendered: Rendered) -> Fields:
    """Text that renders to nothing, such as a lone link definition, is shown as written."""
    front, back = rendered.html(sides(entry), lambda src: media.name(entry, src))
    return Fields(
        front=front or _text(entry.question) or _text(entry.uid),
        back=back or _text(entry.answer),
        extra="",
        source=_text(f"{_file_name(entry.file)}:{entry.line}" if entry.file else ""),
        uid=_text(entry.uid),
        tags=_tags(entry.topics),
    )


def _text(text: str) -> str:
    if _HARMLESS.fullmatch(text):
        return text
    return inert(escape(safe(text)))


@lru_cache
def _file_name(path: str) -> str:
    return PurePath(path).name


@lru_cache(maxsize=1024)
def _tags(topics: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for topic in topics if (tag := topic_name(topic))))
