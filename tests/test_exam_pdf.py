"""Papers as PDF: nothing of a note is a command, no sign is an empty box, and every text of a paper is on its page."""

import re
import struct
import subprocess
import sys
import zlib
from typing import Any, NamedTuple

import pytest
import typst
from browser import needs_poppler
from hypothesis import given, settings
from papers import EVERY_KIND, HOSTILE, paper, papers

from quiz.errors import ExportError
from quiz.exam.formats import Options, written
from quiz.exam.page.lines import lines
from quiz.exam.page.options import PageOptions
from quiz.exam.paper import Gap, Option, Pair, Paper, Question
from quiz.exam.pdf import fonts
from quiz.exam.pdf.key import key_page, marking_page
from quiz.exam.pdf.nodes import MAY_BREAK, blocks
from quiz.exam.pdf.pages import variant_page
from quiz.exam.pictures import Pictures
from quiz.markdown import to_plain

FOUR_BY_TWO = b"".join(
    struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    for kind, data in (
        (b"IHDR", struct.pack(">IIBBBBB", 4, 2, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"".join(b"\0" + b"\xff\0\0" * 4 for _ in range(2)))),
        (b"IEND", b""),
    )
)
PNG = b"\x89PNG\r\n\x1a\n" + FOUR_BY_TWO


class Face(NamedTuple):
    """A font as typst tells of it."""

    family: str
    path: str | None = None
    weight: int = 400
    stretch: float = 1.0
    index: int = 0


def pdf(of: Paper, options: Options | None = None) -> dict[str, bytes]:
    return written(of, ["pdf"], options or Options())


def texts(node: Any) -> str:
    """What a page says, in its order."""
    if isinstance(node, str):
        return node
    if isinstance(node, dict):
        return "".join(texts(part) for name, part in node.items() if name not in ("t", "to", "name", "language"))
    return "".join(map(texts, node)) if isinstance(node, list) else ""


def letters(text: str) -> str:
    """Letters and digits: what is left when layout, marks of lists and tables, and breaks within words are not."""
    return re.sub(r"[\W_]", "", text)


def no_picture(_target: str) -> None:
    return None


def drawn(source: str, families: list[str]) -> bytes:
    """A line as pixels, in fonts of these families."""
    page = (
        f"#set page(width: 60pt, height: 30pt, margin: 4pt)\n#set text(font: {fonts_of(families)}, fallback: false)\n"
    )
    image = typst.compile(f"{page}#{quoted(source)}".encode(), format="png")
    assert isinstance(image, bytes)
    return image


def read_back(content: bytes) -> list[str]:
    """What poppler reads on each page of a PDF."""
    needs_poppler()
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return run.stdout.decode().split("\f")[:-1]


def ruled(content: bytes) -> list[int]:
    """How many lines over most of the width are on each page, as poppler draws them."""
    needs_poppler()
    run = subprocess.run(["pdftoppm", "-gray", "-r", "100", "-"], input=content, capture_output=True, check=True)
    rest, found = run.stdout, []
    while rest:
        head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", rest)
        assert head
        width, height = int(head[1]), int(head[2])
        pixels, rest = rest[head.end() :][: width * height], rest[head.end() + width * height :]
        rows = (pixels[at : at + width] for at in range(0, len(pixels), width))
        dark = [sum(dot < 230 for dot in row) > 0.6 * width for row in rows]
        found.append(sum(now and not before for before, now in zip([False, *dark], dark, strict=False)))
    return found


def fonts_of(families: list[str]) -> str:
    return "(" + "".join(f"{quoted(family)}, " for family in families) + ")"


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_a_paper_has_a_file_for_each_variant_the_keys_and_the_marks() -> None:
    """The names begin with the id; one variant alone needs no letter."""
    ascii_only = [question for question in EVERY_KIND if question.uid != "cloze1"]
    assert list(pdf(paper(*ascii_only, variants=2))) == [
        f"417-205-386-{part}.pdf" for part in ("A", "B", "key", "marking")
    ]
    alone = pdf(paper(*ascii_only))
    assert list(alone) == ["417-205-386.pdf", "417-205-386-key.pdf", "417-205-386-marking.pdf"]
    assert all(content.startswith(b"%PDF-") for content in alone.values())


def test_the_files_are_the_same_whenever_they_are_written() -> None:
    """The same paper on the same computer gives the same bytes: no time of writing is in them."""
    assert pdf(paper(EVERY_KIND[0])) == pdf(paper(EVERY_KIND[0]))


