"""The HTML of an Anki field → Markdown that shows the same text when our one parser reads it.

markdownify walks the tree and joins the blocks. What it is given is tidy (`html_tidy`), and what it writes is ours:
it escapes too little for text to come back as written, and numbers lists in quadratic time.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from quiz.anki.html_tidy import MediaName, tidied

if TYPE_CHECKING:
    from bs4.element import NavigableString, Tag
    from markdownify import MarkdownConverter

_INLINE_HTML = re.compile(r"[<&\[]|\\[(\[]")
_ESCAPED = re.compile(
    r"\\(?=[!-/:-@\[-`{-~\n]|$)"
    r"|[`$*_]"
    r"|~(?=~|$)|(?<=~)~|^~"
    r"|<(?=[A-Za-z/!?]|$)"
    r"|&(?=#|[A-Za-z][A-Za-z0-9]*;|$)"
    r"|\](?=[(:\[]|$)|!(?=\[|$)|(?<=<)!"
)
_LINE_START = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|[-=]+\s*$|[:|](?=[-:|\s]+$)|-(?=[-:|\s]+$)|-{3}|~{3})")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_LEADING = re.compile("^[ \u00a0]*\u00a0[ \u00a0]*")
_TICKS = re.compile(r"`+")
_UNREADABLE = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_BLOCKS = frozenset("pre ul ol li blockquote table tr td h1 h2 h3 h4 h5 h6 hr br".split())


class Converted(NamedTuple):
    """`lost` are sentences that say what a text could not keep, each once."""

    text: str
    lost: tuple[str, ...] = ()


def to_markdown(html: str, media: MediaName) -> Converted:
    """The Markdown of a field. `media` maps the files of images and sounds, `[sound:x.mp3]` too.

    Linear in the length of the field but for the nesting, which is bounded. The result has no blank line at its ends.
    """
    lost: dict[str, None] = {}
    tidy = tidied(html, media, lost)
    if "<" not in tidy:
        from html import unescape

        return Converted(_escaped(unescape(tidy), starts=True, ends=True), tuple(lost))
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(f"<body>{tidy}</body>", "html.parser")
    text: str = _converter("&lt;!--" in tidy and "<code>" in tidy).convert_soup(soup)
    return Converted(text.strip("\n"), tuple(lost))


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

    written = _ESCAPED.sub(sign, text)
    if not starts:
        return written
    if found := _NUMBERED.match(written):
        return f"{found[1]}\\{written[found.end(1) :]}"
    if _LINE_START.match(written):
        return f"\\{written}"
    return _LEADING.sub(lambda found: found[0].replace("\u00a0", "&nbsp;"), written)


def _label(text: str) -> str:
    """The text of a link or an image: a bracket of its own would end it."""
    return re.sub(r"(?<!\\)[\[\]]", r"\\\g<0>", text)


def _target(url: str) -> str:
    """A link or path with its letters, and without what would end it in Markdown."""
    try:
        url = _UNREADABLE.sub(lambda found: _letters(found[0]), url)
    except UnicodeDecodeError:
        pass
    kept = "/:?#@!&=+,;~%'*()[]" if url.count("(") == url.count(")") == 0 else "/:?#@!&=+,;~%'*"
    return "".join(char if char.isalnum() or char in "-._" or char in kept else quote(char) for char in url)


def _letters(encoded: str) -> str:
    from urllib.parse import unquote_to_bytes

    return unquote_to_bytes(encoded).decode()


@cache
def _converter(commented: bool) -> MarkdownConverter:
    """`commented`: some code shows an HTML comment. A tick of the text is then written so that none pairs with it."""
    from markdownify import MarkdownConverter

    tick = "&#96;" if commented else "\\`"

    class Converter(MarkdownConverter):
        """Each method gets an element and the Markdown of its content."""

        def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
            inside = parent_tags or set()
            if inside & {"code", "pre", "math"}:
                return str(el)
            before, after = el.previous_sibling, el.next_sibling
            starts = before.name in _BLOCKS if before is not None else el.parent.name not in ("strong", "em", "s", "a")
            ends = after.name in _BLOCKS if after is not None else el.parent.name not in ("strong", "em", "s", "a")
            written = _escaped(str(el), starts=starts, ends=ends, tick=tick)
            if before is not None and before.name == "math" and written[:1].isdigit():
                written = f"&#{ord(written[0])};{written[1:]}"
            return _label(written) if "a" in inside else written

        def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            longest = max(map(len, _TICKS.findall(text)), default=0)
            mark = "`" * (longest + 1)
            edges = f"{text[:1]}{text[-1:]}"
            padding = " " if "`" in edges or (edges == "  " and text.strip(" ")) else ""
            return f"{mark}{padding}{text}{padding}{mark}" if text else ""

        def convert_math(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            return f"{el['mark']}{text.replace('<!--', '< !--')}{el['mark']}"

        def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            href = el["href"]
            if el.get_text() == href and href.isascii() and not re.search(r"[\s<>`|\\\\]", href):
                return f"<{href}>"
            return f"[{text}]({_target(href)})"

        def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            alt = _label(_escaped(el["alt"], starts=False, ends=False, tick=tick))
            return f"![{alt}]({_target(el['src'])})"

        def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            return "\n\n" if el.has_attr("par") else "\\\n"

        def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            return "\n\n***\n\n"

        def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            longest = max(map(len, _TICKS.findall(text)), default=0)
            mark = "`" * max(3, longest + 1)
            return f"\n\n{mark}{el['lang']}\n{text}\n{mark}\n\n"

        def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            tight = "li" in parent_tags and el.name == "ul"
            return f"{'' if el.previous_sibling is None else chr(10) if tight else chr(10) * 2}{text.rstrip()}\n\n"

        convert_ul = convert_ol = convert_list

        def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            twin = getattr(el.parent.previous_sibling, "name", None) == el.parent.name
            bullet = el.get("n", "-").replace(".", ")" if twin else ".").replace("-", "*" if twin else "-") + " "
            first = next(iter(el.children), None)
            text = text.strip("\n")
            if getattr(first, "name", None) in ("ul", "ol", "blockquote", "table", "hr", "pre") or not text:
                text = f"&nbsp;\n\n{text}".rstrip("\n")
            blanks = " " * len(bullet)
            return (
                bullet + "\n".join(f"{blanks}{line}" if line else "" for line in text.split("\n"))[len(blanks) :] + "\n"
            )

        def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            return f" {text.strip().replace('|', chr(92) + '|')} |"

        def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            return f"|{text}\n"

        def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            """The first row is the head: Markdown has no table without one."""
            rows = text.strip("\n").split("\n")
            width = max(len(row.find_all("td")) for row in el.find_all("tr"))
            full = [row + " |" * (width - len(found.find_all("td"))) for row, found in zip(rows, el.find_all("tr"))]
            return "\n\n" + "\n".join((full[0], "|" + " --- |" * width, *full[1:])) + "\n\n"

        def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802  # its name
            return (
                f"\n\n{'#' * n} {re.sub(r'(#+)$', lambda end: chr(92) + end[0], text.strip())}\n\n"
                if text.strip()
                else ""
            )

    return Converter(strong_em_symbol="*", heading_style="atx")
