"""Text on a terminal: what is safe to print, how wide it is, and what fits."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NO_WIDTH = ("Mn", "Me", "Mc", "Cf", "Zl", "Zp")
_SOFT_HYPHEN = "\xad"


def safe(text: str) -> str:
    """`text` less what can drive a terminal or spoof a reader; newlines become `\\n`.

    Dropped: C0 but `\\n` and `\\t`, DEL, C1, bidi overrides and isolates, U+200B, U+FEFF, lone surrogates. The
    separators U+2028 and U+2029, which end a line for some readers only, become blanks.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSAFE.sub("", lines.replace("\u2028", " ").replace("\u2029", " "))


def cell_width(text: str) -> int:
    """Columns on a terminal: Hangul and other wide characters take two; combining marks, joiners and the like none."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@lru_cache(maxsize=4096)
def _columns(char: str) -> int:
    if _is_inner_jamo(char) or (unicodedata.category(char) in _NO_WIDTH and char != _SOFT_HYPHEN):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _is_inner_jamo(char: str) -> bool:
    """Whether it is a vowel or a final of Hangul that joins the consonant before it."""
    return "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff"


def fit(text: str, width: int) -> str:
    """The words of a text in at most `width` columns, `safe`, and `…` where something is left out."""
    flat = one_line(text)
    if cell_width(flat) <= width:
        return flat
    kept, used = [], 1
    for char in flat:
        used += cell_width(char)
        if used > width:
            break
        kept.append(char)
    return "".join(kept) + "…"


def one_line(text: str) -> str:
    """The words of a text on one line, behind the blanks it begins with, and `safe`."""
    clean = safe(text)
    return " " * (len(clean) - len(clean.lstrip(" "))) + " ".join(clean.split())
