"""Cloze: what is a gap, which cards a sentence with gaps makes, and how they are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.markdown import to_plain
from quiz.notes import cloze, parse
from quiz.notes.cloze import Gap


def read(text):
    return parse(text.encode(), "notes.md")


def cards(text):
    return [card.question for card in read(text).deck.cards]


def problems(text):
    return [(problem.line, problem.code) for problem in read(text).problems]


# — what is a gap —


@pytest.mark.parametrize(
    ("question", "gaps"),
    [
        ("기본은 {{c1::bridge}}다", [Gap("bridge")]),
        ("기본은 {{c12::bridge::드라이버}}다", [Gap("bridge", "드라이버")]),
        ("{{c1::a}}와 {{c2::b}}와 {{c1::c}}", [Gap("a"), Gap("b"), Gap("c")]),
        ("**{{c1::a}}**, {{c1::**b**}}", [Gap("a"), Gap("**b**")]),
        ("`docker {{c1::run::하위 명령}} -it`", [Gap("run", "하위 명령", coded=True)]),
        ("{{c1::`std::vector`::형}}", [Gap("`std::vector`", "형")]),
        ("{{c1::`}}`}}", [Gap("`}}`")]),
        ("{{c1::{{ .Values.x }}}} {{c1::${HOME}}}", [Gap("{{ .Values.x }}"), Gap("${HOME}")]),
        ("{{c1::a {{c2::b::h}} c::d}}", [Gap("a b c", "d")]),
        ("```sh\ndocker {{c1::ps}} -a\n```", [Gap("ps", coded=True)]),
        ("{{c1::a\nb}}", [Gap("a\nb")]),
    ],
)
def test_gaps(question, gaps):
    """A gap may stand in prose, in bold, in code and in another gap; pairs of braces and code may stand in it."""
    assert list(cloze.gaps(question)) == gaps


def test_an_odd_brace():
    """Braces that are no pairs are text where the gap is closed without them."""
    assert cloze.gaps("{{c1::{}}") == (Gap("{"),)
    assert cloze.gaps("{{c1::a}b}}") == (Gap("a}b"),)


@pytest.mark.parametrize(
    "question",
    [
        '{{ .Values.image }}과 {{ include "x" . }}은?',
        "`{{c1::`는 어디서 끝나고 `}}`는?",
        "`{{c1::a` b}}",
        "a {{c1::b `}}` c",
        "{c1::a}",
        "```\n{{c1::\n```",
        "{{c0::a}} {{c1::}} {{c1::  }} {{c1::::hint}} {{c::a}} {{c1:a}} {{C1::a}} {{ c1::a}} {{c1::a",
    ],
)
def test_no_gaps(question):
    """Templates, code about gaps, and what is misspelt, empty or never closed hide nothing."""
    assert cloze.gaps(question) == ()
    assert cloze.cards(question) == {}
    assert cloze.hidden(question) == cloze.shown(question) == cloze.told(question) == question


@pytest.mark.parametrize(
    ("question", "samples"),
    [
        ("{{c::a}}, {{c1:a}}, {{C1::a}}, {{ c1::a}}", ("{{c::a}}", "{{c1:a}}", "{{C1::a}}", "{{ c1::a}}")),
        ("{{c1::}} {{c0::a}} {{c1::a", ("{{c1::}}", "{{c0::a}}", "{{c1::a")),
        ("{{c1::a}} {{c2::b", ("{{c2::b",)),
        ("`{{c1::a` `{{c::b}}` {{ .Values.c }}", ()),
        ("```\n{{c1::a\n```", ()),
    ],
)
def test_what_is_misspelt(question, samples):
    """What looks like a gap and is none is named, in prose only."""
    found = cloze.malformed(question)
    assert len(found) == len(samples)
    assert all(sample.startswith(start) for sample, start in zip(samples, found, strict=True))


def test_problems_are_told_by_line():
    """A misspelt gap and a gap in an answer, where it is not asked, are named with their lines."""
    assert problems("# d\n- a {{c1::b는?\n  - c\n") == [(2, "bad-gap")]
    assert problems("# d\n- a?\n  - {{c1::b}}\n  - `{{c1::c}}` and {{ .x }}\n") == [(3, "gap-in-answer")]


# — which cards —


def test_a_card_for_each_number():
    """Each card keeps the gaps of its number as the first, and the text of all others."""
    text = "- {{c2::a::h}}와 {{c1::b}}와 **{{c2::c}}**\n  - 설명\n"
    first, second = read(text).deck.cards
    assert first.question == "a와 {{c1::b}}와 **c**"
    assert second.question == "{{c1::a::h}}와 b와 **{{c1::c}}**"
    assert {(card.kind, card.answer, card.place.line) for card in (first, second)} == {("cloze", "- 설명", 1)}


def test_a_sentence_with_gaps_is_its_own_answer():
    """It is asked without anything below it."""
    notes = read("- 기본은 {{c1::bridge}}다\n")
    assert notes.problems == ()
    assert notes.deck.cards[0].answered


def test_a_wrapped_sentence_is_read_up_to_its_last_gap():
    """Lines below go on with the sentence as long as gaps are opened or closed in them."""
    assert cards("- a {{c1::b\n  c}} d\n  e {{c1::f}}\n  g\n") == ["a {{c1::b c}} d e {{c1::f}}"]
    assert cards("- a {{c1::b}}\n  c }} d\n") == ["a {{c1::b}}"]


def test_an_explicit_id_is_that_of_the_first_number():
    """The others have the id with their number."""
    notes = read("- {{c1::a}} {{c3::b}} <!-- id: x -->\n")
    assert [card.id for card in notes.deck.cards] == ["x", "x-3"]
    assert notes.problems == ()


def test_what_is_accepted_goes_with_the_gap_it_names():
    """A list that names the text of another gap is not accepted here; one that names none is accepted everywhere."""
    first, second = read("- {{c1::a}} {{c2::`b`}}\n  - why\n  - accept: A | a\n  - accept: b | B\n").deck.cards
    assert first.answer == "- why\naccept: A | a"
    assert second.answer == "- why\naccept: b | B"
    (one, other) = read("- {{c1::a}} {{c2::b}}\n  - accept: c | d\n").deck.cards
    assert one.answer == other.answer == "- accept: c | d"


def test_gaps_win_over_options():
    """A question with gaps is a cloze card, whatever stands below it."""
    assert {card.kind for card in read("- {{c1::a}}\n  - [x] b\n  - [ ] c\n").deck.cards} == {"cloze"}


# — how they are shown —


@pytest.mark.parametrize(
    ("question", "hidden", "shown"),
    [
        ("값은 {{c1::a}}다", "값은 […]다", "값은 **a**다"),
        ("값은 {{c1::a::수}}다", "값은 [수]다", "값은 **a**다"),
        ("{{c1::a}}(b), !{{c1::c}}", "\\[…](b), !\\[…]", "**a**(b), !**c**"),
        ("**a {{c1::b}} c** {{c1::d}}", "**a […] c** […]", "**a *b* c** **d**"),
        ("`a {{c1::b}} c`", "`a […] c`", "`a `**`b`**` c`"),
        ("` {{c1::b}} c `는", "` […] c `는", "**`b`**` c`는"),
        ("``{{c1::a`b}} c``", "``[…] c``", "**``a`b``**`` c``"),
        ("{{c1::**a**}} {{c1:: b }}", "[…] […]", "**a**  **b** "),
        ("은{{c1::`a`}}의", "은[…]의", "은`a`의"),
        ("{{c1::`a`}}의", "[…]의", "**`a`**의"),
        ("```\na {{c1::b}}\n```", "```\na […]\n```", "```\na b\n```"),
    ],
)
def test_hidden_and_shown(question, hidden, shown):
    """Brackets stand for a gap; its text is bold, also in bold and in code, where Markdown can say so."""
    assert (cloze.hidden(question), cloze.shown(question)) == (hidden, shown)


@pytest.mark.parametrize(
    "question",
    [
        "값은 {{c1::a}}다", "`a {{c1::b}} c`", "` {{c1::b}} c{{c1::d}}`는", "은{{c1::`a`}}의 {{c1::`b`}}와",
        "**a {{c1::b}} c** 와", "``a {{c1::`}} b``", "*a {{c1::b}}*", "`{{c1::a}} {{c1::b}}`",
        "{{c1::(a)}}는 {{c1::b.}}는", "{{c1::a}}(b)",
    ],
)  # fmt: skip
def test_what_is_shown_reads_as_the_sentence(question):
    """However the gaps are marked, the words are those of the sentence and no mark is left over."""
    assert to_plain(cloze.shown(question)) == to_plain(cloze.told(question))


signs = ["{{c1::", "{{c2::", "{{c10::", "}}", "::", "`", "``", "{", "}", "**", "a", " ", "가", "```\n"]
hostile = st.text(alphabet="{}c12:`*[](! a가\n", max_size=60) | st.lists(st.sampled_from(signs), max_size=16).map(
    "".join
)


@given(hostile)
def test_every_card_has_the_gaps_of_its_number(question):
    """Each card of any text asks something, shows none of it, and says the same sentence."""
    for card in cloze.cards(question).values():
        assert cloze.gaps(card)
        assert list(cloze.cards(card)) == [1]
        assert len(cloze.hidden(card)) >= len(cloze.gaps(card))
        if "`" not in question:  # gaps that part backticks, once gone, may join them
            assert cloze.cards(card) == {1: card}
            assert cloze.told(card) == cloze.told(question)


@given(hostile)
def test_nothing_is_lost(question):
    """Gaps or none, every letter that is not markup is kept."""
    kept = cloze.told(question)
    assert kept.count("가") <= question.count("가")
    if not cloze.gaps(question):
        assert kept == question
    cloze.shown(question)
    cloze.malformed(question)


@pytest.mark.parametrize(
    "text", ["{{c1::" * 20_000, "{{c1::a}}" * 20_000, "`{{c1::" * 20_000, "{{c1::{" * 20_000, "}}" * 50_000]
)
def test_long_texts_are_read(text):
    """Any text is read in one pass, however many openings are never closed: what comes out is no longer than it was."""
    assert len(list(cloze.cards(text))) <= 1
    assert len(cloze.shown(text)) <= len(text)
    assert len(cloze.hidden(text)) <= len(text)
    assert all(sample in text or sample.endswith("…") for sample in cloze.malformed(text))
