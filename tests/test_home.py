"""The home screen: what it says of the day, how the tree is gone through and narrowed, and what its keys start."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from screens import Clock, Open, log, press, running

from quiz import language, library
from quiz.errors import StoreError
from quiz.study import Study
from quiz.tui import home
from quiz.tui.app import QuizApp
from quiz.tui.rows import Rows

HARBOUR = """# 항해

## 매듭

### 고리

- 보라인 매듭은 어디에 쓰나요?
  - 풀리지 않는 고리를 만들 때 씁니다.

### 기둥

- 클로브 히치는 어디에 쓰나요?
  - 기둥에 줄을 임시로 묶을 때 씁니다.

## 돛

- 주돛은 무엇인가요?
  - 가장 큰 돛입니다.
"""
STARS = """# Stars

## [b] bright

- Which star is the brightest at night?
  - Sirius.
- Which star is the pole star?
  -
"""
SIZES = [(40, 12), (80, 24), (160, 50)]


@pytest.fixture
def study(open_library: Open, tmp_path: Path) -> Study:
    """Two decks; nothing was answered yet."""
    study = open_library(HARBOUR)
    (tmp_path / "stars.md").write_text(STARS, "utf-8")
    library.refresh(study.store, study.reader, added={str(tmp_path / "stars.md"): "file"})
    return study


@pytest.fixture
def korean() -> Iterator[None]:
    language.use("ko")
    yield
    language.use("en")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The screens that were opened, each with its query."""
    found: list[tuple[str, str]] = []
    monkeypatch.setattr(QuizApp, "open", lambda _, name, query="": found.append((name, query)))
    return found


async def settled(pilot: Any, *keys: str) -> str:
    """The screen after the keys, when all that was looked for is found."""
    await press(pilot, *keys)
    await pilot.app.workers.wait_for_complete()
    return await press(pilot)


def tree(screen: str) -> list[str]:
    """The rows below the headings: name, due, new, total, share."""
    lines = screen.splitlines()
    start = next((at for at, line in enumerate(lines) if re.search(r"due +new +total", line)), len(lines))
    rows = (re.sub("[━─]+", "", line).split() for line in lines[start + 1 : -1] if line.strip().endswith("%"))
    return [f"{' '.join(name)}: {' '.join(figures)}" for *name, a, b, c, d in rows for figures in [(a, b, c, d)]]


def cursor(app: QuizApp) -> str:
    branch = app.screen.query_one(Rows).branch
    return branch.name if branch else ""


# — what it says —


async def test_the_day_at_a_glance(study: Study) -> None:
    """Figures, one sentence, the tree in the order of the notes with its counts and mastery, and the keys."""
    async with running(QuizApp(study)) as pilot:
        screen = await press(pilot)
        assert "4 new" in screen
        assert "Enter starts with the first card." in screen
        assert tree(screen) == [
            "All cards: · 4 4 0%",
            "▾ 항해: · 3 3 0%",
            "▾ 매듭: · 2 2 0%",
            "고리: · 1 1 0%",
            "기둥: · 1 1 0%",
            "돛: · 1 1 0%",
            "▾ Stars: · 1 1 0%",
            "[b]-bright: · 1 1 0%",
        ]
        assert all(key in screen.splitlines()[-1] for key in ("⏎ Start", "/ Filter", "b Browse", "q Quit"))


