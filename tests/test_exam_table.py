"""Tables of a paper: CSV for spreadsheets, and terms and definitions for Quizlet."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import EVERY_KIND, HOSTILE, paper, papers

from quiz.exam import quizlet, wording
from quiz.exam.formats import Options, written
from quiz.exam.key import answer
from quiz.exam.paper import Paper, Question
from quiz.exam.table import files, guarded

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def table(of: Paper) -> list[dict[str, str]]:
    """The rows by heading, after checking that no cell begins as a formula does, as a spreadsheet reads them."""
    [content] = files(of, Options()).values()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    headings, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    assert all(len(row) == len(headings) for row in rows)
    assert not any(cell.lstrip().startswith(FORMULA) for row in rows for cell in row)
    return [dict(zip(headings, map(text, row), strict=True)) for row in rows]


def text(cell: str) -> str:
    """The text of a cell: `'` before what would be a formula is none of it."""
    return cell[1:] if re.match(r"'[\s']*[=+\-@＝＋－＠\t\r]", cell) else cell


@given(whole=papers(variants=2))
def test_every_question_of_every_variant_has_a_row_with_its_key(whole: Paper) -> None:
    """A row has the id, the points, the texts, the parts in print order, and what is right there."""
    asked = [(variant.letter, asked) for variant in whole.variants for asked in variant.asked]
    for row, (letter, one) in zip(table(whole), asked, strict=True):
        question = one.question
        assert (row["Paper"], row["Variant"], row["Card"]) == ("417-205-386", letter, question.uid)
        assert float(row["Points"]) == question.points / 100
        assert row["Right"] == wording.plain(answer(one))
        assert row["Model answer"] == wording.plain(question.answer)
        if question.kind in ("open", "short", "yesno", "choice", "order"):
            assert row["Question"] == wording.plain(question.stem)
        parts = [option.text for option in one.options] if question.options else ()
        parts = one.answers if question.pairs else one.steps if question.steps else parts
        shown = [row[letter] for letter in "ABCDEF" if row.get(letter)]
        assert shown == list(map(wording.plain, parts))


def test_rows_of_every_kind() -> None:
    """Each kind says what is right in its own way: letters, texts, pairs, an order."""
    rows = table(paper(*EVERY_KIND, variants=2))
    assert [row["Right"] for row in rows[:9]] == [
        "", "docker ps / docker container ls", "no", "A", "A, B", "(1) container / 컨테이너", "(1) run; (2) nginx",
        "1–A, 2–B, 3–C", "A → B → C",
    ]  # fmt: skip
    assert [row["Right"] for row in rows if row["Card"] == "order1"] == ["A → B → C", "C → B → A"]
    assert rows[7]["Question"] == "What does each do?\n1. FROM\n2. COPY\n3. ->"
    assert rows[6]["Question"] == "docker (1) _____ -d (2) _____ starts one."


@pytest.mark.parametrize("cell", [*HOSTILE, "'=1", "''=1", " =1", "＝1", "'text", ""])
def test_a_formula_in_a_note_stays_text(cell: str) -> None:
    """No cell begins as a formula, and every text can be read back."""
    assert not guarded(cell).lstrip().startswith(FORMULA)
    assert text(guarded(cell)) == cell


@given(st.text(alphabet="'=+-@ \t\ra"))
def test_every_text_can_be_read_back(cell: str) -> None:
    """What guards a cell is told from a quote of the text itself."""
    assert text(guarded(cell)) == cell


@given(whole=papers())
def test_a_card_for_quizlet_is_one_line(whole: Paper) -> None:
    """Each question is a line of a term and a definition; a matching question has one for each pair."""
    [content] = quizlet.files(whole, Options()).values()
    cards = [line.split("\t") for line in content.decode().split("\n")]
    assert cards.pop() == [""]
    assert all(len(card) == 2 for card in cards)
    assert len(cards) == sum(len(question.pairs) or 1 for question in whole.questions())
    assert all(term for term, _ in cards)


def test_definitions_of_every_kind() -> None:
    """A definition is what is right, and the model answer behind it; a choice has its options in the term."""
    [content] = written(paper(*EVERY_KIND), ["quizlet"], Options()).values()
    assert content.decode().splitlines() == [
        "What is a volume?\tStorage outside a container.",
        "Which command lists containers?\tdocker ps / docker container ls",
        "Is a volume deleted with its container?\tno; No: it stays.",
        "Which is a network driver? (bridge / overlay2 / tmpfs)\tbridge; See docker network.",
        "Which are network drivers? (bridge / overlay / tmpfs)\tbridge / overlay",
        "A _____ runs an image.\tcontainer / 컨테이너",
        "docker _____ -d _____ starts one.\trun, nginx; In the background.",
        "FROM\tnames the image",
        "COPY\tcopies",
        "->\ta -> b",
        "Bring into order.\tbuild → push → pull",
    ]


def test_lists_have_dots_and_no_dashes() -> None:
    """An answer that is a list begins no cell with a dash; a list of one item is a sentence; code keeps its dashes."""
    asked = (
        Question("u", "open", "Q?", "- one\n- two\n  - three"),
        Question("v", "open", "Q?", "- one\n\n  ```\n  - a\n  ```"),
    )
    told = [row["Model answer"] for row in table(paper(*asked))]
    assert told == ["• one\n• two\n  - three", "one\n\n      - a"]


def test_lines_in_code_are_one_line_for_quizlet() -> None:
    """Line breaks and tabs of a text become blanks, so that nothing parts a card."""
    [content] = quizlet.files(paper(Question("u", "open", "What is\n```\na\tb\n\nc\n```", "x\ty")), Options()).values()
    assert content == b"What is a b c\tx y\n"
