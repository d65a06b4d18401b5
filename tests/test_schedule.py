"""Study days, the plan of a day, its caps, and what the buttons promise."""

from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import row

from quiz.entry import Entry
from quiz.reviews import Moment, Progress
from quiz.schedule import (
    Counts,
    DeckRules,
    Done,
    DueOrder,
    NewOrder,
    NewPlace,
    Rules,
    Tally,
    ahead,
    becomes_leech,
    counts,
    cram,
    in_drill,
    is_due,
    is_leech,
    outcomes,
    plan,
    spans,
    study_day,
)
from quiz.sm2 import PROFILES, Memory, review
from quiz.store import Store

TODAY = 739_000
DECKS = ("A", "B")
NEW = Progress()


def due(day, interval=1, **more):
    """Progress of a learned card that is due on `day`, and was last graded an interval before."""
    graded = day - interval
    more = {"memory": Memory(2, interval, 250), "graded_day": graded, "last_day": graded, "reviews": 2} | more
    return Progress(due_day=day, **more)


def failed_today(last_ms):
    """Progress of a card that failed within today's schedule, at `last_ms`."""
    return Progress(Memory(0, 1, 218), TODAY + 1, TODAY, TODAY, last_grade=2, last_ms=last_ms, reviews=3, lapses=1)


def introduced_today():
    return Progress(Memory(1, 1, 250), TODAY + 1, TODAY, TODAY, last_grade=4, reviews=1)


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
    seen = entries(i=introduced_today(), f=failed_today(1), g=failed_today(2), old=due(TODAY))
    done = Done.today(seen, TODAY)
    assert (done.introduced, done.reviewed) == (1, 2)
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
    memory=st.builds(Memory, st.integers(0, 3), st.integers(1, 30), st.integers(130, 140)),
    due_day=st.integers(TODAY - 9, TODAY + 3),
    graded_day=st.none() | st.integers(TODAY - 2, TODAY),
    last_day=st.none() | st.integers(TODAY - 2, TODAY),
    last_grade=st.none() | st.integers(0, 5),
    reviews=st.integers(1, 2),
    lapses=st.integers(0, 2),
    buried_day=st.none() | st.integers(TODAY - 1, TODAY),
    suspended=st.integers(0, 5).map(lambda number: number == 0),
)
libraries = st.lists(
    st.builds(
        Entry,
        uid=st.text("abc", min_size=1, max_size=3),
        deck=st.sampled_from(DECKS),
        question=st.just("Q?"),
        answer=st.sampled_from(["A.", "A.", "A.", ""]),
        state=st.sampled_from(["live", "live", "live", "orphan"]),
        note=st.sampled_from(["", "n1", "n2", "n3"]),
        progress=st.just(NEW) | st.builds(Progress, buried_day=st.just(TODAY), suspended=st.booleans()) | progresses,
    ),
    unique_by=lambda entry: entry.uid,
    max_size=16,
)
few = st.sampled_from([0, 1, 2, 3, 9])
all_rules = st.builds(
    Rules,
    new_per_day=few,
    reviews_per_day=few,
    decks=st.dictionaries(st.sampled_from(DECKS), st.builds(DeckRules, st.none() | few, st.none() | few)),
    order=st.sampled_from(get_args(DueOrder)),
    new_order=st.sampled_from(get_args(NewOrder)),
    new_cards=st.sampled_from(get_args(NewPlace)),
    siblings_apart=st.booleans(),
)


