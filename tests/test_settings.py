"""The tree of settings: what it says of itself, what it refuses, and how a person names a setting."""

from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.errors import UsageError
from quiz.fields import as_toml, fields_of
from quiz.schedule import DeckRules, Rules
from quiz.settings import ReviewSettings, Settings, UiSettings, dotted, find, named, states, validated

CLASSES = (Settings, Rules, DeckRules, ReviewSettings, UiSettings)


@pytest.mark.parametrize("kind", CLASSES)
def test_every_field_says_what_it_is_for(kind):
    """A sentence each, and a default that its own check takes."""
    for field in fields_of(kind).values():
        assert field.about.text.endswith(".")
        if not (field.is_section or field.is_table):
            assert field.refusal("it", field.default) == ""
    assert list(fields_of(kind)) == [field.name for field in fields(kind)]


@pytest.mark.parametrize(
    ("path", "bad"),
    [
        (("schedule", "day_start_hour"), [24, -1, 4.0, True, "4", None, []]),
        (("schedule", "fuzz"), [0, 1, "true", None]),
        (("schedule", "order"), ["days", "", True, ["day"]]),
        (("schedule", "longest_interval_days"), [0, 36_501]),
        (("review", "scale"), [5, "4", 4.0, True]),
        (("ui", "theme"), [3, ["nord"], None]),
        (("keys", "review.undo"), [3, ["u"]]),
        (("topics", "docker"), [3, [3], [" "], {}]),
        (("schedule", "decks", "a", "new_per_day"), [-1, 10_000, "3", 0.5]),
    ],
)
def test_values_of_another_kind(path, bad):
    """Nothing is taken for what it is not: no number for a truth, no text for a number."""
    setting = find(path)
    for value in bad:
        assert setting.refusal("it", value).startswith("it must be ")
        assert setting.refusal("it", value).endswith(f", not {as_toml(value)}.")


@pytest.mark.parametrize(
    ("path", "word", "value"),
    [
        (("schedule", "new_per_day"), "7", 7),
        (("schedule", "new_per_day"), "-7", -7),
        (("schedule", "new_per_day"), "seven", "seven"),
        (("schedule", "fuzz"), "true", True),
        (("schedule", "fuzz"), "Off", False),
        (("schedule", "fuzz"), "1", "1"),
        (("review", "scale"), "6", 6),
        (("review", "typed"), "short", "short"),
        (("ui", "theme"), "6", "6"),
    ],
)
def test_words_become_values(path, word, value):
    """What a person types is read as the kind of the setting has it; what it cannot be stays a word, to be refused."""
    read = find(path).read(word)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("ui.theme", ("ui", "theme")),
        ("ui", ("ui",)),
        ("schedule.decks", ("schedule", "decks")),
        ("schedule.decks.My deck.new_per_day", ("schedule", "decks", "My deck", "new_per_day")),
        ('schedule.decks."v1.2".new_per_day', ("schedule", "decks", "v1.2", "new_per_day")),
        ("schedule.decks.v1.2.new_per_day", ("schedule", "decks", "v1.2", "new_per_day")),
        ("keys.review.undo", ("keys", "review.undo")),
        ('keys."review.undo"', ("keys", "review.undo")),
        ("topics.docker::volume", ("topics", "docker::volume")),
    ],
)
def test_a_person_names_a_setting(key, path):
    """Quotes are needed nowhere, and do no harm."""
    assert named(key) == path


@pytest.mark.parametrize(
    ("key", "message", "hint"),
    [
        ("shedule.fuzz", "shedule is no setting.", "Did you mean schedule?"),
        ("schedule.fuz", "schedule.fuz is no setting.", "Did you mean fuzz?"),
        ("ui.theme.x", "ui.theme.x is no setting.", None),
        ("ui.", 'ui."" is no setting.', None),
        ("", '"" is no setting.', None),
        ("schedule.decks.a.new", "schedule.decks.a.new is no setting.", "Known here: new_per_day, reviews_per_day."),
    ],
)
def test_names_that_are_none(key, message, hint):
    """The first part that there is not is named, with the nearest that there is."""
    with pytest.raises(UsageError) as refused:
        named(key)
    assert refused.value.message == message
    assert hint is None or refused.value.hint == hint


@given(st.sampled_from(["decks", "keys", "topics"]), st.text("ab.가 \"'\\", min_size=1, max_size=5))
def test_names_in_print_lead_back(table, name):
    """What is printed for a setting names it again."""
    path = {"decks": ("schedule", "decks", name, "new_per_day")}.get(table, (table, name))
    assert named(dotted(path)) == path


def test_states_show_every_setting():
    """All fields in order; a table before its entries, and of an entry only what it states."""
    settings = Settings(schedule=Rules(decks={"a": DeckRules(reviews_per_day=3)}), keys={"review.undo": "z"})
    shown = states(settings)
    paths = [stated.path for stated in shown]
    places = [paths.index(path) for path in [("schedule", "decks"), ("schedule", "order"), ("keys",), ("topics",)]]
    assert places == sorted(places)
    assert [stated for stated in shown if stated.own] == [
        next(stated for stated in shown if stated.path == ("schedule", "decks", "a", "reviews_per_day")),
        next(stated for stated in shown if stated.path == ("keys", "review.undo")),
    ]
    assert len(states(settings, ("schedule", "decks"))) == 2
    sections = [section for section in fields_of(Settings).values() if is_dataclass(section.kind)]
    assert len(states(Settings())) == 2 + sum(len(fields_of(section.kind)) for section in sections)


def test_validated():
    """A table becomes the tree, every leaf as it was stated."""
    table = {"schedule": {"decks": {"a": {"new_per_day": 1}}, "fuzz": True}, "topics": {"x": "y"}}
    settings = validated(table)
    assert settings == Settings(schedule=Rules(decks={"a": DeckRules(new_per_day=1)}, fuzz=True), topics={"x": ("y",)})
