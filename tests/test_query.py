"""What queries mean, how they are written, and what is said of those that cannot be read."""

import unicodedata
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.entry import Entry
from quiz.errors import QueryError
from quiz.query import MEASURES, SIGNS, STATES, And, Bound, Not, Or, Query, Term, compile_query, is_unfinished, parse
from quiz.reviews import Progress
from quiz.schedule import Rules
from quiz.sm2 import Memory
from quiz.topics import topic_name

TODAY = 739_000

VOLUME = Entry(
    uid="3FA9",
    deck="Docker 핵심",
    question="볼륨은 언제 쓰는가?",
    answer="컨테이너보다 오래 사는 데이터에. `nginx:latest` at 10:30, see http://x",
    topics=("docker::volume", "storage"),
)
FILE = Entry("77b0", "Docker 핵심", "What is a Dockerfile?", 'It lists "steps" to build it.', topics=("dockerfile",))
ORPHAN = replace(VOLUME, uid="0dd", state="orphan")
LEARNED = Progress(Memory(3, 15, 250), due_day=TODAY + 5, reviews=3)
DUE = Progress(Memory(1, 1, 250), due_day=TODAY, reviews=1)
FAILED = Progress(Memory(0, 1, 218), due_day=TODAY - 3, reviews=2)


def found(query, *entries):
    """The uids that a query selects of some entries."""
    return [entry.uid for entry in entries if compile_query(query, TODAY)(entry)]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "  \n",
        "볼륨",
        unicodedata.normalize("NFD", "볼륨"),
        '"오래 사는 데이터"',
        "STORAGE",
        "docker::vol",
        "10:30 nginx:latest http://x",
        "topic:docker",
        "topic:Docker::Volume",
        "TOPIC:storage",
        'deck:"docker 핵심"',
        "deck:핵",
        "kind:OPEN",
        "uid:3f",
        "볼륨 and 데이터 AND storage",
        "없음 or 볼륨",
        "not 없음",
        "-없음",
        '-"없는 말"',
        "-topic:kubernetes",
        "-(없음 or topic:kubernetes)",
        "--볼륨",
    ],
)
def test_matches(query):
    """Words, phrases, fields, connectives and signs, in any case and Unicode form."""
    assert parse(query).matches(VOLUME, TODAY)


@pytest.mark.parametrize(
    "query",
    [
        "없음",
        '"데이터 오래"',
        "topic:dock",
        "topic:docker::vol",
        "topic:volume",
        "deck:kubernetes",
        "kind:ope",
        "uid:fa",
        "볼륨 없음",
        "-볼륨",
        "NOT 볼륨",
        "-(볼륨 or 없음)",
        '"and"',
    ],
)
def test_does_not_match(query):
    """Topics match by whole levels, uids from the beginning, and every condition of several has to hold."""
    assert not parse(query).matches(VOLUME, TODAY)


def test_topics_match_downwards():
    """A topic includes those below it, in whatever form it is written; it is no prefix of words."""
    assert found('topic:"Docker :: Bind Mount"', replace(VOLUME, topics=("docker::bind-mount::cache",))) == [VOLUME.uid]
    assert found("topic:docker", VOLUME, FILE) == [VOLUME.uid]
    assert found("docker", VOLUME, FILE) == [VOLUME.uid, FILE.uid]


def test_quotes_inside_a_phrase_are_doubled():
    """A quote mark is written twice to search for it."""
    assert found('"lists ""steps"" to"', VOLUME, FILE) == [FILE.uid]


def test_a_phrase_does_not_reach_from_one_field_into_the_next():
    """The end of the question and the beginning of the answer are no phrase."""
    entry = Entry("1", "Deck", "first", "second", topics=("third",))
    assert found('"first\nsecond"', entry) == []