@given(libraries, libraries, all_rules)
def test_every_plan_keeps_to_the_rules(library, elsewhere, rules):
    """Nothing is asked twice, nothing that cannot be asked, no more than any cap; siblings are apart; counts agree."""
    done = Done.today(elsewhere, TODAY)
    day = planned(library, done, rules)
    by_uid = {entry.uid: entry for entry in library}
    assert len(set(day.queue + day.drill)) == len(day.queue + day.drill) == day.counts.waiting
    assert all(by_uid[uid].asked_on(TODAY) for uid in day.queue + day.drill)
    due = [by_uid[uid] for uid in day.queue if is_due(by_uid[uid], TODAY)]
    new = [by_uid[uid] for uid in day.queue if by_uid[uid].progress.is_new]
    assert (len(due), len(new)) == (day.counts.due, day.counts.new)
    assert done.reviewed + len(due) <= max(done.reviewed, rules.reviews_per_day)
    assert done.introduced + len(new) <= max(done.introduced, rules.new_per_day)
    for name, own in rules.decks.items():
        so_far = done.of_deck(name)
        if own.reviews_per_day is not None:
            assert in_deck(due, name) <= max(0, own.reviews_per_day - so_far.reviewed)
        if own.new_per_day is not None:
            assert in_deck(new, name) <= max(0, own.new_per_day - so_far.introduced)
    notes = [entry.note for entry in due + new if entry.note and entry.progress.graded_day != TODAY]
    if rules.siblings_apart:
        assert len(set(notes)) == len(notes)
        assert not done.notes & set(notes)


@given(libraries, libraries, all_rules)
def test_no_card_is_held_back_without_a_reason(library, elsewhere, rules):
    """What waits and is not asked has no room left, or a sibling that goes first or was graded today."""
    done = Done.today(elsewhere, TODAY)
    day = planned(library, done, rules)
    asked = [entry for entry in library if entry.asked_on(TODAY)]
    kinds = (
        ([e for e in asked if is_due(e, TODAY)], day.counts.due, rules.reviews_by_deck, "reviewed"),
        ([e for e in asked if e.progress.is_new], day.counts.new, rules.new_by_deck, "introduced"),
    )
    assert (day.counts.backlog, day.counts.unseen) == tuple(len(cards) for cards, *_ in kinds)
    for (cards, count, by_deck, word), cap in zip(kinds, (rules.reviews_per_day, rules.new_per_day), strict=True):
        taken = [entry for entry in cards if entry.uid in day.queue]
        for entry in cards:
            day_full = getattr(done, word) + count >= cap
            used = getattr(done.of_deck(entry.deck), word) + in_deck(taken, entry.deck)
            deck_full = used >= by_deck.get(entry.deck, used + 1)
            family = [e for e in asked if e.note == entry.note != "" and e is not entry]
            waits = [e for e in family if is_due(e, TODAY) or e.progress.is_new]
            held = rules.siblings_apart and (waits or entry.note in done.notes)
            assert entry in taken or day_full or deck_full or held


@given(libraries, libraries, st.sampled_from(get_args(DueOrder)))
def test_without_caps_one_of_every_note_is_asked(library, elsewhere, order):
    """A due one where there is any, and none where a sibling was graded today; all that have no note."""
    done = Done.today(elsewhere, TODAY)
    rules = Rules(new_per_day=999, reviews_per_day=999, order=order)
    queue = planned(library, done, rules).queue
    asked = [e for e in library if e.asked_on(TODAY) and e.progress.graded_day != TODAY]
    waiting = [e for e in asked if is_due(e, TODAY) or e.progress.is_new]
    assert all(entry.uid in queue for entry in waiting if not entry.note)
    again = {e.note for e in library if e.asked_on(TODAY) and is_due(e, TODAY) and e.progress.graded_day == TODAY}
    for note in {entry.note for entry in waiting} - {""} - again:
        siblings = [entry for entry in waiting if entry.note == note]
        first = [entry for entry in siblings if entry.uid in queue]
        assert len(first) == (note not in done.notes)
        assert all(is_due(entry, TODAY) or not any(is_due(e, TODAY) for e in siblings) for entry in first)


def in_deck(cards, name):
    return sum(entry.deck == name for entry in cards)


# — caps of single decks —


def in_both_decks(**progress_of):
    return [replace(e, deck=name, uid=name + e.uid) for name in DECKS for e in entries(**progress_of)]


