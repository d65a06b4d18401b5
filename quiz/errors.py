"""Everything that can go wrong, as a person is told it: one sentence and one hint.

QuizError            the command fails, exit 1
├── UsageError       the person asked for something that cannot be: exit 2
│   └── QueryError   a query that cannot be read
├── ConfigError      config.toml or topics.toml holds a bad value
├── StoreError       the database of the library cannot be used
├── PackageError     a package of Anki cannot be read
├── ExportError      a package or file cannot be written
└── SyncError        the server, the way to it, or what is kept of it cannot be used
"""

from __future__ import annotations


class QuizError(Exception):
    """`message` is one sentence naming file and line where there is one; `hint` says what to do about it."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(QuizError):
    exit_code = 2


class QueryError(UsageError):
    pass


class ConfigError(QuizError):
    """`line` is that of the mistake in its file, 1 where the whole file is meant."""

    def __init__(self, message: str, hint: str = "", line: int = 1) -> None:
        super().__init__(message, hint)
        self.line = line


class StoreError(QuizError):
    pass


class PackageError(QuizError):
    pass


class ExportError(QuizError):
    pass


class SyncError(QuizError):
    """`refused` where the server does not take the login, `broken` where the copy of the collection is damaged."""

    def __init__(self, message: str, hint: str = "", *, refused: bool = False, broken: bool = False) -> None:
        super().__init__(message, hint)
        self.refused = refused
        self.broken = broken
