"""Which fonts a paper is set in: those of the computer that together have every sign of it.

Typst draws a box for a sign that no font has and does not say so, so the fonts are asked first. Latin fonts come before
Korean ones: some of those draw `\\` as ₩.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from quiz.errors import ExportError
from quiz.exam.extras import needed
from quiz.language import _, to_reader

EXTRA = "pdf"
TEXT = ("Noto Sans", "Helvetica Neue", "Segoe UI", "Arial", "Liberation Sans", "DejaVu Sans", "Libertinus Serif")
MONO = ("JetBrains Mono", "Menlo", "Consolas", "DejaVu Sans Mono", "Liberation Mono")
KOREAN = (
    "Pretendard", "Noto Sans KR", "Noto Sans CJK KR", "Source Han Sans KR", "Source Han Sans K", "Apple SD Gothic Neo",
    "Malgun Gothic", "NanumGothic", "Nanum Gothic", "NanumBarunGothic",
)  # fmt: skip
KOREAN_MONO = ("D2Coding", "NanumGothicCoding", "Nanum Gothic Coding", "Noto Sans Mono CJK KR")
EMBEDDED = frozenset({"Libertinus Serif", "DejaVu Sans Mono"})
"""Come with typst, which does not show their files; they have what ASCII prints."""
ASCII = frozenset(range(0x20, 0x7F))
MONO_NODES = frozenset({"code", "pre"})
MOST_NAMED = 8
"""Missing signs that a message names."""

_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


class Face(Protocol):
    """A font as typst tells of it: `path` is None where it is its own."""

    family: str
    weight: int
    stretch: float
    path: str | None
    index: int


class Used(NamedTuple):
    """The signs of a page that are set in a font for text, and those of its code."""

    text: frozenset[str]
    mono: frozenset[str]


def used(page: object) -> Used:
    """The visible signs of all texts of a page."""
    texts: tuple[list[str], list[str]] = ([], [])
    for text, mono in _texts(page, mono=False):
        texts[mono].append(text)
    return Used(*(frozenset(filter(_visible, "".join(some))) for some in texts))


def chosen(faces: Sequence[Face], *pages: Used) -> dict[str, list[str]]:
    """`text` and `mono` → families in the order in which a sign is looked for.

    ExportError names the signs that no font has.
    """
    known = _Known(faces)
    text = known.families((*TEXT, *KOREAN), frozenset().union(*(page.text for page in pages)))
    mono = known.families((*MONO, *KOREAN_MONO, *KOREAN), frozenset().union(*(page.mono for page in pages)))
    return {"text": text, "mono": mono}


class _Known:
    def __init__(self, faces: Sequence[Face]) -> None:
        self._faces: dict[str, list[Face]] = {}
        for face in faces:
            self._faces.setdefault(face.family, []).append(face)

    def families(self, preferred: Iterable[str], signs: frozenset[str]) -> list[str]:
        """Those of `preferred` that are needed, and whatever others are needed too."""
        found: list[str] = []
        missing = set(map(ord, signs))
        preferred = [family for family in preferred if family in self._faces]
        others = sorted(self._faces.keys() - set(preferred))
        for family in (*preferred, *others):
            if found and not missing:
                break
            here = self.signs(family)
            if missing & here:
                found.append(family)
                missing -= here
        if missing:
            raise _no_font(missing)
        return found or list(preferred[:1])

    def signs(self, family: str) -> frozenset[int]:
        """What every face has that text of some weight may be set in."""
        files = [
            (face.path, face.index) for face in self._faces[family] if face.stretch == 1 and 350 <= face.weight <= 750
        ]
        if not files or any(path is None for path, _ in files):
            return ASCII if family in EMBEDDED else frozenset()
        return frozenset.intersection(*(_signs(path or "", index) for path, index in files))


@lru_cache(maxsize=256)
def _signs(path: str, index: int) -> frozenset[int]:
    """The signs of a font file; none of a file that cannot be read."""
    fonts = needed("fontTools.ttLib", EXTRA)
    try:
        with Path(path).open("rb") as file, fonts.TTFont(file, fontNumber=index, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, KeyError, AssertionError, fonts.TTLibError):
        return frozenset()


def _texts(value: Any, *, mono: bool) -> Iterator[tuple[str, bool]]:
    if isinstance(value, str):
        yield value, mono
    elif isinstance(value, dict):
        inside = mono or value.get("t") in MONO_NODES
        for name, part in value.items():
            if name not in ("t", "to", "alt", "name", "language", "images"):
                yield from _texts(part, mono=inside)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, mono=mono)


def _visible(sign: str) -> bool:
    return unicodedata.category(sign) not in _INVISIBLE and not "\ufe00" <= sign <= "\ufe0f"


def _no_font(missing: set[int]) -> ExportError:
    named = [f"{chr(code)} (U+{code:04X})" for code in sorted(missing)[:MOST_NAMED]]
    more = "" if len(missing) <= MOST_NAMED else " …"
    with to_reader():
        message = _("No font of this computer has {signs}.").format(signs=", ".join(named) + more)
        hint = _(
            "Install one that has, such as Noto Sans CJK, or choose another format: html shows it in every browser."
        )
    return ExportError(message, hint)
