"""Every action of every screen by its id, and the keys a person gives it instead of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import NamedTuple

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import format_key
from textual.screen import ModalScreen

from quiz.fields import as_toml
from quiz.language import N_, _
from quiz.settings import Refusal, nearest
from quiz.tui.key_names import hint, is_key, parsed, written

EVERYWHERE = N_("Everywhere")
CONTEXTS = {
    EVERYWHERE: ("app:QuizApp",),
    N_("Home"): ("home:Home", "rows:Rows"),
    N_("Review"): ("review:ReviewScreen",),
    N_("Typed answer"): ("typing:TypedAnswer",),
    N_("Options"): ("options:Options",),
    N_("Why now?"): ("why:Why",),
    N_("Links"): ("links:LinkPicker", "links:Links"),
    N_("Address"): ("links:Address",),
    N_("End of a sitting"): ("summary:Summary",),
    N_("Quiz"): ("take:TakeScreen",),
    N_("Answer to choose"): ("take_parts:Parts",),
    N_("Answer to type"): ("take_lines:AnswerLine", "take_lines:AnswerText"),
    N_("Result"): ("take_result:ResultScreen",),
    N_("Browse"): ("browse:BrowseScreen", "table:CardRows"),
    N_("Statistics"): ("statistics:StatisticsScreen",),
    N_("Filter line"): ("filter:Line",),
    N_("Question"): ("confirm:Confirm",),
    N_("Choice"): ("choose:Choose", "choose:Choices"),
    N_("Line to fill in"): ("ask:Ask", "ask:Line"),
    N_("Commands"): ("palette:Palette",),
    N_("Help"): ("help:Help",),
}
"""What has the keys at one time → its classes; those of a line to write in are its own."""


class Action(NamedTuple):
    """`keys` as config.toml names them; `what` it does is a marked message."""

    id: str
    context: str
    keys: tuple[str, ...]
    what: str


class _Bound(NamedTuple):
    """A binding of a class: `id` is empty for those of Textual itself."""

    id: str
    action: str
    what: str
    keys: tuple[str, ...]
    wide: bool


def actions() -> list[Action]:
    """Every action that can be given other keys, with its own, in the order of the screens."""
    return [
        Action(bound.id, context, tuple(map(written, bound.keys)), bound.what)
        for context in CONTEXTS
        for bound in _bound(context)
        if bound.id
    ]


def keymap(keys: Mapping[str, str]) -> dict[str, str]:
    """What Textual needs for `keys`, which `refusals` has nothing against.

    Where it gives one action another key, it takes the old one from all who share it and puts the action behind all
    others. So the whole screen is told its keys anew.
    """
    complete: dict[str, str] = {}
    for context in CONTEXTS:
        bound = [each for each in _bound(context) if each.id]
        if any(each.id in keys for each in bound):
            complete |= {each.id: keys.get(each.id, ",".join(each.keys)) for each in bound}
    return complete


def refusals(keys: Mapping[str, str]) -> list[Refusal]:
    """What is wrong with the section `keys` of the settings."""
    known = {action.id: action for action in actions()}
    found = [refused for name, text in keys.items() if (refused := _misnamed(name, text, known))]
    bad = {refused.path[-1] for refused in found}
    return [*found, *_clashes({name: text for name, text in keys.items() if name not in bad})]


def _misnamed(name: str, text: str, known: Mapping[str, Action]) -> Refusal | None:
    """What is wrong with a line of its own."""
    path, shown = ("keys", name), f"keys.{name}"
    if name not in known:
        told = _("{name} is no action.").format(name=shown)
        return Refusal(path, told, nearest(name, known) + " " + _("`quiz config keys` lists all."))
    bad = [key for key in map(str.strip, text.split(",")) if not is_key(key)]
    if not bad:
        return None
    if not bad[0]:
        default = as_toml(",".join(known[name].keys))
        told = _("{name} has an empty place where a key should be.").format(name=shown)
        again = _("`quiz config unset {name}` brings back {default}.").format(name=shown, default=default)
        return Refusal(path, told, again)
    told = _("{name} names {key}, which is no key.").format(name=shown, key=as_toml(bad[0]))
    return Refusal(path, told, hint(bad[0]))


def _clashes(keys: Mapping[str, str]) -> Iterator[Refusal]:
    """Keys that would have two meanings at one time, where one of them is the person's."""
    told: set[str] = set()
    for context in CONTEXTS:
        bound = list(_bound(context))
        if context != EVERYWHERE:
            bound += [each for each in _bound(EVERYWHERE) if each.wide or _is_page(context)]
        for one in (each for each in bound if each.id in keys and each.id not in told):
            for other in bound:
                shared = _keys(one, keys) & _keys(other, keys)
                if other is not one and shared and not set(one.keys) & set(other.keys):
                    told |= {one.id, other.id}
                    yield _clash(one, other, min(shared), context)
                    break


def _clash(one: _Bound, other: _Bound, key: str, context: str) -> Refusal:
    message = _("{name} takes {key}, which has another meaning there: {what} ({screen}).").format(
        name=f"keys.{one.id}", key=as_toml(written(key)), what=_(other.what), screen=_(context)
    )
    hint = _("Choose another key.")
    if other.id:
        hint = _("Choose another key, or give another one to {name}.").format(name=f"keys.{other.id}")
    return Refusal(("keys", one.id), message, hint)


def _keys(bound: _Bound, keys: Mapping[str, str]) -> frozenset[str]:
    return parsed(keys[bound.id]) if bound.id in keys else frozenset(bound.keys)


def _is_page(context: str) -> bool:
    """Whether the keys of the application work beside those of a context."""
    return not any(issubclass(kind, ModalScreen) for kind in _classes(context))


@cache
def _bound(context: str) -> list[_Bound]:
    """The bindings of the classes of a context, with those they inherit and do not replace."""
    found: dict[tuple[type, str, str], list[Binding]] = {}
    for kind in _classes(context):
        taken: set[str] = set()
        for base in kind.__mro__:
            own = list(Binding.make_bindings(base.__dict__.get("BINDINGS", ())))
            for binding in own:
                if binding.key not in taken:
                    found.setdefault((kind, binding.id or "", binding.action), []).append(binding)
            taken |= {binding.key for binding in own}
    return [
        _Bound(
            name,
            action,
            bindings[0].tooltip or bindings[0].description or action,
            tuple(sorted(dict.fromkeys(binding.key for binding in bindings), key=_is_hinted(bindings[0]))),
            bindings[0].priority,
        )
        for (_kind, name, action), bindings in found.items()
    ]


def _is_hinted(binding: Binding) -> Callable[[str], bool]:
    """Sorts the key that stands for all of an action before the others."""
    return lambda key: format_key(key) != binding.key_display


def _classes(context: str) -> list[type[DOMNode]]:
    names = (name.split(":") for name in CONTEXTS[context])
    return [getattr(import_module(f"quiz.tui.{module}"), kind) for module, kind in names]
