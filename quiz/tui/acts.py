"""What is done to the cards of a table: one act after the other, in a thread, told, and taken back by one key."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any, TypeVar

from textual import work

from quiz.apart import Counted
from quiz.entry import Entry
from quiz.language import N_, _, n_
from quiz.study import Study
from quiz.tui.busy import carry_out
from quiz.tui.page import Page

T = TypeVar("T")

BACK = N_("{key} takes it back.")
ONLY_LOST = N_("These cards are no longer in the notes: l links one with its new wording, delete removes them.")


class Acts(Page):
    def __init__(self) -> None:
        super().__init__()
        self._turn = asyncio.Lock()

    # — what the table gives —

    @property
    @abstractmethod
    def current(self) -> Entry | None:
        """The card under the cursor."""

    @property
    @abstractmethod
    def targets(self) -> list[Entry]:
        """The chosen cards, or the one under the cursor."""

    @abstractmethod
    def renew(self, uids: Collection[str], entries: Sequence[Entry]) -> None:
        """Some cards changed: they are `entries` now, and the others of `uids` are gone."""

    @abstractmethod
    def reload(self) -> None:
        """Any card may have changed."""

    # — what its keys are made of —

    def live_targets(self) -> list[Entry]:
        """The chosen cards that the notes hold; where all are lost it says what can be done with those."""
        targets = self.targets
        live = [entry for entry in targets if entry.state == "live"]
        if targets and not live:
            self.quiz.tell(_(ONLY_LOST))
        return live

    def in_turn(self, act: Callable[[], Awaitable[object]]) -> None:
        """Do it when what was asked for before is done."""
        self._take_turn(act)

    @work(group="acts")
    async def _take_turn(self, act: Callable[[], Awaitable[object]]) -> None:
        async with self._turn:
            with self.telling():
                await act()

    async def carried_out(self, work: Callable[[Study], T]) -> T:
        """What some work on the library gives."""
        return await carry_out(self, work, Counted())

    async def changing(
        self, work: Callable[[Study], T], of: Callable[[T], Collection[str]], things: Counted[Any] | None = None
    ) -> T:
        """What the work gives, which changes the cards that `of` takes from it; these are shown anew."""

        def both(study: Study) -> tuple[T, Collection[str], list[Entry]]:
            result = work(study)
            uids = of(result)
            return result, uids, list(study.store.some(uids))

        result, uids, entries = await carry_out(self, both, things or Counted())
        self.renew(uids, entries)
        return result

    def did(self, told: str) -> None:
        """Say what was done, and how it is taken back."""
        self.quiz.tell(f"{told} {_(BACK).format(key=self.key_of('undo'))}")

    # — taking back —

    def action_undo(self) -> None:
        self.in_turn(self._undo)

    async def _undo(self) -> None:
        events = await self.changing(
            lambda study: study.undo()[1],
            lambda events: {uid for event in events for uid in (event.card, event.target) if uid},
        )
        if len(events) > 1:
            self.quiz.tell(n_("Taken back, for {n} card.", "Taken back, for {n} cards.", len(events)))
        else:
            self.tell_undone(events)
