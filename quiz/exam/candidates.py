"""Cards that may become questions, and why others may not."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from quiz.entry import Entry
from quiz.language import N_, _

NO_QUIZ, KEEP_ORDER = "no-quiz", "keep-order"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A card as a paper sees it: `remarks` are those of its notes, `place` is `file:line` as it is printed in the key,
    `number` its place among all cards."""

    entry: Entry
    remarks: tuple[str, ...] = ()
    place: str = ""
    number: int = 0
    share: float | None = None
    """Of right answers in the results of earlier papers (0–1); None where too few people were asked it."""

    @property
    def uid(self) -> str:
        return self.entry.uid


REASONS: dict[str, str] = {
    "unanswered": N_("{n} without an answer"),
    "suspended": N_("{n} suspended"),
    "flagged": N_("{n} flagged"),
    "no-quiz": N_("{n} that the notes keep out (“quiz: no”)"),
    "used": N_("{n} asked by the last papers"),
    "unfit": N_("{n} of no kind that was asked for"),
    "sibling": N_("{n} asking the same as another card"),
}
"""Why cards are left out, in the order in which it is looked for."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """`kept` may be asked. `left` is reason → the cards left out for it, reasons without any missing."""

    kept: tuple[Candidate, ...]
    left: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)


def sifted(
    candidates: Iterable[Candidate],
    used: Collection[str],
    fits: Callable[[Candidate], bool],
    rank: Callable[[Candidate], str],
) -> Sifted:
    """Part the cards that may be asked from those that may not.

    Of siblings, which give each other's answers away, only the one of the least rank is kept.
    """
    kept: list[Candidate] = []
    left: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        reason = _reason(candidate, used) or ("" if fits(candidate) else "unfit")
        (left.setdefault(reason, []) if reason else kept).append(candidate)
    first: dict[str, Candidate] = {}
    for candidate in sorted(kept, key=rank):
        first.setdefault(candidate.entry.note or candidate.uid, candidate)
    chosen = {candidate.uid for candidate in first.values()}
    siblings = [candidate for candidate in kept if candidate.uid not in chosen]
    if siblings:
        left["sibling"] = siblings
    return Sifted(
        tuple(candidate for candidate in kept if candidate.uid in chosen),
        {reason: tuple(left[reason]) for reason in REASONS if reason in left},
    )


def _reason(candidate: Candidate, used: Collection[str]) -> str:
    entry = candidate.entry
    if not entry.answered:
        return "unanswered"
    if entry.progress.suspended:
        return "suspended"
    if entry.progress.flagged:
        return "flagged"
    if NO_QUIZ in candidate.remarks:
        return "no-quiz"
    return "used" if candidate.uid in used else ""


# — questions that lean on something else —

_LEANS = re.compile(
    r"(?<![가-힣])(?<!맨 )(?<!바로 )"
    r"(?:(?:위|아래)(?:의|에서|에서는|와|처럼|쪽)?(?=\s)|앞(?:의|서)(?=\s)|앞에서|뒤(?:의|에서)(?=\s))"
    r"|(?:이전|다음|앞|위)\s?(?:질문|문제|그림|예제|표|줄|슬라이드|페이지)|교재|수업\s?[중시]|강의|방금|아까"
    r"|예제에서|(?<![A-Za-z])[pP]\.?\s?\d+(?!\d*[A-Za-z])|\.\.+\s*생략"
    r"|\b(?:above|below|aforementioned)\b|\b(?:previous|preceding|next|last)\s+(?:question|slide|page|example|step)\b"
    r"|\b(?:the|this)\s+(?:slide|lecture|figure|diagram|picture|screenshot)\b|\b(?:slide|page)\s+\d+\b",
    re.IGNORECASE,
)


def told(left: Mapping[str, Sequence[Candidate]]) -> str:
    """How many were left out for which reason."""
    return ", ".join(_(REASONS[reason]).format(n=len(cards)) for reason, cards in left.items())


def leans(question: str) -> str:
    """The words by which a question points at something a paper does not show; "" where it stands alone.

    A guess: who makes a paper is told, and decides.
    """
    found = _LEANS.search(question)
    return found[0].strip() if found else ""


def leaning(candidates: Sequence[Candidate]) -> tuple[tuple[Candidate, str], ...]:
    return tuple((candidate, words) for candidate in candidates if (words := leans(candidate.entry.question)))
