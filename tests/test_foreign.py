"""Notes of an Anki package as notes files: one card of ours for each card of Anki's, and nothing lost unsaid."""

import re
import unicodedata
from html import escape, unescape
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.anki.file_names import LONGEST, file_names, part_name
from quiz.anki.foreign import CARDS_PER_FILE, Chunk, Lost, card_id, card_ids, foreign_notes
from quiz.anki.rows import CardRow, NoteRow, NoteType, Template
from quiz.anki.templates import ords
from quiz.exchange.losses import Losses
from quiz.markdown import to_html, to_plain
from quiz.notes import accept, cloze, parse

BASIC = NoteType(
    1, "Basic", False, ("Front", "Back"), (Template("Card 1", "{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}"),)
)
REVERSED = BASIC._replace(
    id=2, templates=(*BASIC.templates, Template("Card 2", "{{Back}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Front}}"))
)
CLOZE = NoteType(
    3, "Cloze", True, ("Text", "Extra"), (Template("Cloze", "{{cloze:Text}}", "{{cloze:Text}}<br>{{Extra}}"),)
)
TYPES = {kind.id: kind for kind in (BASIC, REVERSED, CLOZE)}
DECKS = {1: "Default", 10: "Docker::볼륨", 11: "Docker"}


def note(*fields, kind=BASIC, guid="g", tags=()):
    return NoteRow(1, guid, kind.id, 0, tags, fields)


def card(ord=0, deck=10, home=0):
    return CardRow(1, 1, deck, ord, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, home, 0, "")


def converted(*notes, types=TYPES, decks=DECKS):
    """({path: text}, ids in order, losses); every file of images is there but `no.png`."""
    files, ids, lost = {}, [], []
    for piece in foreign_notes(types, decks, notes, lambda name: None if name == "no.png" else f"media/{name}"):
        if isinstance(piece, Lost):
            lost.append(piece)
        else:
            files.setdefault(piece.path, []).append(piece.text)
            ids.extend(piece.ids)
    return {path: "".join(texts) for path, texts in files.items()}, ids, lost


def read(text):
    """The deck of a notes file in which nothing is wrong that would lose a card."""
    notes = parse(text.encode(), "x.md")
    assert not notes.rejected, notes.problems
    assert {problem.code for problem in notes.problems} <= {"duplicate-question", "very-long-answer"}
    return notes.deck


def single(*fields, kind=BASIC, ord=0):
    """Question and answer of the one card of a note."""
    files, _, _ = converted((note(*fields, kind=kind), [card(ord)]))
    (text,) = files.values()
    (made,) = read(text).cards
    return made.question, made.answer


def test_a_file_as_a_person_finds_it():
    """Front matter and heading name the deck; each card has its id and its tags; blocks are indented."""
    notes = [
        (
            note("What is a <b>volume</b>?", "Storage:<ul><li>named</li></ul>", guid="a", tags=("Docker::Vol", "x,y")),
            [card()],
        ),
        (note("Which?<pre>docker ps</pre>", "It", guid="b"), [card()]),
    ]
    files, ids, lost = converted(*notes)
    assert files == {
        "Docker - 볼륨.md": f"""\
---
deck: "Docker::볼륨"
---

# Docker::볼륨

- What is a **volume**?
  <!-- id: {ids[0]} --> <!-- tags: docker::vol, x-y -->
  Storage:

  - named

- Which?

  ```
  docker ps
  ```
  <!-- id: {ids[1]} -->
  <!-- answer -->
  It

"""
    }
    assert [(one.guid, one.example) for one in lost] == [("a", "Docker::Vol → docker::vol"), ("a", "x,y → x-y")]
    deck = read(files["Docker - 볼륨.md"])
    assert deck.name == "Docker::볼륨"
    assert [made.topics for made in deck.cards] == [("docker::vol", "x-y"), ()]
    assert deck.cards[1].question == "Which?\n\n```\ndocker ps\n```"


