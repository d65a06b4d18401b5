"""The statistics of a log, against figures that SQL finds in the same events, and against figures counted by hand."""

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import accumulate, count, pairwise
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import TODAY, Clock, row

from quiz.entry import Entry
from quiz.reviews import Moment, Progress, Review, replay
from quiz.sm2 import Memory
from quiz.stats import EASES, INTERVALS, statistics
from quiz.stats.activity import Day, Heat, Streak, heat, streak, weeks, year
from quiz.stats.bands import Band, band_of, bands, distribution
from quiz.stats.forecast import forecast
from quiz.stats.history import Given
from quiz.stats.mastery import Mastery, leaves, mastery, topics, weakest
from quiz.stats.retention import BANDS, Z_95, Recall, retention, wilson
from quiz.store import Store

# — the same figures by SQL: its own reading of undo and link, and its own SM-2 —

LEARNED = """
WITH RECURSIVE
    alive AS (
        SELECT * FROM events
        WHERE kind <> 'undo' AND event_id NOT IN (SELECT target FROM events WHERE kind = 'undo')
    ),
    answers AS (
        SELECT *, coalesce((SELECT l.card FROM alive l WHERE l.kind = 'link' AND l.target = a.card), a.card) AS root
        FROM alive a WHERE kind IN ('grade', 'drill', 'cram')
    ),
    firsts AS (
        SELECT root, study_day, grade, row_number() OVER (PARTITION BY root ORDER BY study_day) AS k
        FROM (
            SELECT *, row_number() OVER (PARTITION BY root, study_day ORDER BY utc_ms, event_id) AS nth
            FROM answers WHERE kind = 'grade'
        ) WHERE nth = 1
    ),
    learned (root, k, study_day, grade, had_n, had_i, n, i, ef) AS (
        SELECT root, k, study_day, grade, 0, 0, grade >= 3, 1,
            max(130, 250 + 10 - (5 - grade) * (8 + (5 - grade) * 2))
        FROM firsts WHERE k = 1
        UNION ALL
        SELECT f.root, f.k, f.study_day, f.grade, l.n, l.i,
            CASE WHEN f.grade >= 3 THEN l.n + 1 ELSE 0 END,
            CASE WHEN f.grade < 3 OR l.n = 0 THEN 1 WHEN l.n = 1 THEN 6 ELSE (l.i * l.ef + 99) / 100 END,
            max(130, l.ef + 10 - (5 - f.grade) * (8 + (5 - f.grade) * 2))
        FROM learned l JOIN firsts f ON f.root = l.root AND f.k = l.k + 1
    )
"""
PER_DAY = """
SELECT study_day, sum(kind = 'grade'), (SELECT count(*) FROM firsts f WHERE k = 1 AND f.study_day = a.study_day),
    sum(kind = 'drill'), sum(kind = 'cram'), sum(duration_ms)
FROM answers a GROUP BY study_day
"""
RECALLS = """
SELECT CASE WHEN had_i = 1 THEN 1 WHEN had_i <= 6 THEN 2 WHEN had_i <= 20 THEN 7 WHEN had_i <= 89 THEN 21 ELSE 90 END,
    sum(grade >= 3), count(*)
FROM learned WHERE had_n >= 1 GROUP BY 1
"""
RECENT = f"SELECT coalesce(sum(grade >= 3), 0), count(*) FROM learned WHERE had_n >= 1 AND study_day > {TODAY} - 30"
GRADES = "SELECT grade, count(*) FROM answers WHERE kind = 'grade' GROUP BY grade"
RUNS = f"""
SELECT count(*), max(study_day) FROM (
    SELECT study_day, study_day - row_number() OVER (ORDER BY study_day) AS run
    FROM (SELECT DISTINCT study_day FROM answers WHERE study_day <= {TODAY})
) GROUP BY run ORDER BY 2
"""
LAST = """
SELECT root, i, ef, study_day + i,
    (SELECT count(*) FROM learned f WHERE f.root = l.root AND f.had_n > 0 AND f.grade < 3)
FROM learned l WHERE k = (SELECT max(k) FROM learned m WHERE m.root = l.root)
"""


def by_sql(db, figures):
    return db.execute(LEARNED + figures).fetchall()


def recalls_by_sql(db):
    """Passed and asked by the first day of the band."""
    return {band: (passed, asked) for band, passed, asked in by_sql(db, RECALLS)}


