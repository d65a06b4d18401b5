"""The actions of all screens, and the keys a person gives them."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st
from screens import Open, log, press, running
from textual.app import App
from textual.binding import Binding
from textual.widget import Widget

from quiz import tui
from quiz.tui.app import QuizApp
from quiz.tui.key_names import hint, is_key, parsed, written
from quiz.tui.keys import CONTEXTS, actions, keymap, refusals

TWO = "# 덱\n\n- 하나?\n  - 1\n- 둘?\n  - 2\n"
IDS = [action.id for action in actions()]


def test_every_class_with_keys_is_in_a_context() -> None:
    """A screen or widget with actions of its own that nothing lists could not be given other keys."""
    listed = {name for names in CONTEXTS.values() for name in names}
    owners = {base for name in listed for base in kind(name).__mro__}
    for module in pkgutil.iter_modules(tui.__path__):
        for found in vars(import_module(f"quiz.tui.{module.name}")).values():
            if inspect.isclass(found) and issubclass(found, (App, Widget)) and found.__module__.startswith("quiz."):
                assert found in owners or not found.__dict__.get("BINDINGS"), found


def kind(name: str) -> type:
    module, _, found = name.partition(":")
    return getattr(import_module(f"quiz.tui.{module}"), found)  # type: ignore[no-any-return]  # a class


def test_every_action_has_an_id_keys_and_words() -> None:
    """An id speaks of its screen, is given once, has keys a person can write, and says what it does."""
    assert len(set(IDS)) == len(IDS)
    for action in actions():
        assert "." in action.id
        assert action.what
        assert action.keys
        assert all(is_key(key) for key in action.keys)
        assert refusals({action.id: ",".join(action.keys)}) == []


def test_every_binding_of_ours_has_an_id() -> None:
    """What has no id cannot be given another key."""
    for names in CONTEXTS.values():
        for name in names:
            for binding in Binding.make_bindings(kind(name).__dict__.get("BINDINGS", ())):
                assert binding.id, (name, binding.key)


@pytest.mark.parametrize(
    ("name", "text", "message", "advice"),
    [
        ("review.undoo", "z", "keys.review.undoo is no action.", "Did you mean review.undo?"),
        ("review.undo", "", "keys.review.undo has an empty place where a key should be.", '"u"'),
        ("review.undo", "z,,y", "keys.review.undo has an empty place where a key should be.", "unset keys.review.undo"),
        ("review.undo", "pgdn", 'keys.review.undo names "pgdn", which is no key.', "Did you mean pagedown?"),
        ("review.undo", "z, ㅂ", 'keys.review.undo names "ㅂ", which is no key.', 'Write the Latin key, "q"'),
        ("review.undo", "s", 'keys.review.undo takes "s", which has another meaning there', "keys.review.skip"),
        ("review.undo", "question_mark", 'keys.review.undo takes "?", which has', "keys.app.help"),
        ("app.help", "u", 'keys.app.help takes "u", which has another meaning there', "Choose another key"),
        ("why.close", "ctrl+q", 'keys.why.close takes "ctrl+q", which has another meaning there', "keys.app.quit"),
        (
            "links.close",
            "home",
            'keys.links.close takes "home", which has another meaning there',
            "Choose another key.",
        ),
    ],
)
def test_keys_that_are_refused(name: str, text: str, message: str, advice: str) -> None:
    """Unknown actions, no keys, keys no terminal sends and keys with a meaning already are named, with a way out."""
    (refused,) = refusals({name: text})
    assert refused.path == ("keys", name)
    assert refused.message.startswith(message)
    assert advice in refused.hint


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"review.undo": "z,backspace"},
        {"review.undo": "s", "review.skip": "u"},
        {"review.reveal": "f7", "review.good": "f7"},
        {"review.reveal": "space,f7"},
        {"review.undo": "b", "home.browse": "u", "review.bury": "shift+f3", "home.undo": "b"},
        {"help.close": "ctrl+p"},
    ],
)
def test_keys_that_are_taken(keys: dict[str, str]) -> None:
    """Keys of other screens are free, two actions may change places, and those that shared a key may share another."""
    assert refusals(keys) == []


@pytest.mark.parametrize(
    ("bad", "advice"),
    [
        ("ctrl+ㅂ", '"ctrl+q"'),
        ("shift+a", '"A"'),
        ("C-x", "ctrl+x"),
        ("^x", "ctrl+x"),
        ("Control-Alt-Del", "alt+ctrl+delete"),
        ("F5", "f5"),
        ("esc", "escape"),
        ("ctrl+m", "enter"),
        ("spce", "space"),
        ("가", "Keys are named so"),
        ("no such key", "Keys are named so"),
        (" ", "Keys are named so"),
        ("\x1b", "Keys are named so"),
    ],
)
def test_hints_for_names_that_are_no_keys(bad: str, advice: str) -> None:
    """What is meant is guessed where it can be."""
    assert not is_key(bad)
    assert advice in hint(bad)


@given(st.text(max_size=8))
def test_any_text_is_a_key_or_has_a_hint(text: str) -> None:
    """Nothing a person writes breaks the reading of it."""
    if "," not in text and not is_key(text.strip()):
        assert hint(text.strip())


@pytest.mark.parametrize(
    "key", ["a", "A", "?", "é", "f5", "ctrl+s", "shift+up", "alt+ctrl+x", "space", "comma", "plus"]
)
def test_names_in_print_lead_back(key: str) -> None:
    """What is printed for a key names it again."""
    assert is_key(key)
    (name,) = parsed(key)
    assert parsed(written(name)) == {name}


async def test_other_keys_work(open_library: Open) -> None:
    """The new key acts and is hinted, the old one is free; who shared it keeps it."""
    study = open_library(TWO)
    keys = {"review.reveal": "f7", "review.leave": "f10"}
    async with running(QuizApp(study, study.begin(), keys=keys)) as pilot:
        assert "f7 Answer" in await press(pilot)
        assert "f7 Answer" in await press(pilot, "space")
        assert "Good" in await press(pilot, "f7")
        await press(pilot, "space")
        assert log(study) == [("grade", 4)]
        assert "둘?" in await press(pilot, "q")
        await press(pilot, "f10")
        assert "덱" in await press(pilot)


async def test_actions_that_change_places(open_library: Open) -> None:
    """Two actions may take each other's keys."""
    study = open_library(TWO)
    async with running(QuizApp(study, study.begin(), keys={"review.undo": "s", "review.skip": "u"})) as pilot:
        assert "하나?" in await press(pilot)
        assert "둘?" in await press(pilot, "u")
        await press(pilot, "space", "3")
        await press(pilot, "s")
        assert log(study) == []


