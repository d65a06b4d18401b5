"""blueprint.toml and what the command line says instead: read, checked, and written with a comment on every line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from quiz.charts import wrapped
from quiz.errors import ConfigError, UsageError
from quiz.exam.blueprint import Blueprint, validated
from quiz.fields import Field, as_field, as_toml, fields_of
from quiz.language import _
from quiz.settings import Names, Refusal, dotted, nearest
from quiz.terminal import fit
from quiz.toml_file import TomlFile

FILE = "blueprint.toml"
WIDTH = 80


def read(path: Path | None, given: Mapping[str, Any], *, asks: bool = True) -> Blueprint:
    """The blueprint of a file, with what is `given` instead of what it says.

    ConfigError names file, line and remedy of a mistake in the file, UsageError one that is given, or what settings do
    not allow together; without `asks` they need not ask for a paper.
    """
    file = TomlFile(Path(FILE), "", {}) if path is None else _there(path)
    for refusal in refusals(file.table)[:1]:
        line = file.line_of(refusal.path)
        raise ConfigError(f"{file.path}:{line}: {refusal.message}", refusal.hint, line)
    merged = {**file.table, **given}
    for refusal in refusals(given)[:1]:
        raise UsageError(refusal.message, _("`quiz make --help` says what the options take."))
    blueprint = validated(merged)
    for message, hint in conflicts(blueprint) if asks else ():
        raise UsageError(message, hint)
    return blueprint


def refusals(table: Mapping[str, Any]) -> list[Refusal]:
    """Every mistake in a table, in its order."""
    from pydantic import ValidationError

    try:
        validated(table)
    except ValidationError as error:
        found = error.errors(include_url=False)
        told = [_refusal(tuple(map(str, each["loc"])), each["input"]) for each in found]
        return sorted(told, key=lambda refusal: list(table).index(refusal.path[0]))
    return []


def conflicts(blueprint: Blueprint) -> Iterator[tuple[str, str]]:
    """What each setting allows and all of them together do not: sentences and hints."""
    named, counted = sum(blueprint.topics.values()), sum(blueprint.kinds.values())
    if not blueprint.total:
        yield _("the blueprint asks for no question."), _("For example: quiz make -t docker=5, or -n 20.")
    if blueprint.count and blueprint.count < named:
        told = _("the topics ask for {named} questions, more than the {count} in all.")
        yield told.format(named=named, count=blueprint.count), _("Set count to 0, or ask for fewer of a topic.")
    open_ended = not all(blueprint.kinds.values())
    if counted > blueprint.total or (not open_ended and counted < blueprint.total):
        told = _("the kinds ask for {counted} questions, the topics for {total}.")
        hint = _("Name a kind without a number to take what is left, for example `choice=5,open`.")
        yield told.format(counted=counted, total=blueprint.total), hint
    if blueprint.difficulty and not sum(blueprint.difficulty.values()):
        yield _("the shares of difficulty are all 0."), _("For example: --difficulty easy=30,medium=50,hard=20.")


def template() -> str:
    """A blueprint.toml in which every setting stands as a comment with what it is for."""
    written = [
        f"# {line}" for line in wrapped(_("A blueprint for `quiz make`; every line is optional.").split(), WIDTH)
    ]
    for field in fields_of(Blueprint).values():
        about = [*_(field.about.text).split(), *(f"({field.takes})".split() if field.takes else ())]
        comment = [f"# {line}" for line in wrapped(about, WIDTH - 2)]
        example = field.about.example or f"{field.name} = {as_toml(_example(field))}"
        written += ["", *([f"[{field.name}]"] if field.is_table else []), *comment]
        written += [f"# {line}" for line in example.split("\n")]
    return "\n".join(written) + "\n"


def _example(field: Field) -> object:
    if field.name == "kinds":
        return [f"{name}={count}" if count else name for name, count in field.default.items()]
    return list(field.default) if isinstance(field.default, tuple) else field.default


def _there(path: Path) -> TomlFile:
    if not path.exists():
        told = _("there is no blueprint {file}.").format(file=path)
        raise UsageError(told, _("`quiz make --init` writes one to begin with."))
    return TomlFile.read(path)


def _refusal(path: Names, value: object) -> Refusal:
    """The words for a value that is refused, or for a name that is none."""
    own = fields_of(Blueprint)
    name = dotted(path)
    if path[0] not in own:
        return Refusal(path, _("{name} is no setting of a blueprint.").format(name=name), nearest(path[0], own))
    field = own[path[0]]
    if path[-1] == "[key]":
        key = as_field(path[-2], _key_of(field))
        told = key.about.wants and _(key.about.wants).format(name=as_toml(path[-2]))
        return Refusal(path[:-1], told, _known(field))
    if len(path) > 1 and field.is_table:
        field = as_field(path[-1], field.entry)
    shown = fit(as_toml(value), 60)
    told = field.refusal(name, value).replace(as_toml(value), shown)
    return Refusal(path, told, _("Correct or remove this line."))


def _key_of(field: Field) -> Any:
    from typing import get_args

    return get_args(field.kind)[0]


def _known(field: Field) -> str:
    names = {"points": "choice, yesno, short, cloze, matching, order, open", "difficulty": "easy, medium, hard"}
    known = names.get(field.name)
    return _("Known here: {names}.").format(names=known) if known else _("For example: docker::volume.")
