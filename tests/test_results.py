"""Results of a class: figures against another way to compute them, files handed in, and what the command shows."""

from __future__ import annotations

import csv
import io
import json
import statistics
import unicodedata
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from exam_pages import CHOICE, MATCHING, OPEN, SEVERAL, YESNO, hostile, paper
from hypothesis import given, settings
from hypothesis import strategies as st
from support import bound_by_permissions, quiz

from quiz import handing_in, language, result_files, results_page, show_results
from quiz.errors import QuizError, StoreError
from quiz.exam import difficulty
from quiz.exam.candidates import Candidate
from quiz.exam.figures import ENOUGH, Figures, card_shares, correlation, counted, figures
from quiz.exam.json import dumps as paper_bytes
from quiz.exam.paper import Asked, Paper, Variant
from quiz.exam.result_file import dumps
from quiz.exam.results import Response, Result
from quiz.reviews import Moment

NOW = Moment(1_770_000_000_000)
ITEMS = tuple(replace(YESNO, uid=f"y{number}", yes=True, topics=(f"docker::t{number % 2}",)) for number in range(4))
SMALL = paper(questions=ITEMS, letters="AB")


def result(answers: Any, name: str = "", of: Paper = SMALL, letter: str = "A", **more: Any) -> Result:
    """A test with these answers, those of variant B in the order of variant A all the same."""
    given_ = answers if letter == "A" else tuple(reversed(answers))
    kept = {"kind": "test", "started": "2026-03-01T09:00:00Z", "finished": "2026-03-01T09:30:00Z"} | more
    return Result(of.id, letter, name, responses=tuple(Response(answer, 5) for answer in given_), **kept)


def item(told: Figures, uid: str) -> Any:
    return next(each for each in told.items if each.question.uid == uid)


# — figures —


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.lists(st.booleans(), min_size=4, max_size=4), st.sampled_from("AB")), min_size=8, max_size=25)
)
def test_figures_are_those_of_the_statistics_module(people: list[tuple[list[bool], str]]) -> None:
    """Share and point-biserial correlation with the rest, over both variants, for every question."""
    told = figures(SMALL, [result(tuple(row), letter=letter) for row, letter in people])
    rows = [row for row, _letter in people]
    for place, each in enumerate(told.items):
        own = [float(row[place]) for row in rows]
        rest = [sum(row) - row[place] for row in rows]
        assert each.share == pytest.approx(statistics.mean(own))
        if len(set(own)) == 1 or len(set(rest)) == 1:
            assert each.discrimination is None
        else:
            assert each.discrimination == pytest.approx(statistics.correlation(own, [float(part) for part in rest]))
    assert told.mean == pytest.approx(statistics.mean(sum(row) / 4 for row in rows))
    assert told.median == pytest.approx(statistics.median(sum(row) / 4 for row in rows))


def test_figures_by_hand() -> None:
    """Eight people, the first question right for the better four: a point-biserial worked out on paper."""
    rows = [(True, True, True, True)] * 4 + [(False, False, False, True)] * 4
    first = item(figures(SMALL, [result(row) for row in rows]), "y0")
    assert (first.marked, first.right, first.share, first.discrimination) == (8, 4, 0.5, pytest.approx(1.0))
    assert correlation([(0, 1), (1, 0), (1, 1), (0, 0)]) == pytest.approx(0)
    assert correlation([(1, 0), (1, 1)]) is None


@given(st.integers(0, ENOUGH - 1))
def test_nothing_is_claimed_of_few_people(many: int) -> None:
    """Counts are told, shares and correlations are not."""
    told = figures(SMALL, [result((True, False, True, False))] * many)
    assert all((each.marked, each.share, each.discrimination) == (many, None, None) for each in told.items)
    assert (told.mean, told.median) == (None, None)
    assert any("not claimed" in line for line in show_results.notes(told))


