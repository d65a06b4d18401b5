"""An entry → the fields and tags of a note, with nothing left in them that Anki would act upon."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import PurePath

from quiz.anki.media import Media
from quiz.anki.stamps import content_hash
from quiz.entry import Entry
from quiz.markdown import to_html
from quiz.terminal import safe
from quiz.topics import topic_name

INERT = str.maketrans({"[": "&#91;", "{": "&#123;", "}": "&#125;"})
"""Anki reads `[sound:…]`, `[latex]`, `[$]` and `{{…}}` even inside code."""


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
        """In the order of the note type."""
        return self.front, self.back, self.extra, self.source, self.uid

    @property
    def digest(self) -> str:
        """Hash of what is learned; not of the place, as one new line would mark every card below it as changed."""
        return content_hash((self.front, self.back, self.extra, *self.tags))


def fields(entry: Entry, media: Media) -> Fields:
    return Fields(
        front=_html(entry, entry.question, media) or _text(entry.uid),
        back=_html(entry, entry.answer, media),
        extra="",
        source=_text(f"{PurePath(entry.file).name}:{entry.line}" if entry.file else ""),
        uid=_text(entry.uid),
        tags=_tags(entry.topics),
    )


def _html(entry: Entry, text: str, media: Media) -> str:
    """Text that renders to nothing, such as a lone link definition, is shown as written."""
    html = to_html(text, image=lambda src: media.name(entry, src))
    return html.translate(INERT) or _text(text)


def _text(text: str) -> str:
    return escape(safe(text)).translate(INERT)


def _tags(topics: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for topic in topics if (tag := topic_name(topic))))
