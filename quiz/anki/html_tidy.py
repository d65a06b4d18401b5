"""The HTML of a field → blocks that Markdown can say: well formed, of bounded depth, their text in Markdown already.

Anki's editor makes a line of every `<div>` and a break of every `<br>`; two breaks part paragraphs. Styles, classes
and scripts are left out. What a text cannot say is named in `lost`, and its text is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import escape

from quiz.anki.html_code import Code
from quiz.anki.html_lines import LOST, Lines, MediaName
from quiz.anki.html_style import unsaid
from quiz.anki.html_tokens import CODE, Token, tokens
from quiz.anki.runs import EM, STRONG, STRUCK
from quiz.terminal import safe

DEEPEST = 6
"""Lists, quotes and tables inside one another: our parser reads twenty levels of blocks, and an item takes two."""

MARKS = {
    **dict.fromkeys(("b", "strong"), STRONG),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), EM),
    **dict.fromkeys(("s", "strike", "del"), STRUCK),
    **dict.fromkeys(CODE - {"pre"}, "code"),
    "sup": "sup",
    "sub": "sub",
}
LISTS = frozenset({"ul", "ol"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
NESTED = {name: name for name in (*LISTS, *HEADINGS, "li", "blockquote", "table", "tr", "td")} | {"th": "td"}
PLAYED = frozenset({"img", "audio", "video", "source"})
FOREIGN = frozenset({"svg", "math", "rp"})
"""Elements with elements of their own, of which nobody need be told one by one."""
LINES = frozenset(
    {
        *("div", "section", "article", "aside", "main", "header", "footer", "nav", "center", "address", "figure"),
        *("figcaption", "form", "fieldset", "legend", "details", "summary", "dl", "dt", "dd", "body", "html"),
        *("caption", "hgroup", "dialog", "menu", "option"),
    }
)
INLINE = frozenset(
    {
        *("span", "font", "u", "ins", "small", "big", "abbr", "acronym", "q", "ruby", "rb", "rtc", "bdi", "bdo"),
        *("label", "time", "data", "wbr", "nobr", "thead", "tbody", "tfoot", "mark", "colgroup", "col", "track"),
        *("picture", "meta", "link", "title", "head", "base", "output", "area", "map", "blink", "optgroup"),
    }
)
_WEB = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)


def tidied(html: str, media: MediaName, lost: dict[str, str]) -> str:
    """Tidy HTML around Markdown; what it could not keep is added to `lost`, as sentences for a person.

    Elements: pre (`lang`), ul, ol, li (`n` = its number), blockquote, table, tr, td, h1 to h6, hr.
    """
    tidier = _Tidier(Lines(media, lost, hold=lambda: tidier.hold()))
    for token in tokens(safe(html)):
        tidier.take(token)
    return tidier.end()


@dataclass(slots=True)
class _Tidier:
    """What is open while the tokens go by. `stack` holds the elements, and whether each was written.

    `numbers` are those of the next item of each written list; `foreign` counts drawings and the like.
    """

    lines: Lines
    out: list[str] = field(default_factory=list)
    stack: list[tuple[str, bool]] = field(default_factory=list)
    begun: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    code: Code | None = None
    foreign: int = 0
    numbers: list[int] = field(default_factory=list)

    def take(self, token: Token) -> None:
        name = token.text
        if self.code is not None and not (token.kind == "close" and name == "pre"):
            self.code.take(token)
        elif token.kind == "text":
            self.lines.say(safe(name))
        elif token.kind == "sound":
            self.lines.picture(name, "")
        elif token.kind in ("math", "display"):
            self.lines.formula(name, display=token.kind == "display")
        else:
            if token.kind == "open" and not self.foreign and not self.lines.marks["code"]:
                for what in unsaid(name, token.attributes):
                    self.lines.miss(what)
            self._take_tag(token)

    def _take_tag(self, token: Token) -> None:
        name, marks = token.text, self.lines.marks
        if name in MARKS:
            mark = MARKS[name]
            marks[mark] = max(0, marks[mark] + (1 if token.kind == "open" else -1))
        elif token.kind == "open":
            self._open(name, token.attributes)
        else:
            self._close(name)

    def end(self) -> str:
        self._end_pre()
        self._flush()
        self._pop(len(self.stack))
        return "".join(self.out)

    # — elements —

    def _open(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in NESTED:
            self._nest(NESTED[name], attributes)
        elif name in LINES:
            self.lines.line()
        elif name in PLAYED:
            self.lines.picture(attributes.get("src", ""), attributes.get("alt", ""))
        elif name == "a":
            self._anchor(attributes.get("href", "").strip())
        elif name == "pre":
            self._begin_pre(attributes)
        elif name in self._simple:
            self._simple[name][0]()
        elif name not in INLINE:
            self._pass_over(name, bare=not attributes)

    def _pass_over(self, name: str, *, bare: bool) -> None:
        """What no text can say. A bare unknown tag was hardly meant as one: `List<String>`."""
        if name in LOST:
            self.lines.miss(name)
        elif name not in FOREIGN and not self.foreign:
            self.lines.miss("tag", f"<{name}>")
            if bare:
                self.lines.say(f"<{name}>")
        self.foreign += name in FOREIGN

    def _close(self, name: str) -> None:
        if name in NESTED:
            self._end(NESTED[name])
        elif name in LINES:
            self.lines.line()
        elif name == "a":
            self.lines.link = ""
        elif name == "pre":
            self._end_pre()
        elif name in FOREIGN:
            self.foreign = max(0, self.foreign - 1)
        elif name in self._simple:
            self._simple[name][1]()

    @property
    def _simple(self) -> dict[str, tuple[Callable[[], None], Callable[[], None]]]:
        """What the beginning and the end of an element do that holds nothing open."""
        lines = self.lines
        return {
            "br": (lines.end_line, lines.end_line),
            "p": (lines.paragraph, lines.paragraph),
            "hr": (self._rule, _nothing),
            "rt": (partial(lines.say, "("), partial(lines.say, ")")),
            "style": (_nothing, _nothing),
        }

    def _anchor(self, href: str) -> None:
        self.lines.link = safe(href) if _WEB.match(href) else ""
        if href and not self.lines.link and not href.startswith("#"):
            self.lines.miss("link")

    def _rule(self) -> None:
        self._in_cell()
        if self.lines.flat:
            self.lines.gap()
            return
        self._flush()
        self.hold()
        self.out.append("<hr>")

    # — nesting —

    def _flush(self) -> None:
        if text := self.lines.taken(cell=bool(self.written["td"])):
            self.out.append(escape(text, quote=False))

    def _nest(self, name: str, attributes: Mapping[str, str]) -> None:
        """Open an element where it may stand; where it may not, a line begins in its place."""
        if name not in ("tr", "td"):
            self._in_cell()
        if name == "td" and any(attributes.get(span, "1") != "1" for span in ("colspan", "rowspan")):
            self.lines.miss("spans")
        depth = sum(self.written[kind] for kind in ("ul", "ol", "blockquote", "table"))
        if (self.lines.flat and name not in ("tr", "td")) or (depth >= DEEPEST and name not in ("li", "tr", "td")):
            self.lines.line()
            if self.lines.flat and name in LISTS:
                self.lines.miss("lines")
            self._push(name, written=False)
            return
        match name:
            case "li":
                self._begin_item()
            case "tr" | "td":
                self._begin_cell(name)
            case _:
                self._flush()
                self.hold()
                self._begin(name)
                if name in LISTS:
                    start = attributes.get("start", "")
                    self.numbers.append(int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1)

    def _begin_item(self) -> None:
        level = next((index for index in range(len(self.stack) - 1, -1, -1) if self.stack[index][0] in LISTS), -1)
        if level >= 0 and not self.stack[level][1]:
            self.lines.line()
            return
        self._flush()
        self._pop(len(self.stack) - level - 1 if level >= 0 else 0)
        if level < 0:
            self._nest("ul", {})
        self._begin("li", f' n="{self.numbers[-1]}"' if self._top == "ol" else "")
        self.numbers[-1] += 1

    def _begin_cell(self, name: str) -> None:
        level = next((index for index in range(len(self.stack) - 1, -1, -1) if self.stack[index][0] == "table"), -1)
        if level < 0 or not self.stack[level][1]:
            self.lines.line()
            return
        self._flush()
        row = level + 1 < len(self.stack) and self.stack[level + 1][0] == "tr"
        keep = level + 1 + (name == "td" and row)
        self._pop(len(self.stack) - keep)
        if name == "td" and not row:
            self._begin("tr")
        self._begin(name)

    @property
    def _top(self) -> str:
        return next((name for name, written in reversed(self.stack) if written), "")

    def hold(self) -> None:
        """Open what a text or a block needs around it here: an item in a list, a cell in a table."""
        if self._top in LISTS:
            if self.out[-1] == "</li>":
                self.out.pop()
                self._push("li", written=True)
            else:
                self._begin_item()
        self._in_cell()

    def _in_cell(self) -> None:
        """What stands in a table and in no cell gets one."""
        if self._top in ("table", "tr"):
            self._begin_cell("td")

    def _begin(self, name: str, attributes: str = "") -> None:
        self.out.append(f"<{name}{attributes}>")
        self._push(name, written=True)

    def _push(self, name: str, *, written: bool) -> None:
        self.stack.append((name, written))
        self.begun[name] += 1
        self._count(name, written)

    def _count(self, name: str, change: int) -> None:
        self.written[name] += change
        self.lines.flat = self.written["td"] > 0 or any(self.written[heading] > 0 for heading in HEADINGS)

    def _end(self, name: str) -> None:
        if not self.begun[name]:
            self.lines.line()
            return
        written = self.written[name]
        if written:
            self._flush()
        else:
            self.lines.line()
        count = next(index for index, (open_name, __) in enumerate(reversed(self.stack), 1) if open_name == name)
        self._pop(count)

    def _pop(self, count: int) -> None:
        for __ in range(count):
            name, written = self.stack.pop()
            self.begun[name] -= 1
            self._count(name, -written)
            if written:
                self.out.append(f"</{name}>")
                if name in LISTS:
                    self.numbers.pop()

    # — code —

    def _begin_pre(self, attributes: Mapping[str, str]) -> None:
        """A quote ends before code: a fence inside of it would begin with `>` on every line."""
        self._in_cell()
        if self.lines.flat:
            self.lines.gap()
            self.lines.miss("lines")
            return
        self._flush()
        quote = next(
            (index for index, (name, written) in enumerate(self.stack) if name == "blockquote" and written), -1
        )
        if quote >= 0:
            self._pop(len(self.stack) - quote)
        self.hold()
        self.code = Code()
        self.code.note_language(attributes)

    def _end_pre(self) -> None:
        if self.code is None:
            return
        code, self.code = self.code, None
        self.out.append(f'<pre lang="{escape(code.language)}">{escape(code.text(), quote=False)}</pre>')
        for name in code.sounds:
            self.lines.picture(name, "")


def _nothing() -> None:
    """What an element does that says nothing."""
