"""The statistics on the full screen: what stands on it, how it is moved and narrowed, and that nobody waits for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from rich.cells import cell_len
from screens import Open, press, running, shown
from statistics_support import HOSTILE
from support import row

from quiz import counting, language
from quiz.errors import StoreError
from quiz.stats import Statistics
from quiz.study import Study
from quiz.tui import statistics as screen_module
from quiz.tui.app import QuizApp
from quiz.tui.statistics import StatisticsScreen

KNOTS = """# 항해

## 매듭

- 보라인 매듭은 어디에 쓰나요?
  - 풀리지 않는 고리를 만들 때 씁니다.
- 클로브 히치는 어디에 쓰나요?
  - 기둥에 줄을 임시로 묶을 때 씁니다.

## 돛

- 주돛은 무엇인가요?
  - 가장 큰 돛입니다.
"""
SIZES = [(40, 12), (80, 24), (160, 50)]


def app(study: Study) -> QuizApp:
    """Opens with the statistics."""
    app = QuizApp(study)
    app.get_default_screen = StatisticsScreen  # type: ignore[method-assign]  # without a home below it
    return app


@pytest.fixture
def study(open_library: Open) -> Study:
    """Three cards; the first one was passed on two days and failed on the third, today; the second one began today."""
    study = open_library(KNOTS)
    first, second, _third = (entry.uid for entry in study.entries())
    for ago, grade in ((7, 4), (6, 4), (0, 2)):
        study.store.record(first, "grade", study.now(), study.today - ago, grade=grade, duration_ms=60_000)
    study.store.record(second, "grade", study.now(), study.today, grade=5, duration_ms=60_000)
    return study


async def counted(pilot: Any) -> str:
    """The screen once the counting is done."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    return await press(pilot)


async def test_what_the_screen_shows(study: Study) -> None:
    """Today, the streak, a year, retention with its range, and further down forecast, topics and weakest cards."""
    async with running(app(study), (80, 24)) as pilot:
        screen = await counted(pilot)
        assert "2 reviews · 1 new card · 2 minutes" in screen
        assert "1 day · longest 2 days" in screen
        assert "A year of answers" in screen
        assert "· 0  ░ 1+" in screen
        pages = [screen]
        for _ in range(9):
            pages.append(await press(pilot, "pagedown"))
        text = "\n".join(pages)
        assert "1/2" in text
        assert "9.5–90.5%" in text
        assert "today 0 · tomorrow 2" in text
        assert "매듭" in text
        assert "1 lapse · ease 2.18 · failed 1 of the last 3" in text
        assert "2.50–2.69" in text


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("spoken", language.LANGUAGES)
async def test_every_size_in_both_languages(study: Study, size: tuple[int, int], spoken: str) -> None:
    """Nothing is wider than the screen, no chart is cut, and the keys stand on the last line."""
    language.use(spoken)
    try:
        async with running(app(study), size) as pilot:
            pages = [await counted(pilot)]
            for _ in range(25):
                pages.append(await press(pilot, "pagedown"))
            lines = "\n".join(pages).splitlines()
            assert max(map(cell_len, lines)) <= size[0]
            assert all("/" in page.splitlines()[-1] for page in pages)
            assert any("2.90" in line for line in lines)
            cut = [line for line in lines if line.rstrip().endswith("…") and "?" not in line]
            assert cut == []
    finally:
        language.use("en")


async def test_nothing_shines_through(study: Study) -> None:
    """Above the home screen it looks as it does alone: every line is its own."""
    async with running(app(study)) as pilot:
        alone = await counted(pilot)
    async with running(QuizApp(study)) as pilot:
        await press(pilot)
        pilot.app.push_screen(StatisticsScreen())
        assert (await counted(pilot)).splitlines()[:-1] == alone.splitlines()[:-1]


async def test_two_columns_where_there_is_room(study: Study) -> None:
    """On a wide screen the topics stand beside the year; on a narrow one below."""
    async with running(app(study), (160, 50)) as pilot:
        lines = (await counted(pilot)).splitlines()
        assert any("Today" in line and "Mastery by topic" in line for line in lines)
    async with running(app(study), (80, 24)) as pilot:
        assert "Mastery by topic" not in await counted(pilot)


async def test_keys_that_scroll(study: Study) -> None:
    """vim keys and arrows scroll, tab goes from chart to chart and back, G and g to both ends."""
    async with running(app(study), (40, 12)) as pilot:
        top = await counted(pilot)
        assert await press(pilot, "j") == await press(pilot, "down", "k")
        assert await press(pilot, "up") == top
        assert "A year of answers" in (await press(pilot, "tab")).splitlines()[1]
        assert "Retention" in (await press(pilot, "n")).splitlines()[1]
        assert "A year of answers" in (await press(pilot, "shift+tab")).splitlines()[1]
        assert await press(pilot, "p") == top
        assert "5 Easy" in await press(pilot, "G")
        assert await press(pilot, "g") == top


