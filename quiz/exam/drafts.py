"""Multiple-choice questions drawn up from the answers of other cards of a topic: drafts for a person to go through.

Of such options hardly one in five deceives anybody, so they are never asked as they are: they are written as notes
that no paper takes up until a person has struck the remark that says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quiz.exam.candidates import Candidate
from quiz.exam.matching import Match, apart, short_answer
from quiz.exam.rank import ranked
from quiz.language import _
from quiz.topics import finest

WRONG = 3
FEWEST = 2


def draft(candidates: Sequence[Candidate], seed: str) -> tuple[str, int]:
    """Notes with a task list for each card that has a short answer and enough others beside it; how many cards."""
    matches = [match for each in candidates if (match := short_answer(each))]
    by_topic: dict[str, list[Match]] = {}
    for match in matches:
        for topic in finest(match.candidate.entry.topics):
            by_topic.setdefault(topic, []).append(match)
    drawn = [(topic, list(_drawn(by_topic[topic], seed))) for topic in sorted(by_topic)]
    told = [line for topic, cards in drawn if cards for line in (f"## {topic}", "", *cards)]
    return "\n".join([*_head(), *told]).rstrip() + "\n", sum(len(cards) for _topic, cards in drawn)


def _head() -> list[str]:
    return [
        "# " + _("DRAFT: options to go through"),
        "<!-- quiz: no -->",
        "",
        _("The wrong options are answers of other cards. Correct them card by card, then strike the comment above:"),
        _("until then no paper asks these cards."),
        "",
    ]


def _drawn(matches: Sequence[Match], seed: str) -> Iterator[str]:
    """The cards of one topic, each with its answer among those of others, in an order that gives nothing away."""
    for match in matches:
        uid = match.candidate.uid
        wrong: list[Match] = []
        for other in ranked(seed, f"draft {uid}", matches, lambda other: other.candidate.uid):
            if other is not match and len(wrong) < WRONG and all(apart(other, each) for each in (match, *wrong)):
                wrong.append(other)
        if len(wrong) >= FEWEST:
            options = ranked(seed, f"place {uid}", [match, *wrong], lambda each: each.candidate.uid)
            lines = [f"  - [{'x' if each is match else ' '}] {each.answer}" for each in options]
            yield "\n".join([f"- {match.candidate.entry.question}", *lines, ""])
