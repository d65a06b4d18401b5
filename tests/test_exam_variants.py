"""Variants, keys and marking sheets."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.exam.key import answer, code, key_rows, marking_sheet, paper_id, with_id, written
from quiz.exam.network import SINK, SOURCE, Network
from quiz.exam.paper import Asked, Option, Pair, Paper, Question, Variant
from quiz.exam.rank import rank
from quiz.exam.variants import letters, stays_last, variants


def choices(many, options=4):
    told = (tuple(Option(f"option {place}", place == 0) for place in range(options)) for _ in range(many))
    return [Question(f"q{number}", "choice", f"{number}?", options=each) for number, each in enumerate(told)]


def keys(made):
    return [tuple(asked.key for asked in variant.asked) for variant in made]


def test_no_two_variants_have_one_key():
    """Two hundred variants of ten questions have two hundred keys."""
    made = variants(choices(10), 200, "1")
    assert len(set(keys(made))) == 200
    assert made[0].letter == "A"
    assert made[199].letter == "GR"


def test_where_keys_must_repeat_all_of_them_occur():
    """One question of three options has three keys: five variants use them all and end."""
    assert len(set(keys(variants(choices(1, 3), 5, "1")))) == 3


def test_one_more_variant_leaves_the_others_alone():
    """Variant B is the same whether there is a C or not."""
    assert variants(choices(5), 3, "1")[:2] == variants(choices(5), 2, "1")


def test_every_place_is_right_about_as_often():
    """The right option stands nowhere much more often than elsewhere: 60 to 140 times of 400 in each of four places."""
    made = variants(choices(400), 1, "1")[0]
    counts = [sum(asked.key == (place,) for asked in made.asked) for place in range(4)]
    assert all(60 < count < 140 for count in counts)


def test_the_notes_order_is_kept_where_it_is_wanted():
    """In order, only the options move; fixed options do not move either."""
    made = variants(choices(6), 3, "1", in_order=True, fixed={"q0"})
    for variant in made:
        assert [asked.question.uid for asked in variant.asked] == [f"q{number}" for number in range(6)]
        assert variant.asked[0].order == (0, 1, 2, 3)
    assert len({variant.asked[1].order for variant in made}) > 1


@pytest.mark.parametrize(
    ("option", "last"),
    [
        ("All of the above", True),
        ("None of these.", True),
        ("**Both of them**", True),
        ("위의 모두", True),
        ("위의 것 모두 해당", True),
        ("보기 중 정답 없음", True),
        ("모두 정답", True),
        ("해당 사항 없음", True),
        ("정답 없음", True),
        ("`none`", False),
        ("all containers", False),
        ("위치", False),
        ("모두의 볼륨", False),
    ],
)
def test_an_option_about_the_others_stays_last(option, last):
    """“All of the above” below nothing but the above; a driver called none is an option like others."""
    assert stays_last(option) is last
    question = Question("q", "choice", "?", options=(Option(option, True), Option("x"), Option("y"), Option("z")))
    ends = {variant.asked[0].options[-1].text for variant in variants([question], 24, "1")}
    assert (ends == {option}) is last


def test_steps_and_answers_are_never_printed_in_their_right_order():
    """A key of A, B, C … would be guessed by who does nothing."""
    steps = Question("s", "order", "?", steps=("a", "b", "c"))
    pairs = Question("p", "matching", "?", pairs=tuple(Pair(f"{n}?", f"{n}.", f"{n}") for n in range(3)))
    for variant in variants([steps, pairs], 60, "1"):
        assert all(asked.order != (0, 1, 2) for asked in variant.asked)


@given(st.integers(0, 800))
def test_letters_count_on_after_z(number):
    """A to Z, then AA: each name once, shorter names first."""
    name = letters(number)
    value = 0
    for char in name:
        value = value * 26 + ord(char) - ord("A") + 1
    assert value == number + 1


def test_the_parts_of_a_rank_are_told_apart():
    """Moving a letter from the seed to the purpose makes another rank."""
    assert len({rank("ab", "c", "d"), rank("a", "bc", "d"), rank("a", "b", "cd"), rank("", "abc", "d")}) == 4


def test_answers_are_written_by_print_letter():
    """Each kind of answer as the key has it."""
    options = (Option("a", True), Option("b"), Option("c", True))
    pairs = (Pair("1?", "one", "u1"), Pair("2?", "two", "u2"), Pair("3?", "three", "u3"))
    told = {
        answer(Asked(Question("q", "choice", "?", options=options), (2, 1, 0))): "A, C",
        answer(Asked(Question("q", "matching", "?", pairs=pairs), (1, 2, 0))): "1–C, 2–A, 3–B",
        answer(Asked(Question("q", "order", "?", steps=("x", "y", "z")), (1, 2, 0))): "C → A → B",
        answer(Asked(Question("q", "yesno", "?", yes=False))): "no",
        answer(Asked(Question("q", "short", "?", accepted=("a|b", "`c`")))): "`a|b` / `` `c` ``",
        answer(Asked(Question("q", "open", "?", answer="x"))): "",
    }
    assert all(key == wanted for key, wanted in told.items())
    assert code("``") == "``` `` ```"


def test_points_are_written_without_idle_zeros():
    """Hundredths as a person writes them."""
    assert [written(points) for points in (100, 250, 25, 10000, 1005)] == ["1", "2.5", "0.25", "100", "10.05"]


def test_the_key_has_a_row_for_every_place():
    """Rows are numbered as the variant prints them, with the card and its source."""
    paper = Paper("", "T", "en", variants([replace(each, source="n.md:3") for each in choices(3)], 2, "1"))
    for variant in paper.variants:
        rows = key_rows(variant)
        assert [row.number for row in rows] == [1, 2, 3]
        assert [row.question for row in rows] == [asked.question for asked in variant.asked]
        assert rows[0].question.source == "n.md:3"


def test_a_marking_sheet_hands_variants_out_in_turn():
    """Names get A, B, A …; points that differ from variant to variant are left to the key."""
    one, two = Question("a", "open", "?", points=100), Question("b", "open", "?", points=300)
    paper = Paper("", "T", "en", (Variant("A", (Asked(one), Asked(two))), Variant("B", (Asked(two), Asked(one)))))
    sheet = marking_sheet(paper, ["Kim", "Lee", "Park"])
    assert sheet.rows == (("Kim", "A"), ("Lee", "B"), ("Park", "A"))
    assert (sheet.points, sheet.total) == ((None, None), 400)
    alone = replace(paper, variants=paper.variants[:1])
    assert marking_sheet(alone).points == (100, 300)
    assert set(marking_sheet(alone).rows) == {("", "A")}


def test_an_id_is_nine_digits_of_the_content():
    """Anything that is printed or right makes another id, seeds and ids do not."""
    paper = with_id(Paper("", "T", "en", variants(choices(4), 2, "1"), "1"))
    assert len(paper.id) == 11
    assert paper.id.replace("-", "").isdigit()
    assert paper_id(replace(paper, id="x", seed="2")) == paper.id
    others = [
        replace(paper, title="U"),
        replace(paper, variants=paper.variants[:1]),
        replace(paper, variants=variants(choices(4), 2, "2")),
        replace(paper, variants=variants([replace(each, points=200) for each in choices(4)], 2, "1")),
    ]
    assert len({paper.id, *map(paper_id, others)}) == 5


@given(st.integers(0, 10**6))
def test_a_network_finds_the_most_that_flows(seed):
    """What is found equals the largest matching counted out by trying all, however badly the first hand was played."""
    dice = random.Random(seed)
    left, right = range(dice.randint(1, 5)), [f"r{n}" for n in range(dice.randint(1, 5))]
    edges = {each: [other for other in right if dice.random() < 0.5] for each in left}
    network = Network()
    for each, others in edges.items():
        network.edge(SOURCE, each, 1)
        for other in others:
            network.edge(each, other, 1)
    for other in right:
        network.edge(other, SINK, 1)
    for each, others in edges.items():
        if others:
            network.push([SOURCE, each, others[-1], SINK])

    def most(rest, taken):
        if not rest:
            return 0
        here = [1 + most(rest[1:], taken | {other}) for other in edges[rest[0]] if other not in taken]
        return max([most(rest[1:], taken), *here])

    assert network.fill() == most(list(left), frozenset())
