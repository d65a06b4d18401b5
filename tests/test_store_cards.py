"""What the table of all cards reads from the database: everything one by one, and some by their uids."""

import pytest
from support import TODAY, noon, row

from quiz.lost_cards import likeliest
from quiz.retag import Retag
from quiz.store import FileRow, Store


@pytest.fixture
def store(tmp_path):
    """Two files, the later one first in the order of the notes, a card of no file, and three orphans, one unknown."""
    with Store(tmp_path / "quiz.db") as store:
        files = [FileRow(name, 1, 1, "", "") for name in ("z.md", "a.md")]
        cards = [
            row("a2", position=1)._replace(file="a.md"),
            row("a1", position=0)._replace(file="a.md"),
            row("z2", position=7)._replace(file="z.md"),
            row("z1", position=3)._replace(file="z.md"),
            row("nowhere")._replace(file="gone.md"),
            row("lost2", state="orphan", position=9)._replace(file="a.md"),
            row("lost1", state="orphan", position=8)._replace(file="z.md"),
            row("lost3", state="orphan", position=8)._replace(file="z.md"),
            row("linked", state="linked")._replace(file="a.md"),
            row("dropped", state="dropped")._replace(file="a.md"),
        ]
        store.take_in(files=files, cards=cards)
        store.record("z2", "grade", noon(), TODAY, grade=4)
        store.record("lost1", "cram", noon(), TODAY, grade=4)
        store.retag({"lost2": Retag(("exam",))}, "")
        yield store


def test_one_by_one_is_all_at_once(store):
    """The stream gives the same cards in the same order as reading them all, without an orphan that nobody knows."""
    assert [entry.uid for entry in store.stream()] == ["nowhere", "z1", "z2", "a1", "a2", "lost1", "lost2"]
    assert list(store.stream()) == store.entries()


def test_a_stream_goes_on_while_the_library_is_written(store):
    """Writing between two cards of the stream, through another connection, disturbs neither."""
    with Store(store.path) as reading:
        cards = reading.stream()
        first = next(cards)
        store.record("z1", "suspend", noon(), TODAY)
        assert [first.uid, *(entry.uid for entry in cards)] == [entry.uid for entry in store.entries()]


def test_some(store):
    """Live cards and orphans by their uids, however many are asked for; others are left out."""
    asked = ["z2", "lost1", "linked", "dropped", "unknown", *(f"no{number}" for number in range(1200)), "a1"]
    found = {entry.uid: entry for entry in store.some(asked)}
    assert found.keys() == {"z2", "lost1", "a1"}
    assert found["z2"] == store.entry("z2")
    assert list(store.some([])) == []


def test_likeliest(store):
    """What an orphan may have become: cards without a history, the most alike first; of a live card nothing."""
    found = [card.uid for card in likeliest(store, "lost1")]
    assert set(found) == {"z1", "a1", "a2"}
    assert [card.uid for card in likeliest(store, "lost1", limit=2)] == found[:2]
    store.take_in(cards=[row("back")._replace(file="a.md", question="What is lost1, then?")])
    assert likeliest(store, "lost1")[0].uid == "back"
    assert likeliest(store, "z1") == []
