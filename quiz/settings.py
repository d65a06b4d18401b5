"""Every setting of config.toml as one tree of frozen values, checked by pydantic where a file states any.

The tree itself needs only the standard library: without a config.toml nobody waits for pydantic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from quiz.errors import UsageError
from quiz.fields import About, Field, as_field, as_toml, check, fields_of
from quiz.language import N_, _
from quiz.schedule import Rules

STRICT = {"extra": "forbid"}

Names = tuple[str, ...]
"""The names that lead to a setting: `("schedule", "decks", "Docker", "new_per_day")`."""


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    __pydantic_config__: ClassVar = STRICT

    scale: Annotated[
        Literal[4, 6],
        About(N_("How many grades are offered: 4 buttons (Again, Hard, Good, Easy) or all 6 of SM-2 (0–5).")),
    ] = 4
    typed: Annotated[
        Literal["never", "short", "always"],
        About(N_("Which answers are typed before they are shown: none, those of one line or command, or all.")),
    ] = "never"
    cards: Annotated[int, About(N_("After how many cards a sitting ends; 0 for when nothing is left."), most=9999)] = 0
    minutes: Annotated[
        int, About(N_("After how many minutes a sitting ends; 0 for when nothing is left."), most=1440)
    ] = 0
    timer: Annotated[bool, About(N_("Whether the time spent on a card is shown."))] = True

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True, slots=True)
class UiSettings:
    __pydantic_config__: ClassVar = STRICT

    language: Annotated[
        Literal["auto", "en", "ko"], About(N_("What is spoken: English, Korean, or what the system speaks."))
    ] = "auto"
    theme: Annotated[str, About(N_("The colours: the name of a theme. The command palette shows them all."))] = (
        "textual-dark"
    )
    mouse: Annotated[
        bool, About(N_("Whether the mouse works in quiz; without it the terminal selects text as ever."))
    ] = True
    images: Annotated[bool, About(N_("Whether pictures are shown where the terminal can."))] = True

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True, slots=True)
class SyncSettings:
    __pydantic_config__: ClassVar = STRICT

    server: Annotated[
        str, About(N_("The address of your own Anki sync server; empty for the hosted service, AnkiWeb."))
    ] = ""
    user: Annotated[str, About(N_("Your name there. The password is never written here."))] = ""
    media: Annotated[
        bool, About(N_("Whether pictures go along. The first time this fetches all pictures of the account."))
    ] = True
    insecure: Annotated[
        bool, About(N_("Whether the password may cross a network unencrypted, to a server without https."))
    ] = False

    def __post_init__(self) -> None:
        check(self)


def _topic(name: object) -> str:
    from quiz.topics import topic_name

    if not topic_name(str(name)):
        raise ValueError(name)
    return str(name)


def _words(words: object) -> tuple[str, ...]:
    from quiz.topics import Ruleset

    return Ruleset.read({"topic": words}).keywords[0][1]


Keys = Annotated[str, About(N_("The keys of an action, joined by commas."))]
Topic = Annotated[str, About(N_("The name of a topic."), reads=_topic)]
Words = Annotated[tuple[str, ...], About(N_("The words that speak for a topic."), reads=_words)]


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; the section `schedule` is that of `quiz.schedule`."""

    __pydantic_config__: ClassVar = STRICT

    schedule: Annotated[Rules, About(N_("What is asked when."))] = field(default_factory=Rules)
    review: Annotated[ReviewSettings, About(N_("How a sitting goes."))] = field(default_factory=ReviewSettings)
    ui: Annotated[UiSettings, About(N_("How quiz looks and speaks."))] = field(default_factory=UiSettings)
    sync: Annotated[SyncSettings, About(N_("How `quiz sync` finds your Anki account."))] = field(
        default_factory=SyncSettings
    )
    keys: Annotated[
        dict[str, Keys],
        About(
            N_("Other keys for an action, joined by commas. `quiz config keys` lists the actions."),
            example='review.undo = "u,backspace"',
        ),
    ] = field(default_factory=dict)
    topics: Annotated[
        dict[Topic, Words],
        About(
            N_("Words that give a card a finer topic than its headings do, by topic."),
            example='"docker::volume" = ["volume", "bind mount"]',
        ),
    ] = field(default_factory=dict)


class Refusal(NamedTuple):
    """What is wrong with a setting: a sentence and a hint."""

    path: Names
    message: str
    hint: str


