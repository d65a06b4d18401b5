"""The tree of decks and topics: what it counts, what is in sight of it, and the queries it starts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import TODAY

from quiz.entry import Entry
from quiz.overview import (
    MANY,
    Branch,
    Group,
    branches,
    folded_at_first,
    groups,
    mastered,
    rows,
    selection,
    tree,
    whole,
)
from quiz.query import compile_query
from quiz.reviews import Progress
from quiz.sm2 import Memory


def entry(uid="a", deck="Docker", topics=("docker",), due=None, interval=0, **more):
    progress = Progress(memory=Memory(1 if interval else 0, interval), due_day=due, **more.pop("progress", {}))
    return Entry(
        uid, deck, f"What is {uid}?", more.pop("answer", "An answer"), topics=topics, progress=progress, **more
    )


def names(shown):
    return [f"{'  ' * row.depth}{row.branch.name}" for row in shown]


# — counts —


@pytest.mark.parametrize(
    ("card", "figures"),
    [
        (entry(), (0, 1, 0, 1, 0, 0)),
        (entry(due=TODAY, interval=6), (1, 0, 0, 1, 0, 0)),
        (entry(due=TODAY + 1, interval=6), (0, 0, 0, 1, 0, 0)),
        (entry(due=TODAY + 1, interval=1, progress={"last_day": TODAY, "last_grade": 3}), (0, 0, 1, 1, 0, 0)),
        (entry(due=TODAY - 1, interval=6, progress={"buried_day": TODAY}), (0, 0, 0, 1, 0, 0)),
        (entry(progress={"buried_day": TODAY}), (0, 0, 0, 1, 0, 0)),
        (entry(due=TODAY + 9, interval=20), (0, 0, 0, 1, 0, 0)),
        (entry(due=TODAY + 9, interval=21), (0, 0, 0, 1, 1, 0)),
        (entry(due=TODAY, interval=30, progress={"suspended": True}), (0, 0, 0, 0, 0, 0)),
        (entry(answer=" "), (0, 0, 0, 0, 0, 1)),
    ],
    ids=["new", "due", "later", "drill", "buried", "new-buried", "learning", "mastered", "suspended", "unanswered"],
)
def test_what_a_card_counts_as(card, figures):
    """due, new, to repeat; asked at all, mastered; unanswered. What is buried waits, what is suspended is nothing."""
    assert groups([card], TODAY) == [Group("Docker", ("docker",), *figures)]


def test_mastered_from_three_weeks_on():
    """A card is mastered when its interval is 21 days or more."""
    assert [mastered(entry(interval=days)) for days in (0, 20, 21, 400)] == [False, False, True, True]


def test_the_share_that_is_mastered():
    """Of the cards that are asked; nothing where there is none."""
    assert Branch(total=8, mastered=2).mastery == 1 / 4
    assert Branch().mastery == 0


def test_decks_and_topics_stand_as_they_appear():
    """Parents come before children, late ones too, and a card counts once in every topic above its own."""
    found = branches(
        [
            entry("a", "Zoo", ("b::x", "b::y")),
            entry("b", "Docker", ()),
            entry("c", "Zoo", ("a-b", "a::c")),
            entry("d", "Lost", state="orphan"),
            entry("e", "Zoo", ("b::a",)),
        ],
        TODAY,
    )
    assert [(branch.deck, branch.topic, branch.total) for branch in found] == [
        ("Zoo", "", 3),
        ("Zoo", "b", 2),
        ("Zoo", "b::x", 1),
        ("Zoo", "b::y", 1),
        ("Zoo", "b::a", 1),
        ("Zoo", "a-b", 1),
        ("Zoo", "a", 1),
        ("Zoo", "a::c", 1),
        ("Docker", "", 1),
    ]
    assert whole(found).total == 4


decks = st.sampled_from(["Docker", "docker compose", 'a "b"', "C"])
topics = st.lists(st.sampled_from(["a", "a::b", "a::b::c", "a::c", "ab", "d"]), max_size=2, unique=True).map(tuple)
libraries = st.lists(
    st.builds(
        entry,
        st.uuids().map(str),
        decks,
        topics,
        st.none() | st.integers(TODAY - 9, TODAY + 9),
        st.integers(0, 30),
        state=st.sampled_from(["live", "live", "orphan"]),
        answer=st.sampled_from(["An answer", ""]),
    ),
    max_size=12,
)


@given(libraries)
def test_groups_make_the_same_tree_however_they_are_cut(entries):
    """The sum does not depend on how many groups the cards were counted in."""
    single = [group for one in entries for group in groups([one], TODAY)]
    assert tree(single) == branches(entries, TODAY)


@given(libraries)
def test_every_branch_holds_what_is_below_it(entries):
    """The deck has all cards of its topics, a topic all of the topics below it."""
    found = branches(entries, TODAY)
    above = {branch.key: branch for branch in found}
    for branch in found:
        if branch.parent is not None:
            assert all(one <= other for one, other in zip(branch[2:], above[branch.parent][2:], strict=True))


# — what a row starts —


@given(libraries, st.sampled_from(["", "is:due or is:new", "-topic:a or ab"]))
def test_a_row_starts_the_cards_it_counts(entries, narrowed):
    """The query of a branch selects its cards and no others, also where one deck's name is part of another's."""
    wanted = compile_query(narrowed, TODAY)
    matching = [entry for entry in entries if wanted(entry)]
    found = branches(matching, TODAY)
    all_decks = {entry.deck for entry in entries}
    for branch in [whole(found), *found]:
        chosen = compile_query(selection(branch, all_decks, narrowed), TODAY)
        own = [entry for entry in entries if chosen(entry)]
        counted = [one for one in branches(own, TODAY) if one.key == branch.key]
        assert whole(branches(own, TODAY)) == whole(found) if not branch.deck else counted == [branch]


def test_the_query_of_a_row_is_one_a_person_would_write():
    """Quotes stand only where they must, and the filter stays as it was typed."""
    assert selection(Branch(), ["Docker"]) == ""
    assert selection(Branch(), ["Docker"], "is:due 볼륨") == "is:due 볼륨"
    assert selection(Branch("Docker"), ["Docker", "C"]) == "deck:Docker"
    assert selection(Branch("Docker"), ["Docker", "Docker Compose"]) == 'deck:Docker -deck:"Docker Compose"'
    assert selection(Branch("C", "a::b"), ["C"], "x or y") == "(x or y) deck:C topic:a::b"


# — what is in sight —

TREE = tree(
    [
        Group("Docker", ("docker::volume::bind",), 1, 1, 0, 2),
        Group("Docker", ("docker::network",), 0, 1, 0, 1),
        Group("C", ("c",), 0, 0, 0, 1),
        Group("C", (), 0, 1, 0, 1),
    ]
)


def test_folding():
    """A folded branch hides all below it and says so; a leaf is neither open nor folded."""
    shown = rows(TREE, set())
    assert names(shown) == ["Docker", "  volume", "    bind", "  network", "C", "  c"]
    assert [row.open for row in shown] == [True, True, None, None, True, None]
    assert names(rows(TREE, {("Docker", "")})) == ["Docker", "C", "  c"]
    shown = rows(TREE, {("Docker", "docker::volume")})
    assert names(shown) == ["Docker", "  volume", "  network", "C", "  c"]
    assert [row.open for row in shown] == [True, False, None, True, None]


def test_a_topic_that_holds_all_of_its_deck_is_passed_over():
    """`docker` says nothing below `Docker`; with a card beside it it does, and the last topic is always named."""
    assert rows(TREE, set())[1].above == ("Docker", "")
    beside = tree([Group("Docker", ("docker::a",), 0, 1, 0, 1), Group("Docker", (), 0, 1, 0, 1)])
    assert names(rows(beside, set())) == ["Docker", "  docker", "    a"]
    alone = tree([Group("Docker", ("docker::a::b",), 0, 1, 0, 1)])
    assert names(rows(alone, set())) == ["Docker", "  b"]


@given(libraries, st.sets(st.tuples(decks, st.sampled_from(["", "a", "a::b"]))))
def test_folding_only_hides(entries, folded):
    """What is in sight of a folded tree is in sight of the unfolded one, in the same order and at the same depth."""
    found = branches(entries, TODAY)
    unfolded = iter((row.branch, row.depth) for row in rows(found, set()))
    assert all((row.branch, row.depth) in unfolded for row in rows(found, folded))


def test_a_large_tree_begins_folded():
    """Its decks are folded; a tree that can be looked over is open."""
    small = tree([Group(f"deck {number}", ("a",)) for number in range(MANY // 2)])
    assert folded_at_first(small) == set()
    large = [*small, Branch("one more")]
    assert folded_at_first(large) == {branch.key for branch in large if not branch.topic}
    assert len(rows(large, folded_at_first(large))) == MANY // 2 + 1
