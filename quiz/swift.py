"""HTML of the plainest Markdown, which most notes are: lines of text, bullets, blocks of code.

It gives what the full parser gives, byte for byte, in a tenth of the time, or nothing at all where a line holds more
than it is sure of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Code = Callable[[str, str], str]
"""(code, language) → HTML."""

_WORD = r"[^\W_]"
_PLAIN = r"[^\\`*_\[\]<&~$\n]"
_ADDRESS = r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9./_#?=-]*)?"
_PIECE = re.compile(
    rf"(?P<plain>(?:{_PLAIN}|&(?![#A-Za-z])|<(?![A-Za-z])|(?<=[0-9A-Za-z])_(?=[0-9A-Za-z]))+)"
    r"|`(?P<code>[^`\s](?:[^`\n]*[^`\s])?)`(?!`)"
    rf"|\*\*(?P<strong>{_WORD}(?:{_PLAIN}*[^\W_])?)\*\*(?!\*)"
    rf"|\*\*(?P<aside>{_WORD}{_PLAIN}*\))\*\*(?=[ .,?!가-힣]|$)"
    rf"|(?<!!)\[(?P<label>{_WORD}(?:{_PLAIN}*(?:{_WORD}|\)))?)\]\((?P<address>{_ADDRESS})\)"
)
_BEGINS = re.compile(r"(?![0-9]+[.)](?:\s|$))(?:[^\W_]|[\"'(“‘]|`[^`]|\*\*[^\W_]|\[)")
"""No mark of a block; what stands after it is for the pieces to judge."""
_FENCE = re.compile(r"```([A-Za-z0-9+#.-]*)")


def swift_html(text: str, code: Code) -> str | None:
    """The HTML of `text`, or None where the full parser is needed. `code` renders a block of code."""
    try:
        return _Reader(text.split("\n"), code).document()
    except _TooRichError:
        return None


class _TooRichError(Exception):
    """A line for the full parser."""


class _Reader:
    """Reads lines from the first to the last; `at` is the next one."""

    def __init__(self, lines: Sequence[str], code: Code) -> None:
        self.lines = (*lines, "")
        self.code = code
        self.at = 0

    def document(self) -> str:
        out: list[str] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line:
                self.at += 1
            elif line.startswith("- "):
                out.append(self.bullets(""))
                self.after_bullets()
            elif line.startswith("```"):
                out.append(self.fence(""))
            else:
                out.append(self.paragraph())
        return "".join(out)

    def bullets(self, indent: str) -> str:
        """One line an item; below it, two columns deeper, bullets and code."""
        mark, deeper = f"{indent}- ", f"{indent}  "
        out = ["<ul>\n"]
        while (line := self.lines[self.at]).startswith(mark):
            self.at += 1
            out.append(f"<li>{_inline(line[len(mark) :].rstrip(' '))}")
            out.append("\n" if self.lines[self.at].startswith(f"{deeper}- ") else "")
            out.append(f"{self.below(deeper)}</li>\n")
        return "".join((*out, "</ul>\n"))

    def below(self, indent: str) -> str:
        out: list[str] = []
        while (line := self.lines[self.at]).startswith(indent):
            if line.startswith(f"{indent}- "):
                out.append(self.bullets(indent))
            elif line.startswith(f"{indent}```"):
                out.append(self.fence(indent))
            else:
                raise _TooRichError
        return "".join(out)

    def after_bullets(self) -> None:
        """A line of text would belong to the last item, and an item after an empty line makes the list a loose one."""
        line = self.lines[self.at]
        if line and not line.startswith("```"):
            raise _TooRichError
        while self.at < len(self.lines) and not self.lines[self.at]:
            self.at += 1
        if self.at < len(self.lines) and self.lines[self.at].startswith((" ", "- ")):
            raise _TooRichError

    def fence(self, indent: str) -> str:
        opening = _FENCE.fullmatch(self.lines[self.at], len(indent))
        if opening is None:
            raise _TooRichError
        content: list[str] = []
        for number, line in enumerate(self.lines[self.at + 1 :], self.at + 1):
            if line.lstrip(" \t").startswith("```"):
                if line != f"{indent}```":
                    break
                self.at = number + 1
                return self.code("".join(content), opening[1]) + "\n"
            if line.strip() and not line.startswith(indent):
                break
            content.append(f"{line[len(indent) :]}\n")
        raise _TooRichError

    def paragraph(self) -> str:
        out = []
        while (line := self.lines[self.at]) and not line.startswith(("- ", "```")):
            out.append(_inline(line))
            self.at += 1
        joined = "\n".join(out)
        return f"<p>{joined}</p>\n"


def _inline(line: str) -> str:
    """One line of text: letters, code, bold words, links to the web."""
    if not _BEGINS.match(line) or line[-1].isspace():
        raise _TooRichError
    out = []
    at = 0
    while at < len(line):
        piece = _PIECE.match(line, at)
        if piece is None:
            raise _TooRichError
        at = piece.end()
        match piece.lastgroup:
            case "plain":
                out.append(_escaped(piece[0]))
            case "code":
                out.append(f"<code>{_escaped(piece['code'])}</code>")
            case "strong" | "aside":
                out.append(f"<strong>{_escaped(piece[0][2:-2])}</strong>")
            case _:
                out.append(f'<a href="{piece["address"]}">{_escaped(piece["label"])}</a>')
    return "".join(out)


def _escaped(text: str) -> str:
    """As markdown-it escapes: an apostrophe stays."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
