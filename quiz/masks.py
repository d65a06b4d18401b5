"""A picture with parts of it covered: a small SVG file beside the picture that names it.

Whoever opens the file sees the picture with its masks. Where a file cannot reach another one, `contained` gives it the
picture to take along.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import quote, unquote

ASKED, OTHER, INK, PAPER = "#ff8e8e", "#ffeba2", "#212121", "#ffffff"
"""The colours Anki gives what a card asks for, what else it covers, and labels."""
MARK = "<!-- quiz: masks -->"
LARGEST = 1_000_000
"""Bytes of such a file."""

_NAME = re.compile(r"-mask-\d+-[0-9a-f]{8}\.svg$")
_HEAD = re.compile(rf"<svg [^<>]*>\n{MARK}\n")
_IMAGE = re.compile(r'<image href="([^"<>]*)" width="(\d{1,6})" height="(\d{1,6})"/>')
_SHAPE = re.compile(
    r'<polygon points="([-\d., ]+)" fill="(#[0-9a-f]{6})"'
    r'|<text x="([-\d.]+)" y="([-\d.]+)" font-size="([\d.]+)"[^<>]*>([^<>]*)</text>'
)
_KINDS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"BM"), "image/bmp"),
    (re.compile(rb"\s*<(?:\?xml|svg|!--|!DOCTYPE svg)"), "image/svg+xml"),
)

Point = tuple[float, float]


class Mask(NamedTuple):
    """A shape over a picture, `asked` for or covered too, by its corners in pixels; or a `text` of so many pixels."""

    points: tuple[Point, ...]
    asked: bool = False
    text: str = ""
    size: float = 0


class Masked(NamedTuple):
    """`picture` is the name of its file, which stands beside this one; `overlay` that of a file laid over it."""

    picture: str
    width: int
    height: int
    masks: tuple[Mask, ...] = ()
    overlay: str = ""


def is_name(file: str) -> bool:
    """Whether a file of that name is one of these."""
    return _NAME.search(file) is not None


def svg(masked: Masked) -> str:
    """The file, in UTF-8."""
    size = f'width="{masked.width}" height="{masked.height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {masked.width} {masked.height}">',
        MARK,
        *(f'<image href="{quote(name, safe="")}" {size}/>' for name in (masked.picture, masked.overlay) if name),
        *(_shape(mask, max(1, masked.width // 400)) for mask in masked.masks),
        "</svg>",
    ]
    return "\n".join([*lines, ""])


def read(text: str) -> Masked | None:
    """What `svg` wrote; None for any other file."""
    images = _IMAGE.findall(text)
    if not _HEAD.match(text) or not images:
        return None
    (name, width, height), *over = images
    masks = tuple(map(_mask, _SHAPE.finditer(text)))
    return Masked(unquote(name), int(width), int(height), masks, unquote(over[0][0]) if over else "")


def is_masked(content: bytes) -> bool:
    """Whether a file is one of these, by what is in it."""
    return len(content) < LARGEST and _HEAD.match(content[:400].decode("utf-8", "replace")) is not None


def contained(content: bytes, near: Callable[[str], bytes | None]) -> bytes:
    """The file with its picture in it, if it is one of these; `near` gives the content of a file beside it."""
    if not is_masked(content):
        return content

    def image(found: re.Match[str]) -> str:
        inner = near(unquote(found[1]))
        kind = next((name for start, name in _KINDS if inner and start.match(inner)), None)
        if inner is None or kind is None:
            return found[0]
        return found[0].replace(f'"{found[1]}"', f'"data:{kind};base64,{b64encode(inner).decode("ascii")}"', 1)

    return _IMAGE.sub(image, content.decode("utf-8", "replace")).encode()


def _shape(mask: Mask, line: int) -> str:
    if mask.text:
        x, y = mask.points[0]
        form = f'font-family="sans-serif" fill="{INK}" stroke="{PAPER}" stroke-width="{line}" paint-order="stroke"'
        return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{mask.size:.1f}" {form}>{escape(mask.text)}</text>'
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in mask.points)
    return f'<polygon points="{points}" fill="{ASKED if mask.asked else OTHER}" stroke="{INK}" stroke-width="{line}"/>'


def _mask(found: re.Match[str]) -> Mask:
    points, fill, x, y, size, text = found.groups()
    if points is None:
        return Mask(((_number(x), _number(y)),), text=unescape(text), size=_number(size))
    corners = (pair.split(",") for pair in points.split() if pair.count(",") == 1)
    return Mask(tuple((_number(x), _number(y)) for x, y in corners), fill == ASKED)


def _number(said: str) -> float:
    try:
        return float(said)
    except ValueError:
        return 0
