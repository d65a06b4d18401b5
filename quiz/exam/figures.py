"""What the results of a class say of a paper: of its questions, its options, its topics, and of each person.

Difficulty is the share of the points that people got (in classical test theory the p-value of an item, high where it is
easy). Discrimination is the correlation of the points of a question with the share of the points a person got in all
*other* questions (point-biserial where a question is right or wrong): near 0, or below, a question does not tell
those who know from those who do not. Fewer than `ENOUGH` people say nothing of either, and nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from statistics import mean, median
from typing import NamedTuple

from quiz.exam.marking import Rules
from quiz.exam.paper import Paper, Question
from quiz.exam.results import Result
from quiz.exam.score import Marked, Points, Score
from quiz.topics import finest

ENOUGH = 8
"""People (or answers of one topic), with fewer of which nothing is claimed."""
ORDER = {"sheet": 0, "test": 1, "practice": 2}
"""Which of several results of one person counts: what a person marked before what came by itself."""


class Taker(NamedTuple):
    """A person's result: `points` of what is marked, how many questions wait for a mark, seconds it took (0: unknown).

    `name` is as it was given, or empty.
    """

    name: str
    variant: str
    points: Points
    unmarked: int
    seconds: int


class Chosen(NamedTuple):
    """How many chose an option of a question; `place` is its place in the notes."""

    place: int
    right: bool
    people: int


@dataclass(frozen=True, slots=True)
class Item:
    """A question: `number` in the first variant, how many people's answers are marked, how many gave none at all.

    `share` (0–1) and `discrimination` (-1–1) are None where there are fewer than `ENOUGH` people, `discrimination`
    also where all got the same. `chosen` is for choice questions, None elsewhere.
    """

    number: int
    question: Question
    marked: int
    right: int
    blank: int
    share: float | None = None
    discrimination: float | None = None
    chosen: tuple[Chosen, ...] | None = None


class TopicShare(NamedTuple):
    """A topic: how many answers to its questions are marked, and the share of their points; None for too few."""

    topic: str
    answers: int
    points: Points

    @property
    def share(self) -> float | None:
        return self.points.share if self.answers >= ENOUGH else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one paper; `mean` and `median` are shares of the points of people with all answers marked, None for too few.

    `left_out` results do not count: they are further ones of the same name, or practice beside tests.
    """

    paper: Paper
    takers: tuple[Taker, ...]
    items: tuple[Item, ...]
    topics: tuple[TopicShare, ...]
    mean: float | None
    median: float | None
    left_out: tuple[Result, ...] = ()


def figures(paper: Paper, results: Sequence[Result], rules: Rules = Rules()) -> Figures:  # noqa: B008  # immutable
    """All figures of a paper; the order of `results` makes no difference but among namesakes' equals."""
    counting = counted(results)
    scores = [Score.of(paper, result, rules) for result in counting]
    shares = [each.total.share for each in scores if not each.unmarked and each.total.share is not None]
    by_uid = [{each.asked.question.uid: each for each in score.marked} for score in scores]
    enough = len(shares) >= ENOUGH
    return Figures(
        paper,
        tuple(sorted(map(_taker, counting, scores), key=lambda taker: -(taker.points.share or 0))),
        tuple(_item(number, question, by_uid) for number, question in enumerate(paper.questions(), 1)),
        _topics(paper, by_uid),
        mean(shares) if enough else None,
        median(shares) if enough else None,
        tuple(each for each in results if id(each) not in set(map(id, counting))),
    )


def counted(results: Sequence[Result]) -> list[Result]:
    """One result for each person who is named, the first of the best kind; practice only where there is nothing else.

    Each result without a name counts as one of a person of their own.
    """
    ranked = sorted(results, key=lambda each: (ORDER.get(each.kind, 3), each.finished))
    only_practice = all(each.kind == "practice" for each in ranked)
    chosen, named = [], set[str]()
    for each in ranked:
        if each.person in named or (each.kind == "practice" and not only_practice):
            continue
        named |= {each.person} if each.name else set()
        chosen.append(each)
    return chosen


