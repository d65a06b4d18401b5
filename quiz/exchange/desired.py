"""What a collection of Anki should hold of our cards, beside what it holds: states, rows of the log, texts. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, Protocol

from quiz.anki.rows import CardRow, LogRow, NoteRow
from quiz.anki.schedule import ANKI, FLAG, LEARNED, LOGGED, NEW, SUSPENDED, Schedule, log_row, schedule
from quiz.anki.stamps import Stamp
from quiz.anki.types import NUMBERS
from quiz.exchange.signs import said
from quiz.fuzz import reach
from quiz.reviews import Progress, Review, Step, live

LAST_ANSWER = "lrt"
"""The name of the time of the last answer (seconds since 1970) in a card's data."""
COLOURS = 7
"""The bits of a card's flags that say which flag it has."""
IN_LEARNING = (1, 3)
BURIED = (-2, -3)
SCHEDULING = ("grade", "due", "reset", "carry")
HUNDREDTH = 10
"""Of an ease factor, in permille. Anki's may be finer than ours."""
KEPT_TAGS = frozenset({"leech", "marked"})
"""Tags that Anki gives a note, whatever topics are called."""

Verdict = Literal["same", "adopt", "send", "edited", "conflict", "foreign"]
"""same: nothing to do. adopt: it is our text, written by another terminal. send: ours is newer. edited: it was
changed there. conflict: it was changed there and here. foreign: a note of another type, whose text is not ours."""


class Timing(NamedTuple):
    """Study days: the one that is day 0 of the collection, and today."""

    zero: int
    today: int


class Story(NamedTuple):
    """What is said of a card besides its progress: where it stands among all cards, whether it was ever learned anew,
    and whether what last scheduled it came from Anki. `tagged`: a tag of its note says there what a flag says.
    `carried`: it goes on as it stood there.
    """

    position: int = 0
    reset: bool = False
    graded_there: bool = False
    tagged: bool = False
    carried: bool = False


UNTOLD = Story()


def story(position: int, steps: Sequence[tuple[Step, int]]) -> Story:
    last = next((event for (event, _, _), _number in reversed(steps) if event.kind in SCHEDULING), None)
    reset = any(event.kind == "reset" for (event, _, _), _number in steps)
    return Story(
        position, reset, last is not None and last.source == ANKI, carried=last is not None and last.kind == "carry"
    )


def state(card: CardRow, progress: Progress, timing: Timing, story: Story = UNTOLD) -> CardRow:
    """The card as it should be; as it is where only that differs which Anki may decide.

    A card in a filtered deck waits there, one that was answered today may be in learning until the study day is over.
    """
    if card.home_deck:
        return card
    flags = card.flags if story.tagged else _flags(card.flags, progress.flagged)
    suspended = card.queue == SUSPENDED
    if card.type in IN_LEARNING and not suspended and not progress.suspended and progress.last_day == timing.today:
        return card._replace(flags=flags)
    position = card.due if card.type == NEW else story.position
    ours = schedule(progress, position, timing.zero)
    if _scheduled_alike(card, ours, story):
        queue = card.queue if suspended == progress.suspended else ours.queue
        answered_since = not story.carried and _object(ours.data).get(LAST_ANSWER, 0) > _last_answer(card.data)
        data = _data(card.data, ours.data, story) if answered_since else card.data
        return card._replace(queue=queue, flags=flags, data=data)
    buried = card.queue in BURIED and not progress.suspended
    return card._replace(
        type=ours.type,
        queue=card.queue if buried else ours.queue,
        due=ours.due,
        interval=ours.interval_days,
        factor=ours.factor_permille,
        reps=max(card.reps, ours.reviews) if ours.type == LEARNED else ours.reviews,
        lapses=ours.lapses,
        left=0,
        flags=flags,
        data=_data(card.data, ours.data, story),
    )


def _flags(flags: int, flagged: bool) -> int:
    """Whatever colour the flag has there, it is one."""
    if bool(flags & COLOURS) == flagged:
        return flags
    return flags & ~COLOURS | (FLAG if flagged else 0)


def _scheduled_alike(card: CardRow, ours: Schedule, story: Story) -> bool:
    """Whether the card is due as it should be. Where new cards stand, and how often a card was asked, is Anki's.

    What was graded on another terminal may be due a little earlier or later: it had its reasons.
    """
    if card.type != ours.type or ours.type == NEW:
        return card.type == ours.type
    if card.interval != ours.interval_days or abs(card.factor - ours.factor_permille) >= HUNDREDTH:
        return False
    return abs(card.due - ours.due) <= (reach(ours.interval_days) if story.graded_there else 0)


def _data(theirs: str, ours: str, story: Story) -> str:
    """Ours, with what Anki and its add-ons keep. Without what FSRS knows, which it works out anew from the log.

    Anki looks for the last answer of its log, also where that was taken back, but not before it was learned anew.
    """
    kept = _object(theirs)
    data = _object(ours) | {key: kept[key] for key in ("pos", "cd") if key in kept}
    last = max(data.get(LAST_ANSWER, 0), _last_answer(theirs))
    if last and (LAST_ANSWER in data or not story.reset):
        data[LAST_ANSWER] = last
    return json.dumps(data, separators=(",", ":")) if data else ""


def _last_answer(data: str) -> int:
    last = _object(data).get(LAST_ANSWER, 0)
    return last if isinstance(last, int) else 0


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


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


class Ours(Protocol):
    """What a note of ours would say."""

    @property
    def digest(self) -> str: ...

    @property
    def text_digest(self) -> str: ...

    @property
    def tags(self) -> tuple[str, ...]: ...


def verdict(ours: Ours, stamp: Stamp | None, note: NoteRow, known: Collection[str]) -> Verdict:
    """What becomes of a note that is there; `known` are the digests of all texts that were ever ours."""
    if note.notetype not in NUMBERS:
        return "foreign"
    theirs = said(note)
    if theirs != ours.text_digest:
        if theirs in known:
            return "send"
        return "edited" if stamp is None or stamp.digest == ours.digest else "conflict"
    if stamp is None:
        return "adopt"
    if note.mod > stamp.mod:  # written by another terminal, or tagged on the phone
        return ("same" if stamp.digest == ours.digest else "adopt") if set(ours.tags) <= set(note.tags) else "send"
    return "same" if stamp.digest == ours.digest and note.mod == stamp.mod else "send"
