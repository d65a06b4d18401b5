"""The HTML of foreign fields as Markdown that shows the same, whatever the HTML is."""

import re
from html import escape, unescape
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.anki.html_markdown import to_markdown
from quiz.anki.live import inert, live
from quiz.markdown import to_html
from quiz.terminal import safe

JOINED = "lines of a table cell or a heading are joined"


def markdown(html):
    return to_markdown(html, lambda name: f"media/{name}").text


def rendered(text):
    return to_html(text, image=lambda src: src)


def shown(text):
    """What a reader sees of Markdown, less its blanks."""
    return _less_blanks(unescape(re.sub(r"<[^<>]*>", "", rendered(text))))


def _less_blanks(text):
    return re.sub(r"\s", "", text)


# — what is kept —


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain &amp; simple &lt;3 caf&eacute;", "plain & simple <3 café"),
        ("<b>a</b> <strong>b</strong> <i>c</i> <em>d</em> <s>e</s>", "**a b** *c d* ~~e~~"),
        ("<B STYLE='x'>a <I>b</I></B>", "**a *b***"),
        ("a<b> b </b>c", "a **b** c"),
        ("<b>a</b><b>b</b><span class=x>c</span>", "**ab**c"),
        ("<b>a<div>b</div></b>c", "**a**\\\n**b**\\\nc"),
        ("<b></b><i> </i>x", "x"),
        ("이것은 <b>이진(binary)</b>은", "이것은 **이진(binary)**은"),
        ("<code>a*b</code> <kbd>Ctrl</kbd> <code>`x`</code>", "`a*b` `Ctrl` `` `x` ``"),
        (
            "<u>a</u><font color=red>b</font><sub>2</sub> x<sup>10</sup> y<sup>n+a</sup> 1<sup>st</sup>",
            "ab₂ x¹⁰ y^n+a 1st",
        ),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>", "漢((かん))"),
        ("a<br>b<br/><br />c", "a\\\nb\n\nc"),
        ("<div>a</div><div>b</div><div><br></div><div>c<br></div>d", "a\\\nb\n\nc\\\nd"),
        ("a<div>&nbsp;</div>b<p>c</p><p>d</p>", "a\n\nb\n\nc\n\nd"),
        ("<br><br>a<br><br>", "a"),
        (" a \n\t b ", "a b"),
        (" a\u3000b <b>c\u3000d</b>", "a\u3000b **c\u3000d**"),
        ("a\u3000b", "a\u3000b"),
        ("&nbsp;&nbsp;x = 1<br>10&nbsp;km", "&nbsp;&nbsp;x = 1\\\n10\u00a0km"),
        ("a<hr>b<hr>", "a\n\n***\n\nb\n\n***"),
        ("<h1>A</h1><h3>B <b>c</b><br>d #</h3>e", "# A\n\n### B **c** d \\#\n\ne"),
        ("<blockquote>a<br>b<ul><li>c</ul></blockquote>d", "> a\\\n> b\n>\n> - c\n\nd"),
        ("<q>a</q><center>b</center>", "a\\\nb"),
    ],
)
def test_text_and_its_forms(html, text):
    """Bold, italic, struck, code, lines as Anki's editor makes them, paragraphs, rules, headings, quotes."""
    assert markdown(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<ul><li>b</li><li>c<ul><li>d</li></ul></li></ul>e", "a\n\n- b\n- c\n  - d\n\ne"),
        ("<ol><li>a<ol><li>b</ol><li>c</ol>", "1. a\n\n   1. b\n2. c"),
        ("<ol start='9'><li>a<li>b<br>c</ol>", "9. a\n10. b\\\n    c"),
        ("<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ul><li>a</ul><ul><li>b</ul><ol><li>c</ol><ol><li>d</ol>", "- a\n\n* b\n\n1. c\n\n1) d"),
        ("<li>a<li>b", "- a\n- b"),
        ("<ul>a</ul>", "- a"),
        ("<ul><li><p>a</p><p>b</p></li><li></li></ul>", "- a\n\n  b\n- &nbsp;"),
        ("<ul><li>a<pre>x\n\ny</pre></li></ul>", "- a\n\n  ```\n  x\n\n  y\n  ```"),
        ("<ul><li><pre>x</pre></li></ul>", "- &nbsp;\n\n  ```\n  x\n  ```"),
        (
            "<table><tr><th>a</th><th>b|</th></tr><tr><td><b>c</b><br>d</td></tr></table>",
            "| a | b\\| |\n| --- | --- |\n| **c** d | |",
        ),
        ("<table><tbody><tr><td>a<td><code>|</code></table>x", "| a | `\\|` |\n| --- | --- |\n\nx"),
        ("<table></table><table><tr></tr></table>", ""),
        ("<tr><td>a<td>b", "a\\\nb"),
    ],
)
def test_lists_and_tables(html, text):
    """Nested, numbered, loose and broken ones; lists that touch stay two; the first row of a table is its head."""
    assert markdown(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<pre>a\n  b\n</pre>", "```\na\n  b\n```"),
        (
            "<pre>\n<code class='hljs language-c++'><span class=k>if</span> (a &lt; b)</code></pre>",
            "```c++\nif (a < b)\n```",
        ),
        ("<pre class='brush: sql'>x<br>y<div>z</div></pre>", "```sql\nx\ny\nz\n```"),
        ("<div class=highlight><pre><code>```\n*</code></pre></div>", "````\n```\n*\n````"),
        ("a<pre>  </pre>b", "a\n\nb"),
        ("a<blockquote>b<pre>c</pre>d</blockquote>", "a\n\n> b\n\n```\nc\n```\n\nd"),
        ("<pre>\\(a\\) [sound:x.mp3]</pre>", "```\n\\(a\\) \n```\n\n![](media/x.mp3)"),
        ("<pre>open", "```\nopen\n```"),
    ],
)
def test_code_blocks(html, text):
    """Without the spans that colour them, in fences longer than any inside, in the language a class names."""
    assert markdown(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<img src="a b.png" alt="x]y">', "![x\\]y](media/a%20b.png)"),
        ("<img src=한글(1).jpg><img src='50%25.png'>", "![](media/한글(1).jpg)![](media/50%2525.png)"),
        ("[sound:a&amp;b.mp3] and [sound:c.ogg]", "![](media/a&b.mp3) and ![](media/c.ogg)"),
        ("<audio src=a.mp3></audio><video><source src=b.mp4></video>", "![](media/a.mp3)![](media/b.mp4)"),
        ("<img src=https://x.y/z.png?a=1&amp;b=%20>", "![](https://x.y/z.png?a=1&b=%20)"),
        ("<img>x<img src=''>", "x"),
        (
            '<a href="https://x.y/a_(b)">t</a> <a href="https://x.y">https://x.y</a>',
            "[t](https://x.y/a_(b)) <https://x.y>",
        ),
        ('<a href="https://x.y/(">a]<b>b</b></a>', "[a\\]**b**](https://x.y/%28)"),
        ('<a href="https://ko.wikipedia.org/wiki/%ED%95%9C">한</a>', "[한](https://ko.wikipedia.org/wiki/한)"),
        ('<a href="#x">a</a><a href="javascript:alert(1)">b</a><a name=c>c</a>', "abc"),
        ("<a href=mailto:a@b.c>a<img src=x.png></a>", "[a![](media/x.png)](mailto:a@b.c)"),
        ("[sound:unclosed [sound:]", "[sound:unclosed [sound:]"),
    ],
)
def test_images_sounds_and_links(html, text):
    """Files go through the caller's names, sounds as images; only links to the web and to mail stay links."""
    assert markdown(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (r"a \(x_1 &lt; y\) b", "a $x_1 < y$ b"),
        (r"a \[x\] b", "a\n\n$$x$$\n\nb"),
        ("[$]a<b>b</b>[/$] [$$]c<br>d[/$$]", "$ab$\n\n$$c d$$"),
        (r"[latex]$a$[/latex][latex]\[b\][/latex][latex]c[/latex]", "$a$\n\n$$b$$\n\n$$c$$"),
        ("<anki-mathjax>x</anki-mathjax><anki-mathjax block='true'>y</anki-mathjax>", "$x$\n\n$$y$$"),
        (r"\(x\)5 $5 \(\) \( \[", "$`x`$5 \\$5 \\\\( \\\\["),
        (r"\(speed = d/t\) \(PATH\) \(\{a\}\) a\(x\)th", r"$`speed = d/t`$ $`PATH`$ $`\{a\}`$ a$`x`$th"),
        (r"\[velocity\]<b>\(PATH\)</b> \({{c1::x}}\)", "$$`velocity`$$\n\n$`PATH`$ $`{ {c1::x}}`$"),
        (r"\(x\)\(y\)", "$`x`$$`y`$"),
        (r"<code>\(x\)</code>", r"`\(x\)`"),
        (r"&#92;(x&#92;) &#91;$]x[/$]", r"\\(x\\) [\$]x[/\$]"),
        (r"\(\text{a $b$}\)", r"$`\text{a $b$}`$"),
        (r"<table><tr><td>\[|x|\]</td></tr></table>", "| $$\\|x\\|$$ |\n| --- |"),
    ],
)
def test_formulas(html, text):
    """MathJax and LaTeX in all of Anki's ways, and none in code; a dollar of the text is no formula."""
    assert markdown(html) == text


