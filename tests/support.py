"""What the tests of the library's edges share: a clock, notes on disk, libraries, and real processes."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from quiz.reviews import Moment
from quiz.schedule import UNIX_EPOCH_ORDINAL
from quiz.store import CardRow

DAY_MS = 86_400_000
TODAY = 740_000
"""A study day for tests to begin on."""

_stamps = count(1_700_000_000_000_000_000, 1_000_000_000)


class Clock:
    """Noon of a study day, and a second later whenever it is asked."""

    def __init__(self, day: int = TODAY) -> None:
        self.day = day
        self._seconds = 0

    def __call__(self) -> Moment:
        self._seconds += 1
        return noon(self.day, 1000 * self._seconds)


def noon(day: int = TODAY, ms: int = 0) -> Moment:
    return Moment((day - UNIX_EPOCH_ORDINAL) * DAY_MS + DAY_MS // 2 + ms)


def row(uid: str, *, state: str = "live", answer: str = "an answer", position: int = 0) -> CardRow:
    """A card as stored, its question telling its uid."""
    place = ("notes.md", position + 1, position)
    return CardRow(uid, None, "Deck", "", f"What is {uid}?", answer, int(bool(answer)), "open", "topic", *place, state)


def write(file: Path, text: str | bytes) -> Path:
    """Write notes; every writing has a time of its own, whatever the clock of the file system can tell apart."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    stamp = next(_stamps)
    os.utime(file, ns=(stamp, stamp))
    return file


def notes(*questions: str, deck: str = "Deck", heading: str = "Topic") -> str:
    """Notes with these questions; no two answers are alike."""
    cards = "".join(f"- {question}\n  - {question[::-1]} {question.upper()}\n" for question in questions)
    return f"# {deck}\n## {heading}\n{cards}"


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a `quiz` process whose library is `home`."""
    encodings = ("LC_", "LANG", "PYTHONUTF8", "PYTHONIOENCODING", "PYTHONCOERCECLOCALE")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(encodings)}
    return {**kept, "QUIZ_HOME": str(home), **more}


def quiz(home: Path, *arguments: object, stdin: str | bytes = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run `quiz` as a process of its own, with its input and output as pipes of UTF-8."""
    command = [sys.executable, "-m", "quiz", *map(str, arguments)]
    given = stdin if isinstance(stdin, bytes) else stdin.encode()
    done = subprocess.run(command, input=given, capture_output=True, env=environment(home, **more), timeout=60)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


@contextmanager
def worker(script: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A Python process that talks over its pipes line by line; it does not outlive the block."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
        try:
            yield process
        finally:
            process.kill()


def ask(process: subprocess.Popen[str], line: str) -> str:
    """Send a line to a worker and wait for the line it says."""
    print(line, file=process.stdin, flush=True)
    return process.stdout.readline().rstrip("\n")


CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1 << 1, 1 << 2


@contextmanager
def bound_by_permissions() -> Iterator[None]:
    """As a user whom the permissions of files bind: root lays down the capabilities that pass over them (Linux)."""
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None)
    header, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    libc.capget(header, sets)
    effective = sets[0]
    sets[0] = effective & ~(CAP_DAC_OVERRIDE | CAP_DAC_READ_SEARCH)
    libc.capset(header, sets)
    try:
        yield
    finally:
        sets[0] = effective
        libc.capset(header, sets)
