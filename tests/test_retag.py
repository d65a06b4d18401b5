"""Topics given by hand: what a person writes, and what becomes of the topics of a card."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.errors import UsageError
from quiz.retag import Retag, parse

names = st.sampled_from(["a", "b", "c::d", "e"])
lists = st.lists(names, max_size=3, unique=True).map(tuple)
retags = st.builds(Retag, lists, lists)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("+exam -docker::volume", Retag(("exam",), ("docker::volume",))),
        ("Exam", Retag(("exam",))),
        ("  +a +a  -b ", Retag(("a",), ("b",))),
        ("-도커", Retag((), ("도커",))),
    ],
)
def test_what_a_person_writes(text, meant):
    """A plus adds, a minus takes away, a word without a sign is added; a topic is written as topics are."""
    assert parse(text) == meant


@pytest.mark.parametrize("text", ["", "  ", "+", "-::", "+a -a"])
def test_what_says_nothing(text):
    """No topic at all, a sign alone, or both at once is refused with an example."""
    with pytest.raises(UsageError) as refused:
        parse(text)
    assert "+exam" in refused.value.hint


def test_topics_after_it():
    """What is removed goes with what stands below it; what a finer topic says already is left out."""
    topics = ("docker::volume", "storage")
    assert Retag(("exam",)).applied(topics) == ("docker::volume", "storage", "exam")
    assert Retag((), ("docker",)).applied(topics) == ("storage",)
    assert Retag(("docker",)).applied(topics) == topics
    assert Retag(("docker::volume::nfs",)).applied(topics) == ("storage", "docker::volume::nfs")
    assert Retag((), ("docker", "storage")).applied(topics) == ()


@given(retags, retags, lists)
def test_two_in_a_row_are_one(first, second, topics):
    """Of topics that do not stand below each other, joining two changes gives what one after the other gives."""
    assert set(first.then(second).applied(topics)) == set(second.applied(first.applied(topics)))


@given(retags)
def test_written_as_it_is_read(retag):
    """What is shown of it can be typed again."""
    add = tuple(topic for topic in retag.add if topic not in retag.remove)
    sound = Retag(add, retag.remove)
    if sound != Retag():
        assert parse(str(sound)) == sound
