"""What a text points to."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.links import Link, Picture, image_sources, links, near

SCHEMES = st.sampled_from(
    ["javascript:", "JaVaScRiPt:", "data:", "file:", "vbscript:", "ssh:", "https:", "mailto:", "//", ""]
)


def test_links_in_their_order_each_once() -> None:
    """Web and mail addresses and files nearby; the first name of an address stays."""
    text = (
        "- [첫째 *문서*](https://example.org/a) 와 <https://example.org/b>\n"
        "- [다시](https://example.org/a), <me@example.org>, [옆 노트](../b%20c.md#위치)\n\n"
        "  출처: https://example.org/c(d)를 보세요 (https://example.org/e)."
    )
    assert links(text) == (
        Link("첫째 문서", "https://example.org/a"),
        Link("https://example.org/b", "https://example.org/b"),
        Link("me@example.org", "mailto:me@example.org"),
        Link("옆 노트", "../b c.md"),
        Link("https://example.org/c(d)", "https://example.org/c(d)"),
        Link("https://example.org/e", "https://example.org/e"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "[a](file:///etc/passwd)",
        "[a](ssh://host)",
        "[a](//example.org)",
        "[a](/etc/passwd)",
        "[a](C:/x.txt)",
        "[a](%5C%5Chost%5Cx.txt)",
        "[a](#place)",
        "[a]()",
        "`https://example.org`",
        "```\nhttps://example.org\n```",
        "ftp://example.org",
    ],
)
def test_what_is_no_link_to_open(text: str) -> None:
    """Other schemes, absolute paths, places on the page, and whatever stands in code."""
    assert links(text) == ()


def test_addresses_show_where_they_lead() -> None:
    """Letters that look like Latin ones are written out, and nothing hides or drives the terminal."""
    found = links("[은행](https://b\u0430nk.example/\u202e한글) [x\x1b곁](a\u202eb.md)")
    assert found == (Link("은행", "https://xn--bnk-6cd.example/%ED%95%9C%EA%B8%80"), Link("x곁", "ab.md"))
    assert found[0].on_web
    assert not found[1].on_web


@given(SCHEMES, st.text("ab:/\\.%20 #?\x00\x1b가", max_size=20), st.booleans())
def test_only_known_schemes_and_relative_files_come_through(scheme: str, rest: str, angled: bool) -> None:
    """Whatever the notes name, the address is of the web, of the mail, or a relative path."""
    target = f"<{scheme}{rest}>" if angled else scheme + rest
    for link in links(f"[name]({target}) {scheme}{rest}"):
        assert link.address.lower().startswith(("http://", "https://", "mailto:")) or near(Path("notes"), link.address)
        assert link.address.isprintable()


def test_images_and_where_they_are() -> None:
    """Local files as they are on disk, remote addresses as they are, each once; a recording is no picture."""
    local = "![구조 *도*](img/a%20b.png)"
    text = f"{local} ![](<img/a b.png>) ![](https://example.org/x.png) ![](a.mp3)\n\n{local}"
    assert image_sources(text) == (
        Picture("구조 도", "img/a b.png"),
        Picture("", "img/a b.png"),
        Picture("", "https://example.org/x.png"),
    )


def test_files_are_looked_for_beside_the_notes() -> None:
    """Relative names only."""
    assert near(Path("notes"), "../img/a.png") == Path("notes/../img/a.png")
    assert near(Path("notes"), "https://example.org/a.png") is None
    assert near(Path("notes"), "/a.png") is None
    assert near(Path("notes"), "") is None
