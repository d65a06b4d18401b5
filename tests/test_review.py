"""The review screen: what each key does to the card, the sitting and the log."""

from __future__ import annotations

from typing import Any

import pytest
from screens import Clock, Open, log, press, running, shown

from quiz.grades import GOOD
from quiz.settings import ReviewSettings
from quiz.tui.app import QuizApp
from quiz.tui.place import clock as clock_text

FOUR = "# 나무\n## 잎\n" + "".join(f"- {name}나무의 잎은?\n  - {name}잎입니다.\n" for name in "가나다라")


class Seconds:
    """A clock that stands until it is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def review(study: Any, sitting: Any = None, **more: Any) -> Any:
    """The app on the review of all that is due, with a clock that stands."""
    more.setdefault("seconds", Seconds())
    return running(QuizApp(study, sitting or study.begin(), **more))


async def test_why_now(open_library: Open) -> None:
    """`w` tells why the card is asked, what each grade would bring and what happened; `w` again goes back to it."""
    study = open_library(FOUR)
    async with review(study) as pilot:
        screen = await press(pilot, "space", "1", "w")
        assert all(text in screen for text in ("나나무의 잎은?", "New: it was never graded.", "Nothing yet.", "2.60"))
        await press(pilot, "w", "space", "3", "space", "3", "space", "3")
        screen = await press(pilot, "w")
        assert "Drill: its last answer of today scored below Good." in screen
        assert "Again" in screen.split("What happened")[1]
        assert "drill 1/1" in await press(pilot, "escape")


async def test_the_drill_is_a_phase_of_its_own(open_library: Open) -> None:
    """Repeats say what they are, and their buttons bring no new interval."""
    study = open_library(FOUR)
    async with review(study) as pilot:
        screen = await press(pilot, "space", "2", *"   ".replace(" ", "x"))
        assert "drill 1/1" in screen
        assert "Drill: what scored below Good comes once more." in screen
        screen = await press(pilot, "space")
        assert "1 Again today" in screen
        assert "3 Good done" in screen


async def test_bury_until_tomorrow(open_library: Open, clock: Clock) -> None:
    """`b` takes the card out of today, undo brings it back, and tomorrow it is asked again."""
    study = open_library(FOUR)
    async with review(study) as pilot:
        assert "나나무" in await press(pilot, "b")
        assert study.counts().new == 3
        assert "가나무" in await press(pilot, "u")
        await press(pilot, "b")
    clock.next_day()
    assert study.counts().new == 4


async def test_flag_and_unflag(open_library: Open) -> None:
    """`f` flags the card where it lies, seen above it and found by a query; `f` again takes the flag away."""
    study = open_library(FOUR)
    async with review(study) as pilot:
        screen = await press(pilot, "space", "f")
        assert "⚑" in screen
        assert "가잎입니다." in screen
        assert [entry.question for entry in study.entries("is:flagged")] == ["가나무의 잎은?"]
        assert "⚑" not in await press(pilot, "f")
        assert log(study) == [("flag", None), ("unflag", None)]


@pytest.mark.parametrize(("answer", "kinds"), [("y", ["grade", "reset"]), ("n", ["grade"]), ("escape", ["grade"])])
async def test_reset_is_asked_for(open_library: Open, clock: Clock, answer: str, kinds: list[str]) -> None:
    """`r` forgets what is known of a card, once that is confirmed; its reviews stay in the log."""
    study = open_library("# 나무\n- 가나무의 잎은?\n  - 가잎입니다.\n")
    study.grade(study.begin().session, GOOD)
    clock.next_day()
    async with review(study) as pilot:
        assert "learn it anew?" in await press(pilot, "r")
        await press(pilot, answer)
        assert [kind for kind, _grade in log(study)] == kinds
        assert study.entries()[0].progress.is_new == (answer == "y")


async def test_a_leech_is_told_of_and_rewritten(open_library: Open, clock: Clock) -> None:
    """The lapse that makes a card a leech is told; `l` counts anew, and is there for leeches alone."""
    study = open_library("# 나무\n- 가나무의 잎은?\n  - 가잎입니다.\n- 나나무의 잎은?\n  - 나잎입니다.\n")
    leech = study.entries()[0].uid
    for grade in (4, 1) * 8:
        clock.next_day()
        study.store.record(leech, "grade", study.now(), study.today, grade=grade)
    study.undo()
    clock.next_day()
    async with review(study) as pilot:
        await press(pilot, "l")
        assert "keeps lapsing" in await press(pilot, "space", "1")
        await press(pilot, "x")
        screen = shown(pilot.app)
        assert "drill" in screen
        assert "leech" in screen
        assert "leech" not in (await press(pilot, "l")).replace("“", "")
        assert [kind for kind, _grade in log(study)][-2:] == ["suspend", "rewritten"]


async def test_a_sitting_of_so_many_cards(open_library: Open) -> None:
    """A box of two ends after two, says what is left, and `c` goes on with it."""
    study = open_library(FOUR)
    async with running(QuizApp(study, manner=ReviewSettings(cards=2), seconds=Seconds())) as pilot:
        pilot.app.start(study.begin().session)
        screen = await press(pilot, "space", "3", "space", "3")
        assert "2 answers · 2 passed" in screen
        assert "2 cards are left." in screen
        assert "다나무" in await press(pilot, "c")


async def test_a_sitting_of_so_many_minutes(open_library: Open) -> None:
    """After its minutes a sitting ends with the card that was asked; undo goes back into it."""
    study, seconds = open_library(FOUR), Seconds()
    async with review(study, manner=ReviewSettings(minutes=5), seconds=seconds) as pilot:
        await press(pilot, "space", "3")
        seconds.now = 300
        screen = await press(pilot, "space", "1")
        assert "Time is up" in screen
        assert "3 cards are left." in screen
        assert "나나무" in await press(pilot, "u")
        await press(pilot, "space", "3")
        assert "다나무" in await press(pilot, "c")
        assert "라나무" in await press(pilot, "space", "3")


async def test_practice_says_so_and_changes_nothing(open_library: Open) -> None:
    """Cram asks what is not due, drills what failed, is undone like anything, and leaves every memory alone."""
    study = open_library(FOUR)
    session = study.begin().session
    while session.current:
        session = study.grade(session, GOOD)
    before = study.store.memories()
    async with review(study, study.begin_cram()) as pilot:
        assert "practice 1/4" in shown(pilot.app)
        assert "nothing here changes the schedule" in shown(pilot.app)
        screen = await press(pilot, "space", "1", "space", "2", "u", "space", "2", "space", "4", "space", "4")
        assert "practice 1/2" in screen
        screen = await press(pilot, "space", "3", "space", "3")
        assert "Practice done" in screen
        assert "tomorrow" not in screen
    assert [kind for kind, _grade in log(study)].count("cram") == 6
    assert study.store.memories() == before


async def test_looking_ahead_asks_what_comes_next(open_library: Open, clock: Clock) -> None:
    """Within the days asked for, and outside the schedule."""
    study = open_library(FOUR)
    session = study.begin().session
    while session.current:
        session = study.grade(session, GOOD)
    assert study.begin_ahead(1).session.left == 4
    clock.next_day()
    assert study.begin_ahead(1).session.left == 0


async def test_an_answer_is_typed_first(open_library: Open) -> None:
    """With the setting every answer is typed; it is compared, a grade is suggested, and the person decides."""
    study = open_library(FOUR)
    async with review(study, manner=ReviewSettings(typed="always")) as pilot:
        screen = await press(pilot, *"가잎입니다.", "enter")
        assert "✓ Exactly right" in screen
        assert "Suggested grade: 3 Good" in screen
        await press(pilot, "2")
        screen = await press(pilot, *"나임입니다", "enter")
        assert "나[-잎-]{+임+}입니다" in screen
        await press(pilot, "3")
        assert "Suggested" not in await press(pilot, "enter")
        await press(pilot, "3")
        assert "라나무의 잎은?" in await press(pilot, "escape", "space")
        await press(pilot, "4")
    assert log(study) == [("grade", 3), ("grade", 4), ("grade", 4), ("grade", 5)]


async def test_a_card_of_the_topic_typed_is_typed(open_library: Open) -> None:
    """Whatever the setting says; other cards are not."""
    study = open_library(
        "# 나무\n- 가나무의 잎은?\n  <!-- tags: typed -->\n  - 가잎입니다.\n- 나나무의 잎은?\n  - 나잎입니다.\n"
    )
    async with review(study) as pilot:
        screen = await press(pilot, *"가잎", "enter")
        assert "Suggested grade" in screen
        await press(pilot, "1")
        assert "나잎입니다." in await press(pilot, "space")


async def test_typing_keys_are_letters(open_library: Open) -> None:
    """While an answer is typed, no key of the review acts; Escape gives them back."""
    study = open_library(FOUR)
    async with review(study, manner=ReviewSettings(typed="always")) as pilot:
        await press(pilot, *"xbsq?u")
        assert log(study) == []
        assert "가나무의 잎은?" in shown(pilot.app)
        await press(pilot, "escape", "x")
        assert log(study) == [("suspend", None)]


async def test_links_of_a_card(open_library: Open) -> None:
    """`o` lists the links of what was shown, those of the answer only once it is."""
    study = open_library(
        "# 나무\n- 가나무의 잎은?\n  - [하나](https://one.example)와 [둘](https://two.example)을 보세요.\n"
    )
    async with review(study) as pilot:
        assert "There is no link here." in await press(pilot, "o")
        screen = await press(pilot, "space", "o")
        assert "https://one.example" in screen
        assert "https://two.example" in screen
        assert "Open a link" not in await press(pilot, "escape")


async def test_the_time_on_a_card(open_library: Open) -> None:
    """The clock above the card runs from when it was shown, unless the settings hide it."""
    study, seconds = open_library(FOUR), Seconds()
    async with review(study, seconds=seconds) as pilot:
        seconds.now = 75
        pilot.app.screen.query_one("PlaceLine")._tick()
        await pilot.pause()
        assert "1:15" in shown(pilot.app)
    async with review(study, manner=ReviewSettings(timer=False)) as pilot:
        assert "0:00" not in shown(pilot.app)
    assert [clock_text(seconds) for seconds in (7, 750, 3661)] == ["0:07", "12:30", "1:01:01"]


async def test_cards_that_come_with_quiz_are_not_edited(open_library: Open) -> None:
    """`e` on a bundled card says how to edit notes of one's own instead of touching the installation."""
    study = open_library()
    study.welcome()
    async with review(study) as pilot:
        assert "This card comes with quiz." in await press(pilot, "e")


