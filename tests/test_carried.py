"""A card that was learned in Anki goes on from where it stood there, on every terminal, and nothing there is moved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.anki.answers import Reader
from quiz.anki.carried import Keeper
from quiz.anki.past import Past
from quiz.anki.rows import CardRow, LogRow
from quiz.anki.schedule import LEARNED, NEW, log_row, numbered
from quiz.exchange.desired import Timing, state, story
from quiz.reviews import Moment, Progress, Review, progress, steps
from quiz.sm2 import Memory

ZERO = 738_000
DAY_MS = 86_400_000
FIRST_MS = 1_690_000_000_000
NOW_MS = 1_764_000_000_000
TODAY = 719_163 + NOW_MS // DAY_MS
CARD = CardRow(FIRST_MS, 1, 1, 0, 100, LEARNED, 2, 2_700, 240, 2_350, 9, 3, 0, 0, 0, 0, "{}")
KEEPER = Keeper(lambda _ms: 0, 4, ZERO, NOW_MS)
READER = Reader(lambda _ms: 0)


def row(days: int, ease: int = 3, interval: int = 1) -> LogRow:
    return LogRow(FIRST_MS + days * DAY_MS, CARD.id, ease, interval, 0, 2_500, 4_000, 1)


def moved(card: CardRow, *rows: LogRow) -> tuple[list[Review], Progress]:
    """The log of a card that comes in with its answers, and the progress it has then."""
    told = READER.told("u", rows).events
    event = KEEPER.stood("u", card, max((each.id for each in rows), default=None))
    log = [*told, *([event] if event else [])]
    return log, progress(log)


@pytest.mark.parametrize("rows", [[], [row(3)], [row(0), row(1), row(9)], [row(0, 2), row(6, 2), row(40, 2)]])
def test_due_day_interval_ease_and_lapses_are_ankis(rows: list[LogRow]) -> None:
    """Whether the log holds all answers, the last ones or none."""
    _log, now = moved(CARD, *rows)
    assert (now.due_day, now.memory.interval_days, now.memory.ease_hundredths) == (ZERO + 2_700, 240, 235)
    assert (now.lapses, now.reviews) == (3, len(rows))


def test_the_next_answer_goes_on_by_sm2() -> None:
    """A long interval is multiplied; the first steps are not taken again."""
    log, _now = moved(CARD, row(0))
    good = Review("x", "u", log[-1].moment._replace(utc_ms=NOW_MS), TODAY, "grade", 4)
    assert progress([*log, good]).memory == Memory(3, 564, 235)


@pytest.mark.parametrize(
    ("card", "memory", "due_in"),
    [
        (CARD._replace(interval=1, due=TODAY - ZERO), Memory(1, 1, 235), 0),
        (CARD._replace(interval=5, due=TODAY - ZERO), Memory(1, 5, 235), 0),
        (CARD._replace(interval=6, due=TODAY - ZERO), Memory(2, 6, 235), 0),
        (CARD._replace(factor=0, due=TODAY - ZERO), Memory(2, 240, 250), 0),
        (CARD._replace(home_deck=9, home_due=TODAY - ZERO + 7, due=-100_000), Memory(2, 240, 235), 7),
        (CARD._replace(queue=-1, due=TODAY - ZERO - 400), Memory(2, 240, 235), -400),
        (CARD._replace(type=3, queue=1, interval=84, due=NOW_MS // 1000), Memory(0, 1, 235), 1),
    ],
)
def test_cards_of_every_standing(card: CardRow, memory: Memory, due_in: int) -> None:
    """Short intervals begin early in SM-2; filtered, suspended and overdue cards keep their day; failed ones fail."""
    answer = LogRow(NOW_MS - 5_000, CARD.id, 1, 1, 9, 2_350, 4_000, 1)
    _log, now = moved(card, answer)
    assert now.due_day is not None
    assert (now.memory, now.due_day - TODAY) == (memory, due_in)


def test_what_is_new_there_is_new_here() -> None:
    """A card that was set back to new, by a version of Anki whose log does not say so; one never asked has no event."""
    assert moved(CARD._replace(type=NEW, queue=NEW), row(0), row(3))[1].is_new
    assert KEEPER.stood("u", CARD._replace(type=NEW, queue=NEW), None) is None


CARDS = st.builds(
    CARD._replace,  # type: ignore[arg-type]
    type=st.sampled_from([LEARNED, LEARNED, 3]),
    data=st.sampled_from(["", "{}", '{"pos":3,"s":9.1,"d":5.2,"lrt":1690000000}']),
    queue=st.sampled_from([-3, -2, -1, 2]),
    due=st.integers(-99, 60_000),
    interval=st.integers(1, 36_500),
    factor=st.integers(1_300, 9_999) | st.just(0),
    lapses=st.integers(0, 99),
)
ROWS = st.lists(st.builds(row, st.integers(0, 800), st.integers(1, 4), st.integers(-600, 900)), max_size=5)


@given(CARDS, ROWS)
def test_another_terminal_reads_it_from_the_log(card: CardRow, rows: list[LogRow]) -> None:
    """The rows that the first one writes tell a second one of the same progress."""
    log, now = moved(card, *rows)
    written = [found for number, step in enumerate(steps(log)) if (found := log_row(step, step[0].moment.utc_ms, 7))]
    assert len({each.id for each in written}) == len(log)
    assert progress(READER.told("u", [*rows, *written]).events) == now


@given(CARDS, ROWS)
def test_a_sync_leaves_the_card_as_it_is(card: CardRow, rows: list[LogRow]) -> None:
    """What goes on as it stood is not rescheduled, however fine its ease factor."""
    log, now = moved(card, *rows)
    after = state(card, now, Timing(ZERO, TODAY), story(1, [(step, 0) for step in steps(log)]))
    if card.queue == -1:  # the mark is taken in by itself
        after = after._replace(queue=-1)
    if card.type == LEARNED and card.factor:
        assert after == card


def test_a_row_of_ankis_keeps_its_number() -> None:
    """What carries a card on is stamped just after its last answer, where another card may have been answered."""
    log, _now = moved(CARD, row(0))
    other = log[0]._replace(event_id="later-anki-z", card="z", moment=log[1].moment)
    given = dict(numbered([*log, other], {}))
    assert given[other.event_id] == other.moment.utc_ms
    assert len(set(given.values())) == 3


def past(rows: list[LogRow]) -> Past:
    found = Past(READER)
    for each in rows:
        found.tell("u", each)
    return found


@given(CARDS, ROWS, st.integers(0, 5))
def test_what_a_terminal_wrote_is_never_carried(card: CardRow, rows: list[LogRow], grade: int) -> None:
    """Be it an answer of its own among those of the phone, or the state that it set the card to for those."""
    rows = sorted({each.id: each for each in rows}.values())
    told = READER.told("u", rows).events
    mine = Review("x", "u", Moment(NOW_MS), TODAY, "grade", grade)
    log = [*told, mine]
    written = log_row(list(steps(log))[-1], NOW_MS, card.id)
    assert written is not None
    assert past([*rows, written]).explains(card, ZERO)
    if told and not progress(told).is_new:
        now = progress(told)
        position = state(card, now, Timing(ZERO, TODAY + 9), story(1, [(step, 0) for step in steps(told)]))
        assert past(rows).explains(position, ZERO) or position == card


def test_what_anki_counted_is_carried() -> None:
    """Its intervals are not those of SM-2, and a log that was thinned out tells of fewer answers."""
    assert not past([row(0), row(9), row(40)]).explains(CARD, ZERO)
    assert not past([]).explains(CARD, ZERO)
