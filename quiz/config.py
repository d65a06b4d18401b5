"""config.toml, and the folders a person's files live in.

Most commands need only the schedule or the topic rules, so these are read without pydantic; `load` reads all there
is. What one of them refuses, `load` refuses, and it alone finds the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from quiz.errors import ConfigError
from quiz.language import _
from quiz.schedule import DeckRules, Rules
from quiz.toml_file import TomlFile, at

if TYPE_CHECKING:
    from quiz.settings import Checks, Names, Refusal, Settings

CONFIG_FILE = "config.toml"
SECTIONS = ("schedule", "review", "ui", "sync", "keys", "topics")


class Home(NamedTuple):
    """Folders that need not exist yet: `data` for the library and its backups, `config` for config.toml.

    What stands in `cache` may be deleted at any time; None keeps nothing.
    """

    data: Path
    config: Path
    cache: Path | None = None

    @property
    def file(self) -> Path:
        return self.config / CONFIG_FILE


def home(environ: Mapping[str, str]) -> Home:
    """`$QUIZ_HOME` for all, or else the folders this system gives a program."""
    if given := environ.get("QUIZ_HOME"):
        try:
            folder = Path(given).expanduser()
        except RuntimeError as error:
            told = _("QUIZ_HOME={folder} names no folder: {reason}").format(folder=repr(given), reason=error)
            raise ConfigError(told, _("Set it to a full path.")) from error
        return Home(data=folder, config=folder, cache=folder / "cache")
    from platformdirs import PlatformDirs

    folders = PlatformDirs("quiz", appauthor=False)
    return Home(folders.user_data_path, folders.user_config_path, folders.user_cache_path)


def load(home: Home, also: Checks | None = None) -> Settings:
    """All settings; defaults where there is no file. ConfigError names file, line, value and remedy of a mistake.

    `also` finds mistakes that only a face can see.
    """
    file = TomlFile.read(home.file)
    settings, refusals = _examined(file.table, also)
    if refusals:
        raise _errors(file, refusals)[0]
    return settings


def problems(home: Home, also: Checks | None = None) -> list[ConfigError]:
    """Every mistake in config.toml, in the order of its lines."""
    try:
        file = TomlFile.read(home.file)
    except ConfigError as error:
        return [error]
    return _errors(file, _examined(file.table, also)[1])


def rules(home: Home) -> Rules:
    """The schedule rules alone."""
    file = _sound(home)
    try:
        return _rules(file.table.get("schedule", {}))
    except (TypeError, ValueError) as error:
        raise _refused(file, "schedule") from error


def topics(home: Home) -> dict[str, tuple[str, ...]]:
    """The topic rules alone, topic → words."""
    file = _sound(home)
    if "topics" not in file.table:
        return {}
    from quiz.topics import Ruleset

    found: dict[str, tuple[str, ...]] = {}
    try:
        for topic, words in Ruleset.read(file.table["topics"]).keywords:
            found[topic] = (*found.get(topic, ()), *words)
    except ValueError as error:
        raise _refused(file, "topics") from error
    return found


def language(home: Home) -> str:
    """The setting `[ui] language` alone, whatever it says; `auto` where there is none."""
    return str(at(TomlFile.read(home.file).table, ("ui", "language")) or "auto")


def state(home: Home, path: Names, value: object, also: Checks | None = None) -> None:
    """Write a value into config.toml; ConfigError, and nothing written, where that would bring a mistake."""
    file = TomlFile.read(home.file)
    for refusal in _examined(file.table, None)[1]:
        if len(refusal.path) < len(path) and refusal.path == path[: len(refusal.path)]:
            raise _errors(file, [refusal])[0]
    _change(file, path, file.stating(_as_written(file, path), value), also)


def unstate(home: Home, path: Names, also: Checks | None = None) -> bool:
    """Take a value out of config.toml, so that its default holds again; False where it was not there."""
    file = TomlFile.read(home.file)
    written = _as_written(file, path)
    if at(file.table, written) is None:
        return False
    _change(file, path, file.without(written), also)
    return True


def _rules(table: Mapping[str, Any]) -> Rules:
    """The rules a table states; TypeError or ValueError for what is none."""
    decks = table.get("decks", {})
    if not isinstance(decks, dict):
        raise TypeError(decks)
    return Rules(**{**table, "decks": {name: DeckRules(**caps) for name, caps in decks.items()}})


def _sound(home: Home) -> TomlFile:
    """The file, of which nothing is known but that it holds sections; their names are checked for everybody."""
    file = TomlFile.read(home.file)
    for name, section in file.table.items():
        if name not in SECTIONS or not isinstance(section, dict):
            raise _refused(file, name)
    return file


def _refused(file: TomlFile, section: str) -> ConfigError:
    """The first mistake in a section, in the words of `load`."""
    refusals = _examined(file.table, None)[1]
    return _errors(file, [refusal for refusal in refusals if refusal.path[0] == section])[0]


def _examined(table: Mapping[str, Any], also: Checks | None) -> tuple[Settings, list[Refusal]]:
    """The settings of a table, a default in place of each mistake, and the mistakes."""
    from quiz.settings import RefusedError, Settings, validated

    refusals: list[Refusal] = []
    try:
        settings = validated(_flat(table)) if table else Settings()
    except RefusedError as error:
        refusals = error.refusals
        settings = validated(_less(_flat(table), refusals))
    return settings, [*refusals, *(also(settings) if also else ())]


def _errors(file: TomlFile, refusals: Iterable[Refusal]) -> list[ConfigError]:
    """Refusals with file and line, in the order of the lines."""
    placed = [(file.line_of(_as_written(file, refusal.path)), refusal) for refusal in refusals]
    return [
        ConfigError(f"{file.path}:{line}: {refusal.message}", refusal.hint, line)
        for line, refusal in sorted(placed, key=lambda each: each[0])
    ]


def _change(before: TomlFile, path: Names, after: TomlFile, also: Checks | None) -> None:
    """Write a file that brings no mistake of its own; one that stood there before may stay."""
    known = _examined(before.table, also)[1]
    brought = [each for each in _examined(after.table, also)[1] if each not in known or each.path == path]
    if brought:
        raise ConfigError(brought[0].message, brought[0].hint)
    after.write()


def _as_written(file: TomlFile, path: Names) -> Names:
    """Where the file states a setting: `review.undo` in [keys] is one name in quotes, or two with a dot between."""
    if path[0] != "keys" or at(file.table, path) is not None:
        return path
    dotted = ("keys", *".".join(path[1:]).split("."))
    return dotted if at(file.table, dotted) is not None else path


def _flat(table: Mapping[str, Any]) -> dict[str, Any]:
    """A table whose [keys] have the ids of actions as their names, however they were written."""
    keys = table.get("keys")
    return {**table, "keys": _joined(keys)} if isinstance(keys, dict) else dict(table)


def _joined(keys: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in keys.items():
        inner = _joined(value) if isinstance(value, dict) else {}
        flat |= {f"{name}.{rest}": keys for rest, keys in inner.items()} if inner else {name: value}
    return flat


def _less(table: dict[str, Any], refusals: Iterable[Refusal]) -> dict[str, Any]:
    """A copy without what is refused."""
    copy = deepcopy(table)
    for *names, last in (refusal.path for refusal in refusals):
        at(copy, names).pop(last, None)
    return copy
