"""The spreadsheets of games: what openpyxl reads in them fits the game and is what the paper says."""

import io
import sys
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet
from papers import EVERY_KIND, HOSTILE, paper, papers

from quiz.errors import ExportError
from quiz.exam import fitting, kahoot, wayground, wording
from quiz.exam.formats import Options, remarks, written
from quiz.exam.paper import Asked, Gap, Option, Paper, Question
from quiz.exam.sheet import workbook

TIMES = {5, 10, 20, 30, 60, 90, 120, 240}


def choice(*options: Option, stem: str = "Which?") -> Question:
    return Question("u", "choice", stem, options=options)


def sheet(content: bytes) -> Worksheet:
    """The first sheet as a program that knows nothing of formulas must read it."""
    found = openpyxl.load_workbook(io.BytesIO(content), data_only=False).worksheets[0]
    for cell in (cell for row in found.iter_rows() for cell in row if cell.value is not None):
        assert cell.data_type in ("s", "n")
    return found


def texts(row: tuple[Any, ...]) -> list[Any]:
    return [unescape(cell.value) if isinstance(cell.value, str) else cell.value for cell in row]


def asked_in(rows: list[list[Any]], whole: Paper, left: str) -> list[Asked]:
    """The questions that have a row: those that the list does not name."""
    out = {line.split(" ")[0] for line in left.splitlines()[1:]}
    inside = [asked for number, asked in enumerate(whole.variants[0].asked, 1) if f"{number:02d}" not in out]
    assert len(rows) == len(inside)
    return inside


def line(text: str) -> str:
    return wording.one_line(wording.plain(text))


def kahoot_rows(whole: Paper) -> tuple[list[list[Any]], str]:
    """The rows below the headings of row 8, columns B to H, and the list of what was left out."""
    made = kahoot.files(whole, Options())
    found = sheet(made["417-205-386-kahoot.xlsx"])
    assert texts(found[8])[1:] == list(kahoot.HEADINGS[1:])
    rows = [texts(row)[1:8] for row in found.iter_rows(min_row=9, max_col=8)]
    return rows, made.get("417-205-386-kahoot-left-out.txt", b"").decode()


@given(whole=papers())
def test_kahoot_has_what_fits_and_names_the_rest(whole: Paper) -> None:
    """Every question has a row within the limits, with its options and what is right, or a line in the list."""
    rows, left = kahoot_rows(whole)
    for row, asked in zip(rows, asked_in(rows, whole, left), strict=True):
        stem, *options, seconds, right = row
        assert stem == line(asked.question.stem)
        assert 0 < len(stem) <= 120
        options = [option for option in options if option is not None]
        assert all(0 < len(option) <= 75 for option in options)
        assert seconds in TIMES
        if asked.question.kind == "yesno":
            assert options == ["Yes", "No"]
            assert right == ("1" if asked.question.yes else "2")
        else:
            assert options == [line(option.text) for option in asked.options]
            assert right == ",".join(str(place) for place, option in enumerate(asked.options, 1) if option.right)


@pytest.mark.parametrize(
    ("question", "why"),
    [
        (EVERY_KIND[0], "is of a kind that cannot be asked there: written answer"),
        (choice(Option("a", True), Option("b"), stem="Q" * 121), "is longer than 120 characters"),
        (choice(Option("a" * 76, True), Option("b")), "has an option longer than 75 characters"),
        (choice(*(Option(letter, True) for letter in "abcde")), "has 5 options, more than 4"),
        (choice(Option("a", True), Option("```\nb\n```")), "has a block of code"),
        (choice(Option("a", True), Option("b"), stem="See ![plan](a.png)"), "shows an image"),
        (choice(Option("a", True), Option("b"), stem="|a|b|\n|-|-|\n|c|d|"), "has a table"),
    ],
)
def test_why_a_question_is_left_out(question: Question, why: str) -> None:
    """The list says for each question why the game cannot ask it."""
    rows, left = kahoot_rows(paper(question))
    assert rows == []
    assert left.startswith("Left out of 417-205-386-kahoot.xlsx:\n01 ")
    assert f" — {why} (" in left


@pytest.mark.parametrize(("game", "had"), [("kahoot", 3), ("wayground", 6)])
def test_what_a_game_lacks_is_told_to_who_makes_the_paper(game: str, had: int) -> None:
    """So many of all questions, and the file that names the rest, which is there; nothing where all fit."""
    whole = paper(*EVERY_KIND)
    file = f"417-205-386-{game}-left-out.txt"
    assert list(remarks(whole, [game], Options())) == [f"{game}: {had} of 9 questions; the rest is in {file}."]
    assert file in written(whole, [game], Options())
    assert not list(remarks(paper(choice(Option("a", True), Option("b"))), [game], Options()))


