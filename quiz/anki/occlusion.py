"""Notes that cover parts of a picture: Anki's own "Image Occlusion", and the add-on "Image Occlusion Enhanced".

Anki keeps shapes in a cloze, each number a card, and draws them by a script; the add-on keeps a note for each card,
with a file of shapes that its style lays over the picture.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from quiz.anki import clozes
from quiz.anki.html_tokens import tokens
from quiz.anki.rows import NoteType
from quiz.masks import Mask, Point

TURN = 10_000
"""The parts of a turn that Anki counts angles in."""
CORNERS = 40
"""Of the polygon that stands for an ellipse."""
RELATIVE = 2
"""Numbers up to this are parts of the width or height, larger ones pixels, as early versions wrote them."""

_SEPARATOR = re.compile(r"(?<!\\):")
_FIELD = r"[^<>]{0,200}>\s{0,200}\{\{([^{}]{1,200})\}\}"
_CONTAINER = re.compile(rf"id=[\"']?image-occlusion-container[\"']?{_FIELD}")
_OVERLAY = re.compile(rf"id=[\"']?io-overlay[\"']?{_FIELD}")
_ORIGINAL = re.compile(rf"id=[\"']?io-original[\"']?{_FIELD}")
_FOOTER = re.compile(r"<div id=[\"']?io-footer[\"']?>(\{\{[^{}]+\}\})</div>")
_CANVAS = re.compile(r"</?canvas\b[^<>]*>")
_SCRIPT = re.compile(r"<script\b")
_BUTTON = re.compile(r"<button\b[^<>]*\bid=[\"']?(?:toggle|io-revl-btn)\b")
_PICTURE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)


class Shape(NamedTuple):
    """A shape as a note has it, and the cards it is asked on; one of card 0 is seen on all, front and back."""

    kind: str
    numbers: frozenset[int]
    values: Mapping[str, str]

    def number(self, name: str, default: float = 0) -> float:
        try:
            found = float(self.values.get(name, default))
        except ValueError:
            return default
        return found if math.isfinite(found) and abs(found) < 100_000 else default

    @property
    def points(self) -> list[Point]:
        pairs = (pair.split(",") for pair in self.values.get("points", "").split()[:500])
        corners = (Shape("", self.numbers, dict(zip("xy", pair, strict=False))) for pair in pairs)
        return [(corner.number("x"), corner.number("y")) for corner in corners]


class Occlusion(NamedTuple):
    """What a card covers of the picture in a `field`: part `number` of `total`, the place of which is `at`, in percent.

    `shapes` are those it shows, `asked` the card that it is for them; or the file `overlay` of the add-on has them.
    `emptied` are fields that hold files to be laid over the picture. Without a `picture` there is none in the note.
    """

    field: str
    picture: str
    number: int
    total: int
    shapes: tuple[Shape, ...] = ()
    asked: int = 1
    overlay: str = ""
    emptied: tuple[str, ...] = ()
    at: tuple[int, int] | None = None


def occlusion(notetype: NoteType, fields: Mapping[str, str], ord: int) -> Occlusion | None:
    """What the card covers; None for a card that covers nothing."""
    if notetype.cloze:
        return _own(notetype, fields, ord + 1)
    over, original = _addon(notetype)
    picture, overlay = _source(fields.get(original, "")), _source(fields.get(over[0], "")) if over else ""
    return Occlusion(original, picture, 0, 0, overlay=overlay, emptied=over) if picture and overlay else None


def is_workings(notetype: NoteType, field: str, text: str) -> bool:
    """Whether a field only serves to lay masks over a picture: the number of a note, or a file of masks."""
    return bool(_addon(notetype)[0]) and (field == notetype.fields[0] or _source(text).endswith(".svg"))


@lru_cache(maxsize=64)
def bare(notetype: NoteType) -> NoteType:
    """The note type without the scripts that draw masks, and their buttons."""

    def less(template: str) -> str:
        bare = _without(_without(template, _SCRIPT, "</script>"), _BUTTON, "</button>")
        return _FOOTER.sub(r"\1", _CANVAS.sub("", bare))

    templates = (one._replace(question=less(one.question), answer=less(one.answer)) for one in notetype.templates)
    return notetype._replace(templates=tuple(templates))


def _without(text: str, opening: re.Pattern[str], closing: str) -> str:
    """The text less what stands from an opening to a closing."""
    kept, at = list[str](), 0
    for found in opening.finditer(text):
        if found.start() < at:
            continue
        end = text.find(closing, found.end())
        if end < 0:
            break
        kept.append(text[at : found.start()])
        at = end + len(closing)
    return "".join([*kept, text[at:]])


def replaced(html: str, other: str) -> str:
    """A field with something else in the place of its picture."""
    return _PICTURE.sub(lambda _: other, html, count=1) if _PICTURE.search(html) else html + other


def masks(shapes: Iterable[Shape], number: int, width: int, height: int) -> tuple[Mask, ...]:
    """The shapes over a picture of that size."""
    return tuple(mask for shape in shapes if (mask := _mask(shape, number, width, height)))


def _own(notetype: NoteType, fields: Mapping[str, str], number: int) -> Occlusion | None:
    name = next((name for name, text in fields.items() if clozes.OCCLUSION in text), None)
    if name is None:
        return None
    shapes = [_shape(numbers, text) for numbers, text in clozes.occlusions(fields[name])]
    numbers = sorted({each for shape in shapes for each in shape.numbers} - {0})
    if number not in numbers:
        return None
    found = next((match for one in notetype.templates if (match := _CONTAINER.search(one.question))), None)
    known = [found[1].strip()] if found else [other for other in fields if other != name]
    field = next((other for other in known if _source(fields.get(other, ""))), "")
    shown = tuple(
        shape for shape in shapes if shape.values.get("oi") == "1" or not shape.numbers.isdisjoint({0, number})
    )
    asked = [shape for shape in shapes if number in shape.numbers]
    picture = _source(fields.get(field, ""))
    return Occlusion(field, picture, numbers.index(number) + 1, len(numbers), shown, number, at=_place(asked, number))


@lru_cache(maxsize=64)
def _addon(notetype: NoteType) -> tuple[tuple[str, ...], str]:
    """The fields with the files of masks, in front and on the back, and the one with the picture."""
    if not notetype.templates:
        return (), ""
    first = notetype.templates[0]
    original = _ORIGINAL.search(first.question)
    over = [match[1].strip() for text in (first.question, first.answer) if (match := _OVERLAY.search(text))]
    return (tuple(over), original[1].strip()) if original and over else ((), "")


def _source(html: str) -> str:
    """The file of the first picture in a field."""
    if "<" not in html:
        return ""
    pictures = (token for token in tokens(html) if token.kind == "open" and token.text == "img")
    return next((token.attributes.get("src", "") for token in pictures), "")


def _shape(numbers: frozenset[int], text: str) -> Shape:
    kind, *values = _SEPARATOR.split(unescape(text))
    pairs = (value.replace("\\:", ":").partition("=") for value in values)
    return Shape(kind, numbers, {name.strip(): value for name, _, value in pairs})


def _place(asked: Iterable[Shape], number: int) -> tuple[int, int] | None:
    """The middle of what is asked, in percent from the left and from the top."""
    points = [point for mask in masks(asked, number, 1000, 1000) for point in mask.points]
    if not points:
        return None
    middle = ((min(part) + max(part)) / 2 for part in zip(*points, strict=True))
    x, y = (min(100, max(0, round(each / 10))) for each in middle)
    return x, y


def _mask(shape: Shape, number: int, width: int, height: int) -> Mask | None:
    names = ("left", "top", "width", "height", "rx", "ry")
    numbers = [*map(shape.number, names), *(each for point in shape.points for each in point)]
    whole = max(map(abs, numbers)) <= RELATIVE
    across, down = (width, height) if whole else (1, 1)
    left, top = shape.number("left") * across, shape.number("top") * down
    asked = number in shape.numbers
    if shape.kind == "text":
        size = shape.number("fs", 1 / 20) * (height if shape.number("fs") <= RELATIVE else 1)
        size *= shape.number("scale", 1) or 1
        return Mask(((left, top + size),), text=shape.values.get("text", ""), size=size)
    points = [(x * across, y * down) for x, y in _outline(shape)]
    if shape.kind == "polygon" and points and "left" in shape.values:
        shift = left - min(x for x, _ in points), top - min(y for _, y in points)
        points = [(x + shift[0], y + shift[1]) for x, y in points]
    turned = tuple(_turned(points, (left, top), shape.number("angle") / TURN * math.tau))
    return Mask(turned, asked) if turned else None


def _outline(shape: Shape) -> list[Point]:
    left, top = shape.number("left"), shape.number("top")
    match shape.kind:
        case "rect":
            right, below = left + shape.number("width"), top + shape.number("height")
            return [(left, top), (right, top), (right, below), (left, below)]
        case "ellipse":
            rx, ry = shape.number("rx"), shape.number("ry")
            angles = (math.tau * step / CORNERS for step in range(CORNERS))
            return [(left + rx + rx * math.cos(angle), top + ry + ry * math.sin(angle)) for angle in angles]
        case "polygon":
            return shape.points
    return []


def _turned(points: Iterable[Point], around: Point, angle: float) -> Iterator[Point]:
    sine, cosine = math.sin(angle), math.cos(angle)
    for x, y in points:
        across, down = x - around[0], y - around[1]
        yield around[0] + across * cosine - down * sine, around[1] + across * sine + down * cosine
