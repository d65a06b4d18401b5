"""The media of a package: which entry of the archive holds which file, and which names belong on no disk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from quiz.anki.archive import Archive
from quiz.anki.bounded_json import JsonError, loads
from quiz.anki.protobuf import WireError, fields, last_number, last_text
from quiz.anki.refused import damaged
from quiz.anki.values import encodable

LIST = "media"
LARGEST_LIST = 16 << 20
LIST_ENTRY, ENTRY_NAME, ENTRY_SIZE = 1, 1, 2
"""Field numbers in the list of the modern format and in an entry of it."""
LARGEST_SIZE = 1 << 32
MOST_FILES = 300_000
LONGEST_NAME = 255
"""Bytes that every file system takes."""
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_BARRED = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
_ENTRY = re.compile(r"[0-9]{1,9}")


class MediaFile(NamedTuple):
    """The entry of the archive that holds a file, and its bytes as the package says."""

    entry: str
    size: int


class Enclosed(NamedTuple):
    """Files by name, and the names in the list that are not among them."""

    files: dict[str, MediaFile]
    skipped: tuple[str, ...]


def enclosed(archive: Archive, *, modern: bool) -> Enclosed:
    """What the list names and the archive holds. PackageError where there is no list to be read."""
    if LIST not in archive:
        return Enclosed({}, ())
    content = archive.read(LIST, LARGEST_LIST, packed=modern)
    files: dict[str, MediaFile] = {}
    skipped = []
    try:
        for count, (raw, file) in enumerate(_modern(content) if modern else _legacy(content, archive)):
            if count == MOST_FILES:
                raise WireError("too many files")
            name = media_name(raw)
            if name is None or name in files or not archive.usable(file.entry):
                skipped.append(encodable(raw))
            else:
                files[name] = file
    except (JsonError, WireError) as error:
        raise damaged(archive.file, LIST) from error
    return Enclosed(files, tuple(skipped))


def media_name(name: str) -> str | None:
    """The name in NFC; None for one that is no plain file name on every system."""
    normal = unicodedata.normalize("NFC", name)
    if not normal or len(normal.encode("utf-8", "replace")) > LONGEST_NAME or normal[-1] in ". " or normal[0] == " ":
        return None
    return None if _BARRED.search(normal) or _RESERVED.fullmatch(normal) else normal


def _legacy(content: bytes, archive: Archive) -> Iterator[tuple[str, MediaFile]]:
    listed = loads(content)
    if not isinstance(listed, Mapping):
        raise JsonError("no object")
    for entry, name in listed.items():
        if isinstance(name, str) and _ENTRY.fullmatch(entry):
            yield name, MediaFile(entry, archive.size(entry) if entry in archive else 0)
        else:
            yield str(name) if isinstance(name, str) else entry, MediaFile("", 0)


def _modern(content: bytes) -> Iterator[tuple[str, MediaFile]]:
    for place, entry in enumerate(_entries(content)):
        yield last_text(entry, ENTRY_NAME), MediaFile(str(place), min(last_number(entry, ENTRY_SIZE), LARGEST_SIZE))


def _entries(content: bytes) -> Iterable[bytes]:
    return (value for number, value in fields(content) if number == LIST_ENTRY and isinstance(value, bytes))