@pytest.mark.parametrize("front", ["{{c1::a}} and {{c2::b}}", "{{c1::", "{{ C1 :: a}}", "<b>{{c1::a</b>}}"])
def test_what_looks_like_a_gap_is_text(front):
    """Braces that Anki showed as they are hide nothing here."""
    files, _, _ = converted((note(front, front), [card()]))
    (text,) = files.values()
    (made,) = read(text).cards
    assert made.kind == "open"
    assert to_plain(made.question) == to_plain(made.answer) == front.replace("<b>", "").replace("</b>", "")


def test_the_id_of_a_card():
    """It hangs on note and number alone, and no two cards share one."""
    assert card_id("Bv[xV>", 0) == "anki-" + card_id("Bv[xV>", 0).removeprefix("anki-")
    assert len({card_id(guid, ord) for guid in ("a", "b", "a1", "") for ord in range(12)}) == 48
    assert card_id("guid", 1) == "anki-" + "".join(
        c for c in card_id("guid", 1)[5:] if c in "abcdefghijklmnopqrstuvwxyz234567"
    )
    assert len(card_id("guid", 1)) == 17


def test_each_card_goes_to_its_own_deck():
    """The two cards of a note may be in two decks, and a filtered deck is not where a card is at home."""
    files, ids, _ = converted((note("Q", "A", kind=REVERSED), [card(1, deck=1, home=11), card(0, deck=10)]))
    assert {path: read(text).cards[0].question for path, text in files.items()} == {
        "Docker - 볼륨.md": "Q",
        "Docker.md": "A",
    }
    assert ids == [card_id("g", 0), card_id("g", 1)]


def sentence(text, extra="", kind=CLOZE, numbers=None):
    """The piece that a cloze note becomes, and the cards read from it."""
    fields = dict(zip(kind.fields, (text, extra), strict=True))
    numbers = ords(kind, fields) if numbers is None else numbers
    found = foreign_notes({3: kind}, DECKS, [(note(text, extra, kind=kind), [card(ord) for ord in numbers])], str)
    pieces = [piece for piece in found if isinstance(piece, Chunk)]
    return pieces, [made for piece in pieces for made in parse(piece.text.encode(), "x.md").deck.cards]


def test_a_cloze_note_is_a_sentence_with_gaps():
    """Its gaps have their numbers and hints; what the back adds is below it; each gap is a card with its own id."""
    (piece,), made = sentence("{{c1::Seoul::city}} is in <b>{{c2::Korea}}</b>", "ok")
    assert piece.question == "{{c1::Seoul::city}} is in **{{c2::Korea}}**"
    assert piece.ids == (card_id("g", 0), f"{card_id('g', 0)}-2")
    assert tuple(each.id for each in made) == piece.ids
    assert [each.answer for each in made] == ["ok", "ok"]
    assert [cloze.hidden(each.question) for each in made] == ["[city] is in **Korea**", "Seoul is in **[…]**"]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("{{c1::a {{c2::b}} c}}", "{{c1::a {{c2::b}} c}}"),
        ("{{c3::b}} a", "{{c3::b}} a"),
        ("run <code>docker {{c1::run}} -d</code>", "run `docker {{c1::run}} -d`"),
        ("<pre>docker {{c1::run}}\n-d</pre>", "```\ndocker {{c1::run}}\n-d\n```"),
        ("<ul><li>{{c1::a}}</li><li>{{c2::b}}</li></ul>", "- {{c1::a}}\n- {{c2::b}}"),
        ("{{c1::\\(x^2\\)}} is a square", "{{c1::$x^2$}} is a square"),
        ("{{c1::<img src=a.png>}} is it", "{{c1::![](a.png)}} is it"),
        ("{{c1::보라인}}은 {{c2::고리::모양}}를 만든다", "{{c1::보라인}}은 {{c2::고리::모양}}를 만든다"),
    ],
)
def test_gaps_of_every_form_stay_gaps(text, question):
    """In one another, in code, in lists, around formulas and pictures."""
    (piece,), made = sentence(text)
    assert piece.question == question
    assert {each.kind for each in made} == {"cloze"}


