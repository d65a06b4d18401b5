"""Notes → cards and problems: what is a question, what is its answer, and what is wrong, of any file."""

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.notes import LONG_ANSWER_LINES, parse
from quiz.notes.problems import SEVERITY
from quiz.notes.scanner import dedent, indent_of
from quiz.topics import Ruleset


def read(text, **given_more):
    return parse(text if isinstance(text, bytes) else text.encode(), "notes.md", **given_more)


def pairs(text):
    """[(question, answer)] of notes without any problem but missing answers."""
    notes = read(text)
    assert {problem.code for problem in notes.problems} <= {"no-answer"}
    return [(card.question, card.answer) for card in notes.deck.cards]


def questions(text):
    return [card.question for card in read(text).deck.cards]


def problems(text, **given_more):
    return [(problem.line, problem.code) for problem in read(text, **given_more).problems]


# — questions —


@pytest.mark.parametrize("marker", ["-", "*", "+", "1.", "12)", "-\t", "-   "])
def test_every_list_marker_at_the_margin_asks(marker):
    """A question may be marked by any list marker and any blanks after it, which are no part of it."""
    text = f"{marker} 스택은?\n    - LIFO\n{marker} 큐는?\n    - FIFO"
    assert pairs(text) == [("스택은?", "- LIFO"), ("큐는?", "- FIFO")]


@pytest.mark.parametrize("nesting", [" ", "  ", "   ", "    ", "\t", "      "])
def test_whatever_is_nested_deeper_than_a_question_answers_it(nesting):
    """One blank, four blanks or a tab: deeper than the question is the answer, and its own nesting is kept."""
    text = f"- one?\n{nesting}- a\n{nesting}{nesting}- b\n- two?\n{nesting}- c\n"
    (one, answer), two = pairs(text)
    assert (one, two) == ("one?", ("two?", "- c"))
    assert [line.strip() for line in answer.split("\n")] == ["- a", "- b"]
    assert [indent_of(line) for line in answer.split("\n")] == [0, indent_of(nesting * 2) - indent_of(nesting)]


@pytest.mark.parametrize("margin", ["", " ", "  ", "   "])
def test_a_margin_of_up_to_three_blanks(margin):
    """Questions may all stand a little to the right."""
    text = f"{margin}- one?\n{margin}  - a\n\n{margin}- two?\n{margin}  - b\n"
    assert pairs(text) == [("one?", "- a"), ("two?", "- b")]


@pytest.mark.parametrize(
    "question",
    [
        "이진 탐색의 조건은",
        "[B-트리](https://example.org/b(tree))는 어디에 쓰나요?",
        "`git rebase -i`",
        r"경로 C:\temp 와 \$HOME, <src> 와 &amp; 의 뜻?",
        "*강조*와 __밑줄__ 그리고 `a  b`",
        "a #b - c",
        "<!DOCTYPE html>은?",
        "`<!-- id: x -->`는 주석인가요?",
    ],
)
def test_questions_are_kept_exactly(question):
    """Links, code, backslashes and angle brackets are the question's own, and it needs no question mark."""
    assert pairs(f"- {question}\n  - 답") == [(question, "- 답")]


def test_a_wrapped_question_is_read_up_to_its_question_mark():
    """Lines below a question go on with it where one of them ends in a question mark, and else answer it."""
    text = "- 해시 충돌을\n  어떻게\n  줄이나요?\n  - 체이닝\n- 설명하시오\n  (한 줄로)\n  - 답\n- 왜?\n  정말?\n"
    assert pairs(text) == [
        ("해시 충돌을 어떻게 줄이나요?", "- 체이닝"),
        ("설명하시오", "(한 줄로)\n- 답"),
        ("왜?", "정말?"),
    ]


def test_a_question_may_be_code():
    """A fence on the line of a list marker is a question with all its lines."""
    text = "- ```py\n  if x:\n\n      print(x)\n  ```\n  ```\n  1\n  ```\n- next?\n  - a"
    assert pairs(text) == [("```py\nif x:\n\n    print(x)\n```", "```\n1\n```"), ("next?", "- a")]


def test_a_table_of_contents_asks_nothing():
    """List items that only link into the page are no questions, and neither are those nested in them."""
    text = "# 목차\n- [하나](#1)\n  - [둘](#2)\n1. [셋](#3)\n\n## 하나\n- [넷](#4)은 무엇?\n  - 답\n"
    assert questions(text) == ["[넷](#4)은 무엇?"]


