"""`python -m quiz` in a real terminal: a pseudo-terminal with pyte as its screen."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quiz import library
from quiz.reviews import live
from quiz.study import open_study

pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals")
pyte = pytest.importorskip("pyte")
termios = pytest.importorskip("termios")

PATIENCE_S = 60
LEAVE_FULL_SCREEN = b"\x1b[?1049l"
NOTES = "# 나무\n\n" + "".join(f"- {name}나무의 잎은?\n  - {name}잎입니다.\n" for name in "가나다라마바")


EDITS = """
import pathlib, sys
file = pathlib.Path(sys.argv[2])
file.write_text(file.read_text("utf-8").replace("가나무의 잎은?", "가나무는 어떤 잎이 나나요?"), "utf-8")
"""


class Terminal:
    """A child process and the screen it draws on."""

    def __init__(self, home: Path, size: tuple[int, int], arguments: tuple[str, ...], **environment: str) -> None:
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.output = b""
        environ = {**os.environ, "QUIZ_HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        environ |= {"LANGUAGE": "en", **environment}
        self._fd, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (rows, columns))
        command = [sys.executable, "-m", "quiz", *arguments]
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environ, start_new_session=True
        )
        os.close(theirs)

    @property
    def lines(self) -> list[str]:
        # Not `display` of the screen: it stumbles over the second half of a wide sign whose first was written over.
        rows = (self._screen.buffer[y] for y in range(self._screen.lines))
        return ["".join(row[x].data for x in range(self._screen.columns)).rstrip() for row in rows]

    @property
    def title(self) -> str:
        return str(self._screen.title)

    def send(self, keys: str) -> None:
        os.write(self._fd, keys.encode())

    def wait_for(self, *texts: str) -> None:
        """Read until the screen shows all the `texts`."""
        self.wait_until(lambda: all(text in "\n".join(self.lines) for text in texts), f"{texts} on screen")

    def wait_for_end(self) -> int:
        """The exit code."""
        self.wait_until(lambda: self._process.poll() is not None, "the end of the process")
        return self._process.returncode

    def signal(self, number: int) -> None:
        self._process.send_signal(number)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._fd)

    def wait_until(self, done: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not done():
            if time.monotonic() > deadline:
                screen = "\n".join(self.lines)
                pytest.fail(f"waited in vain for {what}; the screen is\n{screen}")
            ready, _, _ = select.select([self._fd], [], [], 0.05)
            if ready:
                self._feed()

    def _feed(self) -> None:
        try:
            output = os.read(self._fd, 65536)
        except OSError:  # what Linux says when the other end is closed
            return
        self.output += output
        self._stream.feed(output)


Start = Callable[..., Terminal]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A library with six Korean cards."""
    notes = tmp_path / "notes.md"
    notes.write_text(NOTES, "utf-8")
    folder = tmp_path / "home"
    with open_study({"QUIZ_HOME": str(folder)}) as study:
        library.apply(study.store, library.survey(study.store, study.reader, added={str(notes): "file"}))
    return folder


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Starts `quiz ARGUMENTS` in a terminal of `size`."""
    started: list[Terminal] = []

    def starting(*arguments: str, size: tuple[int, int] = (80, 24), **environment: str) -> Terminal:
        started.append(Terminal(home, size, arguments, **environment))
        return started[-1]

    yield starting
    for terminal in started:
        terminal.close()


def grades(home: Path) -> list[int | None]:
    with open_study({"QUIZ_HOME": str(home)}) as study:
        return [event.grade for event in live(study.store.reviews())]


def answer(terminal: Terminal, tree: str, key: str) -> None:
    """Wait for the question, show its answer, grade it."""
    terminal.wait_for(f"{tree}나무의 잎은?", "Show the answer")
    terminal.send(" ")
    terminal.wait_for(f"{tree}잎입니다.", "1 Again", "4 Easy")
    terminal.send(key)


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
def test_the_loop(home: Path, start: Start, size: tuple[int, int]) -> None:
    """Home, six cards, one of them twice, the summary, undo, home, and out; all of it is in the log."""
    terminal = start(size=size)
    terminal.wait_for("6 new", "All cards", "나무", "q Quit")
    terminal.send("\r")
    for tree, key in zip("가나다라마바", "133433", strict=True):
        answer(terminal, tree, key)
    terminal.wait_for("drill 1/1")
    answer(terminal, "가", "3")
    terminal.wait_for("6 answers · 5 passed · 1 repeat")
    terminal.send("u")
    terminal.wait_for("drill 1/1")
    answer(terminal, "가", "4")
    terminal.wait_for("Done")
    terminal.send("\r")
    terminal.wait_for("All done", "tomorrow")
    terminal.send("ㅂ")
    assert terminal.wait_for_end() == 0
    assert grades(home) == [2, 4, 4, 5, 4, 4, 5]


def test_a_sitting_in_hangul_mode(home: Path, start: Start, tmp_path: Path) -> None:
    """Every key as the letter on it in Hangul mode: why, edit in $EDITOR, bury, kill, resume, undo after the end."""
    editor = tmp_path / "editor"
    editor.write_text(f"#!{sys.executable}\n{EDITS}", "utf-8")
    editor.chmod(0o755)
    first = start("review", EDITOR=str(editor), LANGUAGE="ko")
    first.wait_for("가나무의 잎은?", "notes.md:3", "1/6")
    first.send("ㅈ")
    first.wait_for("2.50")
    first.send("ㅂ")
    first.wait_until(lambda: "2.50" not in "\n".join(first.lines), "the card again")
    first.send("ㄷ")
    first.wait_for("가나무는 어떤 잎이 나나요?", "notes.md:3", "1/6")
    first.send(" ")
    first.wait_for("가잎입니다.", "1일")
    first.send("3")
    first.wait_for("나나무의 잎은?", "2/6")
    first.send("ㅠ")
    first.wait_for("다나무의 잎은?", "2/5")
    first.signal(signal.SIGKILL)
    first.wait_for_end()
    second = start("review", LANGUAGE="ko")
    for tree in "다라마바":
        second.wait_for(f"{tree}나무의 잎은?")
        second.send(" ")
        second.wait_for(f"{tree}잎입니다.", "1일")
        second.send("3")
    second.wait_until(lambda: "바나무의 잎은?" not in "\n".join(second.lines), "the summary")
    second.send("ㅕ")
    second.wait_for("바나무의 잎은?", "4/4")
    assert grades(home) == [4, None, 4, 4, 4]
    second.send("ㅂ")
    second.wait_for("나무")
    with open_study({"QUIZ_HOME": str(home)}) as study:
        edited = study.entries()[0]
        assert (edited.question, edited.progress.reviews) == ("가나무는 어떤 잎이 나나요?", 1)


def test_the_smallest_terminal(start: Start) -> None:
    """Question, answer and all four grades with their intervals fit on 40 × 12."""
    terminal = start("review", size=(40, 12))
    terminal.wait_for("Show the answer")
    terminal.send(" ")
    terminal.wait_for("가나무의 잎은?", "1/6", "가잎입니다.", "1 Again", "2 Hard", "3 Good", "4 Easy")
    terminal.wait_until(lambda: terminal.lines[-1].split() == ["1d"] * 4, "an interval below each grade")


@pytest.mark.parametrize("graded", [0, 1, 4])
def test_killed_after_some_grades(home: Path, start: Start, graded: int) -> None:
    """SIGKILL while an answer is on screen leaves exactly the grades that were given before."""
    terminal = start("review")
    for tree in "가나다라"[:graded]:
        answer(terminal, tree, "3")
    tree = "가나다라마"[graded]
    terminal.wait_for(f"{tree}나무의 잎은?", "Show the answer")
    terminal.send(" ")
    terminal.wait_for(f"{tree}잎입니다.")
    terminal.signal(signal.SIGKILL)
    assert terminal.wait_for_end() == -signal.SIGKILL
    assert grades(home) == [4] * graded


def test_undo_after_a_kill(home: Path, start: Start) -> None:
    """A new process takes back the last answer of the one that was killed."""
    killed = start("review")
    answer(killed, "가", "3")
    killed.wait_for("나나무의 잎은?")
    killed.signal(signal.SIGKILL)
    killed.wait_for_end()
    terminal = start()
    terminal.wait_for("5 new")
    terminal.send("u")
    terminal.wait_for("가나무의 잎은?", "1/6")
    assert grades(home) == []


def test_a_polite_end_restores_the_terminal(home: Path, start: Start) -> None:
    """SIGTERM leaves the full screen, keeps the grades, and tells by the exit code what happened."""
    terminal = start("review")
    answer(terminal, "가", "3")
    terminal.wait_for("나나무의 잎은?")
    terminal.signal(signal.SIGTERM)
    terminal.wait_until(lambda: LEAVE_FULL_SCREEN in terminal.output, "the screen from before")
    assert terminal.wait_for_end() == 128 + signal.SIGTERM
    assert grades(home) == [4]
