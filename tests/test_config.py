"""Where things live, what config.toml may say, and what is said of mistakes in it."""

import json
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz import config
from quiz.config import SECTIONS, Home
from quiz.errors import ConfigError
from quiz.schedule import Rules
from quiz.settings import ReviewSettings, Settings, UiSettings


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """One folder for all; every use writes the file anew."""
    folder = tmp_path_factory.mktemp("home")
    return Home(folder, folder)


def write(home, text):
    (home.config / "config.toml").write_text(text, "utf-8")


def refusal(read, home):
    """What a reader of the file refuses, as (message after the path, hint)."""
    with pytest.raises(ConfigError) as refused:
        read(home)
    message = refused.value.message
    path = str(home.config / "config.toml")
    assert message.startswith(path)
    return message.removeprefix(path), refused.value.hint


def test_home_of_the_environment():
    """QUIZ_HOME holds data and settings alike, `~` being the person's own folder; nothing is created."""
    assert config.home({"QUIZ_HOME": "/srv/quiz"}) == Home(Path("/srv/quiz"), Path("/srv/quiz"))
    assert config.home({"QUIZ_HOME": "~/no-such-quiz"}).data == Path.home() / "no-such-quiz"
    assert not (Path.home() / "no-such-quiz").exists()


@pytest.mark.parametrize("environ", [{}, {"QUIZ_HOME": ""}])
def test_home_of_the_system(environ):
    """Without QUIZ_HOME the system says where a program keeps data and settings."""
    data, settings = platformdirs.user_data_dir("quiz", False), platformdirs.user_config_dir("quiz", False)
    assert config.home(environ) == Home(Path(data), Path(settings))


def test_home_of_nobody():
    """A home folder of a person who is not there is refused."""
    with pytest.raises(ConfigError, match="no-such-person") as refused:
        config.home({"QUIZ_HOME": "~no-such-person/quiz"})
    assert "full path" in refused.value.hint


def test_defaults_without_a_file(tmp_path):
    """No file and no folder mean defaults."""
    nowhere = Home(tmp_path / "data", tmp_path / "config")
    assert config.load(nowhere) == Settings()
    assert config.rules(nowhere) == Rules()
    assert config.topics(nowhere) == {}
    assert list(tmp_path.iterdir()) == []


def test_every_setting(home):
    """Each setting is read; a byte order mark and Windows line ends do no harm."""
    write(
        home,
        "\ufeff[schedule]\r\nday_start_hour = 5\r\nnew_per_day = 7\r\nreviews_per_day = 70\r\n"
        'profile = "sm2-nearest"\r\n[review]\r\nscale = 6\r\n[ui]\r\ntheme = "nord"\r\n'
        '[topics]\r\n"Docker :: Volume" = ["볼륨", "bind mount"]\r\n',
    )
    assert config.load(home) == Settings(
        schedule=Rules(5, 7, 70, "sm2-nearest"),
        review=ReviewSettings(scale=6),
        ui=UiSettings(theme="nord"),
        topics={"docker::volume": ("볼륨", "bind mount")},
    )


def test_settings_are_frozen():
    """A setting that has been read cannot be changed."""
    with pytest.raises(FrozenInstanceError):
        Settings().ui.theme = "nord"


