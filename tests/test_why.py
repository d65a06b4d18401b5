"""Why a card is asked, what a grade would bring, and what happened to it, in words."""

import pytest

from quiz.entry import Entry
from quiz.grades import choices
from quiz.reviews import Moment, Progress, Review, steps
from quiz.sm2 import Memory
from quiz.why import history, outcomes, reason, state

TODAY = 740_000


def entry(**progress):
    return Entry("a", "Deck", "Q?", "A.", progress=Progress(**progress))


def graded(day, grade, kind="grade", ms=0):
    return Review(f"e{day}{kind}", "a", Moment(day * 86_400_000 + (kind == "drill")), day, kind, grade, ms)


@pytest.mark.parametrize(
    ("progress", "told"),
    [
        ({}, "New: it was never graded."),
        ({"due_day": TODAY}, "Due today."),
        ({"due_day": TODAY - 1}, "Due for 1 day."),
        ({"due_day": TODAY - 9}, "Due for 9 days."),
        (
            {"due_day": TODAY + 1, "last_day": TODAY, "last_grade": 3},
            "Drill: its last answer of today scored below Good.",
        ),
        ({"due_day": TODAY + 6, "last_day": TODAY, "last_grade": 4}, "Not due: it would be asked in 6 days."),
    ],
)
def test_the_reason(progress, told):
    """New, due and for how long, drill, or not due at all."""
    assert reason(entry(**progress), TODAY) == told


def test_what_each_grade_would_bring():
    """For each button the days as on it, the date, and the ease factor SM-2 would give."""
    rows = outcomes(Memory(2, 6, 250), (1, 1, 1, 15, 15, 15), choices(4), 737_425, "sm2")
    assert rows == [
        ["Again", "1 day", "2020-01-02", "2.18"],
        ["Hard", "15 days", "2020-01-16", "2.36"],
        ["Good", "15 days", "2020-01-16", "2.50"],
        ["Easy", "15 days", "2020-01-16", "2.60"],
    ]


def test_the_history_is_told_newest_first():
    """Grades with interval and ease after them, repeats and practice by name, acts by their own words."""
    log = [
        graded(TODAY, 4, ms=4200),
        graded(TODAY + 1, 2),
        graded(TODAY + 1, 4, "drill"),
        graded(TODAY + 2, 5, "cram"),
        graded(TODAY + 3, None, "suspend"),
    ]
    told = [row[1:] for row in history(list(steps(log)))]
    assert told == [
        ["suspended", "", "", ""],
        ["practice: Easy", "", "", ""],
        ["drill: Good", "", "", ""],
        ["Again", "", "1d", "2.18"],
        ["Good", "4s", "1d", "2.50"],
    ]


def test_every_kind_of_event_has_words():
    """No event of the log leaves the person without a word, in whatever order they come."""
    from typing import get_args

    from quiz.reviews import Kind

    kinds = [kind for kind in get_args(Kind) if kind != "undo"]
    log = [
        Review(
            f"e{number}", "a", Moment(number), TODAY + number, kind, 4 if kind in ("grade", "drill", "cram") else None
        )
        for number, kind in enumerate(kinds)
    ]
    assert all(row[1] for row in history(list(steps(log))))


def test_a_leech_and_the_floor_are_named():
    """A leech is told to be rewritten; at the lowest ease rewriting helps more than repeating."""
    floor = {"memory": Memory(1, 1, 130), "reviews": 9}
    assert ("Leech", "rewrite it, or set it aside") in state(entry(**floor), leech=True)
    assert ("At the floor", "rewriting it helps more than repeating it") in state(entry(**floor), leech=False)
    assert "At the floor" not in dict(state(entry(memory=Memory(1, 1, 250)), leech=False))
