"""What stands in the table of all cards, at every width."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from quiz.columns import COLUMNS, SORTS, cell, column, places
from quiz.entry import Entry
from quiz.reviews import Progress
from quiz.sm2 import Memory

TODAY = 740_000
NEW = Entry("0a", "Sea", "What is a\nsheet bend?", "A knot.", topics=("knots", "rope::joining"))
SEEN = replace(NEW, progress=Progress(Memory(3, 15, 236), due_day=TODAY + 12, reviews=4, lapses=1))


def cells(entry, *names):
    return [cell(entry, column(name), TODAY) for name in names]


def test_cells():
    """A new card has neither interval nor ease; a question stands on one line, what drives a terminal is left out."""
    assert cells(NEW, "due", "interval", "ease", "reviews", "lapses") == ["new", "", "", "", ""]
    assert cells(SEEN, "due", "interval", "ease", "reviews", "lapses") == ["12d", "15d", "2.36", "4", "1"]
    assert cells(SEEN, "topic", "deck", "question") == ["knots rope::joining", "Sea", "What is a sheet bend?"]
    assert cells(replace(NEW, question="a\x1b[31mb\tc"), "question") == ["a[31mb c"]


def test_when_a_card_is_asked():
    """Due now, buried for today, suspended, without an answer, or lost from the notes."""
    progress = SEEN.progress
    for entry, told in [
        (replace(SEEN, progress=replace(progress, due_day=TODAY - 1)), "now"),
        (replace(SEEN, progress=replace(progress, buried_day=TODAY)), "buried"),
        (replace(SEEN, progress=replace(progress, buried_day=TODAY - 1)), "12d"),
        (replace(SEEN, progress=replace(progress, suspended=True)), "suspended"),
        (replace(SEEN, answer=" "), "unanswered"),
        (replace(SEEN, state="orphan"), "orphan"),
    ]:
        assert cells(entry, "due") == [told]


def test_a_narrow_table_shows_when_and_what():
    """With 40 columns there is the due day and the question, with 160 everything."""
    assert [place.column.name for place in places(38)] == ["due", "question"]
    assert [place.column.name for place in places(158)] == [column.name for column in COLUMNS]


@given(st.integers(10, 400))
def test_columns_fill_the_table(width):
    """At any width the columns stand apart, in order, and end where the table ends; the question is among them."""
    found = places(width)
    for left, right in pairwise(found):
        assert left.start + left.width < right.start
    assert found[-1].column.name == "question"
    assert found[-1].start + found[-1].width <= max(width, found[-1].start)


def test_every_column_sorts():
    """What has no value comes last; the others can be compared with each other."""
    for name in filter(None, SORTS):
        key = column(name).key
        known = [key(entry) for entry in (SEEN, replace(SEEN, deck="B", topics=("a",), question="An anchor?"))]
        assert sorted(known)[0] in known
    assert column("due").key(NEW) is None
    assert column("topic").key(replace(NEW, topics=())) is None
    assert column("") is None
