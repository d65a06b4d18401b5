"""Formulas in Markdown: `$…$` in a line, `$$…$$` apart. They are LaTeX, which Markdown must not read.

As in pandoc no blank stands inside the dollars, and no letter or digit behind the last: `$5 or $6`, `$HOME/$USER`
and prices are text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

APART = "$$"

_FORMULA = re.compile(
    r"\$\$([^$`]*[^$`\s][^$`]*)\$\$|\$(?![\s$])((?:\\.|[^\\$`])+?)(?<!\s)\$(?![0-9A-Za-z$])", re.DOTALL
)


def rule(state: StateInline, silent: bool) -> bool:
    """An inline rule of markdown-it: a token `math` with the source as content and the LaTeX as info.

    It is asleep unless the environment has something under `math`.
    """
    if state.src[state.pos] != "$" or not state.env.get("math"):
        return False
    found = _FORMULA.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("math", "", 0)
        token.content = found[0]
        token.info = (found[1] or found[2]).strip()
        token.markup = APART if found[1] else "$"
    state.pos = found.end()
    return True