def recalls_of(figures):
    return {band.least: tuple(recall) for band, recall in figures.retention.by_interval if recall.asked}


def active(figures):
    return [tuple(day) for day in figures.days if day.answers]


# — a fixed log, written through the store —

TOPICS = {"a": "docker::volume", "b": "docker::volume", "c": "docker", "d": "git", "e": "git", "lost": "docker"}
GRADED = {
    "a": {-200: 4, -199: 4, -193: 4, -178: 4, -140: 4, -45: 4},
    "b": {-30: 4, -29: 2, -28: 3, -27: 4, -21: 1, -20: 5},
    "c": {-10: 5, -9: 4},
    "e": {-2: 3},
    "lost": {-8: 4, -7: 2},
    "old": {-5: 4},
    "new": {-4: 3, -1: 5},
}
"""Grades by card and days from today: what counts for the schedule."""
MORE = (
    (-29, "b", "drill", 4),
    (-10, "c", "grade", 0),
    (-9, "c", "cram", 1),
    (-6, "a", "cram", 5),
    (-2, "e", "drill", 5),
)
"""What does not: repeats, practice, and the second grade on one day that another device may log."""


@pytest.fixture
def store(tmp_path):
    """Live cards a–e and `old`, which `new` was linked to; e is suspended, `lost` an orphan, f unanswered."""
    with Store(tmp_path / "quiz.db") as store:
        live = [row(uid, position=place)._replace(topics=TOPICS[uid]) for place, uid in enumerate("abcde")]
        others = [row("new", position=5), row("old", state="orphan"), row("lost", state="orphan"), row("f", answer="")]
        store.take_in(cards=[*live, *others])
        clock = Clock()
        events = [(day, card, "grade", grade) for card, days in GRADED.items() for day, grade in days.items()]
        for day, card, kind, grade in sorted([*events, *MORE], key=lambda event: event[0]):
            clock.day = TODAY + day
            store.record(card, kind, clock(), clock.day, grade=grade, duration_ms=1000 * (grade + 1))
            if day == -9:
                store.record("a", "grade", clock(), clock.day, grade=0, duration_ms=9000)
                store.undo(clock(), clock.day)
        clock.day = TODAY - 1
        store.record("e", "suspend", clock(), clock.day)
        store.link("old", "new", clock(), clock.day)
        yield store


@pytest.fixture
def db(store):
    with closing(sqlite3.connect(store.path)) as db:
        yield db


def figures_of(store, *, everything=True):
    live = [entry for entry in store.entries() if entry.state == "live"]
    return statistics(store.reviews(), live, TODAY, everything=everything)


def test_days_of_a_fixed_log(store, db):
    """Reviews, new cards, repeats, practice and time of every day are those SQL counts."""
    days = by_sql(db, PER_DAY)
    assert active(figures_of(store)) == days
    assert sum(day[1] for day in days) == 21


def test_totals_of_a_fixed_log(store, db):
    """21 reviews and 4 other answers on 21 days, six cards introduced; every ms is counted once."""
    totals = figures_of(store).totals
    days = by_sql(db, PER_DAY)
    assert totals == (days[0][0], len(days), *(sum(day[column] for day in days) for column in range(1, 6)))
    assert totals[:6] == (TODAY - 200, 21, 21, 6, 2, 2)


def test_retention_of_a_fixed_log(store, db):
    """First answers of a day to cards passed before, by the interval they had, as SQL replays them."""
    found = figures_of(store).retention
    assert recalls_of(figures_of(store)) == recalls_by_sql(db)
    assert recalls_by_sql(db) == {1: (4, 6), 2: (2, 3), 7: (1, 1), 21: (1, 1), 90: (1, 1)}
    assert [tuple(found.recent)] == by_sql(db, RECENT)
    assert found.overall == (9, 12)
    assert found.recent == (4, 7)


def test_grades_of_a_fixed_log(store, db):
    """Grades within the schedule, undone ones left out, the second one of a day included."""
    grades = figures_of(store).grades
    assert {grade: n for grade, n in enumerate(grades) if n} == dict(by_sql(db, GRADES))
    assert grades == (1, 1, 2, 3, 11, 3)


def test_streak_of_a_fixed_log(store, db):
    """Runs of days with any answer, as SQL finds gaps and islands; today may still be to come."""
    runs = by_sql(db, RUNS)
    now = figures_of(store).streak
    assert now.longest == max(length for length, _last in runs)
    assert (now.current, TODAY - 1) == runs[-1]
    assert now == Streak(current=2, longest=7, today=False)


