"""The command line: what it prints where, how it ends, and that nothing a person types ends in a traceback."""

import gc
import json
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import bound_by_permissions, environment, notes, quiz, write

from quiz import __version__
from quiz.cli import cli
from quiz.cli.queries import QueryCommand

CARD_KEYS = {"file", "line", "question", "answer", "topics", "kind", "answered"}
ENTRY_KEYS = CARD_KEYS | {"uid", "deck", "due", "repetitions", "interval_days", "ease_factor"}
PROBLEM_KEYS = {"file", "line", "code", "severity", "message"}

KOREAN = """# 컨테이너
## Docker
### 볼륨
- 볼륨은 컨테이너와 함께 지워지나요?
  - 아니요, 이름을 붙인 볼륨은 남습니다.
- 바인드 마운트는 무엇인가요?
  - 호스트의 폴더를 그대로 보여 줍니다.
### 네트워크
- 컨테이너는 서로의 이름을 어떻게 찾나요?
"""


class Shell:
    """Runs commands in this process, in a home and a working folder of its own."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.home, self.folder = home, folder

    def __call__(self, *arguments, stdin=""):
        """The result of a command that ended in an orderly way: no exception but SystemExit, no traceback."""
        arguments = [str(argument) for argument in arguments]
        result = CliRunner().invoke(cli, arguments, input=stdin, env={"QUIZ_HOME": str(self.home)}, prog_name="quiz")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code in (0, 1, 2)
        return result

    def json(self, *arguments):
        result = self(*arguments, "--json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    def config(self, text):
        write(self.home / "config.toml", text)

    def questions(self, *query):
        return [card["question"] for card in self.json("cards", *query)["cards"]]


@pytest.fixture
def shell(tmp_path, monkeypatch):
    folder = tmp_path / "notes"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Shell(tmp_path / "home", folder)


@pytest.fixture
def stocked(shell):
    """A library with the three Korean cards, the last of them without an answer."""
    write(shell.folder / "ko.md", KOREAN)
    assert shell("add", "ko.md").exit_code == 0
    return shell


def refused(result, code):
    """Whether a command said, on stderr alone, one sentence and one hint."""
    sentence, hint = result.stderr.splitlines()
    assert (result.exit_code, result.stdout) == (code, "")
    return sentence.startswith("quiz: ") and sentence.endswith(".") and hint.startswith("      ")


# — data on stdout, talk on stderr —


def test_version_and_help(shell):
    """`--version` says it, `-h` and `--help` name every command with a line of its own; none makes a library."""
    assert shell("--version").stdout == f"quiz {__version__}\n"
    assert shell("-h").stdout == shell("--help").stdout
    for name, command in cli.commands.items():
        assert f"  {name} " in shell("-h").stdout
        assert shell(name, "-h").stdout.startswith(f"Usage: quiz {name}")
        assert shell(name, "--help").stdout == shell(name, "-h").stdout
        assert len(command.help) > 10
    assert not shell.home.exists()


def test_check_prints_problems_and_a_total(shell):
    """Each problem is a line an editor can jump to; the places are named as the person named the file."""
    write(shell.folder / "ko.md", KOREAN)
    result = shell("check", "ko.md")
    problem, total = result.stdout.splitlines()
    assert problem.startswith("ko.md:9: warning: ")
    assert problem.endswith("[no-answer]")
    assert total == "3 cards, 2 answered, 1 problem"
    assert (result.exit_code, result.stderr) == (0, "")
    assert shell("check", "ko.md", "--strict").exit_code == 1
    assert not shell.home.exists()


def test_check_as_json(shell):
    """An object of cards and problems, each with exactly the keys that are promised, texts as they are."""
    write(shell.folder / "ko.md", KOREAN)
    found = shell.json("check", "ko.md")
    assert found.keys() == {"cards", "problems"}
    assert {frozenset(card) for card in found["cards"]} == {frozenset(CARD_KEYS)}
    assert found["cards"][0] == {
        "file": "ko.md",
        "line": 4,
        "question": "볼륨은 컨테이너와 함께 지워지나요?",
        "answer": "- 아니요, 이름을 붙인 볼륨은 남습니다.",
        "topics": ["docker::볼륨"],
        "kind": "open",
        "answered": True,
    }
    assert [card["answered"] for card in found["cards"]] == [True, True, False]
    (problem,) = found["problems"]
    assert problem.keys() == PROBLEM_KEYS
    assert (problem["file"], problem["line"], problem["code"], problem["severity"]) == (
        "ko.md",
        9,
        "no-answer",
        "warning",
    )


def test_check_fails_on_an_error(shell):
    """A file that could not be taken in gives exit 1, also as JSON, and the other files are still shown."""
    write(shell.folder / "bad.md", "- One?\n  ```\n")
    write(shell.folder / "good.md", notes("Two?"))
    result = shell("check", "bad.md", "good.md", "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (1, "")
    assert [problem["code"] for problem in found["problems"]] == ["unclosed-fence"]
    assert "Two?" in [card["question"] for card in found["cards"]]


def test_add_reports_what_became_of_the_cards(shell):
    """New, edited, moved, orphaned: totals first, then each card that deserves a look."""
    write(shell.folder / "a.md", notes("One?", "Two?", "Three?"))
    assert shell("add", "a.md").stdout == "1 file read: 3 new, 0 unchanged\n"
    shell("suspend", "Two")
    text = notes("One?", "Three?").replace("ENO", "eno").replace("eerhT", "3")
    write(shell.folder / "a.md", text.replace("- Three?", "## Elsewhere\n- Three?"))
    result = shell("add", "a.md")
    total, *changes = result.stdout.splitlines()
    assert total.startswith("1 file read: ")
    assert any(line.startswith("  orphaned ") and "Two?" in line for line in changes)
    assert (result.exit_code, result.stderr) == (0, "")


def test_add_of_a_large_folder_is_short(shell):
    """Thirty files are told in a line; of many changes the first twenty are listed and the rest counted."""
    for number in range(30):
        write(shell.folder / "many" / f"{number:02}.md", notes(f"{number} one?", f"{number} two?"))
    assert shell("add", "many").stdout == "30 files read: 60 new, 0 unchanged\n"
    shell("suspend", "is:new")
    for file in (shell.folder / "many").iterdir():
        file.unlink()
    lines = shell("add", "many").stdout.splitlines()
    assert lines[0] == "0 files read: 60 orphaned, 0 unchanged"
    assert lines[-1].split() == ["orphaned", "…", "and", "40", "more"]
    assert len(lines) == 22


def test_add_as_json(shell):
    """The report as an object: changes, doubts and problems with their places."""
    write(shell.folder / "a.md", notes("One?") + "- Two?\n")
    report = shell.json("add", "a.md")
    assert report.keys() == {"changes", "unchanged", "files", "doubts", "problems"}
    assert [(change["what"], change["question"], change["line"]) for change in report["changes"]] == [
        ("new", "One?", 3),
        ("new", "Two?", 5),
    ]
    assert [problem.keys() for problem in report["problems"]] == [PROBLEM_KEYS]


def test_a_dry_run_says_the_same_and_takes_in_nothing(shell):
    """`--dry-run` prints the report of the real run."""
    write(shell.folder / "a.md", notes("One?"))
    dry = shell("add", "a.md", "--dry-run")
    assert shell.questions() == []
    assert shell("add", "a.md").stdout == dry.stdout
    assert shell.questions() == ["One?"]


def test_cards_as_text_and_as_json(stocked):
    """A line a card with uid, due, topics and question; as JSON with everything that is promised."""
    found = stocked.json("cards")["cards"]
    assert all(card.keys() >= ENTRY_KEYS for card in found)
    first = found[0]
    assert (first["deck"], first["due"], first["repetitions"], first["interval_days"], first["ease_factor"]) == (
        "컨테이너",
        None,
        0,
        0,
        2.5,
    )
    lines = stocked("cards").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [card["uid"] for card in found]
    assert [line.split()[1] for line in lines] == ["new", "new", "unanswered"]
    assert lines[1].endswith("바인드 마운트는 무엇인가요?")


def test_the_columns_of_cards_line_up(stocked):
    """Topics of different width, Hangul among them, leave the questions in one column of the terminal."""
    from quiz.terminal import cell_width

    lines = stocked("cards").stdout.splitlines()
    columns = {
        cell_width(line[: line.index(question)]) for line, question in zip(lines, stocked.questions(), strict=True)
    }
    assert len(columns) == 1


def test_a_graded_card_shows_when_it_is_due(stocked):
    """After a good answer the card is due the next study day, and JSON gives the date and the memory."""
    stocked("review", "--plain", "바인드", stdin="\n3\n")
    (card,) = stocked.json("cards", "바인드")["cards"]
    assert (card["repetitions"], card["interval_days"], card["ease_factor"], card["reviews"]) == (1, 1, 2.5, 1)
    assert len(card["due"]) == len("2026-01-01")
    assert stocked("cards", "바인드").stdout.split()[1] == "1d"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ((), 3),
        (("볼륨은",), 1),
        (("-볼륨은",), 2),
        (("-컨테이너",), 1),
        (("컨테이너", "-볼륨은"), 1),
        (("is:unanswered",), 1),
        (("-is:unanswered",), 2),
        (("topic:docker",), 3),
        (("deck:컨테이너", "or", "nonsense"), 3),
        (("(바인드", "or", "이름을)", "and", "-찾나요"), 2),
        (("-host",), 3),
        (("--", "--host"), 0),
        (("-j", "-s"), 3),
        (("--", "-볼륨은"), 2),
    ],
)
def test_queries(stocked, query, count):
    """Korean words, fields, negation by a leading `-` whatever letters follow, parentheses over several arguments."""
    result = stocked("cards", *query)
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, count)


@pytest.mark.parametrize("command", ["cards", "review", "suspend", "export"])
@pytest.mark.parametrize("query", ["(", "a or", "is:nonsense", '"open', "tag:x", "- x"])
def test_bad_queries(stocked, command, query):
    """What cannot be read as a query is wrong usage, told with a hint, in every command that takes one."""
    arguments = {"review": ["--plain"], "export": ["x.apkg"]}.get(command, [])
    assert refused(stocked(command, *arguments, query), 2)


def test_decks_as_text_and_as_json(stocked):
    """Decks with their topics below them and what waits in each; as JSON also where the notes are."""
    header, deck, *topics = stocked("decks").stdout.splitlines()
    assert header.split() == ["due", "new", "total", "deck"]
    assert deck.split() == ["0", "2", "2", "컨테이너"]
    assert topics
    found = stocked.json("decks")
    (first,) = found["decks"]
    assert (first["deck"], first["new"], first["unanswered"]) == ("컨테이너", 2, 1)
    assert found["sources"] == {str(stocked.folder.resolve() / "ko.md"): "file"}


def test_due_as_text_and_as_json(stocked):
    """One line for a prompt, or the counts with and without the caps of the day."""
    assert stocked("due").stdout == "0 due, 2 new\n"
    stocked.config("[schedule]\nnew_per_day = 1\n")
    counts = {"due": 0, "new": 1, "drill": 0, "backlog": 0, "unseen": 2, "total": 2, "waiting": 1}
    assert stocked.json("due") == counts
    stocked("review", "--plain", stdin="\n1\n")
    assert stocked("due").stdout == "0 due, 0 new, 1 to repeat\n"


def test_what_a_prompt_reads_is_told_by_the_next_command(stocked):
    """`quiz due` takes edits in without a word; the next command that talks says what they were, once."""
    stocked.json("due")
    stocked("suspend", "file:ko")
    write(stocked.folder / "ko.md", "# Docker\n- 이미지란 무엇인가요?\n  - 실행할 것의 틀입니다.\n")
    assert stocked("due").stderr == ""
    assert "orphaned" in stocked("decks").stderr
    assert stocked("decks").stderr == ""


def test_undo_says_what_it_took_back(stocked):
    """Each `quiz undo` goes one answer further back, until there is none."""
    stocked("review", "--plain", stdin="\n3\n\n4\n")
    assert stocked("undo").stdout == "took back “Easy” of “바인드 마운트는 무엇인가요?”\n"
    assert stocked("undo").stdout == "took back “Good” of “볼륨은 컨테이너와 함께 지워지나요?”\n"
    result = stocked("undo")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "quiz: there is nothing to undo.\n")


def test_suspend_and_resume(stocked):
    """Suspended cards are asked no more until they are resumed; a query is needed to say which."""
    assert stocked("suspend", "바인드").stdout == "1 card suspended\n"
    assert stocked.questions("is:suspended") == ["바인드 마운트는 무엇인가요?"]
    assert stocked("due").stdout == "0 due, 1 new\n"
    assert stocked("suspend", "바인드", "--resume").stdout == "1 card resumed\n"
    assert stocked("due").stdout == "0 due, 2 new\n"
    assert refused(stocked("suspend"), 2)


def test_link_as_the_report_says_it(shell):
    """The command that a doubtful report prints can be run as it stands, and taken back."""
    write(
        shell.folder / "a.md",
        "- What does the first port of a mapping mean?\n- What does the second port of a mapping mean?\n",
    )
    shell("add", "a.md")
    shell("suspend", "port")
    write(shell.folder / "a.md", "- What does the third port of a mapping mean?\n")
    result = shell("add", "a.md")
    command = next(line for line in result.stdout.splitlines() if "quiz link" in line).partition("#")[0].split()
    assert shell(*command[1:]).exit_code == 0
    assert [card["uid"] for card in shell.json("cards")["cards"]] == [command[2]]
    assert shell("undo").stdout.startswith("took back link of ")
    assert [card["uid"] for card in shell.json("cards")["cards"]] == [command[3]]
    assert refused(shell("link", command[3], command[2]), 2)


def test_remove_and_its_hint(stocked):
    """Of notes that are let go of the touched cards are orphans; a wrong name is answered with the right ones."""
    stocked("suspend", "지워지나요")
    result = stocked("remove", "other.md")
    assert refused(result, 2)
    assert str(stocked.folder.resolve() / "ko.md") in result.stderr
    assert stocked("remove", "ko.md").stdout.startswith("3 cards let go.")
    assert stocked.questions() == []
    assert len(stocked.questions("is:orphan")) == 1


def test_export_says_what_it_wrote(stocked):
    """The first export has new notes, the second none; missing images are talk, not data."""
    assert stocked("export", "x.apkg").stdout == "2 notes in x.apkg: 2 new, 0 changed, 0 unchanged\n"
    again = {"file": "x.apkg", "new": 0, "changed": 0, "unchanged": 2, "with_progress": 0}
    assert stocked.json("export", "x.apkg") == {**again, "gone": [], "left_to_anki": 0, "missing_media": []}
    write(stocked.folder / "image.md", "- One?\n  - ![](gone.png)\n")
    stocked("add", "image.md")
    result = stocked("export", "y.apkg", "One?")
    assert result.stdout == "1 note in y.apkg: 1 new, 0 changed, 0 unchanged\n"
    assert "gone.png" in result.stderr


@pytest.mark.parametrize(("patience", "terminal", "shown"), [(0, True, True), (0, False, False), (60, True, False)])
def test_a_long_export_shows_how_far_it_is(stocked, monkeypatch, patience, terminal, shown):
    """On a terminal, and only after a while, stderr has a bar; stdout is as ever."""
    monkeypatch.setattr("quiz.cli.bar.PATIENCE_SECONDS", patience)
    monkeypatch.setattr("quiz.cli.bar.is_terminal", lambda _: terminal)
    result = stocked("export", "x.apkg")
    assert ("Exporting" in result.stderr) == shown
    assert result.stdout == "2 notes in x.apkg: 2 new, 0 changed, 0 unchanged\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["x.txt"], 2),
        (["x"], 2),
        (["nowhere/x.apkg"], 1),
        (["folder.apkg"], 1),
        (["x.apkg", "nonsense"], 1),
        (["x.apkg", "is:orphan"], 1),
    ],
)
def test_export_to_the_wrong_place(stocked, arguments, code):
    """A wrong suffix is wrong usage; a place that cannot be written, or nothing to write, is a problem."""
    (stocked.folder / "folder.apkg").mkdir()
    assert refused(stocked("export", *arguments), code)
    assert not (stocked.folder / "x.apkg").exists()


def test_news_of_the_notes_is_talk(stocked):
    """What changed since the last command is said on stderr, once, and data stays data."""
    write(stocked.folder / "ko.md", KOREAN.replace("바인드 마운트는 무엇인가요?", "바인드 마운트란 무엇인가요?"))
    result = stocked("cards", "--json")
    assert len(json.loads(result.stdout)["cards"]) == 3
    assert result.stderr.startswith("1 file read: 1 edited, 2 unchanged\n")
    assert stocked("cards").stderr == ""


def test_notes_that_are_not_there_are_told_until_they_are(stocked):
    """A drive that is absent is named by every command that talks, in a line, and by `quiz check`."""
    stocked("due")
    (stocked.folder / "ko.md").rename(stocked.folder / "away")
    for _ in range(2):
        assert stocked("due").stderr == ""
        result = stocked("decks")
        assert result.stderr.count("missing-source") == len(result.stderr.splitlines()) == 1
        assert "컨테이너" in result.stdout
    assert "missing-source" in stocked("check").stdout
    (stocked.folder / "away").rename(stocked.folder / "ko.md")
    assert stocked("decks").stderr == ""


def test_many_broken_files_are_one_line_and_a_hint(stocked):
    """What is wrong stays wrong for a while: it is not said at length with every command."""
    for name in "abc":
        write(stocked.folder / "more" / f"{name}.md", "# A\n- Q?\n  - A.\n")
    stocked("add", "more")
    for name in "abc":
        write(stocked.folder / "more" / f"{name}.md", "# A\n```\n")
    lines = stocked("decks").stderr.splitlines()
    assert len(lines) == 2
    assert "unclosed-fence" in lines[0]
    assert lines[1] == "… and 2 more problems: `quiz check` says them."


@pytest.mark.parametrize("command", ["cards", "decks"])
def test_an_empty_library_says_what_to_do(shell, command):
    """Who has no cards yet is told how to get some; it is no error."""
    result = shell(command)
    assert (result.exit_code, "quiz add" in result.stderr) == (0, True)


def test_a_query_without_cards_says_so(stocked):
    """A library that has cards is not taken for an empty one."""
    result = stocked("cards", "nonsense")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "No card matches.\n")


# — completion —


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_completion_script(shell, name):
    """Each shell gets a script of its own that asks `quiz` for words."""
    result = shell("completion", name)
    assert result.exit_code == 0
    assert f"_QUIZ_COMPLETE={name}_complete" in result.stdout


def test_completion_gives_commands(tmp_path):
    """What the script asks is answered with the commands that fit."""
    done = quiz(tmp_path, _QUIZ_COMPLETE="bash_complete", COMP_WORDS="quiz re", COMP_CWORD="1")
    assert sorted(done.stdout.split()) == ["plain,remove", "plain,results", "plain,retag", "plain,review"]
    assert not any(tmp_path.iterdir())


# — wrong usage and other people's mistakes —


@pytest.mark.parametrize("command", ["add", "check"])
@pytest.mark.parametrize("name", ["missing.md", "x" * 300, "no/such/folder"])
def test_missing_files(shell, command, name):
    """What is not there is wrong usage, in one sentence with a hint."""
    assert refused(shell(command, name), 2)


def test_check_without_a_path_looks_at_the_notes_taken_in(shell, tmp_path):
    """What a person registered can be checked without naming it again."""
    shell("add", write(tmp_path / "a.md", "- Unanswered?\n"))
    result = shell("check")
    assert "no-answer" in result.stdout
    assert "1 card, 0 answered, 1 problem" in result.stdout


def test_link_lists_what_is_open_and_takes_the_beginnings_of_uids(shell, tmp_path):
    """A reworded card that was not recognised stays listed with its orphan until both are linked."""
    file = write(tmp_path / "a.md", "- Does a set keep its order?\n  - Yes.\n")
    shell("add", file)
    shell("review", "--plain", stdin="\n3\n")
    write(file, "- Does a list keep its order?\n  - Yes.\n")
    shell("cards")
    (line,) = [line.strip() for line in shell("link").stdout.splitlines() if "quiz link" in line]
    _, _, orphan, card, *_ = line.split()
    assert shell("link", orphan[:6]).exit_code == 2
    assert shell("link", orphan[:6], card[:6]).exit_code == 0
    assert shell("link").stdout == "nothing is open\n"
    assert shell("undo").stdout.startswith("took back link")


def test_the_bundled_decks_go_with_one_word(shell):
    """Nobody has to know what the bundled decks are called inside, or whether they have come already."""
    assert shell("remove", "--bundled").stdout.startswith("0 cards let go.")
    shell("review", "--plain", stdin="")
    assert shell("due").stdout == "0 due, 0 new\n"
    shell("add", "--bundled")
    assert shell("remove", "--bundled").exit_code == 0
    assert shell("due").stdout == "0 due, 0 new\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["cards", "--nonsense", "--json=x"],
        ["export"],
        ["review", "--scale", "5"],
        ["--nonsense"],
        ["completion", "tcsh"],
    ],
)
def test_wrong_usage(shell, arguments):
    """Unknown commands and options and missing arguments give exit 2 and a line of usage, on stderr."""
    result = shell(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1].startswith("Error: ")
    assert not shell.home.exists()


def test_nothing_to_add(shell):
    """`quiz add` alone is wrong usage with a hint."""
    assert refused(shell("add"), 2)


@pytest.mark.parametrize("command", ["add", "check"])
def test_a_folder_without_notes(shell, command):
    """It is no error, but the person is told that nothing was found."""
    (shell.folder / "empty").mkdir()
    result = shell(command, "empty")
    assert (result.exit_code, result.stderr) == (0, "No notes were found: their names end in .md or .markdown.\n")


@pytest.mark.parametrize("command", ["add", "check"])
def test_an_unreadable_file(shell, command):
    """A file without rights is a problem with its name."""
    write(shell.folder / "a.md", notes("One?")).chmod(0)
    with bound_by_permissions():
        result = shell(command, "a.md")
    assert (result.exit_code, "[unreadable]" in result.stdout) == (1, True)


@pytest.mark.parametrize("arguments", [[], ["review"], ["review", "topic:docker"]])
def test_the_full_screen_needs_a_terminal(stocked, arguments):
    """In a pipe the person is sent to the line mode."""
    result = stocked(*arguments)
    assert refused(result, 2)
    assert "--plain" in result.stderr


@pytest.mark.parametrize(
    "text",
    [
        "[schedule]\nnew_per_day = -1\n",
        "not toml",
        "[nonsense]\n",
        "[schedule]\nday_start_houre = 4\n",
        '[topics]\n"x" = 3\n',
        "schedule = 3\n",
    ],
)
@pytest.mark.parametrize("arguments", [["due"], ["cards"], ["add", "ko.md"], ["review", "--plain"]])
def test_a_bad_configuration(stocked, text, arguments):
    """Every command names the file and the line, and the hint says what would be right."""
    stocked.config(text)
    result = stocked(*arguments)
    assert refused(result, 1)
    assert "config.toml:" in result.stderr


def test_a_bad_scale_in_the_configuration(stocked):
    """What only a review needs, only a review complains about."""
    stocked.config("[review]\nscale = 5\n")
    assert refused(stocked("review", "--plain"), 1)
    assert stocked("due").exit_code == 0


@pytest.mark.parametrize(
    "arguments", [["due"], ["cards"], ["decks"], ["undo"], ["review", "--plain"], ["add", "--bundled"]]
)
def test_a_library_that_is_no_database(shell, arguments):
    """Rubbish in the place of the library is told in a sentence by every command, and stays."""
    file = write(shell.home / "quiz.db", "Dear diary,\n" * 100)
    assert refused(shell(*arguments), 1)
    assert file.read_text().startswith("Dear diary")


def test_a_home_that_is_a_file(shell):
    """QUIZ_HOME may name anything."""
    shell.home.write_text("a file")
    assert refused(shell("due"), 1)


def test_escapes_in_notes_do_not_reach_the_terminal(shell):
    """A question may hold what drives a terminal: text output drops it, JSON keeps it as an escape."""
    evil = "Clear\x1b[2J \x9b31m\x07 \u202ethis?"
    write(
        shell.folder / "a.md", f"# Deck\x1b]0;x\x07\n## Top\x1bic\n- {evil}\n  - ![](\x1b[31m.png)\n- {evil}\n  - Two\n"
    )
    for arguments in (
        ["check", "a.md"],
        ["add", "a.md"],
        ["cards"],
        ["decks"],
        ["review", "--plain"],
        ["suspend", "-x"],
        ["undo"],
    ):
        result = shell(*arguments, stdin="\n3\n")
        assert not set("\x1b\x9b\x07\u202e") & set(result.output), arguments
    result = shell("cards", "--json")
    assert not set("\x1b\x9b\x07\u202e") & set(result.stdout)
    assert evil in [card["question"] for card in json.loads(result.stdout)["cards"]]


PLACES = ("ko.md", "bad.md", ".", "missing.md", "x.apkg", "nowhere/x.apkg", "bundled:x", "\udce9", "bash")
OPTIONS = (
    "--json",
    "--dry-run",
    "--bundled",
    "--plain",
    "--strict",
    "--scale",
    "6",
    "--resume",
    "-h",
    "--",
    "-",
    "--x",
)
QUERIES = ("볼륨", "-볼륨", "is:new", "is:x", "topic:docker", "(", ")", "or", "not", '"', "", " ", "-host")
COMMANDS = st.sampled_from(["", "nonsense", "--version", *cli.commands])


@pytest.fixture(scope="module")
def playground(tmp_path_factory):
    folder = tmp_path_factory.mktemp("playground")
    write(folder / "ko.md", KOREAN)
    write(folder / "bad.md", b"- \xff?\n  ```\n")
    return Shell(folder / "home", folder)


@given(
    COMMANDS, st.lists(st.sampled_from(PLACES + OPTIONS + QUERIES), max_size=4), st.text("\n1234usxqㅕㅂ가", max_size=8)
)
@example("link", ["ko.md", "\udce9"], "")
@settings(max_examples=300)
def test_no_arguments_end_in_a_traceback(playground, command, words, stdin):
    """Whatever known words are thrown together, the command ends by itself with 0, 1 or 2."""
    with chdir(playground.folder):
        playground(*[command] * bool(command), *words, stdin=stdin)


# — as a process —


def test_due_loads_nothing_heavy(tmp_path):
    """A shell prompt calls `quiz due`: it loads neither pydantic nor Textual, also with settings and topic rules."""
    write(tmp_path / "a.md", KOREAN)
    assert quiz(tmp_path, "add", tmp_path / "a.md").returncode == 0
    write(
        tmp_path / "config.toml",
        '[schedule]\nnew_per_day = 1\n[topics]\n"docker::x" = ["마운트"]\n[ui]\ntheme = "nord"\n',
    )
    assert quiz(tmp_path, "cards").returncode == 0
    script = "import sys; from quiz.cli import main\ntry: main()\nfinally: print(*sys.modules)"
    command = [sys.executable, "-c", script, "due"]
    done = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, check=True)
    counted, modules = done.stdout.splitlines()
    assert counted == "0 due, 1 new"
    heavy = {"pydantic", "textual", "rich", "genanki", "markdown_it", "pygments", "rapidfuzz", "yaml", "anki"}
    assert heavy & {module.partition(".")[0] for module in modules.split()} == set()


def test_due_reads_no_card(tmp_path):
    """Counting needs no card and no history as a value: what builds these is not loaded for a prompt."""
    write(tmp_path / "a.md", KOREAN)
    assert quiz(tmp_path, "add", tmp_path / "a.md").returncode == 0
    script = "import sys; from quiz.cli import main\ntry: main()\nfinally: print(*sys.modules)"
    command = [sys.executable, "-c", script, "due"]
    done = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, check=True)
    assert not {"quiz.entry", "quiz.reviews", "quiz.settings", "quiz.library"} & set(done.stdout.split())


def test_garbage_is_collected_all_the_same(tmp_path):
    """The command and `python -m quiz` begin alike: garbage is looked for rarely, but it is."""
    script = (
        "import gc; from quiz.__main__ import main\ntry: main()\nfinally: print(gc.isenabled(), gc.get_threshold()[0])"
    )
    command = [sys.executable, "-c", script, "due"]
    done = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, check=True)
    collects, after = done.stdout.split()[-2:]
    assert collects == "True"
    assert int(after) > gc.get_threshold()[0] > 0


@pytest.mark.parametrize(
    ("locale", "korean"),
    [
        ({"LC_ALL": "C"}, True),
        ({"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, True),
        ({"PYTHONIOENCODING": "ascii"}, True),
        ({"PYTHONIOENCODING": "latin-1"}, False),
    ],
)
def test_any_locale_will_do(tmp_path, locale, korean):
    """Without a UTF-8 locale Korean comes out as UTF-8, or as `?` where the terminal says it knows better."""
    write(tmp_path / "a.md", KOREAN)
    assert quiz(tmp_path, "add", tmp_path / "a.md", **locale).returncode == 0
    leave = "ㅂ" if korean else "q"  # what cannot be read as Hangul is a typed answer
    done = quiz(tmp_path, "review", "--plain", stdin=f"\n3\n{leave}\n", **locale)
    assert (done.returncode, "1 answer kept" in done.stdout, done.stderr) == (0, True, "")
    assert ("볼륨은" in quiz(tmp_path, "cards", **locale).stdout) == korean


def test_input_that_is_no_text(tmp_path):
    """Bytes that are not UTF-8 on the input are an answer like any other that is no grade."""
    write(tmp_path / "a.md", KOREAN)
    quiz(tmp_path, "add", tmp_path / "a.md")
    done = quiz(tmp_path, "review", "--plain", stdin=b"\xff\n\xfe\n3\n", PYTHONIOENCODING="utf-8:strict")
    assert (done.returncode, "1 answer kept" in done.stdout, done.stderr) == (0, True, "")


def test_a_reader_that_leaves_early(tmp_path):
    """`quiz cards | head -1` ends quietly."""
    write(tmp_path / "a.md", notes(*(f"Number {number} of many?" for number in range(3000))))
    quiz(tmp_path, "add", tmp_path / "a.md")
    command = [sys.executable, "-m", "quiz", "cards"]
    with subprocess.Popen(
        command, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert b"Number 0" in process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.parametrize(
    ("arguments", "closed", "code"),
    [(["review", "--plain"], "<&-", 0), (["review"], "<&-", 2), (["cards"], ">&-", 0), (["nonsense"], "2>&-", 2)],
)
def test_closed_streams(tmp_path, arguments, closed, code):
    """A caller may close the streams: the review finds no input and ends, the full screen finds no terminal."""
    write(tmp_path / "a.md", KOREAN)
    quiz(tmp_path, "add", tmp_path / "a.md")
    command = ["sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, "-m", "quiz", *arguments]
    done = subprocess.run(command, env=environment(tmp_path), capture_output=True)
    assert (done.returncode, b"Traceback" in done.stderr) == (code, False)


OF_QUERIES = [name for name in cli.list_commands(None) if isinstance(cli.get_command(None, name), QueryCommand)]


@pytest.mark.parametrize("name", OF_QUERIES)
def test_a_mistyped_option_is_no_query(stocked, name):
    """What begins with two dashes is an option; an unknown one is told with the way to the help."""
    options = [option for param in cli.get_command(None, name).params for option in param.opts if option[:2] == "--"]
    result = stocked(name, "--plian", "docker")
    assert result.exit_code == 2
    assert "No such option '--plian'" in result.stderr
    assert f"quiz {name} --help" in result.stderr
    for option in options:
        told = stocked(name, option[:-1]).stderr
        assert "Did you mean" in told
        assert f"'{option}'" in told
    assert "No such option" not in stocked(name, "--", "--plian").stderr


def test_a_mistyped_command_is_guessed(tmp_path):
    """Also one whose module a process has not loaded for any other."""
    done = quiz(tmp_path, "reveiw")
    assert done.returncode == 2
    assert "'review'" in done.stderr