def test_bare_list_markers_neither_ask_nor_answer():
    """A marker with nothing after it, as it stands while one is writing, changes no card."""
    assert pairs("-\n- one?\n  -\n  - a\n\n- \n* two?\n  * b\n") == [("one?", "- a"), ("two?", "* b")]


@pytest.mark.parametrize("blank", ["\u00a0", "\u3000", "\u2003"])
def test_other_blanks_after_the_marker_are_no_part_of_the_question(blank):
    """A no-break blank, which Korean keyboards type easily, is passed over after the first blank."""
    assert questions(f"- {blank}질문?\n  - 답") == ["질문?"]


# — questions of several blocks —


def test_a_comment_parts_a_question_of_several_blocks_from_its_answer():
    """Paragraphs, lists, pictures and code above it are asked as they stand; all below it answers."""
    text = (
        "- Which lasts?\n\n  - a\n    - b\n\n  ![](x.png)\n  ```sh\n  - ls\n\n  # x\n  ```\n\n  Tell.\n"
        "  <!-- answer -->\n\n  - a, since\n    - it does\n\n  For ever?\n- next?\n  - c\n"
    )
    assert pairs(text) == [
        (
            "Which lasts?\n\n- a\n  - b\n\n![](x.png)\n```sh\n- ls\n\n# x\n```\n\nTell.",
            "- a, since\n  - it does\n\nFor ever?",
        ),
        ("next?", "- c"),
    ]


@pytest.mark.parametrize(
    "comment", ["  <!-- answer -->", "<!--answer-->", "      <!-- ANSWER -->  ", "<!--\nanswer\n-->"]
)
@pytest.mark.parametrize("blank", ["", "\n"])
def test_the_parting_comment_may_stand_at_any_depth(comment, blank):
    """At the margin too, and with or without blank lines around, it is the comment of the question above it."""
    assert pairs(f"- q\n  more\n{blank}{comment}\n{blank}  a?\n- r?\n  - b") == [("q\nmore", "a?"), ("r?", "- b")]


@pytest.mark.parametrize(
    ("above", "question"),
    [
        ("- - a\n    - b\n  - c", "- a\n  - b\n- c"),
        ("- 1. a\n     more", "1. a\n   more"),
        ("- a\n\n  ***\n\n  b", "a\n\n***\n\nb"),
        ("- a\n    - b\n        - c", "a\n- b\n    - c"),
        ("-\ta\n\t- b\n\t\t- c", "a\n- b\n\t- c"),
        ("- ```py\n  x = 1\n\n    y\n  ```\n\n  What is x?", "```py\nx = 1\n\n  y\n```\n\nWhat is x?"),
        ("- a?\n  b", "a?\nb"),
        ("- a\n  <!-- later -->\n  b\n  ***\n", "a\nb"),
        ("- a\n\n      code", "a\n\n    code"),
    ],
)
def test_what_stands_above_the_parting_comment_keeps_its_form(above, question):
    """Nesting, rules between blocks, fences and deep code: only the common indentation is taken away."""
    assert pairs(f"{above}\n  <!-- answer -->\n  - yes\n") == [(question, "- yes")]


def test_a_parting_comment_elsewhere_changes_nothing():
    """Beside other text, in code, above all questions, or a second time in a card it is a comment like any other."""
    code = "```\n<!-- answer -->\n```"
    text = f"<!-- answer -->\n- a <!-- answer -->\n  b?\n  - c\n- d?\n{code}\n- e?\n  <!-- answered -->\n  f"
    assert pairs(text) == [("a b?", "- c"), ("d?", code), ("e?", "f")]
    assert pairs("- a\n  b\n  <!-- answer -->\n  c\n  <!-- answer -->\n  d\n") == [("a\nb", "c\nd")]


def test_a_question_of_several_blocks_may_wait_for_its_answer():
    """With nothing below the comment the card is unanswered, and its id and tags may stand anywhere in it."""
    notes = read("- q <!-- tags: t -->\n  more\n  <!-- id: x -->\n  <!-- answer -->\n\n---\n- r?\n  - a\n")
    card = notes.deck.cards[0]
    assert (card.question, card.answer, card.id, card.topics) == ("q\nmore", "", "x", ("t",))
    assert [(problem.line, problem.code) for problem in notes.problems] == [(1, "no-answer")]


# — answers —


