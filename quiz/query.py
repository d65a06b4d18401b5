"""Which cards a person means: `topic:docker is:due -선언형`.

    word  "a phrase"     stands in the question, the answer or a topic; "" inside quotes is one quote
    topic:docker         that topic or one below it: docker::volume, but not dockerfile
    deck:name  kind:open  uid:3fa       part of the deck's name, the kind, how the uid begins
    is:new  is:due       never graded; graded before and due today or earlier (both only what can be asked)
    is:learned           passed at least once since the last failure
    is:suspended  is:unanswered  is:orphan
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

FIELDS = ("topic", "deck", "kind", "is", "uid")
ALSO_CALLED = {"tag": "topic", "tags": "topic", "state": "is", "status": "is", "type": "kind", "id": "uid"}
CONNECTIVES = ("and", "or", "not")
NESTING_LIMIT = 50

STATES: dict[str, Callable[[Entry, int], bool]] = {
    "new": lambda entry, today: entry.askable and entry.progress.is_new,
    "due": lambda entry, today: entry.askable and is_due(entry, today),
    "learned": lambda entry, today: entry.progress.memory.repetitions >= 1,
    "suspended": lambda entry, today: entry.progress.suspended,
    "orphan": lambda entry, today: entry.state == "orphan",
    "unanswered": lambda entry, today: not entry.answered,
}
"""What `is:` takes; `today` is the ordinal of the study day."""

Predicate = Callable[[Entry], bool]

_WORD = re.compile(r'[^\s()"]+')
_PHRASE = re.compile(r'"((?:[^"]|"")*+)"')
_FIELD = re.compile(r"([A-Za-z]+):(?!:)")


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
        """For one entry; for many, `compile` once."""
        return compile(self, today)(entry)

    def __str__(self) -> str:
        return _written(self.root)


def parse(text: str) -> Query:
    """The query that `text` says; QueryError for what cannot be read, whatever the text."""
    if not text.strip():
        return Query(And(()))
    return Query(_Parser(text).query())


def compile(query: Query, today: int) -> Predicate:
    """The query as a function, to ask of many entries."""
    test = _test(query.root, today)
    if Term("orphan", "is") in _terms(query.root):
        return test
    return lambda entry: entry.state == "live" and test(entry)


def _test(node: Node, today: int) -> Predicate:
    match node:
        case And(parts):
            tests = [_test(part, today) for part in parts]
            return lambda entry: all(test(entry) for test in tests)
        case Or(parts):
            tests = [_test(part, today) for part in parts]
            return lambda entry: any(test(entry) for test in tests)
        case Not(part):
            inner = _test(part, today)
            return lambda entry: not inner(entry)
        case Term(value, "is"):
            state = STATES[value]
            return lambda entry: state(entry, today)
        case Term(value, "topic"):
            topic = topic_name(value)
            return lambda entry: any(includes(topic, other) for other in entry.topics)
        case Term(value, field):
            return _text_test(field, fold(value))


def _text_test(field: str, needle: str) -> Predicate:
    match field:
        case "deck":
            return lambda entry: needle in fold(entry.deck)
        case "kind":
            return lambda entry: fold(entry.kind) == needle
        case "uid":
            return lambda entry: fold(entry.uid).startswith(needle)
        case _:
            return lambda entry: needle in fold("\0".join((entry.question, entry.answer, *entry.topics)))


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
            bare = _WORD.fullmatch(value) and (field or _is_plain(value))
            name = f"{field}:" if field else ""
            return name + (value if bare else '"' + value.replace('"', '""') + '"')
        case Not(part):
            return f"-{_grouped(part)}"
        case And(parts):
            return " ".join(map(_grouped, parts))
        case Or(parts):
            return " or ".join(map(_grouped, parts))


def _grouped(node: Node) -> str:
    return f"({_written(node)})" if isinstance(node, And | Or) else _written(node)


def _is_plain(word: str) -> bool:
    return ":" not in word and not word.startswith("-") and word.casefold() not in CONNECTIVES


@dataclass(frozen=True, slots=True)
class _Token:
    """`kind` is a sign, a connective, `term` or `end`; `at` counts characters from 0."""

    kind: str
    at: int
    text: str
    term: Term | None = None


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        sign = text[at]
        if sign.isspace():
            at += 1
        elif sign in "()-":
            if sign == "-" and (at + 1 == len(text) or text[at + 1].isspace()):
                raise _unreadable(at, "'-' stands alone", 'Write -word without a blank, or "-" to search for the sign')
            yield _Token(sign, at, sign)
            at += 1
        else:
            token = _term_token(text, at)
            yield token
            at += len(token.text)
    yield _Token("end", at, "")


def _term_token(text: str, at: int) -> _Token:
    field, start = _field(text, at)
    if text.startswith('"', start):
        phrase = _PHRASE.match(text, start)
        if phrase is None:
            raise _unreadable(start, "the quote is never closed", 'Close it with a second "')
        return _Token("term", at, text[at : phrase.end()], _term(field, phrase[1].replace('""', '"'), at))
    word = _WORD.match(text, start)
    value = word[0] if word else ""
    if not field and value.casefold() in CONNECTIVES:
        return _Token(value.casefold(), at, value)
    return _Token("term", at, text[at : start + len(value)], _term(field, value, at))


def _field(text: str, at: int) -> tuple[str, int]:
    """The field that begins here and where its value begins; no field and `at` where a word begins."""
    named = _FIELD.match(text, at)
    if named is None:
        return "", at
    name = named[1].lower()
    if name in FIELDS:
        return name, named.end()
    close = get_close_matches(name, FIELDS, n=1, cutoff=0.8)
    if meant := ALSO_CALLED.get(name) or (close[0] if close else None):
        hint = f"Did you mean {meant}: ? Fields: {_listed(FIELDS)}; in quotes it is searched as text"
        raise _unreadable(at, f"there is no field {named[0]!r}", hint)
    return "", at


def _term(field: str, value: str, at: int) -> Term:
    if field == "is":
        if value.lower() not in STATES:
            raise _unreadable(at, f"is: does not take {value!r}", f"States: {_listed(STATES)}")
        return Term(value.lower(), field)
    if not value:
        what = f"{field}: has no value" if field else "there is nothing between the quotes"
        raise _unreadable(at, what, f"Write for example {field or 'topic'}:name")
    if field == "topic" and not topic_name(value):
        raise _unreadable(at, f"{value!r} names no topic", "Write for example topic:docker::volume")
    return Term(value, field)


def _listed(names: Iterator[str] | tuple[str, ...] | dict[str, Callable[[Entry, int], bool]]) -> str:
    return ", ".join(names)


def _unreadable(at: int, what: str, hint: str) -> QueryError:
    return QueryError(f"the query cannot be read at character {at + 1}: {what}", hint)


class _Parser:
    """Recursive descent, one method for each binding strength."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._next = 0

    def query(self) -> Node:
        root = self._either(0)
        if self._peek.kind == ")":
            raise _unreadable(self._peek.at, "this ')' closes nothing", "Remove it, or quote what holds it")
        return root

    @property
    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _take(self, kind: str) -> bool:
        taken = self._peek.kind == kind
        self._next += taken
        return taken

    def _either(self, depth: int) -> Node:
        parts = [self._both(depth)]
        while self._take("or"):
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _both(self, depth: int) -> Node:
        parts = [self._one(depth)]
        while self._take("and") or self._peek.kind not in ("or", ")", "end"):
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one(self, depth: int) -> Node:
        token = self._peek
        if depth > NESTING_LIMIT:
            raise _unreadable(token.at, f"more than {NESTING_LIMIT} levels of nesting", "Ask for less at once")
        if token.term is not None:
            self._next += 1
            return token.term
        if self._take("-") or self._take("not"):
            return Not(self._one(depth + 1))
        if self._take("("):
            inner = self._either(depth + 1)
            if not self._take(")"):
                raise _unreadable(token.at, "this '(' is never closed", "Close it, or quote what holds it")
            return inner
        raise self._missing(token)

    def _missing(self, token: _Token) -> QueryError:
        before = self._tokens[self._next - 1].text if self._next else ""
        place = f"before {token.text!r}" if token.kind != "end" else f"after {before!r}, at the end"
        return _unreadable(token.at, f"a word is missing {place}", 'Words such as "or" can be quoted')
