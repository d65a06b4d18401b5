"""Papers taken in a real browser: by keyboard alone, kept over a reload, in time, and handed in."""

import re

import pytest
from exam_pages import paper
from exam_taking import answer_by_keyboard, come_back, finish, tab_to

from quiz.exam.page.options import PageOptions
from quiz.exam.results import marks, read

EXPECTED = ((1,), False, "도커컴포즈", ("dockerfile", "run"), (1, 3), (1, 2, 1), (1, 3, 2, 0), "격리\n커널")
POINTS = (100, 100, 100, 100, 200, 200, 200, None)


def downloaded(page, browser, folder, of):
    """The result as the page hands it out, read as quiz reads it."""
    browser.call(
        "Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder), browserContextId=page.context
    )
    tab_to(page, "#download")
    page.press("Enter")
    page.until("document.getElementById('saved').textContent !== ''")
    told = page.js("document.getElementById('saved').textContent")
    name = re.search(r"417-205-386-\S+\.json", told)[0]
    text = page.js("document.getElementById('text').value")
    path = folder / name
    page.wait(lambda: path.exists() and path.read_text("utf-8") == text)
    return read(path.read_text("utf-8"), of, name)


def shown_points(page):
    """The points the page shows for each question; None where there are none yet."""
    cells = page.js("[...document.querySelectorAll('#summary tbody tr')].map(row => row.cells[2].textContent)")
    return tuple(round(float(cell.split(" / ")[0]) * 100) if "/" in cell else None for cell in cells)


@pytest.mark.parametrize("pace", ["all", "one"])
def test_practice_by_keyboard(show, browser, tmp_path, pace):
    """Every question can be answered by keyboard; a reload in the middle loses nothing; the file marks as the page."""
    of = paper()
    page = show(of, "practice", PageOptions(pace=pace, feedback="end"))
    tab_to(page, "#name")
    page.type("김 도커/1")
    tab_to(page, "#begin")
    page.press("Enter")
    numbers = range(1, 9)
    for number in numbers:
        if number == 5:
            come_back(page)
        if pace == "one" and number > 1 and not page.js(f"!document.getElementById('A{number}').hidden"):
            tab_to(page, "#next")
            page.press("Enter")
        answer_by_keyboard(page, numbers=(number,))
    finish(page)
    result = downloaded(page, browser, tmp_path, of)
    assert tuple(response.answer for response in result.responses) == EXPECTED
    assert result.name == "김 도커/1"
    assert result.started < result.finished
    assert shown_points(page) == marks(of, result) == POINTS


def test_practice_at_once(show):
    """A question that is checked is marked and told at once, keeps its answer, and stays so after a reload."""
    page = show(paper(), "practice")
    page.click("#begin")
    answer_by_keyboard(page, numbers=(1,))
    tab_to(page, "#A1 .check")
    page.press("Enter")
    page.until("document.querySelector('#A1 .verdict').textContent.includes('맞음')")
    page.until("document.getElementById('live').textContent.includes('맞음')")
    assert page.js("document.activeElement.matches('#A1 .verdict')")
    assert page.js("document.querySelector('#A1 .told').innerText").startswith("풀이")
    assert "순서가 반대입니다." in page.js("document.querySelector('#A1').innerText")
    assert page.js("document.querySelector('#A2 .told').hidden")
    come_back(page)
    page.until("document.querySelector('#A1 .verdict').textContent.includes('맞음')")
    assert page.js("[...document.querySelectorAll('#A1 .option input')].every(input => input.disabled)")


def test_own_mark(show, browser, tmp_path):
    """A written answer is compared with the model answer and marked by the person, which counts in the sum."""
    of = paper()
    page = show(of, "practice", PageOptions(feedback="end"))
    page.click("#begin")
    answer_by_keyboard(page, numbers=(8,))
    finish(page)
    assert "자기 커널" in page.js("document.querySelector('#A8 .told').innerText")
    tab_to(page, "#A8 [data-own]")
    page.press(" ", "ArrowDown")
    page.until("document.getElementById('score').textContent === '16점 중 2점'")
    result = downloaded(page, browser, tmp_path, of)
    assert marks(of, result)[-1] == 200


def test_test_collects(show, browser, tmp_path):
    """A test shows no mark, and its file has the answers of the variant that was chosen."""
    of = paper(letters="AB")
    page = show(of, "test", PageOptions(pace="one"))
    tab_to(page, "#variant")
    page.press("ArrowDown")
    tab_to(page, "#begin")
    page.press("Enter")
    page.until("!document.querySelector('form[data-variant=B]').hidden")
    tab_to(page, "#B1 textarea")
    page.type("격리")
    finish(page)
    result = downloaded(page, browser, tmp_path, of)
    assert (result.variant, result.kind) == ("B", "test")
    assert [response.answer for response in result.responses] == ["격리", *[None] * 7]
    assert page.js("document.querySelectorAll('.right, .wrong, .told').length") == 0
    come_back(page)
    page.until("!document.getElementById('result').hidden")
    assert page.js("document.querySelector('#B1 textarea').readOnly")


NO_STORE = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }});"
FULL_STORE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"


@pytest.mark.parametrize("refuses", [NO_STORE, FULL_STORE], ids=["none", "full"])
def test_without_storage(show, browser, tmp_path, refuses):
    """Where a browser keeps nothing, the page says so and works all the same."""
    of = paper()
    page = show(of, "test", before=refuses)
    assert "저장되지 않습니다" in page.js("document.getElementById('start').innerText")
    page.click("#begin")
    answer_by_keyboard(page, numbers=(1,))
    finish(page)
    assert downloaded(page, browser, tmp_path, of).responses[0].answer == (1,)


CLOCK = "const real = Date.now.bind(Date); window.shift = 0; Date.now = () => real() + window.shift;"


def test_timer(show, browser, tmp_path):
    """The time counts down and warns; when it is up, the answers are kept and the result is there."""
    of = paper()
    page = show(of, "test", PageOptions(minutes=10), before=CLOCK)
    page.click("#begin")
    page.until("/^(10:00|9:..) 남음$/.test(document.getElementById('clock').textContent)")
    answer_by_keyboard(page, numbers=(1,))
    page.js("window.shift = 9.2 * 60000")
    page.until("document.getElementById('clock').classList.contains('soon')")
    page.until("document.getElementById('live').textContent.includes('1분')")
    page.js("window.shift = 10.5 * 60000")
    page.until("!document.getElementById('result').hidden")
    assert "시간이 끝났습니다" in page.js("document.getElementById('result').innerText")
    result = downloaded(page, browser, tmp_path, of)
    assert result.responses[0].answer == (1,)


def test_time_up_while_away(show):
    """Who comes back after the time finds the answers, and can change them no more."""
    page = show(paper(), "test", PageOptions(minutes=10), before=CLOCK)
    page.click("#begin")
    answer_by_keyboard(page, numbers=(1,))
    page.before_load("Date.now = () => real() + 3600000;")
    come_back(page)
    page.until("!document.getElementById('result').hidden")
    assert page.js("document.querySelector('#A1 [value=\"1\"]').checked")
    assert page.js("document.querySelector('#A1 [value=\"1\"]').disabled")