@given(st.permutations(range(9)))
def test_the_order_of_results_makes_no_difference(order: list[int]) -> None:
    """Files come in any order; every figure of questions and topics stays."""
    results = [result(tuple(bool(n >> bit & 1) for bit in range(4)), f"p{n}") for n in range(9)]
    told, again = figures(SMALL, results), figures(SMALL, [results[n] for n in order])
    assert told.items == again.items
    assert told.topics == again.topics


def test_options_are_counted_by_the_notes_whatever_was_printed() -> None:
    """Letters differ from variant to variant, options do not."""
    of = paper(questions=(CHOICE, SEVERAL))
    turned = Variant("B", (Asked(SEVERAL, (0, 1, 2, 3)), Asked(CHOICE, (3, 2, 1, 0))))
    both = replace(of, variants=(of.variants[0], turned))
    a = [result(((1,), (1, 3)), of=both)] * 2
    b = [replace(result(((3,), (0, 2)), of=both), variant="B", responses=(Response((0, 2)), Response((3,))))]
    told = figures(both, a + b)
    assert [each.people for each in item(told, "c1").chosen] == [3, 0, 0, 0]
    assert [each.people for each in item(told, "c2").chosen] == [3, 0, 3, 0]


def test_what_nobody_has_marked_counts_nowhere() -> None:
    """A written answer without a mark is in no sum; the other questions of its person are."""
    of = paper(questions=(OPEN, YESNO))
    told = figures(of, [result(("text", False), of=of)] * 9)
    assert (item(told, "w1").marked, item(told, "y1").marked, told.mean) == (0, 9, None)
    assert {taker.points for taker in told.takers} == {(100, 100)}
    assert any("nobody has marked" in line for line in show_results.notes(told))


def test_topics_are_weakest_first() -> None:
    """Each topic has the points of its questions of all people; a topic with few answers claims no share."""
    told = figures(SMALL, [result((True, False, True, True), letter=letter) for letter in "ABAB"])
    assert [(each.topic, each.points, each.answers) for each in told.topics] == [
        ("docker::t1", (400, 800), 8),
        ("docker::t0", (800, 800), 8),
    ]
    few = figures(SMALL, [result((True, False, True, True))])
    assert {each.share for each in few.topics} == {None}


def test_one_result_counts_for_each_person() -> None:
    """What a person marked before a test, a test before practice, the first before the second; nameless ones all."""
    test, again = result((True,) * 4, "kim"), result((False,) * 4, "kim", finished="2026-03-02T09:00:00Z")
    sheet, own = replace(test, kind="sheet"), result((True,) * 4, "lee", kind="practice")
    assert counted([again, test]) == [test]
    assert counted([test, sheet, again]) == [sheet]
    assert counted([own, test]) == [test]
    assert counted([own]) == [own]
    nameless = result((True,) * 4)
    assert counted([nameless, nameless]) == [nameless, nameless]
    assert figures(SMALL, [again, test, own]).left_out == (again, own)


# — difficulty of cards —


def test_cards_are_as_difficult_as_people_found_them() -> None:
    """From eight people on, over all papers; a matching question speaks for each of its cards by itself."""
    of = paper(questions=(MATCHING, YESNO))
    key = of.variants[0].asked[0].key
    people = [result(((key[0], None, key[2]), n < 2), of=of) for n in range(8)]
    assert card_shares([(of, people)]) == {"p1": 1, "p2": 0, "p3": 1, "y1": pytest.approx(6 / 8)}
    assert card_shares([(of, people[:5]), (of, people[5:])])["y1"] == pytest.approx(6 / 8)
    assert card_shares([(of, people[:7])]) == {}


