"""Which questions a paper asks: how many of which topic, kind and difficulty, and in how many variants.

The tree itself needs only the standard library; pydantic checks it where a file or a person states any of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, ClassVar, Literal, get_args

from quiz.entry import Entry
from quiz.exam.difficulty import Band
from quiz.exam.kinds import USUAL
from quiz.exam.marking import Rules
from quiz.exam.page.options import PageOptions
from quiz.exam.paper import Kind
from quiz.fields import About
from quiz.language import N_
from quiz.topics import includes, topic_name

EXACT = "="
KINDS: tuple[Kind, ...] = get_args(Kind)
FORMAT = "md"


def _topic(name: object) -> str:
    """`=docker` is docker without what stands below it."""
    text = str(name).strip()
    exact = EXACT if text.startswith(EXACT) else ""
    if not (topic := topic_name(text.removeprefix(EXACT))):
        raise ValueError(name)
    return exact + topic


def _kind(name: object) -> str:
    if name not in KINDS:
        raise ValueError(name)
    return str(name)


def _kinds(value: object) -> dict[Kind, int]:
    """`["choice=5", "open"]`: five and any number; 0 stands for any number."""
    if isinstance(value, dict):
        value = [f"{name}={count}" if count else name for name, count in value.items()]
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(value)
    read: dict[Kind, int] = {}
    for each in value:
        name, sign, count = str(each).partition("=")
        if name.strip() not in KINDS or (sign and not (count.strip().isdecimal() and 0 < int(count) <= MOST)):
            raise ValueError(value)
        read[name.strip()] = int(count or 0)  # type: ignore[index]  # it is among KINDS
    return read


def _points(value: object) -> int:
    """Hundredths of what a person writes: 2, 0.5 or "1.25"."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(value)
    try:
        hundredths = Decimal(str(value)) * 100
    except InvalidOperation as error:
        raise ValueError(value) from error
    if not hundredths.is_finite() or hundredths != int(hundredths) or not 0 < hundredths <= 100 * MOST:
        raise ValueError(value)
    return int(hundredths)