def test_a_deck_has_caps_of_its_own_within_those_of_the_day():
    """Three of each kind wait in both decks: A takes two due and one new card, B what the day has left."""
    waiting = dict.fromkeys(["d0", "d1", "d2"], due(TODAY)) | dict.fromkeys(["n0", "n1", "n2"], NEW)
    chosen = in_both_decks(**waiting)
    rules = Rules(reviews_per_day=4, new_per_day=3, decks={"A": DeckRules(1, 2), "B": DeckRules(None, 9)})
    day = planned(chosen, rules=rules)
    assert day.queue == ("Ad0", "Ad1", "Bd0", "Bd1", "An0", "Bn0", "Bn1")
    assert day.counts == Counts(due=4, new=3, drill=0, backlog=6, unseen=6, total=12)


def test_what_was_done_today_counts_towards_the_cap_of_its_deck():
    """A deck that had its share today has no room left; the others go on."""
    seen = [replace(entry, deck="A") for entry in entries(i=introduced_today(), f=failed_today(1))]
    chosen = in_both_decks(d=due(TODAY), n=NEW)
    rules = Rules(decks={"A": DeckRules(1, 1), "B": DeckRules(1, 1)})
    assert planned(chosen, rules=rules).queue == ("Ad", "Bd", "An", "Bn")
    assert planned(chosen, Done.today(seen, TODAY), rules).queue == ("Bd", "Bn")


# — orders —


def test_due_orders():
    """By overdueness for the interval, by day, by ease and then lapses."""
    chosen = entries(
        year=due(TODAY - 30, 365, lapses=3),
        day=due(TODAY - 1, 1),
        hard=due(TODAY, memory=Memory(2, 1, 130)),
        lapsed=due(TODAY - 2, 20, lapses=4),
    )
    orders = {name: planned(chosen, rules=Rules(order=name)).queue for name in get_args(DueOrder)}
    assert orders["overdue"] == ("day", "lapsed", "year", "hard")
    assert orders["day"] == ("year", "lapsed", "day", "hard")
    assert orders["hardest"] == ("hard", "lapsed", "year", "day")
    assert sorted(orders["random"]) == ["day", "hard", "lapsed", "year"]


def test_a_random_order_holds_for_a_day():
    """It does not depend on what else is chosen or on how that was ordered, and is another one on another day."""
    cards = entries(**{f"d{n}": due(TODAY) for n in range(9)}, **{f"n{n}": NEW for n in range(9)})
    rules = Rules(order="random", new_order="random")
    queue = planned(cards, rules=rules).queue
    assert queue == planned(cards[::-1], rules=rules).queue
    fewer = planned(cards[::2], rules=rules).queue
    assert fewer == tuple(uid for uid in queue if uid in fewer)
    tomorrow = plan(cards, Done(), TODAY + 1, rules).queue
    assert queue[:9] != tomorrow[:9] != tuple(sorted(tomorrow[:9]))
    assert queue[9:] != tomorrow[9:] != tuple(sorted(tomorrow[9:]))


def test_a_random_order_is_the_same_everywhere():
    """It rests on nothing that another machine or another run would do otherwise."""
    cards = entries(a=due(TODAY), b=due(TODAY), c=due(TODAY), d=due(TODAY))
    assert planned(cards, rules=Rules(order="random")).queue == ("b", "a", "c", "d")


@given(few, few)
def test_new_cards_come_last_first_or_mixed(reviews, fresh):
    """Mixed, no beginning of the queue is a whole card off an even share of new ones."""
    dues, news = [f"d{n:02}" for n in range(reviews * 3)], [f"n{n}" for n in range(fresh * 2)]
    cards = entries(**{uid: due(TODAY) for uid in dues}, **dict.fromkeys(news, NEW))
    last, first, mixed = (planned(cards, rules=Rules(new_cards=place)).queue for place in ("last", "first", "mixed"))
    assert last == (*dues, *news)
    assert first == (*news, *dues)
    assert [uid for uid in mixed if uid in dues] == dues
    assert [uid for uid in mixed if uid in news] == news
    for length in range(len(mixed)):
        begun = sum(uid in news for uid in mixed[:length])
        assert abs(begun * len(mixed) - length * len(news)) < len(mixed)