@pytest.mark.parametrize(
    ("query", "root"),
    [
        ("a b or c d", Or((And((Term("a"), Term("b"))), And((Term("c"), Term("d")))))),
        ("a and (b or c)", And((Term("a"), Or((Term("b"), Term("c")))))),
        ("not a b", And((Not(Term("a")), Term("b")))),
        ("-is:due", Not(Term("due", "is"))),
        ('deck:"a b"c', And((Term("a b", "deck"), Term("c")))),
        ("oracle andy note", And((Term("oracle"), Term("andy"), Term("note")))),
        ("topic::volume", Term("topic::volume")),
        ("ratio:1:2", Term("ratio:1:2")),
        ("a-b", Term("a-b")),
        ("ease<1.6 -Due<=-7", And((Bound("ease", "<", "1.6"), Not(Bound("due", "<=", "-7"))))),
        ("x=1 vector<int> a->b", And((Term("x=1"), Term("vector<int>"), Term("a->b")))),
        ('"ease<1.6" user="a b"', And((Term("ease<1.6"), Term("user="), Term("a b")))),
        ("due is soon", And((Term("due"), Term("is"), Term("soon")))),
    ],
)
def test_binding(query, root):
    """`not` binds tightest, then `and`, then `or`; a sign or colon inside a word is part of it."""
    assert parse(query).root == root


def test_states():
    """`is:new` and `is:due` are of cards that can be asked, the other states of any."""
    cards = [
        Entry("new", "D", "Q?", "A."),
        Entry("learned", "D", "Q?", "A.", progress=LEARNED),
        Entry("due", "D", "Q?", "A.", progress=DUE),
        Entry("failed", "D", "Q?", "A.", progress=FAILED),
        Entry("aside", "D", "Q?", "A.", progress=replace(DUE, suspended=True)),
        Entry("empty", "D", "Q?", " "),
    ]
    assert found("is:new", *cards) == ["new"]
    assert found("is:due", *cards) == ["due", "failed"]
    assert found("is:learned", *cards) == ["learned", "due", "aside"]
    assert found("is:Suspended", *cards) == ["aside"]
    assert found("is:unanswered", *cards) == ["empty"]
    assert not parse("is:due").matches(cards[2], TODAY - 1)


def test_states_of_the_log():
    """Flagged, buried for today or later, and a leech by the rules in force since it was last rewritten."""
    cards = [
        Entry("plain", "D", "Q?", "A.", progress=LEARNED),
        Entry("flag", "D", "Q?", "A.", progress=replace(LEARNED, flagged=True)),
        Entry("buried", "D", "Q?", "A.", progress=replace(LEARNED, buried_day=TODAY)),
        Entry("dug out", "D", "Q?", "A.", progress=replace(LEARNED, buried_day=TODAY - 1)),
        Entry("leech", "D", "Q?", "A.", progress=replace(LEARNED, lapses=8)),
        Entry("rewritten", "D", "Q?", "A.", progress=replace(LEARNED, lapses=9, excused=2)),
    ]
    assert found("is:flagged", *cards) == ["flag"]
    assert found("is:buried", *cards) == ["buried"]
    assert found("is:leech", *cards) == ["leech"]
    strict, never = (compile_query("is:leech", TODAY, Rules(leech_lapses=lapses)) for lapses in (7, 0))
    assert [card.uid for card in cards if strict(card)] == ["leech", "rewritten"]
    assert not any(map(never, cards))


@pytest.mark.parametrize(
    ("query", "uids"),
    [
        ("due<=7", ["late", "soon"]),
        ("due<0", ["late"]),
        ("due=-3", ["late"]),
        ("due>=5", ["soon", "far"]),
        ("interval>=15", ["soon", "far"]),
        ("interval<15.5", ["late", "soon"]),
        ("ease<1.6", ["late"]),
        ("ease<=1.3", ["late"]),
        ("ease=2.5", ["soon"]),
        ("ease>2.5", ["far"]),
        ("lapses>3", ["late"]),
        ("lapses=0", ["new", "soon", "far"]),
        ("reviews<4", ["new", "soon"]),
        ("-due<=7", ["new", "far"]),
        ("LAPSES>3", ["late"]),
    ],
)
def test_comparisons(query, uids):
    """Numbers are exact; days count from today; a card that was never graded has no due day, interval or ease."""
    cards = [
        Entry("new", "D", "Q?", "A."),
        Entry("late", "D", "Q?", "A.", progress=Progress(Memory(0, 1, 130), due_day=TODAY - 3, reviews=9, lapses=4)),
        Entry("soon", "D", "Q?", "A.", progress=Progress(Memory(3, 15, 250), due_day=TODAY + 5, reviews=3)),
        Entry("far", "D", "Q?", "A.", progress=Progress(Memory(5, 90, 276), due_day=TODAY + 80, reviews=5)),
    ]
    assert found(query, *cards) == uids


