"""A flow through a network of small capacities: what can be had of several things that get in each other's way.

A greedy hand fills it first (`push`), which keeps to the order it is given; `fill` then finds what the hand missed by
shortest augmenting paths, as Edmonds and Karp describe them, and so never refuses what is possible.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Sequence
from itertools import pairwise

Node = Hashable
SOURCE, SINK = "source", "sink"


class Network:
    """Edges have whole capacities. Neighbours are looked at in the order in which the edges were made."""

    def __init__(self) -> None:
        self._left: dict[Node, dict[Node, int]] = {}
        self._made: dict[tuple[Node, Node], int] = {}
        self.value = 0

    def edge(self, start: Node, end: Node, capacity: int) -> None:
        self._left.setdefault(start, {})[end] = capacity
        self._left.setdefault(end, {}).setdefault(start, 0)
        self._made[start, end] = capacity

    def flow(self, start: Node, end: Node) -> int:
        return self._made[start, end] - self._left[start][end]

    def push(self, path: Sequence[Node]) -> bool:
        """Send one unit along a path from source to sink, if every edge of it has room."""
        if not all(self._left[start][end] for start, end in pairwise(path)):
            return False
        for start, end in pairwise(path):
            self._left[start][end] -= 1
            self._left[end][start] += 1
        self.value += 1
        return True

    def fill(self) -> int:
        """Send as much more as can be sent; how much there is in all."""
        while path := self._path():
            self.push(path)
        return self.value

    def _path(self) -> list[Node]:
        came: dict[Node, Node] = {SOURCE: SOURCE}
        waiting = deque[Node]([SOURCE])
        while waiting:
            here = waiting.popleft()
            for there, room in self._left.get(here, {}).items():
                if room and there not in came:
                    came[there] = here
                    if there == SINK:
                        return self._back(came)
                    waiting.append(there)
        return []

    @staticmethod
    def _back(came: dict[Node, Node]) -> list[Node]:
        path: list[Node] = [SINK]
        while path[-1] != SOURCE:
            path.append(came[path[-1]])
        return path[::-1]
