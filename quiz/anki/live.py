"""HTML → the HTML of a field: nothing that the notes say acts in Anki, but for their recordings and formulas."""

from __future__ import annotations

import re

from quiz.formulas import latex

INERT = {"[": "&#91;", "{": "&#123;", "}": "&#125;"}
"""Anki reads `[sound:…]`, `[latex]`, `[$]` and `{{…}}` even inside code."""

_ACTS = ("\\", "<audio ", "<video ", '<span class="math">')
_PIECE = re.compile(
    r'<(?:audio|video) controls src="(?P<file>[^"]*)"></\w+>|<span class="math">(?P<formula>[^<]*)</span>'
    r"|<[^>]*>|\\(?=\(|&#91;)"
)


def live(fragment: str) -> str:
    """What `to_html` gave, as Anki takes it: `[sound:…]` for recordings, MathJax for formulas, else text.

    Every `<` in it is the renderer's own, so what looks like one of its tags is one.
    """
    text = inert(fragment)
    return _PIECE.sub(_piece, text) if any(sign in text for sign in _ACTS) else text


def inert(text: str) -> str:
    for sign, entity in INERT.items():
        text = text.replace(sign, entity)
    return text


def _piece(found: re.Match[str]) -> str:
    if found["file"] is not None:
        return f"[sound:{found['file']}]"
    if found["formula"] is not None:
        return _mathjax(found["formula"])
    return "\\<span></span>" if found[0] == "\\" else found[0]  # else MathJax would take the text for a formula


def _mathjax(written: str) -> str:
    """AnkiDroid looks for the delimiters as they are, so that `[` is no entity; the blank keeps it from `sound:`."""
    source, display = latex(written)
    return f"\\[ {source} \\]" if display else f"\\({source}\\)"
