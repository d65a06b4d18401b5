"""The pages in a real browser: answered by keyboard alone, kept over a reload, marked as Python marks, and printed."""

import json
import re
import subprocess
from dataclasses import replace

import pytest
from browser import Browser, needs_browser
from exam_pages import CHOICE, CLOZE, QUESTIONS, SEVERAL, SHORT, TRAPS, hostile, paper
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from quiz.exam.formats import Options, written
from quiz.exam.marking import Rules, is_cased, mark, normal
from quiz.exam.page.document import ASSETS
from quiz.exam.page.options import PageOptions
from quiz.exam.page.told import key
from quiz.exam.paper import Asked, Option, Question
from quiz.exam.results import marks, read

FOCUSED = "document.activeElement"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    needs_browser()
    running = Browser(tmp_path_factory.mktemp("profile"))
    yield running
    running.close()


@pytest.fixture
def show(browser, tmp_path):
    """Writes a page of a paper and opens it."""
    opened = []

    def open_page(of, name, options=PageOptions(), before="", **how):  # noqa: B008  # an immutable value
        ((file, data),) = written(of, (name,), Options(page=options)).items()
        path = tmp_path / file
        path.write_bytes(data)
        page = browser.page(tmp_path / "empty.html" if before else path, **how)
        opened.append(page)
        if before:
            page.before_load(before)
            page.open(path)
        return page

    (tmp_path / "empty.html").write_text("<!DOCTYPE html><title></title>")
    yield open_page
    for page in opened:
        assert page.problems() == []
        page.close()


def tab_to(page, selector, *, limit=150):
    """Presses Tab until what is focused matches; fails where the keyboard does not get there."""
    for _press in range(limit):
        if page.js(f"{FOCUSED}.matches({json.dumps(selector)})"):
            return
        page.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


def answer_by_keyboard(page, letter="A", numbers=range(1, 9)):
    """The answers of `EXPECTED`, with no key but Tab, blank, arrows, Enter and letters."""
    acts = {
        1: lambda name: (tab_to(page, f"#{name} input"), page.press(" ", "ArrowDown")),
        2: lambda name: (tab_to(page, f"#{name} input"), page.press(" ", "ArrowDown")),
        3: lambda name: (tab_to(page, f"#{name} .typed input"), page.type("도커컴포즈")),
        4: lambda name: [
            (tab_to(page, f"#{name}-g{place}"), page.type(text))
            for place, text in enumerate(("dockerfile", "run"))
        ],
        5: lambda name: [(tab_to(page, f"#{name}-{place}"), page.press(" ")) for place in (1, 3)],
        6: lambda name: [
            (tab_to(page, f"#{name} [data-prompt='{place}']"), page.press(*["ArrowDown"] * downs))
            for place, downs in enumerate((2, 3, 2))
        ],
        7: lambda name: (
            tab_to(page, f"#{name} li[data-place='0'] [data-move='1']"),
            page.press("ArrowDown", "ArrowDown", "Enter"),
            tab_back(page, f"#{name} li[data-place='3'] [data-move='-1']"),
            page.press("Enter"),
        ),
        8: lambda name: (tab_to(page, f"#{name} textarea"), page.type("격리"), page.press("Enter"), page.type("커널")),
    }  # fmt: skip
    for number in numbers:
        acts[number](f"{letter}{number}")


def tab_back(page, selector, *, limit=30):
    for _press in range(limit):
        if page.js(f"{FOCUSED}.matches({json.dumps(selector)})"):
            return
        page.press("Shift+Tab")
    raise AssertionError(f"Shift+Tab does not reach {selector}")


EXPECTED = ((1,), False, "도커컴포즈", ("dockerfile", "run"), (1, 3), (1, 2, 1), (1, 3, 2, 0), "격리\n커널")
POINTS = (100, 100, 100, 100, 200, 200, 200, None)


def finish(page):
    tab_to(page, "#finish")
    page.press("Enter")
    page.until("document.getElementById('ask').open")
    tab_to(page, "#sure", limit=5)
    page.press("Enter")
    page.until("!document.getElementById('result').hidden")


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
            page.reload()
            page.until("!document.querySelector('form').hidden")
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
    page.reload()
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
    page.reload()
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
    page.until("/^(10:00|9:5.) 남음$/.test(document.getElementById('clock').textContent)")
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
    page.reload()
    page.until("!document.getElementById('result').hidden")
    assert page.js("document.querySelector('#A1 [value=\"1\"]').checked")
    assert page.js("document.querySelector('#A1 [value=\"1\"]').disabled")


