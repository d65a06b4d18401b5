"""Notes full of markup, escapes, controls and text that turns or hides: what the commands say and write of them."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import hostile
import pytest
from hostile import OTHER, SHOWN, driving
from support import environment, write
from terminals import asked, heard
from test_anki import Phone
from test_hostile import HARMLESS_ATTRIBUTES, HARMLESS_TAGS, Tags

from quiz.study import DATABASE

END = "all is said"
DRIVEN = "[x]\x1b]0;owned\x07\x9b2J\u202e{0}%s"
COMMANDS = f"""
import json, sys
from quiz import cli
for words in json.loads(sys.argv[1]):
    sys.argv = ["quiz", *words]
    try:
        cli.main()
    except SystemExit:
        print("\\nquiz is done")
print({END!r})
"""
DONE = "\nquiz is done\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A library whose notes changed since they were taken in."""
    folder = tmp_path / "home"
    hostile.build(folder)
    changed = hostile.HEADED.replace("second", "second and more") + f"- {hostile.mixed('third')}?\n"
    write(folder / OTHER, changed + f"- {SHOWN} last?\n  - ![last](<{DRIVEN}.png>)\n")
    return folder


def lines_said(home: Path) -> list[list[str]]:
    """Commands that speak of notes, of files, and of what a person wrote on the line."""
    return [
        ["cards"],
        ["check", str(home)],
        ["add", str(home), "--dry-run"],
        ["add", str(home)],
        ["decks"],
        ["cards", "is:orphan"],
        ["cards", f"nothing {DRIVEN}"],
        ["cards", f"is:{DRIVEN}"],
        ["link"],
        ["link", DRIVEN, DRIVEN],
        ["unlink", DRIVEN],
        ["stats"],
        ["stats", "-nothing"],
        ["stats", DRIVEN],
        ["due"],
        ["due", "--format", f"{{total}} {DRIVEN.replace('{0}', '')}"],
        ["due", "--format", DRIVEN],
        ["retag", f"+{DRIVEN}", "asked"],
        ["retag", DRIVEN, "asked"],
        ["suspend", f'"{SHOWN} asked"'],
        ["undo"],
        ["remove", DRIVEN],
        ["add", f"/nowhere/{DRIVEN}\n.md"],
        ["export", DRIVEN],
        ["export", f"/nowhere/{DRIVEN}.apkg"],
        ["config", "get", DRIVEN],
        [DRIVEN],
        ["cards", f"--{DRIVEN}"],
        [
            "review",
            "--plain",
            "--cram",
            *f'"{SHOWN} asked" or "{SHOWN} links" or "{SHOWN} table" or "{SHOWN} typed"'.split(),
        ],
    ]


@pytest.mark.parametrize("spoken", ["en", "ko"])
def test_what_the_commands_say_drives_no_terminal(home: Path, spoken: str) -> None:
    """In a terminal, on both streams: no escape, no control, nothing that turns; what can be read is there."""
    typed = f"{SHOWN} riht {DRIVEN}".replace("\x07", "").replace("\x1b", "")
    answers = "\n4\n" * 3 + f"{typed}\n4\n\n"
    keys = {"QUIZ_HOME": str(home), "LANGUAGE": spoken, "TERM": "xterm", "PYTHONUTF8": "1"}
    words = json.dumps(lines_said(home))
    with asked(COMMANDS, words, typed=answers.encode(), screen=True, **keys) as (_process, terminal):
        said = heard(terminal, END.encode()).decode()
    said = said.replace(typed, "").replace("\r\n", "\n")
    assert {line for line in said.splitlines() if driving(line.replace("\t", ""))} == set()
    assert "Traceback" not in said
    for text in ("asked", "fence?", "third", "lost", "front", "table?", "right[2J"):
        assert f"{SHOWN} {text}" in said
    assert "[x]]0;owned2J{0}%s.png" in said
    assert said.count(DONE) == len(lines_said(home))