def test_an_answer_is_everything_until_the_next_question_or_heading():
    """Nested bullets, paragraphs and images at the margin, and whitespace-only lines all belong to the answer."""
    text = "- q?\n  - a\n    - b\n \t \n여백의 문단\n![그림](./a.png)\n\n  - c\n\n# h\n- r?\n  - d"
    assert pairs(text) == [("q?", "- a\n  - b\n\n여백의 문단\n![그림](./a.png)\n\n- c"), ("r?", "- d")]


def test_section_rules_part_cards_and_stay_inside_answers():
    """`---` before the next question is nobody's; inside an answer a rule is kept."""
    text = "- q?\n  - a\n  ***\n  - b\n\n---\n\n* * *\n- r?\n  - c\n___\n"
    assert pairs(text) == [("q?", "- a\n***\n- b"), ("r?", "- c")]


def test_an_unanswered_question_is_a_card_that_waits():
    """Blank lines, rules and comments are no answer: the card is there, not answered, and reported."""
    notes = read("- one?\n\n---\n- two?\n  <!-- later -->\n- three?\n  - yes\n")
    assert [card.answered for card in notes.deck.cards] == [False, False, True]
    assert [(problem.line, problem.code) for problem in notes.problems] == [(1, "no-answer"), (4, "no-answer")]
    assert not notes.rejected


def test_tag_lines_are_no_headings():
    """`#tag` without a blank is text of the answer, and so are seven hashes."""
    assert pairs("- q?\n  - a\n\n#태그 #tag\n####### 일곱\n- r?\n  - b")[0] == ("q?", "- a\n\n#태그 #tag\n####### 일곱")


def test_tabs_inside_lines_stay():
    """Only the common indentation is taken away, and a tab that reaches beyond it leaves its rest."""
    assert pairs("- q?\n  - a\tb\n\t- c\td\n") == [("q?", "- a\tb\n  - c\td")]
    assert [dedent("\t\tx", 2), dedent("\t", 2), dedent(" \tx", 4), dedent("x", 4)] == ["  \tx", "  ", "x", "x"]


# — fences —

NASTY = ["", "# 제목", "====", "----", "- x", "1. y?", "\tz\t", "<html>", "trail  ", "<!--", "-->", "<!-- id: no -->"]


def test_a_fence_at_the_margin_belongs_to_the_answer_byte_for_byte():
    """A fence at column 0 after a nested bullet, whatever is in it, and the bullets that go on after it."""
    body = "\n".join(["```sh", *NASTY, "```"])
    text = f"- q?\n  - a\n\n{body}\n\n  - b\n- r?\n  - c\n"
    assert pairs(text) == [("q?", f"- a\n\n{body}\n\n- b"), ("r?", "- c")]


@pytest.mark.parametrize("indent", [0, 2, 4, 6])
def test_fences_inside_nested_bullets(indent):
    """A fence loses the indentation of the answer and nothing else."""
    blanks = " " * indent
    body = [f"{blanks}{line}" for line in ("~~~", *NASTY, "~~~~")]
    text = "\n".join(["- q?", "  - a", "    - b", "      - c", *body, "  - d"])
    expected = "\n".join(line.removeprefix("  ") if indent else line for line in body)
    assert pairs(text) == [("q?", f"- a\n  - b\n    - c\n{expected}\n- d")]


@pytest.mark.parametrize("indent", ["    ", "\t", "  "])
def test_an_answer_that_is_only_a_fence_is_no_indented_code(indent):
    """A fence that stands deeper alone is moved to the margin, where Markdown sees that it is a fence."""
    assert pairs(f"- q?\n\n{indent}```\n{indent}x\n{indent}  y\n{indent}```") == [("q?", "```\nx\n  y\n```")]


def test_fences_nested_by_tabs():
    """Tabs nest bullets and fences alike."""
    text = "- q?\n\t- a\n\t\t```\n\t\tx\n\t\t\ty\n\t\t```\n\t- b"
    assert pairs(text) == [("q?", "- a\n\t```\n\tx\n\t\ty\n\t```\n- b")]


def test_longer_fences_hold_shorter_ones():
    """A fence is closed by its own sign and length only."""
    body = "````md\n```\n- x\n```\n~~~~\n`````"
    assert pairs(f"- q?\n  - a\n{body}\n- r?\n  - b") == [("q?", f"- a\n{body}"), ("r?", "- b")]


def test_indented_code_stays_code():
    """A paragraph that stands four columns deeper than the text of the question is code, below prose or alone."""
    assert pairs("- 함수?\n\n      def f():\n          return 1\n") == [("함수?", "    def f():\n        return 1")]
    below = "- 함수?\n\n  이렇게 씁니다.\n\n      def f(): ...\n"
    assert pairs(below) == [("함수?", "이렇게 씁니다.\n\n    def f(): ...")]


