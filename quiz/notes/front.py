"""Front matter: what the first lines between `---` say of the whole file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quiz.language import _
from quiz.topics import Ruleset

FENCE = "---"
ENDS = ("---", "...")

_FIRST = re.compile(r"[^\s\-#:][^:]*:(?:\s|$)")
_HALF_CHARACTER = re.compile(r"\\(?:u|U0000)[dD][89a-fA-F]")
_NOTHING = ("", "~", "null")


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
    """The front matter of `text`; FrontMatterError where it is begun but cannot be read.

    It begins with `---` on the first line and a key on the next: other lines `---` are thematic breaks.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return Front()
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ENDS), 0)
    if not _FIRST.match(next((line for line in lines[1:end] if not line.startswith("#")), "")):
        return Front()
    table = _table("\n".join(lines[1:end]))
    topics = table.get("topics")
    ruled = isinstance(topics, Mapping)
    try:
        rules = Ruleset.read(topics if ruled else {})
    except ValueError as error:
        raise FrontMatterError(_line_of("topics", lines), f"{error}") from error
    return Front(
        deck=_word(table.get("deck")) or _word(table.get("title")),
        language=_word(table.get("language")) or _word(table.get("lang")),
        tags=_words(table.get("tags")) + (() if ruled else _words(topics)),
        rules=rules,
        lines=end + 1,
    )


def _table(block: str) -> Mapping[str, object]:
    """The keys of a YAML block, every scalar as it is written: `007`, `no` and dates are words too.

    The loader in C is not for other people's files: a few thousand nested brackets make it crash.
    """
    import yaml

    def fail(place: int, reason: object) -> FrontMatterError:
        message = _("the front matter cannot be read: {reason}").format(reason=reason)
        return FrontMatterError(block.count("\n", 0, place) + 2, message)

    if found := _HALF_CHARACTER.search(block):
        reason = _("{escape}… is half a character; write the character itself").format(escape=found[0])
        raise fail(found.start(), reason)
    try:
        table = yaml.load(block, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        raise fail(error.problem_mark.index if error.problem_mark else 0, error.problem) from error
    except yaml.reader.ReaderError as error:
        raise fail(error.position, error.reason) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise fail(0, _("it is not YAML")) from error
    except RecursionError as error:
        raise fail(0, _("it is nested too deeply")) from error
    return table if isinstance(table, Mapping) else {}


def _word(value: object) -> str | None:
    return (value.strip() or None) if isinstance(value, str) and value not in _NOTHING else None


def _words(value: object) -> tuple[str, ...]:
    """`[a, b]`, `a, b` and `a` alike."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, Sequence) else ()
    return tuple(word for part in parts if (word := _word(part)))


def _line_of(key: str, lines: Sequence[str]) -> int:
    return next((number for number, line in enumerate(lines, 1) if line.startswith(key)), 1)
