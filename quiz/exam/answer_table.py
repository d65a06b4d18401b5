"""Answers typed from paper: a table (CSV) with a row for each person.

The first row names the columns: `name`, `variant` and the numbers of the questions; others, such as that of the total
on a marking sheet, are passed over, and so is its row of points. A cell says what stands on the paper: `B` or `A C` for
options; yes or no; a text; the texts of gaps with `|` between; a letter for each prompt of a matching question
(`B A -`, where `-` is none); the letters of the steps in their order (`B D C A`); or what the key prints of these. A
number for a written answer is the points a person gave it; a row of nothing else may lack the other columns. `-` alone
leaves a question blank that takes no text.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import NamedTuple

from quiz.errors import QuizError
from quiz.exam import typed_places
from quiz.exam.paper import Asked, Paper
from quiz.exam.results import Response, Result, fits_question, refused, variant_of
from quiz.language import N_
from quiz.terminal import one_line, safe

NAMES = {
    "name": "name", "이름": "name", "variant": "variant", "형": "variant", "유형": "variant", "paper": "paper",
    "시험지": "paper",
}  # fmt: skip
POINTS = frozenset(["points", "배점"])
"""What stands in the place of a name in the row of a marking sheet that tells the points."""
YES = frozenset(["yes", "y", "true", "t", "o", "○", "네", "예", "맞음"])
NO = frozenset(["no", "n", "false", "f", "x", "✗", "×", "아니요", "아니오", "틀림"])
LARGEST = 10_000
"""Rows of a table."""

NO_TABLE = N_("{file} is no table of answers.")
COLUMNS = N_("Its first row must name the columns: name, variant, 1, 2, 3 …")
NO_ANSWERS = N_("{file} answers nothing: no row has anything in the columns of the questions.")
NO_COLUMN = N_("{file} has no column for question {number}.")
NO_VARIANT_SAID = N_("{file}: row {row} says no variant.")
SAY_VARIANT = N_("Write one of {letters} in a column called variant.")
TWICE = N_("{file}: {name} stands more than once, in rows {rows}.")
APART = N_("Tell them apart, for example as {name} 2; of one person only one row can count.")
ALIKE = N_("{file}: rows {rows} have no name and say the same.")
SAY_WHO = N_("Give each a name or a number of its own.")
NO_QUESTION = N_("{file}: row {row} answers question {number}, which its variant does not have.")
UNREADABLE = N_("{file}: row {row}, question {number}: “{cell}” is no answer to it.")
HOW = {
    "choice": N_("Write the letters of the options: B, or A C."),
    "yesno": N_("Write yes or no."),
    "cloze": N_("Write a text for each gap, with | between them."),
    "matching": N_("Write a letter for each line, - where there is none: B A -"),
    "order": N_("Write the letters of all steps in their order: B D C A"),
    "open": N_("Write the answer, or the points you give it, which are at most those of the question."),
}
_NUMBER = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,2})?")
_GUARDED = re.compile(r"^'(?=[=+\-@])")


class Row(NamedTuple):
    """A row of a table: `number` as a spreadsheet counts; `marks`: it says nothing but points for written answers."""

    number: int
    result: Result
    marks: bool = False


class TableError(QuizError):
    """Everything that keeps a table out; message and hint are those of the first."""

    def __init__(self, refusals: Iterable[QuizError]) -> None:
        self.refusals = tuple({each.message: each for each in refusals}.values())
        super().__init__(self.refusals[0].message, self.refusals[0].hint)


def read(text: str, paper: Paper, file: str) -> list[Row]:
    """Each row that answers anything. TableError says all that cannot be read, and where."""
    (_first, head), *rows = _rows(text, file)
    columns = {_column(cell): place for place, cell in reversed(list(enumerate(head)))}
    if not any(name.isdecimal() for name in columns):
        raise refused(NO_TABLE, COLUMNS, file=file)
    found, refusals = list[Row](), list[QuizError]()
    for number, row in rows:
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
        if cells.get("name", "").casefold() in POINTS or not any(cells[name] for name in columns if name.isdecimal()):
            continue
        try:
            found.append(_result(cells, paper, file, number))
        except TableError as error:
            refusals += error.refusals
        except QuizError as error:
            refusals.append(error)
    refusals += _confused(found, file)
    if refusals:
        raise TableError(refusals)
    if not found:
        raise refused(NO_ANSWERS, COLUMNS, file=file)
    return found


def _confused(rows: list[Row], file: str) -> Iterator[QuizError]:
    """Rows that would take each other's place: of one name, or nameless and alike."""
    groups: dict[str | Result, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.result.person or row.result, []).append(row)
    for who, same in groups.items():
        if len(same) > 1:
            numbers, name = ", ".join(str(row.number) for row in same), same[0].result.name
            message, hint = (TWICE, APART) if isinstance(who, str) else (ALIKE, SAY_WHO)
            yield refused(message, hint, file=file, rows=numbers, name=name)