def test_a_fence_may_hold_an_indented_one():
    """What is four columns deeper than the opening is code, also where it looks like the end."""
    body = "```md\n- item\n    ```sh\n    x\n    ```\n- no question?\n```"
    assert pairs(f"- q?\n  - a\n{body}\n- r?\n  - b") == [("q?", f"- a\n{body}"), ("r?", "- b")]


@pytest.mark.parametrize("marker", ["-", "10."])
def test_a_fence_opened_on_a_bullet_line(marker):
    """It ends where a fence ends that is as deep as the bullet's text."""
    blanks = " " * (len(marker) + 3)
    text = f"- q?\n  {marker} ```sh\n{blanks}- x\n{blanks}```\n  {marker} more\n- r?\n  - b"
    assert pairs(text)[0] == ("q?", f"{marker} ```sh\n{blanks[2:]}- x\n{blanks[2:]}```\n{marker} more")


def test_ticks_in_the_info_of_a_line_make_it_inline_code():
    """```` ```x``` ```` on one line opens nothing."""
    assert pairs("- q?\n  - a\n```x``` y\n- r?\n  - b") == [("q?", "- a\n```x``` y"), ("r?", "- b")]


def test_an_unclosed_fence_is_an_error_at_its_line():
    """The file is refused, for everything below would be lost in the fence."""
    notes = read("- q?\n  - a\n\n```sh\n- r?\n  - b\n")
    assert [(problem.line, problem.code, problem.severity) for problem in notes.problems] == [
        (4, "unclosed-fence", "error")
    ]
    assert notes.rejected


def test_a_fence_that_swallowed_another_is_doubted():
    """Where a fence meets the opening of the next one, its own end is probably missing."""
    text = "- q?\n  - a\n```sh\nx\n- r?\n  - b\n```sh\ny\n```\n"
    assert problems(text) == [(3, "fence-in-fence")]


# — headings, deck —


def test_headings_give_the_path_and_the_first_title_the_deck():
    """The first `#` heading names the deck and is in no path; marks and closing signs are no part of a name."""
    text = (
        "# **자료** `구조` [노트](http://x) ##\n- a?\n  - 1\n"
        "## 트리 ##\n### B-트리\n- b?\n  - 2\n## 그래프\n- c?\n  - 3\n# 부록\n- d?\n  - 4\n"
    )
    deck = read(text).deck
    assert deck.name == "자료 구조 노트"
    assert [card.heading for card in deck.cards] == [(), ("트리", "B-트리"), ("그래프",), ("부록",)]


def test_underlined_headings():
    """`===` and `---` below a line that stands free make it a heading; below a sentence `---` is a rule."""
    text = "자료 구조\n====\n트리\n---\n- q?\n  - a\n\n한 문장입니다.\n---\n- r?\n  - b\n\n  안쪽\n  ===\n  - c\n"
    deck = read(text).deck
    assert deck.name == "자료 구조"
    assert [(card.heading, card.answer) for card in deck.cards] == [
        (("트리",), "- a\n\n한 문장입니다."),
        (("트리",), "- b\n\n안쪽\n===\n- c"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("---\ndeck: 이름\n---\n# 제목\n- q", "이름"),
        ("---\ntitle: 이름\n---\n- q", "이름"),
        ("---\ndeck:\ntitle: ~\n---\n# 제목\n- q", "제목"),
        ("## 절\n- q", "notes"),
        ("# ***\n- q", "notes"),
        ("- q", "notes"),
    ],
)
def test_a_deck_is_named_by_front_matter_title_or_file(text, name):
    """In this order, whichever is the first that says something."""
    assert read(text).deck.name == name


# — comments —


def test_comments_are_not_shown():
    """One line, several lines, commented-out questions: none of it is in a card, and the text around is."""
    text = "- q <!-- x -->?\n  - a <!-- y --> b\n<!--\n- no?\n  - no\n-->\n<!-- z -->\n  - c\n<!-->\n- r?\n  - d\n"
    assert pairs(text) == [("q ?", "- a  b\n- c"), ("r?", "- d")]


