"""Due days that move a little: within reach, by nothing but the card and the load, and never the interval."""

import tempfile
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import TODAY, Clock, row

from quiz.fuzz import due_days, reach, shift
from quiz.reader import Reader
from quiz.schedule import Rules
from quiz.session import Session
from quiz.sm2 import INTERVAL_CAP, Memory
from quiz.store import Store
from quiz.study import Study

UIDS = [f"{number:02}" for number in range(12)]
uids = st.text("0123456789abcdef", min_size=1, max_size=16)
memories = st.builds(Memory, st.integers(0, 20), st.integers(1, INTERVAL_CAP))
loads = st.none() | st.dictionaries(st.integers(TODAY - 40, TODAY + 40), st.integers(0, 9))
moving = [Rules(fuzz=True), Rules(balance=True), Rules(fuzz=True, balance=True)]


@contextmanager
def library(rules, cards=UIDS):
    """A study of cards that are all new."""
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder, "quiz.db")) as store:
        store.take_in(cards=[row(uid, position=position) for position, uid in enumerate(cards)])
        yield Study(store, Reader(), rules, Clock())


def graded(study, uid, grade):
    study.grade(Session(queue=(uid,)), grade)
    return study.entry(uid).progress


def learned(study, uid="00", to=15):
    """Grade a card Good whenever it is due until its interval is as long; it is due on the day the clock shows."""
    while (progress := graded(study, uid, 4)).memory.interval_days < to:
        study.now.day = progress.due_day
    study.now.day = progress.due_day
    return progress


# — the rule —


@pytest.mark.parametrize(
    ("interval", "days"), [(1, 0), (2, 0), (3, 1), (6, 1), (15, 1), (20, 2), (38, 2), (100, 6), (365, 19)]
)
def test_reach(interval, days):
    """15 % of the days up to the 7th, 10 % up to the 20th, then 5 %, a day at least; short intervals are exact."""
    assert reach(interval) == days


@given(uids, memories, loads, st.booleans(), st.integers(1, INTERVAL_CAP))
@example("a", Memory(3, 40), {}, True, 40)
def test_a_due_day_stays_within_reach(uid, memory, load, by_chance, cap):
    """It is never today or before, never beyond reach, and beyond the longest interval only where that was cut."""
    moved = shift(uid, memory, TODAY, load, by_chance=by_chance, cap_days=cap)
    assert abs(moved) <= reach(memory.interval_days)
    assert memory.interval_days + moved >= 1
    assert memory.interval_days + moved <= max(cap, memory.interval_days)
    assert TODAY + memory.interval_days + moved in due_days(memory, TODAY, cap)


@given(uids, memories, st.integers(TODAY, TODAY + 999))
def test_chance_knows_the_card_and_its_repetitions_alone(uid, memory, day):
    """Neither the day nor the ease changes by how much a due day moves."""
    assert shift(uid, memory, TODAY) == shift(uid, memory._replace(ease_hundredths=130), day)


def test_chance_is_the_same_everywhere():
    """It rests on nothing that another machine or another run would do otherwise."""
    assert [shift("card", Memory(n, 100), TODAY) for n in range(3, 9)] == [1, 3, -4, 4, 1, -4]


def test_chance_spreads_cards_evenly():
    """Of a thousand cards with one interval each day within reach gets its share."""
    days = Counter(shift(f"{number:x}", Memory(4, 38), TODAY) for number in range(1000))
    assert sorted(days) == [-2, -1, 0, 1, 2]
    assert max(days.values()) < 250
    assert min(days.values()) > 150


@given(uids, st.integers(3, 60), st.lists(st.integers(0, 2), min_size=5, max_size=9), st.booleans())
@example("a", 38, [0, 1, 0, 1, 1], True)
def test_the_least_loaded_day_is_taken(uid, interval, cards, by_chance):
    """No day within reach has fewer cards; of equal ones none is nearer to where chance, then to where SM-2 says."""
    memory = Memory(3, interval)
    load = dict(zip(due_days(memory, TODAY), cards, strict=False))
    wish = shift(uid, memory, TODAY, by_chance=by_chance)
    moved = shift(uid, memory, TODAY, load, by_chance=by_chance)
    free = {day - TODAY - interval: load.get(day, 0) for day in due_days(memory, TODAY)}
    assert free[moved] == min(free.values())
    far = {days: (abs(days - wish), abs(days)) for days in free if free[days] == free[moved]}
    assert far[moved] == min(far.values())
    assert by_chance or wish == 0


