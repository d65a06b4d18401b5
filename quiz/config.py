"""config.toml, and the folders a person's files live in.

Most commands need only the schedule or the topic rules, so these are read without pydantic; `load` reads all
there is. A value that one of them refuses, `load` refuses with the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quiz.errors import ConfigError
from quiz.schedule import Rules

if TYPE_CHECKING:
    from pydantic import ValidationError

    from quiz.settings import Settings

CONFIG_FILE = "config.toml"
SECTIONS = ("schedule", "review", "ui", "keys", "topics")


@dataclass(frozen=True, slots=True)
class Home:
    """Folders that need not exist yet: `data` for the library and its backups, `config` for config.toml."""

    data: Path
    config: Path


def home(environ: Mapping[str, str]) -> Home:
    """`$QUIZ_HOME` for both, or else the folders this system gives a program."""
    if given := environ.get("QUIZ_HOME"):
        try:
            folder = Path(given).expanduser()
        except RuntimeError as error:
            raise ConfigError(f"QUIZ_HOME={given!r} names no folder: {error}", "Set it to a full path.") from error
        return Home(data=folder, config=folder)
    from platformdirs import PlatformDirs

    folders = PlatformDirs("quiz", appauthor=False)
    return Home(data=folders.user_data_path, config=folders.user_config_path)


def load(home: Home) -> Settings:
    """All settings; defaults where there is no file. ConfigError names file, line, value and remedy."""
    from quiz.settings import Settings, validated

    file = _File.read(home)
    if not file.table:
        return Settings()
    from pydantic import ValidationError

    try:
        return validated({**file.table, "schedule": _rules(file), "topics": _topics(file)})
    except ValidationError as error:
        raise _refused(file, error, Settings()) from error


def language(home: Home) -> str:
    """The setting `[ui] language` alone, whatever it says; `auto` where there is none."""
    return str(_File.read(home).table.get("ui", {}).get("language", "auto"))


def rules(home: Home) -> Rules:
    """The schedule rules alone."""
    return _rules(_File.read(home))


def topics(home: Home) -> dict[str, tuple[str, ...]]:
    """The topic rules alone, topic → words."""
    return _topics(_File.read(home))


@dataclass(frozen=True, slots=True)
class _File:
    """config.toml as text and as the tables it states, all of them known sections."""

    path: Path
    text: str
    table: Mapping[str, Any]

    @classmethod
    def read(cls, home: Home) -> _File:
        path = home.config / CONFIG_FILE
        try:
            text = path.read_text("utf-8-sig")
        except FileNotFoundError:
            return cls(path, "", {})
        except UnicodeDecodeError as error:
            raise ConfigError(f"{path} is not UTF-8 text.", "Save it again in the encoding UTF-8.") from error
        except OSError as error:
            raise ConfigError(f"{path} cannot be read: {error.strerror}.", "It must be a readable file.") from error
        file = cls(path, text, _toml(path, text))
        for name, section in file.table.items():
            if name not in SECTIONS:
                raise file.unknown((name,), SECTIONS)
            if not isinstance(section, dict):
                raise file.refused((name,), f"must be a table, not {section!r}", f"Begin it with a line [{name}].")
        return file

    def refused(self, keys: tuple[str, ...], what: str, hint: str) -> ConfigError:
        """The error for what stands at `keys`."""
        return ConfigError(f"{self.path}:{_line(self.text, keys)}: {_dotted(keys)} {what}.", hint)

    def unknown(self, keys: tuple[str, ...], known: Iterable[str]) -> ConfigError:
        from difflib import get_close_matches

        names = list(known)
        close = get_close_matches(keys[-1], names, n=1)
        hint = f"Did you mean {close[0]}?" if close else f"Known here: {', '.join(names)}."
        return self.refused(keys, "is no setting", hint)


def _toml(path: Path, text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        told = str(error) if isinstance(error, ValueError) else "It is nested too deeply"
        what, _, place = told.partition(" (at ")
        number = re.search(r"line (\d+)", place)
        line = number[1] if number else text.count("\n") + 1
        raise ConfigError(f"{path}:{line}: this is not TOML: {what}.", "Correct or remove this line.") from error


def _rules(file: _File) -> Rules:
    table = file.table.get("schedule", {})
    known = [field.name for field in fields(Rules)]
    for key, value in table.items():
        if key not in known:
            raise file.unknown(("schedule", key), known)
        try:
            Rules(**{key: value})
        except ValueError as error:
            what = str(error).removeprefix(key).strip()
            raise file.refused(("schedule", key), what, _remedy(getattr(Rules(), key))) from error
    return Rules(**table)


def _topics(file: _File) -> dict[str, tuple[str, ...]]:
    if "topics" not in file.table:
        return {}
    from quiz.topics import Ruleset

    found: dict[str, tuple[str, ...]] = {}
    for key, value in file.table.get("topics", {}).items():
        try:
            keywords = Ruleset.read({key: value}).keywords
        except ValueError as error:
            hint = """Write for example "docker::volume" = ["volume", "bind mount"]."""
            raise file.refused(("topics", key), f"must be a list of words, not {value!r}", hint) from error
        for topic, words in keywords:
            found[topic] = (*found.get(topic, ()), *words)
    return found


def _refused(file: _File, error: ValidationError, defaults: Settings) -> ConfigError:
    """The first thing pydantic refused, in words of our own."""
    first = error.errors(include_url=False)[0]
    section, key = str(first["loc"][0]), str(first["loc"][1])
    if first["type"] == "unexpected_keyword_argument":
        return file.unknown((section, key), (field.name for field in fields(getattr(defaults, section))))
    wanted = first["msg"].removeprefix("Input should be ")
    default = getattr(getattr(defaults, section), key)
    return file.refused((section, key), f"must be {wanted}, not {first['input']!r}", _remedy(default))


def _remedy(default: object) -> str:
    return f"Correct this line, or delete it for the default, {default!r}."


def _dotted(keys: tuple[str, ...]) -> str:
    return ".".join(key if re.fullmatch(r"[\w-]+", key) else repr(key) for key in keys)


def _line(text: str, keys: tuple[str, ...]) -> int:
    """Where the statement begins that sets `keys`: after the last line whose prefix of the text lacks them."""
    import tomllib

    lines = text.split("\n")
    begin = 1
    for end in range(1, len(lines) + 1):
        try:
            node: Any = tomllib.loads("\n".join(lines[:end]))
        except tomllib.TOMLDecodeError:
            continue
        for key in keys:
            node = node.get(key) if isinstance(node, dict) else None
        if node is not None:
            return begin
        begin = end + 1
    return begin
