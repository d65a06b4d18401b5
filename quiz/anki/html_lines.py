"""The text of a block in lines, as Anki's editor makes them, and what could not be kept of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

from quiz.anki.inline import inline
from quiz.anki.runs import EM, PLAIN, STRONG, STRUCK, Run
from quiz.formulas import formula, ticked
from quiz.language import N_, _
from quiz.markdown import is_remote
from quiz.terminal import safe

MediaName = Callable[[str], str | None]
"""The name of a file in Anki's media folder → its path as the notes write it, or None where it is not there."""

LOST = {
    "svg": N_("a drawing (SVG) is left out"),
    "math": N_("a formula in MathML is kept as text"),
    "script": N_("a script is left out"),
    "link": N_("a link that leads neither to the web nor to a mail address is kept as text"),
    "formula": N_("LaTeX that is no formula is kept as text"),
    "spans": N_("joined cells of a table are parted"),
    "lines": N_("lines of a table cell or a heading are joined"),
    "data": N_("a picture stands inside the text and is not shown"),
    "file": N_("a picture or recording is not there"),
    "tag": N_("an unknown tag is left out; its text is kept"),
    "colour": N_("colours are left out"),
    "underline": N_("underlining is left out"),
    "direction": N_("the direction of writing, right to left, is left out"),
    **dict.fromkeys(("object", "embed", "iframe", "canvas", "applet"), N_("an embedded page or object is left out")),
    **dict.fromkeys(("input", "button", "select", "textarea"), N_("an input field is left out")),
}

BLANKS = re.compile(r"[ \t\n\f\r]+")
"""What HTML takes for one blank; other spaces are signs like any other."""
_SCRIPTS = {
    "sup": ("^", dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))),
    "sub": ("_", dict(zip("0123456789+-=()aeox", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓ", strict=True))),
}
_ORDINALS = frozenset({"st", "nd", "rd", "th"})


@dataclass(slots=True)
class Lines:
    """The runs of a block. `hold` is called before its first text, to open what must be around it.

    `fresh` tells that the last line is empty, `breaks` how much parts the next text from it: 1 a line, 2 a paragraph.
    Where the block is `flat`, a cell or a heading, lines cannot end; `ended` tells that one would have. `marks` counts
    the open tags of each form.
    """

    media: MediaName
    lost: dict[str, str]
    hold: Callable[[], None]
    flat: bool = False
    runs: list[Run] = field(default_factory=list)
    fresh: bool = True
    breaks: int = 0
    ended: bool = False
    lead: str = ""
    marks: Counter[str] = field(default_factory=Counter)
    link: str = ""

    def say(self, text: str) -> None:
        text = BLANKS.sub(" ", text)
        if self.fresh or (self.runs and self.runs[-1].kind == "text" and self.runs[-1].text.endswith(" ")):
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
            else:
                self.runs.append(Run(text, marks, self.link, "code"))
            self.lead = ""

    def _raised(self, text: str, kind: str) -> str:
        sign, signs = _SCRIPTS[kind]
        if all(char in signs for char in text):
            return "".join(signs[char] for char in text)
        return text if text in _ORDINALS or text.isspace() else f"{sign}{text}"

    def _begin(self) -> None:
        """Begin a line where none is begun, inside whatever may hold one."""
        if not self.runs:
            self.hold()
        elif self.ended:
            self.miss("lines")
        self.ended = False
        if self.fresh and self.runs and self.breaks:
            last = self.runs[-1]
            if last.kind == "text":
                self.runs[-1] = last._replace(text=last.text.rstrip())
            self.runs.append(Run("", kind="line" if self.breaks == 1 else "paragraph"))
        self.fresh, self.breaks = False, 0

    def line(self) -> None:
        """End the line, if there is one; one of nothing but no-break blanks is an empty one."""
        if self.flat:
            self.gap()
        elif not self.fresh or self.lead.strip(" "):
            self.end_line()

    def end_line(self) -> None:
        if self.flat:
            self.gap()
            return
        self.breaks = 1 if not self.fresh else min(2, self.breaks + 1)
        self.fresh, self.lead = True, ""

    def paragraph(self) -> None:
        self.line()
        self.breaks = 2

    def gap(self) -> None:
        """Where a line cannot end, in a cell or a heading, a blank stands for it."""
        self.ended = True
        if self.runs and (self.runs[-1].kind != "text" or not self.runs[-1].text.endswith(" ")):
            self.runs.append(Run(" "))

    def taken(self, *, cell: bool) -> str:
        """The Markdown of what was said since this was last asked."""
        if self.runs and self.runs[-1].kind == "text":
            self.runs[-1] = self.runs[-1]._replace(text=self.runs[-1].text.rstrip())
        text = inline(self.runs, cell=cell) if self.runs else ""
        self.runs, self.fresh, self.breaks, self.lead, self.ended = [], True, 0, "", False
        return text

    def miss(self, what: str, example: str = "") -> None:
        """Tell once that something could not be kept; `what` is a key of `LOST`."""
        self.lost.setdefault(_(LOST[what]), example)

    def picture(self, name: str, alt: str) -> None:
        name = safe(name).strip()
        if not name:
            return
        path = name
        if name[:5].lower() == "data:":
            self.miss("data")
        elif not is_remote(name):
            found = self.media(name) or self.media(unquote(name))
            path = found or name
            if found is None:
                self.miss("file", name)
        self._begin()
        self.runs.append(Run(" ".join(safe(alt).split()), PLAIN, self.link, "image", path))

    def formula(self, latex: str, *, display: bool) -> None:
        if not latex:
            return
        latex = safe(latex)
        written = ticked(latex, display=display)
        if formula(written) != len(written):
            self.miss("formula")
            self.say(latex)
            return
        alone = display and not self.flat
        if alone:
            self.paragraph()
        self._begin()
        self.runs.append(Run(latex, kind="math", display=display))
        if alone:
            self.paragraph()