@pytest.mark.parametrize(
    "text",
    [
        "\\({{c1::x}}^2\\)",
        "<b>a{{c1::b</b>c}}",
        "{{c1,2::both}}",
        "see<pre>{{c1::ls}}</pre>",
        "{{c1::}} and {{c2::b}}",
        "{{c1::{{ .Name }} }}",
        "\ue000{{c1::a}}",
        "{{c1::{}}}}",
    ],
)
def test_what_our_notation_cannot_say_stays_cards_of_their_own(text):
    """Gaps amid a formula, half in bold, of two numbers, in code below text: a card each, with dots, and none lost."""
    pieces, made = sentence(text)
    assert len(pieces) == len(made) == len(ords(CLOZE, {"Text": text, "Extra": ""}))
    assert {each.kind for each in made} == {"open"}
    assert all("[...]" in to_plain(each.question) for each in made)


def test_a_sentence_holds_only_what_its_note_holds():
    """Where only some cards of a note are there, or they are in several decks, each stands by itself."""
    text = "{{c1::Seoul::city}} is in {{c2::Korea}}"
    assert single(text, "ok", kind=CLOZE) == ("[city] is in Korea", "**Seoul** is in Korea\\\nok")
    assert single(text, "ok", kind=CLOZE, ord=1) == ("Seoul is in [...]", "Seoul is in **Korea**\\\nok")
    files, ids, _ = converted((note(text, "", kind=CLOZE), [card(0), card(1, deck=11)]))
    assert len(files) == 2
    assert ids == [card_id("g", 0), card_id("g", 1)]


@pytest.mark.parametrize(
    ("front", "back", "question", "answer"),
    [
        ("{{cloze:Text}}", "{{cloze:Text}}<hr id=answer>{{Extra}}", "a {{c1::b}}", "more"),
        ("<h2>H</h2>{{cloze:Text}}", "<h2>H</h2>{{cloze:Text}}<br><br>{{Extra}}", "## H\n\na {{c1::b}}", "more"),
        ("{{cloze:Text}}{{type:cloze:Text}}", "{{cloze:Text}}{{type:cloze:Text}}<br>{{Extra}}", "a {{c1::b}}", "more"),
        ("{{#c1}}{{cloze:Text}}{{/c1}}", "{{cloze:Text}}{{Extra}}", "a [...]", "a **b**more"),
    ],
)
def test_sentences_by_the_templates_of_people(front, back, question, answer):
    """What stands above is asked, too, and not said again; a template that shows a number alone makes no sentence."""
    kind = CLOZE._replace(templates=(Template("Cloze", front, back),))
    (piece,), (made,) = sentence("a {{c1::b}}", "more", kind=kind)
    assert (piece.question, made.answer) == (question, answer)


@pytest.mark.parametrize(
    ("front", "question"),
    [
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
        ("<pre>- x\n\n# y</pre>", "```\n- x\n\n# y\n```"),
        ("<pre>x</pre>Why?", "```\nx\n```\n\nWhy?"),
        ("a<hr>b", "a\n\n***\n\nb"),
        ("<hr>a<hr>", "a"),
        ("<table><tr><td>a</td></tr></table>", "| a |\n| --- |"),
        ("<h2>a</h2>b", "## a\n\nb"),
        ("a<br>b?", "a\\\nb?"),
        ("- a", "\\- a"),
        ("&lt;!-- answer --&gt;", "\\<\\!-- answer -->"),
        ("<code>&lt;!-- answer --&gt;</code>", "`<!-- answer -->`"),
        ("[a](#b)", "[a]\\(#b)"),
        ("```", "\\`\\`\\`"),
        ('<img src="a b.png">', "![](media/a%20b.png)"),
    ],
)
def test_fronts_of_every_form_are_asked_whole(front, question):
    """Lists, code, tables, headings and signs of Markdown: the question is all of it, and the answer stays apart."""
    assert single(front, "Is it?<br>Yes") == (question, "Is it?\\\nYes")


def reasons(*notes, **more):
    return [(one.guid, one.reason.split(";")[0], one.text) for one in converted(*notes, **more)[2]]


