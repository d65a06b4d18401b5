"""What the database counts for the home screen is what counting its cards and its log one by one gives."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import TODAY, noon, row

from quiz.overview import branches, tree
from quiz.retag import Retag
from quiz.stats.activity import days
from quiz.stats.forecast import forecast
from quiz.stats.history import given as answers
from quiz.store import FileRow, Store
from quiz.store.sums import Worked
from quiz.today import next_day

WEEK = 7
FILES = {"b.md": "Deck", "a.md": "Other", "c.md": "Deck"}
"""Notes in the order in which they were taken in; two of them name the same deck."""
TOPICS = ["", "x", "x::y", "x::z x::y", "y x", "xy"]
KINDS = ["grade", "grade", "grade", "drill", "cram", "suspend", "resume", "bury", "due", "reset", "undo"]

cards = st.lists(
    st.tuples(
        st.sampled_from(sorted(FILES)),
        st.sampled_from(TOPICS),
        st.sampled_from(["live", "live", "live", "orphan"]),
        st.sampled_from(["an answer", "an answer", ""]),
        st.none() | st.sampled_from(TOPICS[1:]),
    ),
    max_size=8,
)
acts = st.lists(
    st.tuples(st.integers(0, 7), st.sampled_from(KINDS), st.integers(0, 9), st.sampled_from([0, 0, 0, 1, 3, 7, 40])),
    max_size=14,
)


def fill(store, cards, acts):
    """Take in the cards, then do what was done, the longest ago first."""
    rows = [
        row(str(number), state=state, answer=answer, position=number)._replace(
            deck=FILES[file], file=file, topics=topics
        )
        for number, (file, topics, state, answer, _) in enumerate(cards)
    ]
    store.take_in(files=[FileRow(name, 0, 0, "", "") for name in FILES], cards=rows)
    store.retag({str(number): Retag((retag,)) for number, (*_, retag) in enumerate(cards) if retag}, "")
    for card, kind, number, ago in sorted(acts, key=lambda act: -act[3]):
        day = TODAY - ago
        if kind == "undo":
            store.undo(noon(day), day)
        elif card < len(rows):
            grade = number % 6 if kind in ("grade", "drill", "cram") else None
            store.record(str(card), kind, noon(day), day, grade=grade, duration_ms=1000 * ago, shift=number)


@given(cards, acts)
def test_the_database_counts_as_we_do(cards, acts):
    """The tree, the week, the next day and the days worked equal those counted from entries and events."""
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "quiz.db") as store:
        fill(store, cards, acts)
        entries = store.entries()
        assert tree(store.groups(TODAY)) == branches(entries, TODAY)
        week = store.ahead(TODAY, WEEK)
        assert week == forecast(entries, TODAY, WEEK + 1).days[1:]
        soon = [TODAY + ahead for ahead, count in enumerate(week, 1) if count]
        later = store.next_due(TODAY + WEEK)
        assert next(iter(soon), later) == next_day(entries, TODAY)
        worked = days(answers(store.reviews())).values()
        assert store.days() == sorted(Worked(day.day, day.answers, day.ms) for day in worked)
        assert store.orphans() == len([entry for entry in entries if entry.state == "orphan"])


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "quiz.db") as store:
        store.take_in(cards=[row("a"), row("b", position=1)])
        yield store


def test_a_card_buried_today_waits_until_tomorrow(store):
    """What is due but buried is neither due today nor forgotten."""
    store.record("a", "grade", noon(TODAY - 3), TODAY - 3, grade=4)
    assert [group.due for group in store.groups(TODAY)] == [1]
    store.record("a", "bury", noon(), TODAY)
    assert [group.due for group in store.groups(TODAY)] == [0]
    assert store.ahead(TODAY, 2) == (1, 0)


def test_what_is_repeated_today(store):
    """What scored below 4 today is, what scored 4 is not."""
    for card, grade in (("a", 3), ("b", 4)):
        store.record(card, "grade", noon(), TODAY, grade=grade)
    assert [(group.drill, group.total) for group in store.groups(TODAY)] == [(1, 2)]


def test_the_edges_of_the_week(store):
    """Tomorrow and the last day count; what comes after is the next day beyond."""
    for card, ahead in (("a", 1), ("b", WEEK)):
        store.record(card, "due", noon(), TODAY, shift=ahead)
    assert store.ahead(TODAY, WEEK) == (1, 0, 0, 0, 0, 0, 1)
    assert [store.next_due(TODAY + after) for after in (0, 1, WEEK)] == [TODAY + 1, TODAY + WEEK, None]


def test_days_since_one(store):
    """Days before the one that is asked for are left out; an undone answer was never given."""
    for ago, ms in ((3, 100), (1, 200), (1, 300)):
        store.record("a", "cram", noon(TODAY - ago), TODAY - ago, grade=4, duration_ms=ms)
    assert store.days(TODAY - 2) == [Worked(TODAY - 1, 2, 500)]
    store.undo(noon(), TODAY)
    assert store.days() == [Worked(TODAY - 3, 1, 100), Worked(TODAY - 1, 1, 200)]
