"""Practice, cram or looking ahead, changes nothing that the schedule knows: neither a memory nor a due day."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from screens import Open, press, running
from support import TODAY, Clock, row

from quiz.reader import Reader
from quiz.reviews import Progress, Review, replay
from quiz.schedule import Rules
from quiz.session import Session
from quiz.settings import ReviewSettings
from quiz.store import Store
from quiz.study import Study
from quiz.tui.app import QuizApp

CARDS = [f"card{number}" for number in range(6)]
UIDS, DAYS, GRADES = st.sampled_from(CARDS), st.integers(0, 9), st.integers(0, 5)
KINDS = st.sampled_from(("grade", "grade", "drill", "due", "reset", "suspend", "resume", "bury", "flag", "cram"))
RULES = st.builds(Rules, fuzz=st.booleans(), balance=st.booleans(), siblings_apart=st.booleans())


class Past(NamedTuple):
    """An event of before: on which day, to which card, what."""

    day: int
    card: str
    kind: Any
    grade: int


PASTS = st.lists(st.builds(Past, st.integers(0, 60), UIDS, KINDS, GRADES), max_size=40)
BURSTS = st.lists(
    st.one_of(
        st.tuples(st.just("grade"), GRADES),
        st.tuples(st.sampled_from(("suspend", "bury")), st.just(0)),
        st.tuples(st.sampled_from(("flag", "unflag", "reset", "rewritten", "resume")), st.integers(0, len(CARDS) - 1)),
        st.tuples(st.sampled_from(("skip", "undo", "end", "go on", "tomorrow")), st.just(0)),
        st.tuples(st.just("box"), st.integers(0, 4)),
    ),
    max_size=30,
)
ANSWERS = st.lists(st.one_of(GRADES, st.sampled_from(("skip", "undo", "end", "go on", "box"))), max_size=30)
BEGINNINGS = st.one_of(st.just(None), st.integers(1, 100))


def library(folder: str, past: list[Past], rules: Rules) -> Study:
    """Six cards, two of them siblings, with what was done to them before today."""
    store, clock = Store(Path(folder) / "quiz.db"), Clock(TODAY - 60)
    store.take_in(
        sources={"notes.md": "file"},
        cards=[
            row(uid, position=position)._replace(note="siblings" if position < 2 else "")
            for position, uid in enumerate(CARDS)
        ],
    )
    for event in sorted(past, key=lambda event: event.day):
        clock.day = TODAY - 60 + event.day
        grade = event.grade if event.kind in ("grade", "drill", "cram") else None
        shift = event.grade if event.kind == "due" else 0
        store.record(event.card, event.kind, clock(), clock.day, grade=grade, shift=shift)
    clock.day = TODAY
    return Study(store, Reader(), rules, clock)


def begun(study: Study, ahead: int | None) -> Session:
    """A practice of everything, or of what falls due within so many days."""
    return (study.begin_cram() if ahead is None else study.begin_ahead(ahead)).session


def acted(study: Study, session: Session, act: str, value: int) -> Session:
    """The sitting after one key of a burst."""
    match act:
        case "grade":
            return study.grade(session, value)
        case "suspend" | "bury":
            return study.aside(session, act)
        case "flag" | "unflag" | "reset" | "rewritten" | "resume":
            study.act([CARDS[value]], act)
            return session
        case "skip":
            return session.skipped()
        case "undo":
            return study.undo(session)[0]
        case "end":
            return session.ended()
        case "go on":
            return session.resumed()
        case "tomorrow":
            cast("Clock", study.now).day += 1
            return session
        case _:
            return session.boxed(value)


def without_practice(log: list[Review]) -> dict[str, Progress]:
    """What the log says of every card, were there no practice in it."""
    practised = {event.event_id for event in log if event.kind == "cram"}
    rest = [event for event in log if event.event_id not in practised and event.target not in practised]
    return {card: progress for card, progress in replay(rest).items() if progress != Progress()}


@given(PASTS, RULES, BEGINNINGS, ANSWERS)
def test_practice_leaves_every_memory_bit_for_bit(
    past: list[Past], rules: Rules, ahead: int | None, answers: list[Any]
) -> None:
    """Whatever is answered, skipped and taken back in a practice, every memory and due day stays, and so do counts."""
    with TemporaryDirectory() as folder, library(folder, past, rules) as study:
        before, waiting = study.store.memories(), study.counts()
        session = begun(study, ahead)
        for answer in answers:
            session = study.current(session)[0]
            if isinstance(answer, int):
                session = study.grade(session, answer)
            elif answer != "undo" or session.answers:
                session = acted(study, session, answer, 2)
        assert study.store.memories() == before
        assert study.counts() == waiting
        study.store.replay()
        assert study.store.memories() == before


@given(PASTS, RULES, BEGINNINGS, BURSTS)
def test_only_what_is_done_on_purpose_changes_a_memory(
    past: list[Past], rules: Rules, ahead: int | None, burst: list[tuple[str, int]]
) -> None:
    """After any burst of keys the memories are those that the log gives without the answers of the practice."""
    with TemporaryDirectory() as folder, library(folder, past, rules) as study:
        session = begun(study, ahead)
        for act, value in burst:
            session = study.current(session)[0]
            session = acted(study, session, act, value)
            assert study.store.memories() == without_practice(study.store.reviews())


@given(PASTS, BEGINNINGS, st.lists(GRADES, max_size=20))
def test_undo_in_a_practice_goes_back_step_by_step(past: list[Past], ahead: int | None, grades: list[int]) -> None:
    """Every answer of a practice can be taken back: the sitting and the cards are as they were before it."""
    with TemporaryDirectory() as folder, library(folder, past, Rules()) as study:
        session = begun(study, ahead)
        way = []
        for grade in grades:
            if session.current:
                way.append((session, study.entries()))
                session = study.grade(session, grade)
        for before, entries in reversed(way):
            session, events = study.undo(session)
            assert [event.kind for event in events] == ["cram"]
            assert asdict(session) == asdict(before)
            assert study.entries() == entries


FOUR = "# 나무\n## 잎\n" + "".join(f"- {name}나무의 잎은?\n  - {name}잎입니다.\n" for name in "가나다라")
HARMLESS = ["space", "enter", "1", "2", "3", "4", "space", "s", "m", "j", "k", "w", "escape", "tab", "ㄴ", "2"]
BEGIN = ["space", "3", "space", "1", "u", "enter", "4"]


@pytest.mark.parametrize("typed", ["never", "always"])
@pytest.mark.parametrize("ahead", [False, True])
@pytest.mark.parametrize("seed", range(3))
async def test_keys_in_a_practice_leave_the_schedule_alone(
    open_library: Open, typed: Any, ahead: bool, seed: int
) -> None:
    """On the screen too: answers given by buttons or typed, skipped and taken back, are practice and nothing else."""
    study = open_library(FOUR)
    session = study.begin().session
    while session.current:
        session = study.grade(session, 4)
    before = study.store.memories()
    sitting = study.begin_ahead(9) if ahead else study.begin_cram()
    app = QuizApp(study, sitting, manner=ReviewSettings(typed=typed))
    async with running(app) as pilot:
        await press(pilot, *(["enter", "3"] if typed == "always" else BEGIN))
        await press(pilot, *Random(seed).choices(HARMLESS, k=40))
    answers = [event for event in study.store.reviews()[4:] if event.kind != "undo"]
    assert study.store.memories() == before
    assert {event.kind for event in answers} == {"cram"}
