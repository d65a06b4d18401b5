"""The texts of a paper as HTML: Markdown with pictures inside the file, and the gaps of a cloze."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from html import escape

from quiz.markdown import is_remote, to_html, to_plain
from quiz.masks import MARK
from quiz.terminal import fit, safe

LARGEST_PICTURE = 2_000_000
LARGEST_ALBUM = 16_000_000
"""Bytes of one picture, and of all in a file, counted each time they are shown; beyond that their names are told."""

_KINDS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"<svg [^<>]*>\n" + MARK.encode()), "image/svg+xml"),
)
"""Of drawings only those that are quiz's own."""
_GAP = re.compile(r"\[\[([1-9][0-9]{0,2})\]\]")
_TAG = re.compile(r"(<[^>]*>)")
_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>", re.DOTALL)


def text(words: str) -> str:
    """Plain words as HTML: nothing in them is a tag, a control character or a trick of direction."""
    return escape(safe(words))


class Content:
    """Turns the texts of one file into HTML; knows how much room there is left for pictures.

    Texts come with the uid of their card: `image` gives a picture by that and its target.
    """

    def __init__(self, image: Callable[[str, str], bytes | None]) -> None:
        self._image = image
        self._room = LARGEST_ALBUM

    def block(self, markdown: str, uid: str) -> str:
        """Markdown as HTML."""
        return to_html(markdown, image=lambda src: self._embedded(uid, src))

    def inline(self, markdown: str, uid: str) -> str:
        """The same without the paragraph around it where that is all there is."""
        block = self.block(markdown, uid)
        alone = _PARAGRAPH.fullmatch(block)
        return alone[1] if alone else block

    def with_gaps(self, markdown: str, uid: str, gaps: int, gap: Callable[[int], str]) -> str:
        """Markdown with `[[1]]`, `[[2]]` … as HTML, in which `gap(0)`, `gap(1)` … stand for them.

        A gap that cannot stand where it is (in the address of a link, say) follows behind the text.
        """
        sign = "gap"
        while sign in markdown.lower():
            sign += "q"

        def token(found: re.Match[str]) -> str:
            number = int(found[1])
            return f"{sign}{_letters(number)}x" if number <= gaps else found[0]

        html = self.block(_GAP.sub(token, markdown), uid)
        placed: set[int] = set()

        def put(found: re.Match[str]) -> str:
            place = _number(found[1]) - 1
            if place in placed:
                return escape(f"[[{place + 1}]]")
            placed.add(place)
            return gap(place)

        tokens = re.compile(f"{sign}([a-j]+)x")
        pieces = (
            tokens.sub("…" if piece.startswith("<") else put, piece) if piece else "" for piece in _TAG.split(html)
        )
        whole = "".join(pieces)
        left = "".join(f" {gap(place)}" for place in range(gaps) if place not in placed)
        return f"{whole}<p>{left.strip()}</p>" if left else whole

    def _embedded(self, uid: str, src: str) -> str | None:
        if is_remote(src):
            return None
        found = self._image(uid, src)
        if found is None or len(found) > min(LARGEST_PICTURE, self._room):
            return None
        kind = next((name for start, name in _KINDS if start.match(found)), None)
        if kind is None:
            return None
        self._room -= len(found)
        return f"data:{kind};base64,{b64encode(found).decode('ascii')}"


def plain(markdown: str, width: int = 70) -> str:
    """Markdown on one line, escaped, for where no HTML can stand."""
    return text(fit(to_plain(markdown), width))


def _letters(number: int) -> str:
    """A number in letters only, so that no highlighter takes it apart: 10 → `ba`."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def _number(letters: str) -> int:
    return int("".join(str(ord(letter) - ord("a")) for letter in letters))
