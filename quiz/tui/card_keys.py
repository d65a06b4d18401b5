"""What can be done to the card that is asked, besides answering it."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType

from quiz.entry import Entry
from quiz.language import N_, _
from quiz.reviews import Kind
from quiz.terminal import fit
from quiz.tui.page import Shared

if TYPE_CHECKING:
    from quiz.changes import Report
    from quiz.links import Link


COPIED_WIDTH = 40

KEYS: list[BindingType] = [
    Binding("w", "why", N_("Why now?"), tooltip=N_("History and schedule of this card"), id="review.why"),
    Binding("e", "edit", N_("Edit"), tooltip=N_("Edit the notes at this card"), id="review.edit"),
    Binding("f", "flag", N_("Flag"), tooltip=N_("Flag this card, or unflag it"), id="review.flag"),
    Binding("o", "links", N_("Links"), show=False, tooltip=N_("Open a link of this card"), id="review.links"),
    Binding("c", "copy", N_("Copy"), show=False, tooltip=N_("Copy question or answer"), id="review.copy"),
    Binding(
        "l", "rewritten", N_("Rewritten"), tooltip=N_("This leech is rewritten: count anew"), id="review.rewritten"
    ),
    Binding("r", "reset", N_("Reset"), show=False, tooltip=N_("Learn this card anew"), id="review.reset"),
]


class CardKeys(Shared):
    """For a screen that asks a card and can show it anew; it lists `KEYS` among its bindings."""

    @property
    @abstractmethod
    def card(self) -> Entry | None:
        """The card that is asked."""

    @property
    @abstractmethod
    def text(self) -> str:
        """What of it the person has seen, as written in the notes."""

    @abstractmethod
    async def show_anew(self) -> None:
        """Show the card as it is now."""

    @abstractmethod
    async def looked(self, report: Report | None) -> None:
        """Show the card as it is now, or what became of it."""

    def action_why(self) -> None:
        from quiz.tui.why import Why

        with self.telling():
            if self.card:
                self.app.push_screen(Why(self.study.entry(self.card.uid)))

    async def action_edit(self) -> None:
        with self.telling():
            if self.card and self.quiz.edit(self.card):
                await self.looked(self.quiz.take_in())

    async def action_flag(self) -> None:
        if self.card:
            flagged = self.card.progress.flagged
            told = _("The flag is gone.") if flagged else _("Flagged. `is:flagged` finds it.")
            await self._act(self.card, "unflag" if flagged else "flag", told)

    async def action_rewritten(self) -> None:
        if self.card:
            await self._act(self.card, "rewritten", _("Its lapses are counted anew."))

    def action_reset(self) -> None:
        from quiz.tui.confirm import Confirm

        if self.card:
            question = _("Forget how well this card is known and learn it anew? Its reviews stay in the log.")
            self.app.push_screen(Confirm(question), partial(self._reset, self.card))

    async def _reset(self, card: Entry, confirmed: bool | None) -> None:
        if confirmed:
            await self._act(
                card, "reset", _("The card is new again. {key} takes it back.").format(key=self.key_of("undo"))
            )

    async def _act(self, card: Entry, kind: Kind, told: str) -> None:
        with self.telling():
            self.study.act([card.uid], kind)
            self.quiz.tell(told)
            await self.show_anew()

    def action_links(self) -> None:
        """Open the link of the card, or the one that is picked."""
        from quiz.links import links

        found = links(self.text)
        if self.card and len(found) > 1:
            from quiz.tui.links import LinkPicker

            self.app.push_screen(LinkPicker(found), partial(self._open, self.card))
        elif self.card and found:
            self._open(self.card, found[0])
        else:
            self.quiz.tell(_("There is no link here."))

    def _open(self, card: Entry, link: Link | None) -> None:
        from quiz.sources import disk_path
        from quiz.tui.links import open_link

        with self.telling():
            if link:
                open_link(self.app, link, disk_path(card.file).parent, self.study.store.path.parent)

    def action_copy(self) -> None:
        from quiz.tui.links import copied

        with self.telling():
            if self.text:
                told = copied(self.app, self.text, self.study.store.path.parent).told
                self.quiz.tell(f"{fit(self.text, COPIED_WIDTH)}\n{told}")
