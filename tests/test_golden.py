"""Every screen as it is kept in `tests/golden`; `GOLDEN=write python -m pytest tests/test_golden.py` keeps it anew.

One file is one screen at one size in one language: its text, then the style of every cell in both themes.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import unified_diff
from pathlib import Path

import golden_library
import pytest
from golden import FOLDER, Shot, clipped, contrast, english, faint, misfits, written
from golden_scenes import SCENES, STATES
from golden_walk import stillness, walk
from rich.cells import cell_len
from textual.theme import BUILTIN_THEMES

from quiz import language
from quiz.terminal import cell_width

SMALL, USUAL, LARGE = (40, 12), (80, 24), (160, 50)
WALKS = [(size, spoken) for size in (SMALL, USUAL, LARGE) for spoken in language.LANGUAGES]
LEAST_CONTRAST = 3.0
"""What WCAG 2 wants of large text and of parts of an interface; hints are meant to be quiet."""
WORD = re.compile(r"[A-Za-z]+")
NOTES = (
    golden_library.KOREAN,
    golden_library.ASKED,
    golden_library.ENGLISH,
    golden_library.LOST,
    golden_library.KITCHEN,
)
KEPT = (
    "undo English Enter enter Esc esc Tab Ctrl space tab shift del home end pgup pgdn",
    "quiz add PATH check voyage.md garden.md kitchen.md cards.apkg Anki Markdown",
    "undo theme language English",
    "topic:docker is:due is:orphan is:leech due:soon ease<1.6 lapses>3 zzz +exam -docker::volume",
)
"""Keys, commands, files, what is typed, queries: the same in every language."""


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    builders = (
        golden_library.build,
        golden_library.empty,
        golden_library.two,
        golden_library.done,
        golden_library.asked,
    )
    names = ("full", "empty", "two", "done", "asked")
    return {name: build(tmp_path_factory.mktemp(name)) for name, build in zip(names, builders, strict=True)}


@pytest.fixture(scope="module", params=WALKS, ids=lambda walk: f"{walk[0][0]}x{walk[0][1]}-{walk[1]}")
def shots(
    request: pytest.FixtureRequest, libraries: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Shot | str]]:
    """All scenes at one size in one language, at the far end of a connection."""
    size, spoken = request.param
    scenes = SCENES + STATES if size == SMALL else SCENES
    with stillness():
        language.use(spoken)
        try:
            yield asyncio.run(walk(scenes, size, libraries, tmp_path_factory.mktemp("walk")))
        finally:
            language.use("en")


def shown(shots: Mapping[str, Shot | str]) -> list[Shot]:
    return [shot for shot in shots.values() if isinstance(shot, Shot)]


def complaints(shots: Mapping[str, Shot | str], about: Callable[[Shot], Iterable[str]]) -> str:
    return "\n".join(f"{shot.name}: {found}" for shot in shown(shots) for found in about(shot))


def test_every_screen_is_reached(shots: dict[str, Shot | str]) -> None:
    """By the keys a person would press, at every size and in both languages."""
    assert [f"{name}: {shot}" for name, shot in shots.items() if isinstance(shot, str)] == []


def test_every_screen_is_as_it_is_kept(shots: dict[str, Shot | str], request: pytest.FixtureRequest) -> None:
    """Every character and every colour; a file that no screen has is one too many."""
    folder = FOLDER / request.node.callspec.id
    now = {f"{shot.name}.txt": written(shot) for shot in shown(shots)}
    if os.environ.get("GOLDEN") == "write":
        keep(folder, now)
    kept = {file.name: file.read_text("utf-8") for file in sorted(folder.iterdir())}
    assert "".join(difference(name, kept.get(name, ""), now.get(name, "")) for name in sorted(kept | now)) == ""


def keep(folder: Path, texts: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")


def difference(name: str, kept: str, now: str) -> str:
    return "".join(unified_diff(kept.splitlines(True), now.splitlines(True), f"kept/{name}", f"now/{name}", n=1))


@pytest.mark.parametrize("width", [cell_len, cell_width], ids=["textual", "quiz"])
def test_every_line_fills_the_screen(shots: dict[str, Shot | str], width: Callable[[str], int]) -> None:
    """By the widths of characters that Textual counts with and by our own: no wide one hangs over the edge."""
    assert complaints(shots, lambda shot: misfits(shot, width)) == ""


def test_nothing_to_act_with_is_clipped(shots: dict[str, Shot | str]) -> None:
    """Buttons with key and interval, hints, lines to write on, tables: all of them within the screen, texts whole."""
    assert complaints(shots, clipped) == ""


def test_every_text_can_be_read(shots: dict[str, Shot | str]) -> None:
    """On a dark and on a light screen, also what is meant to be quiet."""
    assert complaints(shots, lambda shot: faint(shot, LEAST_CONTRAST)) == ""


def test_no_english_is_left_in_korean(shots: dict[str, Shot | str], request: pytest.FixtureRequest) -> None:
    """But for the notes, keys, and what a person types as it stands."""
    if request.node.callspec.id.endswith("-ko"):
        known = set(WORD.findall(" ".join([*NOTES, *map(str.lower, NOTES), *KEPT, *BUILTIN_THEMES])))
        assert complaints(shots, lambda shot: english(shot, known)) == ""


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#ffffff", "#000000", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#123456", "#123456", 1.0),
        ("#ff0000", "#0000ff", 2.15),
    ],
)
def test_contrast(one: str, other: str, ratio: float) -> None:
    """Figures of WCAG 2 as its authors' calculators give them, whichever colour comes first."""
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == ratio