async def test_an_editor_that_is_not_there_is_told_of(open_library: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """The screen is not left for a program that cannot start."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "no-such-editor")
    async with review(open_library(FOUR)) as pilot:
        screen = await press(pilot, "e")
        assert "no-such-editor is no program." in screen
        assert "가나무의 잎은?" in screen


async def test_enter_after_a_typed_answer_grades_as_suggested(open_library: Open) -> None:
    """A wrong answer is not graded Good by the next Enter, and the hint says so; the keys still decide."""
    study = open_library(FOUR)
    async with review(study, manner=ReviewSettings(typed="always")) as pilot:
        assert "As suggested" in await press(pilot, *"전혀 다른 답", "enter")
        await press(pilot, "enter", *"나잎입니다", "enter", "enter", *"틀림", "enter", "4")
    assert [grade for _kind, grade in log(study)] == [2, 4, 5]


async def test_a_card_graded_elsewhere_is_passed_over(open_library: Open) -> None:
    """What another window graded meanwhile is not asked again, and neither does its grade count twice."""
    study = open_library(FOUR)
    async with review(study) as pilot:
        second = study.entries()[1].uid
        study.store.record(second, "grade", study.now(), study.today, grade=GOOD)
        assert "다나무의 잎은?" in await press(pilot, "space", "3")


async def test_without_a_terminal_no_editor_opens(open_library: Open) -> None:
    """Where the app cannot be suspended, `e` says so and the card stays."""
    study = open_library(FOUR)
    async with review(study) as pilot:
        screen = await press(pilot, "e")
        assert "No editor can be opened from here." in screen
        assert "가나무의 잎은?" in screen


def rewriting(monkeypatch: pytest.MonkeyPatch, path: Any, text: str) -> None:
    """What `e` opens is an editor that writes this and is left."""

    def edit(_app: QuizApp, _entry: Any) -> bool:
        path.write_text(text, "utf-8")
        return True

    monkeypatch.setattr(QuizApp, "edit", edit)


async def test_a_card_rewritten_beyond_recognition_is_asked_as_it_is_now(
    open_library: Open, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`e` may make another card of one that has a history: the new one is asked, and it is said where that went."""
    study = open_library(FOUR)
    card = study.entries()[0].uid
    study.act([card], "flag")
    rewriting(monkeypatch, tmp_path / "notes.md", FOUR.replace("가나무의 잎은?\n  - 가잎", "빙하는 무엇?\n  - 얼음"))
    async with review(study) as pilot:
        screen = await press(pilot, "e")
        assert "빙하는 무엇?" in screen
        assert "In other words this is a new card." in screen
        await press(pilot, "space", "3")
    assert study.entry(card).state == "orphan"
    assert log(study) == [("flag", None), ("grade", 4)]


async def test_a_card_that_was_taken_out_makes_way(
    open_library: Open, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where `e` ends without the card, that is said and the next one is asked."""
    study = open_library(FOUR)
    rewriting(monkeypatch, tmp_path / "notes.md", FOUR.replace("- 가나무의 잎은?\n  - 가잎입니다.\n", ""))
    async with review(study) as pilot:
        screen = await press(pilot, "e")
        assert "The notes hold this card no longer." in screen
        assert "나나무의 잎은?" in screen


async def test_notes_saved_in_another_window_are_seen(open_library: Open, tmp_path: Any) -> None:
    """Coming back shows the card as it is now; one that is as it was keeps what is typed on it."""
    study = open_library(FOUR)
    async with review(study, manner=ReviewSettings(typed="always")) as pilot:
        await press(pilot, "가")
        (tmp_path / "notes.md").write_text(FOUR.replace("나나무의", "나무 나의"), "utf-8")
        await pilot.app.screen.look_again().wait()
        assert pilot.app.screen.query_one("TypedAnswer").value == "가"
        (tmp_path / "notes.md").write_text(FOUR.replace("가나무의 잎", "가나무의 큰 잎"), "utf-8")
        await pilot.app.screen.look_again().wait()
        assert "가나무의 큰 잎은?" in await press(pilot)


async def test_a_card_answered_in_another_terminal_counts_once(open_library: Open) -> None:
    """An answer that comes second is kept, moves nothing, and is none of this sitting; looking shows the next card."""
    study, other = open_library(FOUR), open_library()
    async with review(study) as pilot:
        other.grade(other.begin().session, 5)
        first = other.entries()[0]
        screen = await press(pilot, "space", "2")
        assert "answered elsewhere meanwhile" in screen
        assert "1/3" in screen
        assert study.entry(first.uid).progress.memory == first.progress.memory
        other.grade(other.begin().session, 5)
        await pilot.app.screen.look_again().wait()
        assert "다나무의 잎은?" in await press(pilot)
    assert log(study) == [("grade", 5), ("cram", 3), ("grade", 5)]


async def test_an_answer_comes_into_sight(open_library: Open) -> None:
    """Below a long question the answer is scrolled to; `g` and `G` go to either end."""
    study = open_library(f"# 나무\n- 긴 질문의 끝은 {'나무와 잎과 ' * 200} 어디인가요?\n  - 여기가 끝입니다.\n")
    async with review(study) as pilot:
        assert "여기가 끝입니다." in await press(pilot, "space")
        assert "긴 질문의 끝은" in await press(pilot, "g")
        assert "여기가 끝입니다." in await press(pilot, "G")


async def test_a_short_question_stays_above_a_long_answer(open_library: Open) -> None:
    """The answer begins in sight: nothing is scrolled for its end."""
    lines = "".join(f"  - {number}번째 줄입니다.\n" for number in range(40))
    async with review(open_library(f"# 나무\n- 짧은 질문인가요?\n{lines}")) as pilot:
        screen = await press(pilot, "space")
        assert "짧은 질문인가요?" in screen
        assert "0번째 줄입니다." in screen