async def test_what_was_done_and_what_comes(study: Study, clock: Clock) -> None:
    """Answers, minutes and days in a row stand below the sentence, the coming days beside it."""
    study.act([entry.uid for entry in study.entries("deck:항해")], "due", 3)
    study.store.record(study.entries()[0].uid, "cram", study.now(), study.today, grade=4, duration_ms=90_000)
    async with running(QuizApp(study)) as pilot:
        screen = await press(pilot)
        assert "1 done · 2 min · 1 day in a row" in screen
        beside = [line[50:].split() for line in screen.splitlines()[:4]]
        assert beside[:3] == [["███"], ["███"], ["·", "·", "3", "·", "·", "·", "·"]]
        assert sorted(beside[3]) == sorted(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
        clock.next_day()
        screen = await press(pilot, "r")
        assert "1 day in a row" in screen
        assert "1 done" not in screen


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("spoken", ["en", "ko"])
async def test_every_size(study: Study, size: tuple[int, int], spoken: str) -> None:
    """The figures, five rows of the tree and the keys are on screen, and no line is longer than the terminal."""
    study.act([entry.uid for entry in study.entries("topic:매듭")], "due", 3)
    language.use(spoken)
    try:
        async with running(QuizApp(study), size) as pilot:
            screen = await press(pilot)
            lines = screen.splitlines()
            assert max(map(cell_len, lines)) <= size[0]
            assert {"en": "2 new", "ko": "새 카드 2장"}[spoken] in screen
            rows = [line for line in lines if re.search(r" 0% *(  |$)", line)]
            assert len(rows) >= 5
            assert lines[-1].split()[0] == "⏎"
    finally:
        language.use("en")


async def test_a_wide_terminal_has_two_columns(study: Study) -> None:
    """The day stands beside the tree, its week as one line a day."""
    study.act([study.entries()[0].uid], "due", 1)
    async with running(QuizApp(study), (160, 50)) as pilot:
        lines = (await press(pilot)).splitlines()
        first = next(line for line in lines if "All cards" in line)
        assert "3 new" in first
        assert first.index("All cards") < first.index("3 new")
        assert any(re.search(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) +█+ 1$", line.rstrip()) for line in lines)


async def test_the_terminal_becomes_smaller(study: Study) -> None:
    """Everything is laid out anew for the columns there are now."""
    async with running(QuizApp(study), (160, 50)) as pilot:
        await press(pilot)
        await pilot.resize_terminal(40, 12)
        screen = await press(pilot)
        assert max(map(cell_len, screen.splitlines())) <= 40
        assert "▾ 매듭" in screen
        assert "━" not in screen


# — when there is nothing —


async def test_no_notes(open_library: Open) -> None:
    """An empty library says how to fill it, and no key does harm."""
    async with running(QuizApp(open_library())) as pilot:
        screen = await settled(pilot, "enter", "space", "j", "h", "c", "f", "a", "u", "r")
        assert "There are no cards yet" in screen
        assert "quiz add PATH" in screen
        assert "total" not in screen


async def test_notes_without_questions(open_library: Open) -> None:
    """Notes that hold no question are not called missing."""
    async with running(QuizApp(open_library("# Plan\n\nNothing to ask.\n"))) as pilot:
        screen = await press(pilot)
        assert "There are no cards yet" in screen
        assert "quiz check" in screen


async def test_all_done(study: Study) -> None:
    """When all is done it says when the next review is."""
    study.act([entry.uid for entry in study.entries()], "due", 3)
    async with running(QuizApp(study)) as pilot:
        screen = await press(pilot)
        assert "All done" in screen
        assert "The next review is in 3 days." in " ".join(screen.split())


# — the tree —


async def test_going_through_the_tree(study: Study) -> None:
    """j, k, g, G and the arrows move; the ends are ends."""
    app = QuizApp(study)
    async with running(app) as pilot:
        await press(pilot)
        last = "[b]-bright"
        for keys, name in (("jj", "매듭"), ("k", "항해"), ("kkk", ""), ("G", last), ("j", last), ("g", "")):
            await press(pilot, *keys)
            assert cursor(app) == name
        await press(pilot, "down", "end", "up")
        assert cursor(app) == "Stars"
        await press(pilot, "pageup", "home", "pagedown")
        assert cursor(app) == "[b]-bright"


async def test_folding(study: Study) -> None:
    """h folds, then goes up; l unfolds, then goes down; space turns; all of it in Hangul mode too."""
    app = QuizApp(study)
    async with running(app) as pilot:
        await press(pilot, "j", "j")
        screen = await press(pilot, "h")
        assert "▸ 매듭: · 2 2 0%" in tree(screen)
        assert "고리: · 1 1 0%" not in tree(screen)
        await press(pilot, "ㅗ")
        assert cursor(app) == "항해"
        assert tree(await press(pilot, "space"))[1:3] == ["▸ 항해: · 3 3 0%", "▾ Stars: · 1 1 0%"]
        assert "돛: · 1 1 0%" in tree(await press(pilot, "ㅣ"))
        await press(pilot, "l")
        assert cursor(app) == "매듭"


async def test_folds_are_remembered(study: Study) -> None:
    """What is folded stays so over a review, reread notes and a filter; under the filter nothing hides."""
    async with running(QuizApp(study)) as pilot:
        await press(pilot, "j", "h")
        await press(pilot, "enter", "escape", "r")
        assert "▸ 항해: · 3 3 0%" in tree(await press(pilot))
        screen = await settled(pilot, "slash", *"매듭", "enter")
        assert tree(screen) == ["All that match: · 2 2 0%", "▾ 항해: · 2 2 0%", "고리: · 1 1 0%", "기둥: · 1 1 0%"]
        assert "▸ 항해: · 3 3 0%" in tree(await press(pilot, "escape"))


async def test_the_mouse(study: Study) -> None:
    """A click goes to a row, a second one starts it, and one on its mark folds."""
    app = QuizApp(study)
    async with running(app) as pilot:
        await press(pilot)
        await pilot.click("Rows", offset=(6, 2))
        await press(pilot)
        assert cursor(app) == "매듭"
        await pilot.click("Rows", offset=(1, 1))
        screen = await press(pilot)
        assert "▸ 항해: · 3 3 0%" in tree(screen)
        await pilot.click("Rows", offset=(6, 2))
        assert "▾ Stars" in await press(pilot)
        await pilot.click("Rows", offset=(6, 2))
        assert "Which star is the brightest" in await press(pilot)


async def test_a_large_tree_scrolls(open_library: Open) -> None:
    """The cursor is always in sight, and what is far away is not drawn."""
    topics = "".join(f"## topic {number:03}\n- q{number}?\n  - a{number}.\n" for number in range(50))
    app = QuizApp(open_library(f"# Deck\n{topics}"))
    async with running(app) as pilot:
        assert "topic-049" not in await press(pilot)
        screen = await press(pilot, "G")
        assert "topic-049" in screen
        assert "topic-000" not in screen
        assert "topic-000" in await press(pilot, "g")


# — what the keys start —


async def test_a_row_starts_its_cards(study: Study) -> None:
    """Enter asks the cards of the branch under the cursor and no others, a those of the whole library."""
    async with running(QuizApp(study)) as pilot:
        screen = await press(pilot, "G", "enter")
        assert "Which star is the brightest" in screen
        assert "1/1" in screen
        screen = await press(pilot, "escape", "a")
        assert "보라인 매듭은" in screen
        assert "1/4" in screen


async def test_nothing_to_ask_in_a_row(study: Study) -> None:
    """A row where nothing waits says so and stays."""
    study.act([entry.uid for entry in study.entries("deck:Stars")], "due", 3)
    async with running(QuizApp(study)) as pilot:
        screen = await press(pilot, "G", "enter")
        assert "Nothing to ask here today." in screen
        assert "All cards" in screen


async def test_cram_and_looking_ahead(study: Study) -> None:
    """Both ask what is not due, of the row under the cursor, and leave every memory as it was."""
    study.act([entry.uid for entry in study.entries("topic:매듭")], "due", 9)
    before = study.store.memories()
    async with running(QuizApp(study)) as pilot:
        screen = await press(pilot, "j", "f")
        assert "1/2" in screen
        await press(pilot, "space", "3", "escape")
        assert "1/3" in await press(pilot, "c")
        await press(pilot, "space", "1", "escape")
    assert [kind for kind, _ in log(study)[-2:]] == ["cram", "cram"]
    assert study.store.memories() == before


async def test_browse_and_statistics_of_a_row(study: Study, opened: list[tuple[str, str]]) -> None:
    """b and t take the row under the cursor along."""
    async with running(QuizApp(study)) as pilot:
        await press(pilot, "b", "j", "t", "j", "b")
    assert opened == [("browse", ""), ("statistics", "deck:항해"), ("browse", "deck:항해 topic:매듭")]


async def test_undo_from_home(study: Study) -> None:
    """The last thing done is taken back; what is no answer is taken back without a card."""
    async with running(QuizApp(study)) as pilot:
        await press(pilot, "enter", "space", "4", "escape")
        assert "보라인 매듭은" in await press(pilot, "u")
        await press(pilot, "escape")
        assert "There is nothing to undo." in await press(pilot, "u")
        study.act([entry.uid for entry in study.entries("topic:매듭")], "suspend")
        assert "▾ 항해: · 1 1 0%" in tree(await press(pilot, "r"))
        screen = await press(pilot, "u")
        assert "Taken back." in screen
        assert "▾ 항해: · 3 3 0%" in tree(screen)


async def test_rereading_the_notes(study: Study, tmp_path: Path) -> None:
    """r takes in what was written meanwhile, and says how much it was and what is wrong with it."""
    async with running(QuizApp(study)) as pilot:
        await press(pilot)
        with (tmp_path / "stars.md").open("a", encoding="utf-8") as notes:
            notes.write("- Is Vega a star?\n  - Yes.\n")
        screen = await press(pilot, "r")
        assert "1 change. 1 problem: see `quiz check`." in screen
        assert "5 new" in screen
        assert "Nothing changed." in await press(pilot, "r")


# — the filter —


async def test_a_filter_narrows_and_starts(study: Study) -> None:
    """Every key narrows tree and figures; Enter goes to all that match, and once more reviews exactly that."""
    app = QuizApp(study)
    async with running(app) as pilot:
        screen = await settled(pilot, "j", "slash", *"쓰나요")
        assert "2 new" in screen
        assert "2 cards match." in screen
        assert tree(screen)[:2] == ["All that match: · 2 2 0%", "▾ 항해: · 2 2 0%"]
        assert "esc Clear" in screen
        assert "/ Filter" not in screen.splitlines()[-1]
        assert cursor(app) == "항해"
        await press(pilot, "enter")
        assert cursor(app) == ""
        screen = await press(pilot, "enter")
        assert "보라인 매듭은" in screen
        assert "1/2" in screen
        await press(pilot, "space", "4", "escape")
        screen = await settled(pilot)
        assert "1 new" in screen
        assert "/ 쓰나요" in screen
        screen = await press(pilot, "escape")
        assert "All cards" in screen
        assert "쓰나요" not in screen


async def test_rereading_under_a_filter(study: Study, tmp_path: Path) -> None:
    """What the notes say now is narrowed anew."""
    async with running(QuizApp(study)) as pilot:
        assert "1 card matches." in await settled(pilot, "slash", *"brightest", "enter")
        (tmp_path / "stars.md").write_text(STARS.replace("pole", "brightest red"), "utf-8")
        screen = await settled(pilot, "r")
        assert "2 cards match." in screen
        assert "/ brightest" in screen


async def test_the_library_changes_while_it_is_looked_through(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is shown in the end is what the notes say now, not what they said when it was asked."""
    goes_on = threading.Event()
    goes_on.set()
    found = home.narrowed

    def slow(*given: Any) -> Any:
        goes_on.wait(30)
        return found(*given)

    monkeypatch.setattr(home, "narrowed", slow)
    async with running(QuizApp(study)) as pilot:
        await settled(pilot, "slash", *"brightest", "enter")
        goes_on.clear()
        await press(pilot, "r")
        (tmp_path / "stars.md").write_text(STARS.replace("pole", "brightest red"), "utf-8")
        await press(pilot, "r")
        goes_on.set()
        assert "2 cards match." in await settled(pilot)


async def test_what_the_keys_do_under_a_filter(study: Study, opened: list[tuple[str, str]]) -> None:
    """c, b and t take what matches, of the row under the cursor; while typing they are letters."""
    async with running(QuizApp(study)) as pilot:
        await settled(pilot, "G", "slash", *"bct")
        assert opened == []
        await settled(pilot, *["backspace"] * 3, *"topic:돛 or deck:st", "enter")
        assert "1/2" in await press(pilot, "c")
        await press(pilot, "escape", "b", "G", "t")
    assert opened == [
        ("browse", "topic:돛 or deck:st"),
        ("statistics", "(topic:돛 or deck:st) deck:Stars topic:[b]-bright"),
    ]


async def test_a_half_typed_query(study: Study) -> None:
    """The tree stays as it last was; why it cannot be read stands below it after Enter."""
    async with running(QuizApp(study)) as pilot:
        before = tree(await settled(pilot, "slash", *"brightest"))
        screen = await settled(pilot, "space", *"is:n")
        assert "is: does" not in screen
        assert tree(screen) == ["All that match: · 1 1 0%", *before[1:]]
        screen = await settled(pilot, "enter")
        assert "is: does not take 'n'" in screen
        assert tree(screen) == ["All that match: · 1 1 0%", *before[1:]]
        screen = await settled(pilot, *"ew")
        assert "does not take" not in screen
        assert "1 card matches." in screen
        assert "All cards" in await press(pilot, "escape")


async def test_nothing_matches(study: Study) -> None:
    """It says so, and how to see all cards again; Enter does no harm."""
    async with running(QuizApp(study)) as pilot:
        screen = await settled(pilot, "slash", *"없는말", "enter", "enter")
        assert "Nothing matches" in screen
        assert "Escape shows all cards again." in screen
        assert "All cards" in await press(pilot, "escape")


async def test_cards_that_match_and_are_not_asked(study: Study) -> None:
    """They are counted, and it says that they are not asked."""
    async with running(QuizApp(study)) as pilot:
        assert "1 card matches, and it is not asked." in " ".join(
            (await settled(pilot, "slash", *"is:unanswered")).split()
        )


async def test_typing_faster_than_it_is_looked_for(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was typed last is shown at the end; what lay between is never looked for."""
    asked: list[str] = []
    goes_on = threading.Event()
    found = home.narrowed

    def slow(*given: Any) -> Any:
        asked.append(given[-1])
        goes_on.wait(30)
        return found(*given)

    monkeypatch.setattr(home, "narrowed", slow)
    async with running(QuizApp(study)) as pilot:
        await press(pilot, "slash", *"보라인")
        goes_on.set()
        screen = await settled(pilot)
        assert "1 card matches." in screen
    assert asked == ["보", "보라인"]


async def test_a_library_that_cannot_be_read(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told with its hint, and the screen stays as it was."""

    def refuse(*_: object) -> None:
        raise StoreError("the library is locked [x].", "Try again in a moment.")

    monkeypatch.setattr(home, "narrowed", refuse)
    async with running(QuizApp(study)) as pilot:
        screen = await settled(pilot, "slash", "보")
        assert "the library is locked [x]." in screen
        assert "All cards" in screen
        monkeypatch.setattr(home, "glance", refuse)
        screen = await press(pilot, "escape", "r")
        assert "Try again in a moment." in screen
        assert "All cards" in screen


# — cards that the notes lost —


async def test_new_cards_that_may_be_old_ones(study: Study, tmp_path: Path, opened: list[tuple[str, str]]) -> None:
    """A quiet line tells of them and o lists the lost ones; where there are none the key does nothing."""
    async with running(QuizApp(study)) as pilot:
        assert "old" not in await settled(pilot, "o")
        assert opened == []
        await press(pilot, "G", "enter", "space", "3", "escape")
        (tmp_path / "notes.md").write_text(
            HARBOUR + "- Which star is the brightest at night?\n  - Quite another one.\n", "utf-8"
        )
        await press(pilot, "r")
        (tmp_path / "stars.md").write_text("# Stars\n", "utf-8")
        screen = await settled(pilot, "r")
        assert "1 new card may be an old one: o lists them" in screen
        await press(pilot, "o")
    assert opened == [("browse", "is:orphan")]
