"""The table of all cards through Pilot: finding, sorting, choosing, and what the keys do to the library."""

import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from screens import Clock, Open, log, press, running, shown
from support import row, write

from quiz import overlay
from quiz.schedule import Rules
from quiz.store import Store
from quiz.tui.app import QuizApp
from quiz.tui.ask import Ask
from quiz.tui.browse import BrowseScreen
from quiz.tui.choose import Choose
from quiz.tui.confirm import Confirm
from quiz.tui.preview import Preview
from quiz.tui.review import ReviewScreen
from quiz.tui.table import CardRows

NOTES = """# 항해

## 매듭

- 보라인 매듭은 어디에 쓰나요?
  - 풀리지 않는 고리를 만들 때 씁니다.
- 클로브 히치는 어디에 쓰나요?
  - 기둥에 줄을 임시로 묶을 때 씁니다.

## 신호

- What does one long blast mean?
  - I am leaving the berth.
- 답이 없는 질문인가요?
"""

LOOKS = 1000


async def settled(pilot: Any) -> str:
    """The screen once all that was begun is done."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return shown(pilot.app)


async def browsing(pilot: Any, query: str = "") -> str:
    await pilot.pause()
    pilot.app.open("browse", query)
    await pilot.pause()
    return await settled(pilot)


async def does(pilot: Any, *keys: str) -> str:
    """The screen after the keys and all that they began."""
    await pilot.press(*keys)
    await pilot.pause()
    return await settled(pilot)


async def until(pilot: Any, there: Callable[[], bool]) -> None:
    """Let the app go on until something has come about."""
    for _look in range(LOOKS):
        if there():
            return
        await pilot.pause(0.01)
    raise AssertionError(shown(pilot.app))


def rows(app: QuizApp) -> CardRows:
    return app.screen.query_one(CardRows)


def questions(app: QuizApp) -> list[str]:
    """The questions in the table, in their order."""
    screen = app.screen
    assert isinstance(screen, BrowseScreen)
    found = [screen._finder.entry(uid) for uid in rows(app).uids]
    return [entry.question.split()[0] for entry in found if entry]


ALL = ["보라인", "클로브", "What", "답이"]


async def test_every_card_has_a_row(open_library: Open) -> None:
    """The table opens with all cards in the order of the notes, the cursor on the first, its card below."""
    async with running(QuizApp(open_library(NOTES))) as pilot:
        screen = await browsing(pilot)
        assert questions(pilot.app) == ALL
        assert "4 cards" in screen
        assert "unanswered" in screen
        await until(pilot, lambda: "풀리지" in shown(pilot.app))


async def test_an_empty_library_says_what_to_do(open_library: Open) -> None:
    """Without cards the table names the command that takes in notes; no key breaks it."""
    async with running(QuizApp(open_library())) as pilot:
        assert "quiz add PATH" in await browsing(pilot)
        await does(pilot, *"xbfrdtcaylnusziovpgGjk", "space", "ctrl+a", "delete", "enter", "pagedown")
        assert "0 cards" in shown(pilot.app)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (160, 50)])
async def test_widths(open_library: Open, size: tuple[int, int]) -> None:
    """At 40 columns there is the due day and the question, with more room all there is; nothing is wider."""
    async with running(QuizApp(open_library(NOTES)), size) as pilot:
        screen = await browsing(pilot)
        assert "Due" in screen
        assert "보라인 매듭은" in screen
        assert ("Ease" in screen) == (size[0] >= 80)
        assert pilot.app.screen.query_one(Preview).display == (size[0] > 40)
        screen = await press(pilot, "p")
        assert ("Deck" in screen) == (size[0] >= 160)
        assert pilot.app.screen.query_one(Preview).display == (size[0] == 40)


async def test_a_filter_narrows_at_every_key(open_library: Open) -> None:
    """What is typed is asked at once, exactly as the query language says; what cannot be read is said."""
    async with running(QuizApp(open_library(NOTES))) as pilot:
        await browsing(pilot)
        await does(pilot, "slash", *"매듭은")
        assert questions(pilot.app) == ["보라인"]
        await does(pilot, *" or blast")
        assert questions(pilot.app) == ["보라인", "What"]
        screen = await does(pilot, *" (", "enter")
        assert "never closed" in screen or "missing" in screen
        assert questions(pilot.app) == ["보라인", "What"]
        await does(pilot, "escape")
        assert questions(pilot.app) == ALL
        assert pilot.app.focused is rows(pilot.app)
        assert "No card matches" in await does(pilot, "slash", *"zzz", "enter")
        assert pilot.app.focused is rows(pilot.app)
        await does(pilot, "escape")
        assert questions(pilot.app) == ALL
        await does(pilot, "escape")
        assert not isinstance(pilot.app.screen, BrowseScreen)


async def test_it_opens_with_a_query(open_library: Open) -> None:
    """The query of a row of the home screen stands in the filter line."""
    async with running(QuizApp(open_library(NOTES))) as pilot:
        screen = await browsing(pilot, "topic:신호")
        assert questions(pilot.app) == ALL[2:]
        assert "topic:신호" in screen


async def test_sorting(open_library: Open) -> None:
    """`s` goes through the columns, `z` turns round, a click on a name does both; the cursor stays on its card."""
    study = open_library(NOTES)
    uids = [entry.uid for entry in study.entries()]
    study.act([uids[0]], "due", 5)
    study.act([uids[2]], "due", 3)
    async with running(QuizApp(study)) as pilot:
        await browsing(pilot)
        screen = await does(pilot, "s")
        assert "sorted by Due" in screen
        assert "▲Due" in screen
        assert questions(pilot.app) == ["What", "보라인", "클로브", "답이"]
        assert rows(pilot.app).current == uids[0]
        assert "▼Due" in await does(pilot, "z")
        assert questions(pilot.app) == ["보라인", "What", "클로브", "답이"]
        await pilot.click("CardHead", offset=(66, 0))
        assert "Question▲" in await settled(pilot)
        assert questions(pilot.app) == ["What", "답이", "보라인", "클로브"]
        await pilot.click("CardHead", offset=(66, 0))
        assert "Question▼" in await settled(pilot)
        assert rows(pilot.app).current == uids[0]
        assert "sorted" not in await does(pilot, "s")
        assert questions(pilot.app) == ALL


async def test_choosing(open_library: Open) -> None:
    """One by one, a range, all, the others; Escape lets go of them before anything else."""
    async with running(QuizApp(open_library(NOTES))) as pilot:
        await browsing(pilot)
        table = rows(pilot.app)
        uids = table.uids
        assert table.targets == uids[:1]
        assert "1 chosen" in await does(pilot, "space")
        assert (table.targets, table.cursor) == (uids[:1], 1)
        assert "3 chosen" in await does(pilot, "v", "j")
        assert table.targets == uids[:3]
        assert "3 chosen" in await does(pilot, "v", "g")
        assert table.targets == uids[:3]
        await does(pilot, "i")
        assert table.targets == uids[3:]
        assert "4 chosen" in await does(pilot, "ctrl+a")
        assert "chosen" not in await does(pilot, "ctrl+a")
        assert "2 chosen" in await does(pilot, "shift+down")
        assert "chosen" not in await does(pilot, "escape")
        assert table.targets == uids[1:2]


async def test_choosing_with_the_mouse(open_library: Open) -> None:
    """A click moves the cursor, one at the left edge or with Ctrl chooses, one with Shift chooses up to there."""
    async with running(QuizApp(open_library(NOTES))) as pilot:
        await browsing(pilot)
        table = rows(pilot.app)
        await pilot.click(CardRows, offset=(20, 1))
        assert (table.cursor, table.chosen) == (1, set())
        await pilot.click(CardRows, offset=(0, 2))
        assert table.targets == table.uids[2:3]
        await pilot.click(CardRows, offset=(20, 0), control=True)
        assert table.targets == [table.uids[0], table.uids[2]]
        await pilot.click(CardRows, offset=(20, 3), shift=True)
        assert table.targets == table.uids
        await pilot.click(CardRows, offset=(20, 9))
        assert table.cursor == 3


@pytest.mark.parametrize(
    ("key", "kind", "told"),
    [("x", "suspend", "2 cards suspended."), ("b", "bury", "2 cards buried"), ("f", "flag", "2 cards flagged.")],
)
async def test_setting_aside_and_flagging(open_library: Open, key: str, kind: str, told: str) -> None:
    """A key acts on all chosen cards as one act, says how many, and one `u` takes it back."""
    study = open_library(NOTES)
    async with running(QuizApp(study)) as pilot:
        await browsing(pilot)
        assert told in await does(pilot, "space", "space", key)
        assert [event for event, _grade in log(study)] == [kind, kind]
        assert len(pilot.app.screen.query_one(CardRows).targets) == 2
        before = study.entries()
        assert before[0].progress != before[2].progress
        assert "Taken back, for 2 cards." in await does(pilot, "u")
        assert log(study) == []
        assert "nothing to undo" in await does(pilot, "u")


async def test_the_same_key_turns_it_back(open_library: Open) -> None:
    """What is suspended, buried or flagged throughout is asked again, or plain again."""
    study = open_library(NOTES)
    async with running(QuizApp(study)) as pilot:
        await browsing(pilot)
        assert "1 card is asked again." in await does(pilot, "x", "x")
        assert "1 card is asked again." in await does(pilot, "b", "b")
        assert "1 flag taken away." in await does(pilot, "f", "f")
        kinds = [kind for kind, _grade in log(study)]
        assert kinds == ["suspend", "resume", "bury", "resume", "flag", "unflag"]
        assert study.entries()[0].progress.flagged is False


async def test_a_row_shows_what_was_done_to_it(open_library: Open) -> None:
    """The row stays where it is, in the filter that it no longer matches, and shows its new state."""
    async with running(QuizApp(open_library(NOTES))) as pilot:
        await browsing(pilot, "is:new")
        screen = await does(pilot, "x", "f")
        assert "suspended" in screen
        assert "⚑" in screen
        assert questions(pilot.app) == ALL[:3]


async def test_reset_asks_first(open_library: Open) -> None:
    """It names the number of cards; no leaves them as they are; what was never graded is not counted."""
    study = open_library(NOTES)
    first = study.entries()[0].uid
    study.store.record(first, "grade", study.now(), study.today, grade=4)
    async with running(QuizApp(study)) as pilot:
        await browsing(pilot)
        assert "Learn 1 card anew" in await press(pilot, "ctrl+a", "r")
        assert isinstance(pilot.app.screen, Confirm)
        await does(pilot, "n")
        assert study.entry(first).progress.reviews == 1
        assert "1 card is learned anew." in await does(pilot, "r", "y")
        assert study.entry(first).progress.is_new
        await does(pilot, "u")
        assert study.entry(first).progress.reviews == 1
        assert "Nothing to change" in await does(pilot, "escape", "j", "r")


async def test_setting_the_due_day(open_library: Open) -> None:
    """A number of days or a date; what is neither is refused in the box, Escape changes nothing."""
    study = open_library(NOTES)
    async with running(QuizApp(study)) as pilot:
        await browsing(pilot)
        await press(pilot, "space", "space", "d")
        assert "'soon' is no day" in await press(pilot, *"soon", "enter")
        assert isinstance(pilot.app.screen, Ask)
        await does(pilot, "escape")
        assert log(study) == []
        assert "2 cards are due on" in await does(pilot, "d", *"12", "enter")
        assert [entry.progress.due_day for entry in study.entries()][:3] == [study.today + 12, study.today + 12, None]
        assert "12d" in shown(pilot.app)
        await does(pilot, "u")
        assert all(entry.progress.is_new for entry in study.entries())


async def test_giving_topics(open_library: Open, tmp_path: Any) -> None:
    """Topics come and go in the overlay and in the table, never in the notes; undo gives back what was there."""
    study = open_library(NOTES)
    text = (tmp_path / "notes.md").read_bytes()
    async with running(QuizApp(study)) as pilot:
        await browsing(pilot)
        await press(pilot, "space", "space", "t")
        assert "Topics 2 cards get" in shown(pilot.app)
        assert "names no topic" in await press(pilot, "+", "enter")
        screen = await does(pilot, *"exam -매듭", "enter")
        assert "2 cards have other topics now." in screen
        assert [entry.topics for entry in study.entries("topic:exam")] == [("exam",), ("exam",)]
        assert len(tomllib.loads(overlay.place(study.store).read_text())) == 2
        await does(pilot, "x", "u", "u")
        assert study.entries("topic:exam") == []
        assert log(study) == []
        assert tomllib.loads(overlay.place(study.store).read_text()) == {}
        assert "Nothing to change" in await does(pilot, "t", *"+매듭", "enter")
        await does(pilot, "t", *"+lab", "enter")
        assert len(study.entries("topic:lab")) == 2
        await does(pilot, "escape", "q")
        assert "Taken back." in await press(pilot, "u")
        assert study.entries("topic:lab") == []
    assert (tmp_path / "notes.md").read_bytes() == text


async def test_exporting_the_chosen(open_library: Open, tmp_path: Any) -> None:
    """Just the chosen cards go into the package that is named; another name is refused."""
    study = open_library(NOTES)
    file = tmp_path / "two.apkg"
    async with running(QuizApp(study)) as pilot:
        await browsing(pilot)
        await press(pilot, "space", "space", "a")
        clear = ["backspace"] * len("cards.apkg")
        assert "no Anki package" in await press(pilot, *clear, *"two.zip", "enter")
        await press(pilot, *["backspace"] * len("two.zip"))
        pilot.app.screen.query_one("Input").value = str(file)
        assert "2" in await does(pilot, "enter")
    assert file.is_file()
    assert len(study.store.stamps()) > 0


async def test_practising_the_chosen(open_library: Open) -> None:
    """`c` asks the chosen cards outside the schedule; back in the table everything is read anew."""
    study = open_library(NOTES)
    async with running(QuizApp(study)) as pilot:
        await browsing(pilot)
        await does(pilot, "j", "c")
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert "클로브" in shown(pilot.app)
        await press(pilot, "space", "3")
        await does(pilot, "q")
        await until(pilot, lambda: isinstance(pilot.app.screen, BrowseScreen))
        await settled(pilot)
        assert questions(pilot.app) == ALL
        assert rows(pilot.app).cursor == 1
    assert log(study) == [("cram", 4)]
    assert all(entry.progress.is_new for entry in study.entries())


async def test_copying(open_library: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Question and answer of all chosen cards go to the clipboard, and no more is claimed than is known."""
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    async with running(QuizApp(open_library(NOTES))) as pilot:
        await browsing(pilot)
        assert "if it can" in await does(pilot, "space", "j", "space", "y")
        assert pilot.app.clipboard.count("\n\n") == 3
        assert "고리를" in pilot.app.clipboard
        assert "berth" in pilot.app.clipboard


