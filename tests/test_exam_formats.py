"""Papers as files: Markdown that no card can break out of, and JSON that reads back."""

import json
import re

import pytest
from exam_cards import card, cards, choice, plan
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from quiz.errors import QuizError, UsageError
from quiz.exam.compose import TooFewError, compose
from quiz.exam.contained import block, inline
from quiz.exam.formats import FORMATS, Options, remarks, written
from quiz.exam.json import dumps, loads
from quiz.exam.key import key_rows
from quiz.exam.marking import Rules
from quiz.exam.page.options import PageOptions
from quiz.exam.paper import Asked, Option, Paper, Question, Variant
from quiz.language import _

ALL = ["choice", "cloze", "short", "yesno", "open", "matching", "order"]
HOSTILE = [
    "# A heading\n## and another",
    "A title\n===\nanother\n---",
    "```sh\nnever closed\n# 2. not a question",
    "~~~\n1. x\n2. y",
    "<h1>big</h1><script>alert(1)</script>",
    "<!-- never closed",
    "<div>\n\nopen",
    "2. not the second question\n3. nor the third",
    "- a\n\n```\n<b>at the margin</b>\n",
    "[1]: https://example.org\n[x]: javascript:alert(1)",
    "***\n---\n___",
    "> quote\n- [ ] task\n| a | b |\n|---|---|\n| 1 | 2 |",
    "`<i>` and `` ` `` and <i> \\<b>",
    "text\n    ```\n    <div>\n    ```\n",
    "tab\there \x1b[31m bell\x07 \u202e",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "한글 `<kbd>` **굵게**입니다 <kbd>",
]


def tree(text):
    """The paper as another reader sees it, raw HTML let through."""
    return MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)


def shape(text):
    """Headings, the numbers of the questions, and whether any HTML got through."""
    tokens = tree(text)
    heads = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open"]
    numbers = [token.info for token in tokens if token.type == "list_item_open" and token.level == 1 and token.info]
    html = [token for token in tokens if token.type == "html_block"]
    html += [child for token in tokens for child in token.children or () if child.type == "html_inline"]
    return heads, numbers, html


def test_where_a_program_gives_part_of_the_points_is_told():
    """Several right options in Moodle and Canvas, an order in GIFT; with --partial the paper does so, too."""
    asked = (
        Question("s", "choice", "?", options=(Option("a", True), Option("b", True), Option("c"))),
        Question("o", "order", "?", steps=("a", "b", "c")),
        Question("c", "choice", "?", options=(Option("a", True), Option("b"))),
    )
    whole = Paper("1", "T", "ko", (Variant("A", tuple(Asked(each, tuple(range(each.movable))) for each in asked)),))
    names = ["md", "moodle", "qti", "gift", "csv", "moodle"]
    assert list(remarks(whole, names, Options())) == [
        "moodle: 1 question gives points for part of its answer; Moodle has no other way.",
        "qti: 1 question gives points for part of its answer; Canvas has no other way.",
        "gift: 2 questions give points for part of an answer; Moodle has no other way.",
    ]
    assert not list(remarks(whole, names, Options(page=PageOptions(rules=Rules(partial=True, places=True)))))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_card_reaches_beyond_its_place(text):
    """Whatever a question, an answer or an option says, the paper has its headings and its numbers and no HTML."""
    deck = [
        card("a", text, text, number=0),
        card("b", "plain?", number=1),
        choice("c", [inline(text) or "x"], ["y"], number=2),
        card("d", f"{text} {{{{c1::gap}}}}", text, kind="cloze", number=3),
    ]
    paper = compose(deck, plan(count=4, order="keep", title=text.split("\n")[0], language="en")).paper
    files = {name: data.decode() for name, data in written(paper, ["md"], Options(("Kim | Lee", text))).items()}
    count = len(paper.variants[0].asked)
    heads, numbers, html = shape(files[f"{paper.id}-A.md"])
    assert (len(heads), numbers, html) == (1, [str(number) for number in range(1, count + 1)], [])
    heads, numbers, html = shape(files[f"{paper.id}-key.md"])
    assert heads[1:] == ["Variant A", "Model answers"]
    assert (numbers, html) == ([str(number) for number in range(1, count + 1)] * 2, [])
    heads, numbers, html = shape(files[f"{paper.id}-marking.md"])
    assert (len(heads), numbers, html) == (1, [], [])
    assert "\x1b" not in "".join(files.values())


@example("\t1\n-")
@given(st.text(alphabet="`~<>#-=[]:!*_|\\ \t\nab1.", max_size=60))
@settings(max_examples=400, deadline=None)
def test_any_text_is_contained(text):
    """Texts of nothing but signs: inside a list item none of them makes HTML or a heading, or ends the item early."""
    made = block(text)
    lines = "\n".join(f"   {line}" if line.strip() else "" for line in made.split("\n"))
    tokens = tree(f"1. *x*\n\n{lines}\n\n2. *y*\n\n   after\n")
    heads, numbers, html = shape(f"1. *x*\n\n{lines}\n\n2. *y*\n\n   after\n")
    assert (heads, numbers, html) == ([], ["1", "2"], [])
    assert tokens[-1].type == "ordered_list_close"