def card_shares(papers: Iterable[tuple[Paper, Sequence[Result]]]) -> dict[str, float]:
    """uid → share of right answers to a card over all papers that asked it, where there were `ENOUGH`.

    A card of a matching question counts by its own pair; any other one by the points of its question.
    """
    got: dict[str, list[float]] = {}
    for paper, results in papers:
        for result in counted(results):
            score = Score.of(paper, result)
            by_question = {each.asked.question.uid: each for each in score.marked}
            for uid, right in score.cards().items():
                marked = by_question.get(uid)
                got.setdefault(uid, []).append(float(right) if marked is None else _share(marked))
    return {uid: mean(shares) for uid, shares in got.items() if len(shares) >= ENOUGH}


def _share(marked: Marked) -> float:
    return (marked.points or 0) / marked.asked.question.points


def _taker(result: Result, score: Score) -> Taker:
    seconds = sum(response.seconds for response in result.responses)
    return Taker(result.name, result.variant, score.total, score.unmarked, seconds)


def _item(number: int, question: Question, people: Sequence[Mapping[str, Marked]]) -> Item:
    known = [(own, each) for each in people if (own := each[question.uid]).points is not None]
    scores = [_share(own) for own, _all in known]
    blank = sum(each[question.uid].response.answer is None and not each[question.uid].response.own for each in people)
    item = Item(
        number, question, len(known), sum(own.right for own, _all in known), blank, chosen=_chosen(question, people)
    )
    if len(known) < ENOUGH:
        return item
    pairs = [
        (score, rest)
        for score, (own, each) in zip(scores, known, strict=True)
        if (rest := _rest(own, each.values())) is not None
    ]
    linked = correlation(pairs) if len(pairs) >= ENOUGH else None
    return Item(number, question, item.marked, item.right, blank, mean(scores), linked, item.chosen)


def _rest(own: Marked, marked: Iterable[Marked]) -> float | None:
    """The share of the points of all other questions that are marked."""
    others = [each for each in marked if each is not own and each.points is not None]
    whole = sum(each.asked.question.points for each in others)
    return sum(each.points or 0 for each in others) / whole if whole else None


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's; None where one side does not vary."""
    ones, others = [one for one, _other in pairs], [other for _one, other in pairs]
    middle, other_middle = mean(ones), mean(others)
    spread = sqrt(fsum((one - middle) ** 2 for one in ones)) * sqrt(fsum((each - other_middle) ** 2 for each in others))
    if spread < 1e-12:
        return None
    return fsum((one - middle) * (other - other_middle) for one, other in pairs) / spread


def _chosen(question: Question, people: Sequence[Mapping[str, Marked]]) -> tuple[Chosen, ...] | None:
    if question.kind != "choice":
        return None
    counts = [0] * len(question.options)
    for each in people:
        asked, answer = each[question.uid].asked, each[question.uid].response.answer
        for place in answer if isinstance(answer, tuple) else ():
            if isinstance(place, int):
                counts[asked.order[place]] += 1
    return tuple(Chosen(place, question.options[place].right, count) for place, count in enumerate(counts))


def _topics(paper: Paper, people: Sequence[Mapping[str, Marked]]) -> tuple[TopicShare, ...]:
    """The finest topics, the weakest first."""
    asked: dict[str, list[str]] = {}
    for question in paper.questions():
        for topic in finest(question.topics) or ("",):
            asked.setdefault(topic, []).append(question.uid)
    found = []
    for topic, uids in asked.items():
        known = [marked for each in people for uid in uids if (marked := each[uid]).points is not None]
        whole = sum(each.asked.question.points for each in known)
        found.append(TopicShare(topic, len(known), Points(sum(each.points or 0 for each in known), whole)))
    return tuple(sorted(found, key=lambda each: (each.points.share is None, each.points.share or 0, each.topic)))
