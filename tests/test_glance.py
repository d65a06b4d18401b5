"""What the home screen is told of a library, and that it is told the truth."""

import pytest
from support import TODAY, Clock, noon, notes, write

from quiz import library
from quiz.glance import MONTH, cards, doubts, glance, narrowed
from quiz.overview import branches
from quiz.reader import Reader
from quiz.schedule import Counts, Rules
from quiz.store import Store
from quiz.study import Study
from quiz.today import Today


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def study(tmp_path, clock):
    with Study(Store(tmp_path / "quiz.db"), Reader(), Rules(new_per_day=2), clock) as study:
        yield study


@pytest.fixture
def file(tmp_path, study):
    """Notes with three questions, taken in."""
    file = write(tmp_path / "notes.md", notes("alpha", "beta", "gamma"))
    library.refresh(study.store, study.reader, added={str(file): "file"})
    return file


def answer(study, grade=4, ms=1000):
    study.grade(study.begin().session, grade, ms)


def test_an_empty_library(study):
    """There is nothing, and no notes either."""
    assert glance(study) == Today(TODAY, week=(0,) * 7)


def test_notes_without_questions(study, tmp_path):
    """Notes are there, cards are not."""
    file = write(tmp_path / "notes.md", "# Plan\n\nNothing to ask here.\n")
    library.refresh(study.store, study.reader, added={str(file): "file"})
    assert glance(study) == Today(TODAY, week=(0,) * 7, has_notes=True)


@pytest.mark.usefixtures("file")
def test_a_day(study, clock):
    """What waits within the caps, what was answered, and when the cards come back."""
    today = glance(study)
    assert (today.counts, today.has_notes) == (Counts(0, 2, 0, 0, 3, 3), True)
    assert today.branches == tuple(branches(study.entries(), TODAY))
    answer(study, 4, 61_000)
    answer(study, 4, 59_000)
    today = glance(study)
    assert (today.counts.waiting, today.answers, today.ms) == (0, 2, 120_000)
    assert (today.week, today.next_day, today.streak) == ((2, 0, 0, 0, 0, 0, 0), TODAY + 1, 1)
    clock.day += 1
    today = glance(study)
    assert (today.counts.due, today.answers, today.streak) == (2, 0, 1)
    clock.day += 1
    assert glance(study).streak == 0


@pytest.mark.usefixtures("file")
def test_tomorrow_is_told_within_the_caps(study):
    """Of what is left only so many come as the caps of that day let through, and what falls due then besides."""
    study.rules = Rules(new_per_day=1)
    answer(study, 4)
    today = glance(study)
    assert (today.counts.waiting, today.counts.unseen, today.tomorrow) == (0, 2, 2)


@pytest.mark.usefixtures("file")
def test_the_next_day_beyond_the_week(study):
    """A card due in three weeks is seen though the week is empty."""
    uid = study.entries()[0].uid
    study.act([uid], "due", 21)
    today = glance(study)
    assert (today.week, today.next_day) == ((0,) * 7, TODAY + 21)


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("today", [True, False])
@pytest.mark.parametrize("days", [3, MONTH - 1, MONTH, MONTH + 1, 70])
def test_a_streak_of_any_length(study, days, today):
    """A streak is counted to its beginning, however long ago; a day that is not over does not break it."""
    uid = study.entries()[0].uid
    for ago in range(days, 0, -1):
        day = TODAY - ago + today
        study.store.record(uid, "cram", noon(day), day, grade=4)
    assert glance(study).streak == days


@pytest.mark.usefixtures("file")
def test_narrowed_to_a_query(study):
    """Tree and counts are those of the cards that the query selects."""
    found = narrowed(study, glance(study), cards(study), "alpha or gamma")
    assert (found.query, found.matching, found.counts.new) == ("alpha or gamma", 2, 2)
    assert found.branches == tuple(branches(study.entries("alpha or gamma"), TODAY))


def test_new_cards_that_may_be_old_ones(study, file, tmp_path):
    """A question that was copied with another answer and then removed leaves a doubt: whether it is the same card."""
    study.grade(study.begin("alpha").session, 4)
    assert doubts(study) == 0
    copy = write(tmp_path / "copy.md", "# Deck\n\n- alpha\n  - quite another answer\n")
    library.refresh(study.store, study.reader, added={str(copy): "file"})
    write(file, notes("beta", "gamma"))
    study.refresh()
    assert doubts(study) == 1
