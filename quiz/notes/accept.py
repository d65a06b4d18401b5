"""The answers that are right when they are typed: `accept: docker ps | docker container ls`, last in an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from quiz.text import pieces

_ACCEPT = re.compile(
    r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:accept|인정[ \t]?답)[ \t]*[:：](.*)", re.IGNORECASE | re.DOTALL
)
_TICKS = re.compile(r"`+")
_BAR = re.compile(r"\\\||\|")


def accepted(answer: str) -> tuple[str, ...]:
    """What the last lines of an answer accept, as a person types it. A `|` in code or behind a backslash is text."""
    found = (text for line in _split(answer)[1] for text in _alternatives(line))
    return tuple(dict.fromkeys(found))


def without(answer: str) -> str:
    """The answer less the lines that say what is accepted."""
    text, lines = _split(answer)
    return text if lines else answer


def less(answer: str, others: AbstractSet[str]) -> str:
    """The answer less the lines that accept one of `others`: a list that names another gap is that gap's."""
    text, lines = _split(answer)
    kept = [line for line in lines if others.isdisjoint(_alternatives(line))] if others else lines
    return answer if len(kept) == len(lines) else "\n".join([text, *(f"accept:{line}" for line in kept)]).strip("\n")


def line(texts: Sequence[str]) -> str:
    """The line that accepts these texts; nothing where it cannot say one of them."""
    said = f"accept: {' | '.join(map(_said, texts))}"
    return said if texts and accepted(said) == tuple(dict.fromkeys(texts)) else ""


def _said(text: str) -> str:
    """As it is, or as code where it would be read otherwise."""
    bare = text.replace("|", "\\|")
    if accepted(f"accept: {bare}") == (text,) and "<!--" not in text:
        return bare
    ticks = "`" * (1 + max(map(len, _TICKS.findall(text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def empty(line: str) -> bool:
    """Whether a line would accept something and names nothing."""
    found = _ACCEPT.fullmatch(line)
    return found is not None and not any(_alternatives(found[1]))


def _split(answer: str) -> tuple[str, list[str]]:
    """The answer without its last lines that accept something, and what these say."""
    lines: list[str] = []
    text = answer
    while True:
        above, _, last = text.rstrip().rpartition("\n")
        found = _ACCEPT.fullmatch(last)
        if not found or not any(_alternatives(found[1])):
            return text.rstrip() if lines else text, lines
        text = above
        lines.insert(0, found[1])


def _alternatives(text: str) -> list[str]:
    """The parts of a line between its bars, without the backticks around one that is code as a whole."""
    parts = [""]
    for kind, piece in pieces(text):
        if kind == "code":
            parts[-1] += piece
            continue
        at = 0
        for bar in _BAR.finditer(piece):
            parts[-1] += piece[at : bar.start()]
            at = bar.end()
            if bar[0] == "|":
                parts.append("")
            else:
                parts[-1] += "|"
        parts[-1] += piece[at:]
    return [bare for part in parts if (bare := _bare(part.strip()))]


def _bare(part: str) -> str:
    found = list(pieces(part))
    if len(found) == 1 and found[0][0] == "code":
        ticks = len(part) - len(part.lstrip("`"))
        return part[ticks:-ticks].strip()
    return part
