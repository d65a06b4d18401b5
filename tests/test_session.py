"""One sitting from its first card to its last, and back."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quiz.schedule import Plan
from quiz.session import Answer, Session


def walk(session, *grades):
    """Grade the cards as they come; events are numbered on."""
    for grade in grades:
        session = session.graded(grade, f"e{len(session.answers)}")
    return session


@st.composite
def sessions(draw):
    """Any sitting that can be reached: planned, then graded, skipped, cut and taken back at will."""
    cards = draw(st.lists(st.sampled_from("abcdefgh"), unique=True))
    cut = draw(st.integers(0, len(cards)))
    session = Session(queue=tuple(cards[:cut]), drill=tuple(cards[cut:]))
    steps = st.sampled_from(["skip", "without", "undo"]) | st.integers(0, 5)
    for number, step in enumerate(draw(st.lists(steps, max_size=12))):
        if step == "skip":
            session = session.skipped()
        elif step == "without" and session.current:
            session = session.without(session.current)
        elif step == "undo" and session.answers:
            last = session.answers[-1]
            session = session.undone(last.card, last.event_id, drill=last.phase == "drill")
        elif isinstance(step, int) and session.current:
            session = session.graded(step, f"e{number}")
    return session


def test_a_sitting_from_start_to_end():
    """The queue comes first, then the drill of what scored below 4, then it is done."""
    session = Session.start(Plan(queue=("a", "b", "c")))
    assert (session.phase, session.current, session.upcoming) == ("review", "a", "b")
    session = walk(session, 4, 3, 5)
    assert (session.phase, session.current, session.upcoming) == ("drill", "b", None)
    session = walk(session, 4)
    assert (session.phase, session.current, session.ahead) == ("done", None, ())
    assert session.answers[1] == Answer("b", "review", 3, "e1")
    assert [answer.phase for answer in session.answers] == ["review", "review", "review", "drill"]
    assert session.reviewed == 3


def test_a_box_holds_so_many_cards():
    """A boxed sitting asks the first cards of its queue; resumed, it asks what is left."""
    session = Session(queue=("a", "b", "c"), drill=("d",)).boxed(2)
    assert (session.ahead, session.left) == (("a", "b", "d"), 4)
    session = walk(session, 4, 4, 4)
    assert (session.phase, session.left) == ("done", 1)
    assert session.resumed().current == "c"
    assert Session(queue=("a", "b")).boxed(0) == Session(queue=("a", "b"))


def test_a_sitting_ended_early_keeps_what_is_left():
    """When the time is up nothing is asked; resuming asks the same cards, and undo brings the last one back."""
    session = walk(Session(queue=("a", "b", "c")), 2).ended()
    assert (session.phase, session.current, session.left) == ("done", None, 3)
    assert session.resumed().ahead == ("b", "c", "a")
    undone = session.undone("a", "e0", drill=False)
    assert (undone.phase, undone.current, undone.answers) == ("review", "a", ())


def test_a_practice_goes_the_same_way():
    """Cram asks its queue, then what scored below 4 again; it stays a practice to the end."""
    session = walk(Session(queue=("a", "b"), practice=True), 2, 4)
    assert (session.phase, session.current, session.practice) == ("drill", "a", True)
    assert session.drilled("e0") is False
    assert walk(session, 4).drilled("e2") is True


def test_the_drill_goes_on_until_everything_scores_4():
    """A repeat below 4 goes to the end of the drill, as often as it takes."""
    session = walk(Session(queue=("a", "b")), 0, 2)
    assert session.drill == ("a", "b")
    session = walk(session, 3)
    assert session.drill == ("b", "a")
    session = walk(session, 4, 2, 0)
    assert session.drill == ("a",)
    assert walk(session, 5).phase == "done"


def test_an_unfinished_drill_of_the_day_comes_last():
    """What an earlier sitting of the day left to repeat is asked after the queue, before newer repeats."""
    session = walk(Session.start(Plan(queue=("a",), drill=("z",))), 2)
    assert session.ahead == ("z", "a")


def test_nothing_to_grade():
    """Grading when nothing is asked is a mistake of the caller."""
    with pytest.raises(ValueError, match="done"):
        Session().graded(4, "e0")


@given(sessions())
def test_no_card_waits_twice(session):
    """Whatever happens in a sitting, each card waits once at most."""
    assert len(session.ahead) == len(set(session.ahead))


@given(sessions(), st.integers(0, 5))
def test_undo_restores_the_sitting_exactly(session, grade):
    """Undoing the grade just given gives back the very same sitting."""
    assume(session.current)
    card, drill = session.current, session.phase == "drill"
    assert session.graded(grade, "new").undone(card, "new", drill=drill) == session


@given(sessions())
def test_fours_end_every_sitting(session):
    """From anywhere, grading everything 4 asks each card ahead once and is then done."""
    ended = session
    for number in range(len(session.ahead)):
        ended = ended.graded(4, f"f{number}")
    assert ended.phase == "done"
    assert [answer.card for answer in ended.answers[len(session.answers) :]] == list(session.ahead)


def test_undo_after_the_last_card():
    """A finished sitting is taken up again where it ended."""
    session = walk(Session(queue=("a", "b")), 4, 4)
    assert session.phase == "done"
    again = session.undone("b", "e1", drill=False)
    assert (again.phase, again.current, again.reviewed) == ("review", "b", 1)


def test_undo_of_an_earlier_sitting():
    """The card of an event from before this sitting is asked first; the answers of this one stay."""
    session = walk(Session(queue=("a", "b"), drill=("z",)), 4)
    assert session.undone("old", "e-old", drill=False).ahead == ("old", "b", "z")
    assert session.undone("old", "e-old", drill=False).answers == session.answers
    repeat = session.undone("z", "e-old", drill=True)
    assert (repeat.queue, repeat.drill) == (("b",), ("z",))


def test_undo_takes_the_card_out_of_the_drill():
    """A failure that is undone leaves no repeat behind."""
    session = walk(Session(queue=("a", "b")), 1).undone("a", "e0", drill=False)
    assert session == Session(queue=("a", "b"))


def test_skipped_puts_the_card_last_in_its_phase():
    """A skipped card comes back at the end of the queue, or of the drill; nothing is answered."""
    assert Session(queue=("a", "b"), drill=("z",)).skipped() == Session(queue=("b", "a"), drill=("z",))
    assert Session(drill=("y", "z")).skipped() == Session(drill=("z", "y"))
    assert Session().skipped() == Session()


def test_without_asks_a_card_no_more():
    """A card that was suspended or lost waits nowhere, and what was answered of it stays."""
    session = walk(Session(queue=("a", "b", "c")), 2)
    assert session.without("a").ahead == ("b", "c")
    assert session.without("b").ahead == ("c", "a")
    assert session.without("a").answers == session.answers
