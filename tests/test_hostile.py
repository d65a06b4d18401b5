"""Notes full of markup, escapes, controls and text that turns or hides: harmless wherever their text goes."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import quote, unquote_to_bytes

import pytest
from hostile import FRAGMENTS, driving, escaped
from hypothesis import given
from hypothesis import strategies as st

from quiz import show
from quiz.charts import padded
from quiz.entry import Entry
from quiz.markdown import readable, to_html, to_plain
from quiz.notes import parse as read_notes
from quiz.overview import groups, selection, tree
from quiz.query import compile_query, parse
from quiz.terminal import cell_width, fit, one_line, safe

mixes = st.lists(st.sampled_from(FRAGMENTS) | st.characters(), max_size=12).map("".join)
HARMLESS_TAGS = {
    *("a", "blockquote", "br", "code", "del", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol"),
    *("p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
HARMLESS_ATTRIBUTES = {"href", "src", "alt", "class", "title", "start", "style"}


class Tags(HTMLParser):
    """What a browser makes of a page: its elements with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def names(self) -> set[str]:
        return {tag for tag, _attributes in self.tags}


# — the rules, on random mixes —


@given(mixes)
def test_safe_text_drives_nothing(text: str) -> None:
    """No control, no half character, no sign that turns; what can be read stays; once is enough."""
    clean = safe(text)
    assert driving(clean.replace("\t", "")) == set()
    assert safe(clean) == clean
    assert [char for char in clean if char.isprintable()] == [
        char for char in re.sub("[\u2028\u2029]", " ", text) if char.isprintable()
    ]


@given(mixes, st.integers(1, 60))
def test_one_line_is_one_line(text: str, width: int) -> None:
    """Whatever ends a line for anybody; a text that is cut is no wider than it may be."""
    for line in (one_line(text), fit(text, width)):
        assert len(line.splitlines()) <= 1
        assert driving(line) == set()
        assert "\t" not in line
    assert cell_width(fit(text, width)) <= width


def test_widths_of_what_joins_the_character_before_it() -> None:
    """Joiners, marks of every script and Hangul in pieces take no column: tables with them stay tables."""
    widths = {
        "\u200d\u200c\u2060\u200f\ufe0f": 0,
        "\u0e01\u0e35\u0e48": 1,
        "\u1112\u1161\u11ab": 2,
        "Z\u0351\u036b": 1,
        "\xad": 1,
    }
    assert {text: cell_width(text) for text in widths} == widths


@given(st.lists(st.tuples(mixes, mixes, mixes), min_size=1, max_size=5))
def test_columns_stand_below_one_another(rows: list[tuple[str, str, str]]) -> None:
    """Each row on one line, its last column as far from the edge as that of the others."""
    ended = [(first, second, f"|{last}") for first, second, last in rows]
    lines = show.table(ended, right=(1,))
    assert [line for line in lines if driving(line) or "\n" in line] == []
    assert len({cell_width(line.removesuffix(one_line(row[2]))) for line, row in zip(lines, ended, strict=True)}) == 1
    assert {cell_width(padded(one_line(row[0]), 9000)) for row in rows} == {9000}


@given(mixes)
def test_plain_text_drives_nothing(text: str) -> None:
    """Neither as it is, nor what entities, percent signs and backslashes in it stand for."""
    for hidden in (
        text,
        "".join(f"&#{ord(char)};" for char in text),
        f"[a](x{''.join(f'%{ord(c) % 256:02x}' for c in text)})",
    ):
        assert driving(to_plain(hidden).replace("\t", "")) == set()


@given(mixes)
def test_html_holds_nothing_but_text(text: str) -> None:
    """Only elements and attributes of ours, no address but of the web, and no control character."""
    html = to_html(text, image=lambda src: src)
    found = Tags(html)
    assert found.names <= HARMLESS_TAGS
    for _tag, attributes in found.tags:
        assert attributes.keys() <= HARMLESS_ATTRIBUTES
        assert re.match(r"https?:|mailto:|$", attributes.get("href") or "", re.IGNORECASE)
    assert driving(html.replace("\t", "")) == set()


@given(mixes)
def test_an_address_is_shown_as_it_is_opened(text: str) -> None:
    """Whatever hides in it: letters are shown as letters only where they say the same."""
    address = "https://owned.example/" + quote(text.encode("utf-8", "replace"), safe="/?&=%")
    assert driving(readable(address)) == set()
    assert unquote_to_bytes(readable(address)) == unquote_to_bytes(address)


@given(mixes, mixes)
def test_a_row_of_home_finds_its_cards(deck: str, topic: str) -> None:
    """Names of decks and topics drive nothing, and the query that home writes for them is read as it was meant."""
    head = f'---\ndeck: "{escaped(deck)}"\ntags: ["{escaped(topic)}"]\n---\n'
    notes = read_notes(f"{head}- q?\n  - a\n".encode(), "file.md")
    name, topics = notes.deck.name, notes.deck.cards[0].topics
    assert [found for found in map(driving, (name, *topics)) if found] == []
    assert len(name.splitlines()) == 1
    entry = Entry(uid="u", deck=name, question="q?", answer="a", topics=topics)
    for branch in tree(groups([entry], 1)):
        query = selection(branch, [name])
        assert str(parse(query)) == query
        assert compile_query(query, 1)(entry)


@pytest.mark.parametrize("escape", ["\\ud800", "\\uDfFf", "\\U0000d800", "\\U0000DFFF"])
@pytest.mark.parametrize("key", ["deck", "language", "tags"])
def test_half_a_character_is_refused(key: str, escape: str) -> None:
    """However YAML writes it: the file is told of, nothing breaks."""
    notes = read_notes(f'---\n{key}: "{escape}"\n---\n- q?\n  - a\n'.encode(), "file.md")
    assert [problem.code for problem in notes.problems] == ["bad-front-matter"]
