"""How difficult a card is: by the results of classes or by its reviews where there are enough, else by its notes,
else medium.

Where enough people were asked a card it is hard when fewer than `HARD_SHARE` of them were right, easy when `EASY_SHARE`
or more were.

With `ENOUGH` reviews that changed memory, a card is hard when it was forgotten twice since it was last rewritten, or
its ease has sunk to `HARD_EASE`, or fewer than `HARD_KEPT` per cent of its reviews kept it; easy when it was never
forgotten and its ease is what it began with or more; medium otherwise. All three are replayed from the review log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from quiz.exam.candidates import Candidate
from quiz.sm2 import Memory

Band = Literal["easy", "medium", "hard"]
BANDS: tuple[Band, ...] = ("easy", "medium", "hard")

ENOUGH = 3
HARD_LAPSES = 2
HARD_EASE = 190
"""In hundredths: SM-2 begins at 250 and goes no lower than 130."""
HARD_KEPT = 70
HARD_SHARE, EASY_SHARE = 0.5, 0.8


def band(candidate: Candidate) -> Band:
    if candidate.share is not None:
        return "hard" if candidate.share < HARD_SHARE else "easy" if candidate.share >= EASY_SHARE else "medium"
    told = candidate.entry.progress
    if told.reviews < ENOUGH:
        return next((name for name in BANDS if name in candidate.remarks), "medium")
    lapses, ease = told.lapses - told.excused, told.memory.ease_hundredths
    kept = 100 * (told.reviews - told.lapses) // told.reviews
    if lapses >= HARD_LAPSES or ease <= HARD_EASE or kept < HARD_KEPT:
        return "hard"
    return "easy" if lapses == 0 and ease >= Memory().ease_hundredths else "medium"


def distance(one: Band, other: Band) -> int:
    """How far two bands are apart: 0, 1 or 2."""
    return abs(BANDS.index(one) - BANDS.index(other))


def shared_out(counts: Iterable[int], shares: Mapping[Band, int]) -> list[dict[Band, int]]:
    """For each count how many of each band; all of them together are as near to the shares as they can be.

    Question by question the band that lags most behind its share gets the next one.
    """
    whole, total = sum(shares.values()), 0
    given: dict[Band, int] = dict.fromkeys(BANDS, 0)
    told: list[dict[Band, int]] = []
    for count in counts:
        before = dict(given)
        for _ in range(count):
            total += 1
            behind = {name: shares.get(name, 0) * total - given[name] * whole for name in BANDS}
            given[max(BANDS, key=behind.__getitem__)] += 1
        told.append({name: given[name] - before[name] for name in BANDS})
    return told
