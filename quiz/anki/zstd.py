"""Zstandard as Anki packs it: frames without a content size, so nothing of a frame's header is believed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Protocol

WINDOW_LOG = 23
"""8 MiB, the window that RFC 8878 asks every decoder to take. A frame may ask for gigabytes; Anki's ask for 2 MiB."""


class Source(Protocol):
    """What can be read in pieces."""

    def read(self, size: int = -1, /) -> bytes: ...


class FrameError(ValueError):
    """What was read is no Zstandard frame, is cut short or asks for too much memory."""


@contextmanager
def unpacked(packed: IO[bytes]) -> Iterator[Source]:
    """The content, to be read in pieces; FrameError inside the block, where a piece cannot be had."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd

    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: WINDOW_LOG}
    try:
        with zstd.ZstdFile(packed, options=options) as content:
            yield content
    except (zstd.ZstdError, EOFError) as error:
        raise FrameError(str(error)) from error
