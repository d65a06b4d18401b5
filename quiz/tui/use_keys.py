"""The keys that make use of the chosen cards and leave what is known of them as it is."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from textual.binding import Binding, BindingType

from quiz.errors import UsageError
from quiz.language import N_, _, n_
from quiz.terminal import safe
from quiz.tui.acts import Acts

PACKAGE = "cards.apkg"
KEYS: list[BindingType] = [
    Binding(
        "c",
        "cram",
        N_("Cram"),
        show=False,
        tooltip=N_("Practise the chosen cards outside the schedule"),
        id="browse.cram",
    ),
    Binding("w", "why", N_("Why now?"), show=False, tooltip=N_("History and schedule of this card"), id="browse.why"),
    Binding("e", "edit", N_("Edit"), show=False, tooltip=N_("Edit the notes at this card"), id="browse.edit"),
    Binding("y", "copy", N_("Copy"), show=False, tooltip=N_("Copy the chosen cards as text"), id="browse.copy"),
    Binding(
        "a",
        "export",
        N_("Export"),
        show=False,
        tooltip=N_("Write the chosen cards to an Anki package"),
        id="browse.export",
    ),
]


class UseKeys(Acts):
    _stale = False
    """Whether cards are asked meanwhile, so that any of them may be another one when the table is shown again."""

    def action_why(self) -> None:
        from quiz.tui.why import Why

        if self.current:
            self.app.push_screen(Why(self.current))

    def action_edit(self) -> None:
        with self.telling():
            if self.current and self.quiz.edit(self.current):
                self.quiz.take_in()
                self.reload()

    def action_copy(self) -> None:
        from quiz.tui.links import copied

        text = "\n\n".join(f"{entry.question}\n\n{entry.answer}".strip() for entry in self.targets)
        with self.telling():
            if text:
                self.quiz.tell(copied(self.app, text, self.study.store.path.parent).told)

    def action_cram(self) -> None:
        uids = [entry.uid for entry in self.live_targets()]
        if uids:
            self.in_turn(partial(self._cram, uids))

    def action_export(self) -> None:
        from quiz.tui.ask import Ask

        uids = {entry.uid for entry in self.live_targets()}
        if uids:
            question = n_("Write {n} card to which Anki package?", "Write {n} cards to which Anki package?", len(uids))
            asked = Ask(question, package, PACKAGE)
            self.app.push_screen(asked, lambda file: self.in_turn(partial(self._export, uids, file)) if file else None)

    async def _cram(self, uids: list[str]) -> None:
        sitting = await self.carried_out(lambda study: study.practise(uids))
        self._stale = bool(sitting.session.ahead)
        self.quiz.start(sitting.session)

    async def _export(self, uids: set[str], file: Path) -> None:
        from quiz.exchange.outgoing import export
        from quiz.exchange.words import exported_line

        exported = await self.carried_out(lambda study: export(study, file, uids=uids))
        self.quiz.tell(safe(exported_line(exported, file)))

    def on_screen_resume(self) -> None:
        if self._stale:
            self._stale = False
            self.reload()


def package(text: str) -> Path:
    """The file a person names; UsageError where it is no Anki package."""
    file = Path(text.strip()).expanduser()
    if file.suffix.lower() != ".apkg":
        raise UsageError(_("{file} is no Anki package.").format(file=file), _("Name a file that ends in .apkg."))
    return file
