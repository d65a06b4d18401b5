"""LaTeX between dollars, told apart from shell variables, prompts and prices.

`$…$` is written within a line of text, `$$…$$` stands apart. The dollars follow pandoc's rule, and what stands
between them must look like a formula as well: notes on programming hold more shell than mathematics. With ticks inside
the dollars, as GitHub has them, it need not look like one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

TOKEN = "math"
"""The type of an inline token whose content is a formula with its dollars, as written but for ticks inside them."""

FUNCTIONS = "arg|cos|det|dim|exp|gcd|inf|lcm|lim|log|max|min|mod|sin|sup|tan"
"""What may be spelled without a backslash."""

_OPENING = re.compile(r"(?<![A-Za-z0-9_$])\$(?:\$(?!\$)|(?![\s$]))")
_TICKED = re.compile(r"(\$\$?)`(?!\$)((?:[^`\n]|\n(?![ \t]*(?:\n|$)))*[^`$])`\1")
_STOP = re.compile(r"\\.|\$|\n[ \t]*(?:\n|$)", re.DOTALL)
_LINES = re.compile(r"[ \t]*\n[^\n]*\S.*\n[ \t]*", re.DOTALL)
"""Between dollars that have their lines to themselves anything is a formula."""
_GOES_ON = re.compile(r"[A-Za-z0-9_{($]")
"""After a closing dollar the name of a variable, or a substitution, would begin."""
_LATEX = re.compile(
    r"\\[A-Za-z]{2}"
    r"|[A-Za-z0-9)\]}|']\^[A-Za-z0-9({+*\\-]"
    r"|(?<![A-Za-z0-9_])[A-Za-z]_(?:[{\\]|[A-Za-z0-9]{1,2}(?![A-Za-z0-9_]))"
    r"|[)\]}]_[A-Za-z0-9{\\]"
)
"""A command, a power or an index."""
_FUNCTION = re.compile(rf"(?<![A-Za-z])(?:{FUNCTIONS})(?![A-Za-z])")
_RELATION = re.compile("[=<>≠≈≤≥≡∈∉⊂⊆]")
_SIGNS = frozenset("+-*/=<>()[]|!.,:;'% \n")
_OPEN_ENDED = ",:;./=+-*<([&"


def formula(text: str, start: int = 0, end: int | None = None) -> int | None:
    """Where the formula that begins at `start` ends, at most at `end`; None where none begins."""
    if (ticked := _TICKED.match(text, start)) and ticked[2].strip():
        return ticked.end() if end is None or ticked.end() <= end else None
    opening = _OPENING.match(text, start)
    if opening is None:
        return None
    stop = _STOP.search(text, opening.end(), len(text) if end is None else end)
    while stop and stop[0][0] == "\\":
        stop = _STOP.search(text, stop.end(), len(text) if end is None else end)
    if stop is None or stop[0] != "$" or not text.startswith(opening[0], stop.start()):
        return None
    close = stop.start() + len(opening[0])
    if (end is not None and close > end) or _GOES_ON.match(text, close):
        return None
    inner = text[opening.end() : stop.start()]
    if len(opening[0]) == 2 and _LINES.fullmatch(inner) and not text[text.rfind("\n", 0, start) + 1 : start].strip():
        return close
    return close if (len(opening[0]) == 2 or not inner[-1].isspace()) and _mathematical(inner) else None


def ticked(latex: str, *, display: bool) -> str:
    """LaTeX written so that it is a formula whatever it says and stands next to, unless a tick is in it."""
    dollars = "$$" if display else "$"
    return f"{dollars}`{latex}`{dollars}"


def latex(written: str) -> tuple[str, bool]:
    """The LaTeX of a formula as written, and whether it stands apart."""
    display = written.startswith("$$")
    return (written[2:-2], True) if display else (written[1:-1], False)


def add_formulas(markdown: MarkdownIt) -> None:
    """Teach a parser: a formula is one token of type `TOKEN`, in which nothing else is Markdown."""
    markdown.inline.ruler.before("escape", TOKEN, _inline_rule)
    markdown.block.ruler.before("fence", TOKEN, _block_rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _mathematical(inner: str) -> bool:
    """Whether it has a mark of LaTeX, or else no word but letters that stand for something: `$x+1$`, not `$PATH$`."""
    if _LATEX.search(inner):
        return True
    bare = _FUNCTION.sub("1", inner.strip())
    longest = 3 if _RELATION.search(bare) else 2
    if not bare or bare[-1] in _OPEN_ENDED or re.search(rf"[A-Za-z]{{{longest + 1}}}", bare):
        return False
    return all(map(_in_formula, bare)) and any(map(str.isalnum, bare))


def _in_formula(char: str) -> bool:
    if char.isascii():
        return char.isalnum() or char in _SIGNS
    return unicodedata.category(char) == "Sm" or unicodedata.name(char, "").startswith("GREEK ")


def _inline_rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "$":
        return False
    end = formula(state.src, state.pos, state.posMax)
    if end is None:
        return False
    if not silent:
        written = state.src[state.pos : end]
        found = _TICKED.fullmatch(written)
        state.push(TOKEN, "", 0).content = found.expand(r"\1\2\1") if found else written
    state.pos = end
    return True


def _block_rule(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """A formula over several lines is one paragraph, even where a line of it begins like a list: `- b`."""
    if state.is_code_block(first) or not state.src.startswith("$$", state.bMarks[first] + state.tShift[first]):
        return False
    line = first + 1
    while line < last and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()
        line += 1
        if "$" in text:
            break
    written = state.getLines(first, line, state.blkIndent, False).strip()
    if "\n" not in written:
        return False
    if formula(written) != len(written):
        return False
    if not silent:
        state.line = line
        state.push("paragraph_open", "p", 1).map = [first, line]
        inline = state.push("inline", "", 0)
        inline.content, inline.map, inline.children = written, [first, line], []
        state.push("paragraph_close", "p", -1)
    return True
