"""Markdown as every face shows it: one parser, HTML for Anki and papers, plain text for a line terminal.

The text is data: raw HTML is shown, control characters are dropped, only web and mail links stay links.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from functools import cache, lru_cache
from html import escape
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from quiz import formulas
from quiz.language import _
from quiz.terminal import cell_width, safe

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode
    from markdown_it.utils import OptionsDict
    from pygments.formatters import HtmlFormatter
    from pygments.lexer import Lexer

ImageSource = Callable[[str], str | None]
"""The src of an image, percent-decoded unless remote → the src to write, or None to show the image as text."""
Formula = Callable[[str, bool], str]
"""The LaTeX of a formula, and whether it stands apart from the line → HTML."""

LIGHT_STYLE = "default"
NIGHT_STYLE = "github-dark"
HIGHLIGHT_CHARACTERS = 10_000
HIGHLIGHT_LINE = 500
"""Longer code, or code with longer lines, stays uncoloured: some lexers take quadratic time."""

_HANGUL = r"\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
_KANA = r"\u3040-\u30ff\u31f0-\u31ff\uff66-\uffdc"
_HAN = r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CJK = re.compile(f"[{_HANGUL}{_KANA}{_HAN}]")
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]+:|//", re.IGNORECASE)
_LINK = re.compile(r"https?://|mailto:", re.IGNORECASE)
_LANGUAGE = re.compile(r"[\w+#.-]+")


def is_remote(src: str) -> bool:
    """Whether a link or image names a place on a network (or a `data:` URL) and no local file."""
    return _REMOTE.match(src) is not None


def parser() -> MarkdownIt:
    """The one Markdown parser: CommonMark, tables, strikethrough; raw HTML is text; emphasis closes before CJK."""
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import emphasis, strikethrough

    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    markdown.inline.ruler.before("escape", "math", formulas.rule)
    markdown.inline.ruler.at("emphasis", _closing_before_cjk(emphasis.tokenize))
    markdown.inline.ruler.at("strikethrough", _closing_before_cjk(strikethrough.tokenize))
    return markdown


def to_html(text: str, *, image: ImageSource, formula: Formula | None = None) -> str:
    """An HTML fragment. Code is coloured by Pygments classes; a remote image without a src becomes a link.

    Dollars are text unless there is a `formula` to write what stands between them.
    """
    return safe(_html_parser().render(safe(text), {"image": image, "math": formula})).rstrip("\n")


def tokens(text: str, *, math: bool = False) -> list[Token]:
    """The blocks of a text; what is written in one stands in the children of its `inline` token.

    With `math` formulas are tokens of that type, else text.
    """
    return _html_parser().parse(safe(text), {"math": math})


def to_plain(text: str, *, math: bool = False) -> str:
    """Text for a line terminal or a screen reader, without marks of emphasis and without escapes.

    With `math` formulas stay as they are written.
    """
    from markdown_it.tree import SyntaxTreeNode

    root = SyntaxTreeNode(tokens(text, math=math))
    return safe("\n".join(_stacked(root.children)))


def code_css(night: str) -> str:
    """The colours of `.highlight`: light ones, and dark ones for what stands below the selector `night`."""
    from pygments.formatters import HtmlFormatter

    rules: list[str] = []
    for style, scope in ((LIGHT_STYLE, ".highlight"), (NIGHT_STYLE, f"{night} .highlight")):
        sheet = HtmlFormatter(style=style).get_style_defs(scope)  # type: ignore[no-untyped-call]  # stub gap
        rules += (rule for rule in sheet.splitlines() if rule.startswith(scope))
    return "\n".join(rules) + "\n"


InlineRule = Callable[["StateInline", bool], bool]


def _closing_before_cjk(tokenize: InlineRule) -> InlineRule:
    """`tokenize`, after which `**이진 탐색(binary search)**은` is bold.

    CommonMark lets no delimiter close between punctuation and a letter, taking for granted that a space follows
    the word; Korean, Chinese and Japanese go on at once. `_` keeps its rule: it never closes inside a word.
    """

    def rule(state: StateInline, silent: bool) -> bool:
        known, start = len(state.delimiters), state.pos
        if not tokenize(state, silent):
            return False
        if _CJK.match(state.src, state.pos) and state.src[start] != "_" and _may_end(state.src[start - 1 : start]):
            for delimiter in state.delimiters[known:]:
                delimiter.close = True
        return True

    return rule


def _may_end(before: str) -> bool:
    """Whether emphasis may end after this character: not after a space, nor after an opening bracket or quote."""
    return before.strip() != "" and unicodedata.category(before) not in ("Ps", "Pi")


@cache
def _html_parser() -> MarkdownIt:
    markdown = parser()
    markdown.options["highlight"] = _code_html
    for name, rule in (("link_open", _link_open), ("link_close", _link_close), ("image", _image), ("math", _math)):
        markdown.add_render_rule(name, rule)
    return markdown


Env = MutableMapping[str, Any]


def _link_open(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Env) -> str:
    env["in_link"] = _LINK.match(str(tokens[index].attrGet("href"))) is not None
    return renderer.renderToken(tokens, index, options, env) if env["in_link"] else ""


def _link_close(_: RendererHTML, _tokens: Sequence[Token], _index: int, _options: OptionsDict, env: Env) -> str:
    return "</a>" if env.pop("in_link") else ""


def _image(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Env) -> str:
    token = tokens[index]
    src = readable(token.attrGet("src"))
    alt = renderer.renderInlineAsText(token.children, options, env)
    found = env["image"](src)
    if found is not None:
        return f'<img src="{escape(found)}" alt="{escape(alt)}">'
    if _LINK.match(src) and not env.get("in_link"):
        return f'<a href="{escape(src)}">{escape(alt or src)}</a>'
    return escape(image_text(alt, src))


def _math(_: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, env: Env) -> str:
    token = tokens[index]
    return str(env["math"](token.info, token.markup == formulas.APART))


def _code_html(code: str, info: str, _attributes: str = "") -> str:
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


def readable(url: str | float | None) -> str:
    """The target of a link or image with its letters, as markdown-it percent-encodes what it reads.

    A remote one stays as it is where blanks or controls hide in it.
    """
    url = str(url)
    plain = safe(unquote(url))
    return plain if not is_remote(url) or (plain.isprintable() and " " not in plain) else url


def image_text(alt: str, src: str) -> str:
    """What stands for an image that is not shown."""
    shown = "data:" if src.startswith("data:") else src
    return _("[image: {name}]").format(name=f"{alt} {shown}" if alt else shown)


def _stacked(blocks: Sequence[SyntaxTreeNode]) -> list[str]:
    """The lines of blocks below one another, with an empty line between unless they share a tight list item."""
    lines: list[str] = []
    for number, block in enumerate(blocks):
        if number and not (block.hidden or blocks[number - 1].hidden):
            lines.append("")
        lines += _lines(block)
    return lines


def _lines(block: SyntaxTreeNode) -> list[str]:
    match block.type:
        case "fence" | "code_block":
            return _hanging("    ", block.content.removesuffix("\n").split("\n"), "    ")
        case "bullet_list" | "ordered_list":
            return _list(block)
        case "blockquote":
            return _hanging("> ", _stacked(block.children), "> ")
        case "table":
            return _table(block)
        case "hr":
            return ["---"]
        case _:
            return _inline(block).split("\n")


def _list(block: SyntaxTreeNode) -> list[str]:
    loose = any(child.type == "paragraph" and not child.hidden for item in block.children for child in item.children)
    lines: list[str] = []
    for item in block.children:
        marker = f"{item.info}{item.markup} " if item.info else "- "
        if loose and lines:
            lines.append("")
        lines += _hanging(marker, _stacked(item.children) or [""], " " * len(marker))
    return lines


def _hanging(first: str, lines: Iterable[str], rest: str) -> list[str]:
    prefixes = chain([first], repeat(rest))
    return [prefix + line if line else prefix.rstrip() for prefix, line in zip(prefixes, lines, strict=False)]


def _table(block: SyntaxTreeNode) -> list[str]:
    rows = [[_inline(cell) for cell in row.children] for part in block.children for row in part.children]
    widths = [max(map(cell_width, column)) for column in zip(*rows, strict=True)]
    padded = (zip(row, widths, strict=True) for row in rows)
    lines = [" | ".join(text + " " * (width - cell_width(text)) for text, width in row).rstrip() for row in padded]
    return [lines[0], "-+-".join("-" * width for width in widths), *lines[1:]]


def _inline(node: SyntaxTreeNode) -> str:
    text = "".join(map(_inline, node.children)) or node.content
    match node.type:
        case "softbreak" | "hardbreak":
            return "\n"
        case "image":
            return image_text(text, readable(node.attrGet("src")))
        case "link":
            url = readable(node.attrGet("href"))
            return text if url.removeprefix("mailto:") == text else f"{text} ({url})"
        case _:
            return text
