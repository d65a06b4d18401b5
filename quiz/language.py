"""The language a person reads. English stands in the code; gettext catalogues under `locale/` hold the others."""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

LANGUAGES = ("en", "ko")
DOMAIN = "quiz"
FOLDER = Path(__file__).parent / "locale"
ASKED = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")

_catalogue = gettext.NullTranslations()
_spoken = _readers = "en"


def use(language: str) -> None:
    """Speak one of `LANGUAGES` from now on, that of the reader; what it has no words for stays English."""
    global _readers
    _speak(language)
    _readers = language


def _speak(language: str) -> None:
    global _catalogue, _spoken
    _catalogue, _spoken = catalogue(DOMAIN, language), language


def spoken() -> str:
    """The one of `LANGUAGES` that is spoken."""
    return _spoken


def catalogue(domain: str, language: str) -> gettext.NullTranslations:
    """The words of a language; none for English, nor where they are not compiled."""
    try:
        with (FOLDER / language / "LC_MESSAGES" / f"{domain}.mo").open("rb") as words:
            return gettext.GNUTranslations(words)
    except FileNotFoundError:
        return gettext.NullTranslations()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak one of `LANGUAGES` for as long as the block goes on: a paper has a language of its own."""
    global _catalogue, _spoken
    before = _catalogue, _spoken
    _speak(language)
    try:
        yield
    finally:
        _catalogue, _spoken = before


def to_reader() -> AbstractContextManager[None]:
    """In a block that speaks the language of a paper, speak to the person who makes it: of what went wrong, say."""
    return speaking(_readers)


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
