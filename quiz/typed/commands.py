"""Shell commands compared by what they mean: neither the order of flags nor the way of quoting makes a difference.

Nothing is known of the program: a flag takes the word behind it as its value unless one of both commands shows it
without one. Flags may stand anywhere before `--` and before the words that are handed over to another program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import NamedTuple

from quiz.typed import shell
from quiz.typed.diff import Diff, by_tokens, stretches

HANDS_OVER = {
    **{(program,): 0 for program in ("sudo", "env", "time", "xargs")},
    ("ssh",): 1,
    **{
        (program, *group, word): 1
        for program in ("docker", "podman", "nerdctl")
        for group in ((), ("container",), ("compose",))
        for word in ("run", "exec", "create")
    },
}
"""Behind these words, and as many more, begins the command of another program, with flags of its own."""
LONGEST = 3
"""Words in the longest key of `HANDS_OVER`."""

_OPERATOR = re.compile(r"[;|&()]+")
_LETTERS = re.compile("-[A-Za-z]+")


class Item(NamedTuple):
    """A flag with its value if it has one, or a word that is no flag (`flag` is empty)."""

    flag: str
    words: tuple[str, ...]


Segment = list[Item]
"""A simple command, an operator, or what one program hands over to another."""


def compare(answer: str, given: str) -> tuple[bool, Diff]:
    """Whether both mean the same; and where they part, with the flags in the order of the answer."""
    wanted, typed = shell.tokens(answer), shell.tokens(given)
    if "&&" not in wanted:
        typed = [shell.END if token == "&&" else token for token in typed]
    wanted, typed = _spread(wanted, typed), _spread(typed, wanted)
    bare = _bare(wanted) | _bare(typed)
    mine, theirs = list(_segments(wanted, bare)), list(_segments(typed, bare))
    ordered = _words(_in_order_of(mine, theirs))
    return ordered == wanted, by_tokens([*map(shell.shown, wanted)], [*map(shell.shown, ordered)])


def _spread(tokens: Sequence[str], others: Sequence[str]) -> list[str]:
    """`--flag=value` as two tokens, and `-it` as `-i -t` where the other command has both letters but not `-it`."""
    letters = {letter for token in others if _LETTERS.fullmatch(token) for letter in token[1:]}
    found: list[str] = []
    for token in tokens:
        if token.startswith("--") and "=" in token:
            flag, _, value = token.partition("=")
            found += [flag, value]
        elif _LETTERS.fullmatch(token) and token not in others and letters.issuperset(token[1:]):
            found += [f"-{letter}" for letter in token[1:]]
        else:
            found.append(token)
    return found


def _is_flag(token: str) -> bool:
    return token.startswith("-") and token not in ("-", "--")


def _bare(tokens: Sequence[str]) -> frozenset[str]:
    """The flags that at least once no word follows."""
    return frozenset(
        token
        for token, after in zip_longest(tokens, tokens[1:], fillvalue=shell.END)
        if _is_flag(token) and (_is_flag(after) or after == "--" or _OPERATOR.fullmatch(after))
    )


def _segments(tokens: Sequence[str], bare: frozenset[str]) -> Iterator[Segment]:
    for operator, group in groupby(tokens, lambda token: _OPERATOR.fullmatch(token) is not None):
        run = list(group)
        while run:
            segment = [Item("", tuple(run))] if operator else list(_simple(run, bare))
            yield segment
            run = run[len(_words([segment])) :]


def _simple(tokens: Sequence[str], bare: frozenset[str]) -> Iterator[Item]:
    """The items up to where another program's command begins."""
    words: tuple[str, ...] = ()
    at, left, flags = 0, -1, True
    while at < len(tokens) and left:
        token, flags = tokens[at], flags and tokens[at] != "--"
        if flags and _is_flag(token):
            item = Item(token, tuple(tokens[at : at + (1 if token in bare else 2)]))
        else:
            item, words = Item("", (token,)), (*words, token)[: LONGEST + 1]
            left = HANDS_OVER.get(words, left - 1)
        yield item
        at += len(item.words)


def _in_order_of(wanted: Sequence[Segment], typed: Sequence[Segment]) -> list[Segment]:
    """What was typed, with the flags of every segment where the answer has them."""
    ordered: list[Segment] = []
    for same, here, there in stretches([_head(part) for part in wanted], [_head(part) for part in typed]):
        ordered += map(_ordered, wanted[here], typed[there]) if same else typed[there]
    return ordered


def _head(segment: Segment) -> str:
    return next((item.words[0] for item in segment if not item.flag), "")


def _ordered(wanted: Segment, typed: Segment) -> Segment:
    partners = _partners(wanted, typed)
    moved = {there for here, there in partners.items() if wanted[here].flag}
    rest = [at for at in range(len(typed)) if at not in moved]
    order: list[int] = []
    for here, there in sorted(partners.items()):
        if not wanted[here].flag:
            upto = rest.index(there)
            order, rest = order + rest[:upto], rest[upto + 1 :]
        order.append(there)
    return [typed[at] for at in order + rest]


def _partners(wanted: Segment, typed: Segment) -> dict[int, int]:
    """Which typed item answers which wanted one: words in their order, flags by value if they can, else by name."""
    here = [at for at, item in enumerate(wanted) if not item.flag]
    there = [at for at, item in enumerate(typed) if not item.flag]
    partners: dict[int, int] = {}
    for same, mine, theirs in stretches([wanted[at].words[0] for at in here], [typed[at].words[0] for at in there]):
        if same:
            partners.update(zip(here[mine], there[theirs], strict=True))
    free = {at for at, item in enumerate(typed) if item.flag}
    for depth in (2, 1):
        for at, item in enumerate(wanted):
            alike = (number for number in sorted(free) if typed[number].words[:depth] == item.words[:depth])
            if item.flag and at not in partners and (found := next(alike, None)) is not None:
                partners[at] = found
                free.remove(found)
    return partners


def _words(segments: Iterable[Segment]) -> list[str]:
    return [word for segment in segments for item in segment for word in item.words]
