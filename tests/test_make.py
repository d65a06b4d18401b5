"""`quiz make`: from notes on the disk to files in a folder."""

import json
import re

import pytest
from support import quiz, write

from quiz.anki.reading import open_package
from quiz.exam.json import loads

NOTES = """# Course
## Docker
- What lists containers?
  - `docker ps`
  - accept: docker ps | docker container ls
- What is right? <!-- difficulty: hard -->
  - [x] this
  - [ ] that
  - [ ] All of the above
- 볼륨은 남나요?
  - 네, 남습니다. 컨테이너와 따로 있기 때문입니다.
- A volume is {{c1::kept}} when a container is {{c2::removed}}.
- What does the picture above show? ![a box](img/box.png) ![](img/gone.png)
  - A box.
- Who teaches this course? <!-- quiz: no -->
  - Somebody.
- What is still open?
## Kubernetes
- How is a Pod started?
  1. The scheduler picks a node
  2. The kubelet pulls the image
  3. The container starts
"""


@pytest.fixture
def home(tmp_path):
    write(tmp_path / "notes" / "course.md", NOTES)
    write(tmp_path / "notes" / "img" / "box.png", b"\x89PNG box")
    assert quiz(tmp_path / "home", "add", tmp_path / "notes").returncode == 0
    return tmp_path / "home"


