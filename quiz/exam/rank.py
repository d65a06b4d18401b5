"""Chance without a generator: an order that nothing but a seed, a purpose and the things themselves decide.

So it is the same on every machine and every version of Python, whatever order things come in, and one thing more
leaves the order of the others as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


def rank(seed: str, purpose: str, name: str) -> str:
    """64 hex digits to sort by. The parts are told apart by their lengths: no two triples make one text."""
    return sha256(f"{len(seed)}:{len(purpose)}:{seed}{purpose}{name}".encode()).hexdigest()


def ranked(seed: str, purpose: str, things: Iterable[T], name: Callable[[T], str] = str) -> list[T]:
    """The things in the order of their ranks; of equal names in the order they come in."""
    return sorted(things, key=lambda thing: rank(seed, purpose, name(thing)))
