"""Names of keys: which of them a terminal can send, and what a person means by another."""

from __future__ import annotations

from difflib import get_close_matches

from textual.binding import Binding
from textual.keys import Keys, format_key

from quiz.fields import as_toml
from quiz.language import _
from quiz.tui.hangul import keycaps

MODIFIERS = ("alt", "ctrl", "hyper", "meta", "shift", "super")
NAMED = {key.value for key in Keys if key.value.isalnum()} - {"return"}
SENT_AS = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "return": "enter", "esc": "escape"}
"""Keys that no terminal tells from another, and names for keys that have others here."""
MEANT = {"control": "ctrl", "c": "ctrl", "^": "ctrl", "option": "alt", "m": "alt", "s": "shift", "cmd": "super"}


def is_key(name: str) -> bool:
    """Whether a terminal can send a key of this name, or this character."""
    if len(name) == 1:
        return name.isprintable() and not name.isspace() and keycaps(name) == (name,)
    *modifiers, key = name.split("+")
    if name in SENT_AS or modifiers != sorted(set(modifiers) & set(MODIFIERS)):
        return False
    if key in NAMED:
        return True
    if modifiers and len(key) == 1 and not (key.isalnum() and key.lower() == key):
        return False
    letter = format_key(key)
    return len(letter) == 1 and letter.isprintable() and "shift" not in modifiers and keycaps(letter) == (letter,)


def written(key: str) -> str:
    """A key of a binding as a person writes it: `question_mark` is `?`."""
    shown = format_key(key)
    return shown if len(shown) == 1 and shown not in ",+" and parsed(shown) == {key} else key


def parsed(keys: str) -> frozenset[str]:
    """Keys joined by commas, each by the name that Textual has for it: `?` is `question_mark`."""
    return frozenset(binding.key for binding in Binding.make_bindings([Binding(keys, "")]))


def hint(bad: str) -> str:
    """What may be meant by a name that is no key."""
    latin = keycaps(bad)
    if latin != (bad,) and len(latin) == 1:
        return _("Write the Latin key, {key}: it works in Hangul mode by itself.").format(key=as_toml(latin[0]))
    *modifiers, key = bad.lower().replace("-", "+").replace("^", "^+").split("+")
    modifiers = sorted({MEANT.get(modifier, modifier) for modifier in modifiers})
    if modifiers == ["shift"] and len(key) == 1:
        return _("Write the letter as it is typed: {key}.").format(key=as_toml(key.upper()))
    close = get_close_matches(key, NAMED, n=1) if len(key) > 2 else []
    likely = close or (parsed(key) if key.strip() else ())
    name = "+".join([*modifiers, SENT_AS.get(key) or next(iter(likely), key)])
    meant = SENT_AS.get(name, name)
    if meant != bad and is_key(meant):
        return _("Did you mean {name}?").format(name=meant)
    return _("Keys are named so: a, A, ?, f5, ctrl+s, shift+up, enter.")