def test_new_cards_mixed_among_those_due():
    """Two among six stand at a quarter and at three quarters of the way."""
    cards = entries(**{f"d{n}": due(TODAY) for n in range(6)}, n0=NEW, n1=NEW)
    assert planned(cards, rules=Rules(new_cards="mixed")).queue == ("d0", "d1", "n0", "d2", "d3", "d4", "n1", "d5")


# — siblings —


def family(note="same", **progress_of):
    return [replace(entry, note=note) for entry in entries(**progress_of)]


def test_of_siblings_one_is_asked_a_day():
    """The due one before the new one, the first in order of those due; the others wait in the counts."""
    chosen = family(n0=NEW, d0=due(TODAY), d1=due(TODAY - 1), n1=NEW) + entries(lone=NEW, other=NEW)
    day = planned(chosen)
    assert day.queue == ("d1", "lone", "other")
    assert day.counts == Counts(due=1, new=2, drill=0, backlog=2, unseen=4, total=6)
    assert planned(family(n0=NEW, n1=NEW), rules=Rules(new_cards="first")).queue == ("n0",)
    assert len(planned(chosen, rules=Rules(siblings_apart=False)).queue) == 6


def test_siblings_wait_where_one_was_graded_today():
    """Also where that one is not among the chosen; its own drill goes on, and so do cards without a note."""
    seen = family(graded=failed_today(1))
    done = Done.today([*seen, *entries(nameless=introduced_today())], TODAY)
    day = planned(seen + family(d=due(TODAY), n=NEW) + entries(free=NEW), done)
    assert (day.queue, day.drill) == (("free",), ("graded",))
    assert (day.counts.backlog, day.counts.unseen) == (1, 2)
    assert plan(family(d=due(TODAY), n=NEW), Done(), TODAY + 1, Rules()).queue == ("d",)


def test_a_card_is_no_sibling_of_its_own():
    """One graded today that the person wants today once more is asked."""
    again = family(again=due(TODAY, graded_day=TODAY))
    assert planned(again, Done.today(again, TODAY)).queue == ("again",)


def test_a_new_card_waits_for_its_due_sibling_beyond_the_cap():
    """What is due comes first, if not today; a sibling that a cap of 0 shuts out for ever is no reason to wait."""
    chosen = entries(urgent=due(TODAY - 5)) + family(d=due(TODAY), n=NEW)
    assert planned(chosen, rules=Rules(reviews_per_day=1)).queue == ("urgent",)
    assert planned(chosen, rules=Rules(reviews_per_day=0)).queue == ("n",)
    apart = [replace(entry, deck=deck) for entry, deck in zip(family(a=NEW, b=NEW), "AB", strict=True)]
    assert planned(apart).queue == ("a",)
    assert planned(apart, rules=Rules(decks={"A": DeckRules(new_per_day=0)})).queue == ("b",)


def test_a_buried_card_keeps_no_sibling_waiting():
    """It is set aside until tomorrow, in plan and counts, and its sibling is asked."""
    buried = family(b=due(TODAY - 3, buried_day=TODAY))
    assert planned(buried).counts == Counts()
    assert planned(buried + family(d=due(TODAY))).queue == ("d",)
    assert plan(buried, Done(), TODAY + 1, Rules()).queue == ("b",)


# — what the database counts —


def stored(*cards):
    """Rows in the order of the notes, each by its deck and its note."""
    return [row(f"c{n}", position=n)._replace(deck=deck, note=note) for n, (deck, note) in enumerate(cards)]


