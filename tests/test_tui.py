"""The full screen through Pilot: what stands on it after which keys, and what the log holds."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from screens import Clock, Open, log, press, running
from textual import events

from quiz.errors import StoreError
from quiz.settings import ReviewSettings
from quiz.tui.app import QuizApp
from quiz.tui.hangul import keycaps
from quiz.tui.passage import pages
from quiz.tui.widgets import fitting

TWO = """# 항해

## 매듭

- 보라인 매듭은 어디에 쓰나요?
  - 풀리지 않는 **고리(loop)**를 만들 때 씁니다.
- 클로브 히치는 어디에 쓰나요?
  - 기둥에 줄을 *임시로* 묶을 때 씁니다.
"""
HOSTILE = r"""# 제목 [/b]

## 표 [red]

- `a[0] = [x]` [/b] 와 <src> 는 무엇인가요?
  - \$FOO 와 `<dest>` 와 <b>굵게</b> 와 [/i] 그리고 &#x202e;끝
  - ![구조도](img/a%20b.png) 다음에 [문서](https://example.org/x) 와 [곁](../b.md)

  | 칸 [/b] |
  |---|
  | [x] 값 |

  ```
  \x1b[31m [/red]
  ```
"""


async def test_the_whole_loop(open_library: Open) -> None:
    """Home, a card, its answer, grades, the drill, the summary, back into the last card, home with new counts."""
    study = open_library(TWO)
    async with running(QuizApp(study)) as pilot:
        screen = await press(pilot)
        assert "2 new" in screen
        assert re.search(r"항해 +· +2 +2", screen)
        screen = await press(pilot, "enter")
        assert "보라인 매듭은" in screen
        assert "항해 › 매듭" in screen
        assert "notes.md:5" in screen
        assert "1/2" in screen
        assert "고리" not in screen
        screen = await press(pilot, "space")
        assert "풀리지 않는 고리(loop)를 만들 때" in screen
        assert [re.search(rf"{button} 1d", screen) for button in ("1 Again", "2 Hard", "3 Good", "4 Easy")].count(
            None
        ) == 0
        screen = await press(pilot, "1")
        assert "클로브 히치는" in screen
        assert "2/2" in screen
        screen = await press(pilot, "space", "space")
        assert "보라인 매듭은" in screen
        assert "drill 1/1" in screen
        screen = await press(pilot, "enter")
        assert "1 Again today" in screen
        assert "3 Good done" in screen
        screen = await press(pilot, "3")
        assert "2 answers · 1 passed · 1 repeat" in screen
        assert "2 cards due tomorrow" in screen
        assert log(study) == [("grade", 2), ("grade", 4), ("drill", 4)]
        screen = await press(pilot, "u")
        assert "drill 1/1" in screen
        assert "보라인 매듭은" in screen
        assert log(study) == [("grade", 2), ("grade", 4)]
        assert "Done" in await press(pilot, "space", "4")
        screen = await press(pilot, "enter")
        assert "All done" in screen
        assert "The next review is tomorrow." in screen
        await pilot.press("q")
    assert log(study)[-1] == ("drill", 5)


async def test_undo_after_a_restart(open_library: Open) -> None:
    """The last answer of an earlier process is taken back from the home screen, and its card is in front."""
    first = open_library(TWO)
    async with running(QuizApp(first)) as pilot:
        await press(pilot, "enter", "space", "4", "escape", "q")
    second = open_library()
    async with running(QuizApp(second)) as pilot:
        await press(pilot)
        screen = await press(pilot, "u")
        assert "보라인 매듭은" in screen
        assert "1/2" in screen
        assert log(second) == []
        screen = await press(pilot, "space", "u")
        assert "There is nothing to undo." in screen
        assert "풀리지 않는" in screen


async def test_undo_of_several_steps(open_library: Open) -> None:
    """Every u goes one answer further back, across the end of the sitting."""
    study = open_library(TWO)
    async with running(QuizApp(study, study.begin())) as pilot:
        assert "Done" in await press(pilot, "space", "4", "space", "4")
        assert "클로브 히치는" in await press(pilot, "u")
        assert "보라인 매듭은" in await press(pilot, "u")
        assert log(study) == []


async def test_suspend_and_undo(open_library: Open) -> None:
    """x sets a card aside at once, says so, and u brings it back."""
    study = open_library(TWO)
    async with running(QuizApp(study, study.begin())) as pilot:
        screen = await press(pilot, "x")
        assert "Suspended" in screen
        assert "클로브 히치는" in screen
        assert log(study) == [("suspend", None)]
        assert "보라인 매듭은" in await press(pilot, "u")
        assert log(study) == []


async def test_skip_asks_the_card_last(open_library: Open) -> None:
    """s puts a card behind the others and leaves no trace in the log."""
    study = open_library(TWO)
    async with running(QuizApp(study, study.begin())) as pilot:
        assert "클로브 히치는" in await press(pilot, "s")
        assert "보라인 매듭은" in await press(pilot, "s")
        assert log(study) == []


async def test_all_six_grades(open_library: Open) -> None:
    """With scale 6 the keys 0–5 are the SM-2 grades, and nothing is graded before the answer is shown."""
    study = open_library(TWO)
    async with running(QuizApp(study, study.begin(), manner=ReviewSettings(scale=6))) as pilot:
        await press(pilot, "0", "5")
        assert log(study) == []
        screen = await press(pilot, "space")
        assert all(f"{key} " in screen for key in range(6))
        await press(pilot, "0", "space", "5")
        assert log(study) == [("grade", 0), ("grade", 5)]


async def test_grades_of_the_other_scale_do_nothing(open_library: Open) -> None:
    """With four grades 0 and 5 are no keys."""
    study = open_library(TWO)
    async with running(QuizApp(study, study.begin())) as pilot:
        await press(pilot, "space", "0", "5")
        assert log(study) == []


async def test_keys_in_hangul_mode(open_library: Open) -> None:
    """ㄴ skips, ㅕ undoes, ㅂ leaves; a syllable the input method made of two keys counts as both."""
    study = open_library(TWO)
    app = QuizApp(study, study.begin())
    async with running(app) as pilot:
        assert "클로브 히치는" in await press(pilot, "ㄴ")
        await press(pilot, "space", "3")
        assert "클로브 히치는" in await press(pilot, "ㅕ")
        assert "보라인 매듭은" in await press(pilot, "녀")
        assert "All cards" in await press(pilot, "ㅂ")
        await pilot.press("ctrl+ㅂ")
    assert app.return_code == 0


@pytest.mark.parametrize(
    ("key", "pressed"),
    [
        ("ㅂ", ("q",)),
        ("ㅃ", ("Q",)),
        ("ctrl+ㅂ", ("ctrl+q",)),
        ("녀", ("s", "u")),
        ("각", ("r", "k", "r")),
        ("q", ("q",)),
        ("pagedown", ("pagedown",)),
        ("ctrl+pagedown", ("ctrl+pagedown",)),
    ],
)
def test_keycaps(key: str, pressed: tuple[str, ...]) -> None:
    """Jamo, with modifiers and composed to syllables, are the Latin keys they were typed with."""
    assert keycaps(key) == pressed


async def test_typing_hangul_into_an_input(open_library: Open) -> None:
    """What is typed into a field stays as it was typed."""
    async with running(QuizApp(open_library(TWO))) as pilot:
        await press(pilot, "ctrl+p", "ㅂ", "ㅕ")
        assert pilot.app.screen.query_one("Input").value == "ㅂㅕ"  # type: ignore[attr-defined]  # an Input


async def test_mouse(open_library: Open) -> None:
    """A click starts a row, shows the answer, and grades."""
    study = open_library(TWO)
    async with running(QuizApp(study)) as pilot:
        await press(pilot)
        await pilot.click("Rows", offset=(5, 0))
        assert "보라인 매듭은" in await press(pilot)
        await pilot.click("Reveal")
        assert "고리(loop)" in await press(pilot)
        await pilot.click("GradeButton.hard")
        assert "클로브 히치는" in await press(pilot)
        assert log(study) == [("grade", 3)]


BURSTS = (" m", " 3qqu", " 3 3 3 3", " 3uuu3 3", "q\rq\rq\r", "uxuxux", " ?", " 3q\r 3")


@pytest.mark.parametrize("burst", BURSTS)
@pytest.mark.parametrize("reviewing", [True, False])
async def test_keys_that_come_faster_than_the_screen(open_library: Open, burst: str, reviewing: bool) -> None:
    """Type-ahead neither ends the program nor grades a card that is not on screen."""
    study = open_library(TWO)
    names = {" ": "space", "\r": "enter", "?": "question_mark"}
    async with running(QuizApp(study, study.begin() if reviewing else None)) as pilot:
        for char in burst:
            pilot.app.post_message(events.Key(names.get(char, char), char))
        await press(pilot)
        assert pilot.app.return_code in (None, 0)
    assert len(study.store.reviews()) <= len(burst)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (160, 50)], ids=str)
async def test_a_toast_spares_what_is_read(open_library: Open, size: tuple[int, int]) -> None:
    """It lies on the line of the keys, and above the grades in a review; rows and their figures stay in sight."""
    app = QuizApp(open_library(TWO))
    async with running(app, size) as pilot:
        await press(pilot, "a", "space", "3", "escape")
        for keys in (("b", "x"), ("u",), ("q", "r")):
            await press(pilot, *keys)
            await app.workers.wait_for_complete()
            await press(pilot)
            (toast,) = app.screen.query("Toast")
            assert toast.region.bottom == size[1], keys
            assert toast.region.height <= (1 if size[1] < 20 else 2)
            app.clear_notifications()
        await press(pilot, "escape", "a", "f")
        (toast,) = app.screen.query("Toast")
        assert toast.region.bottom <= app.screen.query_one("GradeBar").region.y


async def test_one_message_at_a_time(open_library: Open) -> None:
    """Undoing again and again does not pile up messages over the card."""
    study = open_library(TWO)
    async with running(QuizApp(study, study.begin())) as pilot:
        await press(pilot, "space", "3", "space", "3")
        screen = await press(pilot, "u", "u", "u")
        assert screen.count("Taken back.") + screen.count("There is nothing to undo.") == 1


async def test_hints_can_be_clicked(open_library: Open) -> None:
    """The keys named on the last line work by mouse too."""
    study = open_library(TWO)
    async with running(QuizApp(study, study.begin())) as pilot:
        screen = await press(pilot)
        hints = screen.splitlines()[-1]
        await pilot.click("Hints", offset=(hints.index("Skip"), 0))
        assert "클로브 히치는" in await press(pilot)


async def test_hostile_text_is_shown_as_it_is(open_library: Open) -> None:
    """Markup, HTML, entities and links in notes are visible text on every screen, and nothing more."""
    study = open_library(HOSTILE)
    app = QuizApp(study, notices=["notes.md:1: [/b] \x1b[31mred"])
    async with running(app, (100, 40)) as pilot:
        screen = await press(pilot)
        assert "제목 [/b]" in screen
        assert "표-[red]" in screen
        assert "notes.md:1: [/b] [31mred" in screen
        screen = await press(pilot, "enter", "space")
        for text in (
            "a[0] = [x] [/b] 와 <src> 는",
            "$FOO 와 <dest> 와 <b>굵게</b> 와 [/i] 그리고 끝",
            "[image: 구조도 img/a b.png] 다음에 문서 (https://example.org/x) 와 곁 (../b.md)",
            "칸 [/b]",
            "[x] 값",
            "\\x1b[31m [/red]",
        ):
            assert text in screen
        cells = app.screen.query("MarkdownTableCellContents")
        assert [cell.tooltip for cell in cells] == [None, None]
        assert "Suspended" in await press(pilot, "x")


async def test_a_click_on_a_link_opens_nothing(open_library: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """There may be no browser at this end of the line; the address is on screen."""
    opened: list[str] = []
    monkeypatch.setattr(QuizApp, "open_url", lambda _, url, **__: opened.append(url))
    study = open_library("# 링크\n\n- 어디에 있나요?\n  - https 로: [문서](https://example.org/x)\n")
    async with running(QuizApp(study, study.begin())) as pilot:
        lines = (await press(pilot, "space")).splitlines()
        row = next(number for number, line in enumerate(lines) if "example.org" in line)
        await pilot.click(offset=(24, row))
        assert "example.org" in await press(pilot)
    assert opened == []


@pytest.mark.parametrize("scale", [4, 6])
async def test_forty_by_twelve(open_library: Open, scale: int) -> None:
    """On the smallest terminal the question, the answer and every grade with its interval are on screen."""
    study = open_library(TWO)
    async with running(QuizApp(study, study.begin(), manner=ReviewSettings(scale=scale)), (40, 12)) as pilot:
        assert "Show the answer" in await press(pilot)
        lines = (await press(pilot, "space")).splitlines()
        assert "매듭" in lines[0]
        assert "1/2" in lines[0]
        assert "보라인 매듭은 어디에 쓰나요?" in lines[1]
        assert any("풀리지 않는 고리(loop)" in line for line in lines)
        assert lines[-1].split() == ["1d"] * scale
        keys = re.findall(r"\d", lines[-2])
        assert keys == [choice.key for choice in pilot.app.choices]  # type: ignore[attr-defined]  # a QuizApp


async def test_a_small_home(open_library: Open) -> None:
    """Forty columns hold the names, the numbers and the keys of the home screen."""
    async with running(QuizApp(open_library(TWO)), (40, 12)) as pilot:
        screen = await press(pilot)
        assert re.search(r"All cards +· +2 +2", screen)
        assert "⏎ Start" in screen
        assert "q Quit" in screen


async def test_the_terminal_becomes_smaller(open_library: Open) -> None:
    """Home and review are laid out anew for the columns there are now."""
    study = open_library(TWO)
    async with running(QuizApp(study)) as pilot:
        await press(pilot)
        await pilot.resize_terminal(40, 12)
        screen = await press(pilot)
        assert re.search(r"All cards +· +2 +2", screen)
        assert max(map(cell_len, screen.splitlines())) <= 40
        await press(pilot, "enter", "space")
        await pilot.resize_terminal(120, 30)
        screen = await press(pilot)
        assert "notes.md:5" in screen
        assert "correct, but hard" in screen


async def test_no_cards(open_library: Open) -> None:
    """An empty library says how to fill it, and Enter does no harm."""
    async with running(QuizApp(open_library())) as pilot:
        screen = await press(pilot, "enter")
        assert "There are no cards yet" in screen
        assert "quiz add PATH" in screen


async def test_nothing_due(open_library: Open, clock: Clock) -> None:
    """When all is done, Enter says so kindly; a day later the cards are due."""
    study = open_library(TWO)
    async with running(QuizApp(study, study.begin())) as pilot:
        await press(pilot, "space", "4", "space", "4", "enter")
        assert "Nothing to ask here today." in await press(pilot, "enter")
        clock.next_day()
        assert "2 due" in await press(pilot, "r")


async def test_a_review_without_cards_opens_home(open_library: Open) -> None:
    """A query that selects nothing leads home with a word of explanation."""
    study = open_library(TWO)
    async with running(QuizApp(study, study.begin("topic:none"))) as pilot:
        screen = await press(pilot)
        assert "All cards" in screen
        assert "No card to ask matches that." in screen


async def test_a_very_long_answer_is_paged(open_library: Open) -> None:
    """Two hundred lines are shown at first; m shows the next ones, with the code still code."""
    lines = "".join(f"  줄번호 {number}.\n" for number in range(1, 451))
    study = open_library(f"# 긴 것\n\n- 얼마나 긴가요?\n  ```\n{lines}  ```\n")
    async with running(QuizApp(study, study.begin()), (80, 240)) as pilot:
        screen = await press(pilot, "space")
        assert "줄번호 199." in screen
        assert "줄번호 200." not in screen
        assert re.search(r"… 25\d more lines, press m", screen)
        screen = await press(pilot, "m", "pagedown")
        assert "줄번호 398." in screen
        assert "줄번호 399." not in screen
        assert "`" not in screen


async def test_scrolling_a_long_answer(open_library: Open) -> None:
    """Down, up and the page keys move the card, in Hangul mode too."""
    lines = "".join(f"  - 줄번호 {number}.\n" for number in range(1, 61))
    study = open_library(f"# 긴 것\n\n- 얼마나 긴가요?\n{lines}")
    async with running(QuizApp(study, study.begin())) as pilot:
        await press(pilot, "space")
        assert "줄번호 1." not in await press(pilot, *["j"] * 10)
        assert "줄번호 1." in await press(pilot, *["ㅏ"] * 10)
        assert "줄번호 1." not in await press(pilot, "pagedown")
        assert "줄번호 1." in await press(pilot, "pageup")


async def test_a_grade_that_cannot_be_kept(open_library: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A locked library is told with its hint, the card stays, and the next try counts."""
    study = open_library(TWO)
    async with running(QuizApp(study, study.begin())) as pilot:
        await press(pilot, "space")
        with monkeypatch.context() as patched:

            def refuse(*_: object, **__: object) -> None:
                raise StoreError("the library is locked [x].", "Try again in a moment.")

            patched.setattr(study.store, "record", refuse)
            screen = await press(pilot, "3")
        assert "the library is locked [x]." in screen
        assert "Try again in a moment." in screen
        assert "보라인 매듭은" in screen
        assert log(study) == []
        assert "클로브 히치는" in await press(pilot, "3")
        assert log(study) == [("grade", 4)]


async def test_a_card_that_the_notes_lost_is_passed_over(open_library: Open) -> None:
    """Another process took in edited notes during the review."""
    study = open_library(TWO)
    async with running(QuizApp(study, study.begin())) as pilot:
        await press(pilot)
        open_library(TWO[: TWO.index("- 클로브")])
        assert "Done" in await press(pilot, "space", "4")


async def test_a_card_edited_meanwhile_is_shown_as_it_is_now(open_library: Open) -> None:
    """The card mounted in advance is not shown once the notes say something else."""
    study = open_library(TWO)
    async with running(QuizApp(study, study.begin())) as pilot:
        await press(pilot)
        open_library(TWO.replace("임시로", "잠깐"))
        assert "잠깐" in await press(pilot, "space", "4", "space")


async def test_rereading_the_notes(open_library: Open, tmp_path: Path) -> None:
    """r takes in what was written meanwhile and says how much it was."""
    async with running(QuizApp(open_library(TWO))) as pilot:
        await press(pilot)
        with (tmp_path / "notes.md").open("a", encoding="utf-8") as notes:
            notes.write("- 리프 매듭은?\n  - 돛을 줄일 때.\n")
        screen = await press(pilot, "r")
        assert "1 change." in screen
        assert "3 new" in screen
        assert "Nothing changed." in await press(pilot, "r")


async def test_leaving_says_what_is_saved(open_library: Open) -> None:
    """Escape goes home in the middle of a sitting; the answers so far are kept."""
    study = open_library(TWO)
    async with running(QuizApp(study, study.begin())) as pilot:
        screen = await press(pilot, "space", "4", "escape")
        assert "1 answer saved." in screen
        assert "1 new" in screen
        assert "클로브 히치는" in await press(pilot, "enter")
    assert log(study) == [("grade", 5)]


async def test_colours(open_library: Open) -> None:
    """The theme asked for holds, and NO_COLOR brings the terminal's own colours."""
    study = open_library(TWO)
    assert QuizApp(study, theme="nord").theme == "nord"
    assert QuizApp(study, no_color=True).theme == "ansi-dark"


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light", "textual-light"])
async def test_code_is_readable_in_every_theme(open_library: Open, theme: str) -> None:
    """Coloured and plain code shows all its characters."""
    code = '```python\ndef f(x):\n\treturn x[0]  # "[x]"\n```\n\n```\nplain [x]\n```'
    study = open_library("# 코드\n\n- 무엇인가요?\n" + "\n".join(f"  {line}" for line in code.split("\n")) + "\n")
    async with running(QuizApp(study, study.begin(), theme=theme)) as pilot:
        screen = await press(pilot, "space")
        assert '    return x[0]  # "[x]"' in screen
        assert "plain [x]" in screen


def test_the_screen_needs_no_pydantic() -> None:
    """Nothing that a first card can do without is imported."""
    heavy = "{'pydantic', 'rapidfuzz', 'yaml', 'genanki', 'quiz.tui.help', 'quiz.tui.summary'}"
    code = f"import sys, quiz.tui.app, quiz.tui.home, quiz.tui.review; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_fence_is_cut_into_two_fences() -> None:
    """Code that goes on behind the cut is code on both pages."""
    text = "시작\n```yaml\n" + "\n".join(f"a{number}: b" for number in range(6)) + "\n```\n끝"
    assert pages(text, lines=5) == [
        "시작\n```yaml\na0: b\na1: b\na2: b\n```",
        "```yaml\na3: b\na4: b\na5: b\n```",
        "끝",
    ]


@given(st.lists(st.text("가b `~-\t", max_size=6), max_size=30), st.integers(2, 9))
def test_pages_lose_nothing(lines: list[str], size: int) -> None:
    """Whatever is cut where, every line is on some page, in order."""
    on_pages = iter(line.strip() for page in pages("\n".join(lines), lines=size) for line in page.split("\n"))
    assert all(line.strip() in on_pages for line in lines)


def test_a_short_text_is_one_page() -> None:
    """Nothing is changed where nothing is cut."""
    assert pages("  - 가\n\n    나") == ["  - 가\n\n    나"]


def test_hints_that_do_not_fit_are_left_out() -> None:
    """A line of hints ends with a whole one."""
    from textual.content import Content

    parts = [Content("가 나"), Content("다 라"), Content("마 바")]
    assert fitting(parts, 12).plain == "가 나  다 라"
    assert fitting(parts, 11).plain == "가 나"


@pytest.mark.parametrize("screen", ["", "b", "t"])
async def test_letters_typed_ahead_of_a_filter_are_no_keys(open_library: Open, screen: str) -> None:
    """A slow line delivers `/topic` in one piece: all of it goes into the filter, and nothing acts."""
    study = open_library(TWO)
    async with running(QuizApp(study)) as pilot:
        await press(pilot, *screen)
        here = pilot.app.screen
        for letter in "/xtopic":
            pilot.app.post_message(events.Key("slash" if letter == "/" else letter, letter))
        for _ in range(8):
            await pilot.pause()
        assert pilot.app.screen is here
        assert here.query_one("Input").value == "xtopic"  # type: ignore[attr-defined]  # an Input
    assert log(study) == []
