"""Cards and a blueprint → a paper, and what there is to say of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from quiz.errors import QuizError
from quiz.exam import matching
from quiz.exam.attempt import Missing, Selection
from quiz.exam.blueprint import Blueprint, Demand
from quiz.exam.candidates import Candidate, Sifted, leaning, sifted, told
from quiz.exam.difficulty import Band, band
from quiz.exam.key import with_id
from quiz.exam.kinds import keeps_order, possible, question
from quiz.exam.matching import short_answer
from quiz.exam.paper import Paper, Question
from quiz.exam.rank import rank
from quiz.exam.select import select
from quiz.exam.variants import variants
from quiz.language import N_, _, n_, speaking
from quiz.topics import LEVEL, parents

_HANGUL = re.compile("[가-힣]")


class TooFewError(QuizError):
    """There are too few cards for a blueprint; `missing` says of what."""

    def __init__(self, missing: Sequence[Missing], hint: str, message: str = "") -> None:
        told = _("there are too few cards: {missing}.").format(missing="; ".join(map(_short, missing)))
        super().__init__(message or told, hint)
        self.missing = tuple(missing)


class UnknownTopicError(TooFewError):
    """Topics are asked for that no card has at all; the hint names the nearest that one has."""

    exit_code = 2

    def __init__(self, unknown: Sequence[Demand], blueprint: Blueprint, known: Iterable[str]) -> None:
        told = _(NO_TOPIC_IN_QUERY) if blueprint.query else _(NO_TOPIC)
        told = told.format(topic=", ".join(each.label for each in unknown), query=blueprint.query)
        missing = [Missing(each.label, each.count, 0) for each in unknown]
        super().__init__(missing, _nearest(unknown[0], set(known)), told)


@dataclass(frozen=True, slots=True)
class Composed:
    """A paper; the cards it asks, those left out by reason, how difficult its cards are, and those whose question
    seems to lean on something that is not on the paper, with the words."""

    paper: Paper
    cards: tuple[Candidate, ...]
    sifted: Sifted
    bands: dict[Band, int]
    leaning: tuple[tuple[Candidate, str], ...]


def compose(candidates: Sequence[Candidate], blueprint: Blueprint, used: Collection[str] = ()) -> Composed:
    """The paper a blueprint asks for; TooFewError where there are too few cards. `used` cards are not asked.

    QuizError where `candidates`, which the query of the blueprint selects, are none at all.
    """
    if blueprint.query and not candidates:
        raise QuizError(_(NO_CARD).format(query=blueprint.query), _("`quiz cards QUERY` shows what a query selects."))
    demands = blueprint.demands()
    named = (each for each in demands if each.topic)
    if unknown := [each for each in named if not any(each.takes(candidate.entry) for candidate in candidates)]:
        raise UnknownTopicError(unknown, blueprint, (topic for each in candidates for topic in each.entry.topics))
    demanded = [each for each in candidates if any(demand.takes(each.entry) for demand in demands)]
    kinds = {each.uid: possible(each, blueprint.kinds) for each in demanded}
    kept = sifted(
        demanded,
        used,
        lambda each: bool(kinds[each.uid]) or _matches(each, blueprint),
        lambda each: rank(blueprint.seed, "pick", each.uid),
    )
    selection = select(kept.kept, blueprint, kinds)
    if selection.missing:
        raise TooFewError(selection.missing, _hint(kept))
    asked = {pick.candidate.uid: pick.candidate for pick in selection.picks}
    asked |= {match.candidate.uid: match.candidate for group in selection.groups for match in group.matches}
    cards = tuple(sorted(asked.values(), key=lambda each: each.number))
    language = _language(cards) if blueprint.language == "auto" else blueprint.language
    with speaking(language):
        questions = [made for _, made in sorted(_questions(selection, blueprint), key=lambda each: each[0])]
    fixed = {each.uid for each in cards if keeps_order(each)}
    orders = variants(questions, blueprint.variants, blueprint.seed, in_order=blueprint.order == "keep", fixed=fixed)
    paper = with_id(Paper("", blueprint.title or _title(blueprint, language), language, orders, blueprint.seed))
    bands: dict[Band, int] = {}
    for each in cards:
        bands[band(each)] = bands.get(band(each), 0) + 1
    return Composed(paper, cards, kept, bands, leaning(cards))


def _matches(candidate: Candidate, blueprint: Blueprint) -> bool:
    return "matching" in blueprint.kinds and short_answer(candidate) is not None


def _questions(selection: Selection, blueprint: Blueprint) -> Iterator[tuple[tuple[int, str], Question]]:
    """Each question with its place in the notes: of a matching one that of its first card."""
    for pick in selection.picks:
        made = question(pick.candidate, pick.kind, blueprint.points)
        yield (pick.candidate.number, made.uid), made
    for group in selection.groups:
        made = matching.question(group.matches, group.topic, blueprint.points)
        yield (min(match.candidate.number for match in group.matches), made.uid), made


def _language(cards: Sequence[Candidate]) -> str:
    """That of most questions."""
    korean = sum(_HANGUL.search(each.entry.question) is not None for each in cards)
    return "ko" if 2 * korean > len(cards) else "en"


def _title(blueprint: Blueprint, language: str) -> str:
    with speaking(language):
        return ", ".join(demand.topic for demand in blueprint.demands() if demand.topic) or _("Quiz")


# — what is missing —

ANY_TOPIC = N_("any topic")
NO_CARD = N_("the query {query} selects no card.")
NO_TOPIC = N_("no card has the topic {topic}.")
NO_TOPIC_IN_QUERY = N_("no card that the query {query} selects has the topic {topic}.")
MOST_TOPICS = 12


def _short(missing: Missing) -> str:
    what = missing.what or _(ANY_TOPIC)
    told = _("{what} has {had} of the {wanted} wanted").format(what=what, had=missing.had, wanted=missing.wanted)
    if missing.alone > missing.had:
        told += " " + _("({n} without matching questions)").format(n=missing.alone)
    return told


def _nearest(demand: Demand, topics: Collection[str]) -> str:
    """The topic that is meant, if there is one like it; else the widest ones there are."""
    known = sorted({above for topic in topics for above in parents(topic)})
    if close := get_close_matches(demand.topic, known, n=1):
        return _("Did you mean {name}?").format(name=close[0])
    widest = sorted({topic.partition(LEVEL)[0] for topic in topics})
    shown = ", ".join([*widest[:MOST_TOPICS], *(["…"] if len(widest) > MOST_TOPICS else [])])
    return _("There are {names}.").format(names=shown) if shown else ""


def _hint(kept: Sifted) -> str:
    """What to do, and which cards of the topics were left out."""
    out = told(kept.left)
    advice = _("Ask for fewer, or allow more kinds with --kinds.")
    if not out:
        return advice
    many = sum(map(len, kept.left.values()))
    return advice + " " + n_("{n} card was left out: {out}.", "{n} cards were left out: {out}.", many, out=out)
