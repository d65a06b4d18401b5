"""`quiz unlink` and `quiz retag`: what is said, and what the library holds then."""

import tomllib
from importlib import import_module

import pytest
from click.testing import CliRunner
from support import notes, write

from quiz import library
from quiz.cli import cli
from quiz.reader import Reader
from quiz.schedule import Rules
from quiz.store import Store
from quiz.study import Study

import_module("quiz.cli.amend")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A library of two cards, with the environment that leads to it."""
    monkeypatch.setenv("QUIZ_HOME", str(tmp_path / "home"))
    source = write(tmp_path / "sea.md", notes("What is a bight?", "What is a sheet bend?"))
    with opened(tmp_path) as study:
        library.refresh(study.store, study.reader, added={str(source): "file"})
    return tmp_path


def opened(folder):
    return Study(Store(folder / "home" / "quiz.db"), Reader(), Rules())


def run(*arguments):
    return CliRunner().invoke(cli, list(arguments))


def test_retag(home):
    """The cards of the query get and lose topics, the file holds it, and saying it again changes nothing."""
    done = run("retag", "+exam -topic", "bight")
    assert done.exit_code == 0
    assert "1 card has other topics now" in done.stdout
    with opened(home) as study:
        assert [entry.topics for entry in study.entries()] == [("exam",), ("topic",)]
    assert len(tomllib.loads((home / "home" / "retagged.toml").read_text())) == 1
    assert "nothing to change" in run("retag", "+exam -topic", "bight").stdout
    assert "1 card has" in run("retag", "-topic", "-bight").stdout


@pytest.mark.parametrize("arguments", [["+exam"], ["+", "bight"], ["+a -a", "bight"]])
def test_a_retag_that_says_nothing(home, arguments):
    """Without a query, without a topic, or with both signs it is wrong usage, and nothing is written."""
    assert run("retag", *arguments).exit_code == 2
    assert not (home / "home" / "retagged.toml").exists()


def test_unlink(home):
    """A card that was linked begins anew, and undo joins it again."""
    with opened(home) as study:
        lost = study.entries()[0].uid
        study.store.record(lost, "grade", study.now(), study.today, grade=4)
        write(home / "sea.md", notes("Wo ist die Bucht einer Leine?", "What is a sheet bend?"))
        study.refresh()
        study.link(lost, study.entries("Bucht")[0].uid)
    assert "unlinked" in run("unlink", lost[:8]).stdout
    with opened(home) as study:
        assert [entry.uid for entry in study.entries("is:orphan")] == [lost]
        assert study.entries("Bucht")[0].progress.is_new
        study.undo()
        assert study.entries("Bucht")[0].uid == lost


def test_unlink_what_was_never_joined(home):
    """It is wrong usage, and says so."""
    with opened(home) as study:
        uid = study.entries()[0].uid
    refused = run("unlink", uid)
    assert refused.exit_code == 2
    assert "was never joined" in refused.stderr


def file_of(home):
    """What the file of topics says."""
    return tomllib.loads((home / "home" / "retagged.toml").read_text())


def topics(home):
    with opened(home) as study:
        return [entry.topics for entry in study.entries()]


def test_undo_takes_back_a_retag(home):
    """It is an act like any other: undo goes back through a grade and two retags, in that order, file and all."""
    run("retag", "+exam", "bight")
    run("retag", "+lab -topic", "is:new")
    after = file_of(home)
    with opened(home) as study:
        session = study.begin().session
        study.grade(session, 4)
    assert "“Good”" in run("undo").stdout
    assert (file_of(home), topics(home)) == (after, [("exam", "lab"), ("lab",)])
    assert "topics of 2 cards" in run("undo").stdout
    assert topics(home) == [("topic", "exam"), ("topic",)]
    assert "topics of “What is a bight?”" in run("undo").stdout
    assert topics(home) == [("topic",), ("topic",)]
    assert file_of(home) == {}
    assert run("undo").exit_code == 1


def test_undo_leaves_what_was_written_since(home):
    """A line that a person changed after the retag stays; the others go back."""
    run("retag", "+exam", "is:new")
    first, second = file_of(home)
    file = home / "home" / "retagged.toml"
    write(
        file, file.read_text().replace(f"[{first}]", f"[{first}]\nremove = ['topic']", 1).replace("remove = []", "", 1)
    )
    run("undo")
    assert file_of(home) == {first: {"add": ["exam"], "remove": ["topic"]}}
    with opened(home) as study:
        assert study.entry(second).topics == ("topic",)


def test_undo_of_a_retag_waits_for_a_file_that_can_be_read(home):
    """A broken file is told, nothing is taken back, and undo goes on once it is mended."""
    run("retag", "+exam", "bight")
    file = home / "home" / "retagged.toml"
    text = file.read_text()
    write(file, text + "[")
    refused = run("undo")
    assert refused.exit_code != 0
    assert "retagged.toml" in refused.stderr
    write(file, text)
    assert "topics of" in run("undo").stdout
    assert file_of(home) == {}


def reworded(home, before, after):
    """An orphan with a history whose question has another wording now: its uid, and that of the new card."""
    with opened(home) as study:
        lost = study.entries(before)[0].uid
        study.store.record(lost, "grade", study.now(), study.today, grade=4)
        write(home / "sea.md", notes(after, "What is a sheet bend?"))
        study.refresh()
        return lost, study.entries(after.split()[-2])[0].uid


def test_link_keeps_what_was_given_by_hand(home):
    """To either card; where both were given something about one topic the new card's holds; undo parts it again."""
    run("retag", "+old +topic::x", "bight")
    lost, fresh = reworded(home, "bight", "Wo ist die Bucht einer Leine?")
    run("retag", "+new -topic", "Bucht")
    before = file_of(home)
    assert run("link", lost, fresh).exit_code == 0
    with opened(home) as study:
        assert study.entry(lost).topics == ("old", "new")
    assert "link of “" in run("undo").stdout
    assert file_of(home) == before
    with opened(home) as study:
        assert study.entry(fresh).topics == ("new",)
        assert study.entry(lost).topics == ("old", "topic::x")
    assert "topics of “Wo ist" in run("undo").stdout


def test_unlink_keeps_what_was_given_by_hand(home):
    """The card that begins anew keeps the topics a person saw on it; undo gives back what was there."""
    lost, fresh = reworded(home, "bight", "Wo ist die Bucht einer Leine?")
    run("link", lost, fresh)
    run("retag", "+exam", "Bucht")
    before = file_of(home)
    assert run("unlink", lost).exit_code == 0
    with opened(home) as study:
        assert study.entry(fresh).topics == ("topic", "exam")
    run("undo")
    assert file_of(home) == before
    with opened(home) as study:
        assert study.entry(lost).topics == ("topic", "exam")
        assert study.entry(lost).question == "Wo ist die Bucht einer Leine?"
