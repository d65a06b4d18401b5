"""The keys that change when and under which topics the chosen cards are asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.binding import Binding, BindingType

from quiz import deeds, retag
from quiz.apart import Counted
from quiz.deeds import Deed
from quiz.entry import Entry
from quiz.language import N_, _, n_
from quiz.retag import Retag
from quiz.tui.acts import Acts

KEYS: list[BindingType] = [
    Binding(
        "x", "suspend", N_("Suspend"), tooltip=N_("Suspend the chosen cards, or ask them again"), id="browse.suspend"
    ),
    Binding("d", "due", N_("Due"), tooltip=N_("Set the day on which the chosen cards are due"), id="browse.due"),
    Binding(
        "t", "retag", N_("Topics"), tooltip=N_("Give the chosen cards topics, or take some away"), id="browse.retag"
    ),
    Binding("b", "bury", N_("Bury"), show=False, tooltip=N_("Ask the chosen cards tomorrow instead"), id="browse.bury"),
    Binding(
        "f",
        "flag",
        N_("Flag"),
        show=False,
        tooltip=N_("Flag the chosen cards, or take the flags away"),
        id="browse.flag",
    ),
    Binding(
        "r", "reset", N_("Reset"), show=False, tooltip=N_("Learn the chosen cards anew from nothing"), id="browse.reset"
    ),
    Binding(
        "l",
        "rewritten",
        N_("Rewritten"),
        show=False,
        tooltip=N_("The chosen leeches are rewritten: count their lapses anew"),
        id="browse.rewritten",
    ),
    Binding("u", "undo", N_("Undo"), show=False, tooltip=N_("Take back the last thing done"), id="browse.undo"),
]


class ActKeys(Acts):
    def action_suspend(self) -> None:
        self._begin(deeds.aside)

    def action_bury(self) -> None:
        self._begin(lambda entries: deeds.bury(entries, self.study.today))

    def action_flag(self) -> None:
        self._begin(deeds.flag)

    def action_rewritten(self) -> None:
        self._begin(lambda entries: deeds.rewritten(entries, self.study.rules.leech_lapses))

    def action_reset(self) -> None:
        from quiz.tui.confirm import Confirm

        deed = deeds.reset(self.live_targets())
        if deed.uids:
            question = n_("Learn {n} card anew from nothing?", "Learn {n} cards anew from nothing?", len(deed.uids))
            self.app.push_screen(Confirm(question), lambda yes: self._go_on(deed) if yes else None)
        else:
            self.quiz.tell(_(deeds.NOTHING))

    def action_due(self) -> None:
        from quiz.tui.ask import Ask

        entries, today = self.live_targets(), self.study.today
        if entries:
            question = n_("When is {n} card due?", "When are {n} cards due?", len(entries))
            asked = Ask(question, partial(deeds.days_until, today=today), placeholder=_(deeds.SHORTLY))
            self.app.push_screen(
                asked, lambda days: None if days is None else self._go_on(deeds.due(entries, days, today))
            )

    def action_retag(self) -> None:
        from quiz.tui.ask import Ask

        uids = [entry.uid for entry in self.live_targets()]
        if uids:
            question = n_("Topics {n} card gets (+) or loses (-):", "Topics {n} cards get (+) or lose (-):", len(uids))
            asked = Ask(question, retag.parse, placeholder="+exam -docker::volume")
            self.app.push_screen(
                asked, lambda change: self.in_turn(partial(self._retag, uids, change)) if change else None
            )

    def _begin(self, plan: Callable[[list[Entry]], Deed]) -> None:
        """Do what is planned for the chosen cards."""
        if entries := self.live_targets():
            self._go_on(plan(entries))

    def _go_on(self, deed: Deed) -> None:
        if deed.uids:
            self.in_turn(partial(self._do, deed))
        else:
            self.quiz.tell(_(deeds.NOTHING))

    async def _do(self, deed: Deed) -> None:
        things = Counted(deed.uids)
        await self.changing(lambda study: study.act(things, deed.kind, deed.days), lambda _count: deed.uids, things)
        self.did(deed.told)

    async def _retag(self, uids: list[str], change: Retag) -> None:
        changed = await self.changing(lambda study: study.retag(study.store.some(uids), change), lambda uids: uids)
        if changed:
            self.did(n_("{n} card has other topics now.", "{n} cards have other topics now.", len(changed)))
        else:
            self.quiz.tell(_(deeds.NOTHING))
