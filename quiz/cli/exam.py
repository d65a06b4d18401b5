"""`quiz make`: papers for a class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from quiz import disk
from quiz.cli import as_json, cli, study, tell, tell_json, tell_news, terminal_width
from quiz.cli.words import Option
from quiz.errors import UsageError
from quiz.language import N_, _, n_
from quiz.text import fold

if TYPE_CHECKING:
    from quiz.exam.blueprint import Blueprint
    from quiz.study import Study

F = TypeVar("F", bound=Callable[..., Any])
HELP = N_(
    "Make a quiz for a class: so many questions of each topic, in variants, with their keys.\n\n"
    "For example: quiz make -t docker::volume=3 -t kubernetes=5 --variants 3 -o exam/"
)
EPILOG = N_(
    "KINDS are choice, cloze, short, yesno, open, matching and order, joined by commas; choice=5 asks just five. The "
    "same seed makes the same paper of the same notes, on any machine. Marked cards, cards that wait for an answer and "
    "cards with the comment “quiz: no” are not asked."
)
FILE, FOLDER = click.Path(path_type=Path, dir_okay=False), click.Path(path_type=Path, file_okay=False)
ABOUT_TOPIC = N_("So many questions of a topic and those below it; =docker=3 of docker alone. Say it again for others.")


def option(*names: str, text: str, **more: Any) -> Callable[[F], F]:
    return click.option(*names, cls=Option, help=text, **more)


@cli.command(help=HELP, epilog=EPILOG)
@option("-t", "--topic", "topics", text=ABOUT_TOPIC, multiple=True, metavar="TOPIC=N")
@option(
    "-n", "--count", text=N_("So many in all; what the topics leave open comes from any topic."), type=int, metavar="N"
)
@option("-q", "--query", text=N_("Only cards of this query, as `quiz cards` takes it."), metavar="QUERY")
@option("--kinds", text=N_("The kinds of question."), metavar="KINDS")
@option("--points", text=N_("Points by kind: choice=1,open=5."), metavar="KIND=N,…")
@option("--difficulty", text=N_("Shares: easy=30,medium=50,hard=20."), metavar="SHARES")
@option("--yesno-share", text=N_("At most so many per cent are yes/no questions."), type=int, metavar="PERCENT")
@option("--seed", text=N_("Any word or number."), metavar="TEXT")
@option("--variants", text=N_("In how many orders: A, B, C …"), type=int, metavar="N")
@option("--keep-order", text=N_("Ask in the order of the notes."), is_flag=True)
@option("--fresh", text=N_("No card that one of the last N papers asked."), type=int, metavar="N")
@option("--title", text=N_("What the paper is called."), metavar="TEXT")
@option("--language", text=N_("en or ko; by itself that of the questions."), metavar="LANGUAGE")
@option("-b", "--blueprint", text=N_("A file that says all this; options say what is otherwise."), type=FILE)
@option("--init", text=N_("Write a blueprint.toml to begin with, into the folder of -o."), is_flag=True)
@option(
    "--format", "formats", text=N_("Formats, joined by commas; `quiz make --formats` lists them."), metavar="FORMATS"
)
@option("--minutes", text=N_("So many minutes for a page in the browser."), type=int, metavar="N")
@option("--pace", text=N_("Questions of such a page: all at once, or one by one."), metavar="all|one")
@option("--feedback", text=N_("A practice page marks at once, or at the end."), metavar="once|end")
@option("--partial", text=N_("Points for part of a choice or of an order."), is_flag=True)
@option("--sheet", text=N_("The paper that pages are printed on."), metavar="A4|Letter")
@option("--apart", text=N_("A page for each variant."), is_flag=True)
@option("--formats", "list_formats", text=N_("List the formats."), is_flag=True)
@option("-o", "--output", text=N_("The folder to write into; by itself the one you are in."), type=FOLDER)
@option("--names", text=N_("A file with the names of the class, one a line, for the marking sheet."), type=FILE)
@option("--draft-choices", text=N_("Write multiple-choice drafts as notes to go through; no paper."), type=FILE)
@option("--list", "list_papers", text=N_("List the papers made so far."), is_flag=True)
@option("--force", text=N_("Replace files that are there."), is_flag=True)
@option("--dry-run", text=N_("Say what would be made and write nothing."), is_flag=True)
@as_json
def make(**said: Any) -> None:
    if said["list_formats"]:
        _tell_formats()
    elif said["init"]:
        _init(said["output"], said["blueprint"], force=said["force"])
    elif said["list_papers"]:
        _tell_papers(said["as_json"])
    else:
        _make(said)


def _make(said: dict[str, Any]) -> None:
    from quiz import blueprints, making
    from quiz.show_paper import made_json, made_lines

    with study() as open_study:
        tell_news(open_study, open_study.welcome())
        given = given_of(said)
        if said["draft_choices"]:
            _draft(open_study, blueprints.read(said["blueprint"], given, asks=False), said)
            return
        blueprint = blueprints.read(said["blueprint"], given)
        names = _names(said["names"])
        folder = said["output"] or Path()
        made = making.make(open_study, blueprint, folder, names=names, force=said["force"], dry_run=said["dry_run"])
    if said["as_json"]:
        tell_json(made_json(made, dry=said["dry_run"]))
    else:
        tell(made_lines(made, dry=said["dry_run"]))


def given_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """What the options state, as a blueprint states it."""
    names = (
        "count",
        "query",
        "seed",
        "variants",
        "fresh",
        "title",
        "language",
        "yesno_share",
        "minutes",
        "pace",
        "feedback",
        "sheet",
    )
    given = {name: said[name] for name in names if said.get(name) is not None}
    if said.get("keep_order"):
        given["order"] = "keep"
    given |= {name: True for name in ("partial", "apart") if said.get(name)}
    if said.get("topics"):
        given["topics"] = dict(_pair("--topic", text) for text in said["topics"])
    for name in ("points", "difficulty"):
        if said.get(name) is not None:
            given[name] = dict(_pair(f"--{name}", text) for text in _parts(said[name]))
    for name in ("kinds", "formats"):
        if said.get(name) is not None:
            given[name] = _parts(said[name])
    return given


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _pair(name: str, text: str) -> tuple[str, Any]:
    """`docker::volume=3` → name and number; what is no number is refused with all else."""
    what, sign, count = text.rpartition("=")
    if not sign:
        told = _("{option} {text} says no number.").format(option=name, text=text)
        raise UsageError(told, _("For example: {option} {text}=5.").format(option=name, text=text))
    return what.strip(), int(count) if count.strip().isdecimal() else count.strip()


def _names(file: Path | None) -> tuple[str, ...]:
    if file is None:
        return ()
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        if isinstance(error, OSError):
            told = _("{file} cannot be read: {reason}.").format(file=file, reason=disk.reason(error))
        else:
            told = _("{file} is not UTF-8 text.").format(file=file)
        raise UsageError(told, _("It must be a text file in UTF-8 with one name a line.")) from error
    names = tuple(line.strip() for line in lines if line.strip())
    doubled = [name for name, many in Counter(map(fold, names)).items() if many > 1]
    for name in (next(each for each in names if fold(each) == name) for name in doubled):
        told = _("{file}: {name} stands more than once; tell them apart, for example as {name} 2.")
        tell([told.format(file=file, name=name)], err=True)
    return names


def _draft(open_study: Study, blueprint: Blueprint, said: dict[str, Any]) -> None:
    from quiz import making

    file = said["draft_choices"]
    count = making.draft_choices(open_study, blueprint, file, force=said["force"])
    told = n_(
        "{n} question to go through is in {file}.", "{n} questions to go through are in {file}.", count, file=file
    )
    tell([told, _("No paper asks them before you have struck the comment “quiz: no” in it.")])


def _init(output: Path | None, file: Path | None, *, force: bool) -> None:
    """Into the folder of -o, or the file if it names one."""
    from quiz import blueprints, papers

    if output and not file and output.suffix.lower() == ".toml":
        output, file = output.parent, Path(output.name)
    target = (output or Path()) / (file or blueprints.FILE)
    papers.put(target.parent, {target.name: blueprints.template().encode()}, force=force)
    tell([_("{file} is written; `quiz make -b {file}` makes its paper.").format(file=target)])


def _tell_formats() -> None:
    from quiz import show
    from quiz.exam.formats import FORMATS

    tell(show.table([[name, _(each.about)] for name, each in FORMATS.items()], width=terminal_width()))


def _tell_papers(as_json: bool) -> None:
    import os

    from quiz import config, papers, show
    from quiz.show_paper import kept_json, kept_rows

    kept = papers.kept(config.home(os.environ).data)
    if as_json:
        tell_json({"papers": [kept_json(each) for each in kept]})
        return
    tell(show.table(kept_rows(kept), width=terminal_width()))
    if not kept:
        tell([_("No papers yet. `quiz make -t docker=5` makes one.")], err=True)
