"""Lines of a TOML file, and values that change in it while all else stays."""

import os
import stat
from pathlib import Path

import pytest
import tomlkit
from hypothesis import assume, given
from hypothesis import strategies as st
from support import bound_by_permissions

from quiz.errors import ConfigError
from quiz.toml_file import TomlFile, at

FILE = Path("config.toml")


def changed(text, *keys, value):
    return TomlFile.parsed(FILE, text).stating(keys, value).text


@pytest.mark.parametrize(
    ("text", "keys", "value", "after"),
    [
        ("", ("ui", "mouse"), False, "[ui]\nmouse = false\n"),
        ("# mine", ("ui", "mouse"), False, "# mine\n\n[ui]\nmouse = false\n"),
        (
            "[a]\nx = 1 # one\n\n# about b\n[b]\ny = 2\n",
            ("a", "z"),
            3,
            "[a]\nx = 1 # one\nz = 3\n\n# about b\n[b]\ny = 2\n",
        ),
        ("[a]\n  x = 1\n[b]\n", ("a", "z"), 3, "[a]\n  x = 1\n  z = 3\n[b]\n"),
        ("[a]\nx = [\n  1,\n]\n[b]\n", ("a", "z"), 3, "[a]\nx = [\n  1,\n]\nz = 3\n[b]\n"),
        ("[a]\nx = 1 # one\n", ("a", "x"), 2, "[a]\nx = 2 # one\n"),
        ("a.x = 1\n[b]\n", ("a", "z"), 3, "a.x = 1\na.z = 3\n[b]\n"),
        ("a = { x = 1 }\n", ("a", "x"), 2, "a = { x = 2 }\n"),
        ("[a]\nx = 1\n[b]\n", ("a", "d", "나 무", "z"), 3, '[a]\nx = 1\nd."나 무".z = 3\n[b]\n'),
        ("[a.d.q]\nz = 1\n\n[b]\n", ("a", "d", "q", "x"), 3, "[a.d.q]\nz = 1\nx = 3\n\n[b]\n"),
        ("[a]\n", ("a", "x"), ["가", "b"], '[a]\nx = ["가", "b"]\n'),
    ],
)
def test_a_new_value_stands_where_a_person_would_write_it(text, keys, value, after):
    """In the section, behind its last statement, in the manner of the file; comments stay with what they speak of."""
    assert changed(text, *keys, value=value) == after


def test_what_no_line_can_add_is_written_into_its_table():
    """A table on one line takes the value between its braces."""
    text = changed("a = { x = 1 }\n", "a", "d", "q", value=2)
    assert tomlkit.parse(text).unwrap() == {"a": {"x": 1, "d": {"q": 2}}}


def test_marks_of_the_file_stay():
    """A byte order mark and Windows line ends are kept."""
    assert changed("\ufeff[a]\r\nx = 1\r\n", "a", "y", value=2) == "\ufeff[a]\r\nx = 1\r\ny = 2\r\n"
    assert changed("\ufeff[a]\r\nx = 1\r\n", "a", "x", value=2) == "\ufeff[a]\r\nx = 2\r\n"


@pytest.mark.parametrize(
    ("text", "keys", "after"),
    [
        ("# a\n[a]\nx = 1 # one\ny = 2\n", ("a", "x"), "# a\n[a]\ny = 2\n"),
        ("[a]\nx = 1\n\n# b\n[b]\n", ("a", "x"), "[a]\n\n# b\n[b]\n"),
        ("a.x = 1\nb.y = 1\n", ("a", "x"), "b.y = 1\n"),
    ],
)
def test_a_value_goes(text, keys, after):
    """It takes its line with it and nothing else."""
    assert TomlFile.parsed(FILE, text).without(keys).text == after


names = st.sampled_from(["a", "b", "x y", "가.나", '"'])
leaves = (
    st.integers(-3, 3) | st.booleans() | st.text("a가\"'\n\\#\x1b", max_size=4) | st.lists(st.just("w"), max_size=2)
)
tables = st.dictionaries(names, leaves | st.dictionaries(names, leaves, max_size=2), max_size=3)
documents = st.dictionaries(names, tables, max_size=3)


@given(documents, st.tuples(names, names), leaves, st.booleans())
def test_exactly_one_value_changes(table, keys, value, remarks):
    """Whatever the table holds, afterwards it holds the value there, and all else and every comment as before."""
    assume(not isinstance(at(table, keys), dict))
    text = tomlkit.dumps(table)
    if remarks:
        text = "".join(f"# {number}\n{line}\n" for number, line in enumerate(text.split("\n")))
    file = TomlFile.parsed(FILE, text)
    after = file.stating(keys, value)
    assert after.table == {**table, keys[0]: {**table.get(keys[0], {}), keys[1]: value}}
    kept = [line for line in text.split("\n") if line.startswith("#")]
    assert [line for line in after.text.split("\n") if line in kept] == kept
    assert TomlFile.parsed(FILE, after.text).without(keys).table.get(keys[0], {}).get(keys[1]) is None


@given(documents)
def test_every_statement_has_a_line(table):
    """The line of a setting is that on which its name stands, or its table begins."""
    file = TomlFile.parsed(FILE, tomlkit.dumps(table))
    lines = file.text.split("\n")
    for section, members in table.items():
        for name, value in members.items():
            if not isinstance(value, dict):
                assert tomlkit.key(name).as_string() in lines[file.line_of((section, name)) - 1]


def test_at():
    """What stands at a path, or None."""
    assert at({"a": {"b": 0}}, ("a", "b")) == 0
    assert at({"a": 1}, ("a", "b")) is None
    assert at({}, ("a", "b")) is None


def test_writing_keeps_what_was_there(tmp_path):
    """The file is replaced in one step; the one before stands beside it, its rights and links are kept."""
    real = tmp_path / "dotfiles" / "quiz.toml"
    link = tmp_path / "quiz" / "config.toml"
    TomlFile(real, "a = 1\n", {}).write()
    real.chmod(0o600)
    link.parent.mkdir()
    link.symlink_to(real)
    TomlFile.read(link).stating(("a",), 2).write()
    assert link.is_symlink()
    assert real.read_text() == "a = 2\n"
    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    assert real.with_name("quiz.toml~").read_text() == "a = 1\n"
    assert sorted(os.listdir(real.parent)) == ["quiz.toml", "quiz.toml~"]


def test_a_folder_that_bears_no_file(tmp_path):
    """What cannot be written is told in a sentence, and nothing is left behind."""
    with bound_by_permissions():
        tmp_path.chmod(0o500)
        with pytest.raises(ConfigError, match="cannot be written: Permission denied"):
            TomlFile(tmp_path / "config.toml", "a = 1\n", {}).write()
        tmp_path.chmod(0o700)
    assert os.listdir(tmp_path) == []