@pytest.mark.parametrize(
    ("share", "band"), [(0.2, "hard"), (0.49, "hard"), (0.5, "medium"), (0.8, "easy"), (1.0, "easy")]
)
def test_results_decide_the_band_of_a_card(share: float, band: str) -> None:
    """They come before one's own reviews and before what the notes say."""
    from quiz.entry import Entry

    card = Candidate(Entry("u", "D", "Q?", "A"), ("easy", "hard"), share=share)
    assert difficulty.band(card) == band
    assert difficulty.band(replace(card, share=None)) == "easy"


# — files —


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    handing_in.add(folder, [], NOW, SMALL)
    return folder


def put(folder: Path, name: str, content: bytes | str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def names(data: Path, **more: Any) -> list[str]:
    return [each.result.name for each in result_files.stored(data, SMALL, **more)]


@settings(max_examples=20)
@given(
    rows=st.lists(
        st.tuples(st.text(max_size=6), st.lists(st.none() | st.booleans(), min_size=4, max_size=4)), max_size=5
    )
)
def test_the_same_file_is_added_once(tmp_path_factory: Any, rows: list[tuple[str, list[bool | None]]]) -> None:
    """Under any name and as often as one likes: the second time nothing is new and no file is another one."""
    data = tmp_path_factory.mktemp("data")
    files = [
        put(data / "in", f"{number}-{turn}.json", dumps(result(tuple(row), " ".join(name.split())), SMALL))
        for turn in "ab"
        for number, (name, row) in enumerate(rows)
    ]
    first = handing_in.add(data, files, NOW, SMALL)
    before = {file: file.read_bytes() for file in (data / "results").rglob("*.json")}
    second = handing_in.add(data, files, NOW, SMALL)
    assert not first.problems
    assert first.new == len(before) <= len(rows)
    assert (second.new, second.replaced, second.known) == (0, 0, len(files))
    assert {file: file.read_bytes() for file in (data / "results").rglob("*.json")} == before


def test_bad_files_cost_a_sentence_and_stop_nothing(data: Path) -> None:
    """Damaged, foreign, empty, binary and absent files each get one; the good one among them is kept."""
    folder = data.parent / "in"
    foreign = replace(SMALL, id="111-222-333")
    bad = {
        "broken.json": "{",
        "list.json": "[1]",
        "other.json": '{"a": 1}',
        "empty.json": "",
        "picture.png": b"\x89PNG\xff\xfe\x00",
        "foreign.json": dumps(result((True,) * 4, of=foreign), foreign),
        "short.json": json.dumps(json.loads(dumps(result((True,) * 4), SMALL)) | {"questions": []}),
        "table.csv": "name,1,2,3,4\nkim,yes,no,yes,no\n",
        "words.csv": f"paper,variant,1,2,3,4\n{SMALL.id},A,perhaps,no,yes,no\n",
        "not.zip": "PK\x03\x04 no",
        "deep.json": "[" * 100_000,
    }
    for name, content in bad.items():
        put(folder, name, content)
    put(folder, "good.json", dumps(result((True,) * 4, "kim"), SMALL))
    taken = handing_in.add(data, [folder, folder / "absent.json"], NOW)
    assert (taken.new, names(data)) == (1, ["kim"])
    told = [problem.message for problem in taken.problems]
    assert len(told) == len(bad) + 1
    for name in [*bad, "absent.json"]:
        assert sum(name in line for line in told) == 1, name
    assert all("\n" not in line for line in told)


def test_all_that_is_wrong_with_a_table_is_told_and_none_of_it_taken_in(home: Path) -> None:
    """Each bad cell of a table has a sentence; another table is taken in all the same."""
    rows = "".join(f"p{number},A,{'perhaps' if number < 50 else 'yes'},no,yes,no\n" for number in range(60))
    put(home.parent / "class", "bad.csv", f"paper,name,variant,1,2,3,4\n{rows}".replace("\np", f"\n{SMALL.id},p"))
    put(home.parent / "class", "good.csv", f"paper,name,variant,1,2,3,4\n{SMALL.id},Kim,A,yes,no,yes,no\n")
    done = add(home)
    assert (done.returncode, "10 new" in done.stdout) == (1, True)
    told = done.stderr.splitlines()
    assert [f"bad.csv: row {number}, question 1: " in line for number, line in enumerate(told[:-1], 2)] == [True] * 40
    assert told[-1] == "and 10 more"
    assert len(json.loads(add(home, "--json").stdout)["problems"]) == 50


def test_where_there_is_nothing_it_is_said(home: Path) -> None:
    """An empty folder, an empty zip and a table without answers are a problem, not three zeros."""
    folder = home.parent / "empty"
    put(folder / "in", ".hidden", "x")
    with zipfile.ZipFile(home.parent / "empty.zip", "w"):
        pass
    put(home.parent, "t.csv", "name,variant,1,2,3,4\npoints,,1,1,1,1\nKim,A,,,,\n")
    for name, told in (("empty", "holds no file"), ("empty.zip", "holds no file"), ("t.csv", "answers nothing")):
        done = quiz(home, "results", "add", home.parent / name, "--paper", home.parent / "paper.json")
        assert (done.returncode, f"{name} {told}" in done.stderr) == (1, True)


def test_a_zip_is_read_without_being_unpacked(data: Path) -> None:
    """Members that name places outside write nothing there; hidden ones are passed over, bad ones told."""
    file = data.parent / "in.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../evil.json", dumps(result((True,) * 4, "kim"), SMALL))
        archive.writestr("class/lee.json", dumps(result((False,) * 4, "lee"), SMALL))
        archive.writestr("__MACOSX/class/._lee.json", "x")
        archive.writestr("class/readme.txt", "hello")
    taken = handing_in.add(data, [file], NOW)
    assert names(data) == ["kim", "lee"]
    assert ["in.zip/class/readme.txt" in problem.message for problem in taken.problems] == [True]
    assert not list(data.parent.glob("**/evil.json"))


