"""Formats that need a package quiz does not bring along: an optional extra."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from quiz.errors import ExportError
from quiz.language import _


def needed(module: str, extra: str) -> ModuleType:
    """A module of an extra; ExportError says how to install it."""
    try:
        return import_module(module)
    except ImportError as error:
        message = _("This format needs {module}, which is not installed.").format(module=module.partition(".")[0])
        raise ExportError(
            message, _("Install it: python -m pip install 'quiz[{extra}]'").format(extra=extra)
        ) from error
