"""The language a person reads. English stands in the code; gettext catalogues under `locale/` hold the others."""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

LANGUAGES = ("en", "ko")
DOMAIN = "quiz"
FOLDER = Path(__file__).parent / "locale"
ASKED = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")

_catalogue = gettext.NullTranslations()


def use(language: str) -> None:
    """Speak one of `LANGUAGES` from now on; what it has no words for stays English."""
    global _catalogue
    _catalogue = gettext.translation(DOMAIN, FOLDER, [language], fallback=True)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak one of `LANGUAGES` for as long as the block goes on: a paper has a language of its own."""
    global _catalogue
    before = _catalogue
    use(language)
    try:
        yield
    finally:
        _catalogue = before


def chosen(setting: str, environ: Mapping[str, str]) -> str:
    """The language of a setting (`auto` asks the environment as gettext does); English where none is ours."""
    if setting in LANGUAGES:
        return setting
    asked = next((value for name in ASKED if (value := environ.get(name))), "")
    names = (name.partition(".")[0].partition("_")[0].lower() for name in asked.split(":"))
    return next((name for name in names if name in LANGUAGES), "en")


def _(message: str) -> str:
    """The message in the person's language."""
    return _catalogue.gettext(message) if message else ""


def n_(one: str, many: str, count: int, **values: object) -> str:
    """The message for a count, which stands in it as `{n}`, filled with it and the other values."""
    return _catalogue.ngettext(one, many, count).format(n=count, **values)


def N_(message: str) -> str:  # noqa: N802  # the name gettext tools look for
    """Mark a message that is translated when it is shown."""
    return message
