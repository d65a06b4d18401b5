"""One attempt at a paper: a network from what is wanted over the cards to the kinds, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quiz.exam.blueprint import Blueprint, Demand
from quiz.exam.candidates import Candidate
from quiz.exam.difficulty import BANDS, Band, distance, shared_out
from quiz.exam.matching import Match
from quiz.exam.network import SINK, SOURCE, Network, Node
from quiz.exam.paper import Kind


class Pick(NamedTuple):
    """A card, as which kind, and the demand it answers."""

    candidate: Candidate
    kind: Kind
    demand: Demand


class Group(NamedTuple):
    """Cards of one matching question, their topic, and the demand it answers."""

    matches: tuple[Match, ...]
    topic: str
    demand: Demand


class Missing(NamedTuple):
    """What there is too little of: `wanted` questions of a topic or a kind, where only `had` can be had, or `alone` if
    no cards went into matching questions."""

    what: str
    wanted: int
    had: int
    alone: int = 0


@dataclass(frozen=True, slots=True)
class Selection:
    """`missing` is empty where all that was asked for could be had; only then the rest is complete."""

    picks: tuple[Pick, ...] = ()
    groups: tuple[Group, ...] = ()
    missing: tuple[Missing, ...] = ()


class Stock(NamedTuple):
    """A card with the kinds it may be asked as, how difficult it is, and the yes or no its answer begins with."""

    candidate: Candidate
    kinds: tuple[Kind, ...]
    band: Band
    yes: bool | None


class _Want(NamedTuple):
    """So many questions of a demand that should be of a band, if there is one; any band will do in the end."""

    demand: Demand
    many: int
    band: Band | None


class Limits(NamedTuple):
    """How many at most: of yes/no questions that are not counted, and of those with the same answer."""

    yesno: int
    same: int


class Attempt:
    """What is wanted, every card with room for one question, and every kind with room for so many."""

    def __init__(self, stock: Sequence[Stock], groups: tuple[Group, ...], blueprint: Blueprint, limits: Limits) -> None:
        used = {match.candidate.uid for group in groups for match in group.matches}
        self._all = stock
        self._stock = {each.candidate.uid: each for each in stock if each.candidate.uid not in used}
        self._groups, self._blueprint, self._limits = groups, blueprint, limits
        self._wants = _wants(blueprint, groups)
        self._fitting = {
            demand: [each for each in self._stock.values() if each.kinds and demand.takes(each.candidate.entry)]
            for demand in {want.demand for want in self._wants}
        }
        self._network = Network()
        self._build()

    def selection(self) -> Selection:
        for far in range(len(BANDS)):
            for number, want in enumerate(self._wants):
                self._take(number, want, far)
        wanted = self._blueprint.total - len(self._groups)
        if self._network.fill() < wanted or self._too_few_groups():
            return Selection(missing=tuple(self._missing()))
        return Selection(tuple(self._picks()), self._groups)

    def _build(self) -> None:
        edge, kinds = self._network.edge, self._blueprint.kinds
        counted = sum(count for count in kinds.values())
        for number, want in enumerate(self._wants):
            edge(SOURCE, number, want.many)
            for each in self._fitting[want.demand]:
                edge(number, each.candidate.uid, 1)
        for uid, each in self._stock.items():
            edge(uid, (uid, "asked"), 1)
            for kind in each.kinds:
                edge((uid, "asked"), self._slot(each, kind), 1)
        for kind, count in kinds.items():
            most = count or (self._limits.yesno if kind == "yesno" else self._blueprint.total)
            for yes in (True, False) if kind == "yesno" else ():
                edge((kind, yes), kind, self._limits.same)
            edge(kind, SINK if count else "rest", most)
        edge("rest", SINK, self._blueprint.total - counted)

    def _slot(self, each: Stock, kind: Kind) -> Node:
        return (kind, each.yes) if kind == "yesno" else kind

    def _end(self, kind: Kind) -> tuple[Node, ...]:
        return (kind, SINK) if self._blueprint.kinds[kind] else (kind, "rest", SINK)

    def _take(self, number: int, want: _Want, far: int) -> None:
        """Give a want cards of a band so far from its own, by rank, each as the first kind that is still wanted."""
        room = want.many - self._network.flow(SOURCE, number)
        for each in self._fitting[want.demand]:
            if room == 0:
                return
            if (distance(each.band, want.band) if want.band else 0) == far:
                room -= any(self._network.push(path) for path in self._paths(number, each))

    def _paths(self, number: int, each: Stock) -> Iterator[list[Node]]:
        uid = each.candidate.uid
        for kind in each.kinds:
            through = [self._slot(each, kind)] if kind == "yesno" else []
            yield [SOURCE, number, uid, (uid, "asked"), *through, *self._end(kind)]

    def _picks(self) -> Iterator[Pick]:
        for number, want in enumerate(self._wants):
            for each in self._fitting[want.demand]:
                uid = each.candidate.uid
                if self._network.flow(number, uid):
                    flow = self._network.flow
                    kind = next(kind for kind in each.kinds if flow((uid, "asked"), self._slot(each, kind)))
                    yield Pick(each.candidate, kind, want.demand)

    # — what is missing —

    def _too_few_groups(self) -> bool:
        return len(self._groups) < self._blueprint.kinds.get("matching", 0)

    def _missing(self) -> Iterator[Missing]:
        """The topics and kinds for which there are too few cards by themselves; else those that went short."""
        flow, kinds = self._network.flow, self._blueprint.kinds
        topics = list[tuple[Missing, int]]()
        for demand in self._blueprint.demands():
            groups = sum(group.demand == demand for group in self._groups)
            got = sum(flow(SOURCE, number) for number, want in enumerate(self._wants) if want.demand == demand)
            there = len(self._fitting.get(demand, ()))
            alone = sum(bool(each.kinds) and demand.takes(each.candidate.entry) for each in self._all)
            topics.append((Missing(demand.label, demand.count, got + groups, alone), there + groups))
        named = [
            (Missing(kind, count, flow(kind, SINK), self._alone(kind)), self._there(kind))
            for kind, count in kinds.items()
            if count and kind != "matching"
        ]
        if self._too_few_groups():
            named.append((Missing("matching", kinds["matching"], len(self._groups)), len(self._groups)))
        short = [(each, there) for each, there in (*topics, *named) if each.had < each.wanted]
        scarce = [each._replace(had=there) for each, there in short if there < each.wanted]
        yield from scarce or (each for each, _ in short)

    def _there(self, kind: Kind) -> int:
        fitting = {each.candidate.uid: each for stock in self._fitting.values() for each in stock}
        return sum(kind in each.kinds for each in fitting.values())

    def _alone(self, kind: Kind) -> int:
        """How many cards could be asked as a kind, had no matching question taken any."""
        demands = self._blueprint.demands()
        return sum(
            kind in each.kinds and any(demand.takes(each.candidate.entry) for demand in demands) for each in self._all
        )


def _wants(blueprint: Blueprint, groups: Sequence[Group]) -> list[_Want]:
    """The demands less what groups answer, parted by difficulty where the blueprint shares it out."""
    demands = blueprint.demands()
    counts = [demand.count - sum(group.demand == demand for group in groups) for demand in demands]
    if not blueprint.difficulty:
        return [_Want(demand, count, None) for demand, count in zip(demands, counts, strict=True) if count]
    shares = shared_out(counts, blueprint.difficulty)
    return [
        _Want(demand, count, name)
        for demand, share in zip(demands, shares, strict=True)
        for name, count in share.items()
        if count
    ]