def test_cards_of_a_fixed_log(store, db):
    """Ease, intervals and due days of what is asked come out as SQL replays them; the suspended card is left out."""
    figures = figures_of(store)
    last = {card: found for card, *found in by_sql(db, LAST) if card in ("a", "b", "c", "old")}
    assert last == {
        "a": [238, 250, TODAY + 193, 0],
        "b": [1, 160, TODAY - 19, 2],
        "c": [6, 260, TODAY - 3, 0],
        "old": [15, 246, TODAY + 14, 0],
    }
    assert figures.intervals == (distribution([238, 1, 6, 15], INTERVALS), 6)
    assert figures.ease == (distribution([250, 160, 260, 246], EASES), 246)
    assert (figures.forecast.days[0], figures.forecast.days[14]) == (2, 1)
    assert (figures.forecast.overdue, figures.forecast.later, figures.forecast.total) == (2, 1, 4)
    assert figures.mastery == Mastery(new=1, learning=3, mastered=1)
    assert figures.set_aside == 2


def test_topics_of_a_fixed_log(store):
    """Each topic counts what stands below it; its weakest card is named, with what speaks against it."""
    found = {topic.topic: topic for topic in figures_of(store).topics}
    assert {name: topic.mastery for name, topic in found.items()} == {
        "docker": Mastery(0, 2, 1),
        "docker::volume": Mastery(0, 1, 1),
        "git": Mastery(1, 0, 0),
        "topic": Mastery(0, 1, 0),
    }
    assert [card.entry.uid for card in found["docker"].weakest] == ["b"]
    assert [(w.entry.uid, w.lapses, w.failed, w.answers) for w in figures_of(store).weakest] == [
        ("b", 2, 2, 5),
        ("old", 0, 0, 3),
    ]


def test_a_query_leaves_out_what_it_does_not_select(store):
    """Without `everything` the history is that of the given cards alone: the lost one is gone from every figure."""
    everything, chosen = figures_of(store), figures_of(store, everything=False)
    assert everything.retention.overall == (9, 12)
    assert chosen.retention.overall == (9, 11)
    assert everything.totals.reviews - chosen.totals.reviews == 2
    assert chosen.topics == everything.topics


def test_undo_leaves_the_statistics_as_they_were(store):
    """An answer and its undoing change no figure; neither does undoing something that is no answer."""
    before = figures_of(store)
    clock = Clock(TODAY)
    for kind, grade in (("grade", 2), ("drill", 5), ("cram", 0), ("suspend", None)):
        store.record("c", kind, clock(), TODAY, grade=grade, duration_ms=777)
        assert figures_of(store) != before
        store.undo(clock(), TODAY)
        assert figures_of(store) == before


# — any log —

SCHEMA = """
CREATE TABLE events (event_id, card, utc_ms, offset_minutes, study_day, kind, grade, duration_ms, source, target)
"""


@st.composite
def logs(draw):
    """Answers to three cards on the last forty days, some undone, perhaps with two cards linked."""
    ids = (f"e{number:05}" for number in count())
    events = []
    for _ in range(draw(st.integers(0, 40))):
        day = TODAY - draw(st.integers(0, 40))
        kind = draw(st.sampled_from(["grade", "grade", "grade", "drill", "cram"]))
        ms = day * 86_400_000 + draw(st.integers(0, 3))
        card, grade, took = draw(st.sampled_from("abc")), draw(st.integers(0, 5)), draw(st.integers(0, 90_000))
        events.append(Review(next(ids), card, Moment(ms), day, kind, grade, took))
    for event in [event for event in events if draw(st.integers(0, 9)) == 0]:
        events.append(Review(next(ids), event.card, Moment(TODAY * 86_400_000), TODAY, "undo", target=event.event_id))
    if draw(st.booleans()):
        events.append(Review(next(ids), "a", Moment(TODAY * 86_400_000), TODAY, "link", target="b"))
    return events


def entries(log):
    known = replay(log)
    return [Entry(uid, "Deck", f"{uid}?", "yes", topics=("x",), progress=known.get(uid, Progress())) for uid in "abcd"]