@settings(max_examples=30)
@given(whole=papers())
def test_a_paper_is_set_or_its_signs_are_named(whole: Paper) -> None:
    """Whatever the notes say there is a PDF on pages of A4, or an error that names a sign no font has."""
    refused, made = "", {}
    try:
        made = pdf(whole)
    except ExportError as error:
        refused = error.message
    assert bool(made) != bool(re.search(r"U\+[0-9A-F]{4}", refused))
    for content in made.values():
        boxes = re.findall(rb"/MediaBox\s*\[([^\]]*)\]", content)
        assert boxes
        assert {tuple(round(float(side)) for side in box.split()) for box in boxes} == {(0, 0, 595, 842)}


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.isascii() and text.isprintable()])
def test_no_text_is_a_command(text: str) -> None:
    """A text that would be a command of typst, of Markdown or of HTML is set like any other."""
    assert pdf(paper(Question("u", "open", f"Q {text}", text), title=text))


@given(whole=papers())
def test_every_text_is_on_its_page(whole: Paper) -> None:
    """What a person reads of a question, its parts and its model answer stands in what the page is told to say."""
    page = letters(texts(variant_page(whole, whole.variants[0], Pictures(Options()))))
    key = letters(texts(key_page(whole, Pictures(Options()))))
    for question in whole.questions():
        parts = (*(option.text for option in question.options), *question.steps)
        pairs = (text for pair in question.pairs for text in (pair.prompt, pair.answer))
        for text in (*([question.stem] if question.kind != "cloze" else []), *parts, *pairs):
            assert said(text) in page
        assert said(question.answer) in key


def said(text: str) -> str:
    """The letters of a text, without the addresses that plain text adds to links and the numbers of lists."""
    nodes = texts(blocks(text, no_picture, room=1))
    plain = letters(to_plain(text))
    assert set(letters(nodes)) <= set(plain)
    return letters(nodes)


def test_what_markdown_says_is_drawn() -> None:
    """Blocks and marks of Markdown become what the page draws; raw HTML is text."""
    text = "**a** *b* `c` ~~d~~ <b> $e_1$\n\n1. f\n2. g\n\n> h\n\n| i |\n|---|\n| j |\n\n```\nk\n\n\tl\n```\n\n# m"
    kinds = [node["t"] for node in blocks(text, no_picture, room=1) if isinstance(node, dict)]
    assert kinds == ["p", "list", "quote", "table", "pre", "p"]
    line, numbered, _, table, code, heading = (node["c"] for node in blocks(text, no_picture, room=1))
    assert [node if isinstance(node, str) else (node["t"], node["c"]) for node in line] == [
        ("strong", ["a"]), " ", ("em", ["b"]), " ", ("code", ["c"]), " ", ("strike", ["d"]), " <b> ",
        ("code", ["$e_1$"]),
    ]  # fmt: skip
    assert [texts(item) for item in numbered] == ["f", "g"]
    assert table == [[["i"]], [["j"]]]
    assert code == [["k"], [], ["    l"]]
    assert heading == [{"t": "strong", "c": ["m"]}]


def test_a_link_goes_to_the_web_or_nowhere() -> None:
    """Only web and mail links can be followed."""
    nodes = blocks("[a](https://example.org) [b](javascript:alert(1)) [c](other.md)", no_picture, room=1)
    assert [(node["t"], node.get("to")) for node in nodes[0]["c"] if isinstance(node, dict)] == [
        ("link", "https://example.org"), ("span", None),
    ]  # fmt: skip


def test_gaps_are_drawn_wherever_they_stand() -> None:
    """A gap in a line, in code or in a block of code is one to write in; one that cannot be shown follows."""
    stem = "[[1]] `x [[2]]`\n\n```\nrun [[3]]\n```\n[y](https://example.org/[[4]])"
    question = Question("u", "cloze", stem, gaps=tuple(Gap((text,)) for text in "abcd"))
    [asked] = variant_page(paper(question), paper(question).variants[0], Pictures(Options()))["questions"]
    found = re.findall(r"'t': 'gap', 'n': (\d)", str(asked["stem"]))
    assert found == ["1", "2", "3", "4"]


def test_a_long_word_may_be_broken() -> None:
    """A word longer than a line has places to break at, Korean anyway."""
    [node] = blocks("x" * 100 + " " + "가" * 100, no_picture, room=1)
    assert texts(node["c"]).count(MAY_BREAK) == 4


def test_images_are_drawn_and_broken_ones_are_told() -> None:
    """An image of the notes is in the PDF; a file that is none is told by its name and stops nothing."""
    content = {"a.png": PNG, "b.png": b"no image", "c.svg": b"<svg", "d.txt": b"secret"}
    options = Options(image=lambda _uid, target: content.get(target))
    made = pdf(paper(Question("u", "open", "![a](a.png) ![b](b.png) ![c](c.svg) ![d](d.txt) ![e](e.png)")), options)
    assert made["417-205-386.pdf"].count(b"/Subtype/Image") == 1
    assert b"/Subtype/Image" not in made["417-205-386-key.pdf"]


