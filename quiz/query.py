"""Which cards a person means: `topic:docker is:due -선언형`.

    word  "a phrase"     stands in the question, the answer or a topic; "" inside quotes is one quote
    topic:docker         that topic or one below it: docker::volume, but not dockerfile
    deck:name  kind:open  uid:3fa       part of the deck's name, the kind, how the uid begins
    is:new  is:due       never graded; graded before and due today or earlier (both only what can be asked)
    is:learned           passed since the last failure; further is:suspended, is:unanswered, is:orphan
    a b    a and b    a or b    -a    not a    (a or b) c

`not` binds tightest, then `and`, then `or`. Case and Unicode form never matter, in values and in names.
Letters and one colon make a field only where they name one, or nearly (`tag:` is an error): `10:30`,
`docker::volume`, `nginx:latest` and `http://x` are words, and in quotes everything is.
Orphans are left out of a query that does not mention `is:orphan`. An empty query matches every live card.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from quiz.entry import Entry
from quiz.errors import QueryError
from quiz.schedule import is_due
from quiz.text import fold
from quiz.topics import includes, topic_name

ALSO_CALLED = {"tag": "topic", "tags": "topic", "state": "is", "status": "is", "type": "kind", "id": "uid"}
NESTING_LIMIT = 50

STATES: dict[str, Callable[[Entry, int], bool]] = {
    "new": lambda entry, _: entry.askable and entry.progress.is_new,
    "due": lambda entry, today: entry.askable and is_due(entry, today),
    "learned": lambda entry, _: entry.progress.memory.repetitions >= 1,
    "suspended": lambda entry, _: entry.progress.suspended,
    "orphan": lambda entry, _: entry.state == "orphan",
    "unanswered": lambda entry, _: not entry.answered,
}
"""What `is:` takes, asked of an entry on a study day."""

CONDITIONS: dict[str, Callable[[Entry, str, int], bool]] = {
    "": lambda entry, text, _: text in fold("\0".join((entry.question, entry.answer, *entry.topics))),
    "topic": lambda entry, topic, _: any(includes(topic, other) for other in entry.topics),
    "deck": lambda entry, part, _: part in fold(entry.deck),
    "kind": lambda entry, kind, _: fold(entry.kind) == kind,
    "is": lambda entry, state, today: STATES[state](entry, today),
    "uid": lambda entry, start, _: fold(entry.uid).startswith(start),
}
"""What each field asks of an entry, a folded value and a study day; no field means text."""

FIELDS = tuple(filter(None, CONDITIONS))

Predicate = Callable[[Entry], bool]

_TOKEN = re.compile(
    r'(?P<blank>\s+)|(?P<sign>[()-]|\Z|(?i:and|or|not)(?![^\s()"]))'
    r'|(?:(?P<field>[A-Za-z]+):(?!:))?(?:"(?P<phrase>(?:[^"]|"")*+)"|(?P<word>[^\s()"]*))'
)
"""Matches wherever it is asked; before a quote without an end it finds an empty word."""

_Token = tuple[int, "str | Term"]
"""Where it stands, and a sign, a connective in lower case, a term, or "" for the end."""


@dataclass(frozen=True, slots=True)
class Term:
    """One condition; `field` is one of `FIELDS`, or empty for text anywhere on the card."""

    value: str
    field: str = ""


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


Node = Term | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A query that has been read. `str` writes it so that `parse` reads the same query again."""

    root: Node

    def matches(self, entry: Entry, today: int) -> bool:
        """For one entry; for many, `compile_query` once."""
        return compile_query(self, today)(entry)

    def __str__(self) -> str:
        return _written(self.root)


def parse(text: str) -> Query:
    """The query that `text` says; QueryError for what cannot be read, whatever the text."""
    if not text.strip():
        return Query(And(()))
    left = list(_tokens(text))[::-1]
    root = _either(left, 0)
    if left[-1][1] == ")":
        raise _unreadable(left[-1][0], "this ')' closes nothing", "Remove it, or quote what holds it")
    return Query(root)


