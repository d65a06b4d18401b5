"""A paper as HTML: one self-contained file to print, to practise with, or to take as a test."""

from __future__ import annotations

from quiz.exam.page.options import Options
from quiz.exam.paper import Paper
from quiz.language import speaking

__all__ = ["Options", "files"]


def files(paper: Paper, options: Options = Options()) -> dict[str, bytes]:  # noqa: B008  # an immutable value
    """Name → content (UTF-8): `<paper id>[-<variant>][-practice|-test].html`."""
    from quiz.exam.page import printed, take

    draw = printed.page if options.purpose == "print" else take.page
    ending = "" if options.purpose == "print" else f"-{options.purpose}"
    groups = [paper.variants] if options.together else [(variant,) for variant in paper.variants]
    with speaking(paper.language):
        return {
            f"{paper.id}{'' if options.together else f'-{variants[0].letter}'}{ending}.html": draw(
                paper, variants, options
            )
            for variants in groups
        }
