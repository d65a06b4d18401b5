"""The file of topics given by hand: written, read, edited by a person, and followed by the library."""

import tomllib
from dataclasses import replace

import pytest
from support import TODAY, Clock, noon, notes, row, write

from quiz import library, overlay
from quiz.errors import ConfigError
from quiz.reader import Reader
from quiz.retag import Retag
from quiz.schedule import Rules
from quiz.store import Store
from quiz.study import Study
from quiz.toml_file import TomlFile


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "quiz.db") as store:
        store.take_in(cards=[row("a1", position=0), row("b2", position=1)])
        yield store


def topics(store):
    """uid → topics of every card."""
    return {entry.uid: entry.topics for entry in store.entries()}


def file(store):
    return overlay.place(store)


def test_a_retag_stands_in_the_file_and_in_the_library(store):
    """The card has other topics at once; the file says which, with the question beside it."""
    before = overlay.retag(store, store.entries(), Retag(("exam",), ("topic",)))
    assert topics(store) == {"a1": ("exam",), "b2": ("exam",)}
    assert tomllib.loads(file(store).read_text()) == {
        uid: {"add": ["exam"], "remove": ["topic"]} for uid in ("a1", "b2")
    }
    assert "[a1]  # What is a1?" in file(store).read_text()
    assert before == {"a1": Retag(), "b2": Retag()}


def test_only_what_changes_is_written(store):
    """A topic that a card has already, or has not, leaves no line; nothing at all is no change."""
    overlay.retag(store, store.some(["a1"]), Retag(("exam",)))
    assert overlay.retag(store, store.entries(), Retag(("exam", "topic"), ("other",))).keys() == {"b2"}
    assert overlay.retag(store, store.entries(), Retag(("exam",))) == {}
    assert tomllib.loads(file(store).read_text())["b2"] == {"add": ["exam"], "remove": []}


def test_a_change_taken_away_again_leaves_no_line(store):
    """Adding a topic and removing it leaves the file without the card."""
    overlay.retag(store, store.some(["a1"]), Retag(("exam",)))
    overlay.retag(store, store.some(["a1"]), Retag((), ("exam",)))
    assert tomllib.loads(file(store).read_text()) == {}
    assert topics(store)["a1"] == ("topic",)


def test_what_was_before_can_be_restored(store):
    """Undo gives each card what the file said before, be it something or nothing."""
    overlay.retag(store, store.some(["a1"]), Retag(("exam",)))
    before = overlay.retag(store, store.entries(), Retag(("lab",), ("topic",)))
    overlay.restore(store, before)
    assert topics(store) == {"a1": ("topic", "exam"), "b2": ("topic",)}
    assert tomllib.loads(file(store).read_text()) == {"a1": {"add": ["exam"], "remove": []}}


def test_what_a_person_wrote_stays(store):
    """Comments and the order of the file survive a change of one of its cards."""
    write(file(store), '# mine\n\n[b2]\n# why\nadd = ["z"]  # so\n\n# next\n[a1]\nadd = ["y"]\n')
    overlay.take_in(store)
    overlay.retag(store, store.some(["a1"]), Retag(("x",)))
    text = file(store).read_text()
    assert [line for line in text.splitlines() if "#" in line] == ["# mine", "# why", 'add = ["z"]  # so', "# next"]
    assert topics(store) == {"a1": ("topic", "y", "x"), "b2": ("topic", "z")}


def test_an_edit_by_hand_is_followed(store):
    """What a person writes holds from the next look on; a file that is gone says nothing."""
    write(file(store), '[a1]\nadd = ["By Hand"]\nremove = ["topic"]\n')
    assert overlay.take_in(store) is None
    assert topics(store) == {"a1": ("by-hand",), "b2": ("topic",)}
    file(store).unlink()
    assert overlay.take_in(store) is None
    assert topics(store) == {"a1": ("topic",), "b2": ("topic",)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[a1\n", ":1: this is not TOML"),
        ('a1 = "exam"\n', ":1: a1: it takes"),
        ("[a1]\ntopics = []\n", "a1: it takes"),
        ('[a1]\n\nadd = "exam"\n', "a1.add: it must be a list of topics"),
        ('[a1]\nadd = ["::"]\n', "a1.add: it must be a list of topics"),
    ],
)
def test_a_file_that_cannot_be_meant(store, text, told):
    """It is said with its line; the library keeps the topics it had, and a retag changes nothing."""
    overlay.retag(store, store.some(["a1"]), Retag(("exam",)))
    write(file(store), text)
    problem = overlay.take_in(store)
    assert problem is not None
    assert problem.severity == "error"
    assert told in problem.message
    with pytest.raises(ConfigError):
        overlay.retag(store, store.entries(), Retag(("more",)))
    assert file(store).read_text() == text
    assert topics(store) == {"a1": ("topic", "exam"), "b2": ("topic",)}