cards = st.lists(st.tuples(st.sampled_from(DECKS), st.sampled_from(["n1", "n2", ""])), max_size=9)
spoiled = st.dictionaries(
    st.integers(0, 8),
    st.sampled_from([{"answered": 0, "answer": ""}, {"state": "orphan"}, {"state": "linked"}, {"state": "dropped"}]),
    max_size=2,
)
GRADES = ["grade", "grade", "grade", "drill", "cram"]
events = st.lists(
    st.tuples(
        st.integers(0, 9).map("c{}".format),
        st.sampled_from([*GRADES, "due", "reset", "suspend", "resume", "bury"]),
        st.sampled_from([TODAY - 7, TODAY - 1, TODAY, TODAY]),
        st.integers(0, 5),
        st.integers(0, 2),
    ),
    max_size=12,
)
only = {"A": DeckRules(new_per_day=1, reviews_per_day=1)}


class RollBackError(Exception):
    """Leaves a transaction so that nothing of it stays."""


@contextmanager
def rolled_back(store):
    with suppress(RollBackError), store.alone():
        yield
        raise RollBackError


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store(tmp_path_factory.mktemp("library") / "quiz.db") as store:
        yield store


@given(cards, spoiled, events, all_rules)
@example([("A", "n1"), ("B", "n1"), ("A", "")], {}, [], Rules(decks=only))
@example([("A", "n1"), ("A", "n1")], {}, [("c0", "grade", TODAY, 4, 0), ("c0", "due", TODAY, 0, 0)], Rules())
@example([("A", "n1"), ("A", "n1")], {}, [("c0", "grade", TODAY - 1, 4, 0)], Rules(reviews_per_day=0))
@settings(deadline=None, max_examples=300)
def test_the_database_counts_what_a_plan_counts(store, cards, spoiled, log, rules):
    """Whatever the library, the log and the rules: the counts of the database are those of the plan of all cards."""
    with rolled_back(store):
        store.take_in(cards=[one._replace(**spoiled.get(n, {})) for n, one in enumerate(stored(*cards))])
        for ms, (uid, kind, day, grade, shift) in enumerate(sorted(log, key=lambda event: event[2])):
            given_grade = grade if kind in GRADES else None
            store.record(uid, kind, Moment(day * 86_400_000 + ms), day, grade=given_grade, shift=shift)
        everything, done = store.entries(), store.done(TODAY)
        assert store.counts(TODAY, rules) == plan(everything, done, TODAY, rules).counts
        load = Counter(e.progress.due_day for e in everything if e.askable and e.progress.due_day is not None)
        soon = {day: count for day, count in load.items() if TODAY <= day <= TODAY + 6}
        assert store.due_days(TODAY, TODAY + 6) == soon


def test_one_tally_stands_for_all_decks():
    """Without rules for decks nobody needs to count by deck; siblings held back are taken off all the same."""
    tally = Tally("", total=9, backlog=4, unseen=3, drill=1, due=4, new=3)
    told = counts([tally], family(a=due(TODAY), b=due(TODAY), n=NEW), Done(), TODAY, Rules(reviews_per_day=9))
    assert told == Counts(due=3, new=2, drill=1, backlog=4, unseen=3, total=9)


def test_counts_are_told_in_a_line():
    """What waits within the caps; repeats only where there are any."""
    assert str(Counts(due=12, new=20, backlog=400)) == "12 due, 20 new"
    assert str(Counts(due=12, new=20, drill=3)) == "12 due, 20 new, 3 to repeat"


# — practice —


def test_looking_ahead():
    """What falls due within so many days, the soonest first; nothing due, new, set aside or later."""
    chosen = entries(
        now=due(TODAY), week=due(TODAY + 7), new=NEW, two=due(TODAY + 2), one=due(TODAY + 1), also=due(TODAY + 1),
        buried=due(TODAY + 1, buried_day=TODAY), suspended=due(TODAY + 1, suspended=True), later=due(TODAY + 8),
    )  # fmt: skip
    assert ahead(chosen, TODAY, 7) == ("one", "also", "two", "week")
    assert ahead(chosen, TODAY, 1) == ("one", "also")
    assert ahead(chosen, TODAY, 0) == ()


