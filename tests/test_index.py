"""That an index finds exactly what the query says, in which order, and which queries narrow others."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from quiz.entry import Entry
from quiz.index import Index, Search, narrows
from quiz.query import And, Not, Or, Query, Term, compile_query, parse
from quiz.reviews import Progress
from quiz.schedule import Rules
from quiz.sm2 import Memory

TODAY = 740_000
RULES = Rules(leech_lapses=2)

words = st.text("aäÄ한b ", min_size=1, max_size=3)
names = st.sampled_from(["", "deck", "file", "uid", "kind"])
terms = (
    st.builds(Term, words, names)
    | st.builds(Term, st.sampled_from(["a", "a::b", "b"]), st.just("topic"))
    | st.builds(Term, st.sampled_from(["new", "due", "orphan", "leech", "flagged"]), st.just("is"))
)
nodes = st.recursive(
    terms,
    lambda part: (
        st.builds(Not, part)
        | st.builds(And, st.lists(part, min_size=2, max_size=3).map(tuple))
        | st.builds(Or, st.lists(part, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=5,
)
queries = st.builds(Query, nodes)
progresses = st.sampled_from(
    [
        Progress(),
        Progress(Memory(1, 1, 250), due_day=TODAY, reviews=1),
        Progress(Memory(1, 9, 130), due_day=TODAY + 3, reviews=9, lapses=3, flagged=True),
    ]
)
libraries = st.lists(
    st.builds(
        Entry,
        uid=st.text("ab한", min_size=1, max_size=4),
        deck=words,
        question=words,
        answer=words,
        topics=st.lists(st.sampled_from(["a", "a::b", "b"]), max_size=2).map(tuple),
        file=words,
        state=st.sampled_from(["live", "orphan"]),
        progress=progresses,
    ),
    unique_by=lambda entry: entry.uid,
    max_size=12,
)


def indexed(entries):
    index = Index()
    index.put(entries)
    return index


def searched(index, query, before=None):
    """What a search finds, step by step."""
    search = Search(index, query, TODAY, RULES, before)
    while not search.done:
        search.step(3)
    return search.found


@given(libraries, queries)
def test_the_index_finds_what_the_query_says(entries, query):
    """For any cards and any query it is the same as asking the query of every entry."""
    asked = compile_query(query, TODAY, RULES)
    assert searched(indexed(entries), query) == [entry.uid for entry in entries if asked(entry)]


@given(libraries, queries, queries)
def test_a_search_after_another_finds_the_same(entries, query, other):
    """Whatever was asked before, typing on or something else, a search finds what it finds alone."""
    index = indexed(entries)
    for wider in (other, query):
        before = Search(index, wider, TODAY, RULES)
        while not before.done:
            before.step()
        for narrow in (query, Query(And((query.root, wider.root)))):
            assert searched(index, narrow, before) == searched(index, narrow)


def test_typing_on_narrows():
    """A longer word and one more condition narrow; what may widen does not."""
    for longer, shorter in [
        ("볼륨", "볼"),
        ("volume mount", "volume"),
        ("deck:dock", "deck:doc"),
        ("uid:3fa", "uid:3f"),
        ("a is:due", "a"),
        ("anything", ""),
        ("is:orphan a", "is:orphan"),
    ]:
        assert narrows(parse(longer), parse(shorter))
    for longer, shorter in [
        ("a or b", "a"),
        ("-ab", "-a"),
        ("topic:docker", "topic:dock"),
        ("kind:opening", "kind:open"),
        ("uid:3fa", "uid:fa"),
        ("is:orphan", ""),
        ("a", "ab"),
    ]:
        assert not narrows(parse(longer), parse(shorter))


def test_a_card_put_in_again_keeps_its_place_and_is_found_by_its_new_text():
    """The index follows an edit; what is dropped is found no more."""
    entries = [Entry(uid, "D", f"question {uid}", "A.") for uid in "xyz"]
    index = indexed(entries)
    index.put([replace(entries[1], question="볼륨")])
    assert index.order == ["x", "y", "z"]
    assert searched(index, parse("볼륨")) == ["y"]
    assert searched(index, parse("question")) == ["x", "z"]
    index.drop(["x", "unknown"])
    assert searched(index, parse("question")) == ["z"]


def test_sorting():
    """By a key either way, what has none last; equal cards as they came, without a key as they came."""
    due = {"a": 5, "b": None, "c": 3, "d": 5}
    index = indexed([Entry(uid, "D", "Q?", "A.", progress=Progress(due_day=day)) for uid, day in due.items()])
    for key, down, order in [
        (lambda entry: entry.progress.due_day, False, "cadb"),
        (lambda entry: entry.progress.due_day, True, "adcb"),
        (None, False, "abcd"),
        (None, True, "dcba"),
    ]:
        index.sort(key, down=down)
        assert index.order == list(order)
        assert searched(index, parse("")) == list(order)


def test_cards_that_come_and_go_during_a_search():
    """A search goes on with cards that arrive after its last step, and passes over those dropped."""
    index = indexed([Entry(uid, "D", "Q?", "A.") for uid in "abc"])
    search = Search(index, parse(""), TODAY, RULES)
    assert search.step(2) == ["a", "b"]
    index.put([Entry("d", "D", "Q?", "A.")])
    index.entries.pop("c")
    assert search.step(1) == []
    assert not search.done
    assert search.step() == ["d"]
    assert search.done