def compile_query(query: str | Query, today: int) -> Predicate:
    """The query as a function, to ask of many entries on the study day `today`; QueryError as by `parse`."""
    root = (parse(query) if isinstance(query, str) else query).root
    test = _test(root, today)
    if Term("orphan", "is") in _terms(root):
        return test
    return lambda entry: entry.state == "live" and test(entry)


def _test(node: Node, today: int) -> Predicate:
    match node:
        case And(parts) | Or(parts):
            tests = [_test(part, today) for part in parts]
            join = all if isinstance(node, And) else any
            return lambda entry: join(test(entry) for test in tests)
        case Not(part):
            inner = _test(part, today)
            return lambda entry: not inner(entry)
        case Term(value, field):
            holds, wanted = CONDITIONS[field], topic_name(value) if field == "topic" else fold(value)
            return lambda entry: holds(entry, wanted, today)


def _terms(node: Node) -> Iterator[Term]:
    match node:
        case Term():
            yield node
        case Not(part):
            yield from _terms(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _terms(part)


def _written(node: Node) -> str:
    match node:
        case Term(value, field):
            name = f"{field}:" if field else ""
            read = _TOKEN.match(name + value)
            plain = read and read.group("field", "word") == (field or None, value)
            return name + (value if plain else '"' + value.replace('"', '""') + '"')
        case Not(part):
            return f"-{_grouped(part)}"
        case And(parts) | Or(parts):
            return (" " if isinstance(node, And) else " or ").join(map(_grouped, parts))


def _grouped(node: Node) -> str:
    return f"({_written(node)})" if isinstance(node, And | Or) else _written(node)


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        if match["sign"] is not None:
            yield match.start(), match["sign"].lower()
        elif not match["blank"]:
            yield match.start(), _term(match)


def _term(match: re.Match[str]) -> Term:
    at, phrase, value = match.start(), match["phrase"], match["word"]
    if phrase is not None:
        value = phrase.replace('""', '"')
    elif not value and match.string.startswith('"', match.end()):
        raise _unreadable(match.end(), "the quote is never closed", "Close it with another quote mark")
    field = _field((match["field"] or "").lower(), at)
    if match["field"] and not field:
        return Term(f"{match['field']}:{value}")
    if field == "is":
        value = value.lower()
        if value not in STATES:
            raise _unreadable(at, f"is: does not take {value!r}", f"It takes {', '.join(STATES)}")
    if not value or (field == "topic" and not topic_name(value)):
        raise _unreadable(at, f"{match[0]!r} names nothing", 'Write for example topic:docker or "bind mount"')
    return Term(value, field)


def _field(name: str, at: int) -> str:
    """The field of this name; none for the beginning of an ordinary word."""
    if name in FIELDS:
        return name
    close = get_close_matches(name, FIELDS, n=1, cutoff=0.8)
    if meant := ALSO_CALLED.get(name) or "".join(close):
        hint = f"Did you mean `{meant}:`? Fields are {', '.join(FIELDS)}; in quotes it is searched as text"
        raise _unreadable(at, f"there is no field {name!r}", hint)
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
        raise _unreadable(at, f"more than {NESTING_LIMIT} levels of nesting", "Ask for less at once")
    if _take(left, "-", "not"):
        if token == "-" and left[-1][0] > at + 1:
            raise _unreadable(at, "'-' stands alone", 'Write -word without a blank, or "-" to search for the sign')
        return Not(_one(left, depth + 1))
    if _take(left, "("):
        inner = _either(left, depth + 1)
        if not _take(left, ")"):
            raise _unreadable(at, "this '(' is never closed", "Close it, or quote what holds it")
        return inner
    if isinstance(token, str):
        place = f"before {token!r}" if token else "at the end"
        raise _unreadable(at, f"a word is missing {place}", 'Write for example "docker or volume"')
    left.pop()
    return token


def _take(left: list[_Token], *signs: str) -> bool:
    taken = left[-1][1] in signs
    if taken:
        left.pop()
    return taken


def _unreadable(at: int, what: str, hint: str) -> QueryError:
    return QueryError(f"the query cannot be read at character {at + 1}: {what}.", f"{hint}.")