def test_what_is_lost_is_said():
    """Note by note, once each, with the text that no card shows."""
    hidden = BASIC._replace(id=4, fields=("Front", "Back", "Memo"))
    assert reasons((note("<svg></svg><svg></svg><img src=no.png>", "A"), [card()])) == [
        ("g", "a drawing (SVG) is left out", ""),
        ("g", "a picture or recording is not there", ""),
    ]
    assert reasons((note("Q", "A", "<b>m</b>", kind=hidden), [card()]), types={4: hidden}) == [
        ("g", "no card shows the field Memo", "**m**")
    ]
    assert reasons((note("Q", "A"), [])) == [("g", "a note makes no card", "Q\n\nA")]
    assert reasons((note("Q", "A", "B"), [card()])) == [
        ("g", "a note has more or fewer fields than its note type", "B")
    ]
    assert reasons((note("Q"), [card()])) == [
        ("g", "a note has more or fewer fields than its note type", ""),
        ("g", "a card shows nothing on the back", ""),
    ]
    assert reasons((note("", " "), [card()])) == [("g", "an empty card is left out", "")]
    assert [
        reason for _, reason, _ in reasons((note("{{c1::image-occlusion:rect:left=1}}", "x", kind=CLOZE), [card()]))
    ] == [
        "what covers the parts of a picture is told in words",
    ]


OPTIONAL = BASIC._replace(
    id=5,
    fields=("Front", "Back", "Add Reverse"),
    templates=(*BASIC.templates, Template("Card 2", "{{#Add Reverse}}{{Back}}{{/Add Reverse}}", "{{Front}}")),
)


def test_a_field_that_only_decides_what_is_shown_is_no_loss():
    """The `y` of a note that is asked both ways stands for the second card, which is there."""
    rows = (note("Q", "A", "y", kind=OPTIONAL), [card(0), card(1)])
    assert reasons(rows, types={5: OPTIONAL}) == []


def test_each_kind_of_loss_is_told_once_for_a_deck():
    """With how many notes it befell and one of them; what no card shows is listed note by note."""
    hidden = BASIC._replace(id=4, fields=("Front", "Back", "Memo"))
    notes = [
        (note(f"<u>Q{number}</u>", "A", "memo", kind=hidden, guid=f"g{number}", tags=("Bio", "x,y")), [card()])
        for number in range(3)
    ]
    notes += [(note("<u>Other</u>", "<img src=no.png>", guid="o"), [card(deck=11)])]
    losses = Losses()
    for lost in converted(*notes, types={**TYPES, 4: hidden})[2]:
        losses.add(lost)
    assert losses.written() == (
        "Docker::볼륨\n"
        "  no card shows the field Memo (3), for example Q0\n"
        "    g0:\n      memo\n    g1:\n      memo\n    g2:\n      memo\n"
        "  tags are written in small letters (3), for example Bio → bio\n"
        "  a tag is written otherwise (3), for example x,y → x-y\n"
        "  underlining is left out (3), for example Q0\n"
        "\n"
        "Docker\n"
        "  underlining is left out (1), for example Other\n"
        "  a picture or recording is not there (1), for example no.png\n"
    )


def test_cards_with_one_side_are_kept_and_asked():
    """A remark stands for the side that is missing; a card of no template asks its first field."""
    assert single("", "A") == ("(nothing in front)", "A")
    assert single("Q", "") == single("Q", "<hr>&nbsp;") == ("Q", "(nothing on the back)")
    assert single("Q", "A", ord=5) == ("Q", "A")
    assert single("Q", "", ord=5) == ("Q", "(nothing on the back)")
    files, _, lost = converted((note("Q", "A"), [card()]), types={})
    assert [(made.question, made.answer) for text in files.values() for made in read(text).cards] == [("Q", "A")]
    assert lost[0].reason == "the note type is missing"


def test_large_decks_have_several_files():
    """All of one deck, each with its head; the cards are taken from the notes one at a time."""
    taken = []

    def notes():
        for number in range(2 * CARDS_PER_FILE + 1):
            taken.append(number)
            yield note(f"Q{number}", "A", guid=str(number)), [card()]

    stream = foreign_notes(TYPES, DECKS, notes(), str)
    first = next(stream)
    assert isinstance(first, Chunk)
    assert len(taken) == 1
    rest = list(stream)
    assert [first.path, *dict.fromkeys(chunk.path for chunk in rest)] == [
        "Docker - 볼륨.md",
        *["Docker - 볼륨.md", "Docker - 볼륨 (2).md", "Docker - 볼륨 (3).md"],
    ]
    last = read(rest[-1].text)
    assert (last.name, [made.question for made in last.cards]) == ("Docker::볼륨", [f"Q{2 * CARDS_PER_FILE}"])


