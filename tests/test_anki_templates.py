"""Anki's templates and clozes: what a card of a foreign note type shows in front and on its back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.anki import clozes
from quiz.anki.rows import NoteType, Template
from quiz.anki.templates import LARGEST, Sides, Subject, is_empty, ords, shown_fields, sides

FIELDS = {"Front": "Q", "Back": "A", "Extra": "more", "None": "", "Blank": "<br> <div></div>"}
TEXT = "The {{c1::capital of {{c2::France::country}}}} is {{c1::Paris::city}}, {{c3::std::vector}}."


def notetype(*templates, cloze=False):
    made = tuple(Template(f"Card {number}", *sides) for number, sides in enumerate(templates, 1))
    return NoteType(1, "Kind", cloze, tuple(FIELDS), made)


def front(template, **fields):
    """The front of a card with this template, of a note about D::E tagged a and b, with the second flag."""
    subject = Subject("a b", "D::E", 2)
    return sides(notetype((template, "")), FIELDS | fields, 0, subject).front


def back(question, answer, **fields):
    return sides(notetype((question, answer)), FIELDS | fields, 0, Subject()).back


# — fields and conditions —


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{Front}} and {{ Back }}", "Q and A"),
        ("{{unknown}}{{}}{{:}}", ""),
        ("{{#Extra}}[{{Extra}}]{{/Extra}}{{^Extra}}none{{/Extra}}", "[more]"),
        ("{{#None}}x{{/None}}{{#Blank}}y{{/Blank}}{{^Blank}}z{{/Blank}}", "z"),
        ("{{#Extra}}{{^None}}x{{#None}}y{{/None}}z{{/None}}{{/Extra}}", "xz"),
        ("{{ # Extra }}x{{ / Extra }}", "x"),
        ("{{Tags}}|{{Deck}}|{{Subdeck}}|{{Card}}|{{CardFlag}}|{{Type}}", "a b|D::E|E|Card 1|flag2|Kind"),
        ("{{#Tags}}x{{/Tags}}", "x"),
        ("{{text:Rich}} {{Rich}}", "1 &lt; 2 <b>1</b> &lt; 2"),
        ("{{no-such-filter:Front}}{{a:b:Front}}", "QQ"),
        ("{{kanji:Furi}} {{kana:Furi}} {{furigana:Furi}}", "漢字を かんじを 漢字[かんじ]を"),
        ("<!-- {{Back}} {{/Front}} -->{{Front}}", "Q"),
        ("{{=<% %>=}}\n<%Front%> {{no}}", "\nQ "),
        ("<style>a{b{}}</style>{{Front}", "<style>a{b{}}</style>{{Front}"),
        ("{{#Extra}}open {{Front}}", "open Q"),
        ("{{/Extra}}x{{#None}}y{{#Extra}}{{/None}}z{{/Extra}}", "xz"),
        ("<!-- {{Front}}", "<!-- Q"),
    ],
)
def test_what_a_template_shows(template, shown):
    """Fields, conditions, filters and special fields as Anki's manual has them; mistakes are passed over."""
    assert front(template, Rich="<b>1</b> &lt; 2", Furi="漢字[かんじ]を") == shown


@pytest.mark.parametrize(
    ("text", "empty"), [("", True), (" <br/><DIV>\n</div>", True), ("&nbsp;", False), ("<b>", False)]
)
def test_what_is_empty(text, empty):
    """Blanks and line breaks are nothing, all else is something."""
    assert is_empty(text) is empty


def test_a_field_is_data_and_no_template():
    """What a field says in braces stays as it is written."""
    assert front("{{Front}}", Front="{{Back}} {{#x}} <!--") == "{{Back}} {{#x}} <!--"


# — the back —


