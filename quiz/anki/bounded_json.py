"""JSON from a package: read only where it is small enough to be held."""

from __future__ import annotations

import json
from typing import Any

MOST_BYTES = 16 << 20
MOST_PARTS = 1_000_000
"""Arrays, objects and values: three bytes of text can ask for seventy of memory."""


class JsonError(ValueError):
    """The text is no JSON, is nested too deep or holds too much."""


def loads(text: bytes) -> Any:
    if len(text) > MOST_BYTES or sum(map(text.count, (b"[", b"{", b","))) > MOST_PARTS:
        raise JsonError("too much")
    try:
        return json.loads(text.decode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise JsonError(str(error)) from error


def mapping(value: object) -> dict[str, Any]:
    """`value` where it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def listed(value: object) -> list[Any]:
    """`value` where it is a JSON array, else an empty one."""
    return value if isinstance(value, list) else []
