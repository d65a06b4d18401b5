"""How queries are written: text to a tree of conditions, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from quiz.errors import QueryError
from quiz.language import _
from quiz.query.conditions import CONDITIONS, MEASURES, STATES
from quiz.topics import topic_name

ALSO_CALLED = {
    "tag": "topic", "tags": "topic", "state": "is", "status": "is", "type": "kind", "id": "uid", "path": "file",
}  # fmt: skip
ALSO_MEASURED = {"ef": "ease", "factor": "ease", "ivl": "interval", "days": "interval", "reps": "reviews"}
NESTING_LIMIT = 50
FIELDS = tuple(filter(None, CONDITIONS))

_TOKEN = re.compile(
    r'(?P<blank>\s+)|(?P<sign>[()-]|\Z|(?i:and|or|not)(?![^\s()"]))'
    r'|(?P<measure>[A-Za-z]+)(?P<than>[<>]=?|=)(?P<number>[^\s()"]*)'
    r'|(?:(?P<field>[A-Za-z]+):(?!:))?(?:"(?P<phrase>(?:[^"]|"")*+)"|(?P<word>[^\s()"]*))'
)
"""Matches wherever it is asked; before a quote without an end it finds an empty word."""

_SIGN = re.compile(r"\s+[<=>]")
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?")

_Token = tuple[int, "str | Term | Bound"]
"""Where it stands, and a sign, a connective in lower case, a term, or "" for the end."""


@dataclass(frozen=True, slots=True)
class Term:
    """One condition; `field` is one of `FIELDS`, or empty for text anywhere on the card."""

    value: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure of the card compared with a number; `measure` is one of `MEASURES`, `sign` one of `SIGNS`."""

    measure: str
    sign: str
    number: str


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """All of `parts`; of none, every card."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]


Node = Term | Bound | Not | And | Or


def read(text: str) -> Node:
    """The tree that a text says; QueryError for what cannot be read, whatever the text."""
    if not text.strip():
        return And(())
    left = list(_tokens(text))[::-1]
    root = _either(left, 0)
    if left[-1][1] == ")":
        raise _unreadable(left[-1][0], _("this ')' closes nothing"), _("Remove it, or quote what holds it."))
    return root


def written(node: Node) -> str:
    """The text that `read` reads as the same tree."""
    match node:
        case Term(value, field):
            name = f"{field}:" if field else ""
            again = _TOKEN.match(name + value)
            plain = again and again.group("field", "word") == (field or None, value) and value.lower() not in MEASURES
            return name + (value if plain else '"' + value.replace('"', '""') + '"')
        case Bound(measure, sign, number):
            return f"{measure}{sign}{number}"
        case Not(part):
            return f"-{_grouped(part)}"
        case And(parts) | Or(parts):
            return (" " if isinstance(node, And) else " or ").join(map(_grouped, parts))


def depth(text: str) -> int:
    """How many brackets of a text are open at its end."""
    signs = [match["sign"] for match in _TOKEN.finditer(text)]
    return max(0, signs.count("(") - signs.count(")"))


def _grouped(node: Node) -> str:
    return f"({written(node)})" if isinstance(node, And | Or) else written(node)


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        if match["sign"] is not None:
            yield match.start(), match["sign"].lower()
        elif not match["blank"]:
            yield match.start(), _term(match)


def _term(match: re.Match[str]) -> Term | Bound:
    if match["measure"]:
        return _bound(match)
    at, phrase, value = match.start(), match["phrase"], match["word"]
    if phrase is not None:
        value = phrase.replace('""', '"')
    elif not value and match.string.startswith('"', match.end()):
        raise _unreadable(match.end(), _("the quote is never closed"), _("Close it with another quote mark."))
    elif not match["field"] and value.lower() in MEASURES and _SIGN.match(match.string, match.end()):
        raise _no_number(value.lower(), at)
    field = _field((match["field"] or "").lower(), at)
    if match["field"] and not field:
        return Term(f"{match['field']}:{value}")
    if field == "is":
        value = value.lower()
        if value not in STATES:
            raise _unreadable(
                at,
                _("is: does not take '{value}'").format(value=value),
                _("It takes {values}.").format(values=", ".join(STATES)),
            )
    if not value or (field == "topic" and not topic_name(value)):
        raise _unreadable(
            at,
            _("'{part}' names nothing").format(part=match[0]),
            _('Write for example topic:docker or "bind mount".'),
        )
    return Term(value, field)


def _bound(match: re.Match[str]) -> Term | Bound:
    """A comparison; a word, where what is compared is no measure."""
    at, name = match.start(), match["measure"].lower()
    if name not in MEASURES:
        close = get_close_matches(name, MEASURES, n=1, cutoff=0.8)
        meant = ALSO_MEASURED.get(name) or "".join(close)
        if not meant:
            return Term(match[0])
        what = _("'{name}' cannot be compared").format(name=name)
        hint = _("Did you mean `{part}`? Numbers are {names}; in quotes it is searched as text.")
        part = f"{meant}{match['than']}{match['number']}"
        raise _unreadable(at, what, hint.format(part=part, names=", ".join(MEASURES)))
    if not _NUMBER.fullmatch(match["number"]):
        raise _no_number(name, at)
    return Bound(name, match["than"], match["number"])


def _field(name: str, at: int) -> str:
    """The field of this name; none for the beginning of an ordinary word."""
    if name in FIELDS:
        return name
    if name in MEASURES:
        raise _no_number(name, at)
    close = get_close_matches(name, FIELDS, n=1, cutoff=0.8)
    if meant := ALSO_CALLED.get(name) or "".join(close):
        hint = _("Did you mean `{field}:`? Fields are {fields}; in quotes it is searched as text.")
        what = _("there is no field '{field}'").format(field=name)
        raise _unreadable(at, what, hint.format(field=meant, fields=", ".join(FIELDS)))
    return ""


def _either(left: list[_Token], depth: int) -> Node:
    """Reads what `or` joins; like its two partners it takes tokens off the end of `left`, the next one first."""
    parts = [_both(left, depth)]
    while _take(left, "or"):
        parts.append(_both(left, depth))
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def _both(left: list[_Token], depth: int) -> Node:
    parts = [_one(left, depth)]
    while _take(left, "and") or left[-1][1] not in ("or", ")", ""):
        parts.append(_one(left, depth))
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _one(left: list[_Token], depth: int) -> Node:
    at, token = left[-1]
    if depth > NESTING_LIMIT:
        what = _("more than {limit} levels of nesting").format(limit=NESTING_LIMIT)
        raise _unreadable(at, what, _("Ask for less at once."))
    if _take(left, "-", "not"):
        if token == "-" and left[-1][0] > at + 1:
            hint = _('Write -word without a blank, or "-" to search for the sign.')
            raise _unreadable(at, _("'-' stands alone"), hint)
        return Not(_one(left, depth + 1))
    if _take(left, "("):
        inner = _either(left, depth + 1)
        if not _take(left, ")"):
            raise _unreadable(at, _("this '(' is never closed"), _("Close it, or quote what holds it."))
        return inner
    if isinstance(token, str):
        missing = _("a word is missing before '{sign}'") if token else _("a word is missing at the end")
        raise _unreadable(at, missing.format(sign=token), _('Write for example "docker or volume".'))
    left.pop()
    return token


def _take(left: list[_Token], *signs: str) -> bool:
    taken = left[-1][1] in signs
    if taken:
        left.pop()
    return taken


def _no_number(name: str, at: int) -> QueryError:
    what = _("'{name}' is compared with a number").format(name=name)
    return _unreadable(at, what, _("Write for example ease<1.6, lapses>3 or due<=7 without blanks."))


def _unreadable(at: int, what: str, hint: str) -> QueryError:
    message = _("the query cannot be read at character {number}: {what}.")
    return QueryError(message.format(number=at + 1, what=what), hint)
