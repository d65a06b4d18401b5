"""The way to every screen: keys as a person presses them, in an application where nothing moves by itself."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import golden_library
import pytest
from golden import THEMES, Picture, Shot, controls, picture
from textual.events import Key, Paste
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.worker import Worker

from quiz import tui
from quiz.grades import choices
from quiz.settings import ReviewSettings
from quiz.study import Study
from quiz.tui import busy
from quiz.tui.app import QuizApp
from quiz.tui.head import CardHead
from quiz.tui.preview import Preview
from quiz.tui.rows import Heading, Rows
from quiz.tui.table import CardRows
from quiz.tui.widgets import GradeButton, Hints, Reveal

PATIENCE = 1000
A_LOOK_S = 0.005
"""How many times to look for a screen that does not come, and how long a look takes."""
ACTS = "acts"
"""The workers that may ask a person something."""
TYPED, PASTED = '"', "paste "
"""Begin what is typed, or pasted, at once."""
LATER = "two minutes later"


FAR = {"SSH_TTY": "/dev/pts/1", "TERM": "xterm-256color"}
NEAR = ("NO_COLOR", "DISPLAY", "WAYLAND_DISPLAY", "TERM_PROGRAM", "WSL_DISTRO_NAME", "QUIZ_HOME")


class Scene(NamedTuple):
    """A screen of the class `kind`, reached from home of a library by keys."""

    name: str
    kind: str
    keys: tuple[str, ...] = ()
    library: str = "full"
    manner: ReviewSettings = ReviewSettings()

    def behind(self, other: Scene | None) -> tuple[str, ...] | None:
        """The keys that lead here from another scene; None where no way does."""
        if other is None or (other.library, other.manner) != (self.library, self.manner):
            return None
        known = len(other.keys)
        return self.keys[known:] if self.keys[:known] == other.keys else None


class Still(QuizApp):
    """Without animation; messages stay, and only `LATER` lets time pass."""

    CSS_PATH = Path(tui.__file__).with_name("quiz.tcss")

    def __init__(self, study: Study) -> None:
        super().__init__(study, seconds=lambda: self.passed)
        self.passed = 0.0
        self.animation_level = "none"

    def get_default_screen(self) -> Screen[str]:
        return Screen()

    def home(self) -> Screen[str]:
        return super().get_default_screen()

    def notify(self, message: str, **options: Any) -> None:
        super().notify(message, **{**options, "timeout": 3600})


async def walk(
    scenes: Sequence[Scene], size: tuple[int, int], libraries: Mapping[str, Path], folder: Path
) -> dict[str, Shot | str]:
    """Every scene as it looks, or how getting there failed. Libraries are copied to `folder`, none is used twice.

    A scene goes on from the one before where its keys do.
    """
    found: dict[str, Shot | str] = {}
    app, last = Still(_opened(libraries[scenes[0].library], folder / "0.db")), None
    async with app.run_test(size=size, notifications=True) as pilot:
        for number, scene in enumerate(scenes, 1):
            keys = scene.behind(last)
            if keys is None:
                keys = scene.keys
                await _restart(pilot, _opened(libraries[scene.library], folder / f"{number}.db"), scene.manner)
            found[scene.name] = shot = await _reach(pilot, scene, keys)
            last = None if isinstance(shot, str) else scene
    app.study.close()
    return found


def _opened(library: Path, copy: Path) -> Study:
    shutil.copy(library, copy)
    return golden_library.opened(copy)


async def _restart(pilot: Any, study: Study, manner: ReviewSettings) -> None:
    """Open another library at home."""
    app = pilot.app
    app.clear_notifications()
    while len(app.screen_stack) > 1:
        await (app.screen.dismiss() if app.screen.is_modal else app.pop_screen())
        await settle(pilot)
    app.study.close()
    app.study, app.manner, app.choices = study, manner, choices(manner.scale)
    await app.push_screen(app.home())
    await settle(pilot)


async def _reach(pilot: Any, scene: Scene, keys: Iterable[str]) -> Shot | str:
    app = pilot.app
    app.theme = THEMES[0]
    for key in keys:
        await _press(pilot, key)
    for _look in range(PATIENCE):
        if type(app.screen).__name__ == scene.kind:
            break
        await pilot.pause(A_LOOK_S)
    else:
        return f"{scene.kind} was to come, {type(app.screen).__name__} is there"
    pictures = []
    for theme in THEMES:
        app.theme = theme
        pictures.append(await _settled(pilot))
    front = app.screen.children[-1].region if app.screen.is_modal else app.screen.region
    return Shot(scene.name, scene.kind, app.size, tuple(pictures), controls(app.screen, KINDS), front)


async def _press(pilot: Any, key: str) -> None:
    if key == LATER:
        pilot.app.passed += 120
        return
    if key.startswith(PASTED):
        pilot.app.post_message(Paste(key.removeprefix(PASTED)))
    else:
        for part in key[1:] if key.startswith(TYPED) else [key]:
            pilot.app.post_message(Key(part, part if len(part) == 1 else None))
    await settle(pilot)


async def settle(pilot: Any) -> None:
    """Let everything be done that was begun; what waits for a person to choose is not."""
    app, quiet = pilot.app, 0
    while quiet < 2:
        working = [work for work in app.workers if _is_at_work(work, asking=app.screen.is_modal)]
        await pilot.pause(A_LOOK_S if working else 0)
        pumps = (app, *app.screen.walk_children(with_self=True))
        quiet = 0 if working or any(not pump._message_queue.empty() for pump in pumps) else quiet + 1


def _is_at_work(worker: Worker[Any], *, asking: bool) -> bool:
    return not (worker.is_finished or worker.is_cancelled or (asking and worker.group == ACTS))


async def _settled(pilot: Any) -> Picture:
    """The screen as soon as it no longer changes."""
    for field in pilot.app.screen.query(Input):
        field.cursor_blink = False
    now: Picture | None = None
    before: Picture = ()
    while now != before:
        await settle(pilot)
        now, before = picture(pilot.app), now or ()
    return before


def _hints(hints: Hints) -> Iterable[str]:
    """What is hinted; a message that lies on the whole line for a while takes its place."""
    for toast in hints.screen.query("Toast"):
        if toast.region.contains_region(hints.region):
            return _lines(toast)
    return [f"{name} {text}" for _key, name, text in hints.said().values()]


def _lines(toast: Widget) -> Iterable[str]:
    return [toast.render_line(y).text for y in range(toast.size.height)]


KINDS: dict[type[Widget], Callable[[Any], Iterable[str]]] = {
    GradeButton: lambda button: (button.choice.key, button.span),
    Reveal: lambda reveal: (str(reveal.render()),),
    Hints: _hints,
    Input: lambda field: () if field.value else (field.placeholder,),
    Rows: lambda _rows: (),
    Heading: lambda heading: (str(heading.render()),),
    CardRows: lambda _rows: (),
    CardHead: lambda _head: (),
    OptionList: lambda _options: (),
    Static: lambda static: (str(static.render()),),
}
"""What a person acts with or reads → what must be whole in it."""


@contextmanager
def stillness() -> Iterator[None]:
    """For a walk: at the far end of a connection, and nothing waits, moves or is drawn by itself."""
    with pytest.MonkeyPatch.context() as patch:
        for name in NEAR:
            patch.delenv(name, raising=False)
        for name, value in FAR.items():
            patch.setenv(name, value)
        patch.setattr(Screen, "_compositor_refresh", _draw_nothing)
        patch.setattr(Preview, "set_timer", _at_once)
        patch.setattr(busy, "PATIENCE_S", 60)
        yield


def _draw_nothing(screen: Screen[object]) -> None:
    """In place of what Textual draws after every change: only what is looked at is drawn, which takes half the time."""
    screen._dirty_widgets.clear()


def _at_once(widget: Widget, _delay: float, callback: Callable[[], object]) -> SimpleNamespace:
    """In place of a timer that waits for the cursor to rest."""
    widget.call_later(callback)
    return SimpleNamespace(stop=lambda: None)