def test_comments_in_code_are_code():
    """In a code span or a fence a comment stays and says nothing."""
    text = "- q?\n  - `<!-- id: x -->`\n```\n<!-- tags: y -->\n<!--\n```\n"
    (card,) = read(text).deck.cards
    assert card.answer == "- `<!-- id: x -->`\n```\n<!-- tags: y -->\n<!--\n```"
    assert (card.id, card.topics) == (None, ())


def test_an_unclosed_comment_is_an_error_at_its_line():
    """The file is refused, for everything below would be lost in the comment."""
    assert problems("- q?\n  - a\n<!-- x\n- r?\n  - b\n") == [(3, "unclosed-comment")]


@pytest.mark.parametrize(
    "text",
    [
        "- q? <!-- id: x1 --> <!-- tags: 검색, B Tree -->\n  - a",
        "- q? <!-- ID: x1 --><!--Tags:검색,B Tree-->\n  - a",
        "- q?\n<!-- id: x1 -->\n  <!-- tags: 검색, B Tree -->\n  - a",
        "- q?\n  - a <!-- id: x1 -->\n\n  <!--\n  tags: 검색, B Tree\n  -->",
        "# 제목\n\n<!-- id: x1 -->\n<!-- tags: 검색, B Tree -->\n- q?\n  - a",
        "- before?\n  - b\n\n<!-- id: x1 -->\n<!-- tags: 검색, B Tree -->\n- q?\n  - a\n",
        "- q?\n  - a\n\n<!-- id: x1 -->\n<!-- tags: 검색, B Tree -->\n",
        "- q?\n  - a\n<!-- id: x1 -->\n<!-- tags: 검색, B Tree -->\n- after?\n  - c",
    ],
)
def test_a_comment_gives_its_question_id_and_tags(text):
    """On the question's line, below it, or above it after a blank line: it is the question's, and no other's."""
    cards = {card.question: card for card in read(text).deck.cards}
    assert (cards["q?"].id, cards["q?"].topics) == ("x1", ("검색", "b-tree"))
    assert all((card.id, card.topics) == (None, ()) for question, card in cards.items() if question != "q?")


def test_tags_below_a_heading_hold_for_its_section():
    """On the heading or below it, down to its subsections and no further."""
    text = (
        "# D <!-- tags: all -->\n- a?\n  - 1\n## S\n<!-- tags: s -->\n\n- b?\n  - 2\n- c?\n  - 3\n"
        "### T\n- d?\n  - 4\n## U\n- e?\n  - 5"
    )
    topics = {card.question: card.topics for card in read(text).deck.cards}
    assert topics == {
        "a?": ("all",),
        "b?": ("s", "all"),
        "c?": ("s", "all"),
        "d?": ("s::t", "all"),
        "e?": ("u", "all"),
    }


# — front matter —


def test_front_matter_says_what_holds_for_the_file():
    """Deck, language and tags as they are written, keyword rules as a table, and unknown keys for others."""
    text = (
        "---\ndeck: 알고리즘\nlanguage: ko\ntags: [007, no, 2024-01-01, B Tree]\nauthor: {name: [x]}\n"
        "topics:\n  정렬: 힙\n  그래프: [최단 경로, dijkstra*]\n---\n"
        "- 힙은?\n  - 완전 이진 트리\n- Dijkstras?\n  - a\n"
    )
    notes = read(text)
    assert (notes.deck.name, notes.deck.language, notes.problems) == ("알고리즘", "ko", ())
    tags = ("007", "no", "2024-01-01", "b-tree")
    assert [card.topics for card in notes.deck.cards] == [("정렬", *tags), ("그래프", *tags)]
    assert [card.place.line for card in notes.deck.cards] == [10, 12]


@pytest.mark.parametrize("tags", ["tags: [a, b]", "tags: a, b", "tags:\n- a\n- b", "topics: [a, b]", "topics: a, b"])
def test_tags_in_the_ways_other_tools_write_them(tags):
    """A list, a line with commas, or a list of topics."""
    assert read(f"---\n{tags}\n---\n- q").deck.cards[0].topics == ("a", "b")


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("deck: x\ntags: [a\nlang: ko", 4),
        ("deck: x\ntitle: a: b", 3),
        ("deck: x\n\tlang: ko", 3),
        ("deck: x\nt: a\x00b", 3),
        ("deck: x\ntags: *nowhere", 3),
        ("deck: x\n\n? [a]\n: b", 4),
        ("deck: x\ntopics:\n  정렬: [1, [2]]", 3),
        ("deck: x\ntopics:\n  '': [a]", 3),
        ('lang: ko\ndeck: "\\ud83d\\udc33"', 3),
        ('deck: "\\UFFFFFFFF"', 2),
        ("deck: " + "[" * 20_000, 2),
        ("deck: " + "{a: " * 20_000, 2),
    ],
)
def test_front_matter_that_cannot_be_read_is_an_error_at_its_line(block, line):
    """Whatever is wrong with it: the file is refused, and the line is that of the file."""
    notes = read(f"---\n{block}\n---\n- q?\n  - a\n")
    assert [(problem.line, problem.code) for problem in notes.problems] == [(line, "bad-front-matter")]
    assert notes.rejected