@given(logs())
def test_any_log_against_sql(log):
    """Days, new cards, grades, streaks, retention, and what the cards come to are those of the SQL replay."""
    figures = statistics(log, entries(log), TODAY, everything=True)
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(SCHEMA)
        db.executemany(
            f"INSERT INTO events VALUES ({', '.join('?' * 10)})", [(*r[:2], *r.moment, *r[3:9]) for r in log]
        )
        assert active(figures) == by_sql(db, PER_DAY)
        assert recalls_of(figures) == recalls_by_sql(db)
        assert [tuple(figures.retention.recent)] == by_sql(db, RECENT)
        assert {grade: n for grade, n in enumerate(figures.grades) if n} == dict(by_sql(db, GRADES))
        runs = by_sql(db, RUNS)
        assert figures.streak.longest == max((length for length, _last in runs), default=0)
        current = runs[-1][0] if runs and runs[-1][1] >= TODAY - 1 else 0
        assert (figures.streak.current, figures.streak.today) == (current, bool(runs) and runs[-1][1] == TODAY)
        last = by_sql(db, LAST)
        assert figures.intervals.bands == distribution([i for _, i, _, _, _ in last], INTERVALS)
        assert figures.ease.bands == distribution([ef for _, _, ef, _, _ in last], EASES)
        assert figures.forecast.overdue == sum(due < TODAY for _, _, _, due, _ in last)
        assert {w.entry.uid: w.lapses for w in figures.weakest if w.lapses} == {c: n for c, _, _, _, n in last if n}


@given(logs())
def test_sums_agree(log):
    """Parts add up to the whole, whichever way a log is cut."""
    figures = statistics(log, entries(log), TODAY, everything=True)
    recalls = [recall for _band, recall in figures.retention.by_interval]
    assert figures.retention.overall == (sum(r.passed for r in recalls), sum(r.asked for r in recalls))
    assert figures.totals.reviews == sum(day.reviews for day in figures.days) == sum(figures.grades)
    assert figures.totals.ms == sum(day.ms for day in figures.days)
    graded = sum(count for _band, count in figures.intervals.bands)
    assert graded == sum(count for _band, count in figures.ease.bands) == figures.forecast.total
    assert graded == figures.mastery.total - figures.mastery.new == figures.totals.new
    assert figures.topics[0].mastery == figures.mastery


@given(logs())
def test_drill_and_cram_count_only_for_themselves(log):
    """Without them a log gives the same reviews, retention, grades and forecast."""
    rest = [event for event in log if event.kind not in ("drill", "cram")]
    whole, less = (statistics(part, entries(part), TODAY, everything=True) for part in (log, rest))
    assert [(day.reviews, day.new) for day in whole.days] == [(day.reviews, day.new) for day in less.days]
    for figure in ("retention", "grades", "forecast", "ease", "intervals", "mastery"):
        assert getattr(whole, figure) == getattr(less, figure)
    assert (less.totals.drills, less.totals.crams) == (0, 0)


def test_nothing_at_all():
    """Without cards and answers every figure is there, and none is made up."""
    figures = statistics([], [], TODAY)
    assert figures.empty
    assert (figures.totals.since, figures.streak, figures.weakest, figures.topics) == (None, Streak(), (), ())
    assert (figures.retention.overall.rate, figures.retention.overall.interval) == (None, None)
    assert (figures.ease.median, figures.intervals.median, figures.mastery.share) == (None, None, 0)


def test_a_reset_card_is_introduced_anew():
    """After a reset the next grade is that of a new card, counts as introduced, and is no recall."""
    days = (TODAY - 20, TODAY - 19, TODAY - 5, TODAY - 4)
    kinds = ("grade", "grade", "reset", "grade")
    log = [
        Review(f"e{day}", "a", Moment(day * 86_400_000), day, kind, 4 if kind == "grade" else None)
        for day, kind in zip(days, kinds, strict=True)
    ]
    figures = statistics(log, entries(log), TODAY, everything=True)
    assert [day.day for day in figures.days if day.new] == [days[0], days[3]]
    assert figures.retention.overall == (1, 1)


# — Wilson —


def test_interval_of_eight_in_ten():
    """The interval for 8 of 10 is the one that statistics packages give (R: prop.test(8, 10, correct = FALSE))."""
    low, high = wilson(8, 10)
    assert (round(low, 7), round(high, 7)) == (0.4901625, 0.9433178)


