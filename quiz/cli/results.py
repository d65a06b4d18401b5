"""`quiz results`: what a class answered; `add`, `drop` and `restore` files of it, `correct` its key."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quiz.cli import as_json, cli, tell, tell_json, terminal_width
from quiz.cli.stats import write_page
from quiz.cli.words import Command, Group, Option
from quiz.errors import QuizError, UsageError
from quiz.language import N_, _, n_

if TYPE_CHECKING:
    from quiz.exam.paper import Paper
    from quiz.result_files import Stored

HELP = N_(
    "Show what a class answered: each question, each topic, each person.\n\n"
    "`quiz results` lists the papers with results, `quiz results PAPER` shows one by its id. Files are added with "
    "`quiz results add`."
)
SHOW = "show"
MOST_TOLD = 40
"""Problems told in words; --json tells all."""
FILE = click.Path(path_type=Path)
NO_RESULTS = N_("No results yet. `quiz results add FILE` takes in what the page downloads, or a table.")
ADD_HELP = N_(
    "Take in result files: JSON that the page downloads, CSV typed from paper, folders and zips of them.\n\n"
    "A table has the columns name, variant and 1, 2, 3 …; a paper column or --paper says what it answers. What is "
    "there already is not added again. A row of nothing but points for written answers marks a test that is there."
)
CORRECT_HELP = N_(
    "Put a wrong key right after the test: KEY is a corrected .json file of the paper, or the id of one made anew.\n\n"
    "What is marked otherwise is told, and the answers that are there are marked by the new key from then on. It must "
    "print the same as the paper; the earlier key is kept beside it."
)
DROP_HELP = N_("Take results out, by name or by the id that `quiz results PAPER --ids` tells.")


class Results(Group):
    """A group whose first word may be a paper instead of a command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = [SHOW, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in super().list_commands(ctx) if name != SHOW]


@cli.group(cls=Results, help=HELP, subcommand_metavar="[PAPER | COMMAND] ...")
def results() -> None:
    pass


@results.command(SHOW, cls=Command, help=HELP)
@click.argument("paper", required=False, metavar="[PAPER]")
@click.option("--anonymous", cls=Option, is_flag=True, help=N_("Tell no names: #1, #2 …"))
@click.option("--html", cls=Option, metavar="FILE", type=FILE, help=N_("Write one HTML page that needs nothing else."))
@click.option("--partial", cls=Option, is_flag=True, help=N_("Count some right options of several in part."))
@click.option("--ids", cls=Option, is_flag=True, help=N_("List the results with their ids."))
@click.option("--practice", cls=Option, is_flag=True, help=N_("List also the papers that were only practised here."))
@as_json
def show(paper: str | None, practice: bool, as_json: bool, **said: Any) -> None:
    if paper is None:
        _list(practice=practice, as_json=as_json)
        return
    from quiz import result_files, taking

    data = _data()
    made = taking.of_id(data, paper)
    found = result_files.stored(data, made)
    if not found:
        raise QuizError(_("the paper {id} has no results.").format(id=paper), _("`quiz results add FILE` adds some."))
    if said["ids"]:
        tell(_rows(found, anonymous=said["anonymous"]))
    else:
        _show(made, found, as_json=as_json, **said)


def _show(paper: Paper, found: list[Stored], *, anonymous: bool, html: Path | None, as_json: bool, **said: Any) -> None:
    from quiz import results_page, show_results
    from quiz.exam.figures import figures
    from quiz.exam.marking import Rules

    told = figures(paper, [each.result for each in found], Rules(partial=said["partial"]))
    if html:
        write_page(html, results_page.page(told, anonymous=anonymous))
        tell([_("The results are in {file}.").format(file=html)], err=as_json)
    if as_json:
        tell_json(show_results.as_json(told, anonymous=anonymous))
    elif not html:
        tell(show_results.lines(told, terminal_width(), anonymous=anonymous))


@results.command(cls=Command, help=ADD_HELP)
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--paper", cls=Option, metavar="PAPER", help=N_("The paper of the tables: its id, or its .json file."))
@as_json
def add(files: tuple[Path, ...], paper: str | None, as_json: bool) -> None:
    from quiz import clock, handing_in, taking

    data = _data()
    made = taking.named(data, paper) if paper else None
    if paper and made is None:
        told = _(taking.NO_PAPER).format(name=paper)
        raise UsageError(told, _("`quiz make --list` lists the papers made here."))
    taken = handing_in.add(data, files, clock.now(), made)
    if as_json:
        counts = {"new": taken.new, "known": taken.known, "replaced": taken.replaced}
        problems = [{"message": each.message, "hint": each.hint} for each in taken.problems]
        tell_json({**counts, "papers": list(taken.papers), "problems": problems})
    else:
        tell([_("{new} new, {known} known already, {replaced} in place of earlier ones").format(
            new=taken.new, known=taken.known, replaced=taken.replaced)])  # fmt: skip
        tell([_("{title}: quiz results {id}").format(title=each.title, id=each.id) for each in taken.papers.values()])
    tell([f"{each.message} {each.hint}".strip() for each in taken.problems[:MOST_TOLD]], err=True)
    if (more := len(taken.problems) - MOST_TOLD) > 0:
        tell([_("and {n} more").format(n=more)], err=True)
    if taken.problems:
        click.get_current_context().exit(1)