def _seed(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        raise ValueError(value)
    return str(value).strip()


def _formats(value: object) -> tuple[str, ...]:
    from quiz.exam.formats import FORMATS

    if not isinstance(value, list | tuple) or not value or not all(name in FORMATS for name in value):
        raise ValueError(value)
    return tuple(dict.fromkeys(value))


def _band(name: object) -> str:
    if name not in get_args(Band):
        raise ValueError(name)
    return str(name)


MOST = 999
MOST_VARIANTS = 702
"""A to ZZ."""

Topic = Annotated[str, About(N_("The name of a topic."), reads=_topic, wants=N_("{name} names no topic."))]
Count = Annotated[int, About(N_("How many questions of the topic."), least=1, most=MOST)]
KindName = Annotated[Kind, About(N_("A kind of question."), reads=_kind, wants=N_("{name} is no kind of question."))]
Points = Annotated[
    int,
    About(
        N_("Points of a question."),
        reads=_points,
        wants=N_("{name} must be a number of points such as 2 or 0.5, not {value}."),
    ),
]
BandName = Annotated[
    Band, About(N_("How difficult."), reads=_band, wants=N_("{name} is none of easy, medium and hard."))
]
Share = Annotated[int, About(N_("How many parts of the whole."), most=MOST)]


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A plan of a paper. Points are hundredths; a kind with the count 0 is asked as often as it falls."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    title: Annotated[str, About(N_("What the paper is called. Without one it bears the names of its topics."))] = ""
    language: Annotated[
        Literal["auto", "en", "ko"],
        About(N_("The language of what stands around the questions: by itself that of most of them.")),
    ] = "auto"
    seed: Annotated[
        str,
        About(
            N_("Any word or number. The same seed makes the same paper of the same notes, another one another paper."),
            reads=_seed,
            wants=N_("{name} must be a word or a number, not {value}."),
        ),
    ] = "1"
    count: Annotated[
        int,
        About(N_("How many questions in all; 0 for those of the topics. The rest comes from any topic."), most=MOST),
    ] = 0
    variants: Annotated[
        int,
        About(N_("In how many orders the same questions are asked: A, B, C …"), least=1, most=MOST_VARIANTS),
    ] = 1
    order: Annotated[
        Literal["shuffle", "keep"],
        About(N_("The order of the questions: another one in each variant, or in all that of the notes.")),
    ] = "shuffle"
    query: Annotated[str, About(N_("A query that narrows down the cards, as `quiz cards` takes it."))] = ""
    fresh: Annotated[
        int, About(N_("Ask no card that one of so many last papers asked; 0 for any card."), most=MOST)
    ] = 0
    yesno_share: Annotated[
        int,
        About(
            N_("At most so many per cent are yes/no questions, half of them yes as far as there are cards."), most=100
        ),
    ] = 40
    kinds: Annotated[
        dict[Kind, int],
        About(
            N_("The kinds of question, a number behind those of which just so many are asked."),
            reads=_kinds,
            wants=N_(
                '{name} must be a list such as ["choice=5", "open"], not {value}. There are choice, yesno, short, '
                "cloze, matching, order and open."
            ),
        ),
    ] = field(default_factory=lambda: dict.fromkeys(USUAL, 0))
    formats: Annotated[
        tuple[str, ...],
        About(
            N_("The formats the paper is written in, for example md and json."),
            reads=_formats,
            wants=N_("{name} must be a list of formats, not {value}; `quiz make --help` names them."),
        ),
    ] = (FORMAT,)
    minutes: Annotated[
        int, About(N_("Minutes a page taken in the browser gives; 0 for as many as one likes."), most=MOST)
    ] = 0
    pace: Annotated[
        Literal["all", "one"],
        About(N_("Whether a page taken in the browser shows all questions at once or one by one.")),
    ] = "all"
    feedback: Annotated[
        Literal["once", "end"], About(N_("Whether a practice page marks each answer at once or all at the end."))
    ] = "once"
    partial: Annotated[
        bool, About(N_("Whether some of several right options, or steps of an order in their places, give points."))
    ] = False
    sheet: Annotated[Literal["A4", "Letter"], About(N_("The paper that a page is printed on."))] = "A4"
    apart: Annotated[bool, About(N_("Whether each variant is a page of its own, not all in one."))] = False
    topics: Annotated[
        dict[Topic, Count],
        About(
            N_("How many questions of each topic, those below it included; =topic for the topic alone."),
            example='"docker::volume" = 3',
        ),
    ] = field(default_factory=dict)
    points: Annotated[
        dict[KindName, Points],
        About(N_("Points of a question by its kind; 1 where nothing is said."), example="open = 5"),
    ] = field(default_factory=dict)
    difficulty: Annotated[
        dict[BandName, Share],
        About(
            N_("How the questions share out among easy, medium and hard; without it nobody looks."),
            example="easy = 30\nmedium = 50\nhard = 20",
        ),
    ] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many questions in all."""
        return max(self.count, sum(self.topics.values()))

    @property
    def page(self) -> PageOptions:
        """What the formats in HTML are told."""
        rules = Rules(self.partial, self.partial)
        return PageOptions(not self.apart, self.sheet, True, self.pace, self.feedback, self.minutes, rules)

    def demands(self) -> tuple[Demand, ...]:
        """What is asked of each topic, and last of any topic; the narrowest first, so that each finds its own."""
        named = [Demand(name.removeprefix(EXACT), count, name.startswith(EXACT)) for name, count in self.topics.items()]
        named.sort(key=lambda demand: (-demand.topic.count("::"), not demand.exact, demand.topic))
        rest = self.total - sum(self.topics.values())
        return (*named, Demand("", rest)) if rest else tuple(named)


@dataclass(frozen=True, slots=True)
class Demand:
    """So many questions of a topic; of any where it is empty."""

    topic: str
    count: int
    exact: bool = False

    @property
    def label(self) -> str:
        """As a blueprint names it; empty for any topic."""
        return EXACT * self.exact + self.topic

    def takes(self, entry: Entry) -> bool:
        return not self.topic or any(map(self.covers, entry.topics))

    def covers(self, topic: str) -> bool:
        return topic == self.topic if self.exact else not self.topic or includes(self.topic, topic)


def validated(table: Mapping[str, Any]) -> Blueprint:
    """The blueprint a table states; pydantic's ValidationError with every mistake in it."""
    from pydantic import TypeAdapter

    return TypeAdapter(Blueprint).validate_python(table)