@given(st.sampled_from(IDS), st.sampled_from(["f19", "f19,f20", "alt+z"]))
def test_a_free_key_suits_every_action(name: str, text: str) -> None:
    """Any action may have a key that nothing else has, and keeps no other."""
    assert refusals({name: text}) == []
    assert keymap({name: text})[name] == text


async def test_control_c_names_the_key_that_leaves(open_library: Open) -> None:
    """Ctrl-C ends other programs; here it says what does."""
    async with running(QuizApp(open_library(TWO), keys={"app.quit": "f10"})) as pilot:
        assert "f10 leaves quiz." in await press(pilot, "ctrl+c")
        await press(pilot, "ctrl+q")
        assert pilot.app.is_running
        await press(pilot, "f10")
        assert not pilot.app.is_running


async def test_hints_stay_in_their_place(open_library: Open) -> None:
    """Another key does not move an action among the hints, nor does it change what is hinted for the others."""
    study = open_library(TWO)
    ours, own = [], []
    for keys, hints in (({}, ours), ({"home.quit": "f10"}, own)):
        async with running(QuizApp(study, keys=keys), (120, 30)) as pilot:
            hints += (await press(pilot)).split("\n")[-1].split()
    place = ours.index("q")
    assert own[: place + 2] == [*ours[:place], "f10", "Quit"]
    assert own[-2:] == ours[-2:] == ["?", "Help"]
