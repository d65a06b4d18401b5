"""Marking: what an answer to each kind of question is worth, and the files answers come in."""

import json
from dataclasses import replace

import pytest
from exam_pages import CHOICE, CLOZE, MATCHING, OPEN, ORDER, ORDERS, SEVERAL, SHORT, YESNO, paper
from hypothesis import given
from hypothesis import strategies as st

from quiz.errors import QuizError
from quiz.exam import answer_table, results, typed_answer
from quiz.exam.formats import Options, written
from quiz.exam.key import answer
from quiz.exam.marking import Rules, fits, mark, normal, share
from quiz.exam.paper import Asked, Paper, Variant


def asked(question):
    return Asked(question, ORDERS.get(question.uid) or tuple(range(question.movable)))


RIGHT = (
    (CHOICE, (1,)),
    (SEVERAL, (1, 3)),
    (YESNO, False),
    (SHORT, "도커컴포즈"),
    (CLOZE, ("dockerfile", "build")),
    (MATCHING, (1, 2, 0)),
    (ORDER, (1, 3, 2, 0)),
)


@pytest.mark.parametrize(("question", "answer"), RIGHT, ids=lambda value: getattr(value, "kind", ""))
def test_right(question, answer):
    """The right answer, by print places, has all points of its question, and no answer has none."""
    assert mark(asked(question), answer) == question.points
    assert mark(asked(question), None) == 0


def test_key_is_right():
    """What a paper calls the key of a choice, a matching or an order question is marked as right."""
    for question in (CHOICE, SEVERAL, MATCHING, ORDER):
        assert mark(asked(question), asked(question).key) == question.points


def test_open_waits():
    """A written answer is worth nothing until a person has marked it."""
    assert mark(asked(OPEN), "무엇이든") is None


@pytest.mark.parametrize(
    ("answer", "exact", "partly"),
    [((1, 3), 200, 200), ((1,), 0, 100), ((1, 3, 0), 0, 100), ((1, 0), 0, 0), ((0, 2), 0, 0), ((0, 1, 2, 3), 0, 0)],
)
def test_several(answer, exact, partly):
    """Of several right options all and only those count; partial credit takes a wrong one from a right one."""
    assert mark(asked(SEVERAL), answer) == exact
    assert mark(asked(SEVERAL), answer, Rules(partial=True)) == partly


def test_parts():
    """Gaps and pairs count one by one; the steps of an order only where the rules say so."""
    assert mark(asked(CLOZE), ("Dockerfile", "")) == 100
    assert mark(asked(MATCHING), (1, None, 0)) == 200
    assert mark(asked(ORDER), (1, 3, 0, 2)) == 0
    assert mark(asked(ORDER), (1, 3, 0, 2), Rules(places=True)) == 100


@given(st.integers(0, 1000), st.integers(1, 20), st.data())
def test_share(points, whole, data):
    """A share is a whole number of hundredths, half a hundredth off at most, and everything for all parts."""
    part = data.draw(st.integers(0, whole))
    assert abs(share(points, part, whole) * 2 * whole - 2 * points * part) <= whole
    assert share(points, whole, whole) == points


SAME = (
    ("도커 컴포즈", "도커컴포즈"),
    ("Docker Compose", "  docker   compose. "),
    ("“볼륨”", '"볼륨"'),
    ("볼륨", "볼륨"),
    ("Straße", "STRASSE"),
    ("ΟΔΟΣ", "οδος"),
    (".dockerignore", ".Dockerignore"),
    ("docker run -p 80:80 web", "docker  run —p 80:80 web".replace("—", "–")),
    ("3.14", "3.14."),
    ("...", "..."),
)
OTHER = (
    ("-p", "-P"),
    ("docker rm -v web", "docker rm -V web"),
    ("docker compose", "dockercompose"),
    ("휘발성", "비휘발성"),
    ("C++", "C"),
    ("a", ""),
    ("", ""),
    (".", " "),
)


@pytest.mark.parametrize(("accepted", "typed"), SAME)
def test_same(accepted, typed):
    """Case, blanks, quotes, a last full stop and blanks between Hangul make no difference."""
    assert fits(typed, [accepted])