@pytest.mark.parametrize(
    ("question", "answer", "added"),
    [
        ("{{Front}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}", "A"),
        ("{{Front}}", '{{FrontSide}}<hr class="x" id="answer" />{{Back}}', "A"),
        ("{{Front}}", "{{FrontSide}}<br>{{Back}}", "<br>A"),
        ("{{Front}}", "{{Front}}<hr id=answer>{{Back}}", "A"),
        ("{{Front}}", "{{Front}}<br>{{Back}}", "<br>A"),
        ("{{Front}}", "{{Back}}", "A"),
        ("{{Front}}", "{{FrontSide}}", ""),
        ("{{Front}}", "{{FrontSide}}{{Extra}}<hr id=answer>{{Back}}", "more<br>A"),
        ("{{Front}}", "{{Back}}<hr id=answer>{{FrontSide}}", "A"),
        ("{{Front}}", "{{Extra}}<hr id=answer>{{Back}}", "more<br>A"),
        ("{{Front}}", "<b>{{Front}}</b> ({{Extra}})<hr id=answer>{{Back}}", "<b></b> (more)<br>A"),
        ("<p>{{Front}}</p>", "<div>{{Front}}</div><hr id=answer>{{Back}}", "A"),
        ("Q: {{Front}}", "<i>Q:</i> {{Front}}<hr id=answer>{{Back}}", "A"),
        ("{{Front}}", "{{Extra}}{{FrontSide}}<hr id=answer>{{Back}}", "more<br>A"),
        ("{{Front}}", "{{Extra}}{{FrontSide}}<p>{{Back}}", "more<br><p>A"),
        ("{{Front}}", "{{Back}}<hr id=answer>", "A"),
        ("{{Front}}", "{{Front}}<hr id=answer>{{None}}", ""),
        ("{{Front}}", "{{FrontSide}}{{FrontSide}}{{Back}}", "A"),
        ("{{Front}}", "{{FrontSide}}<hr id=answer><img src=x>", "<img src=x>"),
        ("<p>{{Front}}</p>", "<div><b>{{Front}}</b></div><hr id=answer>{{Back}}", "A"),
        ("{{Front}}", "{{Front}}<hr id=answer>{{Front}}", "Q"),
        ("<b>{{Front}}</b>{{Extra}}", "<b>{{Front}}</b>{{Back}}", "<b>Q</b>A"),
    ],
)
def test_the_back_is_what_it_adds_to_the_front(question, answer, added):
    """What follows the front or Anki's rule, and what stands above and is not in front; else what is no repetition."""
    assert back(question, answer) == added


def test_what_a_cloze_hid_and_shows_above_the_rule_is_an_answer():
    """The same field says more on the back."""
    kind = notetype(("{{cloze:Front}}", "{{cloze:Front}}<hr id=answer>{{Back}}"), cloze=True)
    assert sides(kind, FIELDS | {"Front": "a {{c1::b}}"}, 0, Subject()).back == "a <b>b</b><br>A"


TOLD = ["{{Front}}", "{{Back}}", "{{Extra}}", "{{FrontSide}}", "<hr id=answer>", "<br>", "<div>", "</div>"]


@given(st.lists(st.sampled_from(TOLD), max_size=6).map("".join))
def test_no_field_that_the_back_alone_shows_is_lost(answer):
    """Wherever the template puts it, above the front, above Anki's rule or below."""
    told = back("{{Front}}", answer, Front="front", Back="back", Extra="extra")
    assert all(name.lower() in told for name in ("Back", "Extra") if f"{{{{{name}}}}}" in answer)


def test_an_answer_to_be_typed():
    """In front nothing is left of it, on the back stands what was to be typed."""
    kind = notetype(("{{Front}} {{type:Back}}", "{{FrontSide}}<hr id=answer>{{type:Back}}"))
    assert sides(kind, FIELDS, 0, Subject()) == Sides("Q ", "A")


def test_a_hint_stands_on_the_back():
    """Our cards hide nothing but the answer, so a hint goes there, unless it stands there already."""
    assert back("{{Front}}{{hint:Extra}}{{hint:None}}", "{{Back}}") == "A<div>Extra: more</div>"
    assert back("{{Front}}{{hint:Extra}}", "{{Back}} {{Extra}}") == "A more"
    assert front("{{Front}}{{hint:Extra}}") == "Q"


# — several cards —


def test_each_template_is_a_card():
    """A reversed card asks for the front; one without anything in front is not made."""
    kind = notetype(("{{Front}}", "{{Back}}"), ("{{Back}}", "{{Front}}"), ("{{None}}<br>", "{{Back}}"))
    assert [sides(kind, FIELDS, ord, Subject()) for ord in (0, 1, 3)] == [Sides("Q", "A"), Sides("A", "Q"), None]
    assert ords(kind, FIELDS) == [0, 1]
    assert shown_fields(kind) == {"Front", "Back", "None"}


