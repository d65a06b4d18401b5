"""Taking a paper in line mode: the dialogue in this process with a script and a clock, and as a real process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from exam_pages import paper
from support import notes, quiz, write

from quiz import language, plain_take
from quiz.exam.run import Run
from quiz.exam.score import Score
from quiz.plain_take import Faces

NOW, LATER = "2026-03-01T09:00:00Z", "2026-03-01T09:20:00Z"
RIGHT = ["B", "no", "도커컴포즈", "Dockerfile", "build", "BD", "B C A", "B D C A", "커널을 함께 쓴다", ""]
"""What is right on the paper, line by line; the written answer ends with an empty line."""


class Typist:
    """Takes a paper with these lines; the clock goes on by `pace` seconds at every look."""

    def __init__(self, begun: Run | None = None, pace: float = 1.0) -> None:
        self.run = begun or Run.begin(paper(), "A", NOW)
        self.kept: list[Run] = []
        self.shown = ""
        self._pace, self._time = pace, 0.0

    def types(self, *lines: str) -> Run:
        left = iter([*lines])

        def read(prompt: str) -> str | None:
            self.shown += prompt
            return next(left, None)

        def write(text: str) -> None:
            self.shown += text + "\n"

        self.run = plain_take.run(self.run, Faces(read, write, self.kept.append, self._seconds, lambda: LATER))
        assert next(left, None) is None, "it ended before all was typed"
        return self.run

    def _seconds(self) -> float:
        self._time += self._pace
        return self._time


def points(run: Run) -> tuple[int, int]:
    return tuple(Score.of(run.paper, run.result).total)  # type: ignore[return-value]


def test_every_kind_is_answered_by_a_line() -> None:
    """Letters, yes or no, texts, gaps one by one, matching, order and a written answer; then all points are had."""
    typist = Typist()
    run = typist.types(*RIGHT, "", "3")
    assert run.phase == "done"
    assert points(run) == (run.paper.points, run.paper.points)
    assert run.finished == LATER
    assert "[8/8]" in typist.shown


def test_every_answer_is_kept_before_the_next_question() -> None:
    """After each line the last run that was written down is the one that is asked on."""
    typist = Typist()
    run = typist.types(*RIGHT[:4])
    assert typist.kept[-1] == run
    assert next(each.answers for each in typist.kept if each.place == 3)[:3] == run.answers[:3]


def test_the_end_of_the_input_leaves_the_run_to_go_on_with() -> None:
    """What was answered stands, nothing is finished, and a second sitting ends it."""
    first = Typist().types(*RIGHT[:3])
    assert (first.phase, first.place) == ("asking", 3)
    second = Typist(first).types(*RIGHT[3:], "", "2")
    assert points(second) == (second.paper.points - 200, second.paper.points)


def test_one_goes_back_and_forth_and_to_a_number() -> None:
    """:b and :n by one, :7 to the seventh question, :o to the next one without an answer, never off the paper."""
    assert Typist().types(":b").place == 0
    assert Typist().types(":n", ":n", ":b").place == 1
    assert Typist().types(":7").place == 6
    assert Typist().types(":99").place == 7
    typist = Typist()
    assert typist.types("B", ":1", ":o").place == 1
    assert "Not answered yet: 2, 3, 4, 5, 6, 7, 8." in typist.shown


def test_an_answer_is_shown_again_changed_and_cleared() -> None:
    """Back at a question its answer is told; another one takes its place, :c takes it away."""
    typist = Typist()
    run = typist.types("A", ":b", "C", ":b", ":q")
    assert run.answers[0] == (2,)
    assert "So far: A. " in typist.shown
    assert Typist(run).types(":c", ":q").answers[0] is None


@pytest.mark.parametrize(("number", "line"), [(1, "F"), (1, "A B"), (2, "maybe"), (6, "A"), (7, "A A B C")])
def test_what_is_no_answer_is_said_and_asked_again(number: int, line: str) -> None:
    """A line that says nothing to the question changes nothing, and says how it is typed."""
    typist = Typist()
    run = typist.types(f":{number}", line, ":q")
    assert (run.place, run.answer) == (number - 1, None)
    assert "is no answer to this question. Type" in typist.shown


def test_what_looks_like_a_command_is_an_answer() -> None:
    """Only known words behind a colon are commands."""
    assert Typist().types(":3", ":latest", ":q").answers[2] == ":latest"


def test_keys_work_in_hangul_mode() -> None:
    """`:ㅜ` is :n, `ㅠ` the option B, `ㅛ` is yes: the keys pressed count."""
    assert Typist().types(":ㅜ").place == 1
    assert Typist().types("ㅠ", "ㅛ").answers[:2] == ((1,), True)


def test_finishing_early_asks_first() -> None:
    """With questions open :f names them; Enter goes on, y finishes."""
    typist = Typist()
    assert typist.types("B", ":f", "").phase == "asking"
    assert "Not answered yet: 2," in typist.shown
    assert points(Typist().types("B", ":f", "y")) == (100, 1600)


def test_the_end_names_what_is_open() -> None:
    """After the last question Enter goes to the first one without an answer."""
    assert Typist().types(":8", "", "").place == 0


def test_when_time_is_up_no_answer_is_lost() -> None:
    """The line typed last is asked for again only if one goes on; what was answered stands either way."""
    begun = Run.begin(paper(), "A", NOW, minutes=1)
    typist = Typist(begun, pace=25)
    over = typist.types("B", "no", "x", "")
    assert (over.phase, over.answers[:2]) == ("done", ((1,), False))
    assert "The time is up." in typist.shown
    assert "0:35 left" in typist.shown
    longer = Typist(begun, pace=25).types("B", "no", "x", "g", "도커 컴포즈")
    assert (longer.phase, longer.minutes, longer.answers[2]) == ("asking", 0, "도커 컴포즈")


def test_a_mark_is_taken_back() -> None:
    """After marking, u brings the written answer back; the model answer is shown beside one's own."""
    two = paper(questions=(*(paper().variants[0].asked[7].question for _n in range(1)),))
    typist = Typist(Run.begin(two, "A", NOW))
    run = typist.types("커널", "", "", "9", "2")
    assert run.own == (200,)
    assert "Model answer: 컨테이너는 호스트의 커널을" in typist.shown


