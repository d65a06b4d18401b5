"""A paper as a value: its questions, the variants that ask them in other orders, and the key of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["open", "short", "yesno", "choice", "cloze", "matching", "order"]
"""open: a written answer, marked by hand against the model. short: a typed answer from a list. yesno: true or false.
choice: options, one or several right. cloze: gaps in a sentence. matching: each question to its answer. order: steps
in their order."""

MARKED = frozenset({"short", "yesno", "choice", "cloze", "matching", "order"})
"""The kinds that can be marked without a person."""


class Option(NamedTuple):
    """One of what can be chosen; texts are Markdown."""

    text: str
    right: bool = False
    feedback: str = ""


class Gap(NamedTuple):
    """A gap of a cloze, in the order of the sentence: the texts that fill it rightly, as typed, and its hint."""

    accepted: tuple[str, ...]
    hint: str = ""


class Pair(NamedTuple):
    """What belongs together in a matching question: a prompt and its answer, both Markdown; the card it is from."""

    prompt: str
    answer: str
    uid: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question, as every variant of a paper asks it.

    `uid` is that of its card; a matching question has one of its own and those of its cards in `pairs`. `stem` is
    Markdown; of a cloze it has `[[1]]`, `[[2]]` … where its gaps are. What else it has depends on the kind: `options`
    (choice), `yes` (yesno), `accepted` (short), `gaps` (cloze), `pairs` (matching), `steps` in the right order (order).
    `answer` is the model answer or the explanation. `points` are hundredths. `source` is `file:line`.
    """

    uid: str
    kind: Kind
    stem: str
    answer: str = ""
    options: tuple[Option, ...] = ()
    yes: bool | None = None
    accepted: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    pairs: tuple[Pair, ...] = ()
    steps: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    points: int = 100
    source: str = ""

    @property
    def several(self) -> bool:
        """Whether more than one option is right."""
        return sum(option.right for option in self.options) > 1

    @property
    def movable(self) -> int:
        """How many parts a variant may ask in another order: options, answers to match, or steps."""
        return len(self.options or self.pairs or self.steps)


class Asked(NamedTuple):
    """A question as a variant asks it: `order` are the places of its options, answers or steps in print order."""

    question: Question
    order: tuple[int, ...] = ()

    @property
    def options(self) -> tuple[Option, ...]:
        """In print order: A, B, C …"""
        return tuple(self.question.options[place] for place in self.order)

    @property
    def answers(self) -> tuple[str, ...]:
        """Of a matching question, in print order; its prompts keep theirs: 1, 2, 3 …"""
        return tuple(self.question.pairs[place].answer for place in self.order)

    @property
    def steps(self) -> tuple[str, ...]:
        """Of an order question, in print order."""
        return tuple(self.question.steps[place] for place in self.order)

    @property
    def key(self) -> tuple[int, ...]:
        """The right answer by print places: of a choice the right options, ascending; of a matching question for each
        prompt the place of its answer; of an order question the places of the steps from first to last."""
        if self.question.kind == "choice":
            return tuple(place for place, option in enumerate(self.options) if option.right)
        return tuple(sorted(range(len(self.order)), key=self.order.__getitem__))


@dataclass(frozen=True, slots=True)
class Variant:
    """The questions of a paper in one of its orders. `letter` is A, B, C …, after Z: AA, AB …"""

    letter: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One generated quiz. `id` is short, readable aloud, and hangs on the content alone; `language` is `ko` or `en`."""

    id: str
    title: str
    language: str
    variants: tuple[Variant, ...]
    seed: str = ""

    @property
    def points(self) -> int:
        """Of the whole paper, in hundredths."""
        return sum(asked.question.points for asked in self.variants[0].asked)

    def questions(self) -> Iterator[Question]:
        """In the order of the first variant."""
        return (asked.question for asked in self.variants[0].asked)
