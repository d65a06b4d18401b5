"""Comparing what people write: folded text and keys that survive cosmetic edits."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile(r"[^\w]+|_+")


def fold(text: str) -> str:
    """NFC and casefolded: what a search compares."""
    return unicodedata.normalize("NFC", text).casefold()


def key(text: str) -> str:
    """Letters and digits only, folded. Case, blanks, punctuation and Markdown marks make no difference.

    A text of nothing but signs keeps them, so that `=` and `==` stay two questions.
    """
    folded = fold(text)
    return _MARKS.sub("", folded) or re.sub(r"\s+", "", folded)