@pytest.mark.parametrize(("accepted", "typed"), OTHER)
def test_other(accepted, typed):
    """The case of flags and commands, blanks between Latin words and letters make one, and nothing is never right."""
    assert not fits(typed, [accepted])


@given(st.text())
def test_normal_is_stable(text):
    """What is compared of a text is, read again, the same."""
    assert normal(normal(text)) == normal(text)
    assert normal(normal(text, True), True) == normal(text, True)


def result(**changes):
    answers = [[1], False, "compose", ["Dockerfile", "build"], [1, 3], [1, 2, 0], [1, 3, 2, 0], "격리"]
    questions = [
        {"uid": one.question.uid, "answer": answer, "seconds": 7}
        for one, answer in zip(paper().variants[0].asked, answers, strict=True)
    ]
    value = {"format": "quiz-result", "version": 1, "paper": "417-205-386", "variant": "A", "kind": "test"}
    return value | {"name": "김도커", "started": "2026-03-02T01:00:00.000Z", "questions": questions} | changes


def test_result_file():
    """A result file becomes a result, whose marks are those of its answers."""
    read = results.read(json.dumps(result()), paper(), "a.json")
    assert (read.name, read.variant, read.kind, read.finished) == ("김도커", "A", "test", "")
    assert read.responses[0] == results.Response((1,), 7)
    assert results.marks(paper(), read) == (100, 100, 100, 200, 200, 300, 200, None)


@pytest.mark.parametrize("kind", ["practice", "test"])
def test_own_marks(kind):
    """What people gave themselves for a written answer counts in a practice only, and no more than its points."""
    own = result(kind=kind)
    own["questions"][-1]["own"] = 900
    read = results.read(json.dumps(own), paper(), "a.json")
    assert results.marks(paper(), read)[-1] == (400 if kind == "practice" else None)


BROKEN = (
    ("", "no result"),
    ("{", "no result"),
    ("[]", "no result"),
    ("[" * 100_000, "no result"),
    ('{"format": "other"}', "no result"),
    (json.dumps(result(version=2)), "version 2"),
    (json.dumps(result(paper="999")), "999"),
    (json.dumps(result(variant="Z")), "variant Z"),
    (json.dumps(result(questions=[])), "0 answers"),
    (json.dumps(result(questions=[3] * 8)), "no result"),
    (json.dumps(result(name=3)), "no result"),
    (json.dumps(result(name="\u001b[31m", variant="\u001b[31m")), "variant [31m"),
)


@pytest.mark.parametrize(("text", "told"), BROKEN)
def test_broken_result(text, told):
    """A file that is broken, foreign or too new is refused in a sentence that names it and says why."""
    with pytest.raises(QuizError) as error:
        results.read(text, paper(), "a.json")
    assert error.value.message.startswith("a.json")
    assert told in error.value.message
    assert error.value.hint
    assert "\u001b" not in error.value.message


@pytest.mark.parametrize("number", range(1, 9))
@pytest.mark.parametrize("answer", [7, "B", [9], [1, 1, 1, 1], {"a": 1}, True, [True], [None], 1.5])
def test_unfit_answer(number, answer):
    """An answer no field of the page could give is refused with the number of its question, or is marked."""
    raw = result()
    raw["questions"][number - 1]["answer"] = answer
    text_like = isinstance(answer, str) and number in (3, 8)
    if text_like or (answer is True and number == 2):
        results.read(json.dumps(raw), paper(), "a.json")
        return
    with pytest.raises(QuizError, match=f"question {number} "):
        results.read(json.dumps(raw), paper(), "a.json")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from(sorted(result())), json_values), st.lists(json_values, max_size=9))
def test_any_json(changes, answers):
    """Whatever JSON a file holds, it is marked within the points of the questions, or refused in a sentence."""
    raw = result(**changes)
    if isinstance(raw["questions"], list):
        for row, answer in zip(raw["questions"], answers, strict=False):
            if isinstance(row, dict):
                row["answer"] = answer
    try:
        read = results.read(json.dumps(raw), paper(), "a.json")
    except QuizError:
        return
    for got, question in zip(results.marks(paper(), read), paper().questions(), strict=True):
        assert got is None or 0 <= got <= question.points