def test_a_sign_that_no_font_has_stops_the_pdf() -> None:
    """The error names the signs, the first of them if they are many."""
    with pytest.raises(ExportError) as caught:
        fonts.chosen([Face("Libertinus Serif"), Face("DejaVu Sans Mono")], fonts.Used(frozenset("a가"), frozenset("b")))
    assert caught.value.message == "No font of this computer has 가 (U+AC00)."
    with pytest.raises(ExportError, match=r"U\+AC07\) …\.$"):
        fonts.chosen([Face("Libertinus Serif")], fonts.Used(frozenset(map(chr, range(0xAC00, 0xAC20))), frozenset()))


def test_latin_fonts_come_first_and_only_what_is_needed_is_chosen() -> None:
    """A backslash is never set in a Korean font, and a page of English asks for none."""
    known = typst.Fonts().fonts()
    chosen = fonts.chosen(known, fonts.Used(frozenset("\\a"), frozenset("\\x")))
    assert chosen["text"][0] in fonts.TEXT
    assert chosen["mono"][0] in fonts.MONO
    assert len(chosen["text"]) == len(chosen["mono"]) == 1


def test_fonts_that_cannot_be_read_have_no_sign(tmp_path: Any) -> None:
    """A font that is not there, or is none, is passed over."""
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    faces = [Face("Noto Sans", str(broken)), Face("Arial", str(tmp_path / "gone.ttf")), Face("Libertinus Serif")]
    assert fonts.chosen(faces, fonts.Used(frozenset("a"), frozenset()))["text"] == ["Libertinus Serif"]


def test_what_the_fonts_say_is_what_is_drawn() -> None:
    """A sign that is said to be there is drawn; one that is not is an empty box, the same for all such signs."""
    known = typst.Fonts(include_system_fonts=False).fonts()
    assert {face.family for face in known} >= fonts.EMBEDDED
    for family in sorted(fonts.EMBEDDED):
        box = drawn("\ud7a3", [family])
        assert box == drawn("\uac00", [family])
        assert all(drawn(chr(sign), [family]) != box for sign in sorted(fonts.ASCII - {0x20}))


def test_korean_is_drawn_where_a_font_has_it() -> None:
    """With a Korean font no syllable is an empty box; without one there is no PDF."""
    korean = Question("u", "choice", "맞는 것은? `한글`", options=(Option("참", True), Option("거짓")))
    try:
        chosen = fonts.chosen(typst.Fonts().fonts(), fonts.Used(frozenset("가힣 a"), frozenset("값a")))
    except ExportError:
        with pytest.raises(ExportError):
            pdf(paper(korean, language="ko"))
    else:
        assert drawn("가", chosen["text"]) != drawn("힣", chosen["text"]) != drawn("\U000fffff", chosen["text"])
        assert drawn("값", chosen["mono"]) != drawn("\U000fffff", chosen["mono"])
        assert pdf(paper(korean, language="ko"))


def test_signs_are_looked_for_where_they_are_set() -> None:
    """Signs of code are asked of the fonts for code; what is not seen is asked of none."""
    found = fonts.used({"t": "p", "c": ["a \u200b\ufe0f", {"t": "code", "c": ["b"]}, {"t": "pre", "c": [["c\t"]]}]})
    assert found == fonts.Used(frozenset("a"), frozenset("bc"))


def test_a_question_stays_with_its_lines() -> None:
    """On no page is a line to write on without the question it is for."""
    asked = [Question(f"u{n}", "open", f"Stem{n}x?", points=points) for n, points in enumerate((300, 500, 200) * 5)]
    content = pdf(paper(*asked))["417-205-386.pdf"]
    below = ruled(content)
    below[0] -= 1  # the line below the head
    said = read_back(content)
    assert len(said) > 3
    assert below == [
        sum(lines(one) for number, one in enumerate(asked) if f"Stem{number}x" in page) for page in said
    ]  # fmt: skip


def test_a_question_longer_than_a_page_keeps_its_lines_together() -> None:
    """What fits on no page goes on on the next one, and all lines to write on are on one page."""
    code = "```\n" + "\n".join(f"code {n}" for n in range(90)) + "\n```"
    content = pdf(paper(Question("u", "open", code, points=800)))["417-205-386.pdf"]
    assert [line for page in read_back(content) for line in re.findall(r"code \d+", page)] == [
        f"code {n}" for n in range(90)
    ]
    assert ruled(content) == [1, 0, 16]


