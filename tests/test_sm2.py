"""SM-2 by the worked sequences, and against the published formula in exact fractions."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.sm2 import EASE_FLOOR, INTERVAL_CAP, PROFILES, Memory, review

grades = st.integers(0, 5)
histories = st.lists(grades, max_size=40)
profiles = st.sampled_from(PROFILES)


def after(history, profile="sm2"):
    """The memories a history goes through, the first of them before any grade."""
    states = [Memory()]
    for grade in history:
        states.append(review(states[-1], grade, profile))
    return states


def published(history, profile):
    """n, I and EF after a history, straight from the text, in fractions of a whole."""
    n, interval, ease = 0, 0, Fraction(5, 2)
    for q in history:
        if q < 3:
            n, interval = 0, 1
        else:
            product = interval * ease
            longer = math.ceil(product) if profile == "sm2" else round(product)
            interval = min({0: 1, 1: 6}.get(n, longer), 36_500)
            n += 1
        ease += Fraction("0.1") - (5 - q) * (Fraction("0.08") + (5 - q) * Fraction("0.02"))
        ease = max(ease, Fraction("1.3"))
    return n, interval, ease


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([4, 4, 4, 4], [(1, 1, 250), (2, 6, 250), (3, 15, 250), (4, 38, 250)]),
        ([5, 5, 5, 5], [(1, 1, 260), (2, 6, 270), (3, 17, 280), (4, 48, 290)]),
        ([3, 3, 3, 4], [(1, 1, 236), (2, 6, 222), (3, 14, 208), (4, 30, 208)]),
        ([4, 4, 2, 4], [(1, 1, 250), (2, 6, 250), (0, 1, 218), (1, 1, 218)]),
        ([0, 0, 5, 5, 3], [(0, 1, 170), (0, 1, 130), (1, 1, 140), (2, 6, 150), (3, 9, 136)]),
    ],
)
def test_worked_sequences(history, expected):
    """Repetitions, interval and ease factor follow the sequences worked by hand."""
    assert after(history)[1:] == [Memory(*state) for state in expected]


@given(histories, profiles)
def test_agrees_with_the_published_formula(history, profile):
    """Integer hundredths give what the published formula gives in exact fractions, for every history."""
    memory = after(history, profile)[-1]
    ease = Fraction(memory.ease_hundredths, 100)
    assert (memory.repetitions, memory.interval_days, ease) == published(history, profile)


@pytest.mark.parametrize(
    ("interval", "ease", "up", "nearest"),
    [(15, 250, 38, 38), (15, 150, 23, 22), (6, 270, 17, 16), (17, 280, 48, 48), (6, 250, 15, 15)],
)
def test_rounding_of_the_profiles(interval, ease, up, nearest):
    """`sm2` rounds intervals up; `sm2-nearest` rounds to the nearest day and a half to the even one."""
    memory = Memory(2, interval, ease)
    assert review(memory, 4, "sm2").interval_days == up
    assert review(memory, 4, "sm2-nearest").interval_days == nearest


@given(histories, grades)
def test_profiles_differ_in_rounding_alone(history, grade):
    """From the same memory both profiles give the same repetitions and ease, and intervals a day apart at most."""
    memory = after(history)[-1]
    up, nearest = review(memory, grade, "sm2"), review(memory, grade, "sm2-nearest")
    assert (up.repetitions, up.ease_hundredths) == (nearest.repetitions, nearest.ease_hundredths)
    assert 0 <= up.interval_days - nearest.interval_days <= 1


@given(histories, grades, profiles)
def test_bounds_of_every_reachable_memory(history, grade, profile):
    """Ease stays above its floor, a pass never shortens the interval, a failure always starts again."""
    before = after(history, profile)[-1]
    now = review(before, grade, profile)
    assert now.ease_hundredths >= EASE_FLOOR
    assert 1 <= now.interval_days <= INTERVAL_CAP
    if grade >= 3:
        assert now.repetitions == before.repetitions + 1
        assert now.interval_days >= before.interval_days
    else:
        assert (now.repetitions, now.interval_days) == (0, 1)


@pytest.mark.parametrize("grade", [-1, 6, 3.0, 2.5, "4", None, True])
def test_only_whole_grades_from_0_to_5(grade):
    """Anything but a whole number from 0 to 5 is a ValueError."""
    with pytest.raises(ValueError, match="whole number from 0 to 5"):
        review(Memory(), grade)


def test_thousands_of_fives():
    """A long history of fives stops at the cap instead of overflowing."""
    memory = after([5] * 5000)[-1]
    assert memory == Memory(5000, INTERVAL_CAP, 250 + 5000 * 10)
    assert memory.ease_factor == 502.5


def test_ease_sinks_fast_and_recovers_slowly():
    """Nine threes reach the floor; one zero takes eight fives to make good."""
    eases = [memory.ease_hundredths for memory in after([3] * 9)]
    assert eases[-2:] == [138, EASE_FLOOR]
    assert after([0] + [5] * 8)[-1].ease_hundredths == 250