@pytest.mark.parametrize(
    "text",
    [
        "---\n\n# 제목\n\n- q: x?\n  - a\n\n---\n\n- r?\n  - b",
        "---\n- q: x?\n  - a\n---\n- r?\n  - b",
        "---\n---\n- q: x?\n  - a\n- r?\n  - b",
        "---\n본문 한 줄\n\n---\n- q: x?\n  - a\n- r?\n  - b",
        "- q: x?\n  - a\n---\ndeck: x\n---\n- r?\n  - b",
    ],
)
def test_thematic_breaks_are_no_front_matter(text):
    """`---` on the first line without a key on the next, or anywhere else, only parts sections."""
    assert questions(text) == ["q: x?", "r?"]


def test_aliases_cannot_blow_up():
    """Lists of lists of lists are nobody's tags and nobody's name, so none is ever written out."""
    names = "abcdefghijklmnopqrstuvwxyz"
    rows = [f"{name}: &{name} [*{below}, *{below}]" for below, name in pairwise(names)]
    block = "\n".join(["a: &a [x, x]", *rows, "tags: [*z, t]", "deck: *z", "title: T"])
    deck = read(f"---\n{block}\n---\n- q").deck
    assert (deck.name, deck.cards[0].topics) == ("T", ("t",))


# — encodings and line ends —


def test_line_ends_bom_and_missing_final_newline_make_no_difference():
    """LF, CRLF and lone CR, with a BOM or without: the same deck."""
    text = "---\ndeck: 알고리즘\n---\n# 제목\n- q?\n  - a\n\n```\n- x  \n```\n\n  - b\n- r?\n  - c"
    decks = [
        read(variant).deck
        for plain in (text, text + "\n")
        for ends in (plain, plain.replace("\n", "\r\n"), plain.replace("\n", "\r"))
        for variant in (ends.encode(), b"\xef\xbb\xbf" + ends.encode())
    ]
    assert len(decks[0].cards) == 2
    assert all(deck == decks[0] for deck in decks)


def test_decomposed_hangul_is_composed_outside_code():
    """NFD input, as macOS writes it, gives the same cards; the lines of a fence are not touched."""
    text = unicodedata.normalize("NFD", "# 정렬\n- 힙은?\n  - 트리\n\n```\n힙\n```\n")
    deck = read(text).deck
    assert (deck.name, deck.cards[0].question) == ("정렬", "힙은?")
    assert deck.cards[0].answer == "- 트리\n\n```\n" + unicodedata.normalize("NFD", "힙") + "\n```"


def test_only_newlines_end_lines():
    """Line separators of other kinds, control characters and NUL are text like any other."""
    signs = "\x00\x07\x0b\x0c\x1c\x85\u2028\u2029"
    (card,) = read(f"- q{signs}q?\n  - a{signs}- b\n```\n{signs}\n```").deck.cards
    assert card.question == f"q{signs}q?"
    assert card.answer == f"- a{signs}- b\n```\n{signs}\n```"


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        ("# 제목\n- 질문?\n".encode("utf-16"), 1, "UTF-16"),
        ("# title\n- 질문?\n".encode("cp949"), 2, "CP949"),
        (b"# a\n- q?\n  - \xff\xfe\n", 3, "UTF-8"),
        (b"\xef\xbb\xbf# a\n\xff\n", 2, "UTF-8"),
        (b"- q?\n  - \xed\xa0\x80\n", 2, "UTF-8"),
    ],
)
def test_what_is_not_utf8_is_an_error_at_its_line(data, line, said):
    """The first bad byte gives the line, and the sentence what the file probably is."""
    (problem,) = read(data).problems
    assert (problem.line, problem.code, problem.severity) == (line, "not-utf8", "error")
    assert said in problem.message


