"""Matching questions: each of a few questions of one topic to its short answer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quiz.exam.candidates import Candidate
from quiz.exam.kinds import verdict
from quiz.exam.paper import Kind, Pair, Question
from quiz.exam.rank import rank, ranked
from quiz.language import _
from quiz.notes import accept
from quiz.text import key

FEWEST, USUAL, MOST = 3, 5, 6
LONGEST_ANSWER = 80
LONGEST_PROMPT = 240

_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+")
_PLAIN = re.compile(r"!\[|^(?:```|~~~|#|>|\|)|<!--")


@dataclass(frozen=True, slots=True)
class Match:
    """A card whose answer is short enough to stand in a list."""

    candidate: Candidate
    answer: str


def short_answer(candidate: Candidate) -> Match | None:
    """The card with its one-line answer; None where question or answer is longer, no text, or only a yes or no."""
    entry = candidate.entry
    answer = _ITEM.sub("", accept.without(entry.answer).strip(), count=1).strip()
    if entry.kind != "open" or not answer or "\n" in answer or len(answer) > LONGEST_ANSWER:
        return None
    asked = entry.question
    if "\n" in asked or len(asked) > LONGEST_PROMPT or _PLAIN.search(asked) or _PLAIN.search(answer):
        return None
    return None if verdict(answer) is not None else Match(candidate, answer)


class Matches(NamedTuple):
    """Cards of one matching question and their topic."""

    matches: tuple[Match, ...]
    topic: str


def groups(matches: Sequence[Match], topics: Mapping[str, Sequence[str]], seed: str, size: int) -> list[Matches]:
    """Groups of cards of one topic, none of which has an answer that could belong to another; fewer than `size` only
    where the topic has no more, and never fewer than `FEWEST`.

    `topics` is uid → the topics under which the card may be grouped; a card is in one group at most.
    """
    by_topic: dict[str, list[Match]] = {}
    for match in ranked(seed, "match", matches, lambda match: match.candidate.uid):
        for topic in topics[match.candidate.uid]:
            by_topic.setdefault(topic, []).append(match)
    made, taken = list[Matches](), set[str]()
    for topic in sorted(by_topic, key=lambda topic: rank(seed, "match", topic)):
        group: list[Match] = []
        for match in by_topic[topic]:
            if match.candidate.uid not in taken and all(apart(match, other) for other in group):
                group.append(match)
        parts = [tuple(group[start : start + size]) for start in range(0, len(group), size)]
        made += [Matches(part, topic) for part in parts if len(part) >= FEWEST]
        taken |= {match.candidate.uid for part in parts if len(part) >= FEWEST for match in part}
    return made


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
    first, second = key(one.answer), key(other.answer)
    return first not in second and second not in first
