"""Which variants stand in a file together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quiz.exam.paper import Paper, Variant


def groups(paper: Paper, *, together: bool) -> Iterator[tuple[str, Sequence[Variant]]]:
    """Each file's part of the name, empty where all are in one, and its variants."""
    if together:
        yield "", paper.variants
    else:
        yield from ((variant.letter, (variant,)) for variant in paper.variants)