# — file names —


@pytest.mark.parametrize(
    ("deck", "stem"),
    [
        ("한국어::문법 1", "한국어 - 문법 1"),
        ('a/b\\c:d*e?"<f>|g', "a-b-c-d-e-f-g"),
        ("  a \t b.. ", "a b"),
        ("...", "deck"),
        ("", "deck"),
        ("CON", "CON_"),
        ("com1.x", "com1_x"),
        ("-rf", "rf"),
        (".hidden", "hidden"),
    ],
)
def test_names_of_files(deck, stem):
    """Letters of every script stay; what some system refuses, hides or takes for an option goes."""
    assert file_names([deck]) == {deck: stem}
    assert [part_name(stem, part) for part in (1, 2)] == [f"{stem}.md", f"{stem} (2).md"]


names = st.lists(
    st.sampled_from(
        [
            "a",
            "A",
            "ß",
            "SS",
            "가",
            unicodedata.normalize("NFD", "가"),
            "::",
            "/",
            " (2)",
            ".",
            "con",
            "é" * 90,
            "x" * 200,
        ]
    ),
    max_size=4,
)


@given(st.sets(names.map("".join) | st.text(max_size=40), max_size=8))
def test_names_of_files_are_apart_and_fit(decks):
    """No two are the same on a system that ignores case, parts included; none is too long; none leaves its folder."""
    stems = file_names(decks)
    files = [part_name(stems[deck], part) for deck in decks for part in (1, 2, 3)]
    assert len({unicodedata.normalize("NFC", file.casefold()) for file in files}) == len(files)
    for stem in stems.values():
        assert 0 < len(stem.encode()) <= LONGEST
        assert not set(stem) & set('<>:"/\\|?*\x00\n')
        assert stem == stem.strip("-. ")
    assert all(
        file_names([deck, "other"])[deck] == stem
        for deck, stem in islice(file_names(decks).items(), 1)
        if len(decks) == 1
    )


# — properties —

HOSTILE = [
    *[
        "text",
        " ",
        "<br>",
        "<div>",
        "</div>",
        "\n",
        "\n\n",
        "```",
        "~~~",
        "&lt;!--",
        "--&gt;",
        "<!--",
        "-->",
        "---",
        "***",
    ],
    *[
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<code>",
        "</code>",
        "<pre>",
        "</pre>",
        "<ul>",
        "</ul>",
        "<ol start=7>",
        "</ol>",
        "<li>",
    ],
    *[
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<blockquote>",
        "</blockquote>",
        "<h1>",
        "</h1>",
        "<hr>",
        "<p>",
        "<a href='http://x'>",
    ],
    *[
        "- ",
        "* ",
        "1. ",
        "# ",
        "## h",
        "===",
        "?",
        "`",
        "``",
        "|",
        "$",
        "\\",
        "\\(x\\)",
        "[sound:a.mp3]",
        "<img src=a.png>",
    ],
    *[
        "&lt;!-- id: x --&gt;",
        "<!-- answer -->",
        "&lt;!-- answer --&gt;",
        "&nbsp;",
        "\t",
        "[a](#b)",
        "{{c1::",
        "}}",
        "::",
    ],
    *[
        "[x] ",
        "[ ] a",
        "accept: x",
        "인정 답： y",
        "{{c1::a}}",
        "<code>{{c1::b}}</code>",
        "{{Front}}",
        "<script>",
        "<svg>",
        "&#7;",
        "\u2028",
        "\x0b",
        "\ud800",
        "deck: x",
        "> ",
        "한글",
        "<x>",
        "\\[y\\]",
        "[latex]$z$[/latex]",
    ],
]
hostile = st.lists(st.sampled_from(HOSTILE), max_size=14).map("".join) | st.text(max_size=30)
rows = st.tuples(
    hostile,
    hostile,
    st.sampled_from([BASIC, REVERSED, CLOZE]),
    st.lists(st.sampled_from(["a", "b::c", "x,y", "--&gt;", "-->", "", "\u200b"]), max_size=3),
)


