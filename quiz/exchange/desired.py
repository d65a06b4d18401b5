"""What a collection of Anki should hold of our cards, beside what it holds: states, rows of the log, texts. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from quiz.anki.fields import Fields, text_digest
from quiz.anki.notetype import NOTETYPE_ID
from quiz.anki.rows import CardRow, LogRow, NoteRow
from quiz.anki.schedule import ANKI, FLAG, LEARNED, LOGGED, NEW, SUSPENDED, log_row, schedule
from quiz.anki.stamps import Stamp
from quiz.fuzz import reach
from quiz.marks import Marks
from quiz.reviews import Progress, Review, Step, live

COLOURS = 7
"""The bits of a card's flags that say which flag it has."""
IN_LEARNING = (1, 3)
BURIED = (-2, -3)
SCHEDULING = ("grade", "due", "reset")
KEPT_TAGS = frozenset({"leech", "marked"})
"""Tags that Anki or its owner give a note; topics of ours are replaced, these stay."""

Verdict = Literal["same", "adopt", "send", "edited", "conflict", "foreign"]
"""same: nothing to do. adopt: it is our text, written by another terminal. send: ours is newer. edited: it was
changed there. conflict: it was changed there and here. foreign: a note of another type, whose text is not ours."""


class Timing(NamedTuple):
    """Study days: the one that is day 0 of the collection, and today."""

    zero: int
    today: int


def state(
    card: CardRow,
    progress: Progress,
    timing: Timing,
    position: int = 0,
    *,
    graded_there: bool = False,
    answered_ms: int = 0,
) -> CardRow:
    """The card as it should be; as it is where only that differs which Anki may decide.

    A card in a filtered deck waits there, one that was answered today may be in learning until the study day is over.
    `graded_there`: what last scheduled it came from Anki, so that another terminal may have moved its due day a little.
    """
    if card.home_deck:
        return card
    flags = card.flags if bool(card.flags & COLOURS) == progress.flagged else card.flags & ~COLOURS
    if progress.flagged and not flags & COLOURS:
        flags |= FLAG
    suspended = card.queue == SUSPENDED
    if card.type in IN_LEARNING and not suspended and not progress.suspended and progress.last_day == timing.today:
        return card._replace(flags=flags)
    if suspended == progress.suspended and _scheduled_alike(card, progress, timing.zero, graded_there=graded_there):
        return card._replace(flags=flags)
    ours = schedule(progress, card.due if card.type == NEW else position, timing.zero, answered_ms)
    same = _scheduled_alike(card, progress, timing.zero, graded_there=graded_there)
    queue = card.queue if card.queue in BURIED and not progress.suspended else ours.queue
    if same:
        return card._replace(queue=queue, flags=flags)
    return card._replace(
        type=ours.type,
        queue=queue,
        due=ours.due,
        interval=ours.interval_days,
        factor=ours.factor_permille,
        reps=max(card.reps, ours.reviews) if ours.type == LEARNED else ours.reviews,
        lapses=ours.lapses,
        left=0,
        flags=flags,
        data=_data(card.data, ours.data),
    )


def _scheduled_alike(card: CardRow, progress: Progress, zero: int, *, graded_there: bool) -> bool:
    """Whether the card is due as it should be. Where new cards stand, and how often a card was asked, is Anki's."""
    ours = schedule(progress, 0, zero)
    if card.type != ours.type:
        return False
    if ours.type == NEW:
        return True
    if (card.interval, card.factor) != (ours.interval_days, ours.factor_permille):
        return False
    moved = abs(card.due - ours.due)
    return moved <= (reach(ours.interval_days) if graded_there else 0)


def _data(theirs: str, ours: str) -> str:
    """Ours, with what add-ons keep there. Without what FSRS knows, which it works out anew from the log."""
    try:
        kept = json.loads(theirs or "{}")
    except ValueError:
        kept = {}
    known = {key: kept[key] for key in ("pos", "cd") if isinstance(kept, dict) and key in kept}
    data = json.loads(ours or "{}") | known
    return json.dumps(data, separators=(",", ":")) if data else ""


def marks(card: CardRow, leech: bool) -> Marks:
    return Marks(card.queue == SUSPENDED, bool(card.flags & COLOURS), leech)


def graded_there(steps: Sequence[tuple[Step, int]]) -> bool:
    """Whether what last scheduled a card came from Anki."""
    last = next((step[0] for step, _number in reversed(steps) if step[0].kind in SCHEDULING), None)
    return last is not None and last.source == ANKI


# — the log —


class Missing(NamedTuple):
    """Rows to add, and the events that get another number for theirs: theirs is another card's."""

    rows: tuple[LogRow, ...]
    numbers: Mapping[str, int]


def missing_rows(
    stories: Iterable[tuple[Sequence[int], Sequence[tuple[Step, int]]]],
    owners: Mapping[int, int],
    taken: Collection[int],
) -> Missing:
    """What the log there lacks of the stories of cards, each with the numbers of its cards there.

    `owners`: number of a row there → its card; `taken`: numbers that no other row may get.
    """
    rows: list[LogRow] = []
    numbers: dict[str, int] = {}
    occupied = {*owners, *taken}
    for cards, steps in stories:
        for step, number in steps:
            if owners.get(number) in cards:
                continue
            free = number
            if number in owners:
                while free in occupied:
                    free += 1
                numbers[step[0].event_id] = free
                occupied.add(free)
            if row := log_row(step, free, cards[0]):
                rows.append(row)
    return Missing(tuple(rows), numbers)


def undone_rows(log: Sequence[Review], numbers: Mapping[str, int]) -> Iterator[tuple[int, Review]]:
    """The rows of events that were taken back here: the number each has, if it was ever sent, and the event."""
    undone = {event.target for event in log if event.kind == "undo"}
    for event in log:
        if event.event_id in undone and event.kind in LOGGED:
            yield numbers.get(event.event_id, event.moment.utc_ms), event


def tombstones(log: Sequence[Review], numbers: Mapping[str, int], withdrawn: Collection[int]) -> list[Review]:
    """What takes back the events that stand here and were taken back elsewhere, the same however often it is asked."""
    found = []
    for event in live(log):
        if event.kind in LOGGED and numbers.get(event.event_id, event.moment.utc_ms) in withdrawn:
            name = f"{event.moment.utc_ms:012x}-{ANKI}-undo-{event.event_id}"
            found.append(
                Review(name, event.card, event.moment, event.study_day, "undo", source=ANKI, target=event.event_id)
            )
    return found


# — texts —


def verdict(ours: Fields, stamp: Stamp | None, note: NoteRow, known: Collection[str]) -> Verdict:
    """What becomes of a note that is there; `known` are the digests of all texts that were ever ours."""
    if note.notetype != NOTETYPE_ID:
        return "foreign"
    theirs = text_digest(*note.fields[:2])
    if theirs != ours.text_digest:
        if theirs in known:
            return "send"
        return "edited" if stamp is None or stamp.digest == ours.digest else "conflict"
    if stamp is None:
        return "adopt"
    if note.mod > stamp.mod:  # written by another terminal, or tagged on the phone
        return ("same" if stamp.digest == ours.digest else "adopt") if set(ours.tags) <= set(note.tags) else "send"
    return "same" if stamp.digest == ours.digest and note.mod == stamp.mod else "send"
