"""Letters as a person types them: for options, for the prompts of a matching question, for steps in their order.

What the key prints is read, too: `1–D, 2–A, 3–C` and `B → D → A`.
"""

from __future__ import annotations

import re

from quiz.hangul import latin

OTHER = -1
"""A place there never is, for what is no letter."""
NONE = frozenset("-–—.?_")
"""Signs that each stand for no answer."""

_BETWEEN = re.compile(r"[\s,;/→]+")
_STEPS = re.compile(r"[\s,;/→⇒>\-–—]+")
_NUMBERED = re.compile(r"([0-9]{1,2})\s*[-–—=:.)→>]?\s*([^\W\d_]|[-–—.?_])[\s,;/]*")


def options(text: str) -> list[int | None]:
    """The places of the letters in a text; None for none of them, OTHER for what is no letter."""
    return [_place(sign) for sign in _BETWEEN.sub("", text)]


def steps(text: str) -> list[int | None]:
    """The same of steps, between which arrows and dashes may stand."""
    return [_place(sign) for sign in _STEPS.sub("", text)]


def prompts(text: str) -> list[int | None]:
    """The same of prompts, which may have their numbers before them; these count up from 1."""
    pairs, at = [], 0
    stripped = text.strip()
    while found := _NUMBERED.match(stripped, at):
        pairs.append((int(found[1]), found[2]))
        at = found.end()
    if not pairs or at < len(stripped):
        return options(text)
    return [_place(sign) if number == count else OTHER for count, (number, sign) in enumerate(pairs, 1)]


def _place(sign: str) -> int | None:
    letter = latin(sign).upper()
    return None if sign in NONE else ord(letter) - ord("A") if "A" <= letter <= "Z" else OTHER
