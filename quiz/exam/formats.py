"""The formats a paper is written in. One is a module of this package, loaded when it is asked for:

    def files(paper: Paper, options: Options) -> dict[str, bytes]

gives file names → contents; a name may stand in a folder (`images/1f3a.png`). A module is pure: what stands on the
disk is asked of the options. It may have more to say to who makes the paper, of what its program does otherwise:

    def remarks(paper: Paper, options: Options) -> Iterator[str]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import NamedTuple

from quiz.errors import UsageError
from quiz.exam.page.options import PageOptions
from quiz.exam.paper import Paper
from quiz.language import N_, _, speaking


class Format(NamedTuple):
    """`module` is the name in this package; `about` says in a few words what the files are for."""

    module: str
    about: str


FORMATS = {
    "md": Format("markdown", N_("Markdown to print or edit: each variant, the key, a marking sheet")),
    "json": Format("json", N_("the whole paper with its key, for programs")),
    "html": Format("page.printed", N_("a page to print: each variant, its key, a marking sheet")),
    "practice": Format("page.practice", N_("a page to practise with in the browser; it marks and explains")),
    "test": Format("page.test", N_("a page to take the test on in the browser; it says nothing of what is right")),
    "gift": Format("gift", N_("GIFT, for the question bank of Moodle and other programs; no points, no images")),
    "moodle": Format("moodle", N_("Moodle XML, for the question bank of Moodle, with points and images")),
    "qti": Format("qti", N_("QTI 1.2, a package for Canvas, with points and images")),
    "pdf": Format("pdf", N_("PDF to print: each variant, the key, a marking sheet")),
    "kahoot": Format("kahoot", N_("a spreadsheet for Kahoot! with what fits: short choices, yes or no")),
    "wayground": Format("wayground", N_("a spreadsheet for Wayground with what fits")),
    "quizlet": Format("quizlet", N_("terms and definitions to paste into Quizlet")),
    "apkg": Format("cards", N_("the cards of the paper for Anki, to study them; without anybody's progress")),
    "csv": Format("table", N_("a table for spreadsheets: a row for each question of each variant, with its key")),
}
"""name → format, in the order of the help."""


def _no_image(_uid: str, _target: str) -> None:
    return None


def _no_package(_uids: Sequence[str]) -> bytes:
    return b""


@dataclass(frozen=True, slots=True)
class Options:
    """What a format may know besides the paper.

    `names` are those of the class, for the marking sheet. `image` gives the content of an image by the uid of the
    card that shows it and its target as the notes write it; None where there is none.
    `package` makes an Anki package of the cards with these uids. `page` is for the formats in HTML.
    """

    names: tuple[str, ...] = ()
    image: Callable[[str, str], bytes | None] = _no_image
    package: Callable[[Sequence[str]], bytes] = _no_package
    page: PageOptions = field(default_factory=PageOptions)


def known(name: str) -> str:
    """The name of a format; UsageError for what is none."""
    if name not in FORMATS:
        told = _("there is no format {name}.").format(name=name)
        raise UsageError(told, _("Formats are {names}.").format(names=", ".join(FORMATS)))
    return name


def written(paper: Paper, names: Iterable[str], options: Options) -> dict[str, bytes]:
    """The files of a paper in these formats, in the language of the paper."""
    made: dict[str, bytes] = {}
    with speaking(paper.language):
        for name in dict.fromkeys(map(known, names)):
            made |= import_module(f"quiz.exam.{FORMATS[name].module}").files(paper, options)
    return made


def remarks(paper: Paper, names: Iterable[str], options: Options) -> Iterator[str]:
    """What there is to know of these formats of a paper: sentences that begin with the name of one."""
    for name in dict.fromkeys(map(known, names)):
        module = import_module(f"quiz.exam.{FORMATS[name].module}")
        if hasattr(module, "remarks"):
            yield from module.remarks(paper, options)


def file_name(paper: Paper, *parts: str, end: str) -> str:
    """`417-205-386-A.md`: every file of a paper begins with its id. `parts` are for example `A`, or `key`."""
    return f"{'-'.join((paper.id, *filter(None, parts)))}.{end}"
