"""The line to type an answer on, and the verdict below it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from screens import press, shown
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.events import Key, Paste
from textual.widgets import Static

from quiz import language
from quiz.grades import choices
from quiz.tui.typing import TypedAnswer, Verdict, coloured
from quiz.typed.comparison import compare


class Desk(App[None]):
    """A screen with keys of its own, on which an answer is typed."""

    BINDINGS = [Binding("x", "count"), Binding("enter", "count")]  # noqa: RUF012  # typed by Textual

    def __init__(self) -> None:
        super().__init__()
        self.given: list[str] = []
        self.counted = 0

    def compose(self) -> ComposeResult:
        yield TypedAnswer()

    def on_mount(self) -> None:
        self.query_one(TypedAnswer).focus()

    def on_typed_answer_given(self, event: TypedAnswer.Given) -> None:
        self.given.append(event.text)

    def action_count(self) -> None:
        self.counted += 1


class Shown(App[None]):
    """Nothing but a verdict."""

    def __init__(self, typed: str, answer: str) -> None:
        super().__init__()
        self._verdict = Verdict(compare(typed, answer), choices(4))

    def compose(self) -> ComposeResult:
        yield self._verdict


@contextmanager
def speaking(name: str) -> Iterator[None]:
    language.use(name)
    try:
        yield
    finally:
        language.use("en")


async def test_enter_hands_over_what_was_typed() -> None:
    """Letters are typed and do nothing else; Hangul arrives composed, and an empty line is handed over too."""
    app = Desk()
    async with app.run_test() as pilot:
        await press(pilot, "enter", "tab", *"x 한글[/b]", "enter")
        assert app.given == ["", "x 한글[/b]"]
        assert "x 한글[/b]" in shown(app)
        assert app.counted == 0
        await press(pilot, "x")
        assert app.counted == 1


async def test_keys_act_in_their_order() -> None:
    """Some input methods compose Hangul by typing, taking back and typing again, in one burst."""
    app = Desk()
    async with app.run_test() as pilot:
        for key in ("ㅎ", "backspace", "하", "backspace", "한"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await press(pilot)
        assert app.query_one(TypedAnswer).value == "한"


async def test_escape_gives_the_keys_back() -> None:
    """Then letters are keys of the screen again; Tab goes back to the line, and what was typed is still there."""
    app = Desk()
    async with app.run_test() as pilot:
        await press(pilot, "a", "escape", "x", "enter")
        assert app.counted == 2
        await press(pilot, "tab", "x", "enter")
        assert app.given == ["ax"]


@pytest.mark.parametrize(
    ("pasted", "line"),
    [
        ("docker run \\\n  -d nginx", "docker run  -d nginx"),
        ("make all\r\nmake test\r\n", "make all; make test"),
        ("\x1b[31m빨강\u202e", "[31m빨강"),
        ("\n", ""),
        ("", ""),
    ],
)
async def test_several_pasted_lines_become_one(pasted: str, line: str) -> None:
    """Nothing is lost, and nothing that drives a terminal gets in."""
    app = Desk()
    async with app.run_test() as pilot:
        app.query_one(TypedAnswer).post_message(Paste(pasted))
        await press(pilot, "enter")
        assert app.given == [line]


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (160, 50)])
@pytest.mark.parametrize("spoken", language.LANGUAGES)
async def test_the_line_fits_every_screen(size: tuple[int, int], spoken: str) -> None:
    """What to do stands on the line, in the person's language; long Hangul scrolls and shows its end."""
    with speaking(spoken):
        app = Desk()
        async with app.run_test(size=size) as pilot:
            assert "Enter" in await press(pilot)
            assert app.query_one(TypedAnswer).size.height == 1
            app.query_one(TypedAnswer).post_message(Paste("가나다라마" * 20))
            assert "가나다라마끝" in await press(pilot, "끝")


async def test_the_verdict_tells_right_from_wrong_without_colours() -> None:
    """Marks, their meaning, and the grade suggested; text from notes is never markup."""
    app = Shown("컨테이나[/b] 입니다", "컨테이너[/b] 입니다")
    async with app.run_test(size=(80, 12)) as pilot:
        screen = await press(pilot)
    assert "컨테이[-너-]{+나+}[/b" in screen
    assert "[-…-] is in the answer only" in screen
    assert "Suggested grade: 2 Hard" in screen


async def test_an_exact_answer_needs_no_diff() -> None:
    """One line says so."""
    app = Shown("docker ps", "`docker ps`")
    async with app.run_test(size=(40, 12)) as pilot:
        screen = await press(pilot)
    assert "✓ Exactly right" in screen
    assert "Suggested grade: 3 Good" in screen
    assert "docker" not in screen


@pytest.mark.parametrize("spoken", language.LANGUAGES)
async def test_a_verdict_fits_a_small_screen(spoken: str) -> None:
    """Forty columns: every word of it is there, on lines that are broken."""
    with speaking(spoken):
        app = Shown("- 첫째가 요점입니다", "- 첫째 요점입니다\n- 덧붙임 " + "가나다 " * 30)
        async with app.run_test(size=(40, 12)) as pilot:
            screen = "".join((await press(pilot)).split())
            told = ["".join(str(part.render()).split()) for part in app.query(Static)]
        assert len(told) >= 3
        assert all(line in screen for line in told)


def test_colours_repeat_what_the_marks_say() -> None:
    """Missing is underlined and extra struck out, each in its marks."""
    content = coloured(compare("나", "너 다"))
    assert content.plain == "[-너 다-]{+나+}"
    assert [span.style for span in content.spans] == ["$text-success underline", "$text-error strike"]