def _rows(text: str, file: str) -> list[tuple[int, list[str]]]:
    """The rows that say anything, with their numbers."""
    delimiter = max(",;\t", key=text.lstrip().partition("\n")[0].count)
    try:
        numbered = enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter), 1)
        rows = [(number, row) for number, row in numbered if any(map(str.strip, row))]
    except csv.Error as error:
        raise refused(NO_TABLE, COLUMNS, file=file) from error
    if not 1 < len(rows) <= LARGEST + 1:
        raise refused(NO_TABLE, COLUMNS, file=file)
    return rows


def _column(head: str) -> str:
    """`name`, `variant`, `paper`, the number of a question, or a name that says nothing here."""
    told = head.strip().casefold()
    number = told.removeprefix("q").strip()
    return str(int(number)) if number.isdecimal() else NAMES.get(told, told)


def _result(cells: dict[str, str], paper: Paper, file: str, row: int) -> Row:
    letters = [variant.letter for variant in paper.variants]
    letter = cells.get("variant", "").upper() or (letters[0] if len(letters) == 1 else "")
    if not letter:
        raise refused(NO_VARIANT_SAID, SAY_VARIANT, file=file, row=row, letters=", ".join(letters))
    variant = variant_of(paper, cells.get("paper") or paper.id, letter, file)
    responses, refusals = list[Response](), list[QuizError]()
    marks, lacking = True, list[int]()
    for number, asked in enumerate(variant.asked, 1):
        if str(number) not in cells:
            lacking.append(number)
        cell = _GUARDED.sub("", cells.get(str(number), ""))
        response = _response(asked, cell) if cell else Response()
        marks &= not cell or (response is not None and response.own is not None)
        if response is None or not fits_question(asked, response.answer):
            hint = HOW.get(asked.question.kind, "")
            refusals.append(refused(UNREADABLE, hint, file=file, row=row, number=number, cell=cell))
        else:
            responses.append(response)
    if lacking and not marks:
        refusals += [refused(NO_COLUMN, COLUMNS, file=file, number=number) for number in lacking]
    beyond = [name for name, cell in cells.items() if name.isdecimal() and cell and int(name) > len(variant.asked)]
    refusals += [refused(NO_QUESTION, COLUMNS, file=file, row=row, number=number) for number in beyond]
    if refusals:
        raise TableError(refusals)
    name = one_line(safe(cells.get("name", ""))).strip()
    return Row(row, Result(paper.id, variant.letter, name, responses=tuple(responses)), marks)


def _response(asked: Asked, cell: str) -> Response | None:
    """What a cell says, None where it says nothing that can be read."""
    match asked.question.kind:
        case "yesno" | "choice" | "matching" | "order" if cell in typed_places.NONE:
            return Response()
        case "yesno":
            told = cell.casefold().rstrip(".")
            return Response(told in YES) if told in YES | NO else None
        case "choice":
            places = typed_places.options(cell)
            return Response(tuple(sorted({typed_places.OTHER if place is None else place for place in places})))
        case "cloze":
            return Response(
                tuple(part.strip() for part in cell.split("|")) if len(asked.question.gaps) > 1 else (cell,)
            )
        case "matching":
            return Response(tuple(typed_places.prompts(cell)))
        case "order":
            return Response(tuple(typed_places.steps(cell)))
        case "open" if _NUMBER.fullmatch(cell):
            own = round(float(cell.replace(",", ".")) * 100)
            return Response(own=own) if own <= asked.question.points else None
        case _:
            return Response(cell)
