"""One computer for a whole class: nobody sees the answers of who sat there before, and nobody's answers get lost."""

import json

from exam_pages import paper
from exam_taking import answer_by_keyboard, finish, tab_to

from quiz.exam.results import read

SHOWN = "document.querySelector('main').innerText"
KEPT = "Object.keys(localStorage).filter(name => name.startsWith('quiz:')).length"
START = "!document.getElementById('start').hidden && document.readyState === 'complete'"
GOING = "!document.getElementById('going').hidden"
SECRET = "형님의 답"


def begin(page, name, variant="A"):
    page.js(f"document.getElementById('name').value = {json.dumps(name)}")
    page.js(f"document.getElementById('variant').value = {json.dumps(variant)}")
    page.click("#begin")


def write(page, letter, text):
    """An answer to the written question, which is the last of A and the first of B."""
    tab_to(page, f"#{letter}{'8' if letter == 'A' else '1'} textarea")
    page.type(text)


def files(folder, many):
    return len(list(folder.glob("*.json"))) == many


def keeps_downloads(page, browser, folder):
    browser.call(
        "Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder), browserContextId=page.context
    )


def test_next_person_takes_the_same_variant(show, browser, tmp_path):
    """Who has downloaded a result can let the next person in, who starts with nothing of it in the same variant."""
    of = paper(letters="AB")
    page = show(of, "test")
    keeps_downloads(page, browser, tmp_path)
    for number, name in enumerate(("Kim", "Lee"), 1):
        begin(page, name)
        write(page, "A", f"{SECRET} {name}")
        finish(page)
        assert page.js("document.getElementById('again').hidden")
        page.click("#download")
        page.wait(lambda many=number: files(tmp_path, many))
        tab_to(page, "#again")
        page.press("Enter")
        page.until("document.getElementById('forget').open")
        assert page.js("document.getElementById('rescue').hidden")
        tab_to(page, "#gone", limit=5)
        page.press("Enter")
        page.until(START)
        assert SECRET not in page.js(SHOWN)
        assert page.js("document.getElementById('name').value") == ""
        assert page.js(KEPT) == 0
    results = [read(file.read_text("utf-8"), of, file.name) for file in sorted(tmp_path.glob("*.json"))]
    assert [(result.name, result.variant, result.responses[-1].answer) for result in results] == [
        (name, "A", f"{SECRET} {name}") for name in ("Kim", "Lee")
    ]


def test_kept_answers_wait_for_their_person(show):
    """Opened again, a page asks whose the answers are before it shows any, and goes on where they were left."""
    page = show(paper(letters="AB"), "test")
    begin(page, "Kim", "B")
    write(page, "B", SECRET)
    page.reload()
    page.until(GOING)
    assert SECRET not in page.js(SHOWN)
    assert all(told in page.js(SHOWN) for told in ("이어서 하기: Kim", "B형", "8문제 중 1문제 답함"))
    page.click("#runs button")
    page.until("!document.querySelector('form[data-variant=B]').hidden")
    assert page.js("document.querySelector('#B1 textarea').value") == SECRET
    finish(page)
    page.reload()
    page.until(GOING)
    assert SECRET not in page.js(SHOWN)
    assert "내려받지 않음" in page.js(SHOWN)


def test_starting_anew_offers_the_file_first(show, browser, tmp_path):
    """Who starts anew where answers were not downloaded is told so and offered them; only then are they forgotten."""
    of = paper()
    page = show(of, "test")
    keeps_downloads(page, browser, tmp_path)
    begin(page, "Kim")
    write(page, "A", SECRET)
    page.reload()
    page.until(GOING)
    page.click("#anew")
    assert "내려받지 않은 답은 사라집니다" in page.js(SHOWN)
    page.click("#forgo")
    assert page.js(f"{GOING} && !document.getElementById('forget').open")
    page.click("#anew")
    page.click("#rescue")
    page.wait(lambda: files(tmp_path, 1))
    (file,) = tmp_path.glob("*.json")
    page.wait(lambda: file.read_text("utf-8").endswith("}\n"))
    assert read(file.read_text("utf-8"), of, file.name).responses[-1].answer == SECRET
    assert file.name in page.js("document.getElementById('forget-saved').textContent")
    assert page.js("document.getElementById('rescue').hidden")
    page.click("#gone")
    page.until(START)
    assert page.js(KEPT) == 0


