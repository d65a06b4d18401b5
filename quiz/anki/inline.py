"""Runs of text → Markdown that says them and nothing else, signs of Markdown among the text escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from urllib.parse import quote, unquote

from quiz.anki.runs import Run, reaches, writable
from quiz.formulas import formula, ticked
from quiz.markdown import is_remote

_ESCAPED = re.compile(
    r"\\(?=[!-/:-@\[-`{-~\n]|$)"
    r"|[`$*_]"
    r"|~(?=~|$)|(?<=~)~|^~"
    r"|<(?=[A-Za-z/!?]|$)"
    r"|&(?=#|[A-Za-z][A-Za-z0-9]*;|$)"
    r"|\](?=[:\[]|$)|(?<=\])\(|!(?=\[|$)|(?<=<)!"
)
_LINE_START = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|[-=]+\s*$|[:|](?=[-:|\s]+$)|-(?=[-:|\s]+$)|-{3}|~{3})")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_OURS = re.compile(r"\[(?=[ xX]\][ \t])|(?:accept|인정[ \t]?답)[ \t]*(?=[:：])", re.IGNORECASE)
"""What a line of our notes begins with that is an option, or says what is accepted."""
_LEADING = re.compile("^[ \u00a0]*\u00a0[ \u00a0]*")
_TICKS = re.compile(r"`+")
_BALANCED = re.compile(r"(?:[^()]|\([^()]*\))*+")
_UNREADABLE = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
GAP = re.compile(r"\{(?=\{\s*c[0-9]*\s*:)", re.IGNORECASE)
"""The first brace of what looks like a gap of our notation. It was text to Anki."""
_READ = re.compile(r"<!--|\{\{")

_BREAKS = ("line", "paragraph")
_AUTOLINK = re.compile(r"[!-;=?-\[\]^_a-z~]+")


def inline(runs: Iterable[Run], *, cell: bool = False) -> str:
    """The Markdown of a block: its lines end in hard breaks, its paragraphs are parted by blank lines.

    In a `cell` other text may stand on the same line, whose ticks would pair with those of this one.
    """
    found = writable(runs)
    # Notes read comments and gaps unless they stand in code, and a tick of the text may pair with one of code.
    tick = "&#96;" if cell or any(run.kind == "code" and _READ.search(run.text) for run in found) else "\\`"
    pieces = [_piece(found, index, tick) for index in range(len(found))]
    parts: list[str] = []
    for link, linked in groupby(range(len(found)), key=lambda index: found[index].link):
        group = list(linked)
        label = "".join(_marked([found[index] for index in group], [pieces[index] for index in group]))
        said = "".join(found[index].text for index in group)
        parts.append(_linked(label, said, link) if link else label)
    return "".join(parts)


def _piece(runs: list[Run], index: int, tick: str) -> str:
    """A run without its marks."""
    run = runs[index]
    before, after = (near.kind for near in _neighbours(runs, index))
    bare = not (run.marks or run.link)
    match run.kind:
        case "line":
            return "\\\n"
        case "paragraph":
            return "\n\n"
        case "code":
            return _code(run.text)
        case "math":
            return _math(
                run, runs[index - 1] if index else Run(""), runs[index + 1] if index + 1 < len(runs) else Run("")
            )
        case "image":
            alt = _label(_escaped(run.text, starts=False, ends=False, tick=tick))
            return f"![{alt}]({_target(run.source, kept='%' if is_remote(run.source) else '')})"
    starts, ends = bare and before in _BREAKS, bare and after in _BREAKS
    text = _escaped(run.text, starts=starts, ends=ends, tick=tick)
    return _label(text) if run.link else text


def _neighbours(runs: list[Run], index: int) -> tuple[Run, Run]:
    """The runs before and after one; the block begins and ends like a paragraph."""
    end = Run("", kind="paragraph")
    return runs[index - 1] if index else end, runs[index + 1] if index + 1 < len(runs) else end


def _math(run: Run, before: Run, after: Run) -> str:
    """A formula, with ticks where our parser would not take it for one. Notes would take `<!--` for a comment."""
    latex = GAP.sub("{ ", run.text).replace("<!--", "< !--")
    dollars = "$$" if run.display else "$"
    plain = f"{dollars}{latex}{dollars}"
    start, following = ("$" if near.kind == "math" else near.text for near in (before, after))
    around = f"{start[-1:]}{plain}{following[:1]}"
    read = formula(around, len(start[-1:])) == len(start[-1:]) + len(plain)
    return plain if read else ticked(latex, display=run.display)


def _code(text: str) -> str:
    """A code span; CommonMark takes one blank off each end of it, and a tick there would lengthen the mark."""
    mark = code_mark(text)
    padded = "`" in (text[0], text[-1]) or (text[0] == text[-1] == " " and text.strip(" "))
    return f"{mark} {text} {mark}" if padded else f"{mark}{text}{mark}"


def _marked(runs: list[Run], pieces: list[str]) -> Iterator[str]:
    """The pieces with the marks around them: the one that goes on for longer is outside."""
    begun: list[str] = []
    for run, piece, reach in zip(runs, pieces, reaches(runs), strict=True):
        while begun and not run.marks.issuperset(begun):
            yield begun.pop()
        for mark in sorted(run.marks - set(begun), key=lambda mark: (-reach[mark], mark)):
            begun.append(mark)
            yield mark
        yield piece
    yield from reversed(begun)


def _linked(label: str, said: str, link: str) -> str:
    if said == link and _AUTOLINK.fullmatch(link):
        return f"<{link}>"
    return f"[{label}]({_target(_UNREADABLE.sub(_letters, link), kept='%[]')})"


def code_mark(code: str, least: int = 1) -> str:
    """Ticks that do not stand in the code."""
    return "`" * max(least, 1 + max(map(len, _TICKS.findall(code)), default=0))


def _escaped(text: str, *, starts: bool, ends: bool, tick: str = "\\`") -> str:
    """Text as Markdown that says it and nothing else.

    `starts`: it begins a line. `ends`: nothing follows it on the line, so that no sign at its end can join with it.
    """

    def sign(found: re.Match[str]) -> str:
        at, char = found.start(), found[0]
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if char == "`":
            return tick
        if char == "*" and before.isspace() and after.isspace():
            return char
        if char == "_" and before.isalnum() and after.isalnum():
            return char
        if ends and not after and char in "!]&<~":
            return char
        return f"\\{char}"

    written = GAP.sub(r"{\\", _ESCAPED.sub(sign, text))
    if not starts:
        return written
    if found := _NUMBERED.match(written):
        return f"{found[1]}\\{written[found.end(1) :]}"
    if _LINE_START.match(written):
        return f"\\{written}"
    if found := _OURS.match(written):
        return _first_escaped(written, found)
    return _LEADING.sub(lambda found: found[0].replace("\u00a0", "&nbsp;"), written)


def _first_escaped(written: str, found: re.Match[str]) -> str:
    """A line with the sign escaped that would make it one of our notation: the bracket, or the colon."""
    at = 0 if found[0] == "[" else found.end()
    sign = f"\\{written[at]}" if written[at].isascii() else f"&#{ord(written[at])};"
    return f"{written[:at]}{sign}{written[at + 1 :]}"


def _label(text: str) -> str:
    """The text of a link or an image: a bracket of its own would end it."""
    return re.sub(r"(?<!\\)[\[\]]", r"\\\g<0>", text)


def _target(url: str, kept: str = "") -> str:
    """A link or path with its letters, and without what would end it in Markdown."""
    kept += "/:?#@!&=+,;~'*-._" + ("()" if _BALANCED.fullmatch(url) else "")
    return "".join(char if char.isalnum() or char in kept else quote(char) for char in url)


def _letters(found: re.Match[str]) -> str:
    """`%ED%95%9C` as the letters it stands for, where it does."""
    letters = unquote(found[0])
    return letters if letters.isprintable() and "\ufffd" not in letters else found[0]
