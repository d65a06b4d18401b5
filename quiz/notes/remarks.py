"""What comments remark of a card for papers: `difficulty: hard`, `quiz: no`, `order: keep`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quiz.cards import Remark

Directive = tuple[str, str]

MEANT: dict[str, dict[str, Remark | None]] = {
    "difficulty": {
        "easy": "easy", "medium": "medium", "hard": "hard", "쉬움": "easy", "보통": "medium", "어려움": "hard",
    },
    "quiz": {"no": "no-quiz", "yes": None},
    "order": {"keep": "keep-order", "shuffle": None},
}  # fmt: skip
"""directive → value → remark; None is what holds for every card anyway, to say so again below a section's remark."""


def remarks(directives: Iterable[Directive]) -> tuple[Remark, ...]:
    """The remarks that hold in the end: what stands nearer to the card comes later and wins."""
    last = {name: value.casefold() for name, value in directives if value.casefold() in MEANT.get(name, ())}
    return tuple(remark for name in MEANT if name in last and (remark := MEANT[name][last[name]]))


def unknown(directives: Iterable[Directive]) -> Iterator[tuple[str, str, str]]:
    """Name, value and what would do, of directives that say nothing."""
    for name, value in directives:
        if name in MEANT and value.casefold() not in MEANT[name]:
            yield name, value, ", ".join(MEANT[name])