async def test_keys_in_hangul_mode(study: Study) -> None:
    """ㅓ scrolls down as j does, ㅜ goes to the next chart, and ㅂ leaves."""
    async with running(QuizApp(study)) as pilot:
        pilot.app.push_screen(StatisticsScreen())
        down = await counted(pilot), await press(pilot, "j")
        assert await press(pilot, "ㅏ") == down[0]
        assert await press(pilot, "ㅓ") == down[1]
        await press(pilot, "ㅂ")
        assert not isinstance(pilot.app.screen, StatisticsScreen)


async def test_filter(study: Study) -> None:
    """/ opens a line for a query, Enter counts what it selects, Escape counts everything again."""
    async with running(app(study)) as pilot:
        everything = await counted(pilot)
        assert "3 cards" in everything
        await press(pilot, "slash", *"topic:돛", "enter")
        screen = await counted(pilot)
        assert "Statistics of topic:돛" in screen
        assert "1 card ·" in screen
        assert "Nothing was answered yet." in screen
        await press(pilot, "slash", "escape")
        assert await counted(pilot) == everything


async def test_a_query_that_cannot_be_read(study: Study) -> None:
    """What is wrong is said while it is typed; the figures stay those of before."""
    async with running(app(study)) as pilot:
        await counted(pilot)
        screen = await press(pilot, "slash", *"is:nonsense", "enter")
        assert "is: does not take" in screen
        assert "3 cards" in screen


async def test_opened_with_a_query(study: Study) -> None:
    """A query from another screen stands in its line and narrows from the start."""
    async with running(QuizApp(study)) as pilot:
        pilot.app.push_screen(StatisticsScreen("topic:매듭"))
        screen = await counted(pilot)
        assert "Statistics of topic:매듭" in screen
        assert "2 cards" in screen


async def test_nothing_yet(open_library: Open) -> None:
    """An empty library has a page that says so, without charts of nothing."""
    async with running(app(open_library())) as pilot:
        screen = await counted(pilot)
        assert "Nothing was answered yet." in screen
        assert screen.count("Nothing yet.") > 3


async def test_hostile_text(open_library: Open) -> None:
    """Questions and topics are text: no markup, no control, no crash."""
    study = open_library()
    study.store.take_in(cards=[row("a")._replace(question=HOSTILE, topics="x[/b]")])
    study.store.record("a", "grade", study.now(), study.today, grade=2)
    async with running(app(study), (160, 50)) as pilot:
        screen = await counted(pilot)
        assert "</title><script>alert('x')</script> [/b] [x]" in screen
        assert "x[/b]" in screen


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Counting does not end before the event is set."""
    go_on = threading.Event()

    def waiting(study: Study, query: str = "") -> Statistics:
        go_on.wait()
        return counting.count_apart(study, query)

    monkeypatch.setattr(screen_module, "count_apart", waiting)
    yield go_on
    go_on.set()


async def test_counting_does_not_hold_up_the_screen(study: Study, slow: threading.Event) -> None:
    """While a long log is counted the screen says so, takes keys, and can be left."""
    async with running(app(study)) as pilot:
        assert "counting …" in await press(pilot)
        assert "Leave the statistics" in await press(pilot, "question_mark")
        await press(pilot, "escape")
        slow.set()
        screen = await counted(pilot)
        assert "counting …" not in screen
        assert "3 cards" in screen


async def test_left_while_counting(study: Study, slow: threading.Event) -> None:
    """Figures that come when the screen is gone are not shown anywhere, and nothing breaks."""
    async with running(QuizApp(study)) as pilot:
        pilot.app.push_screen(StatisticsScreen())
        await press(pilot, "q")
        slow.set()
        await counted(pilot)
        assert not isinstance(pilot.app.screen, StatisticsScreen)
        assert "A year of answers" not in shown(pilot.app)
        assert pilot.app.return_code in (None, 0)


async def test_library_that_cannot_be_read(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error while counting is told in a toast; the screen stays."""

    def failing(_study: Study, _query: str = "") -> Statistics:
        raise StoreError("the library cannot be used.", "Try again.")

    monkeypatch.setattr(screen_module, "count_apart", failing)
    async with running(app(study)) as pilot:
        await press(pilot)
        screen = await press(pilot)
        assert "the library cannot be used." in screen
        assert "counting …" not in screen
        await press(pilot, "j")
        assert isinstance(pilot.app.screen, StatisticsScreen)


def test_counting_apart_is_counting(study: Study) -> None:
    """On a connection of its own the figures are the same, also from another thread."""
    found: list[Statistics] = []
    thread = threading.Thread(target=lambda: found.append(counting.count_apart(study, "topic:매듭")))
    thread.start()
    thread.join()
    assert found == [counting.count(study, "topic:매듭")]
    assert found[0].mastery.total == 2
