"""Where things live, what config.toml may say, and what is said of mistakes in it."""

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
from quiz.fields import as_toml
from quiz.schedule import DeckRules, Rules
from quiz.settings import Refusal, ReviewSettings, Settings, UiSettings

TOML = "Text stands in quotes; a name or a section is stated only once."


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
    """QUIZ_HOME holds data, settings and cache alike, `~` being the person's own folder; nothing is created."""
    assert config.home({"QUIZ_HOME": "/srv/quiz"}) == Home(
        Path("/srv/quiz"), Path("/srv/quiz"), Path("/srv/quiz/cache")
    )
    assert config.home({"QUIZ_HOME": "~/no-such-quiz"}).data == Path.home() / "no-such-quiz"
    assert not (Path.home() / "no-such-quiz").exists()


@pytest.mark.parametrize("environ", [{}, {"QUIZ_HOME": ""}])
def test_home_of_the_system(environ):
    """Without QUIZ_HOME the system says where a program keeps data, settings and what may be deleted."""
    folders = (platformdirs.user_data_dir, platformdirs.user_config_dir, platformdirs.user_cache_dir)
    assert config.home(environ) == Home(*(Path(folder("quiz", False)) for folder in folders))


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
        '[schedule.decks."가 나"]\r\nnew_per_day = 3\r\n'
        '[keys]\r\nreview.undo = "z"\r\n"review.skip" = "n"\r\n'
        '[topics]\r\n"Docker :: Volume" = ["볼륨", "bind mount"]\r\nred = "빨강"\r\n',
    )
    assert config.load(home) == Settings(
        schedule=Rules(5, 7, 70, {"가 나": DeckRules(new_per_day=3)}, profile="sm2-nearest"),
        review=ReviewSettings(scale=6),
        ui=UiSettings(theme="nord"),
        keys={"review.undo": "z", "review.skip": "n"},
        topics={"Docker :: Volume": ("볼륨", "bind mount"), "red": ("빨강",)},
    )
    assert config.topics(home) == {"docker::volume": ("볼륨", "bind mount"), "red": ("빨강",)}


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
            ':1: schedule.new_per_day must be a whole number from 0 to 9999, not "7".',
            "Correct this line, or delete it for the default, 20.",
        ),
        (
            'ui.theme = "x"\nschedule.profile = "sm-2"',
            ':2: schedule.profile must be one of "sm2", "sm2-nearest", not "sm-2".',
            'Correct this line, or delete it for the default, "sm2".',
        ),
        ("[schedule]\nnew_a_day = 3", ":2: schedule.new_a_day is no setting.", "Did you mean new_per_day?"),
        ("schedule = 3", ":1: schedule must be a table, not 3.", "Begin it with a line [schedule]."),
        ("[ui]\n[shedule]\n", ":2: shedule is no setting.", "Did you mean schedule?"),
        ('["\\u001b"]', ':1: "\\u001b" is no setting.', "Known here: schedule, review, ui, sync, keys, topics."),
        (
            "[schedule.decks.docker]\nnew_a_day = 3",
            ":2: schedule.decks.docker.new_a_day is no setting.",
            "Did you mean new_per_day?",
        ),
        (
            '[schedule]\nfuzz = 1\n[schedule.decks]\n"a.b".new_per_day = -1',
            ":2: schedule.fuzz must be true or false, not 1.",
            "Correct this line, or delete it for the default, false.",
        ),
        (
            '[schedule]\ndecks."a.b".reviews_per_day = -1',
            ':2: schedule.decks."a.b".reviews_per_day must be a whole number from 0 to 9999, not -1.',
            "Correct or remove this line.",
        ),
        (
            "[schedule]\ndecks.a = 1",
            ":2: schedule.decks.a must be a table, not 1.",
            "Begin it with a line [schedule.decks.a].",
        ),
        ("[ui]\ntheme = nord", ":2: this is not TOML: “theme = nord”.", TOML),
        ("[ui]\ntheme = [\n\n", ":2: this is not TOML: “theme = [”.", TOML),
        ("[ui]\nmouse = true\nmouse = false", ":3: this is not TOML: “mouse = false”.", TOML),
        ("x = " + "[" * 5000, ":1: this is not TOML: “x = " + "[" * 55 + "…”.", TOML),
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
            ":3: review.scale must be one of 4, 6, not 5.",
            "Correct this line, or delete it for the default, 4.",
        ),
        (
            "[ui]\n\ntheme = [\n  1,\n]",
            ":3: ui.theme must be text in quotes, not [1].",
            'Correct this line, or delete it for the default, "textual-dark".',
        ),
        ("[review]\nscala = 6", ":2: review.scala is no setting.", "Did you mean scale?"),
        ("[ui]\nsize = 6", ":2: ui.size is no setting.", "Known here: language, theme, mouse, images."),
        (
            "[keys]\nreview.undo = 3",
            ":2: keys.review.undo must be text in quotes, not 3.",
            "Correct or remove this line.",
        ),
        ('[review]\nminutes = "5"', ':2: review.minutes must be a whole number from 0 to 1440, not "5".', None),
        ("[review]\ntimer = 1", ":2: review.timer must be true or false, not 1.", None),
        ("[review]\nscale = 4.0", ":2: review.scale must be one of 4, 6, not 4.0.", None),
    ],
)
def test_mistakes_in_other_sections(home, text, message, hint):
    """`load` says as much of the rest; the schedule can be read without it."""
    write(home, text)
    told, advice = refusal(config.load, home)
    assert told == message
    assert hint is None or advice == hint
    assert config.rules(home) == Rules()