@pytest.mark.parametrize(
    "latex", ["x", "PATH", "speed = d/t", r"\{a\}", r"\text{a $b$}", "x_1", "5", "|x|", "a - b", "x<y", "# x", "- x"]
)
@pytest.mark.parametrize(
    "field", ["{}", "{}th", "a{}", "{}{}", "<b>{}</b>", "<ul><li>{}</ul>", "<table><tr><td>{}<td>b</table>", "{}<br>b"]
)
@pytest.mark.parametrize("marks", [("\\(", "\\)"), ("\\[", "\\]"), ("[$]", "[/$]"), ("[latex]$", "$[/latex]")])
def test_a_formula_stays_one_whatever_it_says(latex, field, marks):
    """From Anki into notes and back into Anki, next to letters and other formulas, in lists and tables."""
    html = field.format(*[f"{marks[0]}{escape(latex)}{marks[1]}"] * field.count("{}"))
    again = live(rendered(markdown(html)))
    found = re.findall(r"\\[(\[]\s*(.*?)\s*\\[)\]]", again)
    assert [unescape(one) for one in found] == [latex] * field.count("{}")


# — what is not kept —


@pytest.mark.parametrize(
    ("html", "text", "told"),
    [
        ("a<style>b{}</style><!-- c --><!DOCTYPE x><?y?>", "a", []),
        ("a<script>alert('</b>')</script>b", "ab", ["a script is left out"]),
        ("a<iframe src=x>no</iframe>", "a", ["an embedded page or object is left out"]),
        ("<svg><text>t</text><path d=x /></svg>", "t", ["a drawing (SVG) is left out"]),
        ("<object>a</object><embed src=x>", "a", ["an embedded page or object is left out"]),
        ("<math><mi>x</mi></math>", "x", ["a formula in MathML is kept as text"]),
        ("<input value=x><button>b</button>", "b", ["an input field is left out"]),
        ("List<String> x", "List\\<string> x", ["an unknown tag is left out; its text is kept"]),
        ("<x-y z=1>t</x-y>", "t", ["an unknown tag is left out; its text is kept"]),
        (
            "<a href='file:///x'>t</a>",
            "t",
            ["a link that leads neither to the web nor to a mail address is kept as text"],
        ),
        ("<img src=no.png>", "![](no.png)", ["a picture or recording is not there"]),
        (
            "<img src='data:image/gif;base64,A'>",
            "![](data:image/gif;base64,A)",
            ["a picture stands inside the text and is not shown"],
        ),
        ("<table><tr><td colspan=2>a</table>", "| a |\n| --- |", ["joined cells of a table are parted"]),
        ("<table><tr><td>2<br>3</table>", "| 2 3 |\n| --- |", [JOINED]),
        ("<table><tr><td><ul><li>i</ul><td><pre>a\nb</pre></table>", "| i | a b |\n| --- | --- |", [JOINED]),
        ("<h2>a<div>b</div></h2>", "## a b", [JOINED]),
        ("<table><tr><td><div>a</div><td><p>b</p><br></table>c<br>d", "| a | b |\n| --- | --- |\n\nc\\\nd", []),
        (r"\(a ` b\)", r"a \` b", ["LaTeX that is no formula is kept as text"]),
        ("<b onclick=x style='y' class=z>a</b>", "**a**", []),
        ("<span style='font-size:2em; Color: #00F'>a</span>", "a", ["colours are left out"]),
        ("<font color=red>a</font><mark style='background-color:gold'>b</mark>", "ab", ["colours are left out"]),
        ("<td bgcolor=yellow>a", "a", ["colours are left out"]),
        ("<p style='color: rgb(0, 0, 0); background: none 0% 0%; background-color: #fff'>a", "a", []),
        ("<pre><span style='color:red'>a</span></pre><code style='color:red'>b</code>", "```\na\n```\n\n`b`", []),
        ("<u>a</u>", "a", ["underlining is left out"]),
        ("<i style='text-decoration: underline red'>a</i>", "*a*", ["underlining is left out"]),
        ("<div dir=rtl>a</div>", "a", ["the direction of writing, right to left, is left out"]),
        ("<b style=direction:rtl>a</b>", "**a**", ["the direction of writing, right to left, is left out"]),
        ("<p dir=auto>a", "a", []),
    ],
)
def test_what_cannot_be_kept_is_said_and_its_text_is_kept(html, text, told):
    """Fonts and comments go silently; colours, scripts, drawings, pages, fields, unknown tags are named, each once."""
    found = to_markdown(html, lambda name: None if name.startswith("no") else name)
    assert (found.text, list(found.lost)) == (text, told)


