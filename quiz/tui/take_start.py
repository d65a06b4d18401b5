"""From home to a quiz: go on with what was left, or as many questions as one likes."""

from __future__ import annotations

from quiz import show_take, taking
from quiz.errors import UsageError
from quiz.exam.run import Run
from quiz.language import N_, _
from quiz.tui.ask import Ask
from quiz.tui.choose import Choose
from quiz.tui.page import Page

MOST = 999
NEW = "new"
HOW_MANY = N_("How many questions?")


def start(page: Page, query: str, title: str) -> None:
    """Ask what is to be taken, and open it above the page."""
    with page.telling():
        left = taking.unfinished(page.study.store.path.parent)
        if not left.runs:
            _begin(page, query, title)
            return
        runs = {f"{number}": run for number, run in enumerate(left.runs)}

        def chosen(name: str | None) -> None:
            if name == NEW:
                _begin(page, query, title)
            elif name is not None:
                _open(page, runs[name])

        things = [(name, _("Go on: {quiz}").format(quiz=show_take.left(run))) for name, run in runs.items()]
        page.app.push_screen(
            Choose(_("A quiz waits to be finished."), [*things, (NEW, _("Begin another one"))]), chosen
        )


def _begin(page: Page, query: str, title: str) -> None:
    def chosen(count: int | None) -> None:
        if count is not None:
            with page.telling():
                paper = taking.of_query(page.study, query, count, title)
                _open(page, taking.begin(page.study, paper))

    page.app.push_screen(Ask(_(HOW_MANY), _count, str(taking.USUAL)), chosen)


def _count(text: str) -> int:
    number = text.strip()
    if number.isascii() and number.isdigit() and 0 < int(number) <= MOST:
        return int(number)
    raise UsageError(_("Write a number from 1 to {most}.").format(most=MOST))


def _open(page: Page, run: Run) -> None:
    from quiz.tui.take import TakeScreen

    page.app.push_screen(TakeScreen(run))
