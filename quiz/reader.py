"""Reading notes files with the topic rules in force. Light to import: a prompt only asks whether a file changed."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from quiz import __version__, disk
from quiz.language import _
from quiz.sources import disk_path

if TYPE_CHECKING:
    from quiz.notes import Notes, Problem
    from quiz.topics import Ruleset

TOPIC_FILE = "topics.toml"
SHIPPED_RULES = Path(__file__).parent / "rules"


class Reader:
    """Reads notes files with the topic rules in force: those beside the notes, the person's, the shipped ones."""

    def __init__(self, own_topics: Callable[[], Mapping[str, Sequence[str]]] = dict) -> None:
        self._own_topics = own_topics

    def read(self, name: str, data: bytes) -> Notes:
        from quiz.notes import parse

        folder = disk_path(name).parent
        beside, problem = self._beside(folder)
        notes = parse(
            data, name, rulesets=(*beside, *self._general), exists=lambda image: os.path.exists(folder / image)
        )
        return replace(notes, problems=(problem, *notes.problems)) if problem else notes

    def signature(self, name: str) -> str:
        """What, besides its own bytes, decides how a file is read."""
        beside = disk_path(name).parent / TOPIC_FILE
        try:
            stat = beside.stat()
            stamp = f"{stat.st_mtime_ns}-{stat.st_size}"
        except OSError:
            stamp = "-"
        return f"{__version__} {self._own_checksum:08x} {stamp}"

    @cached_property
    def _own_checksum(self) -> int:
        return zlib.crc32(repr(sorted(self._own_topics().items())).encode())

    @cached_property
    def _general(self) -> tuple[Ruleset, ...]:
        import tomllib

        from quiz.topics import Ruleset

        own = {topic: list(words) for topic, words in self._own_topics().items()}
        tables = (tomllib.loads(file.read_text("utf-8")) for file in sorted(SHIPPED_RULES.glob("*.toml")))
        return (Ruleset.read(own), *(Ruleset.read(table["topics"], table["names"]) for table in tables))

    def _beside(self, folder: Path) -> tuple[tuple[Ruleset, ...], Problem | None]:
        import tomllib

        from quiz.notes.problems import Problem
        from quiz.topics import Ruleset

        file = folder / TOPIC_FILE
        try:
            table = tomllib.loads(file.read_text("utf-8-sig"))
            return (Ruleset.read(table.get("topics", {}), table.get("names", {})),), None
        except FileNotFoundError:
            return (), None
        except (OSError, ValueError, RecursionError) as error:
            reason = disk.reason(error) if isinstance(error, OSError) else error
            message = _("the topic rules cannot be read: {reason}").format(reason=reason)
            return (), Problem(str(file), 1, "bad-rules", message)
