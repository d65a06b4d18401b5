"""`quiz config`: what it shows, what it changes, and what it refuses."""

import json
import re
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from support import write

from quiz import config, explain, language
from quiz.cli import cli
from quiz.cli.config import complete_key, complete_value
from quiz.cli.words import speak
from quiz.config import Home
from quiz.settings import Settings, states
from quiz.terminal import cell_width
from quiz.tui.keys import actions

DOCS = Path(__file__).parent.parent / "docs" / "settings.md"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZ_HOME", str(tmp_path))
    return Home(tmp_path, tmp_path)


def run(*words, code=0):
    """What the command prints, and what it says on stderr."""
    done = CliRunner().invoke(cli, ["config", *words])
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


def text(home):
    return home.file.read_text("utf-8")


def test_every_setting_is_shown(home):
    """Each with its value and what it is for, in at most 80 columns; what is not at its default says so."""
    write(home.file, '[schedule]\nnew_per_day = 7\n[keys]\nreview.undo = "z"\n')
    shown, _ = run()
    lines = shown.splitlines()
    assert lines[0] == str(home.file)
    for stated in states(Settings()):
        assert any(line.startswith(".".join(stated.path)) for line in lines)
        assert stated.field.about.text.split()[0] in shown
    assert "schedule.new_per_day = 7  (0–9999; default 20)" in lines
    assert "schedule.fuzz = false  (true, false)" in lines
    assert '    keys.review.undo = "z"' in lines
    assert all(cell_width(line) <= 80 for line in lines[1:])
    assert run("show") == run()


@pytest.mark.usefixtures("home")
def test_it_reads_well_in_korean():
    """Every explanation is Korean, and a line still has 80 columns at most."""
    speak("ko")
    try:
        shown, _ = run()
        problem = run("set", "schedule.new_per_day", "-1", code=2)[1]
    finally:
        speak("en")
    assert "정수" in problem
    assert all(cell_width(line) <= 80 for line in shown.splitlines()[1:])
    for line in shown.splitlines():
        if line.startswith("    "):
            assert re.search("[가-힣]", line) or "=" in line or len(line.split()) < 3, line


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (["ui"], ["ui.language", "ui.theme", "ui.mouse", "ui.images"]),
        (["ui.theme"], ["ui.theme"]),
        (["--changed"], ["ui.theme", "topics", 'topics."docker::volume"']),
        (["topics.docker::volume"], ['topics."docker::volume"']),
        (["keys"], ["keys"]),
    ],
)
def test_a_part_is_shown(home, words, keys):
    """A section, one setting, or what is not at its default; as JSON with all that is known of it."""
    write(home.file, '[ui]\ntheme = "nord"\n[topics]\n"docker::volume" = ["volume"]\n')
    shown = json.loads(run("show", *words, "--json")[0])
    assert shown["file"] == str(home.file)
    assert [setting["key"] for setting in shown["settings"]] == keys
    theme = {"key": "ui.theme", "value": "nord", "default": "textual-dark", "is_default": False}
    for setting in shown["settings"]:
        assert setting["about"]
        assert setting["key"] != "ui.theme" or theme.items() <= setting.items()


def test_get(home):
    """The bare value for a script, and what there is of a section."""
    write(home.file, '[ui]\ntheme = "nord"\n[schedule.decks."가 나"]\nnew_per_day = 3\n')
    assert run("get", "ui.theme")[0] == "nord\n"
    assert run("get", "schedule.fuzz")[0] == "false\n"
    assert run("get", "schedule.decks.가 나.new_per_day")[0] == "3\n"
    assert run("get", "schedule.decks")[0] == 'schedule.decks."가 나".new_per_day = 3\n'
    assert json.loads(run("get", "ui.mouse", "--json")[0])[0]["choices"] == [True, False]