def test_a_tag_without_an_end_is_text():
    """Nothing after it is lost, and nothing in it is a tag."""
    assert shown(markdown("if a <b and c")) == "ifa<bandc"
    assert shown(markdown("x <!-- y <b>z</b>")) == "x<!--yz"
    assert shown(markdown("1 < 2 </ 3 <> 4")) == "1<2</3<>4"


# — properties —

SIGNS = [
    *[
        "a",
        "B ",
        "한글",
        " ",
        "  ",
        "*",
        "**",
        "_",
        "__",
        "`",
        "``",
        "```",
        "~",
        "~~",
        "~~~",
        "#",
        "# ",
        "- ",
        "+ ",
        "1. ",
        "1) ",
    ],
    *[
        ">",
        "<",
        "<!--",
        "-->",
        "<b>",
        "</b>",
        "&",
        "&amp;",
        "&#42;",
        "[",
        "]",
        "(",
        ")",
        "](",
        "!",
        "![",
        "|",
        "---",
        "===",
    ],
    *[
        "$",
        "$$",
        "\\",
        "\n",
        "http://x.y",
        "<http://x>",
        "a@b.c",
        "{",
        "}",
        "=",
        "-",
        ":",
        "\u00a0",
        "\t",
        "x_y",
        "5",
        "'",
        '"',
    ],
    *["é", "→", "。", "(가)", ";", "\u3000", "[x]: y", "\u200b", "\u2028", ".", "`<!--", "0"],
]
texts = st.lists(st.sampled_from(SIGNS), max_size=14).map("".join) | st.text(max_size=20)
escaped = texts.map(lambda text: escape(text).replace("\\", "&#92;").replace("[", "&#91;"))
TAGS = [
    "b",
    "i",
    "s",
    "code",
    "div",
    "p",
    "ul",
    "li",
    "table",
    "td",
    "blockquote",
    "h2",
    "a href='http://q'",
    "sup",
    "pre",
    "x",
]
marks = st.sampled_from(TAGS).flatmap(lambda tag: st.sampled_from([f"<{tag}>", f"</{tag.split()[0]}>"]))
mixed = st.lists(marks | escaped | st.sampled_from(["<br>", "<hr>"]), max_size=12).map("".join)
inline = st.lists(
    st.sampled_from([f"<{end}{tag}>" for tag in ("b", "i", "s", "code", "br", "div", "p") for end in ("", "/")])
    | escaped,
    max_size=14,
)