def test_the_file_of_a_card():
    """`file:` takes any part of the path of the notes."""
    entry = replace(VOLUME, file="/notes/Docker/볼륨.md")
    assert found("file:docker/볼", entry) == [VOLUME.uid]
    assert found("file:볼륨.markdown", entry) == []


def test_orphans_only_on_request():
    """An orphan matches nothing but a query that mentions is:orphan."""
    for query in ("", "볼륨", "-없음", "is:new", '"is:orphan" or 볼륨'):
        assert found(query, VOLUME, ORPHAN) == [VOLUME.uid]
    assert found("is:orphan", VOLUME, ORPHAN) == [ORPHAN.uid]
    assert found("볼륨 (is:orphan or topic:docker)", VOLUME, ORPHAN) == [VOLUME.uid, ORPHAN.uid]
    assert found("-is:orphan", VOLUME, ORPHAN) == [VOLUME.uid]


@pytest.mark.parametrize(
    ("query", "place", "problem", "hint"),
    [
        (
            "a is:dew",
            3,
            "does not take 'dew'",
            "new, due, learned, suspended, buried, flagged, leech, orphan, unanswered",
        ),
        ("is:", 1, "does not take ''", "new, due"),
        ("a tag:docker", 3, "no field 'tag'", "Did you mean `topic:`?"),
        ("tpoic:docker", 1, "no field 'tpoic'", "topic, deck, file, kind, is, uid"),
        ("a path:x", 3, "no field 'path'", "Did you mean `file:`?"),
        ("ease:1.6", 1, "'ease' is compared with a number", "ease<1.6"),
        ("a lapses>", 3, "'lapses' is compared with a number", "lapses>3"),
        ("ease<1,6", 1, "'ease' is compared with a number", "ease<1.6"),
        ("due<=-", 1, "'due' is compared with a number", "due<=7"),
        ("due < 3", 1, "'due' is compared with a number", "without blanks"),
        ("due==3", 1, "'due' is compared with a number", "due<=7"),
        ("due<" + "9" * 10, 1, "'due' is compared with a number", "due<=7"),
        ("EF<1.6", 1, "'ef' cannot be compared", "Did you mean `ease<1.6`?"),
        (
            "lapse>3",
            1,
            "'lapse' cannot be compared",
            "Did you mean `lapses>3`? Numbers are due, interval, ease, lapses",
        ),
        ("topic:", 1, "'topic:' names nothing", "topic:docker"),
        ('topic:"::"', 1, "names nothing", "topic:docker"),
        ('a ""', 3, "names nothing", "bind mount"),
        ('a "b c', 3, "quote is never closed", "another quote mark"),
        ('deck:"b', 6, "quote is never closed", "another quote mark"),
        ("a (b or (c)", 3, "'(' is never closed", "quote"),
        ("a) b", 2, "')' closes nothing", "quote"),
        ("()", 2, "missing before ')'", "docker or volume"),
        ("a or", 5, "missing at the end", "docker or volume"),
        ("and a", 1, "missing before 'and'", "docker or volume"),
        ("a or and b", 6, "missing before 'and'", "docker or volume"),
        ("a - b", 3, "'-' stands alone", "without a blank"),
        ("a -", 4, "missing at the end", "docker or volume"),
        ("(" * 60 + "a" + ")" * 60, 52, "levels of nesting", "less"),
    ],
)
def test_unreadable_queries(query, place, problem, hint):
    """The error says at which character what is wrong, and the hint what may stand there."""
    with pytest.raises(QueryError) as refused:
        parse(query)
    assert f"at character {place}:" in refused.value.message
    assert problem in refused.value.message
    assert hint in refused.value.hint


