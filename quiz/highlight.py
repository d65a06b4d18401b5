"""Code in colour: Pygments classes in HTML, and the style sheet that colours them by day and by night."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.formatters import HtmlFormatter
    from pygments.lexer import Lexer

LIGHT_STYLE = "default"
NIGHT_STYLE = "github-dark"
HIGHLIGHT_CHARACTERS = 10_000
HIGHLIGHT_LINE = 500
"""Longer code, or code with longer lines, stays uncoloured: some lexers take quadratic time."""

_LANGUAGE = re.compile(r"[\w+#.-]+")


def code_css(night: str) -> str:
    """The colours of `.highlight`: light ones, and dark ones for what stands below the selector `night`."""
    from pygments.formatters import HtmlFormatter

    rules: list[str] = []
    for style, scope in ((LIGHT_STYLE, ".highlight"), (NIGHT_STYLE, f"{night} .highlight")):
        sheet = HtmlFormatter(style=style).get_style_defs(scope)  # type: ignore[no-untyped-call]  # stub gap
        rules += (rule for rule in sheet.splitlines() if rule.startswith(scope))
    return "\n".join(rules) + "\n"


def code_html(code: str, info: str, _attributes: str = "") -> str:
    named = _LANGUAGE.match(info)
    lexer = _lexer(named[0]) if named else None
    if lexer is None or len(code) > HIGHLIGHT_CHARACTERS or max(map(len, code.split("\n"))) > HIGHLIGHT_LINE:
        return f'<pre><code class="highlight">{escape(code)}</code></pre>'
    from pygments import highlight

    coloured = highlight(code, lexer, _formatter())
    return f'<pre><code class="highlight language-{lexer.aliases[0]}">{coloured}</code></pre>'


@cache
def _formatter() -> HtmlFormatter[str]:
    from pygments.formatters import HtmlFormatter

    return HtmlFormatter(nowrap=True)


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None
