"""What a result comes to: points in all, by question and by topic, and which cards it speaks for or against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from quiz.exam.marking import Answer, Rules, fits
from quiz.exam.paper import Asked, Paper, Variant
from quiz.exam.results import Response, Result, marks
from quiz.topics import finest


class Points(NamedTuple):
    """`got` of `whole`, both in hundredths."""

    got: int
    whole: int

    @property
    def share(self) -> float | None:
        return self.got / self.whole if self.whole else None


class Marked(NamedTuple):
    """A question, what was answered, and its points in hundredths; None where a person must mark it and has not."""

    asked: Asked
    response: Response
    points: int | None

    @property
    def right(self) -> bool:
        return self.points == self.asked.question.points

    @property
    def wrong(self) -> bool:
        """Whether points are missing; what has no mark yet is neither right nor wrong."""
        return self.points is not None and not self.right


@dataclass(frozen=True, slots=True)
class Score:
    """`marked` goes by the questions of the variant; what has no mark counts in nothing but `unmarked`."""

    marked: tuple[Marked, ...]

    @classmethod
    def of(cls, paper: Paper, result: Result, rules: Rules = Rules()) -> Score:  # noqa: B008  # an immutable value
        asked = variant_of(paper, result).asked
        return cls(tuple(map(Marked, asked, result.responses, marks(paper, result, rules))))

    @property
    def total(self) -> Points:
        return _sum(self.marked)

    @property
    def unmarked(self) -> int:
        return sum(each.points is None for each in self.marked)

    @property
    def topics(self) -> dict[str, Points]:
        """The finest topics → the points of their questions, the weakest first; of equal ones the larger."""
        by_topic: dict[str, list[Marked]] = {}
        for each in self.marked:
            for topic in finest(each.asked.question.topics) or ("",):
                by_topic.setdefault(topic, []).append(each)
        sums = {topic: _sum(own) for topic, own in by_topic.items()}
        known = [(topic, points) for topic, points in sums.items() if points.whole]
        return dict(sorted(known, key=lambda each: (each[1].share, -each[1].whole, each[0])))

    @property
    def wrong(self) -> tuple[int, ...]:
        """The places of the questions that lack points."""
        return tuple(place for place, each in enumerate(self.marked) if each.wrong)

    def cards(self, *, answered: bool = False) -> dict[str, bool]:
        """The uid of each card asked → whether it was answered rightly; with `answered` only where it was at all.

        A matching question speaks for each of its cards by itself.
        """
        return {uid: right for each in self.marked for uid, right in _cards(each, answered)}


def variant_of(paper: Paper, result: Result) -> Variant:
    return next(variant for variant in paper.variants if variant.letter == result.variant)


def _sum(marked: tuple[Marked, ...] | list[Marked]) -> Points:
    known = [each for each in marked if each.points is not None]
    return Points(sum(each.points or 0 for each in known), sum(each.asked.question.points for each in known))


def _cards(marked: Marked, answered: bool) -> Iterator[tuple[str, bool]]:
    asked, answer = marked.asked, marked.response.answer
    if asked.question.kind == "matching":
        given = answer if isinstance(answer, tuple) else (None,) * len(asked.key)
        for pair, place, wanted in zip(asked.question.pairs, given, asked.key, strict=True):
            if place is not None or not answered:
                yield pair.uid, place == wanted
    elif marked.points is not None and (answer is not None or marked.response.own or not answered):
        yield asked.question.uid, marked.right


def parts(asked: Asked, answer: Answer) -> tuple[bool, ...]:
    """Which gaps, prompts or steps are right, one by one; empty for other kinds and for no answer."""
    if not isinstance(answer, tuple):
        return ()
    if asked.question.kind == "cloze":
        pairs = zip(asked.question.gaps, answer, strict=True)
        return tuple(isinstance(text, str) and fits(text, gap.accepted) for gap, text in pairs)
    if asked.question.kind in ("matching", "order"):
        return tuple(place == wanted for place, wanted in zip(answer, asked.key, strict=True))
    return ()
