"""What is done to cards besides answering them: one act each, which one undo takes back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from quiz.errors import UsageError
from quiz.events import Kind, Review
from quiz.language import _
from quiz.study.opened import Opened

if TYPE_CHECKING:
    from quiz.entry import Entry
    from quiz.retag import Retag


class Amends(Opened):
    def act(self, uids: Iterable[str], kind: Kind, days: int = 0) -> int:
        """Do one thing to many cards, which one undo takes back; how many. `days` is for `due`."""
        return self.store.record_all(uids, kind, *self._stamp(), shift=days)

    def set_aside(self, query: str, *, resume: bool = False) -> int:
        """Suspend, or resume, the cards of a query; how many changed."""
        changed = [entry.uid for entry in self.entries(query) if entry.progress.suspended == resume]
        return self.act(changed, "resume" if resume else "suspend")

    def retag(self, entries: Iterable[Entry], change: Retag) -> Collection[str]:
        """Give cards topics beside those of the notes, or take some away: the uids of those that have others now."""
        from quiz import overlay

        with self.store.alone():
            before = overlay.retag(self.store, entries, change)
            self._log_retag(before)
        return before.keys()

    def _log_retag(self, before: Mapping[str, Retag], batch: str | None = None) -> None:
        """Log by which act the file of topics says something else of these cards than before."""
        from quiz import overlay
        from quiz.retag import Retag

        said = overlay.said(self.store)
        self.store.log_retag({uid: (was, said.get(uid, Retag())) for uid, was in before.items()}, *self._stamp(), batch)

    def _retag_back(self) -> None:
        """Let the file of topics say what it said before the last act, but for what was changed there since."""
        if changed := self.store.last_retag():
            from quiz import overlay
            from quiz.retag import Retag

            said = overlay.said(self.store)
            same = {uid: was for uid, (was, then) in changed.items() if said.get(uid, Retag()) == then}
            overlay.restore(self.store, same)

    def link(self, orphan: str, card: str) -> None:
        """Let `card` go on under the uid and the history of `orphan`; both by how their uid begins."""
        with self.store.alone():
            event = self.store.link(self._uid(orphan), self._uid(card), *self._stamp())
            self._retag_along(event, giver=event.target or "", taker=event.card)

    def unlink(self, card: str) -> str:
        """Part a card, by how its uid begins, from a history that is not its own; the uid it goes on under."""
        from quiz.identity import new_uid

        entry = self.entry(self._uid(card))
        fresh = new_uid(entry.deck, entry.question, self.store.uids())
        with self.store.alone():
            event = self.store.unlink(entry.uid, fresh, *self._stamp())
            self._retag_along(event, giver=entry.uid, taker=event.card)
        return event.card

    def _retag_along(self, event: Review, giver: str, taker: str) -> None:
        """As part of the act of an event, give a card the topics as well that were given by hand to another."""
        if self.store.overlay():
            from quiz import overlay

            self._log_retag(overlay.hand_on(self.store, giver, taker), event.event_id)

    def drop(self, orphans: Sequence[str]) -> int:
        """Show these orphans no more; how many there were."""
        return self.store.drop(orphans, *self._stamp())

    def _uid(self, start: str) -> str:
        """The one uid that begins so."""
        if self.store.entry(start):
            return start
        found = [entry.uid for entry in self.store.entries() if entry.uid.startswith(start)]
        if len(found) > 1:
            told = _("{n} cards have a uid that begins with {start}.").format(n=len(found), start=start)
            raise UsageError(told, _("Give more of it."))
        return found[0] if found else start