@pytest.mark.parametrize("text", ["", "\n \n", "---\ndeck: x\n---\n", "# 제목만\n\n글.\n", "<!-- - q? -->"])
def test_notes_without_a_question_are_reported_and_not_refused(text):
    """An empty file is a deck without cards."""
    notes = read(text)
    assert [problem.code for problem in notes.problems] == ["no-cards"]
    assert not notes.rejected


# — problems —


def test_questions_asked_twice():
    """Case, blanks and punctuation set no two questions apart; signs in code and in names do."""
    asked = ["Heap이란?", "heap 이란", "`-p`는?", "`-P`는?", "C란?", "C++란?", "= 은?", "== 은?", "`a  b`?", "`a b`"]
    text = "".join(f"- {question}\n  - a\n" for question in asked)
    assert problems(text) == [(3, "duplicate-question"), (19, "duplicate-question")]


def test_ids_given_twice():
    """The second card with an id is reported with the line of the first."""
    (problem,) = read("- a? <!-- id: x -->\n  - 1\n- b? <!-- id: x -->\n  - 2\n").problems
    assert (problem.line, problem.code) == (3, "duplicate-id")
    assert "line 1" in problem.message


@pytest.mark.parametrize(
    "image",
    [
        "./a.png",
        "a%20b.png",
        "<a b.png>",
        "그림.png",
        "a(1).png",
        'a.png "t"',
        "https://x/y.png",
        "data:x",
        "#a",
        "//x",
    ],
)
def test_images_that_are_there(image):
    """Blanks, percent signs, brackets and titles are understood, and what is on the web is not looked for."""
    there = {"./a.png", "a b.png", "그림.png", "a(1).png", "a.png"}
    assert problems(f"- q?\n  - ![alt]({image})", exists=there.__contains__) == []


def test_images_that_are_missing():
    """Each is reported at its own line, also in a wrapped answer; one in code is no image."""
    text = "- q?\n  - a ![](x.png) ![b](<y z.png>)\n\n![](w%20v.png)\n`![](no.png)`\n```\n![](no.png)\n```\n"
    asked = []
    notes = read(text, exists=asked.append)
    assert asked == ["x.png", "y z.png", "w v.png"]
    assert [problem.line for problem in notes.problems] == [2, 2, 4]
    assert {problem.code for problem in notes.problems} == {"missing-image"}


def test_images_of_questions_are_looked_for_too():
    """On the question's own line and in the blocks below it."""
    text = "- q ![](x.png)\n\n  ![](y.png)\n  <!-- answer -->\n  ![](z.png)\n"
    assert problems(text, exists=lambda _: False) == [(1, "missing-image"), (3, "missing-image"), (5, "missing-image")]


def test_recordings_that_are_missing():
    """A sound or film is missed where it is shown and where it is linked; other links are no business of ours."""
    text = "- q?\n  - ![](x.mp3) [a](y%20z.OGG) [b](no.md) [c](https://e.org/x.mp3) [d](#x.mp3)\n  - ![](v.mp4)\n"
    asked = []
    notes = read(text, exists=asked.append)
    assert asked == ["x.mp3", "y z.OGG", "v.mp4"]
    assert [(problem.line, problem.code) for problem in notes.problems] == [
        (2, "missing-recording"),
        (2, "missing-recording"),
        (3, "missing-recording"),
    ]
    assert "y%20z.OGG" in notes.problems[1].message
    assert notes.problems[0].severity == "warning"


def test_very_long_answers():
    """They are taken, and said to be long."""
    lines = "".join(f"  - {number}\n" for number in range(LONG_ANSWER_LINES))
    assert problems(f"- q?\n{lines}") == []
    assert problems(f"- q?\n{lines}  - more\n") == [(1, "very-long-answer")]


def test_a_problem_as_text_and_as_json():
    """A line a person can click, and an object with the same in it."""
    (problem,) = read("- q?").problems
    assert str(problem).startswith("notes.md:1: warning: ")
    assert set(problem.as_json()) == {"file", "line", "code", "severity", "message"}
    assert problem.as_json()["severity"] == "warning"


def test_rules_given_by_the_caller_come_after_the_file_s_own():
    """Front matter refines first; what it has no word for, the next rules may."""
    text = "---\ntopics:\n  mine: 힙\n---\n- 힙과 트리?\n  - a\n- 트리?\n  - b\n"
    rules = Ruleset.read({"theirs": ["트리", "힙"]})
    assert [card.topics for card in read(text, rulesets=(rules,)).deck.cards] == [("mine",), ("theirs",)]


# — properties —