@pytest.mark.parametrize("name", ["html", "practice", "test"])
def test_hostile_text_does_nothing(show, name):
    """Whatever a card says, no script of it runs, nothing is fetched, and its words are on the page."""
    page = show(hostile(), name, PageOptions(feedback="end"))
    if name != "html":
        page.click("#begin")
        page.js("document.querySelectorAll('#A4 [data-gap], #A3 .typed input').forEach(input => input.focus())")
        page.click("#finish")
        page.click("#sure")
    page.js("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    assert page.js("String(window.trapped)") == "undefined"
    assert page.js("performance.getEntriesByType('resource').length") == 0
    shown = page.js("document.querySelector('main').innerText")
    for trap in (TRAPS[0], TRAPS[1], TRAPS[4]):
        assert trap in shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["html", "practice", "test"])
def test_phone(show, name, scheme):
    """On a phone nothing is wider than the screen, and what is tapped is at least 44 pixels high."""
    page = show(paper(), name, PageOptions(feedback="end"), width=360, height=740, prefers_color_scheme=scheme)
    wide = "document.documentElement.scrollWidth"
    assert page.js(wide) == 360
    if name == "html":
        return
    page.click("#begin")
    assert page.js(wide) == 360
    small = "[...document.querySelectorAll('button, select, .option, .jump a, .typed input')]"
    small += ".filter(one => one.offsetHeight > 0 && one.offsetHeight < 44).map(one => one.outerHTML)"
    assert page.js(small) == []
    page.click("#finish")
    page.click("#sure")
    assert page.js(wide) == 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(show, scheme):
    """Every text has a contrast of at least 4.5 to 1 to what is behind it, in each state."""
    page = show(paper(), "practice", PageOptions(feedback="end"), prefers_color_scheme=scheme)
    assert page.js(CONTRAST) == []
    page.click("#begin")
    answer_by_keyboard(page, numbers=(1, 3, 4, 6, 7))
    assert page.js(CONTRAST) == []
    finish(page)
    assert page.js(CONTRAST) == []


CONTRAST = """(() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const low = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    if (element.closest(':disabled, script, option')) continue;
    const style = getComputedStyle(element);
    const [one, other] = [light(parse(style.color)), light(behind(element))].sort((a, b) => b - a);
    if ((one + 0.05) / (other + 0.05) < 4.5) low.push([walker.currentNode.data.trim(), style.color, behind(element)]);
  }
  return low;
})()"""


@pytest.mark.parametrize("name", ["html", "practice", "test"])
def test_names_for_screen_readers(show, name):
    """Everything that can be used has a name, and the fields of a question are told with its words."""
    page = show(paper(), name)
    if name != "html":
        page.click("#begin")
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    used = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in ROLES
    ]
    assert [role for role, told in used if not told.strip()] == []
    if name != "html":
        assert any("8080번 포트로 여는" in told for role, told in used if role == "radiogroup")
        assert ("textbox", "빈칸 1: 파일 이름") in used
        assert ("radio", "B -p 8080:80") in used
        assert any(role == "combobox" and told == "docker logs" for role, told in used)


ROLES = {"button", "radio", "checkbox", "textbox", "combobox", "link", "radiogroup", "group", "dialog", "table"}

ODD = "가나 ABCßΣςİıſKÅé\u0301ﬁ\u00a0\u3000\u200b“”‘’—–-._!?。…\n\t\r#+/\\'\"🐳🇰🇷각"


def spoiled(text):
    """What people make of an accepted text."""
    return st.one_of(
        st.sampled_from(
            [text, text.upper(), f" {text}. ", text.replace(" ", ""), text.replace(" ", "\u00a0 "), text[:-1]]
        ),
        st.text(alphabet=ODD, max_size=8).map(lambda more: text + more),
        st.text(alphabet=ODD, max_size=12),
    )


texts = st.sampled_from(
    [
        "도커 컴포즈",
        "Docker Compose",
        "-p",
        "docker run -p 80:80 web",
        "Straße",
        "ΟΔΟΣ",
        "İstanbul",
        "C++",
        "...",
        "각",
        "ﬁ",
    ]
)


def answers(question):
    """Answers of the shape that the page gives to a question."""
    places = range(question.movable)
    match question.kind:
        case "yesno":
            return st.none() | st.booleans()
        case "short":
            return st.none() | st.sampled_from(question.accepted).flatmap(spoiled)
        case "cloze":
            return st.none() | st.tuples(*(st.sampled_from(gap.accepted).flatmap(spoiled) for gap in question.gaps))
        case "choice":
            chosen = st.sets(st.sampled_from(places), min_size=1)
            return st.none() | chosen.map(lambda some: tuple(sorted(some)))
        case "matching":
            return st.none() | st.tuples(*(st.none() | st.sampled_from(places) for _place in places))
        case "order":
            return st.none() | st.permutations(places).map(tuple)
        case _:
            return st.none() | st.text(max_size=5)


