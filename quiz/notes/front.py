"""Front matter: what the first lines between `---` say of the whole file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from quiz.topics import Ruleset

FENCE = "---"
ENDS = ("---", "...")


class FrontMatterError(ValueError):
    """`line` is the 1-based line of the file the sentence speaks of."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Front:
    """`lines` is how many lines of the file it takes, 0 without front matter. Unknown keys are left to others.

    `topics` as a table gives keyword rules; as a list it gives tags, as other tools write it.
    """

    deck: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    rules: Ruleset = field(default_factory=Ruleset)
    lines: int = 0


def read(text: str) -> Front:
    """The front matter of `text`; FrontMatterError where it is begun but cannot be read."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return Front()
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ENDS), None)
    if end is None:
        return Front()  # a thematic break on the first line, with nothing it could close
    table = _mapping("\n".join(lines[1:end]))
    if table is None:
        return Front()  # two thematic breaks around prose
    deck = table.get("deck", table.get("title"))
    language = table.get("language", table.get("lang"))
    topics = table.get("topics") or {}
    ruled = isinstance(topics, dict)
    try:
        rules = Ruleset.read(topics if ruled else {})
    except ValueError as error:
        raise FrontMatterError(_line_of("topics", lines), str(error)) from error
    return Front(
        deck=str(deck).strip() or None if deck is not None else None,
        language=str(language) if language else None,
        tags=_tags(table.get("tags")) + (() if ruled else _tags(topics)),
        rules=rules,
        lines=end + 1,
    )


def _mapping(block: str) -> dict[str, Any] | None:
    import yaml

    try:
        table = yaml.load(block, Loader=yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "it is not YAML"
        raise FrontMatterError(mark.line + 2 if mark else 1, f"the front matter cannot be read: {reason}") from error
    except ValueError as error:
        raise FrontMatterError(1, f"the front matter cannot be read: {error}") from error
    if table is None:
        return {}
    return table if isinstance(table, dict) else None


def _tags(value: object) -> tuple[str, ...]:
    """`[a, b]`, `a, b` and `a` alike."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, list):
        return tuple(str(part).strip() for part in value if part is not None and str(part).strip())
    return () if value is None else (str(value),)


def _line_of(key: str, lines: list[str]) -> int:
    return next((number for number, line in enumerate(lines, 1) if line.lstrip().startswith(key)), 1)