numbers = st.integers(-99, 99).map(str) | st.decimals(0, 9, places=2).map(str)
values = st.text(min_size=1) | st.sampled_from(
    ["or", "NOT", "-x", "-", "is:due", "tag:x", "a:b", "a::b", '"', "(a)", "due<3", "a<b", "ef=1"]
)
terms = (
    st.builds(Term, values)
    | st.builds(Term, values, st.sampled_from(["deck", "file", "kind", "uid"]))
    | st.builds(Term, values.filter(topic_name), st.just("topic"))
    | st.builds(Term, st.sampled_from(list(STATES)), st.just("is"))
    | st.builds(Bound, st.sampled_from(list(MEASURES)), st.sampled_from(list(SIGNS)), numbers)
)


def _compound(nodes):
    several = st.lists(nodes, min_size=2, max_size=3).map(tuple)
    return st.builds(Not, nodes) | st.builds(And, several) | st.builds(Or, several)


queries = st.builds(Query, st.recursive(terms, _compound, max_leaves=8))
texts = st.text() | st.lists(
    st.sampled_from(
        [
            "(",
            ")",
            '"',
            "-",
            " ",
            ":",
            "or",
            "and",
            "not",
            "is:",
            "topic:",
            "tag:",
            "due",
            "a",
            "한",
            "<",
            "=",
            ">",
            "ease",
            "3",
        ]
    )
).map("".join)
cards = st.builds(
    Entry,
    uid=st.sampled_from(["0a", "1b"]),
    deck=st.sampled_from(["A deck", "한 deck"]),
    question=st.text("a한 -"),
    answer=st.text("ab "),
    topics=st.lists(st.sampled_from(["a", "a::b", "due"])).map(tuple),
    progress=st.sampled_from([Progress(), LEARNED, DUE, replace(FAILED, suspended=True)]),
)


@given(queries)
def test_a_written_query_reads_the_same(query):
    """Printing any query and parsing it back is the identity."""
    assert parse(str(query)) == query


@given(texts)
def test_any_text_is_a_query_or_a_query_error(text):
    """No text makes `parse` fail otherwise; what it reads can be asked, written and read again."""
    with suppress(QueryError):
        query = parse(text)
        assert parse(str(query)) == query
        assert query.matches(VOLUME, TODAY) in (True, False)


@given(queries, st.lists(cards))
def test_not_is_the_complement(query, live):
    """Of the live cards `-(q)` matches exactly those that `q` does not."""
    chosen, others = compile_query(query, TODAY), compile_query(f"-({query})", TODAY)
    assert [chosen(card) for card in live] == [not others(card) for card in live]


@given(queries, queries, cards)
def test_and_or_are_those_of_logic(one, other, card):
    """Juxtaposition and `and` need both, `or` needs either."""
    a, b = one.matches(card, TODAY), other.matches(card, TODAY)
    assert parse(f"({one}) ({other})").matches(card, TODAY) == (a and b)
    assert parse(f"({one}) and ({other})").matches(card, TODAY) == (a and b)
    assert parse(f"({one}) or ({other})").matches(card, TODAY) == (a or b)


# — while it is typed —


@pytest.mark.parametrize(
    "text",
    [
        "is:", "is:d", "IS:unans", "-is:le", "a is:su", '"bind mo', 'topic:"', "topic:", "-", "a -", "not",
        "a or", "a or ", "(", "(a", "a (b or (c", '(a "b (c', "ease<", "lapses>=", "ease<1.", "due>-", "tag:",
    ],
)  # fmt: skip
def test_what_may_still_become_a_query(text):
    """A beginning of a state, an open quote or bracket, a sign or a field without its word are only unfinished."""
    with pytest.raises(QueryError):
        parse(text)
    assert is_unfinished(text)


@pytest.mark.parametrize(
    "text", ["is:dx", "is:du a", "- a", "a)", "ease < 1", "ease<x", "due:soon", "tag:a", "reps>3", '"" a', "(" * 60]
)
def test_what_will_never_be_a_query(text):
    """Nothing typed behind these makes a query of them."""
    with pytest.raises(QueryError):
        parse(text)
    assert not is_unfinished(text)


@given(st.text(st.sampled_from('is:dueas<1 ()-"or볼'), max_size=12))
def test_every_beginning_of_a_query_is_one_or_is_unfinished(text):
    """Typing a query letter by letter never meets a fault on the way."""
    try:
        parse(text)
    except QueryError:
        return
    for end in range(len(text)):
        if not is_unfinished(text[:end]):
            parse(text[:end])