@given(texts)
def test_text_shows_as_written(text):
    """Signs of Markdown, tags, entities, links: what the field says is what the card shows, but for blanks."""
    html = escape(text).replace("\\", "&#92;").replace("[", "&#91;")
    assert shown(markdown(html)) == _less_blanks(safe(text))


@given(inline.map("".join))
def test_text_in_any_form_shows_as_written(html):
    """Bold letters inside words, marks that overlap, touch or never end: the form may go, the text stays."""
    assert shown(markdown(html)) == _less_blanks(safe(unescape(re.sub(r"<[^<>]*>", "", html))))


@given(mixed)
def test_text_in_blocks_is_all_there(html):
    """Lists, tables, quotes, code and broken mixtures of them: no letter is lost, and none is a tag."""
    seen = shown(markdown(html))
    for letters, _ in groupby(re.findall(r"[a-z]{1,3}|한글", unescape(re.sub(r"<[^<>]*>", " ", html)))):
        assert letters in seen
    assert not re.search(r"<(?:script|style|iframe|svg)", rendered(markdown(html)))


@given(
    st.text()
    | mixed
    | st.lists(st.sampled_from(["<", ">", "/", "b", "'", '"', "=", "!", "-", "&", ";", "#", "["])).map("".join)
)
def test_any_html_can_be_read(html):
    """Whatever it is: Markdown without blank lines at its ends, and without what can drive a terminal."""
    text = markdown(html)
    assert text == text.strip("\n")
    assert text == safe(text)