def test_the_result_names_what_is_wrong_and_what_is_right() -> None:
    """The sum, and for each question that lacks points both answers and the explanation; right ones are not listed."""
    run = Typist().types("A", *RIGHT[1:], "", "3")
    told = "\n".join(plain_take.lines(Score.of(run.paper, run.result)))
    assert told.startswith("15 of 16 points, 94 %")
    assert "Not right: A. --expose 8080" in told
    assert "right: B. -p 8080:80" in told
    assert "--expose는 호스트에 열지 않습니다." in told
    assert "2. " not in told


def test_it_speaks_korean() -> None:
    """Every sentence of the dialogue is Korean where Korean is spoken."""
    with language.speaking("ko"):
        typist = Typist()
        typist.types("zz", ":f", "", ":q")
    assert not [
        word for word in ("Type", "Enter", "questions", "answered") if word in typist.shown.replace("Enter", "")
    ]


# — as a process —


@pytest.fixture
def home(tmp_path: Path) -> Path:
    file = write(tmp_path / "notes.md", notes("What is one", "What is two", "What is three"))
    assert quiz(tmp_path / "home", "add", file).returncode == 0
    return tmp_path / "home"


def take(home: Path, *arguments: str, stdin: str = "") -> str:
    done = quiz(home, "take", "--plain", *arguments, stdin=stdin)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_query_is_taken_left_and_gone_on_with(home: Path) -> None:
    """`quiz take` offers what was left; after the end nothing is left, and the result is on disk once."""
    assert "quiz take" in take(home, "What", stdin="mine\n\n")
    left = take(home, stdin="\n:f\ny\n3\n\n")
    assert "1 of 3 answered" in left
    assert "1 of 3 points" in left
    assert not list((home / "runs").iterdir())
    (file,) = (home / "results").glob("*/*.json")
    assert json.loads(file.read_text("utf-8"))["kind"] == "practice"


def test_anew_begins_another_paper(home: Path) -> None:
    """n, or --new, lets what was left lie and asks from the beginning."""
    take(home, stdin="mine\n\n")
    assert "of 3 points" in take(home, stdin="n\n:f\ny\n\n")
    assert "of 3 answered" not in take(home, "--new", stdin=":q\n")


