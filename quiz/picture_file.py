"""What a picture file shows wherever it is taken: one with masks takes its picture along."""

from __future__ import annotations

from pathlib import Path, PurePath

from quiz.masks import contained


def content(file: Path) -> bytes:
    """The bytes of a picture that needs no other file; OSError where it cannot be read."""
    found = file.read_bytes()
    return contained(found, lambda name: _near(file, name)) if file.suffix.lower() == ".svg" else found


def _near(file: Path, name: str) -> bytes | None:
    if PurePath(name).name != name:
        return None
    beside = file.with_name(name)
    return beside.read_bytes() if beside.is_file() else None
