"""Anki's log read back: rows become events, what is known stays, and replaying gives what both sides mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.anki.answers import NO_ANSWER, UNREADABLE, Reader, kind_of
from quiz.anki.rows import Calendar, CardRow, LogRow
from quiz.anki.schedule import DAY_ZERO, day_zero, due_day, log_row, numbered
from quiz.marks import Marks, changes
from quiz.reviews import Moment, Review, progress, steps
from quiz.schedule import study_day
from quiz.sm2 import Memory

DAY_MS = 86_400_000
NOON = 1_800_000_000_000 // DAY_MS * DAY_MS + DAY_MS // 2
READER = Reader(lambda _ms: 540)


def row(day: int, ease: int, kind: int = 1, factor: int = 2500, interval: int = 1, ms: int = 0) -> LogRow:
    return LogRow(NOON + day * DAY_MS + ms, 1, ease, interval, 1, factor, 900, kind)


def event(day: int, grade: int, name: str = "here") -> Review:
    moment = Moment(NOON + day * DAY_MS, 540)
    return Review(f"{moment.utc_ms:012x}-{name}", "u", moment, study_day(moment, 4), "grade", grade)


@pytest.mark.parametrize(
    ("given_row", "kind"),
    [
        (row(0, 3, kind=0), "grade"),
        (row(0, 1, kind=2), "drill"),
        (row(0, 3, kind=2)._replace(last_interval=-600), "grade"),
        (row(0, 4, kind=3), "grade"),
        (row(0, 3, kind=3, factor=0), "cram"),
        (row(0, 3, factor=350), "grade"),
        (row(0, 0, kind=4, factor=0), "reset"),
        (row(0, 0, kind=4), "due"),
        (row(0, 0, kind=5), None),
        (row(0, 3, kind=4), None),
        (row(0, 5), None),
        (row(0, -1), None),
        (row(0, 3, kind=9), None),
    ],
)
def test_what_a_row_is_to_us(given_row: LogRow, kind: str | None) -> None:
    """Answers are grades, whatever FSRS makes of the factor; a filtered deck that reschedules nothing is practice."""
    assert kind_of(given_row) == kind


def test_buttons_are_grades_of_the_day_they_were_pressed_on() -> None:
    """Each button has its grade, each row its study day in local time, and the time taken is bounded."""
    rows = [row(day, ease) for day, ease in enumerate((1, 2, 3, 4))]
    rows[3] = rows[3]._replace(ms=10**12)
    told = READER.told("u", rows).events
    assert [each.grade for each in told] == [2, 3, 4, 5]
    assert [each.study_day for each in told] == [study_day(Moment(each.id, 540), 4) for each in rows]
    assert [each.duration_ms for each in told] == [900, 900, 900, 600_000]
    assert {each.source for each in told} == {"anki"}


def test_what_is_passed_over_is_counted() -> None:
    """Rows that carry no grade are counted by reason."""
    told = READER.told("u", [row(0, 0, kind=5), row(1, 0, kind=5), row(2, 7)])
    assert told.events == ()
    assert dict(told.skipped) == {NO_ANSWER: 2, UNREADABLE: 1}


@pytest.mark.parametrize("grade", range(6))
def test_a_failure_keeps_its_raw_grade_between_two_terminals(grade: int) -> None:
    """The one button for 0–2 hides the grade, the last digit of the factor gives it back, so that both replay alike."""
    here = [event(0, 4), event(1, 5), event(7, grade), event(8, 3)]
    rows = [log_row(step, step[0].moment.utc_ms, 1) for step in steps(here)]
    there = READER.told("u", [each for each in rows if each])
    assert [each.grade for each in there.events] == [4, 5, grade, 3]
    assert progress(there.events) == progress(here)


def test_a_due_day_set_by_hand_arrives() -> None:
    """The newest row set by hand takes the due day of the card, an older one what its row says.

    One whose interval is another one than before set that as well, and the card goes on from it.
    """
    told = READER.told("u", [row(0, 3), row(1, 0, kind=4, interval=9), row(2, 0, kind=4)], due_day=740_000).events
    assert [each.kind for each in told] == ["grade", "carry", "due"]
    assert told[1].shift == 9
    assert progress(told[:2]).memory == Memory(2, 9, 250)
    assert progress(told).memory == Memory(2, 9, 250)
    assert progress(told).due_day == 740_000
    never_asked = row(0, 0, kind=4, interval=3)._replace(last_interval=0)
    later = READER.told("u", [never_asked, row(1, 3)], due_day=740_000).events
    assert progress(later).due_day == later[-1].study_day + 1


def test_forgetting_there_is_a_reset_here() -> None:
    """After "Forget" the card is new, and an answer on the same day counts again."""
    told = READER.told("u", [row(0, 4), row(1, 4), row(1, 0, kind=4, factor=0, ms=1), row(1, 3, kind=0, ms=2)]).events
    assert progress(told[:3]).is_new
    assert progress(told).memory.repetitions == 1


KINDS = st.sampled_from(["grade", "grade", "grade", "drill", "cram", "reset", "due"])
STORIES = st.lists(st.tuples(KINDS, st.integers(0, 5), st.integers(0, 3 * 86_400_000)), max_size=14)


def lived(story: list[tuple[str, int, int]]) -> list[Review]:
    """A story as events, each some ms after the last."""
    now, events = NOON, []
    for kind, grade, wait in story:
        now += wait + 1
        moment = Moment(now, 540)
        answer = grade if kind in ("grade", "drill", "cram") else None
        shift = grade if kind == "due" else 0
        name = f"{now:012x}-here"
        events.append(Review(name, "u", moment, study_day(moment, 4), kind, answer, 5, shift=shift))  # type: ignore[arg-type]
    return events


@given(STORIES, st.data())
def test_rows_there_and_back_leave_the_same_memory(story: list[tuple[str, int, int]], data: st.DataObject) -> None:
    """Another terminal that reads our rows, in any portions, ends with our memory and our due day."""
    here = lived(story)
    numbers = dict(numbered(here, {}))
    rows = [found for step in steps(here) if (found := log_row(step, numbers[step[0].event_id], 1))]
    due = progress(here).due_day
    known: list[Review] = []
    for size in (data.draw(st.integers(0, len(rows))), len(rows)):
        last = size == len(rows)
        known += READER.told("u", rows[:size], known, due_day=due if last else None).events
    there, ours = progress(known), progress(here)
    assert (there.memory, there.reviews, there.lapses) == (ours.memory, ours.reviews, ours.lapses)
    assert there.is_new == ours.is_new
    if here and here[-1].kind in ("grade", "reset", "due"):
        assert there.due_day == ours.due_day
    assert READER.told("u", rows, known).events == ()


@given(STORIES, STORIES, st.randoms())
def test_the_order_of_imports_does_not_matter(
    ours: list[tuple[str, int, int]], theirs: list[tuple[str, int, int]], chance: object
) -> None:
    """Rows come in any number of portions and any order: the log holds each once, and replays alike."""
    here = lived(ours)
    rows = [
        LogRow(each.moment.utc_ms + 7, 1, {None: 0}.get(each.grade, 3), 1, 0, 2500, 5, 1)
        for each in lived(theirs)
        if each.grade is not None
    ]
    at_once = [*here, *READER.told("u", rows, here).events]
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one_by_one = list(here)
    for each in shuffled:
        one_by_one += READER.told("u", [each], one_by_one).events
    assert sorted(one_by_one) == sorted(at_once)
    assert progress(one_by_one) == progress(at_once)


def test_a_hostile_log_of_one_card_is_read_in_one_pass() -> None:
    """Fifty thousand rows of one card are one story, not one for every row."""
    rows = [row(0, 1 + number % 4, ms=number) for number in range(50_000)]
    assert len(READER.told("u", rows).events) == 50_000


def test_days_of_any_collection_are_study_days() -> None:
    """Day 0 is the local date at which a collection was made; a card in a filtered deck keeps its own due day."""
    assert day_zero(Calendar(1_262_347_200, 0, 4)) == DAY_ZERO
    seoul = Calendar(1_600_000_000 // 86_400 * 86_400 - 5 * 3600, -540, 4)
    assert day_zero(seoul) == day_zero(Calendar(1_600_000_000 // 86_400 * 86_400, 0, 4))
    card = CardRow(1, 1, 1, 0, 0, 2, 2, 30, 6, 2500, 1, 0, 0, 0, 0, 0, "")
    assert due_day(card, 700_000) == 700_030
    assert due_day(card._replace(due=-100, home_due=12, home_deck=5), 700_000) == 700_012
    assert due_day(card._replace(type=1), 700_000) is None


MARKS = st.builds(Marks, st.booleans(), st.booleans(), st.booleans())


@given(MARKS, MARKS, MARKS)
def test_marks_changed_on_one_side_win(here: Marks, there: Marks, before: Marks) -> None:
    """What was changed there is done here, what was changed here alone stands, and doing it twice does nothing."""
    done = set(changes(here, there, before))
    for name, on, off in (
        ("suspended", "suspend", "resume"),
        ("flagged", "flag", "unflag"),
        ("leech", "leech", "rewritten"),
    ):
        mine, theirs, old = (getattr(marks, name) for marks in (here, there, before))
        assert (on in done) == (theirs and not mine and not old)
        assert (off in done) == (not theirs and mine and old)
    assert list(changes(there, there, before)) == []
