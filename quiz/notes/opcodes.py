"""What changed between two sequences, in time that nobody waits for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

LARGEST = 1_000_000
"""So many pairs are compared at most; a middle that would need more is one change."""

Opcode = tuple[str, int, int, int, int]


def opcodes(a: Sequence[str], b: Sequence[str]) -> Iterator[Opcode]:
    """As `difflib.SequenceMatcher` tells them: `equal` or another word, and both stretches."""
    head = shared(a, b)
    tail = shared(a[head:][::-1], b[head:][::-1])
    end, stop = len(a) - tail, len(b) - tail
    if head:
        yield "equal", 0, head, 0, head
    if (end - head) * (stop - head) > LARGEST:
        yield "replace", head, end, head, stop
    else:
        matcher = SequenceMatcher(None, a[head:end], b[head:stop], autojunk=False)
        for what, *places in matcher.get_opcodes():
            one, two, three, four = (place + head for place in places)
            yield what, one, two, three, four
    if tail:
        yield "equal", end, len(a), stop, len(b)


def shared(a: Sequence[str], b: Sequence[str]) -> int:
    """How many both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))
