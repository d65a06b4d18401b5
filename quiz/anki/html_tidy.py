"""The HTML of a field → HTML that Markdown can say: well formed, of bounded depth, in lines and blocks.

Anki's editor makes a line of every `<div>` and a break of every `<br>`; two breaks part paragraphs. Styles, classes
and scripts are left out. What a text cannot say is named in `lost`, and its text is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote

from quiz.anki.html_tokens import CODE, Token, tokens
from quiz.anki.runs import CODE_RUN, EM, STRONG, STRUCK, Run, tidy
from quiz.language import N_, _
from quiz.markdown import is_remote
from quiz.terminal import safe

MediaName = Callable[[str], str | None]
"""The name of a file in Anki's media folder → its path as the notes write it, or None where it is not there."""

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
NESTED = frozenset({*LISTS, *HEADINGS, "li", "blockquote", "table", "tr", "td"})
LINES = frozenset(
    "div section article aside main header footer nav center address figure figcaption form fieldset legend details "
    "summary dl dt dd body html caption hgroup dialog menu option".split()
)
INLINE = frozenset(
    "span font u ins small big abbr acronym q ruby rb rtc bdi bdo label time data wbr nobr thead tbody tfoot mark "
    "colgroup col track picture meta link title head base textarea output area map blink optgroup strong".split()
)
_LOST = {
    "svg": N_("a drawing (SVG) is left out"),
    "math": N_("a formula in MathML is kept as text"),
    "script": N_("a script is left out"),
    "link": N_("a link that leads neither to the web nor to a mail address is kept as text"),
    "formula": N_("LaTeX that is no formula is kept as text"),
    "spans": N_("joined cells of a table are parted"),
    "data": N_("a picture stands inside the text and is not shown"),
    **dict.fromkeys(("object", "embed", "iframe", "canvas", "applet"), N_("an embedded page or object is left out")),
    **dict.fromkeys(("input", "button", "select", "textarea"), N_("an input field is left out")),
}

