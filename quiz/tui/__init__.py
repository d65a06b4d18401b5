"""The full screen: home, review, summary. Keys become one call of `Study`, values become widgets."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quiz.study import Study


def run(
    study: Study,
    *,
    query: str | None = None,
    scale: int = 4,
    theme: str = "textual-dark",
    notices: Sequence[str] = (),
) -> int:
    """Open the home screen, or at once the review of what `query` selects; returns the exit code.

    `scale` is 4 or 6 grades. `notices` are shown as they are. QueryError for a query that cannot be read.
    """
    sitting = None if query is None else study.begin(query)
    from quiz.tui.app import QuizApp

    app = QuizApp(study, sitting, scale=scale, theme=theme, notices=notices, no_color="NO_COLOR" in os.environ)
    app.run()
    return app.return_code or 0