def run(home: Path, *commands: Sequence[object], spoken: str = "en") -> list[str]:
    """What each command writes on standard output, into a pipe."""
    words = json.dumps([[str(word) for word in command] for command in commands])
    done = subprocess.run(
        [sys.executable, "-c", COMMANDS, words], capture_output=True, env=environment(home, LANGUAGE=spoken), timeout=60
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    said = done.stdout.decode().split(DONE)
    assert said.pop().strip() == END
    return said


def test_json_keeps_every_character(home: Path) -> None:
    """Texts and file names come back as they stand in the notes, and no character of them is there but as an escape."""
    said = run(
        home, ["add", home, "--json"], ["cards", "--json"], ["check", home, "--json"], ["decks", "--json"],
        ["cards", "is:orphan", "--json"], ["stats", "--json"], ["due", "--json"],
    )  # fmt: skip
    assert [found for text in said if (found := driving(text))] == []
    report, cards, checked, decks, lost, _stats, _due = map(json.loads, said)
    with hostile.opened(home / DATABASE) as study:
        kept = {entry.uid: entry for entry in study.entries()}
    assert {card["uid"]: card["question"] for card in cards["cards"]} == {uid: e.question for uid, e in kept.items()}
    assert {card["uid"]: card["answer"] for card in cards["cards"]} == {uid: e.answer for uid, e in kept.items()}
    assert {card["file"] for card in checked["cards"]} == {str(home / hostile.FILE), str(home / OTHER)}
    asked_for = unicodedata.normalize("NFC", hostile.mixed("asked")) + "?"
    assert asked_for in {card["question"] for card in checked["cards"]}
    assert {change["what"] for change in report["changes"]} >= {"new", "edited"}
    assert {deck["deck"] for deck in decks["decks"]} == {entry.deck for entry in kept.values()}
    assert sum(card["question"].startswith(f"{SHOWN} lost") for card in lost["cards"]) == 1


def test_the_page_of_statistics_holds_no_element_of_the_notes(home: Path) -> None:
    """No script, picture, address or handler; the texts are there to be read."""
    run(home, ["stats", "--html", home / "page.html"])
    page = (home / "page.html").read_text("utf-8")
    found = Tags(page)
    assert driving(page.replace("\t", "")) == set()
    assert found.names.isdisjoint({"script", "img", "a", "iframe", "object", "link", "form"})
    named = {name for _tag, attributes in found.tags for name in attributes}
    assert [name for name in named if name.startswith("on") or name in ("href", "src", "srcdoc")] == []
    assert f"{SHOWN} fence?" in found.text
    assert "<script>owned()</script>" in found.text


def test_the_engine_of_anki_takes_them_as_text(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every note arrives with its text; no field holds a live element, and no template, sound or formula."""
    pytest.importorskip("anki")
    monkeypatch.setenv("ANKI_TEST_MODE", "1")
    phone = Phone(tmp_path)
    package = home / "cards.apkg"
    run(home, ["export", package])
    with hostile.opened(home / DATABASE) as study:
        kept = {entry.uid: entry for entry in study.entries() if entry.answered}
    assert phone.take(package) == {"new": len(kept)}
    assert phone.problems() == []
    shown = ""
    for note_id in phone.col.find_notes(""):
        note = phone.col.get_note(note_id)
        for field in note.fields:
            found = Tags(field)
            assert found.names <= HARMLESS_TAGS
            assert {name for _tag, attributes in found.tags for name in attributes} <= HARMLESS_ATTRIBUTES
            assert driving(field.replace("\t", "")) == set()
        card = note.cards()[0]
        assert (card.question_av_tags(), card.answer_av_tags()) == ([], [])
        shown += Tags(card.question()).text + Tags(card.answer()).text
    for text in ("asked", "told", "fence?", "label0;owned", "th", "quoted"):
        assert f"{SHOWN} {text}" in shown
    assert "[sound:owned.mp3] [latex]x[/latex] [$]x[/$] {{c1::x}} {{Front}} {{#Extra}}?" in shown
    assert "{{type:Front}} <script>owned()</script>" in shown
    assert {deck.name.split(" ")[0] for deck in phone.col.decks.all_names_and_ids()} == {"[/b]", "Default"}
