"""Markdown of notes as a widget: everything written is visible, and nothing in it acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Markdown, Static
from textual.widgets.markdown import MarkdownFence

from quiz import formulas, markdown
from quiz.highlight import HIGHLIGHT_CHARACTERS, HIGHLIGHT_LINE
from quiz.markdown import image_text, readable
from quiz.terminal import safe

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token
    from textual.css.styles import RulesMap

TAB = 4
LONGEST_WORD = 16
"""Columns a word of a table keeps together whatever becomes of the other cells."""


class Fence(MarkdownFence):
    """Code in colour where its language is named; a guess would load every lexer there is."""

    @classmethod
    def highlight(cls, code: str, language: str, ansi: bool = False, dark: bool = False) -> Content:
        code = code.expandtabs(TAB)
        long = len(code) > HIGHLIGHT_CHARACTERS or max(map(len, code.split("\n"))) > HIGHLIGHT_LINE
        if ansi or long or not language.strip():
            return Content.styled(code, "$text")
        return super().highlight(code, language.split()[0], ansi, dark)


class Foldable(Content):
    """The text of a table cell with a word, an address as a rule, that may be broken: else it takes all the room."""

    def get_minimal_width(self, rules: RulesMap) -> int:
        return min(super().get_minimal_width(rules), LONGEST_WORD)


class Text(Markdown):
    """Markdown from notes. Links and images are spelled out, and a click on them does nothing."""

    DEFAULT_CSS = """
    Text MarkdownTableContent > .cell, Text MarkdownTableContent > .header { text-overflow: fold; }
    """
    BLOCKS = {**Markdown.BLOCKS, "fence": Fence, "code_block": Fence}  # noqa: RUF012  # typed by Textual

    def __init__(self, text: str, *, classes: str | None = None) -> None:
        super().__init__(safe(text), classes=classes, parser_factory=parser, open_links=False)

    def on_markdown_table_of_contents_updated(self) -> None:
        """The text is mounted: take away the tooltips of table cells, which Textual reads as markup."""
        for cell in self.query("MarkdownTableCellContents").results(Static):
            cell.tooltip = None
            text = cell.visual
            if isinstance(text, Content) and text.get_minimal_width(cell.styles.get_rules()) > LONGEST_WORD:
                cell.update(Foldable(text.plain, list(text.spans)))


def parser() -> MarkdownIt:
    """The one parser, with what a terminal cannot open or show written out."""
    spelling = markdown.parser()
    spelling.core.ruler.push("spell_out", _spell_out)
    return spelling


def _spell_out(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            token.children = list(_spelled(token.children or ()))


def _spelled(tokens: Iterable[Token]) -> Iterator[Token]:
    """`[text](url)` becomes `text (url)`, an image `[image: alt path]`; entities must not bring back controls."""
    opening, label = None, ""
    for token in tokens:
        token.content = safe(token.content).expandtabs(TAB)
        if token.type == "link_open":
            opening, label = token, ""
        elif token.type == "link_close" and opening:
            yield from _address(opening, label, token)
        elif token.type == "image":
            yield _text(_image(token))
        elif token.type == formulas.TOKEN:
            label += token.content
            yield from _lines(token.content)
        else:
            label += token.content
            yield token


def _address(opening: Token, label: str, closing: Token) -> Iterator[Token]:
    """The link itself, behind its text; only a dim style is left of it. Nothing where the text was the address."""
    href = str(opening.attrGet("href"))
    address = readable(href)
    if address.removeprefix("mailto:") != label:
        yield from (_text(" "), opening, _text(f"({address})"), closing)


def _image(token: Token) -> str:
    src = str(token.attrGet("src"))
    return image_text(token.content, src if src.startswith("data:") else readable(src))


def _lines(written: str) -> Iterator[Token]:
    from markdown_it.token import Token

    first, *others = written.split("\n")
    yield _text(first)
    for line in others:
        yield from (Token("hardbreak", "br", 0), _text(line))


def _text(content: str) -> Token:
    from markdown_it.token import Token

    return Token("text", "", 0, content=content)
