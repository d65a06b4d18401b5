"""Every setting of config.toml as one tree of frozen values, checked by pydantic where a file states any.

The tree itself needs only the standard library: without a config.toml nobody waits for pydantic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from quiz.schedule import Rules

STRICT = {"extra": "forbid"}


class Limits(NamedTuple):
    """The smallest and the largest whole number a setting takes."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    __pydantic_config__: ClassVar = STRICT

    scale: Literal[4, 6] = 4
    """How many grades are offered: 4 buttons (Again, Hard, Good, Easy) or all 6 of SM-2 (0–5)."""
    typed: Literal["never", "short", "always"] = "never"
    """Which answers are typed before they are shown: none, those of one line or command, or all."""
    cards: Annotated[int, Limits(0, 9999)] = 0
    """After how many cards a sitting ends; 0 for when nothing is left."""
    minutes: Annotated[int, Limits(0, 1440)] = 0
    """After how many minutes a sitting ends; 0 for when nothing is left."""
    timer: bool = True
    """Whether the time spent on a card is shown."""


@dataclass(frozen=True, slots=True)
class UiSettings:
    __pydantic_config__: ClassVar = STRICT

    language: Literal["auto", "en", "ko"] = "auto"
    """What is spoken: English, Korean, or what the system speaks."""
    theme: str = "textual-dark"
    """Name of a Textual theme."""
    mouse: bool = True
    """Whether the mouse works in quiz; without it the terminal selects text as ever."""
    images: bool = True
    """Whether pictures are shown where the terminal can."""


@dataclass(frozen=True, slots=True)
class Settings:
    __pydantic_config__: ClassVar = STRICT

    schedule: Rules = field(default_factory=Rules)
    """What is asked when: day start, daily caps, rounding."""
    review: ReviewSettings = field(default_factory=ReviewSettings)
    """How answers are graded."""
    ui: UiSettings = field(default_factory=UiSettings)
    """How the terminal looks."""
    keys: dict[str, str] = field(default_factory=dict)
    """Other keys for an action: its id → keys joined by commas. `quiz config keys` lists the ids."""
    topics: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Keyword rules, topic → words, that give a card a finer topic than its headings do."""


def validated(table: Mapping[str, Any]) -> Settings:
    """The settings a table states; pydantic.ValidationError says what it refuses."""
    from pydantic import TypeAdapter

    return TypeAdapter(Settings).validate_python(table)