def test_cards_read_anew_keep_what_was_given(store):
    """When the notes change its topics or its text, a card still has what was added and lacks what was removed."""
    overlay.retag(store, store.some(["a1"]), Retag(("exam",), ("topic",)))
    store.take_in(cards=[row("a1")._replace(topics="topic fresh", question="Other words?")])
    assert topics(store)["a1"] == ("fresh", "exam")


def test_a_link_and_its_undo_keep_what_was_given(store):
    """Topics given to a card stay with its uid whatever text comes and goes under it."""
    overlay.retag(store, store.some(["a1"]), Retag(("exam",)))
    store.take_in(orphans=["a1"])
    store.link("a1", "b2", noon(), TODAY)
    assert topics(store) == {"a1": ("topic", "exam")}
    store.undo(noon(), TODAY)
    assert topics(store) == {"a1": ("topic", "exam"), "b2": ("topic",)}


def test_nothing_is_written_where_the_file_cannot_be(store):
    """Without the right to write, neither the file nor the library changes."""
    file(store).mkdir()
    with pytest.raises(ConfigError):
        overlay.retag(store, store.entries(), Retag(("exam",)))
    assert topics(store) == {"a1": ("topic",), "b2": ("topic",)}


def test_a_question_is_a_comment_and_nothing_else(store):
    """Line ends, quotes and escapes in a question cannot break the file; a long one is cut."""
    odd = replace(next(store.some(["a1"])), question='a\n[b2]\nadd = ["x"]\x1b[31m # "q"' + "z" * 200)
    overlay.retag(store, [odd], Retag(('exa"m',)))
    assert tomllib.loads(file(store).read_text()) == {"a1": {"add": ['exa"m'], "remove": []}}
    assert max(map(len, file(store).read_text().splitlines())) < 120


def test_the_library_follows_the_file_at_every_look(tmp_path):
    """`refresh` takes in an edit of the file alone, and says what is wrong with it without stopping."""
    with Study(Store(tmp_path / "quiz.db"), Reader(), Rules(), Clock()) as study:
        source = write(tmp_path / "sea.md", notes("What is a bight?"))
        library.refresh(study.store, study.reader, added={str(source): "file"})
        uid = study.entries()[0].uid
        write(file(study.store), f'[{uid}]\nadd = ["exam"]\n')
        assert study.refresh() is None
        assert [entry.uid for entry in study.entries("topic:exam")] == [uid]
        write(file(study.store), f"[{uid}\n")
        report = study.refresh()
        assert report.failed
        assert len(report.problems) == 1
        assert [entry.uid for entry in study.entries("topic:exam")] == [uid]


def test_the_notes_stay_as_they_are(tmp_path):
    """A retag writes the file beside the library and never the notes."""
    with Study(Store(tmp_path / "quiz.db"), Reader(), Rules(), Clock()) as study:
        source = write(tmp_path / "sea.md", notes("What is a bight?"))
        library.refresh(study.store, study.reader, added={str(source): "file"})
        text = source.read_bytes()
        overlay.retag(study.store, study.entries(), Retag(("exam",)))
        assert source.read_bytes() == text
        assert study.refresh() is None


def test_a_written_file_says_what_was_asked(tmp_path):
    """Some changed, some taken away, some new: the text that is written reads as just that."""
    start = TomlFile.parsed(tmp_path / "f.toml", '[a]\nadd = ["x"]\n[b]\nremove = ["y"]\n')
    known = {"a": Retag(("x",)), "b": Retag((), ("y",))}
    changes = {"a": Retag(), "b": Retag(("z",)), "c d": Retag((), ("q",)), "e": Retag()}
    written = overlay.written(start, known, changes, dict.fromkeys(changes, "Q?"))
    assert written.table == {"b": {"remove": [], "add": ["z"]}, "c d": {"add": [], "remove": ["q"]}}
