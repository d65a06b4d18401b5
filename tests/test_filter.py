"""The filter line: what is typed into it is a query, and nothing else happens while it is typed."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.events import Key

from quiz import language
from quiz.tui.filter import FilterLine


class Host(App[None]):
    """An application with keys of its own, which remembers what it hears."""

    BINDINGS = [Binding("b,slash,space,left", "press", "Press")]  # noqa: RUF012  # typed by Textual

    def __init__(self, **more: str) -> None:
        super().__init__()
        self.heard: list[str] = []
        self._more = more

    def compose(self) -> ComposeResult:
        yield FilterLine(**self._more)

    def on_mount(self) -> None:
        self.query_one(FilterLine).focus()

    def on_filter_line_changed(self, event: FilterLine.Changed) -> None:
        self.heard.append(event.query)

    def on_filter_line_applied(self) -> None:
        self.heard.append("applied")

    def on_filter_line_left(self) -> None:
        self.heard.append("left")

    def action_press(self) -> None:
        self.heard.append("pressed")


async def test_every_query_is_said() -> None:
    """Each key that makes another query says it at once; keys that write do nothing else."""
    app = Host()
    async with app.run_test() as pilot:
        await pilot.press("b", "space", "slash", "left")
        assert app.heard == ["b", "b ", "b /"]
        assert app.query_one(FilterLine).value == "b /"


async def test_a_half_typed_query_is_left_in_peace() -> None:
    """It is not said, nor is it called wrong before Enter; typing on takes that away again."""
    app = Host()
    async with app.run_test() as pilot:
        line = app.query_one(FilterLine)
        for key in ("i", "s", "colon", "d"):
            await pilot.press(key)
            assert (line.fault, line.size.height) == ("", 1)
        assert app.heard == ["i", "is"]
        await pilot.press("enter")
        assert app.heard == ["i", "is"]
        assert "'d'" in line.fault
        await pilot.press("u")
        assert line.fault == ""
        await pilot.press("e")
        assert app.heard == ["i", "is", "is:due"]
        await pilot.press("space", "minus", "left_parenthesis", "quotation_mark", "a")
        assert (line.fault, app.heard[-1]) == ("", "is:due ")


async def test_a_word_inside_is_left_in_peace() -> None:
    """Where the cursor stands something is being typed, whatever follows it."""
    app = Host(value="is:de docker")
    async with app.run_test() as pilot:
        line = app.query_one(FilterLine)
        app.query_one("Line").cursor_position = 5
        await pilot.press("backspace")
        assert line.fault == ""
        await pilot.press("x")
        assert "'dx'" in line.fault


async def test_what_cannot_be_read_is_told_below() -> None:
    """Why stands below a query that will never be one, until it can be read, and the focus stays."""
    app = Host()
    async with app.run_test() as pilot:
        line = app.query_one(FilterLine)
        await pilot.press(*"is", "colon", "d", "x")
        assert app.heard == ["i", "is"]
        assert "'dx'" in line.fault
        assert line.size.height > 1
        assert line.has_focus_within
        await pilot.press("enter")
        assert app.heard == ["i", "is"]
        await pilot.press("backspace", "u", "e")
        assert app.heard == ["i", "is", "is:due"]
        assert line.fault == ""
        assert line.size.height == 1


async def test_enter_and_escape() -> None:
    """Enter and Down go on to what matches, Escape wants no filter; neither changes what stands there."""
    app = Host(value="볼륨")
    async with app.run_test() as pilot:
        await pilot.press("enter", "down", "escape")
        assert [heard for heard in app.heard if heard != "볼륨"] == ["applied", "applied", "left"]
        assert app.query_one(FilterLine).value == "볼륨"


async def test_hangul_and_markup_are_text() -> None:
    """Syllables arrive as they were composed, and brackets are no markup, typed or quoted in a fault."""
    app = Host()
    async with app.run_test() as pilot:
        await pilot.press("볼", "륨", "space", "left_square_bracket", "slash", "b", "right_square_bracket")
        assert app.heard[-1] == "볼륨 [/b]"
        await pilot.press("space", *"is", "colon", "left_square_bracket", "slash", "b", "right_square_bracket")
        assert "'[/b]'" in app.query_one(FilterLine).fault
        fault = app.query_one("#fault")
        assert "[/b]" in "".join(fault.render_line(0).text + fault.render_line(1).text)


async def test_the_value_can_be_set() -> None:
    """Setting another value says it, as typing it would."""
    app = Host()
    async with app.run_test() as pilot:
        app.query_one(FilterLine).value = "topic:docker"
        await pilot.pause()
        assert app.heard == ["topic:docker"]


async def test_the_example_is_in_the_language_in_force() -> None:
    """An empty line shows how to write a query."""
    language.use("ko")
    try:
        app = Host()
        async with app.run_test():
            assert "topic:" in app.query_one("Line").render_line(0).text
            assert "Words" not in app.query_one("Line").render_line(0).text
    finally:
        language.use("en")


async def test_hangul_that_is_composed_in_a_burst() -> None:
    """Some input methods compose by typing, taking back and typing again, faster than a key is worked off."""
    app = Host()
    async with app.run_test() as pilot:
        line = app.query_one("Line")
        for key in ("ㅎ", "backspace", "하", "backspace", "한", "ㄱ", "backspace", "그", "backspace", "글"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert line.value == "한글"
        assert app.heard[-1] == "한글"
