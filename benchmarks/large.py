"""`python -m benchmarks.large`: home and the start of a review over 100,000 cards, beside a small library."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.browse import CARDS, READY, prepared
from benchmarks.rows import QUIZ, Row, tell
from benchmarks.terminal import Terminal
from quiz.clock import now
from quiz.schedule import study_day
from quiz.store import Store
from quiz.study import DATABASE

FEW, DUE = 60, 2000
RUNS = 5


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        tell(measured(waiting(Path(folder, "few"), FEW), waiting(Path(folder, "many"), CARDS)))


def waiting(folder: Path, cards: int) -> dict[str, str]:
    """A library of so many cards, the last ones of them due and all others new."""
    environ = prepared(folder, cards)
    today = study_day(now(), 0)
    with Store(Path(environ["QUIZ_HOME"]) / DATABASE) as store:
        store.record_all([f"{number:016x}" for number in range(max(0, cards - DUE), cards)], "due", now(), today)
    return environ


def measured(few: dict[str, str], many: dict[str, str]) -> Iterator[Row]:
    pairs = [(begun(few), begun(many)) for _ in range(RUNS)]
    (small_home, small_start), (home, start) = (
        [statistics.median(times) for times in zip(*side, strict=True)] for side in zip(*pairs, strict=True)
    )
    cards = f"{CARDS:,} cards"
    yield f"home over {cards} : over {FEW}", f"{home / small_home:.1f}x ({home:.0f} ms)", "aim <= 2x"
    yield f"review of {cards} : of {FEW}", f"{start / small_start:.1f}x ({start:.0f} ms)", "aim <= 300 ms"


def begun(environ: dict[str, str]) -> tuple[float, float]:
    """Milliseconds from the start of the process to the home screen; from the key that starts to the first question."""
    terminal = Terminal(QUIZ, environ)
    try:
        home = (terminal.wait_for(READY) - terminal.started) * 1000
        terminal.settle()
        pressed = terminal.press("a")
        return home, (terminal.wait_for("question") - pressed) * 1000
    finally:
        terminal.close()


if __name__ == "__main__":
    main()
