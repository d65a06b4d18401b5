"""Blueprints: read from a file or from options, every mistake named with its place and remedy."""

import tomllib

import pytest

from quiz import blueprints
from quiz.errors import ConfigError, UsageError
from quiz.exam.blueprint import Demand, validated
from quiz.exam.difficulty import shared_out


def read(tmp_path, text, **given):
    file = tmp_path / "blueprint.toml"
    file.write_text(text, "utf-8")
    return blueprints.read(file, given)


def test_a_file_states_everything(tmp_path):
    """Every setting of a blueprint from a file, as it is used."""
    made = read(
        tmp_path,
        'title = "Mid-term"\nlanguage = "ko"\nseed = 7\ncount = 12\nvariants = 3\norder = "keep"\nquery = "is:new"\n'
        'fresh = 2\nyesno_share = 20\nkinds = ["choice=5", "open"]\nformats = ["json", "md"]\n'
        '[topics]\n"Docker::Volume" = 3\n"=docker" = 4\n[points]\nopen = 2.5\nchoice = "0.5"\n[difficulty]\neasy = 1\n',
    )
    assert (made.title, made.language, made.seed, made.variants, made.order) == ("Mid-term", "ko", "7", 3, "keep")
    assert (made.query, made.fresh, made.yesno_share, made.formats) == ("is:new", 2, 20, ("json", "md"))
    assert made.kinds == {"choice": 5, "open": 0}
    assert made.points == {"open": 250, "choice": 50}
    assert made.demands() == (
        Demand("docker::volume", 3), Demand("docker", 4, exact=True), Demand("", 5),
    )  # fmt: skip


def test_options_win_over_the_file(tmp_path):
    """What is given replaces what the file says, setting by setting."""
    made = read(tmp_path, "variants = 3\nseed = 5\n[topics]\na = 1\n", variants=2, topics={"b": 4})
    assert (made.variants, made.seed, made.topics) == (2, "5", {"b": 4})


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ('title = "x"\nvariants = 3000\n', 2, "from 1 to 702, not 3000"),
        ("[topics]\ndocker = 3\nk8s = 'many'\n", 3, "topics.k8s must be a whole number from 1 to 999"),
        ("[topics]\n\n'' = 3\n", 3, "names no topic"),
        ("[points]\nopen = 3\nriddle = 3\n", 3, "is no kind of question"),
        ("[points]\nopen = 0\n", 2, "number of points such as 2 or 0.5"),
        ("[points]\nopen = 0.001\n", 2, "number of points"),
        ("\nkinds = ['choice=x']\n", 2, "must be a list such as"),
        ("kinds = 'open'\n", 1, "must be a list such as"),
        ("formats = ['doc']\n", 1, "must be a list of formats"),
        ("seed = true\n", 1, "must be a word or a number"),
        ("count = 1\nvriants = 3\n", 2, "vriants is no setting"),
        ("[difficulty]\nbrutal = 3\n", 2, "is none of easy, medium and hard"),
        ("order = 'random'\n", 1, '"shuffle", "keep"'),
        ("topics = 3\n", 1, "topics must be a table"),
        ("title = \n", 1, "this is not TOML"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_remedy(tmp_path, text, line, part):
    """The first mistake of a file: where it stands, what is wrong, what to do."""
    with pytest.raises(ConfigError) as error:
        read(tmp_path, text)
    assert error.value.message.startswith(f"{tmp_path / 'blueprint.toml'}:{line}: ")
    assert part in error.value.message
    assert error.value.hint


def test_a_near_name_is_suggested(tmp_path):
    """A slip of the pen is recognised."""
    with pytest.raises(ConfigError) as error:
        read(tmp_path, "vriants = 3\n")
    assert "variants" in error.value.hint


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"count": 3, "kinds": ["riddle"]}, "riddle"),
        ({"topics": {"a": 0}}, "from 1 to 999"),
        ({}, "asks for no question"),
        ({"count": 3, "topics": {"a": 5}}, "5 questions, more than the 3"),
        ({"count": 9, "kinds": ["open=3"]}, "the kinds ask for 3 questions, the topics for 9"),
        ({"count": 3, "kinds": ["open=5", "choice"]}, "the kinds ask for 5"),
        ({"count": 3, "difficulty": {"easy": 0}}, "all 0"),
    ],
)
def test_a_mistake_in_options_is_wrong_usage(given, part):
    """Options have no line; what they contradict is said in one sentence and a hint."""
    with pytest.raises(UsageError, match=part) as error:
        blueprints.read(None, given)
    assert error.value.hint


def test_a_missing_file_is_named(tmp_path):
    """A blueprint that is not there is wrong usage, with the way to get one."""
    with pytest.raises(UsageError, match=r"no\.toml") as error:
        blueprints.read(tmp_path / "no.toml", {})
    assert "--init" in error.value.hint


def test_the_template_is_a_blueprint_when_its_comments_are_struck():
    """As it is written it states nothing; with the comment signs off its lines of TOML, all of them are valid."""
    text = blueprints.template()
    assert not any(tomllib.loads(text).values())
    lines = [line.removeprefix("# ") if " = " in line else line for line in text.split("\n")]
    assert validated(tomllib.loads("\n".join(lines))).difficulty == {"easy": 30, "medium": 50, "hard": 20}


def test_shares_are_kept_over_many_small_counts():
    """Ten topics of one question each share out as one of ten does."""
    told = shared_out([1] * 10, {"easy": 30, "medium": 50, "hard": 20})
    assert {name: sum(each[name] for each in told) for name in ("easy", "medium", "hard")} == {
        "easy": 3, "medium": 5, "hard": 2,
    }  # fmt: skip
    assert all(sum(each.values()) == 1 for each in told)
