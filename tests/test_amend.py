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
