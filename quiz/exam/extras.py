"""Formats that need a package quiz does not bring along: an optional extra."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from quiz.errors import ExportError
from quiz.language import _, to_reader


def needed(module: str, extra: str) -> ModuleType:
    """A module of an extra; ExportError says how to install it."""
    try:
        return import_module(module)
    except ImportError as error:
        with to_reader():
            message = _("This format needs {module}, which is not installed.").format(module=module.partition(".")[0])
            hint = _("In the folder of quiz: pip install '.[{extra}]'").format(extra=extra)
        raise ExportError(message, hint) from error
