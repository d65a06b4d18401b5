"""HTML as tags and text, in time linear in its length, whatever it is.

The standard library's parser takes quadratic time for some broken HTML before Python 3.14, and a browser drops all
that follows a tag without an end; here such a tag is text, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from types import MappingProxyType
from typing import Literal, NamedTuple

Kind = Literal["text", "open", "close", "sound", "math", "display"]

_START = re.compile(r"<(?:(/?)([a-zA-Z][a-zA-Z0-9:-]*)|[!?])|\\\(|\\\[|\[(?:\$\$?|latex)\]|\[sound:([^\[\]]+)\]")
_ATTRIBUTE = re.compile(r"[\s/]*([^\s/>=]+)\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"'][^\s>]*)?))?")
_TAG_END = re.compile(r"[\s/]*>")
_BIG_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")
_TAGS = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>")
_LATEX_WRAPPING = (("$$", "$$"), ("\\[", "\\]"), ("$", "$"), ("\\(", "\\)"))
_FORMULAS: Mapping[str, tuple[str, Kind]] = MappingProxyType(
    {
        "\\(": ("\\)", "math"),
        "\\[": ("\\]", "display"),
        "[$]": ("[/$]", "math"),
        "[$$]": ("[/$$]", "display"),
        "[latex]": ("[/latex]", "display"),
    }
)
RAW = frozenset({"script", "style", "iframe", "noembed", "noframes", "noscript", "template", "anki-mathjax"})
"""Elements whose content is no HTML to be shown."""
CODE = frozenset({"code", "pre", "kbd", "samp", "tt"})
"""Elements in which nothing is a formula."""


class Token(NamedTuple):
    """`text` is what a text says, the lower-case name of a tag, the file of a sound, or a formula in LaTeX."""

    kind: Kind
    text: str
    attributes: Mapping[str, str] = MappingProxyType({})


def tokens(html: str) -> Iterator[Token]:
    """The tags, texts, sounds and formulas of a field, in order."""
    reader = _Reader(html)
    while reader.at < len(html):
        yield from reader.next()


def text_of(html: str) -> str:
    """Text with its entities resolved."""
    return unescape(_BIG_NUMBER.sub("\ufffd", html)) if "&" in html else html


class _Reader:
    """Where in the text one is, and the last place of what ends something, so that no search runs to the end twice."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.at = 0
        self._last: dict[str, int] = {}
        self._folded = html.lower() if len(html.lower()) == len(html) else html
        self._in_code = 0

    def next(self) -> Iterator[Token]:
        """The text up to the next mark, and what begins there."""
        found = _START.search(self.html, self.at)
        begin = found.start() if found else len(self.html)
        if self.at < begin:
            yield Token("text", text_of(self.html[self.at : begin]))
        self.at = begin
        if found is None:
            return
        name = (found[2] or "").lower()
        if found[3]:
            self.at = found.end()
            yield Token("sound", text_of(found[3]).strip())
        elif found[0] in _FORMULAS:
            yield self._formula(found[0])
        elif not name:
            yield from self._comment(found[0])
        else:
            yield from self._tag(found, name)

    def _end(self, mark: str, start: int) -> int:
        """Where `mark` next stands, or -1."""
        if mark not in self._last:
            self._last[mark] = self._folded.rfind(mark)
        return self._folded.find(mark, start) if start <= self._last[mark] else -1

    def _literally(self, length: int) -> Token:
        start, self.at = self.at, self.at + length
        return Token("text", text_of(self.html[start : self.at]))

    def _formula(self, opening: str) -> Token:
        closing, kind = _FORMULAS[opening]
        start = self.at + len(opening)
        end = -1 if self._in_code else self._end(closing, start)
        if end < 0:
            return self._literally(len(opening))
        self.at = end + len(closing)
        return Token(*_latex(self.html[start:end], kind, free=opening == "[latex]"))

    def _comment(self, opening: str) -> Iterator[Token]:
        closing = "-->" if self.html.startswith("<!--", self.at) else ">"
        end = self._end(closing, self.at + len(opening))
        if end < 0:
            yield self._literally(len(opening))
        else:
            self.at = end + len(closing)

    def _tag(self, found: re.Match[str], name: str) -> Iterator[Token]:
        attributes: dict[str, str] = {}
        at = found.end()
        while not (end := _TAG_END.match(self.html, at)):
            part = _ATTRIBUTE.match(self.html, at)
            if part is None or part.end() == len(self.html):
                # A tag without an end: all that follows is in it, and none of it is a tag.
                yield self._literally(len(self.html) - self.at)
                return
            value = next((value for value in part.groups()[1:] if value), "")
            attributes.setdefault(part[1].lower(), text_of(value))
            at = part.end()
        self.at = end.end()
        closes = found[1] == "/"
        self._in_code = max(0, self._in_code + (-1 if closes else 1)) if name in CODE else self._in_code
        if name not in RAW:
            yield Token("close" if closes else "open", name, attributes)
        elif not closes:
            yield from self._raw(name, attributes)

    def _raw(self, name: str, attributes: Mapping[str, str]) -> Iterator[Token]:
        """What ends nowhere ends with the field, as in a browser."""
        end = self._end(f"</{name}", self.at)
        inner = self.html[self.at : end] if end >= 0 else self.html[self.at :]
        self.at = len(self.html) if end < 0 else end
        if name == "anki-mathjax":
            yield Token(*_latex(inner, "display" if attributes.get("block") == "true" else "math"))
        else:
            yield Token("open", name, attributes)
            yield Token("close", name)


def _latex(html: str, kind: Kind, *, free: bool = False) -> tuple[Kind, str]:
    """A formula on one line, without tags. `free` LaTeX is a formula where it is wrapped in the marks of one."""
    parted = _TAGS.sub(lambda tag: " " if tag[2].lower() in ("br", "div", "p") else "", html)
    latex = " ".join(text_of(parted).split())
    for opening, closing in _LATEX_WRAPPING if free else ():
        if latex.startswith(opening) and latex.endswith(closing) and len(latex) >= len(opening) + len(closing):
            inner = latex[len(opening) : len(latex) - len(closing)].strip()
            return ("display" if opening in ("$$", "\\[") else "math"), inner
    return kind, latex