@pytest.mark.parametrize("read", [config.load, config.topics])
@pytest.mark.parametrize("value", ["3", "[1]", '[" "]', "{ volume = 'x' }"])
def test_mistakes_in_topic_rules(home, read, value):
    """A topic rule is a list of words and nothing else."""
    write(home, f'[topics]\n"docker::build" = ["build"]\n"docker::volume" = {value}')
    message, hint = refusal(read, home)
    assert message.startswith(':3: topics."docker::volume" must be a list of words, not ')
    assert hint == "Correct or remove this line."


@pytest.mark.parametrize("read", [config.load, config.topics])
def test_a_topic_without_a_name(home, read):
    """A topic rule speaks of a topic."""
    write(home, '[topics]\n" :: " = ["build"]')
    assert refusal(read, home) == (':2: topics." :: " names no topic.', "Remove this line.")


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
values = (
    st.integers(-1, 30)
    | st.booleans()
    | st.sampled_from([4, "sm2", "sm2-nearest", "random", "notes", "mixed"])
    | st.lists(st.just("a"))
    | st.dictionaries(st.just("a"), st.integers(-1, 1) | st.dictionaries(st.just("new_per_day"), st.integers(-1, 1)))
)


def outcome(read, home):
    try:
        return read(home)
    except ConfigError as error:
        return error.message


@given(st.dictionaries(keys, values, max_size=4))
def test_readers_agree(home, table):
    """What `load` accepts gives the same schedule and topics read alone; what those refuse, `load` refuses too."""
    write(home, "\n".join(f"{section}.{key} = {as_toml(value)}" for (section, key), value in table.items()))
    settings, *alone = (outcome(read, home) for read in (config.load, config.rules, config.topics))
    if isinstance(settings, Settings):
        assert alone == [settings.schedule, settings.topics]
        assert config.problems(home) == []
    else:
        told = {error.message for error in config.problems(home)}
        assert settings in told
        assert {said for said in alone if isinstance(said, str)} <= told


def test_sections_are_those_of_the_model():
    """The names that are known without pydantic are the fields of `Settings`."""
    assert tuple(field.name for field in fields(Settings)) == SECTIONS