def test_code_is_as_in_the_notes():
    """What stands in a fence is printed byte for byte, its blank lines and HTML included."""
    code = "```html\n<b>bold</b>\n\n# no heading\n\ttab\n```"
    fence = next(token for token in tree(block(f"look:\n\n{code}")) if token.type == "fence")
    assert fence.content == "<b>bold</b>\n\n# no heading\n\ttab\n"


@pytest.mark.parametrize("seed", range(40))
def test_the_printed_key_is_right_on_the_printed_page(seed):
    """Read from the Markdown alone: the options the key names are those the card marks right."""
    deck = [choice(f"c{n}", [f"right {n}"] + ["also right"] * (n % 2), ["wrong", "worse"], number=n) for n in range(12)]
    paper = compose(deck, plan(count=6, variants=3, seed=seed, language="en")).paper
    files = {name: data.decode() for name, data in written(paper, ["md"], Options()).items()}
    sections = re.split(r"^## Variant (\w+)$", files[f"{paper.id}-key.md"].split("## Model answers")[0], flags=re.M)
    keys = dict(zip(sections[1::2], sections[2::2], strict=True))
    for letter, key in keys.items():
        items = re.split(r"^(\d+)\. ", files[f"{paper.id}-{letter}.md"], flags=re.M)[1:]
        page = dict(zip(items[::2], items[1::2], strict=True))
        told = dict(re.findall(r"^(\d+)\. \*\*([A-Z, ]+)\*\*", key, re.M))
        assert len(told) == len(page) == 6
        for number, right in told.items():
            options = dict(re.findall(r"- \[ \] \*\*([A-Z])\.\*\* (.*)$", page[number], re.M))
            assert {options[each] for each in right.split(", ")} == {
                each for each in options.values() if "right" in each
            }


def test_images_come_along():
    """An image is copied beside the paper under a name of its content; one that is missing stays as it is written."""
    deck = [card("a", "look ![x](img/a%20b.png) `![](no.png)` ![gone](gone.png)?")]
    paper = compose(deck, plan(count=1)).paper
    files = written(paper, ["md"], Options(image=lambda _uid, name: b"png" if name == "img/a%20b.png" else None))
    (name,) = [name for name in files if name.startswith("images/")]
    assert files[name] == b"png"
    page = files[f"{paper.id}-A.md"].decode()
    assert f"![x]({name})" in page
    assert "`![](no.png)`" in page
    assert "![gone](gone.png)" in page


def test_a_paper_speaks_its_own_language():
    """A Korean paper is Korean whatever its maker reads, and afterwards the maker reads on as before."""
    paper = compose([card("a", "무엇인가요?"), card("b", "왜인가요?")], plan(count=2)).paper
    page = written(paper, ["md"], Options())[f"{paper.id}-A.md"].decode()
    assert "이름" in page
    assert _("Name") == "Name"


@pytest.mark.parametrize("seed", range(60))
def test_json_reads_back(seed):
    """A paper of any kinds is the same after a way through JSON, and its key with it."""
    try:
        paper = compose(cards(seed, 40), plan(count=12, kinds=ALL, variants=3, seed=seed, title="제목")).paper
    except TooFewError:
        pytest.skip("too few cards for this seed")
    again = loads(dumps(paper), "paper.json")
    assert again == paper
    assert [key_rows(variant) for variant in again.variants] == [key_rows(variant) for variant in paper.variants]


def broken(change):
    paper = compose([choice("a", ["x"], ["y", "z"]), card("b")], plan(count=2)).paper
    told = json.loads(dumps(paper))
    change(told)
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.pop("variants"),
        lambda told: told["variants"][0]["asked"].pop(),
        lambda told: told["variants"][0]["asked"][0].update(uid="nobody"),
        lambda told: [each.update(order=[0, 0, 1]) for each in told["variants"][0]["asked"]],
        lambda told: told["questions"][0].update(kind="riddle"),
        lambda told: told["questions"][0].update(points="many"),
        lambda told: told["questions"][0].update(stem=None),
        lambda told: told.update(variants=[]),
        lambda told: told.update(language="xx"),
        lambda told: told.update(format="other"),
        lambda told: told.update(version=99),
        lambda told: told.update(questions=[1, 2]),
    ],
)
def test_damaged_json_is_refused_in_words(change):
    """What was cut or bent by hand is named with its file; nothing else escapes."""
    with pytest.raises(QuizError, match=r"p\.json") as error:
        loads(broken(change), "p.json")
    assert error.value.hint


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[]", b"{", b"[" * 100_000, b'"quiz-paper"'])
def test_what_is_no_paper_is_refused(data):
    """Any other file."""
    with pytest.raises(QuizError):
        loads(data, "p.json")


def test_every_format_is_there():
    """Each name of the registry writes files whose names begin with the id, but for images."""
    paper = compose([card("a"), choice("b", ["x"], ["y"])], plan(count=2)).paper
    for name in FORMATS:
        files = written(paper, [name], Options(package=lambda uids: repr(uids).encode()))
        assert files
        assert all(isinstance(data, bytes) and data for data in files.values())
        assert all(file.startswith((paper.id, "images/")) for file in files)
    with pytest.raises(UsageError, match="papyrus"):
        written(paper, ["papyrus"], Options())