def made(home, *arguments, **more):
    done = quiz(home, "make", *arguments, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_fresh_library_makes_a_paper_of_the_bundled_decks(tmp_path):
    """As home and review open on them; a library with notes of its own is left alone."""
    told = made(tmp_path / "home", "-n", 5, "-t", "docker=2", "-o", tmp_path / "exam")
    assert "5 questions" in told


def files(folder):
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_paper_is_made_said_and_kept(home, tmp_path):
    """Variants, key, marking sheet and images are written; what was left out and what to look at is said."""
    out = tmp_path / "exam"
    asked = ["-t", "docker=4", "-n", 5, "--kinds", "choice,short,yesno,open,order", "--variants", 2]
    asked += ["-o", out, "--format", "md,json", "--title", "Mid-term", "--seed", "x", "--points", "open=2.5"]
    told = made(home, *asked)
    paper = re.search(r"\d{3}-\d{3}-\d{3}", told)[0]
    names = set(files(out))
    assert {f"{paper}{end}" for end in ("-A.md", "-B.md", "-key.md", "-marking.md", ".json")} < names
    assert any(name.startswith("images/") for name in names)
    assert "1 without an answer" in told
    assert "1 that the notes keep out" in told
    assert "course.md:13: “the picture”" in told
    assert "course.md:13: the image img/gone.png is not there" in told
    kept = loads(files(out)[f"{paper}.json"], "x")
    assert (kept.title, kept.seed, kept.points) == ("Mid-term", "x", 650)
    assert {each.kind for each in kept.questions()} == {"short", "choice", "yesno", "open", "order"}
    assert str(tmp_path) not in str(kept)
    listed = quiz(home, "make", "--list").stdout
    assert paper in listed
    assert "Mid-term" in listed


def test_the_same_seed_writes_the_same_bytes(home, tmp_path):
    """Another library of the same notes, on another day, makes the same files."""
    asked = ("-n", 4, "--seed", 5, "--variants", 2, "--format", "md,json")
    made(home, *asked, "-o", tmp_path / "one")
    quiz(tmp_path / "other", "add", tmp_path / "notes")
    made(tmp_path / "other", *asked, "-o", tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two") != {}


def test_the_cards_of_a_paper_go_along_for_anki(home, tmp_path):
    """The package has the cards that are asked and no others, as new ones, also where the maker has learned them."""
    folder = tmp_path / "exam"
    done = quiz(home, "make", "-n", 2, "--kinds", "choice,short", "--format", "json,apkg", "-o", folder)
    assert done.returncode == 0, done.stderr
    (package,) = folder.glob("*.apkg")
    (paper,) = folder.glob("*.json")
    with open_package(package, tmp_path / "scratch") as found:
        assert not found.has_schedule
        asked = {question.uid for question in loads(paper.read_bytes(), paper.name).questions()}
        assert {note.guid for note in found.notes()} == asked


def test_cards_of_the_last_papers_can_be_left_out(home):
    """With --fresh a second paper asks other cards, and says too few when they run out."""
    first = json.loads(made(home, "-n", 3, "--json", "-o", home / "a"))
    second = json.loads(made(home, "-n", 2, "--fresh", 1, "--json", "-o", home / "b"))
    assert [len(each["left_out"].get("used", ())) for each in (first, second)] == [0, 3]
    done = quiz(home, "make", "-n", 9, "--fresh", 2, "-o", home / "c")
    assert done.returncode == 1
    assert "5 asked by the last papers" in done.stderr
    assert not (home / "c").exists()


def test_a_dry_run_writes_and_keeps_nothing(home, tmp_path):
    """It says the paper and the files, and there are none."""
    told = json.loads(made(home, "-n", 3, "--dry-run", "--json", "-o", tmp_path / "exam"))
    assert (told["written"], told["questions"], len(told["files"])) == (False, 3, 3)
    assert not (tmp_path / "exam").exists()
    assert json.loads(made(home, "--list", "--json")) == {"papers": []}


def test_files_changed_by_hand_are_not_overwritten(home, tmp_path):
    """Making a paper again changes nothing; a page that a person edited stays, until --force."""
    out = tmp_path / "exam"
    made(home, "-n", 3, "-o", out)
    before = files(out)
    made(home, "-n", 3, "-o", out)
    assert files(out) == before
    page = next(out.glob("*-A.md"))
    page.write_text("edited")
    done = quiz(home, "make", "-n", 3, "-o", out)
    assert done.returncode == 2
    assert page.name in done.stderr
    assert page.read_text() == "edited"
    made(home, "-n", 3, "-o", out, "--force")
    assert files(out) == before


def test_too_few_cards_write_nothing(home, tmp_path):
    """The error names the topic, what there is and what was left out, before anything is written."""
    done = quiz(home, "make", "-t", "docker=40", "-o", tmp_path / "exam")
    assert done.returncode == 1
    assert "docker has 5 of the 40 wanted" in done.stderr
    assert not (tmp_path / "exam").exists()


def test_a_blueprint_file_says_it_all(home, tmp_path):
    """--init writes one, -b reads it, options win, and a mistake is named with its line."""
    plan = tmp_path / "plan.toml"
    made(home, "--init", "-b", plan)
    assert quiz(home, "make", "-b", plan).returncode == 2
    plan.write_text(plan.read_text().replace('# "docker::volume" = 3', "docker = 2"))
    told = json.loads(made(home, "-b", plan, "--json", "-o", tmp_path / "exam", "--variants", 3))
    assert (told["questions"], told["variants"]) == (2, ["A", "B", "C"])
    plan.write_text("variants = 1\n[topics]\ndocker = 0\n")
    done = quiz(home, "make", "-b", plan)
    assert done.returncode == 1
    assert f"{plan}:3: " in done.stderr


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (["-o", "exam"], "exam/blueprint.toml"),
        (["-o", "exam", "-b", "mid.toml"], "exam/mid.toml"),
        (["-o", "plans/mid.toml"], "plans/mid.toml"),
        (["-b", "mid.toml"], "mid.toml"),
    ],
)
def test_a_blueprint_is_written_where_one_says(home, tmp_path, monkeypatch, said, written):
    """-o names its folder, or the file itself; the line that says so names the real one, which -b takes."""
    monkeypatch.chdir(tmp_path)
    told = made(home, "--init", *said)
    assert f"{written} is written; `quiz make -b {written}`" in told
    assert (tmp_path / written).exists()
    assert not (tmp_path / "blueprint.toml").exists()


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["-t", "docker"], "says no number"),
        (["-t", "docker=x"], "whole number"),
        (["-n", "3", "--kinds", "riddle"], "riddle"),
        (["-n", "3", "--format", "papyrus"], "papyrus"),
        (["-n", "3", "--points", "open=free"], "number of points"),
        (["-n", "3", "-q", "is:odd"], "is:"),
        (["-n", "3", "--names", "no-such-file"], "no-such-file"),
        ([], "asks for no question"),
    ],
)
def test_wrong_usage_is_said_in_words(home, arguments, part):
    """Each slip has its sentence and the exit code of wrong usage."""
    done = quiz(home, "make", *arguments)
    assert done.returncode == 2
    assert part in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("asked", [["-n", 2, "-o", "exam"], ["--draft-choices", "exam/d.md"]])