def test_a_table_typed_anew_takes_the_place_of_the_old_one(data: Path) -> None:
    """A corrected row replaces that of the same name, which is kept aside; rows without a name stay apart."""
    head = "paper,name,variant,1,2,3,4\n"
    file = put(data.parent, "t.csv", f"{head}{SMALL.id},kim,A,yes,no,no,no\n{SMALL.id},,B,yes,yes,yes,yes\n")
    assert handing_in.add(data, [file], NOW).new == 2
    put(data.parent, "t.csv", f"{head}{SMALL.id},kim,A,yes,yes,no,no\n{SMALL.id},,B,yes,yes,yes,yes\n")
    again = handing_in.add(data, [file], NOW)
    assert (again.new, again.replaced, again.known) == (0, 1, 1)
    assert names(data) == ["", "kim"]
    assert len(list((data / "results" / "replaced").rglob("*.json"))) == 1


def test_points_typed_for_written_answers_mark_the_test(data: Path) -> None:
    """The answers of the page stay, the marks join them; added again, before or after, nothing changes."""
    of = replace(paper(questions=(YESNO, OPEN)), id="222-333-444")
    test = put(data.parent / "in", "kim.json", dumps(result((False, "커널"), "kim", of), of))
    marks = put(data.parent / "in", "a-marks.csv", f"paper,name,1,2\n{of.id},kim,,3.5\n")
    taken = handing_in.add(data, [data.parent / "in"], NOW, of)
    assert (taken.new, taken.replaced) == (1, 1)
    (stored,) = result_files.stored(data, of)
    assert stored.result.responses == (Response(False, 5), Response("커널", 5, 350))
    again = handing_in.add(data, [test, marks, test], NOW)
    assert (again.known, again.new, again.replaced) == (3, 0, 0)
    put(data.parent / "in", "a-marks.csv", f"paper,name,1,2\n{of.id},kim,,2\n")
    handing_in.add(data, [marks], NOW)
    (stored,) = result_files.stored(data, of)
    assert stored.result.responses[1].own == 200