@given(libraries, st.integers(), st.integers())
def test_cram_asks_everything_in_an_order_of_its_own(library, seed, other):
    """Due or not, all that can be asked, once; the order rests on the uids and the seed alone."""
    queue = cram(library, seed)
    assert sorted(queue) == sorted(entry.uid for entry in library if entry.askable)
    assert queue == cram(library[::-1], seed)
    many = entries(**{f"c{number}": NEW for number in range(30)})
    assert (cram(many, seed) == cram(many, other)) == (seed == other)


# — leeches —


@pytest.mark.parametrize(
    ("threshold", "told"), [(8, [8, 12, 16]), (5, [5, 8, 11, 14, 17]), (1, [*range(1, 19)]), (0, [])]
)
def test_a_leech_is_told_at_the_threshold_and_at_every_half_of_it(threshold, told):
    """Of eighteen lapses one by one; a threshold of 0 is none."""
    lapsed = [Progress(lapses=lapses) for lapses in range(19)]
    steps = pairwise(lapsed)
    assert [after.lapses for before, after in steps if becomes_leech(before, after, threshold)] == told
    assert [now.lapses for now in lapsed if is_leech(now, threshold)] == [*range(threshold or 19, 19)]


def test_a_rewritten_leech_begins_anew():
    """Lapses from before do not count, and a review without a lapse tells nothing."""
    rewritten = Progress(lapses=9, excused=8)
    assert not is_leech(rewritten, 8)
    assert is_leech(Progress(lapses=16, excused=8), 8)
    assert becomes_leech(Progress(lapses=15, excused=8), Progress(lapses=16, excused=8), 8)
    assert not becomes_leech(Progress(lapses=8), Progress(lapses=8, reviews=1), 8)


# — days and rules —


@given(st.lists(st.integers(0, 5), max_size=10), st.sampled_from(PROFILES), st.sampled_from([1, 5, 36_500]))
def test_outcomes_are_what_a_grade_gives(history, profile, cap):
    """The memory told for each grade is the one that grade then leaves."""
    memory = Memory()
    for grade in history:
        memory = review(memory, grade, profile, cap)
    assert outcomes(memory, profile, cap) == tuple(review(memory, grade, profile, cap) for grade in range(6))


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
        ("decks", {"Deck": {"new_per_day": 5}}),
        ("decks", 5),
        ("order", "overdu"),
        ("new_order", ""),
        ("new_cards", None),
        ("siblings_apart", 1),
        ("longest_interval_days", 0),
        ("longest_interval_days", 36_501),
        ("fuzz", "yes"),
        ("balance", None),
        ("leech_lapses", 100),
        ("profile", "sm3"),
        ("profile", ["sm2"]),
    ],
)
def test_rules_refuse_what_is_out_of_range(name, value):
    """A ValueError begins with the name of the rule and tells what it must be."""
    with pytest.raises(ValueError, match=f"^{name} must be .+, not .+"):
        Rules(**{name: value})


@pytest.mark.parametrize(("name", "value"), [("new_per_day", -1), ("reviews_per_day", 10_000), ("new_per_day", True)])
def test_rules_of_a_deck_refuse_what_is_out_of_range(name, value):
    """The same for the caps of a single deck, where only a missing one is none."""
    with pytest.raises(ValueError, match=f"^{name} must be .+, not .+"):
        DeckRules(**{name: value})


def test_rules_take_their_extremes():
    """The ends of each range are allowed."""
    ends = {"day_start_hour": (0, 23), "new_per_day": (0, 9999), "reviews_per_day": (0, 9999)}
    ends |= {"longest_interval_days": (1, 36_500), "leech_lapses": (0, 99)}
    least, most = (Rules(**{name: pair[end] for name, pair in ends.items()}) for end in (0, 1))
    assert all(getattr(least, name) < getattr(most, name) for name in ends)
    assert DeckRules(0, 9999).reviews_per_day == 9999