def test_nothing_is_written_among_the_notes(home, tmp_path, asked):
    """Markdown in a folder of notes would become cards: it is refused, JSON may stand there."""
    folder = tmp_path / "notes" / "exam"
    asked = [folder.parent / each if str(each).startswith("exam") else each for each in asked]
    done = quiz(home, "make", *asked)
    assert done.returncode == 2
    assert "would be read as notes" in done.stderr
    assert not folder.exists()
    made(home, "-n", 2, "-o", folder, "--format", "json")
    assert len(list(folder.iterdir())) == 1


def test_names_stand_on_the_marking_sheet(home, tmp_path):
    """A class list with a byte order mark and empty lines: each name once, variants in turn."""
    write(tmp_path / "class.txt", "\ufeffKim\n\n이영희\n")
    out = tmp_path / "exam"
    made(home, "-n", 2, "--variants", 2, "--names", tmp_path / "class.txt", "-o", out, "--language", "en")
    sheet = next(out.glob("*-marking.md")).read_text()
    assert re.findall(r"^\| (\S+) \| ([AB]) \|", sheet, re.M) == [("Kim", "A"), ("이영희", "B")]


def test_a_name_that_stands_twice_is_told(home, tmp_path):
    """Two of one name could not be told apart later; the sheet is made all the same."""
    write(tmp_path / "class.txt", "Kim\n이영희\nkim\n")
    done = quiz(home, "make", "-n", 2, "--names", tmp_path / "class.txt", "-o", tmp_path / "exam")
    assert done.returncode == 0
    assert "Kim stands more than once; tell them apart, for example as Kim 2." in done.stderr
    assert "이영희" not in done.stderr


def test_options_keep_their_order_where_the_notes_say_so(tmp_path):
    """`order: keep` on a card holds on every variant; other cards are shuffled."""
    lines = "".join(f"  - [{'x' if n == 2 else ' '}] {n}\n" for n in range(5))
    write(tmp_path / "n.md", f"# N\n- How many? <!-- order: keep -->\n{lines}- How few?\n{lines}")
    quiz(tmp_path / "home", "add", tmp_path / "n.md")
    made(tmp_path / "home", "-n", 2, "--variants", 5, "--format", "json", "-o", tmp_path / "exam")
    paper = loads(next((tmp_path / "exam").glob("*.json")).read_bytes(), "x")
    orders = {asked.question.stem: set() for asked in paper.variants[0].asked}
    for variant in paper.variants:
        for asked in variant.asked:
            orders[asked.question.stem].add(asked.order)
    assert orders["How many?"] == {(0, 1, 2, 3, 4)}
    assert len(orders["How few?"]) > 1


def test_drafts_are_written_as_notes_and_asked_by_no_paper(tmp_path):
    """Drafted options, taken in as they are, are on no paper; struck the comment, they are."""
    cards = "".join(f"- What is thing {n}?\n  - It is the answer {n}.\n" for n in range(5))
    write(tmp_path / "n.md", f"# N\n## T\n{cards}")
    home, draft = tmp_path / "home", tmp_path / "drafts" / "d.md"
    quiz(home, "add", tmp_path / "n.md")
    assert "5 questions" in made(home, "--draft-choices", draft)
    quiz(home, "add", draft)
    asked = ("make", "-n", 5, "--kinds", "choice", "-o", tmp_path / "exam")
    assert "5 that the notes keep out" in quiz(home, *asked).stderr
    write(draft, draft.read_text().replace("<!-- quiz: no -->\n", ""))
    assert quiz(home, *asked).returncode == 0


def test_a_korean_reader_is_told_in_korean(home, tmp_path):
    """What is made is said in the person's language, the paper in that of its questions."""
    told = made(
        home, "-t", "docker=5", "-o", tmp_path / "exam", "--language", "en", LANGUAGE="ko", LC_ALL="ko_KR.UTF-8"
    )
    assert "시험지" in told
    assert "뺀 카드: 답이 없는 카드 1장" in told
    assert "Name: ___" in next((tmp_path / "exam").glob("*-A.md")).read_text()