@given(st.integers(1, 10_000).flatmap(lambda asked: st.tuples(st.integers(0, asked), st.just(asked))))
def test_interval_contains_the_rate_and_is_where_the_score_test_turns(case):
    """The rate lies within; at both ends it is z standard errors away, as the definition says."""
    passed, asked = case
    rate, (low, high) = Recall(passed, asked).rate, wilson(passed, asked)
    assert 0 <= low <= rate <= high <= 1
    for end in (low, high):
        assert abs(rate - end) == pytest.approx(Z_95 * sqrt(end * (1 - end) / asked), abs=1e-9)


@given(st.integers(0, 50), st.integers(1, 50), st.integers(2, 50))
def test_more_answers_make_the_interval_narrower(passed, failed, times):
    """The same rate from more answers is surer."""

    def width(factor):
        low, high = wilson(factor * passed, factor * (passed + failed))
        return high - low

    assert width(times) < width(1)


def test_retention_is_about_cards_passed_before():
    """New cards, cards failed last, repeats and practice are not asked of memory; grade 3 passes and 2 does not."""
    memory = Memory(repetitions=2, interval_days=6, ease_hundredths=250)
    answers = [
        Given("a", TODAY, "grade", 3, memory=memory),
        Given("a", TODAY, "grade", 2, memory=memory),
        Given("b", TODAY, "grade", 5, memory=Memory()),
        Given("c", TODAY, "grade", 5, memory=Memory(0, 1, 220)),
        Given("d", TODAY, "grade", 5),
        Given("e", TODAY, "cram", 0),
    ]
    found = retention(answers, TODAY)
    assert found.overall == found.recent == (1, 2)
    assert dict(found.by_interval) == {band: Recall(1, 2) if band.least == 2 else Recall() for band in BANDS}


@pytest.mark.parametrize(("ago", "counted"), [(0, 1), (29, 1), (30, 0)])
def test_recent_retention_is_of_thirty_days(ago, counted):
    """Today and the 29 study days before it."""
    answer = Given("a", TODAY - ago, "grade", 4, memory=Memory(1, 1, 250))
    assert retention([answer], TODAY).recent.asked == counted


# — days —


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        ((), Streak(0, 0, False)),
        ((0,), Streak(1, 1, True)),
        ((1,), Streak(1, 1, False)),
        ((2,), Streak(0, 1, False)),
        ((0, 1, 2), Streak(3, 3, True)),
        ((1, 2, 4, 5, 6, 7), Streak(2, 4, False)),
        ((-1, 0, 1), Streak(2, 2, True)),
    ],
)
def test_streak(ago, expected):
    """A day not yet over does not break it, a missed one does; a day from the future does not count."""
    assert streak({TODAY - days for days in ago}, TODAY) == expected


def test_a_year_is_365_days_in_whole_weeks():
    """The heatmap holds every day of the year once, Mondays first, with nothing before and after."""
    days = year({TODAY: Day(TODAY, reviews=3)}, TODAY)
    columns = weeks(days)
    assert (len(days), days[0].day, days[-1]) == (365, TODAY - 364, Day(TODAY, reviews=3))
    assert [day for week in columns for day in week if day] == list(days)
    assert {len(week) for week in columns} == {7}
    assert all(
        date.fromordinal(day.day).weekday() == place for week in columns for place, day in enumerate(week) if day
    )
    assert len(columns) == 53
    assert weeks(()) == ()


@given(st.lists(st.integers(0, 500), min_size=1, max_size=365))
def test_heat_has_four_levels(answers):
    """More answers are never paler, no answer is level 0, any answer more; the legend names where levels begin."""
    scale = heat([Day(day, reviews=n) for day, n in enumerate(answers)])
    levels = [scale.level(n) for n in sorted(answers)]
    assert levels == sorted(levels)
    assert all((level > 0) == (n > 0) for level, n in zip(levels, sorted(answers), strict=True))
    assert [scale.level(start) for start in scale.starts] == [1, 2, 3, 4]
    assert [scale.level(start - 1) for start in scale.starts] == [0, 1, 2, 3]


def test_one_wild_day_does_not_pale_the_others():
    """Levels follow what nine of ten days stay within."""
    assert heat([Day(day, reviews=20) for day in range(20)] + [Day(21, reviews=1000)]) == Heat(5)


# — cards —


def card(uid="a", *, due=None, buried=None, suspended=False, lapses=0, ease=250, interval=0, topics=("x",), excused=0):
    memory = Memory(1 if interval else 0, interval, ease)
    progress = Progress(memory=memory, due_day=due, buried_day=buried, suspended=suspended, lapses=lapses)
    return Entry(uid, "Deck", f"{uid}?", "yes", topics=topics, progress=replace(progress, excused=excused))