@pytest.mark.parametrize(
    ("words", "said", "stated"),
    [
        (["schedule.new_per_day", "7"], "schedule.new_per_day = 7", {"schedule": {"new_per_day": 7}}),
        (["ui.mouse", "off"], "ui.mouse = false", {"ui": {"mouse": False}}),
        (["review.scale", "6"], "review.scale = 6", {"review": {"scale": 6}}),
        (["ui.theme", "nord"], 'ui.theme = "nord"', {"ui": {"theme": "nord"}}),
        (["keys.review.undo", "z,f9"], 'keys.review.undo = "z,f9"', {"keys": {"review.undo": "z,f9"}}),
        (["topics.a::b", "x", "볼륨"], 'topics."a::b" = ["x", "볼륨"]', {"topics": {"a::b": ["x", "볼륨"]}}),
        (
            ["schedule.decks.My deck.new_per_day", "3"],
            'schedule.decks."My deck".new_per_day = 3',
            {"schedule": {"decks": {"My deck": {"new_per_day": 3}}}},
        ),
    ],
)
def test_set_and_unset(home, words, said, stated):
    """A value goes into the file and comes back out of it."""
    assert run("set", *words) == (f"{said}\n", "")
    assert tomllib.loads(text(home)) == stated
    assert config.problems(home) == []
    run("unset", words[0])
    assert config.load(home) == Settings()
    assert "is not set" in run("unset", words[0])[1]


@pytest.mark.parametrize(
    ("words", "code", "message", "hint"),
    [
        (["schedule.new_per_day", "many"], 2, 'must be a whole number from 0 to 9999, not "many"', ""),
        (["schedule.order", "dya"], 2, "schedule.order must be one of", ""),
        (["ui.theme", "nrod"], 1, 'ui.theme must be the name of a theme, not "nrod"', "Did you mean nord?"),
        (["keys.review.undo", "s"], 1, 'takes "s", which has another meaning', "keys.review.skip"),
        (["keys.review.undoo", "z"], 1, "keys.review.undoo is no action", "review.undo"),
        (["ui.thme", "x"], 2, "ui.thme is no setting", "Did you mean theme?"),
        (["ui", "x"], 2, "ui holds several settings", "language, theme, mouse, images"),
        (["schedule.decks", "x"], 2, "schedule.decks holds several settings", "new_per_day"),
        (["ui.theme", "a", "b"], 2, "ui.theme takes one value", "quotes"),
        (["topics.a", " "], 1, "must be a list of words", ""),
    ],
)
def test_what_set_refuses(home, words, code, message, hint):
    """Nothing is written, the sentence names the setting, and the hint what to do."""
    before = "# mine\n[review]\nscale = 6\n"
    write(home.file, before)
    told = run("set", *words, code=code)[1]
    assert message in told
    assert hint in told
    assert text(home) == before


def test_check(home):
    """Every mistake with line and remedy and exit code 1, or that there is none."""
    assert run("check") == (f"{home.file} is fine\n", "")
    write(home.file, '[ui]\ntheme = "nrod"\n[review]\nscale = 5\n[keys]\nreview.undo = "ㅂ"\n')
    told = run("check", code=1)[1]
    assert [line.split(":")[1] for line in told.splitlines() if line.startswith(str(home.file))] == ["2", "4", "6"]
    assert "Did you mean nord?" in told
    found = json.loads(run("check", "--json", code=1)[0])
    assert [problem["line"] for problem in found] == [2, 4, 6]


def test_path(home):
    """The file is named whether it is there or not."""
    assert run("path") == (f"{home.file}\n", "")


def test_keys(home):
    """Every action with id, keys and what it does, under the name of its screen; also as JSON."""
    write(home.file, '[keys]\nreview.undo = "z"\n')
    shown, _ = run("keys")
    for action in actions():
        assert re.search(rf"^  {re.escape(action.id)} +\S", shown, re.M)
    assert re.search(r"^  review.undo +z +Take back", shown, re.M)
    listed = json.loads(run("keys", "--json")[0])
    assert [entry["id"] for entry in listed] == [action.id for action in actions()]
    (changed,) = json.loads(run("keys", "--changed", "--json")[0])
    assert (changed["id"], changed["keys"], changed["default"]) == ("review.undo", "z", "u")


