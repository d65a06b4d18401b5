"""Taking papers at the library: a paper of what one wants to practise, its run kept on disk, and what comes of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from quiz import disk, making, papers, result_files
from quiz.errors import ExportError, QuizError, UsageError
from quiz.exam import json as paper_json
from quiz.exam.compose import TooFewError, compose
from quiz.exam.result_file import dump_run, load_run
from quiz.exam.results import decoded
from quiz.exam.run import Run
from quiz.exam.score import Score
from quiz.grades import AGAIN, GOOD, LONGEST_ANSWER_MS
from quiz.language import N_, _, n_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quiz.exam.blueprint import Blueprint
    from quiz.exam.paper import Paper
    from quiz.reviews import Moment
    from quiz.study import Study

OWN, RUNS = "practice", "runs"
"""Below the folder of the library: papers made only to be taken at once, and what is not finished yet."""
USUAL = 10
"""So many questions where nobody says how many."""
PAPER_ID = re.compile(r"\d{3}-\d{3}-\d{3}")

NOTHING = N_("There is no question to ask.")
NO_PAPER = N_("{name} is neither the id of a paper nor its .json file.")


class Wishes(NamedTuple):
    """What is to be done with a run that is finished, besides keeping its result."""

    count_as_review: bool = False
    export_wrong: Path | None = None


class Left(NamedTuple):
    """What was begun and not finished, the latest first, and what cannot be gone on with any more."""

    runs: tuple[Run, ...] = ()
    problems: tuple[QuizError, ...] = ()


def iso(moment: Moment) -> str:
    """A moment as result files have it: ISO 8601 in UTC."""
    return datetime.fromtimestamp(moment.utc_ms // 1000, UTC).isoformat().replace("+00:00", "Z")


# — papers —


def quick(study: Study, blueprint: Blueprint) -> Paper:
    """A paper to take now, of as many questions as the blueprint asks for or as there are; one variant.

    TooFewError where a topic or kind that is counted has too few, QuizError where there is none at all.
    """
    pool = making.candidates(study, blueprint.query)
    used = papers.used(study.store.path.parent, blueprint.fresh)
    wanted = replace(blueprint, variants=1)
    while True:
        try:
            return compose(pool, wanted, used).paper
        except TooFewError as error:
            had = error.missing[0].had
            counted = wanted.topics or any(wanted.kinds.values())
            if counted or had >= wanted.count:
                raise
            if had == 0:
                raise QuizError(_(NOTHING), error.hint) from error
            wanted = replace(wanted, count=had)


def of_query(study: Study, query: str = "", count: int = USUAL, title: str = "") -> Paper:
    """A paper of cards that a query selects; another one every time."""
    from quiz.exam.blueprint import Blueprint

    seed = str(study.now().utc_ms)
    return quick(study, Blueprint(title=title, query=query, count=count, seed=seed))


def named(data: Path, name: str) -> Paper | None:
    """The paper of a file, or of an id that was made here; None where the name is neither's.

    UsageError where it can only mean a file and is none.
    """
    if PAPER_ID.fullmatch(name):
        return of_id(data, name)
    path = Path(name)
    if path.suffix.lower() == ".json" and path.is_file():
        return of_file(path)
    if path.suffix.lower() != ".json" and not _stands_in_a_folder(name):
        return None
    told = _(NO_PAPER).format(name=name) if path.is_file() else _("there is no file {file}.").format(file=name)
    raise UsageError(told, _("`quiz make --list` lists the papers made here."))


def _stands_in_a_folder(name: str) -> bool:
    """Whether a word is the way to a file; `TCP/IP` is none, unless there is a folder TCP."""
    return "/" in name and (name.startswith(("/", "./", "../", "~/")) or Path(name).parent.is_dir())


def of_id(data: Path, paper_id: str) -> Paper:
    """UsageError where no such paper was made or taken here."""
    return of_file(folder_of(data, paper_id) / papers.FOLDER / f"{paper_id}.json")


def folder_of(data: Path, paper_id: str) -> Path:
    """The folder in which a paper is kept: that of the library, or the one of what was only practised here."""
    for folder in (data, data / OWN):
        if PAPER_ID.fullmatch(paper_id) and (folder / papers.FOLDER / f"{paper_id}.json").is_file():
            return folder
    told = _("there is no paper {id}.").format(id=paper_id)
    raise UsageError(told, _("`quiz make --list` lists the papers made here; name the .json file of any other."))


def of_file(path: Path) -> Paper:
    try:
        paper = paper_json.loads(path.read_bytes(), str(path))
    except OSError as error:
        told = _("{file} cannot be read: {reason}.").format(file=path, reason=disk.reason(error))
        raise QuizError(told, _("It must be a readable file.")) from error
    if not PAPER_ID.fullmatch(paper.id):  # it becomes the name of files
        raise QuizError(_("{file} is a paper without a proper id.").format(file=path), _("Make it again."))
    return paper


# — runs —


def begin(study: Study, paper: Paper, letter: str = "", minutes: int = 0) -> Run:
    """A run at its beginning, on disk like its paper; UsageError where the paper has no such variant."""
    data = study.store.path.parent
    known = [variant.letter for variant in paper.variants]
    if letter and letter not in known:
        told = _("the paper {id} has no variant {letter}.").format(id=paper.id, letter=letter)
        raise UsageError(told, _("It has {letters}.").format(letters=", ".join(known)))
    if not (data / papers.FOLDER / f"{paper.id}.json").exists():
        papers.keep(data / OWN, paper, study.now())
    run = Run.begin(paper, letter or known[0], iso(study.now()), minutes)
    keep(data, run)
    return run


def keep(data: Path, run: Run) -> None:
    """Write a run in place of what was there; ExportError where the disk does not let it."""
    try:
        result_files.put(_file(data, run), dump_run(run))
    except OSError as error:
        told = _("your answers cannot be written: {reason}.").format(reason=disk.reason(error))
        raise ExportError(
            told, _("Check the rights and the space on the disk; nothing is lost while quiz runs.")
        ) from error


def unfinished(data: Path) -> Left:
    files = sorted((data / RUNS).glob("*.json"), key=lambda file: (-file.stat().st_mtime_ns, file.name))
    runs, problems = [], []
    for file in files:
        try:
            text = decoded(file.read_bytes(), str(file))
            runs.append(load_run(text, of_id(data, file.stem[:11]), str(file)))
        except OSError as error:
            told = _("{file} cannot be read: {reason}.").format(file=file, reason=disk.reason(error))
            problems.append(QuizError(told, _("It must be a readable file.")))
        except QuizError as error:
            problems.append(error)
    return Left(tuple(runs), tuple(problems))


def forget(data: Path, run: Run) -> None:
    _file(data, run).unlink(missing_ok=True)


def finish(study: Study, run: Run, wishes: Wishes = Wishes()) -> list[str]:  # noqa: B008  # an immutable value
    """Keep the result of a run that is done, forget the run, and do what is wished; a sentence for each of that."""
    data = study.store.path.parent
    result_files.Shelf(data, run.paper).add(run.result)
    forget(data, run)
    told = []
    if wishes.count_as_review:
        told.append(counted(count_as_review(study, run)))
    if wishes.export_wrong:
        wrong = wrong_cards(Score.of(run.paper, run.result))
        told.append(exported(export_wrong(study, wrong, wishes.export_wrong), wishes.export_wrong))
    return told


def counted(cards: int) -> str:
    return n_("{n} card was graded as in a review.", "{n} cards were graded as in a review.", cards)


def exported(cards: int, file: Path) -> str:
    return n_("{n} card to repeat is in {file}.", "{n} cards to repeat are in {file}.", cards, file=file)


def _file(data: Path, run: Run) -> Path:
    return data / RUNS / f"{run.paper.id}-{run.letter}.json"


# — what comes of it —


def wrong_cards(score: Score) -> list[str]:
    """The uids of the cards that were not answered rightly, what has no mark yet left out."""
    return [uid for uid, right in score.cards().items() if not right]


def count_as_review(study: Study, run: Run) -> int:
    """Grade every card that was answered as in a review, right Good and wrong Again; how many."""
    cards = Score.of(run.paper, run.result).cards(answered=True)
    spent = {
        uid: min(ms // max(1, len(asked.question.pairs)), LONGEST_ANSWER_MS)
        for asked, ms in zip(run.variant.asked, run.ms, strict=True)
        for uid in ([pair.uid for pair in asked.question.pairs] or [asked.question.uid])
    }
    return study.grade_all({uid: GOOD if right else AGAIN for uid, right in cards.items()}, spent)


def exportable(target: Path) -> Path:
    """UsageError for a file whose name ends in neither `.apkg` nor `.txt`."""
    if target.suffix.lower() in (".apkg", ".txt"):
        return target
    told = _("{file} is neither a package nor a query.").format(file=target)
    raise UsageError(told, _("End its name in .apkg for Anki, or in .txt for a query that `quiz review` takes."))


def export_wrong(study: Study, uids: Iterable[str], target: Path) -> int:
    """Write cards as an Anki package (`.apkg`), or a query for them (`.txt`); how many. UsageError for other names."""
    chosen = [entry.uid for entry in study.store.some(uids) if entry.state == "live"]
    if exportable(target).suffix.lower() == ".txt":
        query = " or ".join(f"uid:{uid}" for uid in chosen)
        papers.put(target.parent, {target.name: f"{query}\n".encode()}, force=True)
    elif chosen:
        from quiz.exchange import outgoing

        outgoing.export(study, target, uids=chosen)
    return len(chosen)