TABLE = """이름,유형,1,2,3,4,5,6,7,8
김도커,A,B,아니요,도커 컴포즈,Dockerfile | build,BD,B C A,B D C A,3.5
Lee,b,2,1,c,b a,x | y,z,o,c
Nobody,A,,,,,,,,
"""


def test_table():
    """A row of a table is read by the kinds of the questions of its variant; a row without answers is left out."""
    text = TABLE.replace("Lee,b,2,1,c,b a,x | y,z,o,c\n", "")
    (read,) = (row.result for row in answer_table.read(text, paper(letters="AB"), "class.csv"))
    assert read.name == "김도커"
    assert results.marks(paper(letters="AB"), read) == (100, 100, 100, 200, 200, 300, 200, 350)


@pytest.mark.parametrize("change", [("\n", "\r\n"), (",", ";"), (",", "\t"), ("김도커", '"김\n도커"')])
def test_table_dialects(change):
    """Commas, semicolons or tabs between cells, and any line ends, make no difference."""
    text = TABLE.replace("Lee,b,2,1,c,b a,x | y,z,o,c\n", "").replace(*change)
    (read,) = (row.result for row in answer_table.read(text, paper(letters="AB"), "class.csv"))
    assert results.marks(paper(letters="AB"), read)[:3] == (100, 100, 100)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ("7,no,a,a | b,B,A B C,A B C D,0", "question 1: “7”"),
        ("B,vielleicht,a,a | b,B,A B C,A B C D,0", "question 2: “vielleicht”"),
        ("B,no,a,a,B,A B C,A B C D,0", "question 4: “a”"),
        ("B,no,a,a | b,E,A B C,A B C D,0", "question 5: “E”"),
        ("B,no,a,a | b,B,A B,A B C D,0", "question 6: “A B”"),
        ("B,no,a,a | b,B,A - C,A B B D,0", "question 7: “A B B D”"),
        ("B,no,a,a | b,B,A - C,A B C D,9", "question 8: “9”"),
    ],
)
def test_unreadable_cell(cells, told):
    """A cell that is no answer is named by row, question and content, with a hint how to write it."""
    with pytest.raises(QuizError) as error:
        answer_table.read(f"name,1,2,3,4,5,6,7,8\nKim,{cells}\n", paper(), "class.csv")
    assert told in error.value.message
    assert "row 2" in error.value.message
    assert error.value.hint


def test_every_unreadable_cell_is_told_at_once():
    """A table is put right in one go: each bad cell with the row of the spreadsheet and its hint."""
    rows = [
        "Kim,7,maybe,a,a | b,B,A B C,A B C D,0",
        "",
        "Lee,B,no,a,a | b,B,A B C,A B C D,0",
        "Park,B,no,a,a,B,A,A B C D,9",
    ]
    with pytest.raises(answer_table.TableError) as error:
        answer_table.read("\n".join(["name,1,2,3,4,5,6,7,8", *rows]), paper(), "class.csv")
    told = [
        (each.message.removeprefix("class.csv: ").partition(":")[0], bool(each.hint)) for each in error.value.refusals
    ]
    places = [(2, 1), (2, 2), (5, 4), (5, 6), (5, 8)]
    assert told == [(f"row {row}, question {number}", True) for row, number in places]


KEYS = st.sampled_from([CHOICE, SEVERAL, MATCHING, ORDER]).flatmap(
    lambda one: st.builds(Asked, st.just(one), st.permutations(range(one.movable)).map(tuple))
)


def in_table(asked, cell):
    """How a table reads a cell for a question."""
    made = Paper("417-205-386", "", "en", (Variant("A", (asked,)),))
    (row,) = answer_table.read(f'name,1\nKim,"{cell}"\n', made, "class.csv")
    return row.result.responses[0].answer


@given(KEYS)
def test_what_the_key_prints_is_read(asked):
    """In a table and on a line of the terminal, as the key has it and with the dashes and arrows of a keyboard."""
    printed = answer(asked)
    for cell in (printed, printed.replace("–", "-").replace("→", ">"), printed.replace("–", ": ").replace(", ", " ")):
        assert in_table(asked, cell) == asked.key
        assert typed_answer.read(asked, cell) == asked.key