@results.command(cls=Command, help=CORRECT_HELP)
@click.argument("paper", metavar="PAPER")
@click.argument("key", metavar="KEY")
@click.option("--dry-run", cls=Option, is_flag=True, help=N_("Say what would be marked otherwise and write nothing."))
@as_json
def correct(paper: str, key: str, dry_run: bool, as_json: bool) -> None:
    from quiz import clock, papers, result_files, show_results, taking
    from quiz.exam.corrected import changes, corrected

    data = _data()
    before, other = taking.of_id(data, paper), taking.named(data, key)
    if other is None:
        raise UsageError(_(taking.NO_PAPER).format(name=key), _("`quiz make --list` lists the papers made here."))
    after = corrected(before, other, key)
    found = tuple(changes(before, after, [each.result for each in result_files.stored(data, before)]))
    writes = bool(found) and not dry_run
    earlier = papers.correct(taking.folder_of(data, paper), after, clock.now()) if writes else None
    if as_json:
        changed = [show_results.change_json(each) for each in found]
        tell_json({"changes": changed, "written": writes, "earlier": earlier and str(earlier)})
        return
    tell(map(show_results.change_line, found) if found else [_("Both keys mark every answer alike.")])
    if earlier:
        tell([_("The key of {id} is corrected; the earlier one is in {file}.").format(id=paper, file=earlier)])


def _which(function: Any) -> Any:
    function = click.option("--paper", cls=Option, metavar="ID", help=N_("Only results of this paper."))(function)
    return click.argument("name", metavar="NAME|ID")(function)


@results.command(cls=Command, help=DROP_HELP)
@_which
def drop(name: str, paper: str | None) -> None:
    from quiz import result_files

    found = _found(name, paper, dropped=False)
    result_files.drop(_data(), found)
    told = n_("{n} result taken out.", "{n} results taken out.", len(found))
    tell([f"{told} " + _("`quiz results restore {name}` brings it back.").format(name=name)])


@results.command(cls=Command, help=N_("Bring back results that were dropped."))
@_which
def restore(name: str, paper: str | None) -> None:
    from quiz import result_files

    found = _found(name, paper, dropped=True)
    result_files.restore(_data(), found)
    tell([n_("{n} result brought back.", "{n} results brought back.", len(found))])


def _found(name: str, paper: str | None, *, dropped: bool) -> list[Stored]:
    """The result of a name or an id, of one paper; UsageError where there is none, or are several to choose from."""
    from quiz import result_files

    found = [
        each
        for made in _papers(paper, dropped=dropped)
        for each in result_files.stored(_data(), made, dropped=dropped)
        if name in (each.result.name, each.id)
    ]
    if not found:
        raise UsageError(
            _("there is no result of {name}.").format(name=name), _("`quiz results PAPER --ids` lists them.")
        )
    if len(found) > 1:
        ids = ", ".join(f"{each.id} ({each.result.paper})" for each in found)
        raise UsageError(
            _("{name} has several results.").format(name=name), _("Name one by its id: {ids}.").format(ids=ids)
        )
    return found


def _papers(paper: str | None, *, dropped: bool = False) -> list[Paper]:
    from quiz import result_files, taking

    data = _data()
    names = [paper] if paper else [name for name, _many in result_files.with_results(data, dropped=dropped)]
    return [taking.of_id(data, name) for name in names]


def _list(*, practice: bool, as_json: bool) -> None:
    from quiz import papers, result_files, show

    data = _data()
    counts = dict(result_files.with_results(data))
    made = [each for each in _papers(None) if practice or (data / papers.FOLDER / f"{each.id}.json").exists()]
    if as_json:
        tell_json({"papers": [{"id": each.id, "title": each.title, "results": counts[each.id]} for each in made]})
        return
    rows = [[each.id, str(counts[each.id]), each.title] for each in made]
    head = [[_("paper"), _("results"), _("title")]] if rows else []
    tell(show.table([*head, *rows], right=(1,), width=terminal_width()))
    if not rows:
        tell([_(NO_RESULTS)], err=True)


def _rows(found: list[Stored], *, anonymous: bool) -> list[str]:
    from quiz.show import table

    rows = [
        [each.id, each.result.variant, each.result.kind, each.result.finished, "" if anonymous else each.result.name]
        for each in found
    ]
    return table([[_("id"), _("variant"), _("kind"), _("finished"), _("name")], *rows], width=terminal_width())


def _data() -> Path:
    from quiz import config

    return config.home(os.environ).data
