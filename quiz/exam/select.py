"""Which cards a paper asks, and as which kind: so many of each topic, by rank.

Every topic gets its cards by their rank (`quiz.exam.rank`), and a card becomes the most telling kind that is still
wanted. Where topics overlap or kinds are counted, cards change places until all fits; only what cannot be had at all
is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from quiz.exam import matching
from quiz.exam.attempt import Attempt, Group, Limits, Selection, Stock
from quiz.exam.blueprint import Blueprint, Demand
from quiz.exam.candidates import Candidate
from quiz.exam.difficulty import band
from quiz.exam.kinds import possible, verdict
from quiz.exam.matching import Match, short_answer
from quiz.exam.paper import Kind
from quiz.exam.rank import rank
from quiz.topics import finest, parents


def select(pool: Sequence[Candidate], blueprint: Blueprint, kinds: Mapping[str, tuple[Kind, ...]]) -> Selection:
    """The cards of a paper, whatever the order of `pool`. `kinds` is uid → the kinds a card may be asked as."""
    by_rank = sorted(pool, key=lambda candidate: rank(blueprint.seed, "pick", candidate.uid))
    stock = [
        Stock(candidate, kinds[candidate.uid], band(candidate), verdict(candidate.entry.answer))
        for candidate in by_rank
    ]
    best: Selection | None = None
    for grouped in _groupings(stock, blueprint):
        for limits in _limits(blueprint):
            found = Attempt(stock, grouped, blueprint, limits).selection()
            if not found.missing:
                return _balanced(found, blueprint)
            if best is None or (blueprint.kinds.get("matching") and _lacking(found) < _lacking(best)):
                best = found
    assert best is not None
    return best


def _lacking(found: Selection) -> int:
    return sum(each.wanted - each.had for each in found.missing)


def _groupings(stock: Sequence[Stock], blueprint: Blueprint) -> Iterator[tuple[Group, ...]]:
    """The matching questions to try: large ones first, then ones that leave more cards for the rest.

    A counted number of them is kept; without a count there is one for each demand of three questions or more.
    """
    if "matching" not in blueprint.kinds:
        yield ()
        return
    matches = [match for each in stock if (match := short_answer(each.candidate))]
    for size in range(matching.USUAL, matching.FEWEST - 1, -1):
        yield tuple(_grouped(matches, blueprint, size))
    if not blueprint.kinds["matching"]:
        yield ()


def _grouped(matches: Sequence[Match], blueprint: Blueprint, size: int) -> Iterator[Group]:
    demands = blueprint.demands()
    counted = blueprint.kinds["matching"]
    left = [demand.count if counted else int(demand.count >= matching.FEWEST) for demand in demands]
    taken: set[str] = set()
    offers = []
    for demand in demands:
        own = {m.candidate.uid: _own_topics(m.candidate, demand) for m in matches if demand.takes(m.candidate.entry)}
        fit = [match for match in matches if match.candidate.uid in own]
        offers.append(matching.groups(fit, own, blueprint.seed, size))
    given = 0
    while any(left) and not (counted and given == counted):
        before = given
        for place, demand in enumerate(demands):
            if not left[place] or (counted and given == counted):
                continue
            group = next((g for g in offers[place] if taken.isdisjoint(m.candidate.uid for m in g.matches)), None)
            if group:
                yield Group(tuple(group.matches), group.topic, demand)
                taken |= {match.candidate.uid for match in group.matches}
                left[place] -= 1
                given += 1
        if given == before:
            return


def _own_topics(candidate: Candidate, demand: Demand) -> tuple[str, ...]:
    """The topics a card may be grouped under: its own and what is above them, as far as the demand goes."""
    own = (topic for fine in finest(candidate.entry.topics) for topic in parents(fine))
    return tuple(dict.fromkeys(topic for topic in own if demand.covers(topic))) or ("",)


def _limits(blueprint: Blueprint) -> Iterator[Limits]:
    """The bounds on yes/no questions, first as they should be, then as loose as they may get."""
    counted = blueprint.kinds.get("yesno", 0)
    most = counted or blueprint.total * blueprint.yesno_share // 100
    yield Limits(most, (most + 1) // 2)
    yield Limits(most, most)
    if not counted:
        yield Limits(blueprint.total, blueprint.total)


def _balanced(found: Selection, blueprint: Blueprint) -> Selection:
    """With as many yes as no, give or take one: what is too much of one is asked openly, where that may be."""
    if blueprint.kinds.get("yesno") != 0 or blueprint.kinds.get("open") != 0:
        return found
    picks = list(found.picks)
    sides = {
        said: [pick for pick in picks if pick.kind == "yesno" and verdict(pick.candidate.entry.answer) is said]
        for said in (True, False)
    }
    few = min(map(len, sides.values()))
    for side in sides.values():
        ranked = sorted(side, key=lambda pick: rank(blueprint.seed, "pick", pick.candidate.uid))
        for pick in ranked[few + 1 :]:
            if possible(pick.candidate, {"open"}):
                picks[picks.index(pick)] = pick._replace(kind="open")
    return replace(found, picks=tuple(picks))
