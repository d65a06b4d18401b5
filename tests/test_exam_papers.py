"""Papers as a whole: their keys checked against the cards by another road, and what selection promises."""

import random
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from itertools import count
from pathlib import Path
from shutil import which

import pytest
from exam_cards import TOPICS, card, cards, choice, plan
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.errors import QuizError
from quiz.exam.compose import TooFewError, UnknownTopicError, compose
from quiz.exam.json import dumps
from quiz.exam.key import answer, key_rows
from quiz.exam.kinds import possible
from quiz.exam.paper import Asked
from quiz.topics import includes

ALL = ["choice", "cloze", "short", "yesno", "open", "matching", "order"]


def dealt(seed):
    """A blueprint by chance and cards for it, for the most part enough."""
    dice = random.Random(seed)
    topics = {topic: dice.randint(1, 4) for topic in dice.sample(TOPICS, dice.randint(0, 3))}
    table = {
        "topics": topics,
        "count": sum(topics.values()) + dice.randint(1, 8),
        "kinds": dice.sample(ALL, dice.randint(3, 7)),
        "variants": dice.randint(1, 4),
        "seed": seed,
        "order": dice.choice(("shuffle", "keep")),
        "points": {"open": dice.choice((1, 2.5, 5))},
    }
    if dice.random() < 0.3:
        table["difficulty"] = {"easy": 1, "medium": 2, "hard": 1}
    return plan(**table), cards(seed, dice.randint(15, 60))


def expected(asked: Asked, by_uid) -> str:
    """The key of a question as its cards' own text and the printed page say, read by eye as it were."""
    question = asked.question
    letters = "ABCDEFGHIJ"
    if question.kind == "matching":
        printed = dict(zip(letters, asked.answers, strict=False))
        told = []
        for number, pair in enumerate(question.pairs, 1):
            own = by_uid[pair.uid].entry
            assert pair.prompt == own.question
            place = [letter for letter, text in printed.items() if own.answer.startswith(text)]
            told.append(f"{number}–{''.join(place)}")
        return ", ".join(told)
    entry = by_uid[question.uid].entry
    if question.kind == "choice":
        right = set(re.findall(r"^- \[x\] (.*)$", entry.answer, re.MULTILINE))
        return ", ".join(letter for letter, option in zip(letters, asked.options, strict=False) if option.text in right)
    if question.kind == "order":
        steps = re.findall(r"^\d+\. (.*)$", entry.answer, re.MULTILINE)
        return " → ".join(letters[asked.steps.index(step)] for step in steps)
    if question.kind == "yesno":
        return "yes" if entry.answer.startswith(("네", "Yes")) else "no"
    if question.kind == "short":
        return " / ".join(f"`{text.strip(' `')}`" for text in entry.answer.partition("accept:")[2].split("|"))
    if question.kind == "cloze":
        gaps = re.findall(r"\{\{c1::(.*?)(?:::.*?)?\}\}", entry.question)
        return "; ".join(f"({number}) `{gap}`" for number, gap in enumerate(gaps, 1))
    return ""


@pytest.mark.parametrize("block", range(10))
def test_a_thousand_keys_agree_with_the_cards(block):
    """In each of a hundred papers every answer in the key is the one the card's own text gives on that page.

    Seeds whose deck has too few cards for their blueprint make none.
    """
    made = 0
    for seed in count(1_000 * block):
        blueprint, deck = dealt(seed)
        try:
            paper = compose(deck, blueprint).paper
        except TooFewError:
            continue
        made += 1
        by_uid = {each.uid: each for each in deck}
        for variant in paper.variants:
            for row, asked in zip(key_rows(variant), variant.asked, strict=True):
                assert row.answer == answer(asked) == expected(asked, by_uid), (seed, variant.letter, row.number)
        if made == 100:
            break


@given(st.integers(0, 10**9))
@settings(max_examples=150, deadline=None)
def test_a_paper_asks_what_the_blueprint_says(seed):
    """No card is asked twice, every topic has its questions, every kind was allowed, every variant asks the same."""
    blueprint, deck = dealt(seed)
    try:
        made = compose(deck, blueprint)
    except TooFewError:
        return
    questions = list(made.paper.questions())
    assert len(questions) == blueprint.total
    uids = [uid for each in questions for uid in ([pair.uid for pair in each.pairs] or [each.uid])]
    assert len(uids) == len(set(uids)) == len(made.cards)
    assert {each.kind for each in questions} <= set(blueprint.kinds)
    for topic, wanted in blueprint.topics.items():
        fitting = [each for each in questions if any(includes(topic, other) for other in each.topics)]
        assert len(fitting) >= wanted
    for variant in made.paper.variants:
        assert sorted(asked.question.uid for asked in variant.asked) == sorted(each.uid for each in questions)
        for asked in variant.asked:
            assert sorted(asked.order) == list(range(asked.question.movable))


