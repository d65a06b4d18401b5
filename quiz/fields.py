"""What a field of the settings says of itself: what it is for, and which values it takes.

A settings class is a frozen dataclass whose fields are `Annotated[kind, About(…)]`. The same check serves whoever
builds such a value: its own `__post_init__`, pydantic, and a person who sets it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin, get_type_hints

from quiz.language import _

if TYPE_CHECKING:
    from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True)
class About:
    """What a setting is for, marked with `N_`, and what its kind does not say of it.

    `least` and `most` bound a whole number; `reads` takes a value of no simple kind, or raises ValueError; `example`
    is an entry to show where the setting is a table; `wants` is the sentence about a value that is refused, marked
    with `N_`, where none of the usual ones fits.
    """

    text: str
    least: int = 0
    most: int = 0
    reads: Callable[[object], object] | None = None
    example: str = ""
    wants: str = ""

    def __get_pydantic_core_schema__(self, kind: Any, handler: Callable[[Any], CoreSchema]) -> CoreSchema:
        if not self.reads and (get_origin(kind) is dict or is_dataclass(kind)):
            return handler(kind)
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(partial(_taken, kind, self))


@dataclass(frozen=True, slots=True)
class Field:
    """One setting: `kind` is bool, str, a `Literal`, int (or None), a settings class, or a dict of entries."""

    name: str
    kind: Any
    about: About
    default: Any

    @property
    def is_table(self) -> bool:
        """Whether it has entries under names that are the person's own."""
        return get_origin(self.kind) is dict and not self.about.reads

    @property
    def is_section(self) -> bool:
        return is_dataclass(self.kind)

    @property
    def entry(self) -> Any:
        """What stands under each name of a table: a settings class, or another annotated kind."""
        return get_args(self.kind)[1]

    @property
    def choices(self) -> tuple[str | int, ...]:
        if self.kind is bool:
            return ("true", "false")
        return get_args(self.kind) if get_origin(self.kind) is Literal else ()

    @property
    def takes(self) -> str:
        """Which values it takes: `0–23`, `overdue, day`; nothing where it is any text."""
        choices = ", ".join(map(str, self.choices))
        return choices or (f"{self.about.least}–{self.about.most}" if self.about.most else "")

    def refusal(self, name: str, value: object) -> str:
        """Why it does not take a value, as a sentence about `name`; nothing where it does."""
        try:
            _taken(self.kind, self.about, value)
        except ValueError:
            return self._wanted().format(name=name, value=as_toml(value), **self._range())
        return ""

    def read(self, text: str) -> object:
        """The value a person means by a word; the word itself where it can be none of these."""
        if self.kind is bool:
            return {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}.get(
                text.lower(), text
            )
        for choice in self.choices:
            if str(choice) == text:
                return choice
        return int(text) if self.about.most and text.removeprefix("-").isdecimal() else text

    def _wanted(self) -> str:
        if self.about.wants:
            return _(self.about.wants)
        if self.is_table or self.is_section:
            return _("{name} must be a table, not {value}.")
        if self.kind is bool:
            return _("{name} must be true or false, not {value}.")
        if self.choices:
            return _("{name} must be one of {choices}, not {value}.")
        if self.about.most:
            return _("{name} must be a whole number from {least} to {most}, not {value}.")
        if self.about.reads:
            return _("{name} must be a list of words, not {value}.")
        return _("{name} must be text in quotes, not {value}.")

    def _range(self) -> dict[str, object]:
        choices = ", ".join(as_toml(choice) for choice in self.choices)
        return {"choices": choices, "least": self.about.least, "most": self.about.most}


@cache
def fields_of(settings: Any) -> dict[str, Field]:
    """The fields of a settings class by their names, in order."""
    hints = get_type_hints(settings, include_extras=True)
    found = {}
    for field in fields(settings):
        default = field.default_factory() if field.default_factory is not MISSING else field.default
        found[field.name] = as_field(field.name, hints[field.name], default)
    return found


def as_field(name: str, hint: Any, default: object = None) -> Field:
    """A field of an annotated kind, or a section that says nothing of itself."""
    if get_origin(hint) is Annotated:
        return Field(name, hint.__origin__, hint.__metadata__[0], default)
    return Field(name, hint, About(""), default)


def check(settings: object) -> None:
    """ValueError for the first field of a settings value that is not what its kind takes."""
    kind: Any = type(settings)
    for name, field in fields_of(kind).items():
        if said := field.refusal(name, getattr(settings, name)):
            raise ValueError(said)


def as_toml(value: object) -> str:
    """A value as config.toml states it."""
    import json

    if isinstance(value, dict):
        return "{" + ", ".join(f"{as_toml(name)} = {as_toml(entry)}" for name, entry in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False, default=str)


def _taken(kind: Any, about: About, value: object) -> object:
    """The value, or ValueError."""
    if about.reads:
        return about.reads(value)
    if get_origin(kind) is dict:
        entry = get_args(kind)[1]
        sections = is_dataclass(entry)
        fits = isinstance(value, dict) and all(isinstance(each, entry) for each in value.values() if sections)
    elif get_origin(kind) is Literal:
        fits = any(value == choice and type(value) is type(choice) for choice in get_args(kind))
    elif about.most:
        optional = value is None and type(None) in get_args(kind)
        fits = optional or (type(value) is int and about.least <= value <= about.most)
    else:
        fits = type(value) is kind
    if not fits:
        raise ValueError(value)
    return value
