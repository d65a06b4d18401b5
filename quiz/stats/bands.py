"""Ranges of whole numbers, and how many values fall into each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple


class Band(NamedTuple):
    """From `least` to `most`, both included; None: without end."""

    least: int
    most: int | None = None


def bands(*starts: int) -> tuple[Band, ...]:
    """Bands that begin at `starts`, in order; each ends before the next, the last one never."""
    return (*(Band(least, following - 1) for least, following in pairwise(starts)), Band(starts[-1]))


def band_of(value: int, among: Sequence[Band]) -> Band:
    """The band that holds the value; the first one where the value is smaller than all."""
    return next((band for band in reversed(among) if value >= band.least), among[0])


def distribution(values: Iterable[int], among: Sequence[Band]) -> tuple[tuple[Band, int], ...]:
    """How many values each band holds."""
    counted = Counter(band_of(value, among) for value in values)
    return tuple((band, counted[band]) for band in among)