CELLS = st.lists(st.sampled_from(["yes", "no", ""]), min_size=4, max_size=4)


@settings(max_examples=30)
@given(rows=st.lists(st.tuples(st.sampled_from(["", "kim", "Kim", "lee", "박"]), CELLS), min_size=1, max_size=5))
def test_every_row_of_a_table_is_there_or_the_table_is_refused(
    tmp_path_factory: Any, rows: list[tuple[str, list[str]]]
) -> None:
    """No row takes the place of another one of its table; added again, all of it is known."""
    data = tmp_path_factory.mktemp("data")
    text = "".join(f"{name},A,{','.join(cells)}\n" for name, cells in rows)
    table = put(data / "in", "t.csv", f"name,variant,1,2,3,4\n{text}")
    first = handing_in.add(data, [table], NOW, SMALL)
    said = [row for row in rows if any(row[1])]
    who = [name.casefold() or cells for name, cells in said]
    if not said:
        assert "answers nothing" in first.problems[0].message
    elif all(who.count(each) == 1 for each in who):
        assert (first.new, first.known, first.replaced, first.problems) == (len(said), 0, 0, [])
    else:
        assert (names(data), len(first.problems)) == ([], len({str(each) for each in who if who.count(each) > 1}))
    again = handing_in.add(data, [table], NOW, SMALL)
    assert (again.new, again.replaced, again.known) == (0, 0, len(names(data)))


def test_two_of_one_name_are_told_apart_before_anything_is_taken_in(data: Path) -> None:
    """The sentence names both rows and says what to write; rows without a name that say the same are told, too."""
    head = "name,variant,1,2,3,4\n"
    rows = "김하나,A,yes,no,yes,no\nLee,A,yes,no,yes,no\n김하나,B,no,no,no,no\n"
    (problem,) = handing_in.add(data, [put(data.parent, "t.csv", head + rows)], NOW, SMALL).problems
    assert "김하나 stands more than once, in rows 2, 4" in problem.message
    assert "김하나 2" in problem.hint
    rows = ",A,yes,no,yes,no\n,B,yes,no,yes,no\n,A,yes,no,yes,no\n"
    (problem,) = handing_in.add(data, [put(data.parent, "t.csv", head + rows)], NOW, SMALL).problems
    assert "rows 2, 4 have no name" in problem.message
    assert names(data) == []


def test_whoever_is_left_out_of_the_figures_is_named() -> None:
    """Two tests of one name may be those of two people: text, page and JSON say whose does not count."""
    tests = [result((True,) * 4, "김하나"), result((False,) * 4, "김하나", letter="B", finished="2026-03-02T09:00:00Z")]
    told = figures(SMALL, tests)
    assert "김하나 (B)." in "\n".join(show_results.notes(told))
    assert "김하나 (B)." in results_page.page(told)
    assert show_results.as_json(told)["not_counted"] == [
        {"name": "김하나", "variant": "B", "kind": "test", "finished": "2026-03-02T09:00:00Z"}
    ]
    assert "김하나" not in "\n".join(show_results.lines(told, 100, anonymous=True))
    assert "김하나" not in str(show_results.as_json(told, anonymous=True)) + results_page.page(told, anonymous=True)


WRITTEN = replace(paper(questions=(YESNO, OPEN), letters="AB"), id="222-333-444")


def marks(data: Path, *rows: str) -> handing_in.Taken:
    """Hand in a table of these rows below `paper,name,variant,1,2`; of variant A the second question is written."""
    text = "".join(f"{WRITTEN.id},{row}\n" for row in rows)
    return handing_in.add(data, [put(data.parent, "marks.csv", f"paper,name,variant,1,2\n{text}")], NOW, WRITTEN)


def hand_in(data: Path, *people: Result) -> None:
    files = [put(data.parent / "in", f"{number}.json", dumps(each, WRITTEN)) for number, each in enumerate(people)]
    assert not handing_in.add(data, files, NOW, WRITTEN).problems


