"""Work on an open library that another thread waits for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from typing import Generic, TypeVar

from quiz.store import Store
from quiz.study import Study

T = TypeVar("T")


def apart(study: Study, work: Callable[[Study], T]) -> T:
    """Do it on a connection of its own."""
    with Store(study.store.path, study.store.profile, study.store.cap_days) as store:
        return work(Study(store, study.reader, study.rules, study.now, study.offset_at, study.cache))


class Counted(Generic[T]):
    """Things to be gone through once, and how many of them were: `done` of `total`, for another thread to read."""

    def __init__(self, things: Iterable[T] = ()) -> None:
        self._things = things
        self.total = len(things) if isinstance(things, Sized) else 0
        self.done = 0

    def __iter__(self) -> Iterator[T]:
        for thing in self._things:
            yield thing
            self.done += 1
