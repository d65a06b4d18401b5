"""Comparing what people write: folded text and keys that survive cosmetic edits."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal

Kind = Literal["prose", "code", "comment"]

_TICKS = re.compile(r"`+")
_OPENING = re.compile(r"`+|<!--")
_MARKS = re.compile(r"[^\w+#=<>&|]+|_+")
_BLANKS = re.compile(r"\s+")


def pieces(text: str) -> Iterator[tuple[Kind, str]]:
    """`text` cut into prose, code spans and HTML comments; what opens one and is never closed is prose.

    Takes time linear in the length of the text, which no regular expression with a back reference does.
    """
    runs: dict[int, list[int]] = {}
    for run in _TICKS.finditer(text):
        runs.setdefault(len(run[0]), []).append(run.start())
    last_close = text.rfind("-->")
    cut = at = 0
    while opening := _OPENING.search(text, at):
        start, at = opening.span()
        end = 0
        if opening[0] == "<!--":
            end = text.find("-->", start + 2) + 3 if start + 2 <= last_close else 0
        else:
            same = runs[at - start]
            following = bisect_right(same, start)
            end = same[following] + at - start if following < len(same) else 0
        if end:
            if cut < start:
                yield "prose", text[cut:start]
            yield "comment" if opening[0] == "<!--" else "code", text[start:end]
            cut = at = end
    if cut < len(text):
        yield "prose", text[cut:]


def fold(text: str) -> str:
    """NFC and casefolded: what a search compares."""
    return unicodedata.normalize("NFC", text).casefold()


def key(text: str) -> str:
    """Folded letters and digits: case, blanks, punctuation and Markdown marks make no difference in prose.

    Code is kept but for its blanks, and so are signs that are names, so that `-p` and `-P`, `&` and `&&`, or C and
    C++ stay two questions. A text of nothing but other signs keeps those.
    """
    normal = unicodedata.normalize("NFC", text)
    told = "".join(
        _BLANKS.sub("", piece).strip("`") if kind == "code" else _MARKS.sub("", piece.casefold())
        for kind, piece in pieces(normal)
    )
    return told or _BLANKS.sub("", normal.casefold())