def test_what_changes_after_a_download_is_not_downloaded(show):
    """A mark that people give themselves after the download is told as not downloaded; looking around is not."""
    page = show(paper(), "practice")
    begin(page, "Kim")
    write(page, "A", SECRET)
    finish(page)
    page.click("#download")
    page.click("#jump a")
    page.click("#again")
    assert page.js("document.getElementById('rescue').hidden")
    page.click("#forgo")
    page.click("#A8 [data-own='50']")
    page.click("#again")
    assert not page.js("document.getElementById('rescue').hidden")


def test_all_that_is_kept_can_be_chosen(show):
    """Where two people have begun, each finds what is theirs, whatever variant the address names."""
    page = show(paper(letters="AB"), "test")
    begin(page, "Kim", "A")
    answer_by_keyboard(page, numbers=(1,))
    kept = page.js("JSON.stringify(localStorage)")
    other = kept.replace(":A:", ":B:").replace('\\"letter\\":\\"A\\"', '\\"letter\\":\\"B\\"').replace("Kim", "Lee")
    page.js(f"Object.assign(localStorage, {other}); location.hash = '#B'")
    page.reload()
    page.until(GOING)
    assert page.js("[...document.querySelectorAll('#runs button')].map(one => one.textContent)") == [
        "이어서 하기: Kim", "이어서 하기: Lee",
    ]  # fmt: skip
    page.click("#anew")
    page.click("#gone")
    page.until(START)
    assert page.js(KEPT) == 0


def test_start_says_what_becomes_of_answers(show):
    """The start says how long answers are kept, and only where they are."""
    page = show(paper(), "test")
    assert "새로 시작할 때까지 이 브라우저에 남아 있습니다" in page.js(SHOWN)
    refuses = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
    page = show(paper(), "test", before=refuses)
    assert "남아 있습니다" not in page.js(SHOWN)


def test_name_after_the_start(show, browser, tmp_path):
    """Who gave no name at the start can give it beside the download, and the file and its name bear it."""
    of = paper()
    page = show(of, "test")
    keeps_downloads(page, browser, tmp_path)
    begin(page, "")
    assert "이름 없음" in page.js(SHOWN)
    write(page, "A", SECRET)
    finish(page)
    page.click("#download")
    page.wait(lambda: files(tmp_path, 1))
    tab_to(page, "#late")
    page.type(" 김 도커 ")
    assert page.js("document.getElementById('saved').textContent") == ""
    page.click("#download")
    page.wait(lambda: files(tmp_path, 2))
    file = tmp_path / "417-205-386-A-김-도커.json"
    page.wait(lambda: file.exists() and file.read_text("utf-8").endswith("}\n"))
    assert read(file.read_text("utf-8"), of, file.name).name == "김 도커"
    page.reload()
    page.until(GOING)
    page.click("#runs button")
    assert page.js("document.getElementById('late-field').hidden")


def test_back_to_the_start(show):
    """As long as nothing is answered one can go back and take another variant; the name comes along."""
    page = show(paper(letters="AB"), "test")
    begin(page, "Kim", "A")
    assert "Kim · A형" in page.js(SHOWN)
    tab_to(page, "#back")
    page.press("Enter")
    page.until(START)
    assert page.js(KEPT) == 0
    assert page.js("document.getElementById('name').value") == "Kim"
    begin(page, "Kim", "B")
    write(page, "B", SECRET)
    assert page.js("document.getElementById('back').hidden")
    page.js("document.querySelector('#B1 textarea').value = ''")
    page.press(" ")
    assert not page.js("document.getElementById('back').hidden")
    page.reload()
    page.until(GOING)
    assert page.js("document.getElementById('name').value") == ""
