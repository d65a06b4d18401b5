"""Markdown of a card made fit to stand in another document: it looks as in the notes and reaches beyond itself nowhere.

Raw HTML, headings, rules and link definitions are shown as text, as everywhere in quiz; a fence that is left open is
closed. Indenting it as a part of a list item then keeps the rest inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from quiz.notes.scanner import Line, Scanner
from quiz.terminal import safe
from quiz.text import pieces

TAB = 4

_LEADING = re.compile(r"^[ \t]*\t[ \t]*")
_BLOCK = re.compile(r"([ \t]*)(#{1,6}(?=[ \t]|$)|(?:=+|-{2,})[ \t]*$|([-*_])[ \t]*(?:\3[ \t]*){2,}$|\[(?=[^\]]*\]:))")
_HTML = re.compile(r"(?<!\\)<(?=[A-Za-z/!?])")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^\s<>]*>", re.IGNORECASE)


@lru_cache(maxsize=4096)
def block(text: str) -> str:
    """The text, safe as the content of any container."""
    made: list[str] = []
    prose: list[Line] = []
    for line in Scanner(safe(text)).lines():
        if line.role == "code":
            made += _prose(prose)
            prose = []
            made.append(line.text)
        else:
            prose.append(line)
    made += _prose(prose)
    return _as_seen("\n".join(made).strip("\n"), text)


def inline(text: str) -> str:
    """One line, safe inside a line of ours."""
    return block(" ".join(safe(text).split())).replace("\n", " ")


def indented(text: str, columns: int) -> str:
    """The text as the further content of a list item whose content begins at that column."""
    return "\n".join(" " * columns + line if line.strip() else "" for line in text.split("\n"))


def _prose(lines: list[Line]) -> Iterator[str]:
    """Lines without code blocks. A comment is shown, too: only the notes know that it means nothing."""
    if lines:
        escaped = "".join(
            piece if kind == "code" else _escaped(piece)
            for kind, piece in pieces("\n".join(_LEADING.sub(_spaced, line.text) for line in lines))
        )
        yield from (_BLOCK.sub(_marked, line, count=1) if _BLOCK.match(line) else line for line in escaped.split("\n"))


def _spaced(blanks: re.Match[str]) -> str:
    """Blanks before a line, of which a tab is worth less where the line begins further right."""
    return blanks[0].expandtabs(TAB)


def _escaped(piece: str) -> str:
    """Prose with its HTML as text; links in angle brackets stay."""
    kept = _AUTOLINK.findall(piece)
    parts = [_HTML.sub(r"\<", part) for part in _AUTOLINK.split(piece)]
    return "".join(part + link for part, link in zip(parts, [*kept, ""], strict=True))


def _marked(found: re.Match[str]) -> str:
    """What would begin a block, behind a backslash."""
    return f"{found[1]}\\{found[2]}"


def _as_seen(made: str, text: str) -> str:
    """`made`, if CommonMark finds in it neither HTML nor an open fence nor anything at the top that is ours to say.

    Notes are read by rules of their own, so the two may disagree on what is code; then all is shown as code.
    """
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": True}).parse(made)
    raw = any(token.type == "html_block" for token in tokens) or any(
        child.type == "html_inline" for token in tokens for child in token.children or ()
    )
    if raw or any(token.type == "heading_open" for token in tokens):
        return fenced(safe(text))
    last = made.rpartition("\n")[2]
    opened = next((token for token in reversed(tokens) if token.type == "fence"), None)
    if opened and opened.map and opened.map[1] == made.count("\n") + 1 and not last.strip().startswith(opened.markup):
        indent = " " * (len(last) - len(last.lstrip())) if opened.level else ""
        return f"{made}\n{indent}{opened.markup}"
    return made


def fenced(text: str) -> str:
    """A fence around any text."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"
