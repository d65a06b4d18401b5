"""Which cards a person means: `topic:docker is:due -선언형`.

    word  "a phrase"     stands in the question, the answer or a topic; "" inside quotes is one quote
    topic:docker         that topic or one below it: docker::volume, but not dockerfile
    deck:name  file:name part of the name of the deck, of the path of the notes
    kind:open  uid:3fa   the kind, how the uid begins
    is:new  is:due       never graded; graded before and due today or earlier (both only what can be asked)
    is:learned           passed since the last failure
    is:leech             lapsed as often as the rules allow; further is:suspended, is:buried, is:flagged,
                         is:unanswered, is:orphan
    due<=7  interval>=21 days until it is due, fewer than 0 when overdue; days between its last two reviews
    ease<1.6             its ease factor; none of these three matches a card that was never graded
    lapses>3  reviews=1  how often it was failed after it was learned; how often it was graded
    a b    a and b    a or b    -a    not a    (a or b) c

`not` binds tightest, then `and`, then `or`. Case and Unicode form never matter, in values and in names.
Letters and one colon make a field only where they name one, or nearly (`tag:` is an error): `10:30`,
`docker::volume`, `nginx:latest` and `http://x` are words, and in quotes everything is. So do letters and one of
`< <= = >= >` make a comparison: `x=1` and `vector<int>` are words.
Orphans are left out of a query that does not mention `is:orphan`. An empty query matches every live card.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from quiz.entry import Entry
from quiz.query.conditions import CONDITIONS, HUNDREDTHS, MEASURES, STATES, USUAL, Setting, card_text
from quiz.query.grammar import FIELDS, And, Bound, Node, Not, Or, Term, read, written
from quiz.query.unfinished import is_unfinished
from quiz.schedule import Rules
from quiz.text import fold
from quiz.topics import topic_name

__all__ = [
    "FIELDS", "MEASURES", "SIGNS", "STATES", "And", "Bound", "Node", "Not", "Or", "Predicate", "Query", "Term",
    "card_text", "compile_query", "folded", "is_unfinished", "parse",
]  # fmt: skip

Predicate = Callable[[Entry], bool]
ORPHANS = Term("orphan", "is")
SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


@dataclass(frozen=True, slots=True)
class Query:
    """A query that has been read. `str` writes it so that `parse` reads the same query again."""

    root: Node

    def matches(self, entry: Entry, today: int) -> bool:
        """For one entry; for many, `compile_query` once."""
        return compile_query(self, today)(entry)

    @property
    def reads_texts(self) -> bool:
        """Whether it looks into questions and answers."""
        return any(not term.field for term in _terms(self.root))

    @property
    def names_orphans(self) -> bool:
        """Whether orphans are among what it is asked of."""
        return ORPHANS in _terms(self.root)

    def __str__(self) -> str:
        return written(self.root)


def parse(text: str) -> Query:
    """The query that `text` says; QueryError for what cannot be read, whatever the text."""
    return Query(read(text))


def compile_query(
    query: str | Query, today: int, rules: Rules = USUAL, text: Callable[[Entry], str] = card_text
) -> Predicate:
    """The query as a function, to ask of many entries on the study day `today`; QueryError as by `parse`.

    `text` may know what `card_text` gives for an entry without folding it anew.
    """
    meant = parse(query) if isinstance(query, str) else query
    test = _test(meant.root, Setting(today, rules, text))
    if meant.names_orphans:
        return test
    return lambda entry: entry.state == "live" and test(entry)


def folded(term: Term) -> str:
    """The value of a term as it is compared."""
    return topic_name(term.value) if term.field == "topic" else fold(term.value)


def _terms(node: Node) -> Iterator[Term]:
    match node:
        case Term():
            yield node
        case Not(part):
            yield from _terms(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _terms(part)


def _test(node: Node, now: Setting) -> Predicate:
    match node:
        case And(parts) | Or(parts):
            tests = [_test(part, now) for part in parts]
            join = all if isinstance(node, And) else any
            return lambda entry: join(test(entry) for test in tests)
        case Not(part):
            inner = _test(part, now)
            return lambda entry: not inner(entry)
        case Bound(measure, sign, number):
            value_of, holds = MEASURES[measure], SIGNS[sign]
            limit = Decimal(number) * (100 if measure in HUNDREDTHS else 1)
            return lambda entry: (value := value_of(entry, now.today)) is not None and holds(value, limit)
        case Term():
            asks, wanted = CONDITIONS[node.field], folded(node)
            return lambda entry: asks(entry, wanted, now)