@pytest.mark.parametrize(
    ("question", "cell", "read"),
    [
        (ORDER, "a->b->d->c", (0, 1, 3, 2)),
        (ORDER, "A – B – D – C", (0, 1, 3, 2)),
        (ORDER, "2 → 1 → 4 → 3", None),
        (ORDER, "2143", None),
        (MATCHING, "1-B 2-A", None),
        (MATCHING, "1B 2– 3A", (1, None, 0)),
        (MATCHING, "1–B, 2–—, 3–A", (1, None, 0)),
        (MATCHING, "2-A 1-B 3-C", None),
        (MATCHING, "B – A", (1, None, 0)),
        (SEVERAL, "A–C", None),
    ],
)
def test_dashes_and_numbers(question, cell, read):
    """A dash parts steps, follows a number or stands for no answer; a number of a step or out of order is refused."""
    if read is None:
        with pytest.raises(QuizError, match="is no answer to it"):
            in_table(asked(question), cell)
        with pytest.raises(QuizError, match="is no answer to this question"):
            typed_answer.read(asked(question), cell)
    else:
        assert in_table(asked(question), cell) == typed_answer.read(asked(question), cell) == read


def test_a_table_of_points_has_columns_for_written_questions_alone():
    """Lacking columns are empty where a row says nothing else; a row with answers needs a column for every question."""
    of = paper(letters="AB")
    rows = answer_table.read("name,variant,1,8\nKim,A,,2.5\nLee,B,4,\n", of, "class.csv")
    assert [(row.marks, results.marks(of, row.result)) for row in rows] == [
        (True, (0, 0, 0, 0, 0, 0, 0, 250)), (True, (400, 0, 0, 0, 0, 0, 0, 0)),
    ]  # fmt: skip
    with pytest.raises(answer_table.TableError) as error:
        answer_table.read("name,variant,1,8,9\nKim,A,B,2.5,\nLee,B,4,,1\n", of, "class.csv")
    told = [each.message for each in error.value.refusals]
    assert told[0] == "class.csv has no column for question 2."
    assert told[-1] == "class.csv: row 3 answers question 9, which its variant does not have."


@pytest.mark.parametrize("text", ["", "\n", "name\n", "name,variant\nKim,A\n", "a\0b", 'name,1\n"'])
def test_no_table(text):
    """What is no table of answers is refused with the columns there must be."""
    with pytest.raises(QuizError, match=r"class\.csv"):
        answer_table.read(text, paper(), "class.csv")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_marking_sheet_is_typed_as_it_is_printed(language):
    """Its headings, its row of points and its column of the total are no answers of anybody."""
    made = replace(paper(questions=(YESNO, OPEN), letters="AB"), language=language)
    told = written(made, ["md"], Options(names=("김도커", "Lee")))["417-205-386-marking.md"].decode()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in told.splitlines() if line[:1] == "|"]
    table = "\n".join(",".join(row) for row in rows if row[0] != "---")
    assert "김도커,A,,," in table
    typed = table.replace("김도커,A,,,", "김도커,A,no,2.5,3.5").replace("Lee,B,,,", "Lee,B,0,yes,0")
    read = [row.result for row in answer_table.read(typed, made, "class.csv")]
    assert [(each.name, each.variant, results.marks(made, each)) for each in read] == [
        ("김도커", "A", (100, 250)), ("Lee", "B", (0, 0)),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["name,1,2\nKim,no,2\n", "이름,형,1,2\nKim,,no,2\n"])
def test_a_row_without_a_variant_is_told(text):
    """With several variants each row must say its own: the column may be missing, or the cell."""
    with pytest.raises(QuizError, match="row 2 says no variant") as error:
        answer_table.read(text, paper(questions=(YESNO, OPEN), letters="AB"), "class.csv")
    assert "A, B" in error.value.hint


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_encodings(encoding):
    """A table is read as Excel in Korea saves it, too."""
    assert results.decoded(TABLE.encode(encoding), "class.csv") == TABLE


def test_no_text():
    """A picture is no table."""
    with pytest.raises(QuizError, match="no text"):
        results.decoded(b"\x89PNG\r\n\x1a\n\xff\xff", "class.csv")
