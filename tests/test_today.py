"""The library at a glance: the figures of a day, and the one sentence that says what to do now."""

import pytest
from support import TODAY

from quiz import language
from quiz.entry import Entry
from quiz.overview import Branch
from quiz.reviews import Progress
from quiz.schedule import Counts
from quiz.sm2 import Memory
from quiz.today import Today, coming, done, filled, greeting, next_day, percent, short, waiting

MONDAY = 738_886
"""2024-01-01."""
CARDS = (Branch("Deck", total=9),)


@pytest.fixture
def korean():
    language.use("ko")
    yield
    language.use("en")


def card(uid="a", due=None, **progress):
    return Entry(uid, "Deck", f"{uid}?", "An answer", progress=Progress(Memory(1, 6), due, **progress))


# — what is said —


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        (Today(TODAY), "`quiz add PATH` takes in your notes: a Markdown file or a folder of them."),
        (Today(TODAY, has_notes=True), "The notes hold no questions yet: `quiz check` says what it finds in them."),
        (Today(TODAY, Counts(3, 2, 1, 3, 9), CARDS), "Enter starts with the first card."),
        (Today(TODAY, Counts(200, 0, 0, 731, 0), CARDS), "731 cards wait; 200 of them are plenty for today."),
        (Today(TODAY, Counts(0, 0, 0, 0, 1), CARDS, tomorrow=1), "Done for today. 1 card will be there tomorrow."),
        (Today(TODAY, Counts(0, 0, 0, 7, 5), CARDS, tomorrow=9), "Done for today. 9 cards will be there tomorrow."),
        (Today(TODAY, Counts(), CARDS, next_day=TODAY + 1), "Nothing is due. The next review is tomorrow."),
        (Today(TODAY, Counts(), CARDS, next_day=TODAY + 9), "Nothing is due. The next review is in 9 days."),
        (Today(TODAY, Counts(), CARDS), "Nothing is waiting."),
        (Today(TODAY, matching=0, query="x"), "Escape shows all cards again."),
        (Today(TODAY, Counts(total=1), CARDS, matching=1, query="x"), "1 card matches."),
        (Today(TODAY, Counts(total=1), CARDS, matching=3, query="x"), "3 cards match."),
        (Today(TODAY, matching=2, query="is:orphan"), "2 cards match, and none of them is asked."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_sentence_of_the_day(today, sentence):
    """Calm, and never more than one."""
    assert greeting(today) == sentence


def test_what_waits_and_what_is_done():
    """Each figure with its name; what is none is not said."""
    today = Today(TODAY, Counts(3, 0, 1), answers=24, ms=361_000, streak=5)
    assert waiting(today) == [("due", "3 due"), ("drill", "1 to repeat")]
    assert done(today) == ["24 done", "6 min", "5 days in a row"]
    assert waiting(Today(TODAY)) == done(Today(TODAY)) == []
    assert done(Today(TODAY, answers=1, ms=20_000, streak=1)) == ["1 done", "1 day in a row"]


def test_the_coming_days_are_called_by_their_names():
    """The first one is tomorrow."""
    week = coming(Today(MONDAY, week=(3, 0, 0, 0, 0, 0, 7)))
    assert week == (("Tue", 3), ("Wed", 0), ("Thu", 0), ("Fri", 0), ("Sat", 0), ("Sun", 0), ("Mon", 7))


@pytest.mark.usefixtures("korean")
def test_in_korean():
    """Names of days and sentences are those of the language in force."""
    assert [name for name, _ in coming(Today(MONDAY, week=(1, 1)))] == ["화", "수"]
    assert "내일" in greeting(Today(TODAY, Counts(), CARDS, next_day=TODAY + 1))


# — figures —


@pytest.mark.parametrize(
    ("mastered", "total", "shown"), [(0, 7, "0%"), (1, 3, "33%"), (999, 1000, "99%"), (4, 4, "100%")]
)
def test_percent(mastered, total, shown):
    """100% is said only where every card is mastered."""
    assert percent(Branch(total=total, mastered=mastered)) == shown


def test_short_numbers():
    """Numbers too long for a column are told in thousands."""
    assert [short(number) for number in (0, 999, 1000, 12_345, 999_999)] == ["0", "999", "1k", "12k", "999k"]


def test_a_share_above_nothing_is_visible():
    """A bar is empty only at 0 and full only at 1."""
    assert [filled(share, 10) for share in (0, 0.001, 0.5, 0.999, 1)] == [0, 1, 5, 9, 10]


def test_the_next_day():
    """The first after today; what is buried comes tomorrow at the earliest, and what is set aside never."""
    assert next_day([], TODAY) is None
    assert next_day([card()], TODAY) is None
    assert next_day([card(due=TODAY - 3), card(due=TODAY + 4), card(due=TODAY + 2)], TODAY) == TODAY + 2
    assert next_day([card(due=TODAY - 3, buried_day=TODAY), card(due=TODAY + 2)], TODAY) == TODAY + 1
    assert next_day([card(due=TODAY + 2, suspended=True)], TODAY) is None


def test_a_day_narrowed_to_a_query():
    """Tree, counts, week and next day are those of the cards; what was done today stays that of the library."""
    today = Today(TODAY, Counts(200, 20, 0, 500, 90, 999), CARDS, (9,) * 7, TODAY + 1, 24, 60_000, 5)
    cards = [card(due=TODAY), card("b", due=TODAY + 2), card("c"), card("d", suspended=True)]
    found = today.narrowed("word", cards)
    assert found.counts == Counts(due=1, new=1, total=3)
    assert found.branches == (Branch("Deck", "", 1, 1, 0, 3, 0, 0),)
    assert (found.week, found.next_day) == ((0, 1, 0, 0, 0, 0, 0), TODAY + 2)
    assert (found.query, found.matching) == ("word", 4)
    assert (found.answers, found.ms, found.streak) == (24, 60_000, 5)
