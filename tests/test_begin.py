"""A sitting begins with the plan of all cards, though no more of them are read than it takes."""

from collections import Counter
from contextlib import contextmanager, suppress
from typing import get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import TODAY, Clock, noon, row

from quiz.query import compile_query
from quiz.reader import Reader
from quiz.retag import Retag
from quiz.schedule import DeckRules, Done, DueOrder, NewOrder, NewPlace, Rules, Waiting, plan, plan_waiting
from quiz.store import FileRow, Store
from quiz.study import Study

FILES = {"z.md": "Deck", "a.md": "Other", "m.md": "Deck"}
"""Notes in the order in which they were taken in; two of them name the same deck."""
NOWHERE = "gone.md"
TOPICS = ["", "x", "x::y", "x::z x::y", "y x"]
QUERIES = ["", "deck:Other", "-deck:Other", "topic:x::y", "is:new", "is:due", "is:new or is:flagged", "is:orphan"]
QUERIES += [
    "is:unanswered",
    "is:suspended",
    "is:leech",
    "lapses>=1",
    "due<=0",
    "What is 1",
    '"an answer" -topic:x',
    "…",
]

cards = st.lists(
    st.tuples(
        st.sampled_from([*FILES, NOWHERE]),
        st.sampled_from(TOPICS),
        st.sampled_from(["live", "live", "live", "live", "orphan", "linked"]),
        st.sampled_from(["an answer", "an answer", "an answer", ""]),
        st.sampled_from(["", "", "n1", "n2"]),
        st.none() | st.sampled_from(TOPICS[1:]),
    ),
    max_size=12,
)
ACTS = ["grade", "grade", "grade", "grade", "drill", "cram", "suspend", "resume", "bury", "due", "reset", "flag"]
acts = st.lists(
    st.tuples(st.integers(0, 11), st.sampled_from(ACTS), st.integers(0, 5), st.sampled_from([0, 0, 1, 2, 7, 40])),
    max_size=20,
)
few = st.sampled_from([0, 1, 2, 3, 9])
all_rules = st.builds(
    Rules,
    new_per_day=few,
    reviews_per_day=few,
    decks=st.dictionaries(
        st.sampled_from(["Deck", "Other"]), st.builds(DeckRules, st.none() | few, st.none() | few), max_size=2
    ),
    order=st.sampled_from(get_args(DueOrder)),
    new_order=st.sampled_from(get_args(NewOrder)),
    new_cards=st.sampled_from(get_args(NewPlace)),
    siblings_apart=st.booleans(),
    leech_lapses=st.sampled_from([1, 8]),
)


class RollBackError(Exception):
    """Leaves a transaction so that nothing of it stays."""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store(tmp_path_factory.mktemp("library") / "quiz.db") as store:
        store.take_in(files=[FileRow(name, 0, 0, "", "") for name in FILES])
        yield store


@contextmanager
def filled(store, cards=(), acts=()):
    """The library with these cards, each in its place, and what was done to them, the longest ago first."""
    rows = [
        row(str(number), state=state, answer=answer, position=number)._replace(
            deck=FILES.get(file, "Deck"), file=file, topics=topics, note=note
        )
        for number, (file, topics, state, answer, note, _) in enumerate(cards)
    ]
    with suppress(RollBackError), store.alone():
        store.take_in(cards=rows)
        store.retag({str(number): Retag((retag,)) for number, (*_, retag) in enumerate(cards) if retag}, "")
        for card, kind, grade, ago in sorted(acts, key=lambda act: -act[3]):
            given = grade if kind in ("grade", "drill", "cram") else None
            store.record(str(card), kind, noon(TODAY - ago), TODAY - ago, grade=given, shift=grade)
        yield
        raise RollBackError


@given(cards, acts, all_rules, st.sampled_from(QUERIES))
@example(
    [(NOWHERE, "", "live", "an answer", "n1", None), ("z.md", "", "live", "an answer", "n1", None)], [], Rules(), ""
)
@settings(deadline=None, max_examples=500)
def test_a_sitting_is_the_plan_of_all_cards(store, cards, acts, rules, query):
    """Whatever the library, the log, the rules and the query: the queue, the drill and what they come to."""
    with filled(store, cards, acts):
        study = Study(store, Reader(), rules, Clock())
        wanted = compile_query(query, TODAY, rules)
        chosen = [entry for entry in store.entries() if wanted(entry)]
        planned = plan(chosen, store.done(TODAY), TODAY, rules)
        sitting = study.begin(query)
        assert (sitting.session.queue, sitting.session.drill) == (planned.queue, planned.drill)
        assert sitting.counts == planned.counts._replace(backlog=0, unseen=0, total=0)
        assert sitting.found == bool(planned.counts.total)


@given(cards, acts)
@settings(deadline=None)
def test_what_waits_is_read_in_the_order_of_the_notes(store, cards, acts):
    """All that wait and nothing else, as in `entries`; without their texts everything else of them is the same."""
    with filled(store, cards, acts):
        everything = Waiting.of([entry for entry in store.entries() if entry.asked_on(TODAY)], TODAY)
        full, light = (Waiting(*map(list, store.waiting(TODAY, texts=texts))) for texts in (True, False))
        assert full == everything
        for cards_, bare in zip(full, light, strict=True):
            assert [(e.uid, e.deck, e.topics, e.file, e.note, e.progress, e.askable) for e in cards_] == [
                (e.uid, e.deck, e.topics, e.file, e.note, e.progress, e.askable) for e in bare
            ]


def test_no_more_new_cards_are_read_than_the_day_takes(store):
    """Of a large library the new cards beyond the cap stay where they are, those that wait for a sibling too."""
    cards = [("z.md", "", "live", "an answer", note, None) for note in ("", "n1", "n1", "", "", "", "")]
    with filled(store, cards):
        waits, read = store.waiting(TODAY), Counter()
        counted = waits._replace(new=(read.update([entry.uid]) or entry for entry in waits.new))
        assert plan_waiting(counted, Done(), TODAY, Rules(new_per_day=3)).queue == ("0", "1", "3")
        assert list(read) == ["0", "1", "2", "3"]


def test_a_sitting_may_begin_where_nothing_waits(store):
    """Whether there is anything to ask on another day is found out only then."""
    cards = [("z.md", "x", "live", "an answer", "", None), ("z.md", "y", "live", "", "", None)]
    with filled(store, cards, [(0, "grade", 4, 0)]):
        study = Study(store, Reader(), Rules(), Clock())
        assert [bool(study.begin(query).session.ahead) for query in ("", "topic:x", "topic:y")] == [False] * 3
        assert [study.begin(query).found for query in ("", "topic:x", "topic:y", "nothing")] == [
            True,
            True,
            False,
            False,
        ]