# — in a library —


def test_the_load_is_what_the_other_cards_bring():
    """With a card on each day but one the last card finds that one; its own old due day is no load."""
    with library(Rules(balance=True), ["00", "a", "b", "c", "d"]) as study:
        learned(study, to=38)
        for uid, days in zip("abcd", (93, 94, 96, 97), strict=True):
            study.act([uid], "due", days)
        study.act(["00"], "due", 95)
        assert study.intervals(study.entry("00"))[4] == 95
        assert graded(study, "00", 4).due_day == TODAY + 1 + 6 + 15 + 38 + 95


grades = st.lists(st.tuples(st.sampled_from(UIDS), st.integers(0, 5), st.integers(0, 9)), max_size=30)


@pytest.mark.parametrize("rules", moving)
@given(log=grades)
@settings(deadline=None, max_examples=30)
def test_intervals_are_those_without_fuzz(rules, log):
    """The same grades on the same days leave bit-identical memories; due days part by no more than reach."""
    with library(rules) as moved, library(Rules()) as exact:
        for uid, grade, days in log:
            for study in (moved, exact):
                study.now.day += days
                graded(study, uid, grade)
        for uid, one in moved.store.memories().items():
            other = exact.store.memories()[uid]
            assert one.memory == other.memory
            assert abs(one.due_day - other.due_day) <= reach(one.memory.interval_days)
        assert all(event.shift == 0 for event in exact.store.reviews())


@pytest.mark.parametrize("rules", moving)
@given(log=grades, last=st.integers(0, 5))
@settings(deadline=None, max_examples=30)
def test_the_button_promises_what_the_grade_does(rules, log, last):
    """The days shown for a grade are the days until the card is due after it, also after undo and a replay."""
    with library(rules) as study:
        learned(study)
        for uid, grade, days in log:
            study.now.day += days
            graded(study, uid, grade)
        study.now.day += 1
        promised = study.intervals(study.entry("00"))
        assert graded(study, "00", last).due_day == study.now.day + promised[last]
        study.undo()
        assert study.intervals(study.entry("00")) == promised
        kept = graded(study, "00", last)
        study.store.replay()
        assert study.entry("00").progress == kept


def test_without_fuzz_nothing_is_read(monkeypatch):
    """Both settings off: no load is asked for and no event has a shift."""
    monkeypatch.setattr(Store, "due_days", None)
    with library(Rules()) as study:
        assert learned(study, to=95).due_day == TODAY + 1 + 6 + 15 + 38 + 95
        assert study.intervals(study.entry("00")) == (1, 1, 1, 238, 238, 238)
        assert {event.shift for event in study.store.reviews()} == {0}


@pytest.mark.parametrize("rules", moving)
def test_practice_and_drill_move_nothing(rules):
    """Only a grade within the schedule has a shift."""
    with library(rules) as study:
        before = learned(study)
        study.grade(Session(queue=("00",), practice=True), 4)
        study.grade(Session(drill=("00",)), 4)
        assert [event.shift for event in study.store.reviews()[-2:]] == [0, 0]
        assert study.entry("00").progress.due_day == before.due_day


def test_balance_levels_the_days():
    """A dozen cards learned on one day fill every day within reach alike."""
    with library(Rules(balance=True)) as study:
        due = TODAY
        for times in (1, 6, 15, 38):
            study.now.day = due
            for uid in UIDS:
                graded(study, uid, 4)
            due = study.now.day + times
        days = Counter(progress.due_day for progress in study.store.memories().values())
        assert sorted(days.values()) == [2, 2, 2, 3, 3]