UNITS = [
    *[
        "<",
        "<b>",
        "<div>",
        "<ul>",
        "<ul><li>",
        "<li>",
        "</div>",
        "<table>",
        "<td>",
        "<table><tr><td>",
        "<blockquote>",
        "<b",
        "<p>",
    ],
    *[
        "<a href='http://x'>",
        "<a x='",
        '<a x="',
        "<a x='\"",
        "<!--",
        "<!",
        "<?",
        "<script>",
        "<svg>",
        "<pre>",
        "<code>",
        "&#1",
    ],
    *[
        "&",
        "\\(",
        "\\[",
        "[$]",
        "[latex]",
        "[sound:",
        "[sound:x]",
        "<img src=x>",
        "<i>a",
        "a<b>(",
        "<br>",
        "<hr>",
        "<h1>",
        "`",
        "*",
    ],
    *[
        "_",
        "\\",
        "](",
        "<sup>",
        "<ol><li>x",
        "<pre>`",
        "<x>",
        "<rt>",
        "<a b='c'",
        "<td>|",
        "\u00a0",
        "<b> ",
        "</b>",
        "<anki-mathjax>",
    ],
]


@pytest.mark.parametrize("unit", UNITS)
def test_hostile_html_is_read_in_bounded_depth_and_size(unit):
    """A hundred thousand characters of one thing, ten thousand deep where it nests: read, rendered, no recursion."""
    text = markdown(unit * (100_000 // len(unit)))
    assert len(text) <= 400_000
    assert len(text.split("\n", 1)[0]) - len(text.split("\n", 1)[0].lstrip()) < 40


# — our own notes —


@pytest.mark.parametrize(
    "text",
    [
        "A paragraph with **bold**, *italic*, ~~struck~~ and `code`.",
        "two\n\nparagraphs",
        "- a\n- b\n  - c\n    - d\n- e",
        "1. a\n2. b\n\n   1. c",
        "text\n\n```\nx <y> & [z]\n\n  *\n```\n\nmore",
        "| a | b |\n| --- | --- |\n| `x\\|y` | **z** |",
        "> quote\n>\n> - item",
        "## Heading\n\nunder it",
        "![alt](media/x.png) and [link](https://x.y/z(1))",
        "이진 탐색(binary search)은 **정렬된(sorted)** 배열에서",
        "a\\\nb",
        "\\*not bold\\* 5 < 6 & 7 \\`x\\` a_b C:\\temp [x] {{y}}",
        "<https://x.y>",
        "a\n\n***\n\nb",
    ],
)
def test_our_own_markdown_comes_back(text):
    """What `quiz` itself wrote into an Anki field reads back as it was, up to blanks."""
    html = inert(to_html(text, image=lambda src: src.removeprefix("media/")))
    assert markdown(html) == text


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("* a\n* b", "- a\n- b"),
        ("__a__ _b_", "**a** *b*"),
        ("soft\nbreak", "soft break"),
        ("    code", "```\ncode\n```"),
        ("```py\nx\n```", "```python\nx\n```"),
        ("~~~\nx\n~~~", "```\nx\n```"),
        ("a  \nb", "a\\\nb"),
        ("T\n===", "# T"),
        ("[a][1]\n\n[1]: http://x", "[a](http://x)"),
        ("- a\n\n- b", "- a\n- b"),
    ],
)
def test_what_has_two_spellings_comes_back_in_one(text, back):
    """Other bullets, underscores, indented code, aliases of languages: the same text in the spelling used here."""
    assert markdown(inert(to_html(text, image=lambda src: src))) == back
