"""Copying: a program of the desktop, then the terminal, then a file; and no more is claimed than is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from quiz.clipboard import FILE, LONGEST_SENT, Copied, copy, run
from quiz.errors import QuizError

DESK = {"DISPLAY": ":0", "TERM": "xterm-256color"}
FAR = {"SSH_TTY": "/dev/pts/1", "TERM": "xterm-256color"}


class Machine:
    """Programs, some of which fail, and a terminal."""

    def __init__(self, *programs: str, failing: tuple[str, ...] = ()) -> None:
        self.programs = programs
        self.failing = failing
        self.ran: list[tuple[list[str], bytes]] = []
        self.sent: list[str] = []

    def find(self, name: str) -> str | None:
        return name if name in self.programs else None

    def run(self, command: list[str], given: bytes) -> bool:
        self.ran.append((command, given))
        return command[0] not in self.failing

    def copy(self, text: str, data: Path, environ: dict[str, str]) -> Copied:
        return copy(text, data, environ, self.find, self.sent.append, self.run)


def test_a_program_of_the_desktop_comes_first(tmp_path: Path) -> None:
    """It says that it worked, and so do we."""
    machine = Machine("xclip", "xsel")
    assert machine.copy("한글", tmp_path, DESK) == Copied("desktop")
    assert machine.ran == [(["xclip", "-selection", "clipboard"], "한글".encode())]
    assert Copied("desktop").told == "Copied."


def test_the_next_program_is_tried_when_one_fails(tmp_path: Path) -> None:
    """And Windows takes UTF-16."""
    machine = Machine("xclip", "clip.exe", failing=("xclip",))
    assert machine.copy("한글", tmp_path, DESK).how == "desktop"
    assert machine.ran[-1] == (["clip.exe"], "한글".encode("utf-16"))


def test_far_from_the_desktop_the_terminal_is_asked(tmp_path: Path) -> None:
    """Its clipboard would be another machine's; and success is never claimed."""
    machine = Machine("xclip", "wl-copy", "pbcopy")
    copied = machine.copy("text", tmp_path, FAR)
    assert copied == Copied("terminal")
    assert (machine.sent, machine.ran) == (["text"], [])
    assert "Copied" not in copied.told


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("가" * LONGEST_SENT, {}),
        ("text", {"TERM": "linux"}),
        ("text", {"TERM": "dumb"}),
        ("text", {"TERM_PROGRAM": "Apple_Terminal"}),
    ],
)
def test_a_file_is_the_last_resort(tmp_path: Path, text: str, more: dict[str, str]) -> None:
    """For long texts and terminals known not to copy; the sentence names the file."""
    machine = Machine()
    copied = machine.copy(text, tmp_path / "new", FAR | more)
    assert machine.sent == []
    assert copied.how == "file"
    assert Path(copied.place).read_text("utf-8") == text
    assert copied.place in copied.told


def test_without_a_terminal_to_send_to_there_is_the_file(tmp_path: Path) -> None:
    """The line mode has no way to send."""
    assert copy("text", tmp_path, FAR, Machine().find) == Copied("file", str(tmp_path / FILE))


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """One sentence, naming it."""
    (tmp_path / "data").touch()
    with pytest.raises(QuizError, match=FILE):
        copy("text", tmp_path / "data", FAR, Machine().find)


def test_nothing_that_drives_a_terminal_is_copied(tmp_path: Path) -> None:
    """What is pasted into a shell must not hide or act."""
    machine = Machine("xsel")
    machine.copy("a\x1b[31m\u202eb\r\nc", tmp_path, DESK)
    assert machine.ran[0][1] == b"a[31mb\nc"


def test_a_real_program_gets_the_text(tmp_path: Path) -> None:
    """Its exit code says whether it worked; one that is not there did not."""
    file = tmp_path / "copy"
    assert run(["tee", str(file)], "한글".encode())
    assert file.read_text("utf-8") == "한글"
    assert not run(["false"], b"")
    assert not run([str(tmp_path / "nothing")], b"")
