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


def _others(store: Store, reread: Collection[str], but: Collection[str]) -> list[CardRow]:
    """The live cards in the files that were not read now, but for some."""
    rows = store.rows(set(store.files()) - set(reread))
    return [row for row in rows if row.state == "live" and row.uid not in but]


def worth_keeping(store: Store, lost: Mapping[str, CardRow]) -> dict[str, CardRow]:
    """The lost cards that wait for their return; any other is new when it comes."""
    kept = store.worth_keeping() if lost else set()
    return {uid: row for uid, row in lost.items() if uid in kept}


def inherited(store: Store, lost: Mapping[str, CardRow], reread: Collection[str]) -> dict[str, CardRow]:
    """Lost cards that were copied elsewhere first and removed only now: lost uid → the copy, not worth keeping."""
    orphans = worth_keeping(store, lost)
    copies: dict[tuple[str, str], list[CardRow]] = {}
    for row in _others(store, reread, store.worth_keeping()) if orphans else ():
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
    for row in _others(store, reread, store.with_history()) if lost else ():
        if candidates := asked.get(key(row.question)):
            yield Doubt(row.uid, row.question, tuple(candidates))


def likeliest(store: Store, orphan: str, limit: int = LIKELIEST) -> list[CardRow]:
    """The cards without a history that an orphan may be in other words, likeliest first."""
    from heapq import nlargest

    from quiz.likeness import alike

    rows, learned = store.rows(store.files()), store.with_history()
    lost = next((face(row) for row in rows if row.uid == orphan and row.state == "orphan"), None)
    if lost is None:
        return []
    fresh = [row for row in rows if row.state == "live" and row.uid not in learned]
    return nlargest(limit, fresh, key=lambda row: alike(lost, face(row)))


def doubts(store: Store) -> tuple[Doubt, ...]:
    """What is still open: cards without a history, and the orphans worth keeping that they may be."""
    from quiz.identity import match

    learned, kept, rows = store.with_history(), store.worth_keeping(), store.rows(store.files())
    orphans = {row.uid: row for row in rows if row.state == "orphan" and row.uid in kept}
    fresh = [row for row in rows if row.state == "live" and row.uid not in learned]
    matching = match({uid: face(row) for uid, row in orphans.items()}, [face(row) for row in fresh])
    found: dict[int, tuple[str, ...]] = {index: (uid,) for index, uid in matching.uids.items()}
    found |= {doubt.index: doubt.candidates for doubt in matching.doubts}
    return tuple(
        Doubt(fresh[index].uid, fresh[index].question, tuple((uid, orphans[uid].question) for uid in uids))
        for index, uids in sorted(found.items())
    )
