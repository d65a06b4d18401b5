"""Leeches: cards that keep lapsing. A person is told, and rewrites them; nothing hides them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quiz.reviews import Progress


def is_leech(progress: Progress, threshold: int) -> bool:
    """Whether it lapsed so many times since it was last rewritten, or was called one elsewhere.

    With a threshold of 0 nothing is a leech.
    """
    return threshold > 0 and (progress.leech or threshold <= _lapses(progress))


def becomes_leech(before: Progress, after: Progress, threshold: int) -> bool:
    """Whether the person is to be told now: at the threshold, and at every half of it (rounded up) after that."""
    lapses = _lapses(after)
    if lapses <= _lapses(before) or not 0 < threshold <= lapses:
        return False
    return (lapses - threshold) % ((threshold + 1) // 2) == 0


def _lapses(progress: Progress) -> int:
    return progress.lapses - progress.excused
