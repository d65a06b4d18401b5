"""What a text points to: links to open, and pictures to show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath, PureWindowsPath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from quiz.markdown import is_remote, tokens
from quiz.media import AUDIO, VIDEO, kind
from quiz.terminal import safe

if TYPE_CHECKING:
    from markdown_it.token import Token

READABLE = (
    frozenset(
        {".md", ".markdown", ".txt", ".rst", ".csv", ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".svg"}
    )
    | AUDIO
    | VIDEO
)
"""Files that are looked at or listened to; what could be run is never opened, only named."""

_WEB = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)
_BARE = re.compile(r"https?://[!#-;=?-Z_a-z~]+", re.IGNORECASE)
"""An address in running text: ASCII only, for a Korean particle follows it without a blank."""


class Link(NamedTuple):
    """A web or mail address, or a file named from the folder of the notes; `text` is what it is called."""

    text: str
    address: str

    @property
    def on_web(self) -> bool:
        return _WEB.fullmatch(self.address) is not None


class Picture(NamedTuple):
    alt: str
    src: str


def links(text: str) -> tuple[Link, ...]:
    """The links of a Markdown text in their order, each address once: http, https, mailto and files nearby.

    Addresses are percent-encoded and of ASCII, file names as they are on disk. Other schemes are left out, and so
    are absolute paths and places on the page.
    """
    found: dict[str, Link] = {}
    for inline in _inlines(text):
        for link in _links(inline.children or ()):
            found.setdefault(link.address, link)
    return tuple(found.values())


def image_sources(text: str) -> tuple[Picture, ...]:
    """The images of a Markdown text, each once. `src` is a file name as on disk, or a remote address."""
    children = (child for inline in _inlines(text) for child in inline.children or ())
    return tuple(
        dict.fromkeys(
            Picture(safe("".join(part.content for part in child.children or ())), _readable(str(child.attrGet("src"))))
            for child in children
            if child.type == "image" and kind(str(child.attrGet("src"))) == "image"
        )
    )


def near(folder: Path, name: str) -> Path | None:
    """The file that notes in `folder` call `name`; None for what is no relative path."""
    path = PurePath(name)
    if is_remote(name) or path.is_absolute() or PureWindowsPath(name).anchor or not path.name:
        return None
    return folder / path


def _inlines(text: str) -> Iterator[Token]:
    return (token for token in tokens(text) if token.type == "inline")


def _links(children: Iterable[Token]) -> Iterator[Link]:
    """Links as they are written; addresses in running text too, as people put them under `Source:`."""
    opened, label = "", ""
    for child in children:
        if child.type == "link_open":
            opened, label = _address(str(child.attrGet("href"))), ""
        elif child.type == "link_close":
            if opened:
                yield Link(" ".join(label.split()) or opened, opened)
            opened = ""
        elif opened:
            label += " " if child.type in ("softbreak", "hardbreak") else safe(child.content)
        elif child.type == "text":
            yield from (Link(address, address) for address in map(_trimmed, _BARE.findall(safe(child.content))))


def _address(href: str) -> str:
    """The address to open, or nothing."""
    if is_remote(href):
        return safe(href) if _WEB.fullmatch(href) else ""
    name = safe(unquote(href.partition("#")[0].partition("?")[0]))
    return name if near(Path(), name) else ""


def _readable(src: str) -> str:
    return src if is_remote(src) else safe(unquote(src))


def _trimmed(address: str) -> str:
    """Without the punctuation of the sentence, and without a bracket that was opened before the address."""
    bare = address.rstrip(".,;:!?'*_")
    while bare.endswith(")") and bare.count(")") > bare.count("("):
        bare = bare[:-1].rstrip(".,;:!?'*_")
    return bare