class RefusedError(ValueError):
    """A table of settings holds mistakes."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__(refusals)
        self.refusals = refusals


class Stated(NamedTuple):
    """A setting and its value; `own` where its name is the person's, as that of a deck."""

    path: Names
    field: Field
    value: Any
    own: bool = False


def validated(table: Mapping[str, Any]) -> Settings:
    """The settings a table states; RefusedError with every mistake in it."""
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Settings).validate_python(table)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise RefusedError([refusal(tuple(map(str, each["loc"])), each["input"]) for each in found]) from error


def refusal(path: Names, value: object) -> Refusal:
    """The words for a value that its setting, or the lack of one, refuses."""
    if path[-1] == "[key]":
        return Refusal(path[:-1], _("{name} names no topic.").format(name=dotted(path[:-1])), _("Remove this line."))
    setting = find(path)
    if setting is None:
        return unknown(path)
    if setting.is_section or setting.is_table:
        hint = _("Begin it with a line [{name}].").format(name=dotted(path))
    elif setting.default is None:
        hint = _("Correct or remove this line.")
    else:
        hint = _("Correct this line, or delete it for the default, {default}.").format(default=as_toml(setting.default))
    return Refusal(path, setting.refusal(dotted(path), value), hint)


def unknown(path: Names) -> Refusal:
    """The words for a setting that there is not, with the name that is nearest."""
    known = list(members(find(path[:-1])))
    return Refusal(path, _("{name} is no setting.").format(name=dotted(path)), nearest(path[-1], known))


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint for a name that is not known."""
    from difflib import get_close_matches

    names = list(known)
    close = get_close_matches(name, names, n=1)
    if close:
        return _("Did you mean {name}?").format(name=close[0])
    return _("Known here: {names}.").format(names=", ".join(names))


def named(key: str) -> Names:
    """The path a person means by `ui.theme` or `schedule.decks."My deck".new_per_day`; UsageError where none is there.

    Names of decks, actions and topics need no quotes, whatever stands in them.
    """
    section, *rest = key.split(".", 1)
    path = (section, *rest)
    if section == "schedule" and key.startswith("schedule.decks."):
        deck, _dot, cap = rest[0].removeprefix("decks.").rpartition(".")
        path = (section, "decks", *filter(None, (unquoted(deck), cap)))
    elif section in ("keys", "topics"):
        path = (section, *map(unquoted, rest))
    elif rest:
        path = (section, *rest[0].split("."))
    for depth in range(1, len(path) + 1):
        if find(path[:depth]) is None:
            wrong = unknown(path[:depth])
            raise UsageError(wrong.message, wrong.hint)
    return path


def unquoted(name: str) -> str:
    """`"v1.2"` as TOML writes it is v1.2; other names are as they are."""
    import json

    try:
        return str(json.loads(name)) if name.startswith('"') else name
    except ValueError:
        return name


ROOT = Field("", Settings, About(""), None)


def find(path: Names) -> Field | None:
    """The setting, section or table at a path, which may lead into tables; None where there is none."""
    here: Field | None = ROOT
    for name in path:
        if here is None:
            return None
        here = as_field(name, here.entry) if here.is_table else members(here).get(name)
    return here


def members(here: Field | None) -> Mapping[str, Field]:
    """The settings of a section."""
    return fields_of(here.kind) if here and here.is_section else {}


def states(settings: Settings, path: Names = ()) -> list[Stated]:
    """Every setting at or below a path with its value, in order; a table stands before its entries."""
    return [stated for stated in _stated((), ROOT, settings) if stated.path[: len(path)] == path]


def _stated(path: Names, here: Field, value: Any, own: bool = False) -> Iterator[Stated]:
    if here.is_table:
        yield Stated(path, here, value)
        for name, entry in value.items():
            yield from _stated((*path, name), as_field(name, here.entry), entry, True)
    elif here.is_section:
        for name, member in members(here).items():
            yield from _stated((*path, name), member, getattr(value, name), own)
    elif value is not None:
        yield Stated(path, here, value, own)


def dotted(path: Names) -> str:
    """A path as config.toml writes it: `schedule.decks."My deck".new_per_day`."""
    from re import ASCII, fullmatch

    bare = r"[\w.-]+" if path[0] == "keys" else r"[\w-]+"
    return ".".join(name if fullmatch(bare, name, ASCII) else as_toml(name) for name in path)


Checks = Callable[[Settings], Iterable[Refusal]]
"""What a face has to say of settings that only it understands."""
