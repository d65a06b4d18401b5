"""Cards found while a person types, and while they are still being read: a little at a time, so that keys go on."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Collection, Sequence
from functools import partial
from itertools import islice

from textual.worker import Worker

from quiz.entry import Entry
from quiz.index import Index, Key, Search
from quiz.query import parse
from quiz.store import Store
from quiz.tui.page import Page
from quiz.tui.table import CardRows

FIRST, PART = 100, 1000
"""How many cards are read before the first lines are shown, and then at a time."""
STEPS = 4
"""Steps of a search between two looks of the table."""
BREATH_S = 0.001
"""Long enough for a key to be answered between two parts of the work."""


class Finder:
    """Fills `rows` with what a query finds. `said` is called whenever that is more, or all there is.

    Rows that are shown stay until there are others, or until it is certain that there are none.
    """

    def __init__(self, page: Page, rows: CardRows, said: Callable[[], None]) -> None:
        self.today = 0
        self.finished = False
        """Whether what is shown is all that the query finds."""
        self._page, self._rows, self._said = page, rows, said
        self._query = parse("")
        self._shown = self._incoming = Index()
        self._sorting: tuple[Key | None, bool] = (None, False)
        self._read = False
        self._arrived = asyncio.Event()
        self._last: Search | None = None

    @property
    def empty(self) -> bool:
        """Whether the library has no cards, as far as it was read."""
        return not self._shown.entries

    def entry(self, uid: str) -> Entry | None:
        """The card as it was last read."""
        return self._shown.entries.get(uid)

    def reload(self) -> None:
        """Read all cards anew; the cursor stays on its card."""
        self.today = self._page.study.today
        self._incoming, self._read, self._last = Index(), False, None
        load = partial(self._load, self._incoming)
        self._reader: Worker[None] = self._page.run_worker(load, group="load", exclusive=True)
        self._search_on(self._rows.current)

    def find(self, query: str) -> None:
        """Show what another query finds; QueryError where it cannot be read."""
        self._query = parse(query)
        self._search_on(None)

    def sort(self, key: Key | None, *, down: bool) -> None:
        """Sort by a key, or as the notes are; the cursor stays on its card."""
        self._sorting = (key, down)
        self._sort()

    def renew(self, uids: Collection[str], entries: Sequence[Entry]) -> bool:
        """Take in changed cards, without those of `uids` that are not among them; whether all rows stay."""
        self.today = self._page.study.today
        found = {entry.uid for entry in entries}
        gone, new = [uid for uid in uids if uid not in found], found - self._shown.entries.keys()
        for index in {id(index): index for index in (self._shown, self._incoming)}.values():
            index.put(entries)
            index.drop(gone)
        self._last = None
        if gone or new:
            self._search_on(self._rows.next_but(gone))
        return not (gone or new)

    def _sort(self) -> None:
        key, down = self._sorting
        self._incoming.sort(key, down=down)
        self._last = None
        self._search_on(self._rows.current)

    def _search_on(self, keep: str | None) -> None:
        self.finished = False
        search = partial(self._search, keep)
        self._searcher: Worker[None] = self._page.run_worker(search, group="search", exclusive=True)

    async def _load(self, index: Index) -> None:
        """Read all cards on a connection that no other work has to wait for."""
        store = self._page.study.store
        with self._page.telling(), Store(store.path, store.profile, store.cap_days) as apart:
            cards, size = apart.stream(), FIRST
            while part := list(islice(cards, size)):
                index.put(entry for entry in part if entry.uid not in index.entries)  # what changed since is newer
                gc.freeze()  # else the collector walks all cards again and again, and a key waits for it
                size = PART
                self._arrived.set()
                await asyncio.sleep(BREATH_S)
        self._read = True
        self._arrived.set()
        if self._sorting != (None, False):
            self._sort()

    async def _search(self, keep: str | None) -> None:
        index, rows = self._incoming, self._rows
        search = Search(index, self._query, self.today, self._page.study.rules, self._last)
        shown: int | None = None
        while not self.finished:
            await self._look(search, 0 if keep else rows.size.height)
            finished = search.done and self._read
            if shown is not None:
                rows.extend(search.found[shown:])
                shown = len(search.found)
            elif finished or (search.found and not keep):
                self._shown, shown = index, len(search.found)
                rows.show(search.found, keep)
            if finished:
                self.finished, self._last = True, search
            self._said()
            if search.done and not finished:
                self._arrived.clear()
                await self._arrived.wait()

    async def _look(self, search: Search, enough: int) -> None:
        """A few steps of a search; fewer when what it finds first is enough."""
        for _step in range(STEPS):
            search.step()
            if search.done or len(search.found) >= enough > 0:
                return
            await asyncio.sleep(BREATH_S)
