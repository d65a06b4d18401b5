"""What replaying the log makes of it."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.reviews import Moment, Progress, Review, live, progress, replay
from quiz.sm2 import Memory, review

DAY_MS = 86_400_000
_ids = count()


def event(kind="grade", grade=None, *, card="a", day=1, ms=None, name=None, target=None):
    """One event; without `ms` it happens after those made before it on the same day."""
    number = next(_ids)
    when = day * DAY_MS + number % DAY_MS if ms is None else ms
    return Review(name or f"e{number:08}", card, Moment(when), day, kind, grade, target=target)


def graded(*grades, first_day=1):
    """One grade a day for the card `a`."""
    return [event(grade=grade, day=day) for day, grade in enumerate(grades, first_day)]


def undo(undone):
    return event("undo", card=undone.card, day=99, target=undone.event_id)


@st.composite
def logs(draw):
    """Any events of three cards at few instants, so that times tie; undo and link point at anything."""
    names = [f"e{number}" for number in range(draw(st.integers(0, 12)))]
    events = []
    for name in names:
        kind = draw(
            st.sampled_from(
                ["grade", "grade", "drill", "cram", "reset", "due", "bury", "resume", "link", "split", "undo"]
            )
        )
        day = draw(st.integers(1, 4))
        grade = draw(st.integers(0, 5)) if kind in ("grade", "drill", "cram") else None
        target = {"undo": st.sampled_from(names), "link": st.sampled_from("abc"), "split": st.sampled_from("abc")}.get(
            kind, st.none()
        )
        card, half = draw(st.sampled_from("abc")), draw(st.integers(0, 1))
        events.append(event(kind, grade, card=card, day=day, ms=2 * day + half, name=name, target=draw(target)))
    return events


@given(st.data())
def test_order_of_the_log_does_not_matter(data):
    """Replay sorts by time, then event id: every permutation of a log gives the same progress."""
    log = data.draw(logs())
    assert replay(data.draw(st.permutations(log))) == replay(log)


@given(logs(), st.data())
def test_merging_is_a_set_union(log, data):
    """Two devices may exchange logs in any direction, any number of times, with the same result."""
    ours = [event for event in log if data.draw(st.booleans())]
    theirs = [event for event in log if event not in ours or data.draw(st.booleans())]
    assert replay(ours + theirs) == replay(theirs + ours) == replay([*ours, *theirs, *ours]) == replay(log)


def test_equal_times_are_ordered_by_event_id():
    """Of two grades in the same millisecond the one with the smaller id counts."""
    log = [event(grade=5, ms=7, name="b"), event(grade=2, ms=7, name="a")]
    assert [event.event_id for event in live(log)] == ["a", "b"]
    assert progress(log).memory == review(Memory(), 2)


@given(st.dictionaries(st.integers(1, 9), st.lists(st.integers(0, 5), min_size=1, max_size=3)))
def test_first_grade_of_a_study_day_counts(days):
    """Memory is what SM-2 makes of the first grade of each study day; later ones of the day leave it alone."""
    log = [event(grade=grade, day=day) for day in sorted(days) for grade in days[day]]
    expected = Memory()
    for day in sorted(days):
        expected = review(expected, days[day][0])
    now = progress(log)
    assert now.memory == expected
    assert now.reviews == len(days)
    assert now.due_day == (max(days) + expected.interval_days if days else None)


@given(logs(), st.data())
def test_undo_is_as_if_it_never_happened(log, data):
    """A log with an event and its tombstone gives the same progress as the log without either."""
    undone = data.draw(st.sampled_from([event(grade=3), *(event for event in log if event.kind != "undo")]))
    rest = [event for event in log if event.event_id != undone.event_id]
    assert replay([*rest, undone, undo(undone)]) == replay(rest)


def test_undone_first_grade_makes_way_for_the_next():
    """When the first grade of a day is undone, the second one of that day counts in its place."""
    first, second = event(grade=2), event(grade=5)
    assert progress([first, second, undo(first)]).memory == review(Memory(), 5)


@given(logs())
def test_drill_and_cram_never_change_memory(log):
    """Without its drills and crams a log gives the same memories, due days and counts."""

    def lasting(events):
        states = replay(events)
        known = {card: (p.memory, p.due_day, p.reviews, p.lapses, p.suspended) for card, p in states.items()}
        return {card: state for card, state in known.items() if state != (Memory(), None, 0, 0, False)}

    assert lasting([event for event in log if event.kind not in ("drill", "cram")]) == lasting(log)


def test_last_answer_is_that_of_grade_or_drill():
    """`last_day`, `last_grade` and `last_ms` speak of the last grade or drill, never of a cram."""
    log = [event(grade=2, ms=1), event("drill", 4, ms=2), event("cram", 0, ms=3)]
    now = progress(log)
    assert (now.last_day, now.last_grade, now.last_ms) == (1, 4, 2)
    assert progress(log[2:]) == Progress()


def test_suspend_and_resume():
    """A card is suspended until it is resumed, and keeps its memory and due day all the while."""
    log = [*graded(4), event("suspend", day=2)]
    assert progress(log).suspended
    assert progress([*log, event("resume", day=3)]) == progress(log[:1])


def test_lateness_does_not_enter():
    """A review long after the due day gives the same memory, due that much later."""
    late = [event(grade=4, day=1), event(grade=4, day=500)]
    assert progress(late).memory == progress(graded(4, 4)).memory == Memory(2, 6, 250)
    assert progress(late).due_day == 506


@pytest.mark.parametrize(
    ("grades", "lapses"),
    [((2, 2, 1), 0), ((4, 2), 1), ((4, 2, 2, 0), 1), ((4, 4, 0, 3, 1), 2), ((3, 4, 5), 0)],
)
def test_a_lapse_is_a_failure_of_a_learned_card(grades, lapses):
    """Failing what was never passed, or not since the last failure, is no lapse."""
    assert progress(graded(*grades)).lapses == lapses


def link(card, target, day=50):
    return event("link", card=card, day=day, target=target)


def test_link_counts_two_cards_as_one_until_undone():
    """The reviews of a linked card count for the card it turned out to be; undoing the link parts them again."""
    old, new = event(grade=4, card="old", day=1), event(grade=4, card="new", day=2)
    linked = link("old", "new")
    assert replay([old, new, linked]) == {"old": progress([old, new])}
    assert replay([old, new, linked, undo(linked)]) == {"old": progress([old]), "new": progress([new])}


def test_links_chain():
    """A card linked to a card linked to a third counts for the third."""
    log = [event(grade=4, card=card, day=day) for day, card in enumerate("abc", 1)]
    assert replay([*log, link("a", "b"), link("b", "c")]) == {"a": progress(log)}


def test_of_contradicting_links_the_later_one_holds():
    """Devices that link the same cards in opposite directions still count each review once."""
    a, b, c = log = [event(grade=4, card=card, day=day) for day, card in enumerate("abc", 1)]
    assert replay([a, b, link("a", "b", 50), link("b", "a", 51)]) == {"b": progress([a, b])}
    assert replay([*log, link("a", "b", 50), link("b", "c", 51), link("c", "a", 52)]) == {"c": progress(log)}
    parted = replay([*log, link("a", "b", 50), link("b", "c", 51), link("c", "b", 52)])
    assert parted == {"a": progress([a]), "c": progress([b, c])}
