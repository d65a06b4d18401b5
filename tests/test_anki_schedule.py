"""Progress on its way to Anki: every number arrives as the log has it, wherever and whenever the phone is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import Person, moment
from phones import Phone, needs_engine
from support import write

from quiz.anki.schedule import numbered
from quiz.exchange.outgoing import export
from quiz.reviews import Moment, Review
from quiz.schedule import study_day

BUTTONS = (1, 1, 1, 2, 3, 4)


@pytest.fixture
def people() -> Iterator[list[Person]]:
    made: list[Person] = []
    yield made
    for person in made:
        person.study.close()


@pytest.mark.parametrize(
    "zone",
    ["Asia/Seoul", "UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"],
)
@pytest.mark.parametrize("clock", [(3, 59), (4, 0)], ids=["03:59", "04:00"])
def test_every_number_arrives_in_every_zone(
    people: list[Person], tmp_path: Path, zone: str, clock: tuple[int, int]
) -> None:
    """Of 500 cards every due day, interval, ease, rep, lapse, mark and log row is there as the library has it."""
    needs_engine(clock=True)
    now = moment(zone, 28, *clock)
    person = Person(tmp_path, 500, now)
    people.append(person)
    person.lives(12, random.Random(f"{zone} {clock}"))
    package = tmp_path / "deck.apkg"
    done = export(person.study, package)
    phone = Phone(tmp_path / "phone", zone, now.utc_ms / 1000)
    taken, state, complaints = phone.do(("take", package), ("state",), ("check",))
    assert taken == {"new": 500, "updated": 0, "duplicate": 0, "conflicting": 0}
    assert complaints == []
    today = study_day(now, 4)
    learned = 0
    for position, entry in enumerate(person.study.entries(), 1):
        kind, queue, due, interval, factor, reps, lapses, flags, _data = state["cards"][f"{entry.uid}/0"]
        progress = entry.progress
        assert queue == (-1 if progress.suspended else kind)
        assert flags == int(progress.flagged)
        assert (reps, lapses) == (progress.reviews, progress.lapses)
        if progress.due_day is None:
            assert (kind, due, interval, factor) == (0, position, 0, 0)
            continue
        learned += 1
        assert (kind, due) == (2, progress.due_day - today)
        assert (interval, factor) == (max(1, progress.memory.interval_days), progress.memory.ease_hundredths * 10)
    assert done.learned >= learned > 300
    expected = []
    for event in person.study.store.reviews():
        if event.kind in ("grade", "drill", "cram", "reset", "due"):
            ease = 0 if event.grade is None else BUTTONS[event.grade]
            expected.append([event.moment.utc_ms, event.card, ease, event.duration_ms if ease else 0])
    assert [[number, guid, ease, ms] for number, guid, ease, _, _, _, ms, _ in state["log"]] == sorted(expected)


def test_a_log_row_says_what_the_answer_changed(people: list[Person], tmp_path: Path) -> None:
    """Interval and ease before and after, the button, and what kind of answer it was, stand in each row."""
    needs_engine()
    now = moment("UTC", 28, 12, 0)
    person = Person(tmp_path, 1, now)
    people.append(person)
    (uid,) = person.uids
    story = [("grade", 4, 9), ("grade", 5, 8), ("grade", 1, 2), ("drill", 4, 2), ("cram", 3, 1), ("reset", None, 1)]
    for kind, grade, back in [*story, ("grade", 3, 0), ("due", None, 0)]:
        person.act(uid, kind, grade, back, shift=9)
    export(person.study, tmp_path / "deck.apkg")
    phone = Phone(tmp_path / "phone")
    _, state = phone.do(("take", tmp_path / "deck.apkg"), ("state",))
    assert [row[2:] for row in state["log"]] == [
        [3, 1, 0, 2505, 700, 0],
        [4, 6, 1, 2606, 700, 1],
        [1, 1, 6, 2062, 700, 1],
        [3, 1, 1, 2065, 700, 2],
        [2, 1, 1, 0, 700, 3],
        [0, 0, 1, 0, 0, 4],
        [2, 1, 0, 2364, 700, 0],
        [0, 1, 1, 2360, 0, 4],
    ]


def test_without_progress_a_deck_is_as_new(people: list[Person], tmp_path: Path) -> None:
    """A deck to hand out carries no due day, no mark and no log."""
    needs_engine()
    person = Person(tmp_path, 30, moment("UTC", 28, 12, 0))
    people.append(person)
    person.lives(9, random.Random(1))
    done = export(person.study, tmp_path / "deck.apkg", progress=False)
    phone = Phone(tmp_path / "phone")
    _, state = phone.do(("take", tmp_path / "deck.apkg"), ("state",))
    assert done.learned == 0
    assert state["log"] == []
    assert {tuple(card[:2]) + tuple(card[3:8]) for card in state["cards"].values()} == {(0, 0, 0, 0, 0, 0, 0)}


EVENTS = st.lists(
    st.builds(
        lambda ms, name, source: Review(f"{ms}-{name}-{source}", "c", Moment(ms), 1, "grade", 4, source=source),
        st.integers(0, 6),
        st.integers(0, 9),
        st.sampled_from(["anki", "terminal"]),
    ),
    unique_by=lambda event: event.event_id,
)


@given(EVENTS, EVENTS)
def test_rows_keep_their_numbers(first: list[Review], more: list[Review]) -> None:
    """Ids of rows are unique, near the time of their event, and stay when more events come."""
    numbers = dict(numbered(first, {}))
    assert len(set(numbers.values())) == len(first)
    moved = {event.event_id: numbers[event.event_id] for event in first if numbers[event.event_id] != event.moment[0]}
    known = {event.event_id for event in first}
    here = [event for event in more if event.source == "terminal" and event.event_id not in known]
    later = dict(numbered([*first, *here], moved))
    assert len(set(later.values())) == len(later)
    assert all(later[event] == number for event, number in moved.items())


def test_what_is_no_longer_in_the_notes_is_named(people: list[Person], tmp_path: Path) -> None:
    """A later export names the notes whose cards were taken out since, and they are found in Anki by their ID."""
    needs_engine()
    person = Person(tmp_path, 3, moment("UTC", 28, 12, 0))
    people.append(person)
    gone = person.uids[1]
    export(person.study, tmp_path / "deck.apkg")
    write(tmp_path / "notes.md", "# 덱\n## 주제\n- 질문 0?\n  - 답 `0`\n- 질문 2?\n  - 답 `2`\n")
    person.study.refresh()
    assert export(person.study, tmp_path / "deck.apkg").gone == (gone,)


def test_a_linked_card_stays_the_note_it_was_exported_as(people: list[Person], tmp_path: Path) -> None:
    """A new card that was exported and then joined with an old one does not become a second note."""
    needs_engine()
    person = Person(tmp_path, 1, moment("UTC", 28, 12, 0))
    people.append(person)
    (old,) = person.uids
    person.act(old, "grade", 4)
    write(tmp_path / "notes.md", "# 덱\n## 주제\n- 전혀 다른 말로 묻는다?\n  - 새 답\n")
    person.study.refresh()
    (new,) = (entry.uid for entry in person.study.entries() if entry.state == "live")
    assert new != old
    export(person.study, tmp_path / "deck.apkg")
    person.study.link(old, new)
    assert [entry.uid for entry in person.study.entries()] == [old]
    phone = Phone(tmp_path / "phone")
    phone.do(("take", tmp_path / "deck.apkg"))
    done = export(person.study, tmp_path / "deck.apkg")
    assert (done.new, done.gone) == (0, ())
    taken, state = phone.do(("take", tmp_path / "deck.apkg"), ("state",))
    assert taken["new"] == 0
    assert list(state["cards"]) == [f"{new}/0"]