@st.composite
def marked(draw):
    """A question as a variant asks it, an answer to it, and rules."""
    question = draw(st.sampled_from(QUESTIONS))
    if question.kind == "short":
        question = replace(question, accepted=tuple(draw(st.lists(texts, min_size=1, max_size=3))))
    if question.kind == "choice":
        rights = draw(st.lists(st.booleans(), min_size=1, max_size=6))
        question = replace(question, options=tuple(Option(str(at), right) for at, right in enumerate(rights)))
    question = replace(question, points=draw(st.integers(0, 500)))
    asked = Asked(question, tuple(draw(st.permutations(range(question.movable)))))
    return asked, draw(answers(question)), Rules(draw(st.booleans()), draw(st.booleans()))


@pytest.fixture(scope="module")
def script(browser, tmp_path_factory):
    """The marking of the practice page, on a page of its own."""
    path = tmp_path_factory.mktemp("marking") / "empty.html"
    path.write_text('<!DOCTYPE html><meta charset="utf-8"><title></title>', "utf-8")
    page = browser.page(path)
    rules = (ASSETS / "marking.js").read_text("utf-8")
    page.js(f"(() => {{ const quiz = {{}}; {rules} window.marking = quiz.marking; }})()")
    yield page
    page.close()


@settings(
    max_examples=15, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)
@given(cases=st.lists(marked(), min_size=40, max_size=40))
def test_marks_alike(script, cases):
    """The page and Python give the same points for the same answers, by any rules."""
    told = [
        [{"kind": asked.question.kind, "points": asked.question.points, **key(asked)}, answer, rules._asdict()]
        for asked, answer, rules in cases
    ]
    given_points = script.js(
        f"{json.dumps(told)}.map(([question, answer, rules]) => marking.mark(question, answer, rules))"
    )
    assert given_points == [mark(*case) for case in cases]


@settings(
    max_examples=15, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)
@given(cases=st.lists(st.text(alphabet=ODD) | st.text(), min_size=100, max_size=100))
def test_reads_alike(script, cases):
    """What is compared of a text is the same in the page and in Python, whatever is typed."""
    told = [[text.encode("utf-8", "replace").decode(), cased] for text in cases for cased in (False, True)]
    read = script.js(f"{json.dumps(told)}.map(([text, cased]) => marking.normal(text, cased))")
    newer = [(text, cased) for text, cased in told if not known(text)]
    assert [
        one for one in zip(told, read, strict=True) if normal(*one[0]) != one[1] and tuple(one[0]) not in newer
    ] == []


def known(text):
    """Whether Unicode had all its signs when the older of both was built."""
    import unicodedata

    return all(unicodedata.category(sign) != "Cn" for sign in text)


def test_cased_alike():
    """Whether case matters is settled before the page is made, so that its script need not know what a command is."""
    assert key(Asked(replace(SHORT, accepted=("-p", "web"))))["accepted"] == [("-p", True), ("web", False)]
    assert is_cased("docker run -p 80:80 web")


@pytest.fixture(scope="module")
def printed(browser, tmp_path_factory):
    """A long paper of two variants in print: the text of each page, and the file."""
    needs_browser(printing=True)
    folder = tmp_path_factory.mktemp("print")
    many = tuple(
        replace(
            CHOICE,
            uid=f"n{at}",
            stem=f"stem{at}x 문제입니다." + " 아주 긴 문장." * (at % 7),
            options=tuple(Option(f"option{at}x{letter}" + " 보기" * (at % 11), letter == "a") for letter in "abcd"),
        )
        for at in range(24)
    )
    long = replace(SEVERAL, uid="long", stem="long\n\n```\n" + "line of code\n" * 90 + "```")
    of = paper((*QUESTIONS, *many, long), letters="AB")
    for sheet in ("A4", "Letter"):
        ((_name, data),) = written(of, ("html",), Options(page=PageOptions(sheet=sheet))).items()
        (folder / f"{sheet}.html").write_bytes(data)
        page = browser.page(folder / f"{sheet}.html")
        page.pdf(folder / f"{sheet}.pdf")
        page.close()
    return folder


def pages(path):
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout.decode()
    return text.split("\f")[:-1]


def head(page):
    return "".join(page.split("\n")[:3])


@pytest.mark.parametrize("sheet", ["A4", "Letter"])
def test_every_page_says_what_it_is(printed, sheet):
    """Every printed page bears the paper's id and its variant, and how many pages there are."""
    told = pages(printed / f"{sheet}.pdf")
    assert len(told) > 12
    half = next(number for number, page in enumerate(told) if "417-205-386 · B" in page)
    for number, page in enumerate(told):
        which = "" if "채점표" in head(page) else f" · {'A' if number < half else 'B'}"
        assert f"417-205-386{which}" in head(page)
        assert f"{number + 1} / {len(told)}" in page