PIECES = [
    *["- ", "* q?", "1. ", "  - a", "\t- b", "   ", "\t", "", "text", "# h", "## ", "===", "---", "***", "```"],
    *["```sh", "    ```", "~~~", "- ```", "<!--", "-->", "<!-- id: x -->", "<!-- tags: a::b, c -->", "[a](#b)"],
    *["<!-- answer -->"],
    *["![](x.png)", "a: b", "deck: [", "tags: *a", "topics:", "...", "`", "``", "\r", "\ufeff", "\x00", "\u2028"],
    *["힙", "\u1112\u1175\u11b8", "&", "?"],
]
lines = st.lists(st.lists(st.sampled_from(PIECES), max_size=4).map("".join), max_size=25)


@given(st.one_of(st.binary(max_size=200), lines.map(lambda found: "\n".join(found).encode())))
def test_any_bytes_can_be_read(data):
    """Whatever is in a file: cards and problems, never an exception, and every problem is of a known kind."""
    notes = read(data, exists=lambda _: False)
    last = data.count(b"\n") + data.count(b"\r") + 1
    assert all(problem.code in SEVERITY and 1 <= problem.line <= last for problem in notes.problems)
    assert notes.deck.cards or notes.problems


@given(lines)
def test_a_card_stands_where_its_question_stands(found):
    """The place of a card is the line of the file that its question begins on."""
    text = "\n".join(found).replace("\r", " ")
    file = unicodedata.normalize("NFC", text).split("\n")
    for card in read(text).deck.cards:
        line = file[card.place.line - 1]
        begin = unicodedata.normalize("NFC", card.question).split()[0]
        assert begin in line + re.sub("<!--.*?-->", "", line)


@given(lines)
def test_crlf_reads_as_lf(found):
    """The line ends of a file change nothing in its cards and problems."""
    text = "\n".join(found).replace("\r", "") + "\n"
    assert read(text) == read(text.replace("\n", "\r\n"))


words = st.lists(st.sampled_from(["힙", "tree", "`x --y`", r"\$Z", "<b>", "왜", "#1", "a*b"]), min_size=1, max_size=5)
asked = words.map(lambda found: "Q" + " ".join(found) + "?")
code = st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]))
bodies = st.lists(
    (st.sampled_from(NASTY) | code).filter(lambda line: not line.strip().startswith(("```", "~~~"))), max_size=6
)
fences = st.tuples(st.sampled_from(["```", "```sh", "~~~", "````"]), bodies, st.sampled_from([0, 2, 4, 6]))
blocks = st.one_of(
    st.tuples(st.sampled_from([2, 4, 6]), words).map(lambda found: " " * found[0] + "- A" + " ".join(found[1])),
    words.map(lambda found: "\nP" + " ".join(found)),
    fences,
    st.just(""),
)
generated = st.lists(st.tuples(asked, st.lists(blocks, max_size=5)), min_size=1, max_size=5)


def written(block, less=0):
    """A block as it stands in the notes, or in an answer that is `less` columns to the left."""
    if isinstance(block, str):
        return block.removeprefix(" " * less)
    opening, body, indent = block
    blanks = " " * (max(indent - less, 0))
    return "\n".join(blanks + line for line in (opening, *body, opening.rstrip("sh")))


@given(generated)
def test_generated_notes_read_back_as_they_were_made(cards):
    """Bullets, fences and paragraphs in any order: the questions are exactly those, and the answers too."""
    text = "\n".join(
        "\n".join([f"- {question}", "  - first", *(written(block) for block in found), ""]) for question, found in cards
    )
    notes = read(text)
    assert [card.question for card in notes.deck.cards] == [question for question, _ in cards]
    for card, (_, found) in zip(notes.deck.cards, cards, strict=True):
        made = "\n".join(["- first", *(written(block, less=2) for block in found)])
        assert card.answer == made.rstrip("\n")
    assert {problem.code for problem in notes.problems} <= {"duplicate-question"}


@given(bodies, st.sampled_from([0, 2, 4]))
def test_no_line_inside_a_fence_is_a_question_or_a_heading(body, indent):
    """Between the lines of a fence there is only code: one card, one heading, whatever the lines look like."""
    blanks = " " * indent
    inside = "".join(f"{blanks}{line}\n" for line in body)
    text = f"# D\n## H\n- q?\n  - a\n{blanks}```\n{inside}{blanks}```\n- r?\n  - b\n"
    assert [(card.question, card.heading) for card in read(text).deck.cards] == [("q?", ("H",)), ("r?", ("H",))]
