"""`python -m benchmarks.browse`: the table of 100,000 cards, beside a bare Textual app that does next to nothing."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.rows import QUIZ, Row, environment, tell
from benchmarks.terminal import Terminal
from quiz.store import CardRow, FileRow, Store
from quiz.study import DATABASE

CARDS, PER_FILE = 100_000, 500
RUNS = 5
KEYS = "99999"
READY = "All cards"
BARE_APP = """
from textual.app import App
from textual.screen import Screen
from textual.widgets import Input, Static
class Page(Screen):
    def compose(self):
        yield Input()
        yield Static("page opened")
    def on_input_changed(self, event):
        self.query_one(Static).update(f"echo{event.value.zfill(6)}")
class Bare(App):
    BINDINGS = [("b", "open", "Open")]
    def compose(self):
        yield Static("bare ready")
    def action_open(self):
        self.push_screen(Page())
Bare().run()
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        tell(measured(prepared(Path(folder))))


def measured(environ: dict[str, str]) -> Iterator[Row]:
    bare = [sys.executable, "-c", BARE_APP]
    floors, ours = [], []
    for _ in range(RUNS):
        floors.append(opened(bare, environ, "bare ready", "page opened"))
        ours.append(opened(QUIZ, environ, READY, question(0)))
    floor, first = statistics.median(floors), statistics.median(ours)
    yield "first rows : bare screen", f"{first / floor:.1f}x ({first:.0f} ms)", "aim <= 300 ms"
    echoes, _, _ = typed(bare, environ, "bare ready", "page opened", "echo{:06}", "")
    keys, wider, memory = typed(QUIZ, environ, READY, f"{CARDS} cards", "question{:06}", "/")
    echo = statistics.median(echoes)
    for name, times in (("filter key : bare echo", keys), ("filter key taken back", wider)):
        yield name, f"{statistics.median(times) / echo:.1f}x (worst {max(times):.0f} ms)", "aim <= 100 ms"
    yield "memory in browse, with all cards read", f"{memory:.0f} MB", ""


def prepared(folder: Path, count: int = CARDS) -> dict[str, str]:
    """A library of so many Korean cards, written without reading notes."""
    environ = environment(folder)
    with Store(Path(environ["QUIZ_HOME"]) / DATABASE) as store:
        names = [str(folder / "away" / f"{number}.md") for number in range(0, count, PER_FILE)]
        files = [FileRow(name, 1, 1, "", "") for name in names]
        cards = [card(number, names[number // PER_FILE]) for number in range(count)]
        store.take_in(sources={str(folder / "away"): "folder"}, files=files, cards=cards)
    return environ


def card(number: int, file: str) -> CardRow:
    answer = "- 볼륨은 **컨테이너(container)**가 사라져도 남습니다.\n- `docker volume ls`로 목록을 봅니다.\n" * 2
    deck, place = f"Deck {number // PER_FILE}", (file, number % PER_FILE + 1, number % PER_FILE)
    asked = f"**{question(number)}**: 볼륨(volume)을 `docker run -v {number}:/data`로 [붙이면](https://example.org)?"
    return CardRow(f"{number:016x}", None, deck, "", asked, answer, 1, "open", "docker::volume", *place, "live")


def question(number: int) -> str:
    return f"question{number:06}"


def opened(argv: list[str], environ: dict[str, str], ready: str, token: str) -> float:
    """Milliseconds from the key that opens the page until its first line stands on the screen."""
    terminal = Terminal(argv, environ)
    try:
        terminal.wait_for(ready)
        terminal.settle()
        pressed = terminal.press("b")
        return (terminal.wait_for(token) - pressed) * 1000
    finally:
        terminal.close()


def typed(
    argv: list[str], environ: dict[str, str], ready: str, loaded: str, shown: str, begin: str
) -> tuple[list[float], list[float], float]:
    """Milliseconds of each key of `KEYS`, and of each that is taken back; megabytes in memory at the end."""
    terminal = Terminal(argv, environ)
    try:
        terminal.wait_for(ready)
        terminal.settle()
        terminal.press("b")
        terminal.wait_for(loaded)
        terminal.settle()
        terminal.press(begin)
        terminal.settle()
        forth = [pressed(terminal, key, shown.format(int(KEYS[: at + 1]))) for at, key in enumerate(KEYS)]
        back = [pressed(terminal, "\x7f", shown.format(int(KEYS[:at]))) for at in range(len(KEYS) - 1, 0, -1)]
        return forth, back, terminal.megabytes()
    finally:
        terminal.close()


def pressed(terminal: Terminal, key: str, token: str) -> float:
    at = terminal.press(key)
    took = (terminal.wait_for(token) - at) * 1000
    terminal.settle()
    return took


if __name__ == "__main__":
    main()