def test_parts_begin_on_new_pages(printed):
    """Key and marking sheet stand on pages of their own, and nothing of them on the pages with questions."""
    kinds = [
        next((kind for kind in ("정답지", "채점표") if kind in head(page)), "문제")
        for page in pages(printed / "A4.pdf")
    ]
    runs = [kind for number, kind in enumerate(kinds) if number == 0 or kinds[number - 1] != kind]
    assert runs == [*["문제", "정답지"] * 2, "채점표"]
    told = {
        kind: "".join(page for page, of in zip(pages(printed / "A4.pdf"), kinds, strict=True) if of == kind)
        for kind in kinds
    }
    assert "docker.md:12" in told["정답지"]
    assert "docker.md:12" not in told["문제"] + told["채점표"]


@pytest.mark.parametrize("sheet", ["A4", "Letter"])
def test_questions_stay_whole(printed, sheet):
    """No page ends between a question and its options."""
    asked = [page for page in pages(printed / f"{sheet}.pdf") if "정답지" not in page]
    for at in range(24):
        page = next(page for page in asked if f"stem{at}x" in page)
        assert all(f"option{at}x{letter}" in page for letter in "abcd")


def test_sheet_size(printed):
    """The pages have the size that was asked for."""
    for sheet, size in (("A4", "594.96 x 841.92"), ("Letter", "612 x 792")):
        told = subprocess.run(
            ["pdfinfo", str(printed / f"{sheet}.pdf")], capture_output=True, check=True
        ).stdout.decode()
        assert size in told


SIGNS = "가나다힣뷁\\₩§"


def test_signs_are_drawn(browser, tmp_path):
    """On paper Korean is no row of boxes, and a backslash is no won sign: each sign has a shape of its own."""
    needs_browser(printing=True)
    stem = " ".join(SIGNS)
    of = paper((Question("u", "short", stem, accepted=("x",)),))
    ((_name, data),) = written(of, ("html",), Options(page=PageOptions(key=False))).items()
    (tmp_path / "signs.html").write_bytes(data)
    page = browser.page(tmp_path / "signs.html")
    page.pdf(tmp_path / "signs.pdf")
    page.close()
    fonts = subprocess.run(["pdffonts", str(tmp_path / "signs.pdf")], capture_output=True, check=True).stdout.decode()
    assert all(line.split()[-5] == "yes" for line in fonts.splitlines()[2:])
    boxes = subprocess.run(["pdftotext", "-bbox", str(tmp_path / "signs.pdf"), "-"], capture_output=True, check=True)
    shapes = {}
    subprocess.run(["pdftoppm", "-gray", "-r", "144", str(tmp_path / "signs.pdf"), str(tmp_path / "p")], check=True)
    picture = next(tmp_path.glob("p*.pgm")).read_bytes()
    for box in re.finditer(
        r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.)<', boxes.stdout.decode()
    ):
        if box[5] in SIGNS:
            shapes[box[5]] = crop(picture, *(round(float(side) * 2) for side in box.groups()[:4]))
    assert sorted(shapes) == sorted(SIGNS)
    assert len(set(shapes.values())) == len(SIGNS)


def crop(picture, left, top, right, bottom):
    """A part of a grey picture (PGM), as wide as it is, in black and white."""
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", picture)
    width, pixels = int(head[1]), picture[head.end() :]
    return tuple(
        bytes(dot < 128 for dot in pixels[row * width + left : row * width + right]) for row in range(top, bottom)
    )


def test_chooser(show):
    """The tools above a printed page choose variant and parts; without them everything is there."""
    page = show(paper(letters="AB"), "html")
    visible = (
        "[...document.querySelectorAll('.sheet:not([hidden])')].map(one => one.dataset.variant + one.dataset.part)"
    )
    assert page.js(visible) == ["Aquestions", "Akey", "Bquestions", "Bkey", "marking"]
    tab_to(page, "#tools select")
    page.press("ArrowDown", "ArrowDown")
    tab_to(page, "#tools [value=key]")
    page.press(" ")
    page.until(f"{visible}.join() === 'Bquestions,marking'")


def test_finished_page_prints(show, tmp_path):
    """A test that was taken prints with all its answers, also those of questions shown one by one."""
    needs_browser(printing=True)
    page = show(paper((CHOICE, CLOZE, SHORT)), "test", PageOptions(pace="one"))
    page.click("#begin")
    tab_to(page, "#A1 input")
    page.press(" ")
    page.pdf(tmp_path / "taken.pdf")
    told = "".join(pages(tmp_path / "taken.pdf"))
    assert all(words in told for words in ("8080번", "이미지를 만드는", "여러 컨테이너를"))
