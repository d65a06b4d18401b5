"""What a local file that notes show is, by the end of its name: a picture, a sound or a film."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal

Kind = Literal["image", "audio", "video"]

AUDIO = frozenset({".3gp", ".aac", ".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus", ".wav"})
VIDEO = frozenset({".mp4", ".webm"})


def kind(name: str) -> Kind:
    """The kind of a file that notes show in the place of an image: an image unless the name says otherwise."""
    suffix = PurePath(name).suffix.lower()
    return "audio" if suffix in AUDIO else "video" if suffix in VIDEO else "image"