def test_each_number_of_a_cloze_is_a_card():
    """Number by number, whatever the order in the text and in whichever field; conditions may ask for the number."""
    kind = notetype(("{{cloze:Front}}{{#c2}}!{{/c2}}", "{{cloze:Front}}<br>{{Back}}"), cloze=True)
    fields = FIELDS | {"Front": "{{c3::x}} {{c2::y::h}} {{c2::z}}"}
    assert ords(kind, fields) == [1, 2]
    assert sides(kind, fields, 1, Subject()) == Sides("x [h] [...]!", "x <b>y</b> <b>z</b><br>A")
    assert sides(kind, fields, 2, Subject()).front == "[...] y z"


def test_a_cloze_to_be_typed():
    """Its answers stand on the back, once."""
    kind = notetype(("{{cloze:Front}}{{type:cloze:Front}}", "{{type:cloze:Front}}"), cloze=True)
    fields = {"Front": "{{c1::x}} {{c2::y}} {{c1::z::h}}"}
    assert sides(kind, fields, 0, Subject()) == Sides("[...] y [h]", "x, z")
    twice = notetype(("{{cloze:Front}}", "{{cloze:Front}}<br>{{type:cloze:Front}}"), cloze=True)
    assert sides(twice, fields, 1, Subject()).back == "x <b>y</b> z<br>"


# — clozes —


@pytest.mark.parametrize(
    ("number", "asked", "answered", "answers"),
    [
        (1, "The [...] is [city], std.", "The <b>capital of France</b> is <b>Paris</b>, std.", None),
        (2, "The capital of [country] is Paris, std.", "The capital of <b>France</b> is Paris, std.", ["France"]),
        (3, "The capital of France is Paris, [vector].", "The capital of France is Paris, <b>std</b>.", ["std"]),
        (4, "", "", []),
    ],
)
def test_clozes_hide_their_own_number_only(number, asked, answered, answers):
    """Others are shown, also inside; a hint stands for the dots; `::` in the answer begins the hint, as in Anki."""
    assert clozes.asked(TEXT, number) == asked
    assert clozes.answered(TEXT, number) == answered
    assert clozes.answers(TEXT, number) == (answers or (["capital of France", "Paris"] if number == 1 else []))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{c1::a}} }} {{c2::open", "[...] }} {{c2::open"),
        ("{{c1,2::a}} {{c2::b}}", "[...] b"),
        ("{{c1::}}", "[...]"),
        ("{{c1::a::}}", "[...]"),
        ("{{c1::<b>x</b>::<i>h</i>}}", "[<i>h</i>]"),
        ("{{c1::a}}{{cx::b}}{{c1: :c}}", "[...]{{cx::b}}{{c1: :c}}"),
        ("{{c2::{{c1::a}} b::h}}", "[...] b"),
        ("{{c1::image-occlusion:rect:left=.1:top=.2}} {{c2::image-occlusion:rect}}x", " x"),
    ],
)
def test_forms_of_a_cloze(text, shown):
    """Unclosed and misspelled ones are text, several numbers are one cloze of each, shapes of pictures show nothing."""
    assert clozes.asked(text, 1) == shown


# — Anki's own engine —

CLOZES = [
    TEXT,
    "{{c1::}} x",
    "{{c2::{{c1::a}} b::h}}",
    "{{c1::a::b::c}}",
    "{{c1,3::m}} {{c2::n}}",
    "{{c1::<b>x</b>::<i>h</i>}}",
    "{{c1::{{c2::{{c3::deep}}}}}}",
    "{{c1::a}} }} b",
]
TEMPLATES = [
    "{{Front}}{{#Back}}x{{/Back}}{{^Back}}y{{/Back}}",
    "{{text:Front}} {{kanji:Front}} {{kana:Front}}",
    "{{Front}} {{Deck}} {{Subdeck}} {{Tags}} {{Card}} {{Type}} {{#Tags}}t{{/Tags}}",
    "<!-- {{Back}} -->{{Front}}",
    "{{#Front}}{{^Back}}n{{/Back}}m{{Front}}{{/Front}}",
]


def seen(html):
    """What is read of a side, whatever its tags and style."""
    return " ".join(re.sub(r"<[^<>]*>", "", re.sub(r"(?s)<style>.*?</style>", "", html)).split())


