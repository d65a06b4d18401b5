"""Pictures: read within bounds, shown where the terminal can, and never a crash."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from screens import press, shown
from terminals import asked, heard
from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from quiz import pictures
from quiz.errors import QuizError
from quiz.graphics import Graphics
from quiz.pictures import FORMATS, ROOM, columns, read
from quiz.tui import pictures as shown_pictures
from quiz.tui.pictures import picture, pictures_of, show_as

CELL = (10, 20)


def encoded(form: str, size: tuple[int, int] = (48, 32)) -> bytes:
    """A picture with something on it, as a file of this format."""
    stream = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert("RGB").save(stream, form)
    return stream.getvalue()


ENCODED = {form: encoded(form) for form in FORMATS}


@pytest.fixture
def sixel(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that shows pictures, until the test ends."""
    monkeypatch.setattr(shown_pictures, "_shown_as", None)
    show_as(Graphics("sixel", CELL))


class Desk(App[None]):
    """Pictures below one another."""

    def __init__(self, *widgets: Widget | None) -> None:
        super().__init__()
        self._widgets = [widget for widget in widgets if widget]

    def compose(self) -> ComposeResult:
        yield from self._widgets


def saved(path: Path, form: str = "PNG", size: tuple[int, int] = (48, 32)) -> Path:
    path.write_bytes(encoded(form, size))
    return path


# — reading —


@pytest.mark.parametrize("form", FORMATS)
def test_pictures_of_all_known_formats_are_read(tmp_path: Path, form: str) -> None:
    """As they are, whatever the file is called."""
    image = read(saved(tmp_path / "picture", form))
    assert (image.size, image.mode) == ((48, 32), "RGBA")


