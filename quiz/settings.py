"""Every setting of config.toml as one tree of frozen values, checked by pydantic where a file states any.

The tree itself needs only the standard library: without a config.toml nobody waits for pydantic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from quiz.schedule import Rules

STRICT = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    __pydantic_config__: ClassVar = STRICT

    scale: Literal[4, 6] = 4
    """How many grades are offered: 4 buttons (Again, Hard, Good, Easy) or all 6 of SM-2 (0–5)."""


@dataclass(frozen=True, slots=True)
class UiSettings:
    __pydantic_config__: ClassVar = STRICT

    theme: str = "textual-dark"
    """Name of a Textual theme."""


@dataclass(frozen=True, slots=True)
class Settings:
    __pydantic_config__: ClassVar = STRICT

    schedule: Rules = field(default_factory=Rules)
    """What is asked when: day start, daily caps, rounding."""
    review: ReviewSettings = field(default_factory=ReviewSettings)
    """How answers are graded."""
    ui: UiSettings = field(default_factory=UiSettings)
    """How the terminal looks."""
    topics: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Keyword rules, topic → words, that give a card a finer topic than its headings do."""


def validated(table: Mapping[str, Any]) -> Settings:
    """The settings a table states; pydantic.ValidationError says what it refuses."""
    from pydantic import TypeAdapter

    return TypeAdapter(Settings).validate_python(table)