def test_limits_of_kahoot_are_kept_to_the_letter() -> None:
    """A question of 120 characters with four options of 75 is asked, and then there is no list."""
    options = (Option("a" * 75, True), Option("b" * 75, True), Option("c" * 75), Option("d"))
    rows, left = kahoot_rows(paper(choice(*options, stem="Q" * 120)))
    assert rows == [["Q" * 120, *(option.text for option in options), 30, "1,2"]]
    assert left == ""


def wayground_rows(whole: Paper) -> tuple[list[list[Any]], str]:
    made = wayground.files(whole, Options())
    headings, *rows = sheet(made["417-205-386-wayground.xlsx"]).iter_rows(max_col=11)
    assert texts(headings) == list(wayground.HEADINGS)
    return [texts(row) for row in rows], made.get("417-205-386-wayground-left-out.txt", b"").decode()


@given(whole=papers())
def test_wayground_has_what_fits_and_names_the_rest(whole: Paper) -> None:
    """Every question has a row with its options or what is accepted, and what is right, or a line in the list."""
    rows, left = wayground_rows(whole)
    for row, asked in zip(rows, asked_in(rows, whole, left), strict=True):
        stem, kind, *cells, right, seconds, image, told = row
        question = asked.question
        options = [cell for cell in cells if cell is not None]
        assert (image, told or "") == (None, line(question.answer))
        assert seconds > 0
        if question.kind != "cloze":
            assert stem == line(question.stem)
        match question.kind:
            case "choice":
                assert kind == ("Checkbox" if question.several else "Multiple Choice")
                assert options == [line(option.text) for option in asked.options]
                assert right == ",".join(str(place + 1) for place in asked.key)
            case "yesno":
                assert (kind, options, right) == ("Multiple Choice", ["Yes", "No"], "1" if question.yes else "2")
            case "short":
                assert (kind, options, right) == (
                    "Fill-in-the-Blank",
                    list(map(wording.typed, question.accepted)),
                    None,
                )
            case "cloze":
                assert (kind, options) == ("Fill-in-the-Blank", list(map(wording.typed, question.gaps[0].accepted)))
                assert wording.BLANK in stem
            case _:
                assert (kind, options, right) == ("Open-Ended", [], None)


def test_what_wayground_cannot_ask() -> None:
    """Matching, an order, several gaps and more accepted answers than columns are named in the list."""
    many = Question("u", "short", "Which?", accepted=tuple("abcdef"))
    two = Question("v", "cloze", "[[1]] [[2]]", gaps=(Gap(("a",)), Gap(("b",))))
    rows, left = wayground_rows(paper(*EVERY_KIND[-2:], many, two))
    assert rows == []
    assert [entry.split(" — ")[1].rsplit(" (", 1)[0] for entry in left.splitlines()[1:]] == [
        "is of a kind that cannot be asked there: matching", "is of a kind that cannot be asked there: order",
        "has 6 accepted answers, more than 5", "has more than one gap",
    ]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text: str) -> None:
    """Whatever a text begins with, its cell is text, and a spreadsheet is told to keep it that."""
    said = wording.typed(text)
    content = workbook("Sheet1", [[said, 1]])
    found = sheet(content)
    assert texts(found[1]) == [said or None, 1]
    assert bool(found["A1"].quotePrefix) == said.startswith(("=", "+", "-", "@"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_the_sheets_are_the_same_whenever_they_are_written() -> None:
    """The same paper gives the same bytes: no time of writing is in them."""
    first, second = (written(paper(*EVERY_KIND), ["kahoot", "wayground"], Options()) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first["417-205-386-kahoot.xlsx"])) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert b"1980-01-01" in archive.read("docProps/core.xml")


def test_without_the_extra_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where openpyxl is missing the error names it and the extra that brings it."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ExportError) as caught:
        written(paper(*EVERY_KIND), ["kahoot"], Options())
    assert caught.value.message == "This format needs openpyxl, which is not installed."
    assert "'.[sheets]'" in caught.value.hint


def test_code_in_a_line_is_text() -> None:
    """A code span fits a game; only blocks do not."""
    assert fitting.unsaid("Use `docker ps` and **more**.") == ""