@pytest.mark.parametrize("form", FORMATS)
def test_large_pictures_are_scaled_down(tmp_path: Path, form: str) -> None:
    """They keep their shape, and little memory."""
    image = read(saved(tmp_path / "picture", form, (2 * ROOM[0], ROOM[1])))
    assert image.size == (ROOM[0], ROOM[1] // 2)


def test_what_is_no_picture_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing, a folder, text, too many bytes, too many pixels: the sentence names the file and nothing more."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "text\x1b[31m.png").write_text("no picture", "utf-8")
    saved(tmp_path / "wide.png", size=(300, 200))
    monkeypatch.setattr(pictures, "LARGEST_PIXELS", 300 * 200 - 1)
    saved(tmp_path / "heavy.png").write_bytes(b"\0" * 101)
    with monkeypatch.context() as patch:
        patch.setattr(pictures, "LARGEST_BYTES", 100)
        assert refusal(tmp_path / "heavy.png") == "heavy.png is too large to be shown."
    assert refusal(tmp_path / "gone.png") == "There is no picture at gone.png."
    assert refusal(tmp_path / "folder") == "There is no picture at folder."
    assert refusal(tmp_path / "text\x1b[31m.png") == "text[31m.png is no picture that can be shown."
    assert refusal(tmp_path / "wide.png") == "wide.png is too large to be shown."


def refusal(path: Path) -> str:
    with pytest.raises(QuizError) as caught:
        read(path)
    return caught.value.message


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe that nobody writes to."""
    os.mkfifo(tmp_path / "pipe.png")
    assert refusal(tmp_path / "pipe.png") == "There is no picture at pipe.png."


def test_a_picture_that_unfolds_to_gigabytes_is_not_unfolded(tmp_path: Path) -> None:
    """Its header alone is believed."""
    data = bytearray(ENCODED["BMP"])
    data[18:26] = (100_000).to_bytes(4, "little") * 2
    (tmp_path / "bomb.bmp").write_bytes(data)
    assert refusal(tmp_path / "bomb.bmp") == "bomb.bmp is too large to be shown."


@given(
    st.sampled_from(FORMATS),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=8),
    st.integers(0, 10**6),
)
def test_damaged_pictures_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, form: str, changes: list[tuple[int, int]], length: int
) -> None:
    """Bytes changed anywhere and an end cut off: a picture or a QuizError, nothing else."""
    data = bytearray(ENCODED[form])
    for place, value in changes:
        data[place % len(data)] = value
    file = tmp_path_factory.getbasetemp() / "damaged"
    file.write_bytes(data[: max(length % (2 * len(data)), 1)])
    with suppress(QuizError):
        assert read(file).mode == "RGBA"


def test_columns_of_a_picture() -> None:
    """Eight pixels a column, one column at least."""
    assert (columns(800), columns(4)) == (100, 1)


# — showing —


@pytest.mark.usefixtures("sixel")
async def test_a_picture_is_as_large_as_it_is(tmp_path: Path) -> None:
    """48 pixels take six columns; it never grows."""
    async with Desk(picture(saved(tmp_path / "a.png"), "")).run_test(size=(80, 24)) as pilot:
        await pilot.app.workers.wait_for_complete()
        await press(pilot)
        assert pilot.app.query_one(".picture").size.width == 6


@pytest.mark.usefixtures("sixel")
@pytest.mark.parametrize("size", [(40, 12), (80, 24), (160, 50)])
async def test_a_picture_fits_every_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    """At most as wide as its place and half as high as the screen."""
    async with Desk(picture(saved(tmp_path / "a.png", size=(1600, 1200)), "")).run_test(size=size) as pilot:
        await pilot.app.workers.wait_for_complete()
        await press(pilot)
        width, height = pilot.app.query_one(".picture").size
        assert 0 < width <= size[0]
        assert 0 < height <= size[1] // 2


@pytest.mark.usefixtures("sixel")
async def test_what_cannot_be_shown_says_why(tmp_path: Path) -> None:
    """A short sentence, in which nothing is markup."""
    (tmp_path / "[b]x.png").write_bytes(b"x")
    widgets = picture(tmp_path / "[b]x.png", "[/b]"), picture(tmp_path / "gone.png", "")
    async with Desk(*widgets).run_test(size=(80, 24)) as pilot:
        await pilot.app.workers.wait_for_complete()
        screen = await press(pilot)
        assert "[b]x.png is no picture that can be shown." in screen
        assert "There is no picture at gone.png." in screen
        assert len(pilot.app.query(Static)) == 2


@pytest.mark.usefixtures("sixel")
async def test_a_picture_taken_away_while_it_is_read_is_forgotten(tmp_path: Path) -> None:
    """The card may be graded before it is there."""
    async with Desk(picture(saved(tmp_path / "a.png"), "")).run_test() as pilot:
        await pilot.app.query("PictureView").remove()
        await pilot.app.workers.wait_for_complete()
        assert "a.png" not in shown(pilot.app)


@pytest.mark.usefixtures("sixel")
def test_the_pictures_of_a_text(tmp_path: Path) -> None:
    """Local ones, found beside the notes; vector graphics and remote ones keep their name in the text only."""
    text = "![a](img/a.png) ![b](https://example.org/b.png) ![c](c.svg) ![d](/d.png) `![e](e.png)`"
    found = pictures_of(text, tmp_path)
    assert [(view.path, str(view.tooltip)) for view in found] == [(tmp_path / "img" / "a.png", "a")]


def test_where_the_terminal_shows_text_only_there_are_none(tmp_path: Path) -> None:
    """Their names in the text are all there is, as before."""
    assert picture(saved(tmp_path / "a.png"), "a") is None
    assert pictures_of("![a](a.png)", tmp_path) == []


@pytest.mark.parametrize("missing", [True, False])
def test_nothing_heavy_is_loaded_without_need(missing: bool) -> None:
    """Neither without the extra nor in a pipe; and nothing is written to the terminal."""
    script = (
        f"import sys, importlib.abc, quiz.tui.pictures as p\n"
        f"p.find_spec = lambda name: None if {missing} else object()\n"
        "p.prepare()\n"
        "print(sorted({'PIL', 'textual_image'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], input="", capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_kitty_gets_its_own_widget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each protocol by its widget, with the cell size that was found, and the environment as it was."""
    monkeypatch.setattr(shown_pictures, "_shown_as", None)
    show_as(Graphics("kitty", CELL))
    from textual_image.widget import TGPImage

    assert shown_pictures._shown_as is TGPImage
    assert "TEXTUAL_CELL_WIDTH" not in os.environ


DRAWING = """
import sys
from contextlib import suppress
from pathlib import Path
from quiz.tui import pictures
pictures.prepare()
from textual.app import App
class Desk(App):
    def compose(self):
        yield pictures.picture(Path(sys.argv[1]), "a")
Desk().run()
"""


def test_a_real_terminal_is_asked_once_and_drawn_on(tmp_path: Path) -> None:
    """It says that it can draw, and a picture comes; the library itself asks nothing more."""
    file = saved(tmp_path / "a.png", size=(80, 40))
    with asked(DRAWING, str(file), size=(800, 480), screen=True, TERM="xterm-256color") as (_, terminal):
        heard(terminal)
        os.write(terminal, b"\x1b[?62;4c")
        drawn = heard(terminal, b"\x1bP")
    assert b"\x1bP" in drawn
    assert b"\x1b[c" not in drawn
    assert b"\x1b_G" not in drawn
