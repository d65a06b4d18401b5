"""`quiz take`: take a paper, in the full screen or in line mode."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

import click

from quiz.cli import cli, read_line, settings, study, tell, tell_news
from quiz.cli.queries import QUERY_HELP, QueryCommand
from quiz.cli.review import full_screen, needs_screen
from quiz.cli.words import Option
from quiz.language import N_, _

if TYPE_CHECKING:
    from quiz.exam.paper import Paper
    from quiz.exam.run import Run
    from quiz.study import Study
    from quiz.taking import Wishes

HELP = N_(
    "Take a quiz: question by question, back and forth, marked at the end.\n\n"
    "Of a paper, by the .json file or the id that `quiz make` gave it, or of what a query, topics or a blueprint "
    "select. Every answer is kept at once; without anything said `quiz take` goes on with what was left. The schedule "
    "stays as it is unless --count-as-review is said."
)
F = TypeVar("F", bound=Callable[..., Any])


def option(*names: str, text: str, **more: Any) -> Callable[[F], F]:
    return click.option(*names, cls=Option, help=text, **more)


@cli.command(cls=QueryCommand, help=HELP, epilog=QUERY_HELP)
@click.argument("words", metavar="[PAPER|QUERY]...", nargs=-1, type=click.UNPROCESSED)
@option("-n", "--count", text=N_("So many questions; 10 where nobody says."), type=click.IntRange(1, 999), metavar="N")
@option("-t", "--topic", "topics", text=N_("So many questions of a topic."), multiple=True, metavar="TOPIC=N")
@option("--kinds", text=N_("The kinds of question."), metavar="KINDS")
@option("-b", "--blueprint", text=N_("A blueprint, as `quiz make` takes it."), type=click.Path(path_type=Path))
@option("--variant", text=N_("The variant of the paper; by itself its first one."), default="", metavar="LETTER")
@option(
    "--minutes",
    text=N_("End after so many minutes; 0 for no end."),
    type=click.IntRange(0, 1440),
    metavar="N",
    default=0,
)
@option("--plain", text=N_("Line mode: no full screen, works in a pipe and with a screen reader."), is_flag=True)
@option("--new", text=N_("Begin anew and do not ask about what was left."), is_flag=True)
@option(
    "--export-wrong", text=N_("Write the cards that went wrong to a file: .apkg for Anki, .txt for a query."),
    type=click.Path(path_type=Path), metavar="FILE",
)  # fmt: skip
@option("--count-as-review", text=N_("Grade each card answered: right is Good, wrong Again."), is_flag=True)
def take(words: tuple[str, ...], plain: bool, export_wrong: Path | None, count_as_review: bool, **said: Any) -> None:
    from quiz.taking import Wishes, exportable

    said["variant"] = said["variant"].strip().upper()
    wishes = Wishes(count_as_review, exportable(export_wrong) if export_wrong else None)
    if not plain:
        needs_screen("quiz take --plain")
    with study() as open_study:
        news = open_study.welcome()
        if plain:
            tell_news(open_study, news)
            _plain(open_study, _run(open_study, words, said), wishes)
        else:
            run = _run(open_study, words, said)
            sys.exit(full_screen(open_study, news, taken=run, wishes=wishes))


def _run(open_study: Study, words: tuple[str, ...], said: dict[str, Any]) -> Run:
    """What was left, if it is what is asked for and one wants to go on with it; else a run that begins."""
    from quiz import taking

    data = open_study.store.path.parent
    paper = taking.named(data, words[0]) if len(words) == 1 else None
    left = () if said["new"] else _left(open_study)
    own = [
        run for run in left if paper is None or (run.paper.id, said["variant"] or run.letter) == (paper.id, run.letter)
    ]
    anything = paper is None and (words or any(said[name] for name in ("count", "topics", "kinds", "blueprint")))
    if own and not anything and _goes_on(own[0]):
        return own[0]
    if paper is None:
        paper, minutes = _paper(open_study, words, said)
    else:
        minutes = said["minutes"] or 0
    return taking.begin(open_study, paper, said["variant"], minutes)


def _left(open_study: Study) -> tuple[Run, ...]:
    from quiz import taking

    left = taking.unfinished(open_study.store.path.parent)
    tell([f"{problem.message} {problem.hint}" for problem in left.problems], err=True)
    return left.runs


def _paper(open_study: Study, words: tuple[str, ...], said: dict[str, Any]) -> tuple[Paper, int]:
    """A paper of what is asked for now, and how many minutes there are."""
    from dataclasses import replace

    from quiz import blueprints, taking
    from quiz.cli.exam import given_of

    given = given_of({**said, "query": " ".join(words) or None})
    if not (given.get("count") or given.get("topics") or said["blueprint"]):
        given["count"] = taking.USUAL
    blueprint = blueprints.read(said["blueprint"], given)
    fresh = blueprint if said["blueprint"] else replace(blueprint, seed=str(open_study.now().utc_ms))
    return taking.quick(open_study, fresh), blueprint.minutes


def _goes_on(run: Run) -> bool:
    from quiz.plain_take import word
    from quiz.show_take import left

    tell([left(run)])
    line = read_line(_("Enter goes on with it, n begins anew > "))
    return line is not None and word(line) != "n"


def _plain(open_study: Study, begun: Run, wishes: Wishes) -> None:
    from quiz import plain, plain_take, taking
    from quiz.exam.score import Score
    from quiz.plain_take import Faces, word

    data = open_study.store.path.parent
    faces = Faces(
        read_line, click.echo, lambda run: taking.keep(data, run), monotonic, lambda: taking.iso(open_study.now())
    )
    run = plain_take.run(begun, faces)
    if run.phase != "done":
        tell(["", _("Your answers are kept; `quiz take` goes on with them.")])
        return
    told = taking.finish(open_study, run, wishes)
    score = Score.of(run.paper, run.result)
    tell(["", *plain_take.lines(score), "", *told])
    wrong = taking.wrong_cards(score)
    line = read_line(_("Enter leaves, p practises what went wrong > ")) if wrong else None
    if line is not None and word(line) == "p":
        plain.run(open_study, open_study.practise(wrong), settings().review, read_line, click.echo)
