"""A TOML file as text and table: on which line a name stands, and how one value changes while all else stays."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

from quiz import disk
from quiz.errors import ConfigError
from quiz.language import _
from quiz.terminal import fit

BYTE_ORDER_MARK = "\ufeff"
Keys = Sequence[str]


class TomlFile(NamedTuple):
    """`text` as it stands in the file; empty, like `table`, where there is none."""

    path: Path
    text: str
    table: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> TomlFile:
        """ConfigError names the file, and the line where it is no TOML."""
        try:
            text = path.read_bytes().decode()
        except FileNotFoundError:
            return cls(path, "", {})
        except UnicodeDecodeError as error:
            told = _("{file} is not UTF-8 text.").format(file=path)
            raise ConfigError(told, _("Save it again in the encoding UTF-8.")) from error
        except OSError as error:
            told = _("{file} cannot be read: {reason}.").format(file=path, reason=disk.reason(error))
            raise ConfigError(told, _("It must be a readable file.")) from error
        return cls.parsed(path, text)

    @classmethod
    def parsed(cls, path: Path, text: str) -> TomlFile:
        import tomllib

        try:
            return cls(path, text, tomllib.loads(_plain(text)))
        except (ValueError, RecursionError) as error:
            lines = _plain(text).rstrip().split("\n")
            number = re.search(r"\(at line (\d+)", str(error))
            line = min(int(number[1]), len(lines)) if number else len(lines)
            shown = fit(lines[line - 1].strip(), 60)
            told = _("{file}:{line}: this is not TOML: “{text}”.").format(file=path, line=line, text=shown)
            hint = _("Text stands in quotes; a name or a section is stated only once.")
            raise ConfigError(told, hint, line) from error

    def line_of(self, keys: Keys) -> int:
        """Where the statement begins that sets `keys`: after the last line whose prefix of the text lacks them."""
        begin = 1
        for end, table in _prefixes(_plain(self.text)):
            if at(table, keys) is not None:
                return begin
            begin = end + 1
        return begin

    def stating(self, keys: Keys, value: object) -> TomlFile:
        """With a value at `keys`. Where one stood it is replaced; otherwise a line or a section is added, no more."""
        wanted = _with(self.table, keys, value)
        if at(self.table, keys) is None:
            for text in _additions(_plain(self.text), keys, value):
                if _loads(text) == wanted:
                    return self._holding(text)

        def put(document: Any) -> None:
            here = document
            for name in keys[:-1]:
                here = here.setdefault(name, {})
            here[keys[-1]] = value

        return self._edited(put, wanted)

    def without(self, keys: Keys) -> TomlFile:
        """Without the value at `keys`, and without tables that have nothing else in them; a section may stay, empty."""

        def remove(document: Any) -> None:
            del at(document, keys[:-1])[keys[-1]]
            for end in range(len(keys) - 1, 1, -1):
                if not at(document, keys[:end]):
                    del at(document, keys[: end - 1])[keys[end - 1]]

        return self._edited(remove, _with(self.table, keys, None))

    def write(self) -> None:
        """Replace the file in one step; what it held before stands beside it, its name ending in `~`.

        A link stays a link: the file it leads to is replaced. ConfigError where the folder does not let it.
        """
        import shutil

        file = self.path.resolve()
        fresh, before = (file.with_name(file.name + end) for end in (f".{os.getpid()}", "~"))
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with fresh.open("wb") as stream:
                stream.write(self.text.encode())
                stream.flush()
                os.fsync(stream.fileno())
            with suppress(FileNotFoundError):
                shutil.copymode(file, fresh)
                shutil.copy2(file, before)
            fresh.replace(file)
        except OSError as error:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
            told = _("{file} cannot be written: {reason}.").format(file=file, reason=disk.reason(error))
            raise ConfigError(told, _("It must be a file that you may change.")) from error

    def _edited(self, change: Callable[[Any], None], wanted: Mapping[str, Any]) -> TomlFile:
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        try:
            document = tomlkit.parse(_plain(self.text))
            change(document)
            text = tomlkit.dumps(document)
        except (TOMLKitError, ValueError) as error:
            raise self._beyond_us() from error
        if _filled(_loads(text)) != _filled(wanted):
            raise self._beyond_us()
        return self._holding(text)

    def _beyond_us(self) -> ConfigError:
        told = _("{file} is written in a way that only a person can change.").format(file=self.path)
        return ConfigError(told, _("`quiz config edit` opens it."))

    def _holding(self, text: str) -> TomlFile:
        """Another text, with the line ends and the byte order mark of this one."""
        ends = text.replace("\n", "\r\n") if "\r\n" in self.text else text
        return self.parsed(self.path, BYTE_ORDER_MARK * self.text.startswith(BYTE_ORDER_MARK) + ends)


def at(table: Any, keys: Keys) -> Any:
    """What stands at `keys`; None where nothing does."""
    for key in keys:
        table = table.get(key) if isinstance(table, Mapping) else None
    return table


def _additions(text: str, keys: Keys, value: object) -> Iterator[str]:
    """The text with one statement more, in the places where it may mean what it should; the nicest first."""
    import tomlkit

    lines = text.removesuffix("\n").split("\n") if text else []
    ends = [end for end, _table in _prefixes(text) if end <= len(lines) and not _is_silent(lines[end - 1])]
    stated = tomlkit.item(value).as_string()
    names = [tomlkit.key(key).as_string() for key in keys]

    def below(end: int, depth: int) -> str:
        indent = lines[end - 1][: -len(lines[end - 1].lstrip())] if end else ""
        return "\n".join([*lines[:end], f"{indent}{'.'.join(names[depth:])} = {stated}", *lines[end:]]) + "\n"

    yield from (below(end, depth) for depth in range(len(keys) - 1, 0, -1) for end in reversed(ends))
    section = [f"[{'.'.join(names[:-1])}]", f"{names[-1]} = {stated}"]
    yield "\n".join([*lines, *([""] if lines else []), *section]) + "\n"
    yield from (below(end, 0) for end in reversed([0, *ends]))


def _is_silent(line: str) -> bool:
    return line.strip() == "" or line.lstrip().startswith("#")


def _prefixes(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The ends of statements: how many lines, and what they state together."""
    lines = text.split("\n")
    for end in range(1, len(lines) + 1):
        table = _loads("\n".join(lines[:end]))
        if table is not None:
            yield end, table


def _loads(text: str) -> dict[str, Any] | None:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _with(table: Mapping[str, Any], keys: Keys, value: object) -> dict[str, Any]:
    """A copy with a value at `keys`; without one where it is None."""
    copy = deepcopy(dict(table))
    here: Any = copy
    for name in keys[:-1]:
        here = here.setdefault(name, {})
    here[keys[-1]] = value
    if value is None:
        del here[keys[-1]]
    return copy


def _filled(table: Any) -> Any:
    """A table less what is empty in it."""
    if not isinstance(table, Mapping):
        return table
    members = {name: _filled(value) for name, value in table.items()}
    return {name: value for name, value in members.items() if value != {}}


def _plain(text: str) -> str:
    """What tomllib reads: no byte order mark, line ends of one kind."""
    return text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n")