def own(data: Path) -> dict[str, list[int | None]]:
    return {
        each.result.finished: [response.own for response in each.result.responses]
        for each in result_files.stored(data, WRITTEN)
    }


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Kim,B,3.5,", "row 3: there is no single test of Kim, variant B"),
        ("Kin,A,,3.5", "row 3: there is no single test of Kin, variant A"),
        (",A,,3.5", "row 3 has nothing but points"),
    ],
)
def test_marks_without_a_test_are_refused_and_nothing_of_their_table_is_taken_in(
    data: Path, row: str, told: str
) -> None:
    """No nearly blank test comes of a slip in a name or a variant; the hint says what was handed in."""
    hand_in(data, result((False, "커널"), "Kim", WRITTEN), result((False, "커널"), "Lee", WRITTEN))
    taken = marks(data, "Lee,A,,2", row)
    assert [told in problem.message for problem in taken.problems] == [True]
    assert any(said in taken.problems[0].hint for said in ("variant: A", "variant A", "mean Kim?", "write -"))
    assert (taken.new, taken.replaced, own(data)) == (0, 0, {"2026-03-01T09:30:00Z": [None, None]})


def test_marks_find_a_name_whatever_its_case(data: Path) -> None:
    """kim is Kim, composed or not; the test keeps its answers and its own spelling."""
    hand_in(data, result((False, "커널"), "Kim 하나", WRITTEN))
    assert marks(data, f"{unicodedata.normalize('NFD', 'KIM 하나')},a,,2").replaced == 1
    (stored,) = result_files.stored(data, WRITTEN)
    assert (stored.result.name, stored.result.responses[1]) == ("Kim 하나", Response("커널", 5, 200))


def test_of_two_tests_of_a_person_the_one_that_counts_is_marked(data: Path) -> None:
    """That is the first; typed anew the marks find the same one, and the other one stays as it is."""
    later = "2026-03-02T09:00:00Z"
    hand_in(
        data, *(result((False, "a"), "Kim", WRITTEN, **more) for more in ({}, {"started": later, "finished": later}))
    )
    for points in (200, 300):
        assert marks(data, f"Kim,A,,{points // 100}").replaced == 1
        assert own(data) == {"2026-03-01T09:30:00Z": [None, points], later: [None, None]}


def test_answers_typed_first_and_marks_typed_later_are_one_result(data: Path) -> None:
    """The marks take no answer away, whichever table is added again."""
    answers = ("Kim,A,no,", "Lee,A,yes,")
    assert marks(data, *answers).new == 2
    assert marks(data, "Kim,A,,2", "Lee,A,,2.5").replaced == 2
    again = marks(data, *answers)
    assert (again.known, again.replaced) == (2, 0)
    told = figures(WRITTEN, [each.result for each in result_files.stored(data, WRITTEN)])
    assert [(taker.name, taker.points.got) for taker in told.takers] == [("Kim", 300), ("Lee", 250)]


def test_a_paper_with_nothing_but_written_answers_given_is_typed_with_a_dash(data: Path) -> None:
    """`-` says that the rest is blank, so the row is a test of its own."""
    assert marks(data, "Kim,A,-,2").new == 1
    (stored,) = result_files.stored(data, WRITTEN)
    assert stored.result.responses == (Response(), Response(own=200))