def test_what_every_start_reads_is_read_without_heavy_modules(tmp_path):
    """Schedule, topics and language of a sound file need neither pydantic nor tomlkit."""
    write(Home(tmp_path, tmp_path), '[schedule]\ndecks.a.new_per_day = 3\n[topics]\na = "b"\n[ui]\nlanguage = "ko"\n')
    code = (
        f"import sys; from quiz import config; home = config.home({{'QUIZ_HOME': {str(tmp_path)!r}}});"
        "config.rules(home); config.topics(home); config.language(home);"
        "print([name for name in ('pydantic', 'tomlkit', 'difflib', 'click') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_every_mistake_is_told_in_order(home):
    """`problems` finds them all, those of a face too, each with its line; the good settings around them count."""
    write(home, '[ui]\ntheme = "nrod"\nmous = 1\n\n[review]\nscale = 5\n')

    def also(settings):
        return [Refusal(("ui", "theme"), f"no {settings.ui.theme}", "")]

    found = config.problems(home, also)
    assert [error.line for error in found] == [2, 3, 6]
    assert found[0].message == f"{home.file}:2: no nrod"


def test_a_broken_file_is_one_problem(home):
    """What is no TOML cannot be looked at any further."""
    write(home, "[ui]\nthe me = 1\n")
    (error,) = config.problems(home)
    assert error.line == 2


def test_the_face_may_refuse_what_is_loaded(home):
    """`load` names file and line of what a face has against a setting."""
    write(home, 'ui.theme = "nrod"\n')
    also = [Refusal(("ui", "theme"), "There is no nrod.", "Choose nord.")]
    assert refusal(lambda home: config.load(home, lambda _settings: also), home) == (
        ":1: There is no nrod.",
        "Choose nord.",
    )


def test_language_alone(home):
    """The language is read without asking whether it is one; without a statement the system decides."""
    write(home, '[ui]\nlanguage = "ko"\n')
    assert config.language(home) == "ko"
    write(home, "[schedule]\n")
    assert config.language(home) == "auto"


def text(home):
    return home.file.read_text("utf-8")


def test_state_and_unstate(home):
    """A value goes into the file and out again; all else stays as it was written."""
    before = "# mine\n[schedule]\nnew_per_day = 5  # few\n\n# colours\n[ui]\ntheme = 'nord'\n"
    write(home, before)
    config.state(home, ("schedule", "order"), "day")
    config.state(home, ("schedule", "new_per_day"), 7)
    assert text(home) == before.replace("5  # few", '7  # few\norder = "day"')
    assert config.rules(home) == Rules(new_per_day=7, order="day")
    assert config.unstate(home, ("schedule", "order"))
    assert not config.unstate(home, ("schedule", "order"))
    assert text(home) == before.replace("5  # few", "7  # few")


def test_state_refuses_what_the_file_would_not_bear(home):
    """A bad value is refused before anything is written, and so is one in a place that is itself a mistake."""
    before = "[review]\nscale = 6\n"
    write(home, before)
    with pytest.raises(ConfigError, match=r"review\.scale must be one of 4, 6, not 5"):
        config.state(home, ("review", "scale"), 5)
    assert text(home) == before
    write(home, "schedule = 3\n")
    with pytest.raises(ConfigError, match="schedule must be a table, not 3"):
        config.state(home, ("schedule", "fuzz"), True)
    assert text(home) == "schedule = 3\n"


def test_a_mistake_elsewhere_does_not_stand_in_the_way(home):
    """One mistake after the other can be repaired."""
    write(home, '[review]\nscale = 5\n[ui]\ntheme = 3\nlanguage = "kr"\n')
    config.state(home, ("review", "scale"), 6)
    config.unstate(home, ("ui", "theme"))
    config.state(home, ("ui", "language"), "ko")
    assert config.load(home) == Settings(review=ReviewSettings(scale=6), ui=UiSettings(language="ko"))


@pytest.mark.parametrize("line", ["review.undo = 'u' # mine", "'review.undo' = 'u' # mine"])
def test_keys_are_found_however_they_are_written(home, line):
    """The id of an action may stand in quotes or not; a new value takes the place of the old one."""
    write(home, f"[keys]\n{line}\n")
    config.state(home, ("keys", "review.undo"), "z")
    assert text(home) == f"[keys]\n{line}\n".replace("'u'", '"z"')
    config.unstate(home, ("keys", "review.undo"))
    assert config.load(home) == Settings()