@pytest.mark.parametrize("read", [config.load, config.rules])
@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "[schedule]\nnew_per_day = 10\n\n# late\nday_start_hour = 99",
            ":5: schedule.day_start_hour must be a whole number from 0 to 23, not 99.",
            "Correct this line, or delete it for the default, 4.",
        ),
        (
            'schedule = { new_per_day = "7" }',
            ":1: schedule.new_per_day must be a whole number from 0 to 9999, not '7'.",
            "Correct this line, or delete it for the default, 20.",
        ),
        (
            'ui.theme = "x"\nschedule.profile = "sm-2"',
            ":2: schedule.profile must be one of sm2, sm2-nearest, not 'sm-2'.",
            "Correct this line, or delete it for the default, 'sm2'.",
        ),
        ("[schedule]\nnew_a_day = 3", ":2: schedule.new_a_day is no setting.", "Did you mean new_per_day?"),
        ("schedule = 3", ":1: schedule must be a table, not 3.", "Begin it with a line [schedule]."),
        ("[ui]\n[shedule]\n", ":2: shedule is no setting.", "Did you mean schedule?"),
        ('["\\u001b"]', ":1: '\\x1b' is no setting.", "Known here: schedule, review, ui, topics."),
        ("[ui]\ntheme = nord", ":2: this is not TOML: Invalid value.", "Correct or remove this line."),
        ("[ui]\ntheme = [", ":2: this is not TOML: Invalid value.", "Correct or remove this line."),
        ("x = " + "[" * 5000, ":1: this is not TOML: It is nested too deeply.", "Correct or remove this line."),
    ],
)
def test_mistakes_that_concern_everybody(home, read, text, message, hint):
    """Both readers name file, line, value and remedy of a bad schedule, an unknown section and bad TOML."""
    write(home, text)
    assert refusal(read, home) == (message, hint)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "[schedule]\n[review]\nscale = 5",
            ":3: review.scale must be 4 or 6, not 5.",
            "Correct this line, or delete it for the default, 4.",
        ),
        (
            "[ui]\n\ntheme = [\n  1,\n]",
            ":3: ui.theme must be a valid string, not [1].",
            "Correct this line, or delete it for the default, 'textual-dark'.",
        ),
        ("[review]\nscala = 6", ":2: review.scala is no setting.", "Did you mean scale?"),
        ("[ui]\nsize = 6", ":2: ui.size is no setting.", "Known here: theme."),
    ],
)
def test_mistakes_in_other_sections(home, text, message, hint):
    """`load` says as much of the rest; the schedule can be read without it."""
    write(home, text)
    assert refusal(config.load, home) == (message, hint)
    assert config.rules(home) == Rules()


@pytest.mark.parametrize("read", [config.load, config.topics])
@pytest.mark.parametrize("value", ["3", "[1]", '[" "]', "{ volume = 'x' }"])
def test_mistakes_in_topic_rules(home, read, value):
    """A topic rule is a list of words and nothing else."""
    write(home, f'[topics]\n"docker::build" = ["build"]\n"docker::volume" = {value}')
    message, hint = refusal(read, home)
    assert message.startswith(":3: topics.'docker::volume' must be a list of words, not ")
    assert '"docker::volume" = [' in hint


def test_topic_rules_of_one_topic_add_up(home):
    """Two spellings of a topic are one topic with the words of both."""
    write(home, '[topics]\n"Docker" = ["a"]\n"docker" = "b"')
    assert config.topics(home) == {"docker": ("a", "b")}


def test_a_file_that_is_no_text(home, tmp_path):
    """Bytes that are not UTF-8, and a folder in place of the file, are told in a sentence."""
    (home.config / "config.toml").write_bytes(b'[ui]\ntheme = "\xc5\xd7"')
    assert refusal(config.rules, home) == (" is not UTF-8 text.", "Save it again in the encoding UTF-8.")
    (tmp_path / "config.toml").mkdir()
    message, _ = refusal(config.rules, Home(tmp_path, tmp_path))
    assert message.startswith(" cannot be read: ")


keys = st.sampled_from(
    [*(("schedule", field.name) for field in fields(Rules)), ("review", "scale"), ("ui", "theme"), ("topics", "docker")]
)
values = st.integers(-1, 30) | st.booleans() | st.sampled_from([4, "sm2", "sm2-nearest"]) | st.lists(st.just("a"))


def outcome(read, home):
    try:
        return read(home)
    except ConfigError as error:
        return error.message


@given(st.dictionaries(keys, values, max_size=4))
def test_readers_agree(home, table):
    """What `load` accepts gives the same schedule and topics read alone; what those refuse, `load` refuses too."""
    write(home, "\n".join(f"{section}.{key} = {json.dumps(value)}" for (section, key), value in table.items()))
    settings, *alone = (outcome(read, home) for read in (config.load, config.rules, config.topics))
    if isinstance(settings, Settings):
        assert alone == [settings.schedule, settings.topics]
    else:
        assert [said for said in alone if isinstance(said, str)][:1] in ([], [settings])


def test_sections_are_those_of_the_model():
    """The names that are known without pydantic are the fields of `Settings`."""
    assert tuple(field.name for field in fields(Settings)) == SECTIONS


def test_the_schedule_is_read_without_pydantic():
    """`rules` and `topics` import no heavy module."""
    code = (
        "import sys; from quiz import config; home = config.home({'QUIZ_HOME': 'nowhere'});"
        "config.rules(home); config.topics(home); print('pydantic' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
