"""Matching questions: each of a few questions of one topic to its short answer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quiz.exam.candidates import Candidate
from quiz.exam.key import code
from quiz.exam.kinds import verdict
from quiz.exam.paper import Kind, Pair, Question
from quiz.exam.rank import rank, ranked
from quiz.language import _
from quiz.notes import accept
from quiz.text import key
from quiz.topics import LEVEL

FEWEST, USUAL, MOST = 3, 5, 6
LONGEST_ANSWER = 80
LONGEST_PROMPT = 240

_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+")
_PLAIN = re.compile(r"!\[|^(?:```|~~~|#|>|\|)|<!--")


@dataclass(frozen=True, slots=True)
class Match:
    """A card whose answer is short enough to stand in a list; `said` is the answer as it is compared."""

    candidate: Candidate
    answer: str
    said: str


def short_answer(candidate: Candidate) -> Match | None:
    """The card with its one-line answer, of a longer one the first that is accepted when it is typed.

    None where question or answer is longer, no text, or only a yes or no.
    """
    entry = candidate.entry
    answer = _ITEM.sub("", accept.without(entry.answer).strip(), count=1).strip()
    if ("\n" in answer or len(answer) > LONGEST_ANSWER) and (accepted := accept.accepted(entry.answer)):
        answer = code(accepted[0])
    if entry.kind != "open" or not answer or "\n" in answer or len(answer) > LONGEST_ANSWER:
        return None
    asked = entry.question
    if "\n" in asked or len(asked) > LONGEST_PROMPT or _PLAIN.search(asked) or _PLAIN.search(answer):
        return None
    return None if verdict(answer) is not None else Match(candidate, answer, key(answer))


class Matches(NamedTuple):
    """Cards of one matching question and their topic."""

    matches: tuple[Match, ...]
    topic: str


def groups(matches: Sequence[Match], topics: Mapping[str, Sequence[str]], seed: str, size: int) -> Iterator[Matches]:
    """Groups of cards of one topic, none with an answer that could belong to another of its group, as many as can be.

    Finer topics come first: their answers are the more alike.

    Fewer than `size` only where the topic has no more, and never fewer than `FEWEST`. `topics` is uid → the topics
    under which the card may be grouped; a card is in one group at most.
    """
    by_topic: dict[str, list[Match]] = {}
    for match in ranked(seed, "match", matches, lambda match: match.candidate.uid):
        for topic in topics[match.candidate.uid]:
            by_topic.setdefault(topic, []).append(match)
    taken = set[str]()
    for topic in sorted(by_topic, key=lambda topic: (-topic.count(LEVEL), rank(seed, "match", topic))):
        left = [match for match in by_topic[topic] if match.candidate.uid not in taken]
        while len(group := _first(left, size)) >= FEWEST:
            yield Matches(group, topic)
            taken |= {match.candidate.uid for match in group}
            left = [match for match in left if match.candidate.uid not in taken]


def _first(matches: Sequence[Match], size: int) -> tuple[Match, ...]:
    """The first cards of one group."""
    group: list[Match] = []
    for match in matches:
        if all(apart(match, other) for other in group):
            group.append(match)
            if len(group) == size:
                break
    return tuple(group)


def question(group: Sequence[Match], topic: str, points: Mapping[Kind, int]) -> Question:
    """The question of a group, under a uid of its own; its prompts stand in the order of the group."""
    pairs = tuple(Pair(match.candidate.entry.question, match.answer, match.candidate.uid) for match in group)
    named = "\x1f".join(sorted(pair.uid for pair in pairs))
    return Question(
        uid=hashlib.sha256(named.encode()).hexdigest()[:16],
        kind="matching",
        stem=_("Match each question with its answer."),
        pairs=pairs,
        topics=(topic,) if topic else (),
        points=points.get("matching", 100),
        source=", ".join(match.candidate.place for match in group if match.candidate.place),
    )


def apart(one: Match, other: Match) -> bool:
    """Whether neither answer says what the other does."""
    return one.said not in other.said and other.said not in one.said
