"""Study days, the plan of a day, its caps, and what the buttons promise."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.entry import Entry
from quiz.reviews import Moment, Progress
from quiz.schedule import Counts, Done, Rules, in_drill, is_due, plan, preview, spans, study_day
from quiz.sm2 import PROFILES, Memory, review

TODAY = 739_000
NEW = Progress()


def due(day, interval=1, **more):
    """Progress of a learned card that is due on `day`."""
    return Progress(Memory(2, interval, 250), due_day=day, last_day=day - interval, reviews=2, **more)


def failed_today(last_ms):
    """Progress of a card that failed within today's schedule, at `last_ms`."""
    return Progress(Memory(0, 1, 218), TODAY + 1, TODAY, last_grade=2, last_ms=last_ms, reviews=3, lapses=1)


def entries(**progress_of):
    return [Entry(uid, "Deck", "Q?", "A.", progress=progress) for uid, progress in progress_of.items()]


def planned(chosen, done=None, rules=None):
    return plan(chosen, done or Done(), TODAY, rules or Rules())


def at(text, hours):
    """The moment at which a clock `hours` ahead of UTC showed `text`."""
    utc = datetime.fromisoformat(text).replace(tzinfo=UTC) - timedelta(hours=hours)
    return Moment(round(utc.timestamp() * 1000), round(hours * 60))


@pytest.mark.parametrize("hours", [0, 9, 5.75, 14, -3.5, -10])
def test_the_study_day_begins_at_the_day_start_hour(hours):
    """At 03:59 it is still yesterday's study day and at 04:00 today's, wherever the clock stands."""
    today = date(2024, 3, 1).toordinal()
    assert study_day(at("2024-03-01 03:59:59", hours), 4) == today - 1
    assert study_day(at("2024-03-01 04:00", hours), 4) == today
    assert study_day(at("2024-03-02 03:59", hours), 4) == today
    assert study_day(at("2024-03-01 00:00", hours), 0) == today


@given(st.datetimes(datetime(1960, 1, 1), datetime(2100, 1, 1)), st.integers(-12, 14), st.integers(0, 23))
def test_study_day_is_the_date_of_the_shifted_wall_clock(wall, hours, start):
    """For every wall clock, offset and day-start hour it is the date of the wall clock less those hours."""
    wall = wall.replace(microsecond=0)
    assert study_day(at(wall.isoformat(), hours), start) == (wall - timedelta(hours=start)).toordinal()


def test_flying_west_may_repeat_a_study_day():
    """An hour after leaving Seoul the clock of Honolulu shows the day before; what is due later stays so."""
    seoul, honolulu = at("2024-03-02 10:00", 9), at("2024-03-01 16:00", -10)
    assert honolulu.utc_ms > seoul.utc_ms
    today = study_day(honolulu, 4)
    assert today == study_day(seoul, 4) - 1
    graded_in_seoul = Progress(Memory(1, 1, 250), due_day=today + 2, last_day=today + 1, reviews=1)
    assert plan(entries(a=graded_in_seoul), Done(), today, Rules()).queue == ()


def test_due_cards_come_by_relative_overdueness_then_new_ones():
    """A day late on a day's interval is more urgent than a month on a year's; new cards keep their order."""
    chosen = entries(
        n2=NEW, year=due(TODAY - 30, 365), tie_b=due(TODAY, 9), n1=NEW, day=due(TODAY - 1, 1), tie_a=due(TODAY, 4)
    )
    assert planned(chosen).queue == ("day", "year", "tie_a", "tie_b", "n2", "n1")


def test_what_waits_for_nobody_is_not_planned():
    """Unanswered, suspended and orphaned cards are in no plan and in no count, whether new, due or in the drill."""
    for progress in (NEW, due(TODAY), failed_today(1)):
        (entry,) = entries(a=progress)
        unanswered, orphan = replace(entry, answer=" \n"), replace(entry, state="orphan")
        suspended = replace(entry, progress=replace(progress, suspended=True))
        assert planned([unanswered, orphan, suspended]).counts == Counts()
        assert planned([entry]).counts.waiting == 1


def test_caps_hold_the_rest_back():
    """No more than the caps are planned; `backlog` and `unseen` tell how much there is."""
    chosen = entries(**{f"d{n}": due(TODAY) for n in range(5)}, **{f"n{n}": NEW for n in range(4)})
    day = planned(chosen, rules=Rules(new_per_day=1, reviews_per_day=2))
    assert day.queue == ("d0", "d1", "n0")
    assert day.counts == Counts(due=2, new=1, drill=0, backlog=5, unseen=4, total=9)
    assert planned(chosen, rules=Rules(new_per_day=0, reviews_per_day=0)).queue == ()


