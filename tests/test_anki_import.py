"""Reviews come back from the phone: once each, in any order, from every kind of file, with what was marked there."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from people import DAY_MS, Person, moment, person
from phones import Phone, needs_engine

from quiz.anki.reading import open_package
from quiz.exchange.importing import take
from quiz.exchange.incoming import Taken
from quiz.exchange.outgoing import export
from quiz.reviews import replay

FLAVOURS = [(kind, legacy) for kind in ("apkg", "colpkg") for legacy in (True, False)]


def take_in(owner: Person, file: Path, **options: bool) -> Taken:
    with open_package(file, file.parent / "scratch") as package:
        return take(owner.study, package, **options)


def same(owner: Person) -> bool:
    """Whether the memories are what replaying the whole log gives."""
    rules = owner.study.rules
    return owner.study.store.memories() == {
        uid: progress
        for uid, progress in replay(owner.log, rules.profile, rules.longest_interval_days).items()
        if progress != type(progress)()
    }


@pytest.mark.parametrize(("kind", "legacy"), FLAVOURS)
@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/Los_Angeles"])
def test_answers_of_the_phone_come_back_from_every_kind_of_file(
    tmp_path: Path, kind: str, legacy: bool, zone: str
) -> None:
    """What was answered there stands in the log with its day and grade, SM-2 replays the merged log, twice is once."""
    needs_engine(clock=True)
    now = moment(zone, 20, 12, 0)
    with person(tmp_path, 60, now, zone) as owner:
        chance = random.Random(f"{kind} {legacy} {zone}")
        owner.lives(9, chance)
        export(owner.study, tmp_path / "out.apkg")
        phone = Phone(tmp_path / "phone", zone, now.utc_ms / 1000)
        phone.do(("take", tmp_path / "out.apkg"))
        pressed: list[tuple[str, int, int]] = []
        for day in range(1, 6):
            phone.at = (now.utc_ms + day * DAY_MS) / 1000
            some = [(uid, chance.randint(1, 4)) for uid in chance.sample(owner.uids, 8)]
            phone.do(*(("answer", uid, button) for uid, button in some))
            pressed += [(uid, button, day) for uid, button in some]
            owner.now = now._replace(utc_ms=now.utc_ms + day * DAY_MS)
            owner.act(chance.choice(owner.uids), "grade", chance.randrange(2, 6))
        state, _ = phone.do(("state",), ("give", tmp_path / f"back.{kind}", kind, legacy))
        here = owner.log
        taken = take_in(owner, tmp_path / f"back.{kind}")
        came = [event for event in owner.log if event.source == "anki" and event.grade is not None]
        assert taken.reviews == len(came) == len(pressed) == 40
        assert [event for event in owner.log if event.source != "anki"] == here
        today = owner.study.today
        grades = {1: 2, 2: 3, 3: 4, 4: 5}
        assert [(event.card, event.grade, event.study_day - today + 5) for event in came] == [
            (uid, grades[button], day) for uid, button, day in pressed
        ]
        assert {event.moment.utc_ms for event in came} <= {row[0] for row in state["log"]}
        assert same(owner)
        memories, log = owner.study.store.memories(), owner.study.store.reviews()
        again = take_in(owner, tmp_path / f"back.{kind}")
        assert (again.reviews, again.marks, again.practice) == (0, 0, 0)
        assert (owner.study.store.memories(), owner.study.store.reviews()) == (memories, log)


def test_files_may_come_in_any_order(tmp_path: Path) -> None:
    """An older file after a newer one adds nothing and takes no mark back."""
    needs_engine(clock=True)
    now = moment("UTC", 20, 12, 0)
    with person(tmp_path / "a", 6, now) as one, person(tmp_path / "b", 6, now) as other:
        uids = one.uids
        export(one.study, tmp_path / "out.apkg")
        phone = Phone(tmp_path / "phone", "UTC", now.utc_ms / 1000)
        phone.do(("take", tmp_path / "out.apkg"))
        files = []
        for day in (1, 2, 3):
            phone.at = (now.utc_ms + day * DAY_MS) / 1000
            mark = ("suspend", uids[0]) if day == 2 else ("unsuspend", uids[0])
            files.append(tmp_path / f"{day}.colpkg")
            phone.do(("answer", uids[day], 3), mark, ("flag", uids[4], day % 2), ("give", files[-1], "colpkg", False))
        one.now = other.now = now._replace(utc_ms=now.utc_ms + 5 * DAY_MS)
        for file in files:
            take_in(one, file)
        for file in reversed(files):
            take_in(other, file)
        assert [event.card for event in one.log if event.kind == "grade"] == uids[1:4]
        assert one.study.store.memories() == other.study.store.memories()
        assert not one.study.entry(uids[0]).progress.suspended
        assert one.study.entry(uids[4]).progress.flagged


def test_marks_come_along_unless_they_were_changed_here(tmp_path: Path) -> None:
    """Suspension, flag and leech are taken over; what only this side changed stands; taken twice, nothing happens."""
    needs_engine(clock=True)
    now = moment("UTC", 20, 12, 0)
    with person(tmp_path, 6, now) as owner:
        uids = owner.uids
        owner.act(uids[3], "suspend")
        owner.act(uids[4], "flag")
        export(owner.study, tmp_path / "out.apkg")
        phone = Phone(tmp_path / "phone", "UTC", now.utc_ms / 1000 + 3600)
        phone.do(
            ("take", tmp_path / "out.apkg"),
            ("suspend", uids[0]),
            ("flag", uids[1], 4),
            ("tag", uids[2], "주제", "Leech"),
            ("unsuspend", uids[3]),
            ("give", tmp_path / "back.colpkg", "colpkg", False),
        )
        owner.now = now._replace(utc_ms=now.utc_ms + DAY_MS)
        owner.act(uids[4], "unflag")
        owner.act(uids[5], "suspend")
        taken = take_in(owner, tmp_path / "back.colpkg")
        now_of = {uid: owner.study.entry(uid) for uid in uids}
        assert taken.marks == 4
        assert [now_of[uid].progress.suspended for uid in uids] == [True, False, False, False, False, True]
        assert [now_of[uid].progress.flagged for uid in uids] == [False, True, False, False, False, False]
        assert [owner.study.is_leech(now_of[uid]) for uid in uids] == [False, False, True, False, False, False]
        assert take_in(owner, tmp_path / "back.colpkg").marks == 0


def test_what_is_set_by_hand_there_holds_here(tmp_path: Path) -> None:
    """ "Forget" makes a card new, "Set due date" its day; both are events of the log."""
    needs_engine(clock=True)
    now = moment("Asia/Seoul", 20, 12, 0)
    with person(tmp_path, 3, now, "Asia/Seoul") as owner:
        uids = owner.uids
        for uid in uids:
            owner.act(uid, "grade", 4, 9)
            owner.act(uid, "grade", 4, 8)
        export(owner.study, tmp_path / "out.apkg")
        phone = Phone(tmp_path / "phone", "Asia/Seoul", now.utc_ms / 1000 + 3600)
        acts = (("forget", uids[0]), ("due_in", uids[1], "11"))
        phone.do(("take", tmp_path / "out.apkg"), *acts, ("give", tmp_path / "back.apkg", "apkg", False))
        owner.now = now._replace(utc_ms=now.utc_ms + DAY_MS // 8)
        take_in(owner, tmp_path / "back.apkg")
        assert owner.study.entry(uids[0]).progress.is_new
        assert owner.study.entry(uids[1]).progress.due_day == owner.study.today + 11
        assert owner.study.entry(uids[2]).progress.due_day == owner.study.today - 2


def test_cramming_there_leaves_the_schedule_here_alone(tmp_path: Path) -> None:
    """Answers in a filtered deck that reschedules nothing are practice, and the due day stays that of the home deck."""
    needs_engine(clock=True)
    now = moment("UTC", 20, 12, 0)
    with person(tmp_path, 3, now) as owner:
        uids = owner.uids
        for uid in uids:
            owner.act(uid, "grade", 4, 9)
            owner.act(uid, "grade", 4, 8)
        before = owner.study.store.memories()
        export(owner.study, tmp_path / "out.apkg")
        phone = Phone(tmp_path / "phone", "UTC", now.utc_ms / 1000 + 3600)
        phone.do(
            ("take", tmp_path / "out.apkg"),
            ("cram", "is:due or -is:due"),
            ("answer", uids[0], 3),
            ("answer", uids[1], 1),
            ("give", tmp_path / "back.colpkg", "colpkg", True),
        )
        owner.now = now._replace(utc_ms=now.utc_ms + DAY_MS // 8)
        taken = take_in(owner, tmp_path / "back.colpkg")
        assert (taken.practice, taken.reviews) == (2, 0)
        assert owner.study.store.memories() == before


def test_a_dry_run_says_the_same_and_changes_nothing(tmp_path: Path) -> None:
    """What would come in is counted as it would be, and neither log nor memories nor marks move."""
    needs_engine(clock=True)
    now = moment("UTC", 20, 12, 0)
    with person(tmp_path, 3, now) as owner:
        export(owner.study, tmp_path / "out.apkg")
        phone = Phone(tmp_path / "phone", "UTC", now.utc_ms / 1000 + 3600)
        acts = (("answer", owner.uids[0], 3), ("suspend", owner.uids[1]))
        phone.do(("take", tmp_path / "out.apkg"), *acts, ("give", tmp_path / "back.colpkg", "colpkg", False))
        owner.now = now._replace(utc_ms=now.utc_ms + DAY_MS // 8)
        before = (owner.study.store.reviews(), owner.study.store.memories(), owner.study.store.anki_marks())
        rehearsed = take_in(owner, tmp_path / "back.colpkg", dry_run=True)
        assert (owner.study.store.reviews(), owner.study.store.memories(), owner.study.store.anki_marks()) == before
        assert rehearsed == take_in(owner, tmp_path / "back.colpkg")
        assert (rehearsed.reviews, rehearsed.marks) == (1, 1)


def test_an_export_without_progress_is_told_apart(tmp_path: Path) -> None:
    """A package without scheduling brings nothing, and the person learns why."""
    needs_engine()
    with person(tmp_path, 3, moment("UTC", 20, 12, 0)) as owner:
        export(owner.study, tmp_path / "out.apkg")
        phone = Phone(tmp_path / "phone")
        acts = (("answer", owner.uids[0], 3), ("give", tmp_path / "back.apkg", "apkg", False, False))
        phone.do(("take", tmp_path / "out.apkg"), *acts)
        taken = take_in(owner, tmp_path / "back.apkg")
        assert (taken.has_schedule, taken.reviews, taken.known) == (False, 0, 3)


def test_undo_takes_back_what_was_done_here_and_not_what_came_in(tmp_path: Path) -> None:
    """After an import the last own answer is still the one that undo takes back."""
    needs_engine(clock=True)
    now = moment("UTC", 20, 12, 0)
    with person(tmp_path, 3, now) as owner:
        uids = owner.uids
        owner.act(uids[2], "grade", 4)
        export(owner.study, tmp_path / "out.apkg")
        phone = Phone(tmp_path / "phone", "UTC", now.utc_ms / 1000 + 3600)
        phone.do(
            ("take", tmp_path / "out.apkg"),
            ("answer", uids[0], 3),
            ("give", tmp_path / "back.colpkg", "colpkg", False),
        )
        owner.now = now._replace(utc_ms=now.utc_ms + DAY_MS // 8)
        take_in(owner, tmp_path / "back.colpkg")
        _, undone = owner.study.undo()
        assert [event.card for event in undone] == [uids[2]]
        assert [(event.card, event.source) for event in owner.log] == [(uids[0], "anki")]
        assert take_in(owner, tmp_path / "back.colpkg").reviews == 0