def as_ours(made, names):
    template = made["tmpls"][0]
    cards = (Template(template["name"], template["qfmt"], template["afmt"]),)
    return NoteType(1, made["name"], made["type"] == 1, names, cards)


@pytest.fixture
def collection(tmp_path):
    found = pytest.importorskip("anki.collection").Collection(str(tmp_path / "c.anki2"))
    yield found
    found.close()


@pytest.mark.parametrize("text", CLOZES)
def test_clozes_are_those_of_anki(collection, text):
    """The engine makes the same cards of the same text, and shows the same in front and on the back."""
    kind = collection.models.by_name("Cloze")
    note = collection.new_note(kind)
    note["Text"], note["Back Extra"] = text, "ex"
    collection.add_note(note, 1)
    ours = as_ours(kind, ("Text", "Back Extra"))
    fields = {"Text": text, "Back Extra": "ex"}
    assert ords(ours, fields) == [card.ord for card in note.cards()]
    for card in note.cards():
        theirs = card.render_output()
        mine = sides(ours, fields, card.ord, Subject())
        assert (seen(mine.front), seen(mine.back)) == (seen(theirs.question_text), seen(theirs.answer_text))


@pytest.mark.parametrize("template", TEMPLATES)
def test_templates_show_what_anki_shows(collection, template):
    """The engine reads the same fields, conditions and filters in a template, whatever the fields are."""
    kind = collection.models.by_name("Basic")
    kind["tmpls"][0]["qfmt"] = template
    collection.models.update_dict(kind)
    ours = as_ours(kind, ("Front", "Back"))
    for front_text, back_text in [("<b>漢字[かんじ]</b>を 日本[にほん]", "B"), ("F", "<br>"), ("F", "&nbsp;")]:
        note = collection.new_note(kind)
        note["Front"], note["Back"], note.tags = front_text, back_text, ["a", "b"]
        collection.add_note(note, 1)
        mine = sides(ours, {"Front": front_text, "Back": back_text}, 0, Subject("a b", "Default"))
        assert seen(mine.front) == seen(note.cards()[0].render_output().question_text)


# — bounds —

PIECES = [
    *["{{", "}}", "{{c1::", "{{c2::", "::", "{{#Front}}", "{{/Front}}", "{{^Front}}", "{{Front}}", "{{FrontSide}}"],
    *["{{cloze:Front}}", "<!--", "-->", "<hr id=answer>", "<hr", " id=answer", "{", "}", "text", "{{type:Front}}"],
    *["{{text:Front}}", "<", "[", "]", "{{kana:Front}}", "{{hint:Front}}", "{{=<% %>=}}", "<%", "%>"],
]
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(texts, texts, texts, st.booleans())
def test_any_template_and_any_field_make_a_card(question, answer, text, cloze):
    """Whatever stands in them: two texts, never an exception, and no trace of how they were parted."""
    kind = notetype((question, answer), cloze=cloze)
    card = sides(kind, {"Front": text}, 0, Subject())
    assert card is not None
    assert "\x00" not in card.front + card.back
    assert all(ord >= 0 for ord in ords(kind, {"Front": text}))


@given(texts)
def test_without_clozes_of_a_number_there_is_no_card_of_it(text):
    """The numbers are those that hide something, and no others."""
    numbers = clozes.numbers(text)
    assert all(clozes.asked(text, number) for number in numbers)
    assert clozes.asked(text, 7) == ""


def test_a_template_cannot_blow_up():
    """One that names a large field many times is cut where no card of a person is as large."""
    kind = notetype(("{{Front}}" * 10_000, ""))
    assert len(sides(kind, {"Front": "x" * 100_000}, 0, Subject()).front) < 2 * LARGEST


@pytest.mark.parametrize("piece", PIECES)
def test_long_repetitions_are_read_in_bounded_time_and_depth(piece):
    """A hundred thousand characters of any mark, opened and never closed or closed in the end."""
    text = piece * (100_000 // len(piece)) + "}}" * 20_000
    long_template = notetype((text, text), cloze=True)
    assert sides(long_template, {"Front": piece}, 0, Subject()) is not None
    long_field = notetype(("{{cloze:Front}}{{kana:Front}}", "{{type:cloze:Front}}{{text:Front}}"), cloze=True)
    assert sides(long_field, {"Front": text}, 0, Subject()) is not None
    assert clozes.numbers(text) == sorted(set(clozes.numbers(text)))
