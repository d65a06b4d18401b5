"""Text on a terminal: what is safe to print, how wide it is, and what fits."""

from __future__ import annotations

import re
import unicodedata

_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def safe(text: str) -> str:
    """`text` less what can drive a terminal or spoof a reader; newlines become `\\n`.

    Dropped: C0 but `\\n` and `\\t`, DEL, C1, bidi overrides and isolates, U+200B, U+FEFF, lone surrogates.
    """
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def cell_width(text: str) -> int:
    """Columns on a terminal: Hangul and other wide characters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def fit(text: str, width: int) -> str:
    """The words of a text in at most `width` columns, `…` where something is left out."""
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
    """The words of a text on one line, behind the blanks it begins with."""
    return " " * (len(text) - len(text.lstrip(" "))) + " ".join(text.split())
