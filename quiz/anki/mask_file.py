"""The file of masks that Image Occlusion Enhanced lays over a picture, as far as it is made of simple shapes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from quiz.anki.html_tokens import tokens
from quiz.anki.occlusion import Shape

ASKED = "qshape"
"""The class of the shape, or group of shapes, that the card asks for."""
COVERS = frozenset({"rect", "ellipse", "circle", "polygon", "path", "polyline", "line", "g", "image", "use"})
SIMPLE = {"rect": ("x", "y", "width", "height"), "ellipse": ("cx", "cy", "rx", "ry"), "circle": ("cx", "cy", "r", "r")}
_YES, _NO = frozenset({1}), frozenset({2})


class MaskFile(NamedTuple):
    """Part `number` of `total` is asked for. `shapes` are in pixels, those asked for of card 1; None where they are
    more than boxes, ellipses and polygons.
    """

    number: int
    total: int
    shapes: tuple[Shape, ...] | None


def mask_file(content: str) -> MaskFile:
    """Layers are groups, and what stands in a layer is a part, be it one shape or a group of them."""
    shapes: list[Shape | None] = []
    groups: list[bool] = []
    number = total = 0
    for token in tokens(content):
        name = token.text
        if token.kind == "close" and name == "g" and groups:
            groups.pop()
        if token.kind != "open" or name not in (*COVERS, "text"):
            continue
        asked = ASKED in token.attributes.get("class", "").split() or any(groups)
        if name in COVERS and len(groups) == 1:
            total += 1
            number = total if asked and not number else number
        if name == "g":
            groups.append(asked)
        if name != "g" or "transform" in token.attributes:
            shapes.append(_shape(name, token.attributes, asked=asked))
    whole = tuple(shape for shape in shapes if shape)
    return MaskFile(number, total, whole if whole and len(whole) == len(shapes) else None)


def _shape(name: str, attributes: Mapping[str, str], *, asked: bool) -> Shape | None:
    numbers = _YES if asked else _NO
    if "transform" in attributes:
        return None
    if name == "polygon":
        return Shape("polygon", numbers, {"points": attributes.get("points", "")})
    if name not in SIMPLE:
        return None
    known = Shape("", numbers, attributes)
    x, y, width, height = map(known.number, SIMPLE[name])
    if name == "rect":
        return Shape("rect", numbers, {"left": f"{x}", "top": f"{y}", "width": f"{width}", "height": f"{height}"})
    corner = {"left": f"{x - width}", "top": f"{y - height}"}
    return Shape("ellipse", numbers, {**corner, "rx": f"{width}", "ry": f"{height}"})
