"""Markdown: Korean emphasis, nothing live from the notes, code colours, plain text."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from quiz.highlight import HIGHLIGHT_CHARACTERS, HIGHLIGHT_LINE, code_css
from quiz.markdown import parser, to_html, to_plain
from quiz.terminal import safe

MARKS = "**~~__*`[]()<>!|#->&\\\"'.:;/ \n\t"
KOREAN = "이진 탐색은한글漢かカ"
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\ufeff\u202a-\u202e\u2066-\u2069]")
ALLOWED = {
    *("p", "br", "hr", "a", "img", "em", "strong", "s", "code", "pre", "span", "blockquote"),
    *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "h1", "h2", "h3", "h4", "h5", "h6"),
}
COMMONMARK = """\
# heading *one*

A paragraph with **bold**, *emphasis*, ***both***, `code *not*` and a\\
hard break. **a (b)** c, **a**(b), a**"b"**c, **"b"**c, *(a)*b, **a *b (c)***d, __a__b, _a_b, *a*b*c*.

Setext
======

1. one
2. two

   still two
   - *nested*
     * deeper **x**y

> quote *a
> b* [link *x*](http://example.org "t") ![i *x*](a.png) <http://auto.example> <b>raw</b>

```python
def **f**(): pass
```

    indented *code*

***

| a | b |
|:--|--:|
| *x* | ~~y(z)~~ w |

[ref]: http://example.org
[ref] [*ref*][ref] &amp; &copy; \\*not\\* *** ** * _ __ ~~ ~ **a** ** b** *a **b* c**
"""


def without_rule() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def no_image(_: str) -> None:
    return None


def html(text: str) -> str:
    return to_html(text, image=no_image)


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(fragment: str) -> Seen:
    reader = Seen()
    reader.feed(fragment)
    reader.close()
    return reader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**이진 탐색(binary search)**은 빠르다", "<strong>이진 탐색(binary search)</strong>은 빠르다"),
        ("**`docker run`**은", "<strong><code>docker run</code></strong>은"),
        ("*“인용”*이라는", "<em>“인용”</em>이라는"),
        ("~~예전 이름(old)~~은", "<s>예전 이름(old)</s>은"),
        ("***굵게(x)***는 **또(y)**는", "<em><strong>굵게(x)</strong></em>는 <strong>또(y)</strong>는"),
        ("**二分探索（binary）**は", "<strong>二分探索（binary）</strong>は"),
        ("**二分查找（binary）**是", "<strong>二分查找（binary）</strong>是"),
        ("**이진(b)**", "<strong>이진(b)</strong>"),
    ],
)
def test_emphasis_closes_before_a_cjk_letter(text: str, expected: str) -> None:
    """A bold word that ends in punctuation is bold although a particle follows at once."""
    assert html(text) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    "text", ["**a(b)**c", "__이진(b)__은", "*args (*튜플*)", "높이*(너비+1)*깊이", "** (x) **은", "2*(3)", "**은"]
)
def test_emphasis_elsewhere_is_left_to_commonmark(text: str) -> None:
    """Latin letters, underscores, opening brackets, spaces and openings keep the rule of CommonMark."""
    assert parser().render(text) == without_rule().render(text)


def test_a_commonmark_document_renders_the_same_without_the_rule() -> None:
    """Every construct of CommonMark in one document is as it was."""
    assert parser().render(COMMONMARK) == without_rule().render(COMMONMARK)


@given(
    st.text(
        st.characters(min_codepoint=9, max_codepoint=126, exclude_characters="$") | st.sampled_from(MARKS), max_size=60
    )
)
def test_the_rule_never_touches_ascii(text: str) -> None:
    """ASCII text renders the same with and without the rule, where no dollar begins a formula."""
    assert parser().render(text) == without_rule().render(text)


@given(st.text(st.sampled_from(MARKS + KOREAN + "ab"), max_size=40))
def test_the_rule_acts_only_at_a_delimiter_before_cjk(text: str) -> None:
    """With a space between every delimiter and a following CJK letter nothing differs."""
    apart = re.sub(f"([*~])(?=[{KOREAN}])", r"\1 ", text)
    assert parser().render(apart) == without_rule().render(apart)


async def test_textual_takes_the_parser() -> None:
    """Textual's Markdown widget shows Korean bold text without its stars, and raw HTML as text."""
    from textual.app import App, ComposeResult
    from textual.widgets import Markdown
    from textual.widgets.markdown import MarkdownBlock

    class Page(App[None]):
        def compose(self) -> ComposeResult:
            yield Markdown(
                "**이진 탐색(binary search)**은 `<src>` <b>\n\n| a |\n|---|\n| ~~b(c)~~는 |", parser_factory=parser
            )

    app = Page()
    async with app.run_test():
        paragraph = next(iter(app.query(MarkdownBlock)))
        assert paragraph.content.plain == "이진 탐색(binary search)은 <src> <b>"
        assert any("bold" in str(span.style) or "strong" in str(span.style) for span in paragraph.content.spans)


def test_raw_html_is_text() -> None:
    """Tags of the notes are seen, not rendered."""
    assert html("docker run -v <src>:<dst>\n\n<script>alert(1)</script>") == (
        "<p>docker run -v &lt;src&gt;:&lt;dst&gt;</p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )


@given(
    st.text(max_size=80)
    | st.text(st.sampled_from(MARKS + "javscript:htpd" + KOREAN), max_size=80)
    | st.lists(
        st.sampled_from(
            [
                "<img src=x onerror=y>",
                "[a](javascript:b)",
                "![a](data:x)",
                "```py\n",
                "<a href=b>",
                "&#60;i&#62;",
                '"',
                "\n",
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_no_text_becomes_live_html(text: str) -> None:
    """Whatever the notes hold, only known tags come out, links go to the web or to mail, nothing has a handler."""
    for tag, attributes in seen(html(text)).tags:
        assert tag in ALLOWED
        assert set(attributes) <= {"href", "title", "class", "start", "style"}
        if tag == "a":
            assert re.match(r"https?://|mailto:", attributes["href"] or "", re.IGNORECASE)


def test_only_web_and_mail_links_are_links() -> None:
    """A link to a file or to another scheme is its text."""
    assert html("[a](https://example.org/가) [b](note.md) [c](ftp://x) <me@example.org>") == (
        '<p><a href="https://example.org/%EA%B0%80">a</a> b c <a href="mailto:me@example.org">me@example.org</a></p>'
    )


def test_an_image_found_is_shown() -> None:
    """The caller gets the path as the notes name it and decides the src; both are escaped."""
    asked: list[str] = []

    def image(src: str) -> str:
        asked.append(src)
        return 'x".png'

    assert to_html('![그림 "1"](img/그림%201.png)', image=image) == (
        '<p><img src="x&quot;.png" alt="그림 &quot;1&quot;"></p>'
    )
    assert asked == ["img/그림 1.png"]


def test_an_image_not_found_is_text() -> None:
    """A missing file is named, a remote image is a link, inside a link it is text, data is not spelled out."""
    assert html("![그림](a.png) ![](b.png)") == "<p>[image: 그림 a.png] [image: b.png]</p>"
    assert html("![r](https://example.org/r.png)") == '<p><a href="https://example.org/r.png">r</a></p>'
    assert html("[![r](https://example.org/r.png)](https://example.org)") == (
        '<p><a href="https://example.org">[image: r https://example.org/r.png]</a></p>'
    )
    assert html("![d](data:image/png;base64,AAAA)") == "<p>[image: d data:]</p>"


def test_a_recording_is_played_or_named() -> None:
    """Found, it is a player behind its words; else its name stands there, in every face as what it is."""
    text = "![발음](a.mp3) [듣기](b.ogg) ![](c.webm)"
    assert to_html(text, image=lambda src: src) == (
        '<p>발음 <audio controls src="a.mp3"></audio> 듣기 <audio controls src="b.ogg"></audio> '
        '<video controls src="c.webm"></video></p>'
    )
    assert html(text) == "<p>[sound: 발음 a.mp3] 듣기 [sound: b.ogg] [video: c.webm]</p>"
    assert to_plain(text) == "[sound: 발음 a.mp3] 듣기 (b.ogg) [video: c.webm]"
    assert html("![r](https://example.org/r.mp3) [s](https://example.org/s.mp3)") == (
        '<p><a href="https://example.org/r.mp3">r</a> <a href="https://example.org/s.mp3">s</a></p>'
    )


def test_code_is_coloured_by_classes() -> None:
    """A known language gives classes and no colours of its own; newlines stay."""
    shown = html("```python\ndef f():\n    return 1\n```")
    assert shown.startswith('<pre><code class="highlight language-python"><span class="k">def</span>')
    assert "style=" not in shown
    assert seen(shown).text == "def f():\n    return 1\n"


@pytest.mark.parametrize("info", ["", "nosuchlanguage", '"><b>', "{.x}"])
def test_code_of_no_known_language_is_plain(info: str) -> None:
    """Without a known language the code is escaped and never guessed at."""
    assert html(f"```{info}\nint x<y>;\n```") == '<pre><code class="highlight">int x&lt;y&gt;;\n</code></pre>'


@pytest.mark.parametrize(
    "code", ["x = 1\n" * (HIGHLIGHT_CHARACTERS // 6 + 1), "x" * (HIGHLIGHT_LINE + 1) + "\n"], ids=["much", "wide"]
)
def test_huge_code_is_not_coloured(code: str) -> None:
    """Code on which a lexer could take long stays as it is, complete."""
    assert html(f"```python\n{code}```") == f'<pre><code class="highlight">{code}</code></pre>'


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("<>&\"'[]{}()\n\t "), max_size=60))
def test_colouring_keeps_every_character(code: str) -> None:
    """The text of highlighted code is the code."""
    wanted = safe(code).replace("`", "'")
    fragment = html(f"```cpp\n{wanted}\n```")
    assert unescape(re.sub(r"<[^>]*>", "", fragment)).rstrip("\n") == wanted.rstrip("\n")


def test_night_colours_cover_the_light_ones() -> None:
    """Every class with a light colour has a dark one below the given selector, so none stays dark on dark."""
    sheet = code_css(".nightMode")
    light = set(re.findall(r"^\.highlight (\.\w+)", sheet, re.MULTILINE))
    night = set(re.findall(r"^\.nightMode \.highlight (\.\w+)", sheet, re.MULTILINE))
    assert len(light) > 50
    assert light <= night
    assert all(line.startswith((".highlight", ".nightMode .highlight")) for line in sheet.splitlines())


@given(st.text() | st.text(st.characters(max_codepoint=0xA0) | st.sampled_from("\u202e\u2066\ufeff\u200b")))
def test_safe_text_has_no_controls(text: str) -> None:
    """Nothing is left that drives a terminal; what is left is untouched and in order."""
    cleaned = safe(text)
    assert not UNSAFE.search(cleaned)
    assert cleaned == UNSAFE.sub("", re.sub("\r\n?", "\n", text))


def test_safe_keeps_emoji_tabs_and_newlines() -> None:
    """The joiner of emoji, tabs and newlines stay; an escape sequence loses its escape."""
    assert safe("👩\u200d💻\ta\r\nb\rc\x1b[31m\x9b1m\x1f\ud800") == "👩\u200d💻\ta\nb\nc[31m1m"


@given(
    st.text(max_size=60) | st.lists(st.sampled_from(["&#27;", "&#x202e;", "\x1b[0m", "%1b", "](", "![a"])).map("".join)
)
def test_both_renderings_are_safe(text: str) -> None:
    """Entities and percent signs bring no control character back."""
    assert not UNSAFE.search(html(text))
    assert not UNSAFE.search(to_plain(text))


def test_plain_text_of_prose() -> None:
    """Emphasis goes, links and images are spelled out, lines stay lines."""
    assert to_plain("# 제목 *강조*\n**굵게(b)**는 `code`\n다음  \n줄") == "제목 강조\n\n굵게(b)는 code\n다음\n줄"
    assert to_plain("[문서](https://a.b) <https://a.b> <x@a.b>") == "문서 (https://a.b) https://a.b x@a.b"
    assert to_plain("![그림](a%20b.png) <src> [곁](../b.md)") == "[image: 그림 a b.png] <src> 곁 (../b.md)"


def test_plain_text_of_lists_and_code() -> None:
    """Bullets and numbers are kept and indented; code is kept as written, four columns in."""
    text = (
        "- 하나\n  - 둘\n    ```sh\n    ls  -l\n\n      cd\n    ```\n- 셋\n\n3. x\n4. y\n\n   z\n\n> 인용\n> - q\n\n---"
    )
    assert to_plain(text).split("\n") == [
        *("- 하나", "  - 둘", "        ls  -l", "", "          cd", "- 셋", ""),
        *("3. x", "", "4. y", "", "   z", "", "> 인용", ">", "> - q", "", "---"),
    ]


def test_plain_text_of_a_table() -> None:
    """Columns are aligned by the width of Korean letters on a terminal."""
    assert to_plain("| 이름 | b |\n|---|---|\n| 가나다 | **x** |\n| q |") == (
        "이름   | b\n-------+--\n가나다 | x\nq      |"
    )


WORDS = st.text(st.sampled_from("이진탐색abc"), min_size=1, max_size=5)
ASIDES = st.sampled_from(["", "(b)", '"', "!", "%"])


@given(st.lists(st.tuples(st.sampled_from(["**", "*", "~~", "`"]), WORDS, ASIDES), min_size=1, max_size=5))
def test_marks_around_words_go_and_words_stay(marked: list[tuple[str, str, str]]) -> None:
    """However a Korean word is marked, its plain form is the word with its particle."""
    text = " ".join(f"{mark}{word}{aside}{mark}은" for mark, word, aside in marked)
    assert to_plain(text) == " ".join(f"{word}{aside}은" for _, word, aside in marked)