def test_forecast():
    """Overdue counts today, what was buried today tomorrow, the far future apart; new and suspended not at all."""
    cards = [
        card(due=TODAY - 9),
        card(due=TODAY),
        card(due=TODAY - 1, buried=TODAY),
        card(due=TODAY + 29),
        card(due=TODAY + 30),
        card(),
        card(due=TODAY, suspended=True),
    ]
    found = forecast(cards, TODAY)
    assert {ahead: n for ahead, n in enumerate(found.days) if n} == {0: 2, 1: 1, 29: 1}
    assert (found.overdue, found.later, found.total, len(found.days)) == (1, 1, 5, 30)
    assert forecast(cards, TODAY, days=2) == ((2, 1), 1, 2)


@pytest.mark.parametrize(
    ("interval", "due", "expected"), [(0, None, (1, 0, 0)), (20, TODAY, (0, 1, 0)), (21, TODAY, (0, 0, 1))]
)
def test_mastered_is_an_interval_of_three_weeks(interval, due, expected):
    """New, on the way, mastered from 21 days up; a suspended card is none of them."""
    assert mastery([card(interval=interval, due=due), card(suspended=True)]) == expected


def test_weakest_by_lapses_then_ease_then_failures():
    """Lapses weigh most, those from before a rewriting not at all; who shows no weakness is not named."""
    cards = [
        card("excused", lapses=3, excused=3),
        card("unsteady", ease=200),
        card("easy", ease=260),
        card("hard", ease=180),
        card("lapsed", lapses=1),
        card("steady", ease=200),
        card("hopeless", lapses=9, suspended=True),
    ]
    answers = [
        Given(uid, TODAY, "grade", grade, memory=Memory(1, 1, 250)) for uid, grade in (("unsteady", 2), ("steady", 3))
    ]
    found = weakest(cards, answers)
    assert [weak.entry.uid for weak in found] == ["lapsed", "hard", "unsteady", "steady"]
    assert [(weak.failed, weak.answers) for weak in found[2:]] == [(1, 1), (0, 1)]


def test_recent_failures_are_of_the_last_five_answers():
    """Older ones and those from before a reset are forgotten; repeats and practice are no answers here."""
    memory = Memory(1, 1, 250)
    old = [Given("a", day, "grade", 0, memory=memory) for day in range(4)]
    fresh = [Given("a", day, "grade", grade, memory=memory) for day, grade in enumerate((2, 4, 4, 4, 2))]
    cram = [Given("a", 9, "cram", 0), Given("a", 9, "drill", 0)]
    assert [(weak.failed, weak.answers) for weak in weakest([card(lapses=1)], [*old, *fresh, *cram])] == [(2, 5)]
    anew = Given("a", 10, "grade", 4, memory=Memory())
    assert [(weak.failed, weak.answers) for weak in weakest([card(lapses=1)], [*old, anew])] == [(0, 1)]


def test_topics_include_what_stands_below_them():
    """In the order of the notes, parents before children, cards without a topic last; one with two counts in both."""
    cards = [card("a", topics=("x::y", "a")), card("b", topics=("x",)), card("c", topics=())]
    found = topics(cards, weakest([replace(cards[0], progress=replace(cards[0].progress, lapses=1))], []))
    assert [(topic.topic, topic.mastery.total, len(topic.weakest)) for topic in found] == [
        ("x", 2, 1),
        ("x::y", 1, 1),
        ("a", 1, 1),
        ("", 1, 0),
    ]
    assert leaves(found) == {"x::y", "a", ""}


@given(st.lists(st.integers(1, 60), min_size=1, max_size=5), st.lists(st.integers(-5, 400)))
def test_bands_hold_every_value_once(steps, values):
    """Bands meet without gap or overlap; what is below the first one counts there."""
    among = bands(*accumulate(steps))
    assert all(band.most + 1 == following.least for band, following in pairwise(among))
    assert sum(n for _band, n in distribution(values, among)) == len(values)
    for value in values:
        band = band_of(value, among)
        assert band == among[0] or band.least <= value
        assert band.most is None or value <= band.most
    assert Counter(band_of(value, among) for value in values) == Counter(
        {b: n for b, n in distribution(values, among) if n}
    )
    assert among[-1] == Band(sum(steps))
