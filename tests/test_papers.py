"""Files of papers on the disk: all or nothing, and kept for later."""

import json
import os
from pathlib import Path

import pytest
from exam_cards import card, plan
from support import bound_by_permissions, noon

from quiz import papers
from quiz.errors import ExportError, QuizError, UsageError
from quiz.exam.compose import compose
from quiz.exam.json import loads


def paper(*uids, **table):
    return compose([card(uid) for uid in uids], plan(count=len(uids), **table)).paper


def inside(folder: Path):
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_files_are_written_into_folders_that_are_made(tmp_path):
    """All files stand there afterwards and nothing else does."""
    papers.put(tmp_path / "new" / "exam", {"a.md": b"A", "images/x.png": b"X"})
    assert inside(tmp_path) == {"new/exam/a.md": b"A", "new/exam/images/x.png": b"X"}


def test_another_file_is_left_alone_without_force(tmp_path):
    """One file that says something else stops them all; with force it is replaced; the same content is no matter."""
    papers.put(tmp_path, {"a.md": b"A", "b.md": b"B"})
    papers.put(tmp_path, {"a.md": b"A", "b.md": b"B"})
    with pytest.raises(UsageError, match=r"b\.md") as error:
        papers.put(tmp_path, {"a.md": b"A", "b.md": b"C", "c.md": b"C"})
    assert "--force" in error.value.hint
    assert inside(tmp_path) == {"a.md": b"A", "b.md": b"B"}
    papers.put(tmp_path, {"b.md": b"C"}, force=True)
    assert inside(tmp_path) == {"a.md": b"A", "b.md": b"C"}


def test_what_goes_wrong_halfway_is_put_back(tmp_path, monkeypatch):
    """Where the last file cannot take its place, the first ones are as they were, and no trace is left."""
    papers.put(tmp_path, {"a.md": b"A"})
    rename = Path.rename

    def failing(self, target):
        if Path(target).name == "c.md":
            raise OSError(28, "no space", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(ExportError, match="no space"):
        papers.put(tmp_path, {"a.md": b"new", "b.md": b"B", "deep/c.md": b"C"}, force=True)
    assert inside(tmp_path) == {"a.md": b"A"}
    assert sorted(os.listdir(tmp_path)) == ["a.md"]


def test_a_folder_that_takes_no_files_is_named(tmp_path):
    """Without the right to write there is one sentence, and no file."""
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o500)
    with bound_by_permissions(), pytest.raises(ExportError, match="closed"):
        papers.put(closed, {"a.md": b"A"})
    closed.chmod(0o700)
    assert inside(tmp_path) == {}


def test_a_file_where_a_folder_should_be_is_named(tmp_path):
    """A file is in the way of the folder."""
    (tmp_path / "exam").write_text("a file")
    with pytest.raises(ExportError):
        papers.put(tmp_path / "exam", {"a.md": b"A"})
    assert inside(tmp_path) == {"exam": b"a file"}


def test_papers_are_kept_the_latest_first(tmp_path):
    """A kept paper reads back; making it again makes it the latest once more; the cards of the last ones are known."""
    first, second = paper("a", "b"), paper("c")
    papers.keep(tmp_path, first, noon(ms=1))
    papers.keep(tmp_path, second, noon(ms=2))
    assert [each.paper for each in papers.kept(tmp_path)] == [second, first]
    assert papers.used(tmp_path, 1) == {"c"}
    assert papers.used(tmp_path, 2) == {"a", "b", "c"}
    assert papers.used(tmp_path, 0) == frozenset()
    papers.keep(tmp_path, first, noon(ms=3))
    assert papers.used(tmp_path, 1) == {"a", "b"}
    assert loads((tmp_path / "papers" / f"{first.id}.json").read_bytes(), "x") == first


def test_two_papers_of_one_id_are_told_apart(tmp_path):
    """Where chance gives another paper the same nine digits, it is refused before anything is written over."""
    one, other = paper("a"), paper("b")
    papers.keep(tmp_path, one, noon())
    file = tmp_path / "papers" / f"{one.id}.json"
    file.rename(tmp_path / "papers" / f"{other.id}.json")
    with pytest.raises(ExportError, match=other.id):
        papers.check(tmp_path, other)


def test_a_damaged_kept_paper_is_named(tmp_path):
    """A file in the folder that is no paper is named; it is not passed over as if it had asked nothing."""
    papers.keep(tmp_path, paper("a"), noon())
    (tmp_path / "papers" / "x.json").write_text(json.dumps({"format": "other"}))
    with pytest.raises(QuizError, match=r"x\.json"):
        papers.kept(tmp_path)