async def test_why_and_preview(open_library: Open) -> None:
    """`w` opens the history of the card under the cursor; the preview follows the cursor once it rests."""
    async with running(QuizApp(open_library(NOTES))) as pilot:
        await browsing(pilot)
        assert "never graded" in await press(pilot, "w")
        await press(pilot, "escape")
        await press(pilot, "j", "j")
        await until(pilot, lambda: "leaving the berth" in shown(pilot.app))
        await press(pilot, "p")
        assert "leaving the berth" not in shown(pilot.app)


async def test_editing_reads_everything_anew(
    open_library: Open, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the editor the table shows what the notes say now, the cursor on the same card."""
    study = open_library(NOTES)

    def edited(_app: QuizApp, _entry: Any) -> bool:
        write(tmp_path / "notes.md", NOTES.replace("보라인", "말뚝").replace("쓰나요?", "쓰이나요?"))
        return True

    monkeypatch.setattr(QuizApp, "edit", edited)
    async with running(QuizApp(study)) as pilot:
        await browsing(pilot)
        await does(pilot, "j", "e")
        assert questions(pilot.app)[1:] == ALL[1:]
        assert "쓰이나요?" in shown(pilot.app)
        assert rows(pilot.app).cursor == 1


LOST = """# Sea
## Knots
- What is a bowline used for on deck?
  - For a fixed loop that does not slip, at the end of a line.
- What is a sheet bend?
  - It joins two ropes of different size.
"""
FOUND = """# Sea
## Ropes
- Where would one tie a bowline?
  - Where a loop must hold and not slip, whatever pulls at it.
- What is a sheet bend?
  - It joins two ropes of different size.
"""


def with_a_lost_card(open_library: Open, tmp_path: Any) -> Any:
    """A library whose graded first card is in other words by now."""
    study = open_library(LOST)
    lost = study.entries()[0].uid
    study.store.record(lost, "grade", study.now(), study.today, grade=4)
    write(tmp_path / "notes.md", FOUND)
    study.refresh()
    assert [entry.uid for entry in study.entries("is:orphan")] == [lost]
    return study, lost


async def test_lost_cards(open_library: Open, tmp_path: Any) -> None:
    """`o` shows the cards that the notes hold no longer, and again what was shown before."""
    study, lost = with_a_lost_card(open_library, tmp_path)
    async with running(QuizApp(study)) as pilot:
        await browsing(pilot, "bowline")
        screen = await does(pilot, "o")
        assert rows(pilot.app).uids == [lost]
        assert "orphan" in screen
        assert "Link" in screen
        assert "no longer in the notes" in await does(pilot, "x")
        assert [kind for kind, _grade in log(study)] == ["grade"]
        assert "Where would" in await does(pilot, "o")


async def test_linking_a_lost_card(open_library: Open, tmp_path: Any) -> None:
    """`l` offers the likeliest new card; the one that is chosen goes on with the history, until it is taken back."""
    study, lost = with_a_lost_card(open_library, tmp_path)
    async with running(QuizApp(study)) as pilot:
        await browsing(pilot, "is:orphan")
        await pilot.press("l")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await until(pilot, lambda: "tie a bowline" in shown(pilot.app))
        screen = await does(pilot, "enter")
        assert "has its history back" in screen
        assert rows(pilot.app).uids == []
        assert study.entry(lost).question == "Where would one tie a bowline?"
        assert study.entry(lost).progress.reviews == 1
        await does(pilot, "u")
        assert rows(pilot.app).uids == [lost]
        assert len(study.entries()) == 2


async def test_a_lost_leech_is_linked_all_the_same(open_library: Open, tmp_path: Any) -> None:
    """Its lapses are not counted anew by the key that links it."""
    study, lost = with_a_lost_card(open_library, tmp_path)
    study.now.next_day()
    study.store.record(lost, "grade", study.now(), study.today, grade=1)
    study.rules = Rules(leech_lapses=1)
    assert study.is_leech(study.entry(lost))
    async with running(QuizApp(study)) as pilot:
        await browsing(pilot, "is:orphan")
        await pilot.press("l")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))


async def test_not_linking(open_library: Open, tmp_path: Any) -> None:
    """Escape in the list of candidates changes nothing."""
    study, lost = with_a_lost_card(open_library, tmp_path)
    async with running(QuizApp(study)) as pilot:
        await browsing(pilot, "is:orphan")
        await pilot.press("l")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await does(pilot, "escape")
        assert rows(pilot.app).uids == [lost]
        assert [kind for kind, _grade in log(study)] == ["grade"]


async def test_parting_what_was_joined_wrongly(open_library: Open, tmp_path: Any) -> None:
    """`n` gives a linked card its own beginning again; a card that was never joined is left alone."""
    study, lost = with_a_lost_card(open_library, tmp_path)
    study.link(lost, study.entries("tie")[0].uid)
    async with running(QuizApp(study)) as pilot:
        await browsing(pilot)
        assert rows(pilot.app).current == lost
        assert "begins anew" in await does(pilot, "n")
        assert [entry.uid for entry in study.entries("is:orphan")] == [lost]
        assert study.entries("tie")[0].progress.is_new
        assert "was never" in await does(pilot, "g", "n")
        await does(pilot, "u")
        assert study.entries("tie")[0].uid == lost


async def test_removing_lost_cards(open_library: Open, tmp_path: Any) -> None:
    """`delete` shows them no more; one `u` brings them back with their history."""
    study, lost = with_a_lost_card(open_library, tmp_path)
    async with running(QuizApp(study)) as pilot:
        await browsing(pilot, "is:orphan")
        assert "1 lost card removed." in await does(pilot, "delete")
        assert rows(pilot.app).uids == []
        await does(pilot, "u")
        assert rows(pilot.app).uids == [lost]
        assert study.entry(lost).progress.reviews == 1


async def test_many_cards(open_library: Open) -> None:
    """A table of thousands is read in parts, moves to its end at once, and acts on all of them."""
    study = open_library()
    study.store.take_in(cards=[row(f"{number:05}", position=number) for number in range(3000)])
    async with running(QuizApp(study)) as pilot:
        assert "3000 cards" in await browsing(pilot)
        await press(pilot, "G")
        await until(pilot, lambda: "What is 02999?" in shown(pilot.app))
        await does(pilot, "slash", *"2999", "enter")
        assert rows(pilot.app).uids == ["02999"]
        await does(pilot, "escape", "ctrl+a", "x")
        await until(pilot, lambda: "3000 cards suspended" in shown(pilot.app))
    assert all(entry.progress.suspended for entry in study.entries())


async def test_a_hostile_question_stays_text(open_library: Open) -> None:
    """Markup, escapes and controls in notes are shown or dropped, and never act."""
    study = open_library("# [red]\n- `a[0]` [/b] \x1b[31mred\x1b[0m?\n  - [x] [/i]\n")
    async with running(QuizApp(study)) as pilot:
        screen = await browsing(pilot)
        assert "[/b]" in screen
        assert "\x1b" not in screen
        await until(pilot, lambda: "[/i]" in shown(pilot.app))


async def test_a_broken_library_is_told(open_library: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the database says while an act is done comes as a sentence, and the table stays."""
    study = open_library(NOTES)
    async with running(QuizApp(study)) as pilot:
        await browsing(pilot)
        study.store.path.with_name("elsewhere").mkdir()
        monkeypatch.setattr(study.store, "path", study.store.path.with_name("elsewhere"))
        assert "cannot be used" in await does(pilot, "x")
        assert questions(pilot.app) == ALL
    assert log(study) == []


async def test_a_leech_is_found_by_the_rules_in_force(open_library: Open) -> None:
    """The filter knows the person's own threshold, and `l` says that a leech is rewritten; undo takes it back."""
    study = open_library(NOTES)
    study.rules = Rules(leech_lapses=1)
    first = study.entries()[0].uid
    for grade in (4, 1):
        study.store.record(first, "grade", study.now(), study.today, grade=grade)
        study.now.next_day()
    async with running(QuizApp(study)) as pilot:
        await browsing(pilot, "is:leech")
        assert rows(pilot.app).uids == [first]
        assert "1 leech: its lapses are counted anew." in await does(pilot, "l")
        assert not study.is_leech(study.entry(first))
        await does(pilot, "escape", "l")
        assert log(study)[-1] == ("rewritten", None)
        await does(pilot, "u")
        assert study.is_leech(study.entry(first))
        assert isinstance(Store, type)
        assert isinstance(study.now, Clock)