@given(st.lists(rows, max_size=5), st.text(max_size=20))
def test_every_card_is_read_back(found, deck):
    """Whatever the notes say: the files hold exactly the cards given, in order, each with its id."""
    notes = [
        (
            note(front, back, kind=kind, guid=str(number), tags=tuple(tags)),
            [card(0), card(1)][: 1 + (kind is not BASIC)],
        )
        for number, (front, back, kind, tags) in enumerate(found)
    ]
    files, ids, lost = converted(*notes, decks={10: deck})
    made = [card for text in files.values() for card in read(text).cards]
    assert [card.id for card in made] == ids
    clozes = {id for number, row in enumerate(found) if row[2] is CLOZE for id in card_ids(str(number), 1)}
    clozes |= {card_id(number, 0) for number in map(str, range(len(found))) if found[int(number)][2] is CLOZE}
    assert {card.kind for card in made if card.id not in clozes} <= {"open"}
    assert all(accept.accepted(card.answer) == () for card in made)
    left_out = [one for one in lost if one.reason == "an empty card is left out"]
    assert len(made) + len(left_out) == sum(len(cards) for _, cards in notes)
    assert all("\x00" not in card.question + card.answer for card in made)


LINES = [
    *[
        "[x] a",
        "[ ] b",
        "[X]\tc",
        "accept: x",
        "Accept : y",
        "인정 답: x",
        "인정답：y",
        "accept:",
        "{{c1::a}}",
        "{{ C2 : b",
    ],
    *[
        "# h",
        "## id: x",
        "===",
        "---",
        "- a",
        "1. b",
        "> q",
        "| a |",
        "```",
        "~~~",
        "<!-- id: x -->",
        "<!-- answer -->",
    ],
    *[
        "`",
        "\\`",
        "``",
        "a",
        "한글?",
        "Q?",
        "[a](#b)",
        "[a]: b",
        "deck: x",
        "    code",
        "&lt;",
        "$x$",
        "$`x`$",
        "***",
        "\\",
    ],
    *[
        "http://x.y/{{c1::a}}",
        "tags: a",
        "accept\\: z",
        "*a*",
        "__b__",
        "a@b.c",
        "<b>",
        "!",
        "![a](b.png)",
        "$$",
        "-->",
    ],
]
FORMS = [
    "{}",
    "<b>{}</b>",
    "<code>{}</code>",
    "<li>{}",
    "<li><b>{}</b>",
    "<td>{}",
    "<pre>{}</pre>",
    "<h2>{}</h2>",
    "<div>{}</div>",
]
FORMS += [
    "<blockquote>{}</blockquote>",
    "<a href=http://x>{}</a>",
    "{}<br>",
    "<sup>{}</sup>",
    "<ol><li>{}</ol>",
    "<p>{}",
]
told = st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(FORMS)), min_size=1, max_size=5)


def as_html(said):
    """Its lines, each in its form, as the text of a field that acts upon nothing."""
    return "".join(form.format(escape(line).replace("\\", "&#92;")) for line, form in said)


@given(told, told)
def test_foreign_text_means_what_it_showed(front, back):
    """What looks like an option, an accepted answer, a gap, a heading, an id or a comment in notes is only text."""
    files, ids, _ = converted((note(as_html(front), as_html(back)), [card()]))
    (text,) = files.values()
    (made,) = read(text).cards
    assert (made.kind, made.id, made.topics, made.heading) == ("open", ids[0], (), ())
    assert (accept.accepted(made.answer), accept.without(made.answer)) == ((), made.answer)
    for side, said in ((made.question, front), (made.answer, back)):
        shown = unescape(re.sub(r"<[^<>]*>", "", to_html(side, image=lambda _: None)))
        assert letters(shown) == letters("".join(line for line, _ in said))


