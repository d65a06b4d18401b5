"""Topics: names, hierarchy, and the keyword rules that refine flat notes without editing them."""

from __future__ import annotations

import re
import unicodedata

LEVEL = "::"


def topic_name(text: str) -> str:
    """`Docker :: Bind Mount` → `docker::bind-mount`; `""` when nothing is left."""
    levels = (re.sub(r"\s+", "-", level.strip()) for level in unicodedata.normalize("NFC", text).split(LEVEL))
    return LEVEL.join(level.casefold() for level in levels if level)


def includes(topic: str, other: str) -> bool:
    """Whether `other` is `topic` or stands below it."""
    return other == topic or other.startswith(topic + LEVEL)


def parents(topic: str) -> list[str]:
    """`a::b::c` → `["a", "a::b", "a::b::c"]`."""
    levels = topic.split(LEVEL)
    return [LEVEL.join(levels[: depth + 1]) for depth in range(len(levels))]
