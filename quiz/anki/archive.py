"""The zip archive of a package that anyone may have made.

An entry is found by the name we look for; a name that stands in the archive never becomes a path. What an archive
says about sizes is not believed: every read is counted against a limit of its caller.
"""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from quiz.anki.refused import damaged, no_package, too_big, unreadable
from quiz.anki.zstd import Source, unpacked
from quiz.errors import PackageError
from quiz.language import _

CHUNK = 1 << 16
LARGEST_READ = 8 << 20
"""Bytes that `zipfile` may ask for at once: it reads the list of entries whole. Enough for 150,000 entries."""
LOCAL_HEADER = 30
ENCRYPTED = 0x1 | 0x40
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""All that Anki writes. LZMA would let an entry ask for gigabytes of memory."""
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
)
"""What `zipfile` and the decoders raise over bytes that are not what they should be."""


class Archive:
    """The entries of the package `file`; PackageError where it is no archive, or one made to trick its reader."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._source = _opened(file)
        try:
            self._zip = zipfile.ZipFile(self._source)
            self._entries = {info.filename: info for info in self._zip.infolist()}
        except FAULTS as error:
            self._source.close()
            raise no_package(file) from error
        if len(self._entries) < len(self._zip.infolist()) or _overlap(self._zip.infolist()):
            self.close()
            raise damaged(file, "zip")

    def close(self) -> None:
        self._zip.close()
        self._source.close()

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def usable(self, name: str) -> bool:
        """Whether the entry is there, a plain file, and packed in a way that Anki uses."""
        info = self._entries.get(name)
        if info is None:
            return False
        linked = stat.S_ISLNK(info.external_attr >> 16)
        return not (linked or info.is_dir() or info.flag_bits & ENCRYPTED) and info.compress_type in METHODS

    def size(self, name: str) -> int:
        """Bytes of the entry, as the archive says."""
        return self._entries[name].file_size

    def chunks(self, name: str, limit: int, *, packed: bool = False) -> Iterator[bytes]:
        """The content of an entry, `packed` once more with Zstandard or not; PackageError past `limit` bytes."""
        if not self.usable(name):
            raise damaged(self.file, name)
        taken = 0
        try:
            with ExitStack() as stack:
                entry = stack.enter_context(self._zip.open(self._entries[name]))
                source: Source = stack.enter_context(unpacked(entry)) if packed else entry
                while chunk := source.read(CHUNK):
                    taken += len(chunk)
                    if taken > limit:
                        raise too_big(self.file, name, limit)
                    yield chunk
        except FAULTS as error:
            raise damaged(self.file, name) from error

    def read(self, name: str, limit: int, *, packed: bool = False) -> bytes:
        return b"".join(self.chunks(name, limit, packed=packed))


class _Source(io.FileIO):
    """A file of which no more than LARGEST_READ bytes are read at once."""

    def read(self, size: int | None = -1, /) -> bytes:
        rest = max(os.fstat(self.fileno()).st_size - self.tell(), 0)
        wanted = rest if size is None or size < 0 else min(size, rest)
        if wanted > LARGEST_READ:
            raise zipfile.BadZipFile("the list of entries is too long")
        return super().read(wanted) or b""


def _opened(file: Path) -> _Source:
    try:
        # Asked before opening: a pipe would wait for its writer.
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            message, hint = _("{file} is not a file."), _("Name the .apkg or .colpkg file that Anki exported.")
            raise PackageError(message.format(file=file), hint)
        if not status.st_size:
            raise PackageError(_("{file} is empty.").format(file=file), _("Export or download it again."))
        return _Source(file)
    except OSError as error:
        raise unreadable(file, error) from error


def _overlap(infos: list[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes: how a small archive is made to unpack without end."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            return True
        end = info.header_offset + LOCAL_HEADER + info.compress_size
    return False
