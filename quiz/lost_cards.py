"""Cards the notes no longer hold: which copy takes over, and which new card they may be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quiz.store import CardRow, Store
from quiz.text import key

if TYPE_CHECKING:
    from quiz.identity import Face, Matching

LIKELIEST = 12


@dataclass(frozen=True, slots=True)
class Doubt:
    """A card that may be an old one, and the orphans it may be: (uid, question), likeliest first."""

    uid: str
    question: str
    candidates: tuple[tuple[str, str], ...]


def face(row: CardRow) -> Face:
    from quiz.identity import Face

    live = row.state == "live"
    return Face(row.deck, tuple(row.heading.split("\n")), row.question, row.answer, row.id, row.file, live)


def of_matching(
    cards: Sequence[CardRow], old: Mapping[str, CardRow], lost: Collection[str], matching: Matching
) -> Iterator[Doubt]:
    for doubt in matching.doubts:
        orphans = (uid for uid in doubt.candidates if uid in lost or old[uid].state == "orphan")
        if candidates := tuple((uid, old[uid].question) for uid in orphans):
            yield Doubt(cards[doubt.index].uid, cards[doubt.index].question, candidates)


def _ungraded(store: Store, reread: Collection[str], graded: Collection[str]) -> list[CardRow]:
    """The live cards without a history in the files that were not read now."""
    rows = store.rows(set(store.files()) - set(reread))
    return [row for row in rows if row.state == "live" and row.uid not in graded]


def inherited(store: Store, lost: Mapping[str, CardRow], reread: Collection[str]) -> dict[str, CardRow]:
    """Lost cards that were copied elsewhere first and removed only now: lost uid → the copy, which has no history."""
    graded = store.memories() if lost else {}
    orphans = {uid: row for uid, row in lost.items() if uid in graded}
    copies: dict[tuple[str, str], list[CardRow]] = {}
    for row in _ungraded(store, reread, graded) if orphans else ():
        copies.setdefault((key(row.question), key(row.answer)), []).append(row)
    found: dict[str, CardRow] = {}
    for uid, row in orphans.items():
        if same := copies.get((key(row.question), key(row.answer)), []):
            found[uid] = same.pop(0)
    return found


def copies(store: Store, lost: Mapping[str, CardRow], reread: Collection[str]) -> Iterator[Doubt]:
    """Cards of other files that ask what a lost one asked, and answer it otherwise."""
    asked: dict[str, list[tuple[str, str]]] = {}
    for uid, row in lost.items():
        asked.setdefault(key(row.question), []).append((uid, row.question))
    for row in _ungraded(store, reread, store.memories()) if lost else ():
        if candidates := asked.get(key(row.question)):
            yield Doubt(row.uid, row.question, tuple(candidates))


def likeliest(store: Store, orphan: str, limit: int = LIKELIEST) -> list[CardRow]:
    """The cards without a history that an orphan may be in other words, likeliest first."""
    from heapq import nlargest

    from quiz.likeness import alike

    rows, graded = store.rows(store.files()), store.memories()
    lost = next((face(row) for row in rows if row.uid == orphan and row.state == "orphan"), None)
    if lost is None:
        return []
    fresh = [row for row in rows if row.state == "live" and row.uid not in graded]
    return nlargest(limit, fresh, key=lambda row: alike(lost, face(row)))


def doubts(store: Store) -> tuple[Doubt, ...]:
    """What is still open: cards without a history, and the orphans with one that they may be."""
    from quiz.identity import match

    graded, rows = store.memories(), store.rows(store.files())
    orphans = {row.uid: row for row in rows if row.state == "orphan" and row.uid in graded}
    fresh = [row for row in rows if row.state == "live" and row.uid not in graded]
    matching = match({uid: face(row) for uid, row in orphans.items()}, [face(row) for row in fresh])
    found: dict[int, tuple[str, ...]] = {index: (uid,) for index, uid in matching.uids.items()}
    found |= {doubt.index: doubt.candidates for doubt in matching.doubts}
    return tuple(
        Doubt(fresh[index].uid, fresh[index].question, tuple((uid, orphans[uid].question) for uid in uids))
        for index, uids in sorted(found.items())
    )