def test_the_key_says_what_is_right() -> None:
    """All answers at a glance, and of a choice not the letters alone but also what the right options say."""
    whole = paper(*EVERY_KIND, variants=2)
    first, second = key_page(whole, Pictures(Options()))["keys"]
    assert [(of["title"], len(of["glance"]), len(of["rows"])) for of in (first, second)] == [
        ("Variant A", 8, 9), ("Variant B", 8, 9),
    ]  # fmt: skip
    choice = next(row for row in first["rows"] if texts(row["right"]) == "A, B")
    assert [(option["letter"], texts(option["c"])) for option in choice["options"]] == [
        ("A", "bridge"),
        ("B", "overlay"),
    ]
    printed = "".join(read_back(pdf(whole)["417-205-386-key.pdf"]))
    assert re.search(r"3\s+no\s+4\s+A\s+5\s+A, B\s+6\s", printed)
    assert re.search(r"4\.\s+A\s[^\n]*\n+\s*A\.\s+bridge\n", printed)


def test_there_is_room_for_who_takes_it_and_for_the_marks() -> None:
    """As on the page in HTML: name, class, date and score; a sheet with the names of the class and all points."""
    whole = paper(*EVERY_KIND, *(Question(f"m{n}", "open", "Why?", points=200) for n in range(10)), variants=2)
    made = pdf(whole, Options(names=("Kim", "Lee")))
    top = read_back(made["417-205-386-A.pdf"])[0]
    assert re.search(r"19 questions, 29.5 points in all\s+Name\s+Class\s+Date\s+Score\s+/ 29.5", top)
    marking = "".join(read_back(made["417-205-386-marking.pdf"]))
    assert marking.count("Kim") == marking.count("Lee") == 2
    assert re.search(r"\b1\s+2\s+3\s.*\s16\n", marking)
    assert re.search(r"17\s+18\s+19\s+Total", marking)
    blank = read_back(pdf(whole)["417-205-386-marking.pdf"])
    assert [page.count("Name") for page in blank] == [1, 1]


def test_no_sign_is_asked_for_that_typst_has_not_itself() -> None:
    """What a page says of its own in English is ASCII: a computer without fonts can print a paper in ASCII."""
    plain = paper(*(one for one in EVERY_KIND if one.uid != "cloze1"), variants=2)
    pages = [variant_page(plain, plain.variants[1], Pictures(Options())), key_page(plain, Pictures(Options()))]
    for page in (*pages, marking_page(plain, ())):
        assert {ord(sign) for some in fonts.used(page) for sign in some} <= fonts.ASCII


def test_the_pages_have_the_size_that_is_asked_for() -> None:
    """Letter where a blueprint says so."""
    for sheet, size in (("A4", [595, 842]), ("Letter", [612, 792])):
        made = pdf(paper(EVERY_KIND[0]), Options(page=PageOptions(sheet=sheet)))
        for content in made.values():
            (box,) = set(re.findall(rb"/MediaBox\s*\[([^\]]*)\]", content))
            assert [round(float(side)) for side in box.split()[2:]] == size


def test_an_order_is_asked_by_letters() -> None:
    """As in every other format of a paper, the steps have letters, and blanks wait for these in their order."""
    question = Question("u", "order", "How?", steps=("build", "push", "pull"))
    [asked] = variant_page(paper(question), paper(question).variants[0], Pictures(Options()))["questions"]
    assert [(step["letter"], texts(step["c"])) for step in asked["steps"]] == [
        ("A", "build"), ("B", "push"), ("C", "pull"),
    ]  # fmt: skip
    assert (asked["note"], asked["in_order"]) == ("Put the steps in order, by their letters.", "Order")
    (page,) = read_back(pdf(paper(question))["417-205-386.pdf"])
    assert re.search(r"A\.\s+build\s+B\.\s+push\s+C\.\s+pull\s+Order", page)


def test_matching_asks_each_card_for_its_image() -> None:
    """The image of an answer is that of its own card, wherever the variant prints it."""
    asked: list[tuple[str, str]] = []
    options = Options(image=lambda uid, target: asked.append((uid, target)))
    pairs = (Pair("![p](p.png)", "![a](a.png)", "one"), Pair("![p](p.png)", "![a](a.png)", "two"))
    whole = paper(Question("u", "matching", "Match.", pairs=pairs), variants=2)
    variant_page(whole, whole.variants[1], Pictures(options))
    assert asked == [("one", "p.png"), ("two", "p.png"), ("two", "a.png"), ("one", "a.png")]


@pytest.mark.parametrize(("missing", "named"), [("typst", "typst"), ("fontTools.ttLib", "fontTools")])
def test_without_the_extra_a_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, missing: str, named: str
) -> None:
    """Where a package is missing the error names it and the extra that brings it."""
    monkeypatch.setitem(sys.modules, missing, None)
    fonts._signs.cache_clear()
    with pytest.raises(ExportError) as caught:
        fonts.chosen([Face("Arial", "x")], fonts.Used(frozenset("a"), frozenset())) if named != "typst" else pdf(
            paper(EVERY_KIND[0])
        )
    assert caught.value.message == f"This format needs {named}, which is not installed."
    assert "'.[pdf]'" in caught.value.hint
