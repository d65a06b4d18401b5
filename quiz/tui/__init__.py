"""The full screen: home, review, summary. Keys become one call of `Study`, values become widgets."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from quiz.language import _

if TYPE_CHECKING:
    from quiz.exam.run import Run
    from quiz.settings import Refusal, ReviewSettings, Settings
    from quiz.study import Sitting, Study
    from quiz.taking import Wishes


def run(
    study: Study,
    settings: Settings,
    *,
    sitting: Sitting | None = None,
    taken: Run | None = None,
    wishes: Wishes | None = None,
    manner: ReviewSettings | None = None,
    notices: Sequence[str] = (),
    remember: Callable[[tuple[str, ...], object], None] | None = None,
) -> int:
    """Open the home screen, or at once the review of a sitting or a run of a paper; returns the exit code.

    `settings` are such as `refusals` has nothing against. `manner`, where given, takes the place of their section
    `review`. `notices` are shown as they are. `remember` writes a setting that is chosen on screen.
    """
    from quiz.tui.app import QuizApp

    no_color = bool(os.environ.get("NO_COLOR"))
    if not no_color:
        os.environ.pop("NO_COLOR", None)  # Textual takes an empty one for a wish
    app = QuizApp(
        study,
        sitting,
        taken=taken,
        wishes=wishes,
        manner=manner or settings.review,
        theme=settings.ui.theme,
        keys=settings.keys,
        remember=remember,
        notices=notices,
        no_color=no_color,
    )
    if settings.ui.images and study.store.has_pictures():
        from quiz.tui import pictures

        pictures.prepare()
    app.run(mouse=settings.ui.mouse)
    return app.return_code or 0


def refusals(settings: Settings) -> list[Refusal]:
    """What only the full screen knows to be wrong: a theme that there is not, keys that no terminal sends."""
    from textual.theme import BUILTIN_THEMES

    from quiz.fields import as_toml
    from quiz.settings import Refusal, nearest

    found = []
    if settings.ui.theme not in BUILTIN_THEMES:
        told = _("ui.theme must be the name of a theme, not {value}.").format(value=as_toml(settings.ui.theme))
        found.append(Refusal(("ui", "theme"), told, nearest(settings.ui.theme, BUILTIN_THEMES)))
    if settings.keys:
        from quiz.tui import keys

        found += keys.refusals(settings.keys)
    return found