def letters(text):
    """What of a text is no blank; scripts are written by signs of their own, or behind a mark."""
    return re.sub(r"[\s\u2060^_]", "", unicodedata.normalize("NFKC", text)).replace("−", "-")


GAPS = [
    "{{c1::",
    "{{c2::",
    "{{c3,4::",
    "}}",
    "}}",
    "}}",
    "::hint}}",
    "word",
    " ",
    "<b>",
    "</b>",
    "<br>",
    "`",
    "*",
    "한글",
]
GAPS += [
    "<code>",
    "</code>",
    "<pre>",
    "</pre>",
    "<ul><li>",
    "</li></ul>",
    "\\(",
    "\\)",
    "{",
    "}",
    ":",
    "[",
    "](x)",
    "!",
    "$",
]


TYPED = BASIC._replace(
    id=4,
    templates=(
        Template("Card 1", "{{Front}}\n{{type:Back}}", "{{Front}}\n\n<hr id=answer>\n\n{{type:Back}}"),
        Template("Card 2", "{{Back}}{{#Front}}{{type:nc:Front}}{{/Front}}", "{{FrontSide}}<hr id=answer>{{Front}}"),
    ),
)


@pytest.mark.parametrize(
    ("back", "answer"),
    [
        ("ls -la", "ls -la\naccept: ls -la"),
        ("<div>ls</div><br>", "ls\naccept: ls"),
        ("<b>ls</b> | wc &lt;x", "**ls** | wc \\<x\naccept: ls \\| wc <x"),
        ("두 줄<br>이다", None),
        ('<img src="a.png">', None),
        ("x" * 201, None),
        ("", None),
    ],
)
def test_what_was_typed_in_anki_is_typed_here(back, answer):
    """A short line is accepted when it is typed; of anything longer the person is told that it is only shown."""
    files, _, lost = converted((note("Q", back, kind=TYPED), [card()]), types={4: TYPED})
    (text,) = files.values()
    (made,) = read(text).cards
    said = "an answer that was typed is only shown"
    if answer is None:
        assert accept.accepted(made.answer) == ()
        assert (said in [each.reason for each in lost]) == bool(back)
    else:
        assert made.answer == answer
        assert lost == []


def test_each_card_of_a_note_is_typed_by_itself():
    """What one of its templates asks to type is accepted there and nowhere else."""
    files, _, _ = converted((note("앞", "뒤", kind=TYPED), [card(0), card(1)]), types={4: TYPED})
    (text,) = files.values()
    assert [made.answer for made in read(text).cards] == ["뒤\naccept: 뒤", "앞\naccept: 앞"]


@given(st.lists(st.sampled_from(GAPS), max_size=12).map("".join))
def test_a_sentence_asks_what_the_cards_of_anki_ask(text):
    """Each card shows the words that the card by itself would, with the gap at the same place."""
    numbers = ords(CLOZE, {"Text": text, "Extra": ""})
    _pieces, made = sentence(text)
    found = foreign_notes(
        {3: CLOZE},
        DECKS,
        [(note(text, "", kind=CLOZE), [card(ord) for ord in numbers])],
        str,
        sentences=False,
    )
    alone = [parse(piece.text.encode(), "x.md").deck.cards[0] for piece in found if isinstance(piece, Chunk)]
    assert len(made) == len(alone)
    for one, other in zip(made, alone, strict=True):
        assert words(cloze.hidden(one.question)) == words(other.question)


def words(markdown):
    return "".join(to_plain(markdown).split()).replace("[…]", "[...]").replace("\u2060", "")


@given(st.text(), st.sampled_from(["~", "null", "a: b", "'", '"', "\\", "#", "- x", "[", "`<!--", "&amp;"]))
def test_the_deck_is_read_back(name, sign):
    """Front matter says the name of the deck as Anki would keep it."""
    from quiz.anki.decks import deck_name

    files, _, _ = converted((note("Q", "A"), [card()]), decks={10: f"D{sign}{name}"})
    assert [read(text).name for text in files.values()] == [deck_name(f"D{sign}{name}".replace("\x1f", "::"))]
