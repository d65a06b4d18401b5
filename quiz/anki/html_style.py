"""What a tag says of colours, lines below words and the direction of writing, which Markdown cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from quiz.anki.html_tokens import CODE

_STYLE = re.compile(
    r"(?:^|;)\s*(color|background(?:-color)?|text-decoration(?:-line)?|direction)\s*:\s*([^;]{1,99})", re.IGNORECASE
)
_PLAIN = ("inherit", "initial", "unset", "revert", "currentcolor", "transparent", "none", "windowtext", "rgba(0,0,0,0)")
_INK = frozenset({*_PLAIN, "black", "#000", "#000000", "rgb(0,0,0)"})
_PAPER = frozenset({*_PLAIN, "white", "#fff", "#ffffff", "rgb(255,255,255)"})
"""Black on white is how a browser copies text that has no colour of its own."""
_LINED = frozenset({"u", "ins"})


def unsaid(name: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """The keys of `html_lines.LOST` for what is left out of a tag. The colours of code are its own here as well."""
    if name in _LINED:
        yield "underline"
    if not attributes or name in CODE:
        return
    known = {key: attributes.get(key, "").strip().lower() for key in ("color", "bgcolor", "dir", "style")}
    if name == "font" and known["color"]:
        yield from _told("color", known["color"])
    if known["bgcolor"]:
        yield from _told("background", known["bgcolor"])
    if known["dir"] == "rtl":
        yield "direction"
    for key, value in _STYLE.findall(known["style"][:1000]):
        yield from _told(key, value)


def _told(key: str, value: str) -> Iterator[str]:
    said = value.removesuffix("!important").replace(" ", "")
    if key == "direction":
        yield from ["direction"] * (said == "rtl")
    elif key.startswith("text-decoration"):
        yield from ["underline"] * ("underline" in value)
    elif key == "color":
        yield from ["colour"] * (said not in _INK)
    else:
        yield from ["colour"] * (said not in _PAPER and not said.startswith("none"))
