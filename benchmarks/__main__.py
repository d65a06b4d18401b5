"""`python -m benchmarks`: all that a person waits for, as ratios to a floor taken in the same run.

Absolute times depend on the machine; ratios and orders of magnitude are what to look at.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks import browse, large
from benchmarks.rows import QUIZ, Row, environment, tell
from benchmarks.terminal import Terminal
from quiz.sm2 import Memory, review

RUNS = 9
CARDS = 60
BARE_APP = """
from textual.app import App
from textual.widgets import Markdown
class Bare(App):
    def compose(self):
        yield Markdown({question!r})
Bare().run()
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environ = prepared(Path(folder))
        for measure in (prompt, screen):
            tell(measure(environ))
    tell(replay())
    large.main()
    browse.main()


def prepared(folder: Path) -> dict[str, str]:
    """A library of Korean cards with code, in a home of its own."""
    notes = folder / "notes.md"
    notes.write_text("\n".join(card(number) for number in range(CARDS)), "utf-8")
    environ = environment(folder)
    subprocess.run([*QUIZ, "add", str(notes)], env=environ, check=True, capture_output=True)
    return environ


def card(number: int) -> str:
    return (
        f"- {question(number)}\n"
        f"  - answer{number:04} 볼륨은 **컨테이너(container)**가 사라져도 남습니다.\n"
        "  - `docker volume ls`로 목록을 봅니다.\n\n"
        "```bash\ndocker volume create data\ndocker run -v data:/var/lib/data alpine\n```\n"
    )


def question(number: int) -> str:
    return f"question{number:04} 컨테이너를 지워도 볼륨의 데이터는 **남아 있나요(persist)**?"


def prompt(environ: dict[str, str]) -> Iterator[Row]:
    floor, due = interleaved(
        lambda: spent([sys.executable, "-c", "pass"], environ), lambda: spent([*QUIZ, "due"], environ)
    )
    yield "quiz due : python -c pass", f"{due / floor:.1f}x ({due:.0f} ms)", "aim <= 5x"


def screen(environ: dict[str, str]) -> Iterator[Row]:
    bare = [sys.executable, "-c", BARE_APP.format(question=question(0))]
    floor, first = interleaved(lambda: painted(bare, environ), lambda: painted([*QUIZ, "review"], environ))
    yield "first question : bare Markdown app", f"{first / floor:.2f}x ({first:.0f} ms)", "aim <= 1.3x"
    reveals, nexts, memory = sitting(environ, RUNS)
    yield "reveal the answer", f"{statistics.median(reveals):.0f} ms", "aim <= 80 ms"
    yield "grade to next card", f"{statistics.median(nexts):.0f} ms", "aim <= 30 ms"
    yield "memory in review", f"{memory:.0f} MB", "aim <= 90 MB"


def replay() -> Iterator[Row]:
    """Histories of 1,000 cards with 200 grades each."""
    grades = [4, 5, 3, 4, 2, 4, 4, 5, 1, 3] * 20
    started = time.perf_counter()
    for _ in range(1000):
        memory = Memory()
        for grade in grades:
            memory = review(memory, grade)
    rate = 1000 * len(grades) / (time.perf_counter() - started) / 1e6
    yield "SM-2 replay", f"{rate:.2f} M reviews/s", "aim >= 1 M/s"


def spent(argv: Sequence[str], environ: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(argv, env=environ, check=True, capture_output=True)
    return (time.perf_counter() - started) * 1000


def painted(argv: Sequence[str], environ: dict[str, str]) -> float:
    """From the start of the process until the question stands on the screen."""
    terminal = Terminal(argv, environ)
    try:
        return (terminal.wait_for("question0000") - terminal.started) * 1000
    finally:
        terminal.close()


def sitting(environ: dict[str, str], cards: int) -> tuple[list[float], list[float], float]:
    """Reveal and grade as a person does: with a pause before each key; megabytes in memory at the end."""
    reveals, nexts = [], []
    terminal = Terminal([*QUIZ, "review"], environ)
    try:
        terminal.wait_for("question0000")
        for number in range(cards):
            terminal.settle()
            pressed = terminal.press(" ")
            reveals.append((terminal.wait_for(f"answer{number:04}") - pressed) * 1000)
            terminal.settle()
            pressed = terminal.press("3")
            nexts.append((terminal.wait_for(f"question{number + 1:04}") - pressed) * 1000)
        return reveals, nexts, terminal.megabytes()
    finally:
        terminal.close()


def interleaved(floor: Callable[[], float], ours: Callable[[], float]) -> tuple[float, float]:
    """Medians of both, measured in turn, after one run of each that does not count."""
    floor(), ours()
    pairs = [(floor(), ours()) for _ in range(RUNS)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


if __name__ == "__main__":
    main()
