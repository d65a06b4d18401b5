"""The cards of a library in memory with their folded texts, so that a query can be asked anew at every key."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from quiz.entry import Entry
from quiz.query import And, Node, Predicate, Query, Term, card_text, compile_query, folded
from quiz.schedule import Rules

AT_ONCE = 8000
"""How many cards are looked at between two looks at the keyboard."""

Key = Callable[[Entry], Any]
"""What cards are sorted by; None comes last, whichever way."""


class Index:
    """`entries` by uid, in the order in which they were put in, and their uids in the `order` they are sorted."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.order: list[str] = []
        self._texts: dict[str, str] = {}

    def put(self, entries: Iterable[Entry]) -> None:
        """Take in cards; one that is known keeps its place, a new one comes last."""
        for entry in entries:
            if entry.uid not in self.entries:
                self.order.append(entry.uid)
            self.entries[entry.uid] = entry
            self._texts[entry.uid] = card_text(entry)

    def drop(self, uids: Collection[str]) -> None:
        for uid in uids:
            self.entries.pop(uid, None)
            self._texts.pop(uid, None)
        self.order = [uid for uid in self.order if uid in self.entries]

    def sort(self, key: Key | None = None, *, down: bool = False) -> None:
        """Sort by a key, equal ones in the order they came; without a key, as they came."""
        if key is None:
            self.order = list(reversed(self.entries)) if down else list(self.entries)
            return
        keys = {uid: key(entry) for uid, entry in self.entries.items()}
        known = sorted((uid for uid in keys if keys[uid] is not None), key=keys.__getitem__, reverse=down)
        self.order = known + [uid for uid in keys if keys[uid] is None]

    def asked(self, query: Query, today: int, rules: Rules) -> Predicate:
        """The query as a function, to ask of entries of this index."""
        return compile_query(query, today, rules, lambda entry: self._texts[entry.uid])

    def with_word(self, word: str, among: Iterable[str]) -> list[str]:
        """Those among some uids whose text holds a folded word."""
        texts = self._texts
        return [uid for uid in among if uid in texts and word in texts[uid]]


class Search:
    """A query asked of an index part by part, while cards may still arrive; it finds what `compile_query` finds.

    With a search `before` that has seen all there will be and was asked for more, only what that found is asked.
    """

    def __init__(self, index: Index, query: Query, today: int, rules: Rules, before: Search | None = None) -> None:
        self.query = query
        self.found: list[str] = []
        self._index = index
        self._words, rest = _words_and_rest(query)
        self._wanted = index.asked(rest, today, rules)
        self._among = before.found if before and narrows(query, before.query) else index.order
        self._at = 0

    @property
    def done(self) -> bool:
        """Whether every card that is there so far has been looked at."""
        return self._at >= len(self._among)

    def step(self, count: int = AT_ONCE) -> list[str]:
        """Look at the next cards; the uids of those that are wanted, which come to `found`."""
        part = self._among[self._at : self._at + count]
        self._at += len(part)
        for word in self._words:
            part = self._index.with_word(word, part)
        entries, wanted = self._index.entries, self._wanted
        new = [uid for uid in part if (entry := entries.get(uid)) and wanted(entry)]
        self.found += new
        return new


def narrows(query: Query, wider: Query) -> bool:
    """Whether every card of `query` is certainly one of `wider`: then only those need be asked."""
    return (wider.names_orphans or not query.names_orphans) and _implies(query.root, wider.root)


def _words_and_rest(query: Query) -> tuple[list[str], Query]:
    """The words that must all be there, which are quickly looked for, and what else is asked."""
    parts = query.root.parts if isinstance(query.root, And) else (query.root,)
    words = [part for part in parts if isinstance(part, Term) and not part.field]
    return [folded(word) for word in words], Query(And(tuple(part for part in parts if part not in words)))


def _implies(node: Node, other: Node) -> bool:
    match node, other:
        case _, And(parts):
            return all(_implies(node, part) for part in parts)
        case And(parts), _:
            return any(_implies(part, other) for part in parts)
        case Term(field=field), Term(field=same) if field == same:
            return _narrower(field, folded(node), folded(other))
    return node == other


def _narrower(field: str, value: str, other: str) -> bool:
    if field in PARTS:
        return other in value
    return value.startswith(other) if field == "uid" else value == other


PARTS: Collection[str] = ("", "deck", "file")
"""The fields whose value may stand anywhere in what they ask."""
