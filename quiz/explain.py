"""The settings to read: each with its value and what it is for; and a config.toml that states nothing yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from quiz.charts import wrapped
from quiz.fields import Field, as_toml, fields_of
from quiz.language import _
from quiz.settings import Settings, Stated, dotted

INDENT = "    "
WIDTH = 80


def lines(stated: Iterable[Stated], width: int = WIDTH) -> Iterator[str]:
    """Every setting with its value, what it takes, its default where that is another, and what it is for."""
    section = ""
    for path, field, value, own in stated:
        if path[0] != section:
            section = path[0]
            yield from ("", f"[{section}]  {_(fields_of(Settings)[section].about.text)}") if path[1:] else ("",)
        if own:
            yield f"{INDENT}{dotted(path)} = {as_toml(value)}"
            continue
        yield _head(dotted(path), field, value)
        yield from (INDENT + line for line in wrapped(_(field.about.text).split(), width - len(INDENT)))
        if field.about.example:
            yield INDENT + _("For example: {example}").format(example=field.about.example)


def as_json(stated: Stated) -> dict[str, Any]:
    path, field, value, own = stated
    told = {"key": dotted(path), "value": _plain(value), "about": _(field.about.text)}
    if not own:
        told |= {"default": _plain(field.default), "is_default": value == field.default}
    if field.choices:
        told["choices"] = [True, False] if field.kind is bool else list(field.choices)
    if field.about.most:
        told |= {"least": field.about.least, "most": field.about.most}
    return told


def template() -> str:
    """A config.toml in which every setting stands as a comment with its default."""
    written = [f"# {line}" for line in wrapped(_("Every line is optional; these are the defaults.").split(), WIDTH - 2)]
    for name, section in fields_of(Settings).items():
        written += ["", f"[{name}]"]
        if section.is_table:
            written += _comments(section.about.example, section)
            continue
        for field in fields_of(section.kind).values():
            line = field.about.example if field.is_table else f"{field.name} = {as_toml(field.default)}"
            written += _comments(line, field)
    return "\n".join(written) + "\n"


def _comments(line: str, field: Field) -> list[str]:
    words = [*_(field.about.text).split(), *(f"({field.takes})".split() if field.takes else ())]
    return [*(f"# {told}" for told in wrapped(words, WIDTH - 2)), f"# {line}"]


def _head(name: str, field: Field, value: Any) -> str:
    if field.is_table:
        return name
    default = "" if value == field.default else _("default {value}").format(value=as_toml(field.default))
    remarks = "; ".join(filter(None, (field.takes, default)))
    return f"{name} = {as_toml(value)}" + (f"  ({remarks})" if remarks else "")


def _plain(value: Any) -> Any:
    """A value as JSON has it, without what is not stated."""
    if not isinstance(value, dict):
        return value
    entries = {name: entry if isinstance(entry, str | tuple) else asdict(entry) for name, entry in value.items()}
    return {
        name: {key: each for key, each in entry.items() if each is not None} if isinstance(entry, dict) else entry
        for name, entry in entries.items()
    }