def test_a_result_is_written_whole_or_not_at_all(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk fails in the middle there is a sentence, and neither a half file nor a stray one."""
    monkeypatch.setattr(Path, "replace", _full_disk)
    with pytest.raises(StoreError, match="cannot be written"):
        result_files.Shelf(data, SMALL).add(result((True,) * 4))
    assert not [file for file in (data / "results").rglob("*") if file.is_file()]


def _full_disk(_file: Path, _target: Path) -> Path:
    raise OSError(28, "No space left on device")


def test_a_folder_without_rights_is_a_sentence(data: Path) -> None:
    """Nothing is added where nothing may be written, and the problem names the place."""
    data.chmod(0o500)
    try:
        with bound_by_permissions():
            taken = handing_in.add(data, [put(data.parent / "in", "k.json", dumps(result((True,) * 4), SMALL))], NOW)
    finally:
        data.chmod(0o700)
    assert [str(data) in problem.message for problem in taken.problems] == [True]


def test_dropped_results_come_back(data: Path) -> None:
    """Dropping moves a file, restoring moves it back; its content is never touched."""
    shelf = result_files.Shelf(data, SMALL)
    shelf.add(result((True,) * 4, "kim"))
    (stored,) = result_files.stored(data, SMALL)
    content = stored.file.read_bytes()
    result_files.drop(data, [stored])
    assert (names(data), names(data, dropped=True)) == ([], ["kim"])
    result_files.restore(data, result_files.stored(data, SMALL, dropped=True))
    assert names(data) == ["kim"]
    assert stored.file.read_bytes() == content


def test_a_damaged_result_on_disk_is_named(data: Path) -> None:
    """What quiz did not write so is not passed over."""
    put(data / "results" / SMALL.id, "0000000000.json", "{}")
    with pytest.raises(QuizError, match=r"0000000000\.json"):
        result_files.stored(data, SMALL)


# — what is shown —


class Balanced(HTMLParser):
    """Fails where a tag is closed that is not open; remembers scripts and addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href") or name.startswith("on")]
        if tag not in ("meta", "br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("code", ["en", "ko"])
def test_the_page_is_one_file_and_runs_nothing(code: str) -> None:
    """Whatever stands in a paper and in names: balanced HTML without scripts, addresses or handlers."""
    of = hostile()
    name = "<script>alert(1)</script>"
    empty = Result(of.id, "A", name, "test", responses=(Response(),) * len(of.variants[0].asked))
    with language.speaking(code):
        page = results_page.page(figures(of, [replace(empty, name=f"{name}{n}") for n in range(9)]))
    parser = Balanced()
    parser.feed(page)
    assert not parser.open
    assert "script" not in parser.tags
    assert not parser.addresses
    assert "&lt;script&gt;alert(1)" in page


def test_anonymous_figures_have_no_names() -> None:
    """Neither the text nor the JSON nor the page tells a name; without names people are numbered anyway."""
    told = figures(SMALL, [result((True,) * 4, "Kim Secret"), result((False,) * 4)])
    shown = [
        "\n".join(show_results.lines(told, 100, anonymous=True)),
        json.dumps(show_results.as_json(told, anonymous=True)),
        results_page.page(told, anonymous=True),
    ]
    assert not any("Secret" in text for text in shown)
    assert all("#1" in text and "#2" in text for text in shown)
    assert "#2" in "\n".join(show_results.lines(told, 100))


@pytest.mark.parametrize("width", [40, 80, 160])
def test_tables_keep_their_width(width: int) -> None:
    """No row of a table is wider than the terminal."""
    from quiz.terminal import cell_width

    told = figures(paper(), [Result(paper().id, "A", f"이름{n}", responses=(Response(),) * 8) for n in range(9)])
    rows = [line for line in show_results.lines(told, width) if line.startswith(" ") and "%" in line]
    assert rows
    assert all(cell_width(line) <= width for line in rows)


# — the command —


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "class"
    put(tmp_path, "paper.json", paper_bytes(SMALL))
    for n in range(9):
        put(folder, f"{n}.json", dumps(result(tuple(n > 2 * place for place in range(4)), f"학생 {n}"), SMALL))
    return tmp_path / "home"


def add(home: Path, *more: Any) -> Any:
    return quiz(home, "results", "add", home.parent / "class", "--paper", home.parent / "paper.json", *more)


def test_results_are_added_listed_and_shown(home: Path) -> None:
    """From a folder of files to figures: exit 0, the paper in the list, every question and person in the table."""
    assert "No results yet" in quiz(home, "results").stderr
    done = add(home)
    assert (done.returncode, done.stderr) == (0, "")
    assert "9 new" in done.stdout
    assert SMALL.id in quiz(home, "results").stdout
    shown = quiz(home, "results", SMALL.id).stdout
    assert all(text in shown for text in ("9 people", "학생 8", "8/9", "89 %"))
    told = json.loads(quiz(home, "results", SMALL.id, "--json").stdout)
    assert [each["right"] for each in told["questions"]] == [8, 6, 4, 2]
    assert told["takers"][0]["share"] == 1


def test_a_bad_file_makes_exit_1_and_the_rest_is_added(home: Path) -> None:
    """The sentence stands on stderr, the counts on stdout; with --json both are in the JSON."""
    put(home.parent / "class", "bad.json", "{")
    done = add(home)
    assert (done.returncode, "9 new" in done.stdout, "bad.json" in done.stderr) == (1, True, True)
    told = json.loads(add(home, "--json").stdout)
    assert (told["known"], len(told["problems"])) == (9, 1)


def test_a_person_is_dropped_and_brought_back(home: Path) -> None:
    """By name; a name that nobody has, and one with several results, are a sentence and change nothing."""
    add(home)
    assert "restore" in quiz(home, "results", "drop", "학생 3").stdout
    assert "8 people" in quiz(home, "results", SMALL.id).stdout
    assert quiz(home, "results", "restore", "학생 3").returncode == 0
    assert "9 people" in quiz(home, "results", SMALL.id).stdout
    assert quiz(home, "results", "drop", "nobody").returncode == 2
    put(
        home.parent / "class",
        "again.json",
        dumps(result((True,) * 4, "학생 3", finished="2026-03-05T09:00:00Z"), SMALL),
    )
    add(home)
    done = quiz(home, "results", "drop", "학생 3")
    assert done.returncode == 2
    (first, *_rest) = [
        line.split()[0] for line in quiz(home, "results", SMALL.id, "--ids").stdout.splitlines() if "학생 3" in line
    ]
    assert first in done.stderr
    assert quiz(home, "results", "drop", first).returncode == 0


def test_a_page_is_written(home: Path, tmp_path: Path) -> None:
    """--html writes the file; a folder that is not there is a sentence."""
    add(home)
    assert quiz(home, "results", SMALL.id, "--html", tmp_path / "r.html").returncode == 0
    assert "학생 8" in (tmp_path / "r.html").read_text("utf-8")
    assert quiz(home, "results", SMALL.id, "--html", tmp_path / "no" / "r.html").returncode == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949", "utf-16"])
def test_tables_of_spreadsheets_are_read(home: Path, encoding: str) -> None:
    """Korean names in the encodings that spreadsheets save."""
    text = io.StringIO()
    csv.writer(text).writerows([["이름", "유형", 1, 2, 3, 4], ["김하나", "A", "예", "아니요", "o", "x"]])
    file = put(home.parent, "t.csv", text.getvalue().encode(encoding))
    assert quiz(home, "results", "add", file, "--paper", home.parent / "paper.json").returncode == 0
    assert "김하나" in quiz(home, "results", SMALL.id).stdout


@pytest.mark.parametrize("hostile_id", ["../../out", "", "1-2-3"])
def test_a_paper_with_a_strange_id_writes_nowhere(home: Path, hostile_id: str) -> None:
    """Its id would be the name of a file: it is refused."""
    told = json.loads(paper_bytes(SMALL)) | {"id": hostile_id}
    file = put(home.parent, "strange.json", json.dumps(told))
    done = quiz(home, "results", "add", home.parent / "class", "--paper", file)
    assert done.returncode == 1
    assert not list(home.parent.rglob("out*"))