def test_what_was_done_today_counts_towards_the_caps():
    """Cards introduced and reviewed earlier today use up the caps, also those outside the chosen ones."""
    introduced = Progress(Memory(1, 1, 250), TODAY + 1, TODAY, last_grade=4, reviews=1)
    seen = entries(i=introduced, f=failed_today(1), g=failed_today(2), old=due(TODAY))
    done = Done.today(seen, TODAY)
    assert done == Done(introduced=1, reviewed=2)
    chosen = entries(d0=due(TODAY), d1=due(TODAY), n0=NEW, n1=NEW)
    assert planned(chosen, done, Rules(new_per_day=2, reviews_per_day=3)).queue == ("d0", "n0")
    assert planned(chosen, done, Rules(new_per_day=1, reviews_per_day=1)).queue == ()


def test_the_drill_is_planned_after_a_restart():
    """Cards whose last answer today scored below 4 are drilled, the one answered longest ago first."""
    passed = replace(failed_today(4), last_grade=4)
    yesterday = replace(failed_today(5), last_day=TODAY - 1, due_day=TODAY)
    chosen = entries(a_late=failed_today(3), b_early=failed_today(2), passed=passed, yesterday=yesterday)
    day = planned(chosen)
    assert day.drill == ("b_early", "a_late")
    assert day.queue == ("yesterday",)


def test_a_drill_that_runs_past_the_day_start_asks_each_card_once():
    """A card failed yesterday and drilled after 04:00 without success is due today, so it leaves the drill."""
    (entry,) = entries(a=replace(failed_today(1), due_day=TODAY))
    assert is_due(entry, TODAY)
    assert not in_drill(entry, TODAY)
    assert planned([entry]).queue == ("a",)


progresses = st.builds(
    Progress,
    memory=st.builds(Memory, st.integers(0, 3), st.integers(1, 30)),
    due_day=st.none() | st.integers(TODAY - 9, TODAY + 9),
    last_day=st.none() | st.integers(TODAY - 2, TODAY),
    last_grade=st.none() | st.integers(0, 5),
    suspended=st.booleans(),
)
libraries = st.lists(
    st.builds(
        Entry,
        uid=st.text("abc", min_size=1, max_size=3),
        deck=st.just("Deck"),
        question=st.just("Q?"),
        answer=st.sampled_from(["A.", ""]),
        state=st.sampled_from(["live", "orphan"]),
        progress=progresses,
    ),
    unique_by=lambda entry: entry.uid,
)


@given(libraries, st.integers(0, 4), st.integers(0, 4))
def test_every_plan_keeps_to_the_rules(library, new_cap, due_cap):
    """Nothing is asked twice, nothing that cannot be asked, no more than the caps; the counts agree."""
    day = planned(library, rules=Rules(new_per_day=new_cap, reviews_per_day=due_cap))
    by_uid = {entry.uid: entry for entry in library}
    asked = [by_uid[uid] for uid in day.queue + day.drill]
    assert len(asked) == len(set(day.queue + day.drill)) == day.counts.waiting
    assert all(entry.askable for entry in asked)
    assert all(by_uid[uid].progress.is_new or is_due(by_uid[uid], TODAY) for uid in day.queue)
    assert day.counts.due == min(due_cap, day.counts.backlog)
    assert day.counts.new == min(new_cap, day.counts.unseen)


@given(st.lists(st.integers(0, 5), max_size=10), st.sampled_from(PROFILES))
def test_preview_is_what_a_grade_gives(history, profile):
    """The interval shown for each grade is the interval that grade then gives."""
    memory = Memory()
    for grade in history:
        memory = review(memory, grade, profile)
    assert preview(memory, profile) == tuple(review(memory, grade, profile).interval_days for grade in range(6))


def test_spans_are_short():
    """Days up to 99, then months, from a year on years, each to one decimal."""
    shown = spans([0, 1, 38, 99, 100, 128, 364, 365, 767, 36_500])
    assert shown == ["0d", "1d", "38d", "99d", "3.3mo", "4.2mo", "12.0mo", "1.0y", "2.1y", "99.9y"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("day_start_hour", 24),
        ("day_start_hour", -1),
        ("day_start_hour", 4.0),
        ("new_per_day", 10_000),
        ("new_per_day", "20"),
        ("reviews_per_day", True),
        ("reviews_per_day", None),
        ("profile", "sm3"),
        ("profile", ["sm2"]),
    ],
)
def test_rules_refuse_what_is_out_of_range(name, value):
    """A ValueError begins with the name of the rule and ends with the value."""
    with pytest.raises(ValueError, match=f"^{name} must be") as refused:
        Rules(**{name: value})
    assert str(refused.value).endswith(f"not {value!r}")


def test_rules_take_their_extremes():
    """The ends of each range are allowed."""
    assert Rules(0, 0, 0, "sm2-nearest") != Rules(23, 9999, 9999)
