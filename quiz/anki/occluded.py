"""The sides of a card that covers parts of a picture, as text and a picture of its own can show them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import NamedTuple

from quiz.anki.occlusion import Occlusion, bare, replaced
from quiz.anki.rows import NoteType
from quiz.anki.templates import Sides, Subject, sides
from quiz.language import N_, _

DRAWN = N_("masks over a picture are drawn into pictures of their own")
TOLD = N_("what covers the parts of a picture is told in words")


class Drawn(NamedTuple):
    """A picture with its masks: the name of its file among the media, and which part of how many it asks for."""

    name: str
    part: int
    parts: int


Draw = Callable[[Occlusion], Drawn | None]
"""Draws what a card covers; None where that cannot be drawn."""


class Occluded(NamedTuple):
    """What a card shows, and what was done to show it, as a sentence to be translated."""

    sides: Sides
    how: str


def undrawn(_occlusion: Occlusion) -> Drawn | None:
    """Where nothing can be drawn."""
    return None


def occluded(
    found: Occlusion, notetype: NoteType, fields: Mapping[str, str], ord: int, subject: Subject, draw: Draw
) -> Occluded:
    """The masked picture in front and the whole one on the back; without a drawing words in front say which part."""
    plain = bare(notetype)
    drawn = draw(found) if found.picture else None
    if drawn is None and found.overlay:  # both files, one after the other, as no text can lay one over the other
        return Occluded(sides(plain, fields, ord, subject) or Sides("", ""), TOLD)
    whole = fields.get(found.field, "")
    asked = f"<div>{_words(found)}</div>"
    if drawn:
        asked = f'<img src="{escape(drawn.name)}" alt="{drawn.part}/{drawn.parts}">'
    covered = {**fields, **dict.fromkeys(found.emptied, "")}
    if found.field:
        covered[found.field] = replaced(whole, asked)
    front, back = sides(plain, covered, ord, subject) or Sides("", "")
    if asked not in front:
        front += asked
    back = back.replace(asked, "")
    return Occluded(Sides(front, f"{whole}<br>{back}" if found.field else back), DRAWN if drawn else TOLD)


def _words(found: Occlusion) -> str:
    part = _("part {n} of {total} of the picture").format(n=found.number, total=found.total)
    if found.at is None:
        return escape(part)
    place = _("{part}, {x} percent from the left and {y} percent from the top").format(
        part=part, x=found.at[0], y=found.at[1]
    )
    return escape(place)
