"""The HTML of an Anki field → Markdown that shows the same text when our one parser reads it.

markdownify walks the tree and joins the blocks; what it is given is tidy (`html_tidy`), and the text in it is Markdown
already: its own escapes let too little come back as written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import unescape
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from quiz.anki.html_lines import BLANKS, MediaName
from quiz.anki.html_tidy import tidied
from quiz.anki.inline import code_mark, inline
from quiz.anki.runs import Run
from quiz.terminal import safe

if TYPE_CHECKING:
    from bs4.element import NavigableString, PageElement, Tag
    from markdownify import MarkdownConverter

_MARKED = re.compile("[<&[\\\\\u00a0]")
"""Most fields hold no tag, no entity, no formula and no sound."""
_CLOSING_HASHES = re.compile(r"(?<!\\)#+$")
_NO_BEGINNING = frozenset({"ul", "ol", "blockquote", "table", "hr", "pre"})


class Converted(NamedTuple):
    """`lost` are sentences that say what a text could not keep, each once, with an example where one tells more."""

    text: str
    lost: Mapping[str, str] = MappingProxyType({})


def to_markdown(html: str, media: MediaName) -> Converted:
    """The Markdown of a field. `media` maps the files of images and sounds, `[sound:x.mp3]` too.

    Takes time linear in the length of the field; its nesting is bounded. The result has no blank line at its ends.
    """
    if not _MARKED.search(html):
        plain = BLANKS.sub(" ", safe(html)).strip()
        return Converted(inline([Run(plain)]) if plain else "")
    lost: dict[str, str] = {}
    tidy = tidied(html, media, lost)
    if "<" not in tidy:
        return Converted(unescape(tidy), lost)
    from bs4 import BeautifulSoup

    text: str = _converter().convert_soup(BeautifulSoup(f"<body>{tidy}</body>", "html.parser"))
    return Converted(text.strip("\n"), lost)


@cache
def _converter() -> MarkdownConverter:  # noqa: C901  # a short method for each element
    from markdownify import MarkdownConverter

    class Converter(MarkdownConverter):
        """Each method gets an element and the Markdown of its content."""

        def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
            return str(el)

        def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            return "\n\n***\n\n"

        def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            mark = code_mark(text, least=3)
            if not text:
                return "\n\n"
            return f"\n\n{mark}{el['lang']}\n{text}\n{mark}\n\n"

        def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            quoted = "\n".join(f"> {line}".rstrip(" ") for line in text.strip("\n").split("\n"))
            return f"\n\n{quoted}\n\n"

        def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            tight = "li" in parent_tags and el.name == "ul"
            return f"{_NEWLINE if tight else _NEWLINE * 2}{text.rstrip(_NEWLINE)}\n\n"

        convert_ul = convert_ol = convert_list

        def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            return _item(el, text.strip("\n"))

        def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            cell = text.strip().replace("|", "\\|")
            return f" {cell} |"

        def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            return f"|{text}\n"

        def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            return _table(el, text.strip("\n").split("\n"))

        def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802  # its name there
            said = _CLOSING_HASHES.sub(r"\\\g<0>", text.strip())
            return f"\n\n{'#' * n} {said}\n\n" if said else ""

    return Converter()


_NEWLINE = "\n"


def _item(el: Tag, text: str) -> str:
    """An item with its text below its marker. A list right after another has other markers, which part the two.

    One that begins with another block begins with a blank instead: in `- - ~~~` hides a fence, `-` underlines.
    """
    twin = el.parent is not None and _name(el.parent.previous_sibling) == el.parent.name
    number = el.get("n")
    bullet = f"{number}{')' if twin else '.'} " if number else "* " if twin else "- "
    if not text or _name(next(iter(el.children), None)) in _NO_BEGINNING:
        text = f"&nbsp;\n\n{text}".rstrip("\n")
    below = f"\n{' ' * len(bullet)}"
    return f"{bullet}{text.replace(_NEWLINE, below)}".replace(f"{below}\n", "\n\n") + "\n"


def _name(el: PageElement | None) -> str | None:
    return getattr(el, "name", None)


def _table(el: Tag, rows: list[str]) -> str:
    """The first row is the head: Markdown has no table without one."""
    sizes = [len(row.find_all("td", recursive=False)) for row in el.find_all("tr", recursive=False)]
    width = max(sizes, default=0)
    if not width:
        return ""
    first, *others = (f"{row.rstrip()}{' |' * (width - size)}" for row, size in zip(rows, sizes, strict=True))
    return "\n\n" + "\n".join((first, f"|{' --- |' * width}", *others)) + "\n\n"
