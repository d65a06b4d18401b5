"""What the screens share: the way to the library, and how its errors are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar, cast

from textual.await_complete import AwaitComplete
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen

from quiz.errors import QuizError
from quiz.language import N_, _
from quiz.terminal import cell_width, safe
from quiz.tui.worded import reword_below

if TYPE_CHECKING:
    from quiz.reviews import Review
    from quiz.study import Study
    from quiz.tui.app import QuizApp


NARROW = 60
DETAIL_WIDTH = 36
AROUND_TOAST = 4
"""The columns of a toast, and of the blank between two texts on one line of it, that hold no text."""
TAKEN_BACK = N_("Taken back.")
NOTHING_TO_UNDO = N_("There is nothing to undo.")
Result = TypeVar("Result")


class Shared(DOMNode):
    @property
    def quiz(self) -> QuizApp:
        return cast("QuizApp", self.app)

    @property
    def study(self) -> Study:
        return self.quiz.study

    @property
    def narrow(self) -> bool:
        """Whether lines must be short; known before Textual sets the class `-narrow`."""
        return self.app.size.width < NARROW

    def key_of(self, action: str) -> str:
        """The key that does this on the screen now, whatever it was changed to."""
        active = self.screen.active_bindings.values()
        keys = (self.app.get_key_display(each.binding) for each in active if each.binding.action == action)
        return next(keys, "")

    def tell_undone(self, events: Sequence[Review]) -> None:
        """Say whether anything was taken back, and what."""
        from quiz.show import undone

        entry = self.study.store.entry(events[-1].card) if events else None
        told = _(TAKEN_BACK if events else NOTHING_TO_UNDO)
        room = min(DETAIL_WIDTH, self.app.size.width - cell_width(told) - AROUND_TOAST)
        self.quiz.tell("\n".join(filter(None, (told, undone(events, entry, room)))))

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Show a QuizError as a toast; what stands behind the failing call in the block is not done."""
        try:
            yield
        except QuizError as error:
            self.quiz.tell(safe(f"{error.message}\n{error.hint}".strip()), "error")


class Once(Screen[Result]):
    """Dismissed but once: a key that comes twice must not take the screen below as well."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_current else AwaitComplete()


class Page(Once[str], Shared):
    """A whole screen; may be dismissed with a wish."""

    async def reword(self) -> None:
        """Say anew all that stands here, in the language now spoken."""
        await reword_below(self)
        self.refresh_bindings()


class Dialog(ModalScreen[Result], Once[Result], Shared):
    """A box above a screen."""