@given(st.integers(0, 10**9), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_in_which_cards_come_makes_no_difference(seed, dice):
    """The same cards in another order are the same paper, byte by byte."""
    blueprint, deck = dealt(seed)
    shuffled = dice.sample(deck, len(deck))
    assert outcome(shuffled, blueprint) == outcome(deck, blueprint)


def outcome(deck, blueprint):
    """The paper in bytes, or what is missing for it."""
    try:
        return dumps(compose(deck, blueprint).paper)
    except TooFewError as error:
        return error.missing


@given(st.integers(0, 10**9), st.integers(1, 12))
@settings(max_examples=100, deadline=None)
def test_one_card_more_changes_one_question_at_most(seed, many):
    """Where topics do not overlap and no kind is counted, a new card takes the place of one other, or of none."""
    deck = [card(f"{number:03}-{seed}", topics=(("a", "b")[number % 2],), number=number) for number in range(40)]
    blueprint = plan(topics={"a": many, "b": many}, seed=seed)
    before = {each.uid for each in compose(deck, blueprint).cards}
    extra = card(f"new-{seed}", topics=("a",), number=99)
    after = {each.uid for each in compose([*deck, extra], blueprint).cards}
    assert after - before <= {extra.uid}
    assert len(before - after) <= 1


def test_a_smaller_paper_is_a_part_of_a_larger_one():
    """With the same seed, five questions of a topic are five of its eight."""
    deck = [card(f"c{number}", number=number) for number in range(30)]
    five, eight = ({each.uid for each in compose(deck, plan(topics={"docker": n})).cards} for n in (5, 8))
    assert five < eight


def test_another_seed_is_another_paper():
    """Seeds choose other cards, and with the same cards other orders."""
    deck = [card(f"c{number}", number=number) for number in range(30)]
    chosen = {frozenset(each.uid for each in compose(deck, plan(count=5, seed=seed)).cards) for seed in range(20)}
    assert len(chosen) > 15
    orders = {compose(deck, plan(count=30, seed=seed)).paper.id for seed in range(20)}
    assert len(orders) == 20


SCRIPT = """
import sys
sys.path[:0] = sys.argv[1:2]
from quiz.exam.rank import ranked
from quiz.exam.variants import variants
from quiz.exam.paper import Option, Question
from quiz.exam.key import paper_id
from quiz.exam.paper import Paper
options = [tuple(Option(f"o{m}", m == n % 4) for m in range(4)) for n in range(30)]
made = [Question(f"u{n}", "choice", f"질문 {n}?", options=options[n]) for n in range(30)]
chosen = ranked("씨", "pick", made, lambda each: each.uid)[:12]
print(paper_id(Paper("", "제목", "ko", variants(chosen, 3, "씨"), "씨")))
"""
OTHERS = [which(f"python3.{minor}") for minor in (12, 13, 14)]
OTHERS += map(str, sorted(Path.home().glob(".pyenv/versions/3.1[2-4]*/bin/python")))


@pytest.mark.parametrize("python", list(filter(None, OTHERS)) or [None])
def test_the_same_seed_is_the_same_paper_on_another_python(python):
    """Selection, variants and id, which need the standard library alone, come out alike on other versions."""
    if python is None or subprocess.run([python, "-c", ""], capture_output=True, timeout=60, check=False).returncode:
        pytest.skip("no other Python runs here")
    ours, theirs = (
        subprocess.run([name, "-c", SCRIPT, Path(__file__).parents[1]], capture_output=True, text=True, timeout=60)
        for name in (sys.executable, python)
    )
    assert ours.stdout
    assert theirs.stdout == ours.stdout, theirs.stderr


def test_the_paper_of_a_seed_stays_what_it_is():
    """An id written down once: were selection, order or content to change unnoticed, papers could not be made again."""
    deck = [card(f"o{n}", answer=f"Answer {n}.") for n in range(20)]
    deck += [choice(f"c{n}", [f"right {n}"], ["wrong", "worse", "All of the above"]) for n in range(20)]
    deck += [card(f"g{n}", f"a {{{{c1::gap {n}}}}}", "", kind="cloze") for n in range(20)]
    table = {"kinds": ["matching=1", "choice", "cloze", "open"], "seed": "spring", "title": "T", "points": {"open": 2}}
    paper = compose(deck, plan(count=20, variants=3, **table)).paper
    assert paper.id == "995-349-784"


# — what goes into the choice —


def test_too_few_cards_are_named_by_topic_and_kind():
    """The error says how many of what there are and what was left out, and counts each only where it is scarce."""
    deck = [card("a", topics=("git",)), card("b", topics=("git",), answer=""), choice("c", ["x"], ["y"])]
    with pytest.raises(TooFewError) as error:
        compose(deck, plan(topics={"git": 3, "docker": 2}, kinds=["choice=2", "open"]))
    told = {(each.what, each.wanted, each.had) for each in error.value.missing}
    assert told == {("git", 3, 1), ("docker", 2, 1), ("choice", 2, 1)}
    assert "git has 1 of the 3 wanted" in error.value.message
    assert "1 without an answer" in error.value.hint


def test_cards_that_matching_questions_took_are_told():
    """The smallest groups are what is counted by; what there would be without them stands beside it."""
    deck = [card(f"s{n}", answer=f"It is word{n}.\naccept: word{n}") for n in range(11)]
    with pytest.raises(TooFewError) as error:
        compose(deck, plan(count=7, kinds=["short=4", "matching=3"]))
    assert "short has 2 of the 4 wanted (11 without matching questions)" in error.value.message
    with pytest.raises(TooFewError) as error:
        compose(deck, plan(count=12, kinds=["short=12"]))
    assert "without matching" not in error.value.message


@pytest.mark.parametrize(
    ("topic", "hint"),
    [
        ("dokcer", "Did you mean docker?"),
        ("docker::volum", "Did you mean docker::volume?"),
        ("=docker", "Did you mean docker?"),
        ("astronomy", "There are docker, git."),
    ],
)
def test_a_topic_that_no_card_has_is_said_to_be_none(topic, hint):
    """It is not told as too few cards; the nearest topic is named, or the widest ones there are."""
    deck = [card("a", topics=("git",)), card("b", topics=("docker::volume",))]
    with pytest.raises(UnknownTopicError) as error:
        compose(deck, plan(topics={topic: 2, "git": 9}))
    assert (error.value.message, error.value.hint) == (f"no card has the topic {topic}.", hint)
    with pytest.raises(UnknownTopicError, match="no card that the query is:new selects has the topic"):
        compose(deck, plan(topics={topic: 2}, query="is:new"))


def test_a_query_that_selects_nothing_is_named():
    """What is missing then is no question of a topic or a kind."""
    with pytest.raises(QuizError, match="the query gti selects no card"):
        compose([], plan(count=3, topics={"git": 1}, query="gti"))


def test_what_overlaps_is_sorted_out():
    """Cards of two topics and counted kinds change places until all fits; greed alone would fail."""
    deck = [
        card("only-a", topics=("a",)),
        card("both", topics=("a", "b")),
        choice("choice-b", ["x"], ["y"], topics=("b",)),
        choice("choice-ab", ["x"], ["y"], topics=("a", "b")),
    ]
    for seed in range(20):
        made = compose(deck, plan(topics={"a": 2, "b": 2}, kinds=["choice=2", "open=2"], seed=seed))
        assert len(made.cards) == 4


@given(st.integers(0, 10**9))
@settings(max_examples=150, deadline=None)
def test_nothing_that_is_possible_is_refused(seed):
    """Of small decks every way to hand cards out is tried: a paper is refused only where none of them works."""
    dice = random.Random(seed)
    deck = [small(dice, number) for number in range(dice.randint(1, 5))]
    demands = {topic: dice.randint(1, 2) for topic in dice.sample("ab", dice.randint(1, 2))}
    total = sum(demands.values())
    kinds = {"choice": dice.randint(0, total), "short": 0, "open": 0}
    kinds["short"] = dice.randint(0, total - kinds["choice"])
    asked = [f"{kind}={count}" if count else kind for kind, count in kinds.items()]
    counted = {kind: count for kind, count in kinds.items() if count}

    def works(cards, places, used):
        if not places:
            return all(used[kind] == count for kind, count in counted.items())
        for each in cards:
            for kind in possible(each, kinds):
                if places[0] in each.entry.topics and used[kind] < counted.get(kind, total):
                    rest = [other for other in cards if other is not each]
                    if works(rest, places[1:], used + Counter([kind])):
                        return True
        return False

    places = [topic for topic, count in demands.items() for _ in range(count)]
    wanted = works(deck, places, Counter())
    assert isinstance(outcome(deck, plan(topics=demands, kinds=asked, seed=seed)), bytes) is wanted


def small(dice, number):
    """A card of one or two topics that can be one or two kinds."""
    topics = tuple(dice.sample("ab", dice.randint(1, 2)))
    match dice.randrange(3):
        case 0:
            return choice(f"c{number}", ["x"], ["y"], topics=topics)
        case 1:
            return card(f"c{number}", answer="x\naccept: x", topics=topics)
        case _:
            return card(f"c{number}", topics=topics)


def test_an_exact_topic_takes_nothing_below_it():
    """`=docker` is docker alone, `docker` includes docker::volume."""
    deck = [card("top"), card("below", topics=("docker::volume",))]
    assert [each.uid for each in compose(deck, plan(topics={"=docker": 1})).cards] == ["top"]
    assert len(compose(deck, plan(topics={"docker": 2})).cards) == 2


def test_cards_unfit_for_a_paper_are_left_out_and_counted():
    """Unanswered, suspended and flagged cards, those the notes keep out, and those used lately."""
    from quiz.reviews import Progress

    deck = [
        card("good"),
        card("empty", answer=" "),
        card("suspended", progress=Progress(suspended=True)),
        card("flagged", progress=Progress(flagged=True)),
        card("no", remarks=("no-quiz",)),
        card("used"),
        choice("unfit", ["x"], ["y"]),
    ]
    made = compose(deck, plan(count=1, kinds=["open"]), used={"used"})
    assert [each.uid for each in made.cards] == ["good"]
    assert {reason: [each.uid for each in left] for reason, left in made.sifted.left.items()} == {
        "unanswered": ["empty"], "suspended": ["suspended"], "flagged": ["flagged"], "no-quiz": ["no"],
        "used": ["used"], "unfit": ["unfit"],
    }  # fmt: skip


def test_siblings_never_meet_on_a_paper():
    """Two gaps of one sentence give each other away: one of them is asked."""
    deck = [
        card(f"g{number}", f"a {{{{c1::gap}}}} of {number}", "", kind="cloze", note="same", number=number)
        for number in range(4)
    ]
    assert len(compose(deck, plan(count=1)).cards) == 1
    with pytest.raises(TooFewError):
        compose(deck, plan(count=2))


def test_questions_that_lean_on_something_are_named():
    """The report names questions that point at what a paper does not show; it asks them all the same."""
    deck = [card("a", "위의 예제에서 무엇이 출력되나요?"), card("b", "What does the above command print?"), card("c")]
    made = compose(deck, plan(count=3))
    assert {each.uid for each, _words in made.leaning} == {"a", "b"}


def test_yes_and_no_are_balanced_and_capped():
    """Who always ticks yes gains nothing: at most the share is asked so, half of them yes as far as there are cards."""
    yes = [card(f"y{n}", f"맞는 {n}인가요?", f"네, 맞습니다.\n- 이유 {n}") for n in range(30)]
    no = [card(f"n{n}", f"틀린 {n}인가요?", f"아니요, 다릅니다.\n- 이유 {n}") for n in range(30)]
    asked = Counter((each.kind, each.yes) for each in compose(yes + no, plan(count=20)).paper.questions())
    assert asked["open", None] >= 12
    assert abs(asked["yesno", True] - asked["yesno", False]) <= 1
    counted = compose(yes + no[:2], plan(count=10, kinds=["yesno=10"])).paper.questions()
    assert Counter(each.yes for each in counted) == {True: 8, False: 2}


def test_difficulty_is_shared_out_as_far_as_there_are_cards():
    """The shares hold where the cards are there; a missing band is made up for by the next one."""
    deck = [card(f"{name}{n}", remarks=(name,)) for name in ("easy", "medium", "hard") for n in range(10)]
    shares = {"easy": 50, "medium": 30, "hard": 20}
    assert compose(deck, plan(count=10, difficulty=shares)).bands == {"easy": 5, "medium": 3, "hard": 2}
    fewer = [each for each in deck if "hard" not in each.remarks]
    assert compose(fewer, plan(count=10, difficulty=shares)).bands == {"easy": 5, "medium": 5}


def test_the_title_and_the_language_come_from_the_cards():
    """Without a title a paper bears its topics, and it speaks the language of most of its questions."""
    made = compose([card("a", "무엇인가요?"), card("b", "왜 그런가요?"), card("c")], plan(topics={"docker": 3}))
    assert (made.paper.title, made.paper.language) == ("docker", "ko")
    assert compose([card("c")], plan(count=1)).paper.language == "en"


def test_where_a_card_stands_makes_no_other_paper():
    """The id is that of what is asked: lines may move and topics change."""
    deck = [card(f"c{number}", number=number) for number in range(5)]
    moved = [replace(each, place="other.md:99") for each in deck]
    assert compose(deck, plan(count=5)).paper.id == compose(moved, plan(count=5)).paper.id
    other = [replace(each, entry=replace(each.entry, answer="Another.")) for each in deck]
    assert compose(deck, plan(count=5)).paper.id != compose(other, plan(count=5)).paper.id
