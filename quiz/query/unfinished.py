"""Whether a query that cannot be read is wrong, or only not yet written to its end."""

from __future__ import annotations

from quiz.errors import QueryError
from quiz.query.conditions import STATES
from quiz.query.grammar import NESTING_LIMIT, depth, read

ENDS = ("", "x", " x", ":x", "1", '"', 'x"', '"x"')
"""What may follow, one of each kind: a word, the next word, a second colon, a number, a phrase and the end of one."""


def is_unfinished(text: str, at: int | None = None) -> bool:
    """Whether something typed at the place `at`, by default the end, and brackets closed behind it make a query of it.

    For a text that cannot be read; any other is finished, though it may go on.
    """
    before, after = (text, "") if at is None else (text[:at], text[at:])
    state = before.lower().rpartition("is:")[2].removeprefix('"')
    rests = [name[len(state) :] for name in STATES if name.startswith(state)]
    ends = (*ENDS, *rests, *(f'{rest}"' for rest in rests))
    return not _is_read(text) and any(_is_read(_closed(before + end + after)) for end in ends)


def _closed(text: str) -> str:
    return text + ")" * min(NESTING_LIMIT + 1, depth(text))


def _is_read(text: str) -> bool:
    try:
        read(text)
    except QueryError:
        return False
    return True
