"""Notes full of markup, escapes, controls and text that turns or hides, in a real terminal."""

from __future__ import annotations

import re
from pathlib import Path

import hostile
from hostile import SHOWN, driving
from support import notes, write
from test_terminal import Terminal

from quiz import library
from quiz.study import open_study

ESCAPE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_].*?(?:\x07|\x1b\\)|[ -/]*[0-~])",
    re.DOTALL,
)
"""CSI; OSC, DCS, SOS, PM and APC with what they carry; and the short ones."""
STYLE_OR_PLACE = re.compile(r"\x1b\[[0-9;]*[mH]")


def harmless(folder: Path) -> Path:
    file = write(folder / "notes.md", notes("What is asked ![x](x.png)?", deck="Front"))
    with open_study({"QUIZ_HOME": str(folder)}) as study:
        library.refresh(study.store, study.reader, added={str(file): "file"})
    return folder


def said(home: Path, deck: str, question: str) -> tuple[str, str]:
    """All that a day on the full screen says to the terminal, and the title it gives it."""
    terminal = Terminal(home, (100, 30), (), SSH_TTY="/dev/pts/1")
    try:
        terminal.wait_for(deck, "All cards")
        terminal.send("/asked")
        terminal.wait_for("/ asked", "All that match")
        terminal.send("\r")
        terminal.wait_for("⏎ Start")
        terminal.send("c")
        terminal.wait_for(question, "Show the answer")
        terminal.send(" ")
        terminal.wait_for("1 Again")
        terminal.send("q")
        terminal.wait_for("⏎ Start")
        terminal.send("b")
        terminal.wait_for("space Choose")
        terminal.send("q")
        terminal.wait_for("⏎ Start")
        terminal.send("t")
        terminal.wait_for("Statistics of asked")
        terminal.send("q")
        terminal.wait_for("⏎ Start")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
    finally:
        terminal.close()
    return terminal.output.decode(), terminal.title


def test_the_full_screen_says_nothing_for_the_notes(tmp_path: Path) -> None:
    """It asks of the terminal what it asks with harmless notes: no title, clipboard, link or mode comes from a note."""
    usual, title = said(harmless(tmp_path / "harmless"), "Front", "What is asked")
    hostile.build(tmp_path / "hostile")
    driven, other = said(tmp_path / "hostile", f"{SHOWN} front", SHOWN)
    asked_of = [
        {found for found in ESCAPE.findall(text) if not STYLE_OR_PLACE.fullmatch(found)} for text in (usual, driven)
    ]
    assert asked_of[1] - asked_of[0] == set()
    assert title == other
    assert driving(ESCAPE.sub("", driven).replace("\r", "")) == set()
    assert "@click=app.quit" in driven
