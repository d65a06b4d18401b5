"""An import that is killed at any moment loses nothing and doubles nothing: the next run goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic

import anki_files
from support import environment

from quiz.notes import parse
from quiz.store import Store

NOTES, ANSWERS, KILLS = 300, 1_200, 50


def card(number: int) -> dict[str, object]:
    """Learned ones and such that are new again; some are suspended."""
    learned = {"type": 2, "due": 8_000 + number, "ivl": 30 + number, "factor": 2_350} if number % 3 else {}
    return anki_files.card(number, queue=-1 if number % 5 == 0 else learned.get("type", 0), **learned)


def package(folder: Path) -> Path:
    tables = {
        "notes": [anki_files.note(number) for number in range(NOTES)],
        "cards": [card(number) for number in range(NOTES)],
        "revlog": [
            anki_files.review(number * 1_000_003, cid=anki_files.FIRST + number % NOTES) for number in range(ANSWERS)
        ],
    }
    return anki_files.package(folder, 2, anki_files.database(tables=tables))


def run(home: Path, file: Path, seconds: float | None = None) -> bool:
    """Import in a process of its own that is killed after so many seconds; whether it came to its end."""
    command = [sys.executable, "-m", "quiz", "import", str(file), "--into", str(home / "notes")]
    with subprocess.Popen(command, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            told, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            return False
    assert process.returncode == 0, told.decode()
    return True


def whole(home: Path) -> tuple[object, ...]:
    """All that an import leaves: the notes on disk, the cards, the log and the memories."""
    texts = sorted(path.read_bytes() for path in (home / "notes").glob("*.md"))
    said = sorted((card.question, card.id) for text in texts for card in parse(text, "").deck.cards)
    with Store(home / "quiz.db") as store:
        cards = sorted((entry.question, entry.uid, entry.state) for entry in store.entries())
        log = sorted(store.reviews())
        marks = sorted((uid, seen.marks) for uid, seen in store.anki_marks().items())
        return said, cards, log, store.memories(), sorted(store.anki_cards().items()), marks


def test_an_import_killed_at_fifty_moments(tmp_path: Path) -> None:
    """Whenever it is killed, running it again gives the very notes, cards and log of a run that nobody disturbed."""
    file = package(tmp_path)
    began = monotonic()
    assert run(tmp_path / "calm", file)
    lasts = monotonic() - began
    expected = whole(tmp_path / "calm")
    said, cards, log, *_ = expected
    assert (len(said), len(cards)) == (NOTES, NOTES)  # type: ignore[arg-type]
    assert len(log) == ANSWERS + NOTES // 5 + NOTES  # type: ignore[arg-type]  # each goes on as it stood there
    chance, kills, lives = random.Random(7), 0, 0
    while kills < KILLS:
        home = tmp_path / str(lives)
        if run(home, file, chance.uniform(0.2, 1) * lasts):
            assert whole(home) == expected
            lives += 1
        else:
            kills += 1
    assert run(tmp_path / str(lives), file)
    assert whole(tmp_path / str(lives)) == expected
    assert not [name for name in os.listdir(tmp_path / str(lives) / "notes") if name.startswith(".")]