def editor(tmp_path, *texts):
    """An editor that writes these texts, one whenever it is opened; None leaves the file alone."""
    script = tmp_path / "editor.py"
    left = tmp_path / "left.json"
    left.write_text(json.dumps(texts))
    script.write_text(
        "import json, sys, pathlib\n"
        f"left = pathlib.Path({str(left)!r})\n"
        "first, *rest = json.loads(left.read_text())\n"
        "left.write_text(json.dumps(rest))\n"
        "file = pathlib.Path(next(word for word in sys.argv if word.endswith('config.toml')))\n"
        "file.with_name('before').write_text(file.read_text('utf-8'), 'utf-8')\n"
        "first is None or file.write_text(first, 'utf-8')\n"
    )
    return f"{sys.executable} {script}"


def test_edit(home, tmp_path, monkeypatch):
    """The editor opens a template where there is no file; what it leaves is checked."""
    monkeypatch.setenv("VISUAL", editor(tmp_path, None, "[ui]\nmouse = false\n", "[ui]\nmouse = 3\n"))
    assert run("edit") == (f"{home.file} is fine\n", "")
    assert text(home) == explain.template()
    run("edit")
    assert config.load(home).ui.mouse is False
    assert ":2: ui.mouse must be true or false, not 3." in run("edit", code=1)[1]


def test_edit_again(home, tmp_path, monkeypatch):
    """After a mistake the editor may be opened once more."""
    monkeypatch.setenv("VISUAL", editor(tmp_path, "[ui]\nmouse = 3\n", "[ui]\nmouse = true\n"))
    monkeypatch.setattr("quiz.cli.config.is_terminal", lambda _stream: True)
    done = CliRunner().invoke(cli, ["config", "edit"], input="\n")
    assert done.exit_code == 0
    assert "Open it again? [Y/n]" in done.output
    assert config.problems(home) == []


@pytest.mark.usefixtures("home")
def test_an_editor_that_fails(monkeypatch):
    """Its exit code is told."""
    monkeypatch.setenv("VISUAL", f"{sys.executable} -c 'raise SystemExit(3)'")
    assert "The editor ended with 3." in run("edit", code=1)[1]


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_the_template_states_nothing(home, spoken):
    """Every setting is in it as a comment; without the marks it is config.toml with all defaults."""
    language.use(spoken)
    try:
        template = explain.template()
    finally:
        language.use("en")
    write(home.file, template)
    assert config.load(home) == Settings()
    stated = re.sub(r"^# (?=[a-z_]+ = )", "", template, flags=re.M)
    write(home.file, stated)
    assert config.load(home) == Settings()
    tables = tomllib.loads(stated)
    assert sum(map(len, tables.values())) == sum(not entry.field.is_table for entry in states(Settings()))
    assert all(cell_width(line) <= 80 for line in template.splitlines())


def test_examples_are_right(home):
    """What stands in the template as an example of a table's entry can be stated."""
    write(home.file, re.sub(r"^# (?=\S+ = )", "", explain.template(), flags=re.M))
    settings = config.load(home)
    assert settings.schedule.decks
    assert settings.keys
    assert settings.topics


def test_the_documentation_shows_the_template():
    """What docs/settings.md shows is what `quiz config edit` begins with."""
    assert f"```toml\n{explain.template()}```" in DOCS.read_text("utf-8")


@pytest.mark.usefixtures("home")
def test_names_are_completed():
    """The shell completes settings with what they are for, and values that are given."""
    keys = complete_key(None, None, "ui.")
    assert [item.value for item in keys] == ["ui.language", "ui.theme", "ui.mouse", "ui.images"]
    assert all(item.help for item in keys)

    completed = {
        key: complete_value(SimpleNamespace(params={"key": key}), None, "o") for key in ("schedule.order", "x")
    }
    assert {key: [item.value for item in items] for key, items in completed.items()} == {
        "schedule.order": ["overdue"],
        "x": [],
    }


def test_names_are_completed_beside_a_mistake(home):
    """A broken file does not break the shell."""
    write(home.file, "[ui")
    assert [item.value for item in complete_key(None, None, "ui.t")] == ["ui.theme"]