_BLANKS = re.compile(r"[ \t\n\f\r]+")
_LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|brush:|highlight-source)-?\s?([\w+#.-]+)")
_WEB = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
_BARE_DOLLAR = re.compile(r"(?<!\\)\$")
_SCRIPTS = {
    "sup": ("^", dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))),
    "sub": ("_", dict(zip("0123456789+-=()aeox", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓ", strict=True))),
}
_ORDINALS = frozenset({"st", "nd", "rd", "th"})


def tidied(html: str, media: MediaName, lost: dict[str, None]) -> str:
    """Tidy HTML; what it could not keep is added to `lost`, as sentences for a person.

    Elements: strong, em, s, code, a, img, br (`par` = between paragraphs), math, pre (`lang`), ul, ol, li (`n` = its
    number), blockquote, table, tr, td, h1 to h6, hr.
    """
    tidier = _Tidier(media, lost)
    for token in tokens(safe(html)):
        tidier.take(token)
    return tidier.end()


@dataclass(slots=True)
class _Tidier:
    """What is open while the tokens go by.

    `runs` is the text since the last block; `fresh` tells that its last line is empty, `breaks` how much parts the
    next text from it: 1 a line, 2 a paragraph. `stack` holds what is open, and whether it was written.
    """

    media: MediaName
    lost: dict[str, None]
    out: list[str] = field(default_factory=list)
    stack: list[tuple[str, bool]] = field(default_factory=list)
    begun: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    runs: list[Run] = field(default_factory=list)
    fresh: bool = True
    breaks: int = 0
    lead: str = ""
    marks: Counter[str] = field(default_factory=Counter)
    link: str = ""
    pre: Fence | None = None
    foreign: int = 0
    numbers: list[int] = field(default_factory=list)

    def take(self, token: Token) -> None:
        name = token.text
        if self.pre is not None and not (token.kind == "close" and name == "pre"):
            self.pre.take(token)
        elif token.kind == "text":
            self._say(safe(name))
        elif token.kind == "sound":
            self._picture(name, "")
        elif token.kind in ("math", "display"):
            self._formula(name, display=token.kind == "display")
        elif name in MARKS:
            self.marks[MARKS[name]] = max(0, self.marks[MARKS[name]] + (1 if token.kind == "open" else -1))
        elif token.kind == "open":
            self._open(name, token.attributes)
        else:
            self._close(name)

    def end(self) -> str:
        self._end_pre()
        self._flush()
        self._pop(len(self.stack))
        return "".join(self.out)

    # — text —

    def _say(self, text: str) -> None:
        text = _BLANKS.sub(" ", text)
        if self.fresh or (self.runs and not self.runs[-1].html and self.runs[-1].text.endswith(" ")):
            text = text.removeprefix(" ")
        if self.fresh and not text.strip():
            self.lead += text
            return
        if text:
            self._begin()
            marks = frozenset(mark for mark in (STRONG, EM, STRUCK) if self.marks[mark])
            for kind in ("sup", "sub"):
                text = self._raised(text, kind) if self.marks[kind] else text
            if not self.marks["code"]:
                self.runs.append(Run(self.lead + text, marks, self.link))
            elif self.runs and self.runs[-1].html == CODE_RUN and self.runs[-1].link == self.link:
                self.runs[-1] = self.runs[-1]._replace(text=self.runs[-1].text + text)
            else:
                self.runs.append(Run(text, marks, self.link, CODE_RUN))
            self.lead = ""

    def _raised(self, text: str, kind: str) -> str:
        sign, signs = _SCRIPTS[kind]
        if all(char in signs for char in text):
            return "".join(signs[char] for char in text)
        return text if text in _ORDINALS or text.isspace() else f"{sign}{text}"

    def _begin(self) -> None:
        """Begin a line where none is begun, inside whatever may hold one."""
        if self.stack and not self.runs:
            self._hold()
        if self.fresh and self.runs and self.breaks:
            self.runs.append(Run("", html="<br>" if self.breaks == 1 else '<br par="">'))
        self.fresh, self.breaks = False, 0

    def _line(self) -> None:
        """End the line, if there is one; one of nothing but no-break blanks is an empty one."""
        if self._flat:
            self._gap()
        elif not self.fresh or self.lead.strip(" "):
            self._break()

    def _break(self) -> None:
        if self._flat:
            self._gap()
            return
        self.breaks = 1 if not self.fresh else min(2, self.breaks + 1)
        self.fresh, self.lead = True, ""

    def _paragraph(self) -> None:
        self._line()
        self.breaks = 2

    def _gap(self) -> None:
        """Where a line cannot end, in a cell or a heading, a blank stands for it."""
        if self.runs and (self.runs[-1].html or not self.runs[-1].text.endswith(" ")):
            self.runs.append(Run(" "))

    @property
    def _flat(self) -> bool:
        return bool(self.written["td"]) or any(self.written[name] for name in HEADINGS)

    def _flush(self) -> None:
        if self.runs:
            self.out.append(tidy(self.runs))
        self.runs, self.fresh, self.breaks, self.lead = [], True, 0, ""

    def _miss(self, what: str) -> None:
        self.lost[_(_LOST[what])] = None

    # — what is no text —

    def _picture(self, name: str, alt: str) -> None:
        name = safe(name).strip()
        if not name:
            return
        path = name
        if name[:5].lower() == "data:":
            self._miss("data")
        elif not is_remote(name):
            found = self.media(name) or self.media(unquote(name))
            path = found or name
            if found is None:
                self.lost[_("the file {name} is not there").format(name=name)] = None
        self._begin()
        html = f'<img src="{escape(path)}" alt="{escape(_BLANKS.sub(" ", safe(alt)).strip())}">'
        self.runs.append(Run("", frozenset(), self.link, html))

    def _formula(self, latex: str, *, display: bool) -> None:
        if not latex:
            return
        if _BARE_DOLLAR.search(latex) or latex.endswith("\\"):
            self._miss("formula")
            self._say(safe(latex))
            return
        alone = display and not self._flat
        if alone:
            self._paragraph()
        self._begin()
        mark = "$$" if display else "$"
        self.runs.append(Run("", html=f'<math mark="{mark}">{escape(safe(latex), quote=False)}</math>'))
        if alone:
            self._paragraph()

    # — elements —

    def _open(self, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "br":
                self._break()
            case "p":
                self._paragraph()
            case "hr":
                self._rule()
            case "img" | "audio" | "video" | "source":
                self._picture(attributes.get("src", ""), attributes.get("alt", ""))
            case "a":
                self._anchor(attributes.get("href", "").strip())
            case "rp":
                self.foreign += 1
            case "rt":
                self._say("(")
            case "style":
                pass
            case "pre" if not self._flat:
                self._begin_pre(attributes)
            case "pre":
                self._gap()
            case "td" | "th":
                if {"colspan", "rowspan"} & {key for key, value in attributes.items() if value != "1"}:
                    self._miss("spans")
                self._nest("td", attributes)
            case _ if name in NESTED:
                self._nest(name, attributes)
            case _ if name in LINES:
                self._line()
            case _ if name in _LOST:
                self._miss(name)
                self.foreign += name in ("svg", "math")
            case _ if name not in INLINE and not self.foreign:
                self.lost[_("the tag <{name}> is unknown; its text is kept").format(name=name)] = None
                if not attributes:
                    self._say(f"<{name}>")

    def _close(self, name: str) -> None:
        match name:
            case "p":
                self._paragraph()
            case "br":
                self._break()
            case "a":
                self.link = ""
            case "rt":
                self._say(")")
            case "pre" if self.pre is not None:
                self._end_pre()
            case "svg" | "math" | "rp":
                self.foreign = max(0, self.foreign - 1)
            case _ if name in NESTED or name == "th":
                self._end("td" if name == "th" else name)
            case _ if name in LINES:
                self._line()

    def _anchor(self, href: str) -> None:
        self.link = safe(href) if _WEB.match(href) else ""
        if href and not self.link and not href.startswith("#"):
            self._miss("link")

    def _rule(self) -> None:
        if self._flat:
            self._gap()
            return
        self._flush()
        self._hold()
        self.out.append("<hr>")

    # — nesting —

    def _nest(self, name: str, attributes: Mapping[str, str]) -> None:
        """Open an element where it may stand; where it may not, a line begins in its place."""
        depth = sum(self.written[kind] for kind in ("ul", "ol", "blockquote", "table"))
        if (self._flat and name not in ("tr", "td")) or (depth >= DEEPEST and name not in ("li", "tr", "td")):
            self._line()
            self._push(name, written=False)
            return
        match name:
            case "li":
                self._begin_item()
            case "tr" | "td":
                self._begin_cell(name)
            case _:
                self._flush()
                self._hold()
                self._write(name)
                if name in LISTS:
                    start = attributes.get("start", "")
                    self.numbers.append(int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1)

    def _begin_item(self) -> None:
        level = next((index for index in range(len(self.stack) - 1, -1, -1) if self.stack[index][0] in LISTS), -1)
        if level >= 0 and not self.stack[level][1]:
            self._line()
            return
        self._flush()
        self._pop(len(self.stack) - level - 1 if level >= 0 else 0)
        if level < 0:
            self._nest("ul", {})
        self._write("li", f' n="{self.numbers[-1]}."' if self._top == "ol" else "")
        self.numbers[-1] += 1

    def _begin_cell(self, name: str) -> None:
        level = next((index for index in range(len(self.stack) - 1, -1, -1) if self.stack[index][0] == "table"), -1)
        if level < 0 or not self.stack[level][1]:
            self._line()
            return
        self._flush()
        row = level + 1 < len(self.stack) and self.stack[level + 1][0] == "tr"
        keep = level + 1 + (name == "td" and row)
        self._pop(len(self.stack) - keep)
        if name == "td" and not row:
            self._write("tr")
        self._write(name)

    @property
    def _top(self) -> str:
        return next((name for name, written in reversed(self.stack) if written), "")

    def _hold(self) -> None:
        """Open what a text or a block needs around it here: an item in a list, a cell in a table."""
        if self._top in LISTS:
            if self.out[-1] == "</li>":
                self.out.pop()
                self._push("li", written=True)
            else:
                self._begin_item()
        elif self._top in ("table", "tr"):
            self._begin_cell("td")

    def _write(self, name: str, attributes: str = "") -> None:
        self.out.append(f"<{name}{attributes}>")
        self._push(name, written=True)

    def _push(self, name: str, *, written: bool) -> None:
        self.stack.append((name, written))
        self.begun[name] += 1
        self.written[name] += written

    def _end(self, name: str) -> None:
        if not self.begun[name]:
            self._line()
            return
        written = self.written[name]
        if written:
            self._flush()
        else:
            self._line()
        count = next(index for index, (open_name, __) in enumerate(reversed(self.stack), 1) if open_name == name)
        self._pop(count)

    def _pop(self, count: int) -> None:
        for __ in range(count):
            name, written = self.stack.pop()
            self.begun[name] -= 1
            self.written[name] -= written
            if written:
                self.out.append(f"</{name}>")
                if name in LISTS:
                    self.numbers.pop()

    # — code —

    def _begin_pre(self, attributes: Mapping[str, str]) -> None:
        """A quote ends before code: a fence inside of it would begin with `>` on every line."""
        self._flush()
        quote = next(
            (index for index, (name, written) in enumerate(self.stack) if name == "blockquote" and written), -1
        )
        if quote >= 0:
            self._pop(len(self.stack) - quote)
        self._hold()
        self.pre = Fence()
        self.pre.note_language(attributes)

    def _end_pre(self) -> None:
        if self.pre is None:
            return
        code, self.pre = self.pre, None
        if text := code.text():
            self.out.append(f'<pre lang="{escape(code.language)}">{escape(text, quote=False)}</pre>')
        for name in code.sounds:
            self._picture(name, "")


@dataclass(slots=True)
class Fence:
    """The code of a `<pre>` being read, without the spans that colour it."""

    parts: list[str] = field(default_factory=list)
    sounds: list[str] = field(default_factory=list)
    language: str = ""

    def take(self, token: Token) -> None:
        match token.kind, token.text:
            case "text", text:
                self.parts.append(safe(text))
            case "sound", name:
                self.sounds.append(name)
            case ("open", "br" | "div" | "p" | "li" | "tr") as found:
                if found[1] == "br" or not (self.parts and self.parts[-1].endswith("\n")):
                    self.parts.append("\n")
            case "open", "code":
                self.note_language(token.attributes)
            case (("math" | "display"), latex):
                self.parts.append(latex)
            case _:
                pass

    def note_language(self, attributes: Mapping[str, str]) -> None:
        if found := _LANGUAGE.search(attributes.get("class", "")[:200]):
            self.language = self.language or found[1]

    def text(self) -> str:
        text = "".join(self.parts)
        return text.removeprefix("\n").rstrip("\n") if text.strip() else ""