def test_the_schedule_stays_unless_asked(home: Path) -> None:
    """Without --count-as-review nothing is graded; with it each answered card once, and one undo takes all back."""
    take(home, "-n", "3", stdin="a\n\nb\n\n:f\ny\n3\n1\n\n")
    assert json.loads(quiz(home, "due", "--json").stdout)["new"] == 3
    take(home, "-n", "3", "--count-as-review", stdin="a\n\nb\n\n:f\ny\n3\n1\n\n")
    counts = json.loads(quiz(home, "due", "--json").stdout)
    assert (counts["new"], counts["drill"]) == (1, 1)
    assert "2 cards" in quiz(home, "undo").stdout
    assert json.loads(quiz(home, "due", "--json").stdout)["new"] == 3


def test_wrong_cards_are_practised_at_once(home: Path) -> None:
    """p asks them as practice, which leaves the schedule alone."""
    told = take(home, "-n", "1", stdin=":f\ny\np\n\n3\n\n")
    assert "1 answer kept" in told
    assert json.loads(quiz(home, "due", "--json").stdout)["new"] == 3


@pytest.mark.parametrize("name", ["wrong.txt", "wrong.apkg"])
def test_wrong_cards_are_exported(home: Path, tmp_path: Path, name: str) -> None:
    """As a query that selects just them, or as an Anki package."""
    file = tmp_path / name
    take(home, "-n", "2", "--export-wrong", str(file), stdin=":f\ny\n\n")
    assert file.stat().st_size
    if name.endswith("txt"):
        cards = json.loads(quiz(home, "cards", "--json", *file.read_text().split()).stdout)["cards"]
        assert len(cards) == 2


def test_wishes_that_cannot_be_are_refused_before_anything_is_asked(home: Path) -> None:
    """A file of another kind, a variant there is not, a query without cards: one sentence each, exit 1 or 2."""
    for arguments in (["--export-wrong", "x.pdf"], ["--variant", "Q"], ["nothing-at-all"], ["123-456-789"]):
        done = quiz(home, "take", "--plain", *arguments)
        assert done.returncode in (1, 2)
        assert done.stderr.startswith("quiz: ")
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nope.json"], "there is no file nope.json."),
        (["./417-205-386"], "there is no file ./417-205-386."),
        (["{folder}/notes.md"], "/notes.md is neither the id of a paper nor its .json file."),
        (["-t", "tpoic=2"], "no card has the topic tpoic."),
        (["What", "zebra"], "the query What zebra selects no card."),
        (["TCP/IP"], "the query TCP/IP selects no card."),
    ],
)
def test_what_is_not_there_is_said_to_be_not_there(home: Path, tmp_path: Path, arguments: list[str], told: str) -> None:
    """A file that is none is no query, a topic that is none no lack of cards, and a query may find nothing."""
    done = quiz(home, "take", "--plain", *(each.format(folder=tmp_path) for each in arguments))
    assert done.returncode in (1, 2)
    assert told in done.stderr


def test_a_made_paper_is_taken_by_file_and_by_id(home: Path, tmp_path: Path) -> None:
    """With the variant one names; a run of it is gone on with by naming the paper again."""
    made = quiz(home, "make", "-n", "2", "--variants", "2", "--format", "json", "-o", tmp_path / "out", "--json")
    paper_id = json.loads(made.stdout)["id"]
    (file,) = (tmp_path / "out").glob("*.json")
    assert "2 questions" in take(home, str(file), stdin="a\n\n:q\n")
    assert "1 of 2 answered" in take(home, paper_id, stdin="\n:q\n")
    assert "of 2 answered" not in take(home, paper_id, "--variant", "B", stdin=":q\n")
    assert "of 2 answered" in take(home, paper_id, "--variant", "b", stdin="\n:q\n")


def test_a_damaged_run_is_told_and_not_in_the_way(home: Path) -> None:
    """A file nobody can go on with costs one sentence; another quiz begins."""
    take(home, stdin="mine\n\n")
    (file,) = (home / "runs").iterdir()
    file.write_text("{}")
    done = quiz(home, "take", "--plain", stdin=":q\n")
    assert done.returncode == 0
    assert file.name in done.stderr
    assert "[1/3]" in done.stdout
