"""Every setting of config.toml as one tree of frozen values."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from quiz.schedule import Rules


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReviewSettings(Section):
    scale: Literal[4, 6] = 4
    """How many grades are offered: 4 buttons (Again, Hard, Good, Easy) or all 6 of SM-2 (0–5)."""


class UiSettings(Section):
    theme: str = "textual-dark"
    """Name of a Textual theme."""


class Settings(Section):
    schedule: Rules = Rules()
    """What is asked when: day start, daily caps, rounding."""
    review: ReviewSettings = ReviewSettings()
    """How answers are graded."""
    ui: UiSettings = UiSettings()
    """How the terminal looks."""
    topics: dict[str, tuple[str, ...]] = {}
    """Keyword rules, topic → words, that give a card a finer topic than its headings do."""
