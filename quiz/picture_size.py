"""Width and height of a picture by the beginning of its file, as a browser shows it."""

from __future__ import annotations

import re
import struct

_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ORIENTATION, _ASIDE = 0x0112, range(5, 9)
_SVG = re.compile(r"<svg\b[^<>]*>", re.IGNORECASE)
_SVG_SIZE = re.compile(r"\b(width|height)\s*=\s*[\"']\s*([\d.]{1,9})(?:px)?\s*[\"']", re.IGNORECASE)
_VIEW = re.compile(r"\bviewBox\s*=\s*[\"']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]{1,9})[\s,]+([\d.]{1,9})", re.IGNORECASE)


def size(content: bytes) -> tuple[int, int] | None:
    """In pixels; None where it cannot be told. PNG, JPEG, GIF, WebP, BMP and SVG."""
    try:
        found = _size(content)
    except (struct.error, ValueError):
        return None
    return found if found and all(0 < side <= 100_000 for side in found) else None


def _size(content: bytes) -> tuple[int, int] | None:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return struct.unpack(">II", content[16:24])
    if content[:6] in (b"GIF87a", b"GIF89a"):
        return struct.unpack("<HH", content[6:10])
    if content.startswith(b"BM"):
        width, height = struct.unpack("<ii", content[18:26])
        return width, abs(height)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _webp(content)
    if content.startswith(b"\xff\xd8"):
        return _jpeg(content)
    return _vector(content[:4000].decode("utf-8", "replace"))


def _webp(content: bytes) -> tuple[int, int] | None:
    match content[12:16]:
        case b"VP8X":
            sides = struct.unpack("<HBHB", content[24:30])
            return 1 + sides[0] + (sides[1] << 16), 1 + sides[2] + (sides[3] << 16)
        case b"VP8L":
            (bits,) = struct.unpack("<I", content[21:25])
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        case b"VP8 ":
            width, height = struct.unpack("<HH", content[26:30])
            return width & 0x3FFF, height & 0x3FFF
    return None


def _jpeg(content: bytes) -> tuple[int, int] | None:
    at, aside = 2, False
    while at + 9 <= len(content):
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        if marker in _JPEG_SIZES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return (height, width) if aside else (width, height)
        if marker == 0xE1:
            aside = aside or _is_aside(content[at + 4 : at + 2 + length])
        at += 2 + length
    return None


def _is_aside(segment: bytes) -> bool:
    """Whether a camera that lay on its side took the picture, as Exif tells."""
    tiff = segment[6:]
    if segment[:6] != b"Exif\0\0" or len(tiff) < 10:
        return False
    order = "<" if tiff.startswith(b"II") else ">"
    (start,) = struct.unpack(f"{order}I", tiff[4:8])
    (count,) = struct.unpack(f"{order}H", tiff[start : start + 2])
    entries = (tiff[start + 2 + 12 * number : start + 14 + 12 * number] for number in range(count))
    return any(
        struct.unpack(f"{order}H", entry[:2])[0] == _ORIENTATION
        and struct.unpack(f"{order}H", entry[8:10])[0] in _ASIDE
        for entry in entries
    )


def _vector(text: str) -> tuple[int, int] | None:
    tag = _SVG.search(text)
    if tag is None:
        return None
    sides = {name.lower(): float(value) for name, value in _SVG_SIZE.findall(tag[0])}
    if len(sides) == 2:
        return round(sides["width"]), round(sides["height"])
    view = _VIEW.search(tag[0])
    return (round(float(view[1])), round(float(view[2]))) if view else None
