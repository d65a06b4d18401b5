"""The keys for cards that the notes hold no longer, and for those joined with a history that is not theirs."""

from __future__ import annotations

from functools import partial

from textual.binding import Binding, BindingType

from quiz.brief import in_brief
from quiz.entry import Entry
from quiz.language import N_, _, n_
from quiz.tui.acts import Acts

KEYS: list[BindingType] = [
    Binding("l", "link", N_("Link"), tooltip=N_("Say which card this lost one has become"), id="browse.link"),
    Binding("delete", "drop", N_("Delete"), tooltip=N_("Show the chosen lost cards no more"), id="browse.drop"),
    Binding(
        "n",
        "unlink",
        N_("Unlink"),
        show=False,
        tooltip=N_("This card is not the one whose history it has"),
        id="browse.unlink",
    ),
]


class LostKeys(Acts):
    def action_link(self) -> None:
        if self.current:
            self.in_turn(partial(self._link, self.current))

    def action_unlink(self) -> None:
        if self.current:
            self.in_turn(partial(self._unlink, self.current.uid))

    def action_drop(self) -> None:
        lost = [entry.uid for entry in self.targets if entry.state == "orphan"]
        if lost:
            self.in_turn(partial(self._drop, lost))

    async def _link(self, lost: Entry) -> None:
        from quiz.lost_cards import likeliest
        from quiz.tui.choose import Choose

        rows = await self.carried_out(lambda study: likeliest(study.store, lost.uid))
        if not rows:
            self.quiz.tell(_("There is no card without a history that it could be."))
            return
        question = _("Which card has this one become? {question}").format(question=in_brief(lost.question))
        chosen = await self.app.push_screen_wait(Choose(question, [(row.uid, in_brief(row.question)) for row in rows]))
        if chosen:
            await self.changing(lambda study: study.link(lost.uid, chosen), lambda _none: {lost.uid, chosen})
            self.did(_("Linked: the card has its history back."))

    async def _unlink(self, card: str) -> None:
        await self.changing(lambda study: study.unlink(card), lambda fresh: {card, fresh})
        self.did(_("Unlinked: the card begins anew, and its history waits among the lost cards."))

    async def _drop(self, lost: list[str]) -> None:
        count = await self.changing(lambda study: study.drop(lost), lambda _count: lost)
        self.did(n_("{n} lost card removed.", "{n} lost cards removed.", count))
