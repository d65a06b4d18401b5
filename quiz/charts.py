"""Charts in block characters: every value has a shape of its own, so that they read without colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quiz.terminal import cell_width

EIGHTHS = " ▁▂▃▄▅▆▇█"
PARTS = " ▏▎▍▌▋▊▉█"
HEAT = "·░▒▓█"


def bar(value: float, most: float, width: int) -> str:
    """A horizontal bar, `width` columns for `most`; a value above zero is never invisible."""
    eighths = min(8 * width, round(8 * width * value / most)) if most > 0 else 0
    eighths = max(eighths, value > 0)
    return (PARTS[-1] * (eighths // 8) + PARTS[eighths % 8]).strip()


def shares(values: Sequence[int], glyphs: str, width: int) -> list[str]:
    """A bar of exactly `width` columns, a piece for each value; nothing where all are zero."""
    whole = sum(values)
    ends = [round(width * sum(values[: place + 1]) / whole) if whole else 0 for place in range(len(values))]
    return [glyph * (end - start) for glyph, start, end in zip(glyphs, [0, *ends], ends, strict=False)]


def columns(values: Sequence[float], height: int, width: int) -> list[str]:
    """Vertical bars from the top row down, as wide as `width` allows; there is room for every value."""
    size = max(1, width // max(1, len(values)))
    most = max(values, default=0)
    levels = [max(round(8 * height * value / most), value > 0) if most else 0 for value in values]
    gap = " " if size > 1 else ""
    return [
        "".join(EIGHTHS[min(8, max(0, level - 8 * row))] * (size - len(gap)) + gap for level in levels)
        for row in reversed(range(height))
    ]


def whiskers(low: float, point: float, high: float, width: int) -> str:
    """A point between the ends of its interval on a scale of 0–1 that is `width` columns long."""
    left, middle, right = (round(place * (width - 1)) for place in (low, point, high))
    return " " * left + "─" * (middle - left) + "●" + "─" * (right - middle) + " " * (width - 1 - right)


def padded(text: str, width: int, *, right: bool = False) -> str:
    """`text` filled with blanks to `width` columns, at the left where it is to stand at the right."""
    blanks = " " * (width - cell_width(text))
    return blanks + text if right else text + blanks


def wrapped(words: Iterable[str], width: int, between: str = " ") -> list[str]:
    """Words, or other pieces, in lines of at most `width` columns; a longer one has a line to itself."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]}{between}{word}" if lines else word
        if not lines or cell_width(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
