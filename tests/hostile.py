"""Notes that would drive a terminal, a markup, a page or a reader if any of them took their text for more than text.

Everything is written in escapes, so that this file itself is harmless.
"""

from __future__ import annotations

import os
from pathlib import Path
from unicodedata import category

from support import TODAY, noon, write

from quiz import library
from quiz.reader import Reader
from quiz.reviews import Moment
from quiz.schedule import Rules
from quiz.store import Store
from quiz.study import DATABASE, Study

SHOWN = "[/b] [x] {0} %s"
"""Printable; it must be read on the screen just as it stands."""
MARKUP = ("[/b]", "[x]", "[bold red]", "[/]", "[@click=app.quit]", "[link=https://owned.example]", "[$primary]", "[[")
FORMATS = ("{due}", "{0}", "{question}", "{{}}", "%s", "%(n)s", "$HOME", "$(id)", "`id`")
ESCAPES = (
    "\x1b]0;owned\x07",
    "\x1b]2;owned\x1b\\",
    "\x1b]52;c;b3duZWQ=\x07",
    "\x1b]8;;https://owned.example\x1b\\there\x1b]8;;\x1b\\",
    "\x1b]1337;owned\x07",
    "\x1b[31m",
    "\x1b[2J\x1b[H",
    "\x1b[?1049l\x1b[?25l",
    "\x1b[6n\x1b[c",
    "\x1bP+q544e\x1b\\",
    "\x1b_Gowned\x1b\\",
    "\x1bc\x1b#8\x1b(0",
    "\x9d0;owned\x9c\x9b31m\x90q\x9c\x85",
)
CONTROLS = "".join(chr(code) for code in (*range(9), *range(11, 32), *range(0x7F, 0xA0)))
"""C0 but tab and line feed, DEL, C1."""
BIDI = "\u202a\u202b\u202d\u202e\u202c\u2066\u2067\u2068\u2069"
RTL = ("\u05e9\u05dc\u05d5\u05dd", "\u0645\u0631\u062d\u0628\u0627", "\u200f\u05d0\u200e\u061c")
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\U000e0041"
ZALGO = "Z" + "\u0351\u036b\u0343\u036a\u0302\u0336\u0321" * 6 + "\u0e01\u0e35\u0e48"
EMOJI = (
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "\u2764\ufe0f",
    "\U0001f1f0\U0001f1f7",
    "1\ufe0f\u20e3",
)
SEPARATORS = "\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e"
"""What `str.splitlines` takes for the end of a line."""
HTML = (
    "<script>owned()</script>",
    "<img src=x onerror=owned()>",
    '"><b onclick="owned()">',
    "&#27;]0;owned&#7;",
    "&amp;#8238;",
)
LONG = "w" * 300

FRAGMENTS = (
    *MARKUP, *FORMATS, *ESCAPES, *CONTROLS, *BIDI, *RTL, *ZERO_WIDTH, ZALGO, *EMOJI, *SEPARATORS, *HTML, LONG,
    "\ud800", "\udfff", "\t", "\n", "\r", "|", "```", "- ", "# ", "](", "![", "\\", '"', "\uac00", "word",
)  # fmt: skip
"""For random mixes."""


def mixed(word: str) -> str:
    """A line of every kind of hostility, what must be read first."""
    kinds = (*MARKUP, *FORMATS[:5], *ESCAPES, *RTL, *EMOJI, *HTML[:3])
    return (
        f"{SHOWN} {word}{ESCAPES[0]}\x9b2J\u202e "
        + " ".join(kinds)
        + CONTROLS
        + BIDI
        + ZERO_WIDTH
        + ZALGO
        + SEPARATORS
        + "\t."
    )


def escaped(text: str) -> str:
    """The text in the double quotes of YAML: the only way for a control into front matter. Without half characters."""
    marks = {"\\": "\\\\", '"': '\\"'}
    whole = text.encode("utf-8", "ignore").decode()
    return "".join(marks.get(char) or (char if char.isprintable() else f"\\U{ord(char):08x}") for char in whole)


def driving(text: str) -> set[str]:
    """The characters of a text that drive a terminal, or turn what is read; a line feed is none."""
    return {char for char in text if char != "\n" and (category(char) in ("Cc", "Cs", "Zl", "Zp") or char in BIDI)}


