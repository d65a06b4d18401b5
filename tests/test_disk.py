"""Why the system refuses a file is said in the person's language."""

import errno
import os
import re
from pathlib import Path

import pytest
from support import quiz

from quiz import disk, language

HANGUL = re.compile("[가-힣]")


@pytest.mark.parametrize("number", disk.REASONS)
def test_every_reason_is_korean_where_korean_is_spoken(number: int) -> None:
    """The words of the system, which are English, stand in no Korean sentence."""
    error = OSError(number, os.strerror(number))
    with language.speaking("ko"):
        said = disk.reason(error)
    assert HANGUL.search(said)
    assert not re.search("[A-Za-z]", said)
    assert disk.reason(error) == ("it is not there" if number == errno.ENOENT else os.strerror(number))


def test_other_words_for_an_error_stay() -> None:
    """What says more than its number, or has none, is told as it is."""
    assert disk.reason(OSError(errno.EIO, "the cable is loose")) == "the cable is loose"
    assert disk.reason(OSError("no number")) == "no number"


@pytest.mark.parametrize(
    "arguments",
    [
        ["results", "add", "gone.csv", "--paper", "paper.json"],
        ["make", "-n", "1", "--names", "gone.txt"],
        ["import", "gone.apkg"],
        ["stats", "--html", "no/where.html"],
    ],
)
def test_commands_say_it_in_korean(tmp_path: Path, arguments: list[str]) -> None:
    """No command lets the English of the system through."""
    told = quiz(
        tmp_path / "home", *(str(tmp_path / each) if "." in each else each for each in arguments), LANGUAGE="ko"
    )
    assert told.returncode
    assert "없습니다" in told.stderr
    assert "No such file" not in told.stderr


def test_no_sentence_is_made_of_the_words_of_the_system() -> None:
    """Only the table itself, and what raises errors of its own, read them."""
    read = [file.name for file in Path(disk.__file__).parent.rglob("*.py") if "strerror" in file.read_text("utf-8")]
    assert sorted(read) == ["collection_file.py", "disk.py"]
