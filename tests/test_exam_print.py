"""The pages on paper: what each printed page says, what stays together, and that every sign is drawn."""

import re
import subprocess
from dataclasses import replace

import pytest
from browser import needs_browser
from exam_pages import CHOICE, CLOZE, QUESTIONS, SEVERAL, SHORT, paper
from exam_taking import tab_to

from quiz.exam.formats import Options, written
from quiz.exam.page.options import PageOptions
from quiz.exam.paper import Option, Question


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
