"""Which words open the person's editor at a line."""

from pathlib import Path

import pytest

from quiz.editor import command
from quiz.errors import UsageError

NOTES = Path("/notes/my notes.md")


def words(*, there=("vi",), line=7, **environ):
    """The command, on a machine where only the programs `there` are."""
    return command(environ, NOTES, line, lambda name: f"/bin/{name}" if name in there else None)


@pytest.mark.parametrize(
    ("editor", "expected"),
    [
        ("vim", ["vim", "+7", str(NOTES)]),
        ("nano -w", ["nano", "-w", "+7", str(NOTES)]),
        ("hx", ["hx", f"{NOTES}:7"]),
        ("code", ["code", "--wait", "--goto", f"{NOTES}:7"]),
        ("code -w", ["code", "-w", "--goto", f"{NOTES}:7"]),
    ],
)
def test_every_editor_has_its_own_way_to_a_line(editor, expected):
    """vi and its like take `+LINE`, others `FILE:LINE`; one that returns at once is told to wait."""
    assert words(EDITOR=editor, there=(editor.split()[0],)) == expected


def test_visual_goes_before_editor():
    """$VISUAL is asked first, as everywhere."""
    assert words(VISUAL="emacs", EDITOR="ed", there=("emacs", "ed"))[0] == "emacs"


def test_without_a_choice_one_that_is_there_is_taken():
    """Nobody has to set anything where a common editor is installed."""
    assert words(there=("vi",)) == ["vi", "+7", str(NOTES)]


@pytest.mark.parametrize("environ", [{}, {"EDITOR": "gone"}, {"EDITOR": "'open quote"}, {"EDITOR": "  "}])
def test_no_editor_is_said_in_a_sentence(environ):
    """Where there is none, or the one named is no program, the hint says what to set."""
    with pytest.raises(UsageError) as told:
        words(there=(), **environ)
    assert told.value.message.startswith("no editor is there")
    assert "EDITOR" in told.value.hint