FILE = "[x] {0} %s\u202egpj.md" if os.name == "nt" else "[x] {0} %s\x1b]0;owned\x07\x9b2J\n\u202egpj\u2028.md"
OTHER = "other [x].md"
LABEL = f"{SHOWN} label\x9d0;owned\x9c\u202e"
IMAGE = f"![{LABEL}](<p\x9b31m{{0}}%0A%1b%5d0;owned[x].png> '{SHOWN}')"
LINKS = (
    f"[{LABEL}](<https://owned.example/[x]{{0}}?a=')+app.quit('&b=%1b%5d0;owned%07> '{SHOWN}\x9b2J')",
    "[near\x9b2J](<[x] {0}%0A%1b]0;owned.md>)",
    "[js](javascript:owned()) [data](data:text/html,<script>owned()</script>) <https://owned.example/%E2%80%AE>",
)
TABLE = f"""| {SHOWN} th\x1b]0;owned\x07 | \u202e{RTL[0]} |
|---|:-:|
| {SHOWN} td\x1b[31m{EMOJI[0]} | [x](https://owned.example/[x]%0A) ![a](a%0Ab.png) |
| {ZALGO} | {LONG} |"""
FENCE = f"""```[x]{{0}}\x1b]0;owned\x07\u202e {SHOWN}
{mixed("fence")}
\ttab [/b]\u2028[x]
```"""

CARDS = f"""<!-- tags: {mixed("tagged").replace(",", "").replace("<", "")} -->

- {mixed("asked")}?
  - {mixed("told")}
- Code `{SHOWN} code\x1b]0;owned\x07\u202e`, and **bold [/b]** {LONG}?
  - `[x] {{0}}\x1b[2J`
- {SHOWN} fence?
{FENCE}
- {SHOWN} links?
  - {LINKS[0]}
  - {LINKS[1]}
  - {LINKS[2]}
- {SHOWN} image?
  - {IMAGE}
- {SHOWN} table?

{TABLE}
- {SHOWN} entities &#27;]0;owned&#7; &#x202e; &#xD800; &#0; &lbrack;x&rbrack;?
  - {HTML[0]} {HTML[1]} {HTML[2]} &#x9b;31m

    ### {mixed("inner")}

    > {SHOWN} quoted\x1b[31m
- {SHOWN} anki [sound:owned.mp3] [latex]x[/latex] [$]x[/$] {{\\{{c1::x}}}} {{{{Front}}}} {{{{#Extra}}}}?
  - {{{{type:Front}}}} {HTML[0]}
- {SHOWN} typed? <!-- tags: typed, {SHOWN} tag\x1b]0;owned\x07\u202e --> <!-- id: [x]{{0}}\x1b]0;owned\x07 -->
  - {SHOWN} right\x1b[2J
"""

NOTES = f"""---
deck: "{escaped(mixed("front"))}"
tags: ["{escaped(SHOWN)} front", "{escaped(ESCAPES[0])}::[x]"]
---
# {mixed("title")}

## {mixed("heading")}

{CARDS}"""
HEADED = f"# {mixed('head')}\n\n- {mixed('second')}?\n  - {mixed('answer')}\n"
LOST = f"- {mixed('lost')} of old?\n  - {mixed('same')}\n"
FOUND = f"- {mixed('found')} of now?\n  - {mixed('same')} or not\n"


DAYS = 23
"""Passed and failed in turn a card has lapsed so often after them that the next lapse is told."""


class Days:
    """Noon of a study day."""

    def __init__(self) -> None:
        self.day = TODAY

    def __call__(self) -> Moment:
        return noon(self.day)


def opened(file: Path) -> Study:
    return Study(Store(file), Reader(), Rules(), Days())


def build(folder: Path) -> Path:
    """A library of such notes, with a card that keeps lapsing, one lost, and one it may have become; its database."""
    folder.mkdir(parents=True, exist_ok=True)
    with opened(folder / DATABASE) as study:
        _take_in(study, folder, HEADED + LOST)
        for ago in range(DAYS, 0, -1):
            study.now.day = TODAY - ago
            for entry in study.entries("is:due" if ago < DAYS else ""):
                grade = 2 if entry.progress.reviews % 2 else 4
                study.store.record(entry.uid, "grade", study.now(), study.now.day, grade=grade, duration_ms=5000)
        study.now.day = TODAY
        _take_in(study, folder, HEADED + FOUND)
    return folder / DATABASE


def _take_in(study: Study, folder: Path, headed: str) -> None:
    files = {str(write(folder / FILE, NOTES)): "file", str(write(folder / OTHER, headed)): "file"}
    library.refresh(study.store, study.reader, added=files)
