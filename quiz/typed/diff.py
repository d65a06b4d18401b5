"""Where two texts part: what both say, what is missing from one, and what it has too much."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, groupby
from typing import Literal, NamedTuple

Mark = Literal["same", "missing", "extra"]
"""same: both have it. missing: only the answer has it. extra: only what was given has it."""


class Part(NamedTuple):
    mark: Mark
    text: str


Pair = tuple[int, int]
"""The places of one letter in the answer and in what was given."""

_BLANKS = re.compile(" +")


class Diff(NamedTuple):
    """`likeness` is the share (0–1) of both that is the same: 2 · same / (answer + given), the Dice coefficient."""

    parts: tuple[Part, ...]
    likeness: float


def by_tokens(answer: Sequence[str], given: Sequence[str]) -> Diff:
    """Token by token, each right or wrong as a whole; the likeness counts tokens."""
    parts = _compared(answer, given, str, lambda missing, extra: [Part("missing", missing), Part("extra", extra)])
    same = sum(here.stop - here.start for alike, here, _ in stretches(answer, given) if alike)
    return Diff(parts, _share(same, len(answer) + len(given)))


def by_words(answer: Sequence[str], given: Sequence[str], key: Callable[[str], str]) -> Diff:
    """Word by word, and letter by letter where at least half of a word is right; the likeness counts letters.

    Words with the same `key` are the same; a key is as long as its word. Blanks among letters make no difference.
    """
    parts = _compared(answer, given, key, lambda missing, extra: _letters(missing, extra, key))
    return Diff(parts, letters_alike(parts))


def letters_alike(parts: Iterable[Part]) -> float:
    """The likeness by letters, blanks aside, whatever it was that was compared."""
    count: Counter[Mark] = Counter()
    for mark, text in parts:
        count[mark] += len(text.replace(" ", ""))
    return _share(count["same"], 2 * count["same"] + count["missing"] + count["extra"])


def _share(same: int, both: int) -> float:
    return 2 * same / both if both else 0.0


def _compared(
    answer: Sequence[str],
    given: Sequence[str],
    key: Callable[[str], str],
    between: Callable[[str, str], Iterable[Part]],
) -> tuple[Part, ...]:
    parts: list[Part] = []
    for same, mine, theirs in stretches([key(word) for word in answer], [key(word) for word in given]):
        told, typed = " ".join(answer[mine]), " ".join(given[theirs])
        if parts:
            parts.append(Part("same", " "))
        parts += [Part("same", told)] if same else between(told, typed)
    return tuple(_tidy(parts))


def stretches(answer: Sequence[str], given: Sequence[str]) -> Iterator[tuple[bool, slice, slice]]:
    """By turns where both are the same and where they are not, as slices of both."""
    from rapidfuzz.distance import Levenshtein

    for same, group in groupby(Levenshtein.opcodes(answer, given), lambda step: step.tag == "equal"):
        steps = list(group)
        first, last = steps[0], steps[-1]
        yield same, slice(first.src_start, last.src_end), slice(first.dest_start, last.dest_end)


def _letters(answer: str, given: str, key: Callable[[str], str]) -> Iterator[Part]:
    at, there = 0, 0
    for here, yonder in (*_pairs(answer, given, key), (len(answer), len(given))):
        yield Part("missing", answer[at:here])
        yield Part("extra", given[there:yonder])
        yield Part("same", answer[here : here + 1])
        at, there = here + 1, yonder + 1


def _pairs(answer: str, given: str, key: Callable[[str], str]) -> list[Pair]:
    """The letters both have, but for those in words that are mostly different."""
    from rapidfuzz.distance import Indel

    mine, theirs = (" ".join(map(key, text.split(" "))) for text in (answer, given))
    words, typed = _word_numbers(mine), _word_numbers(theirs)
    blocks = Indel.opcodes(mine, theirs).as_matching_blocks()
    pairs = [(block.a + at, block.b + at) for block in blocks for at in range(block.size)]
    while True:
        letters = [(words[here], typed[yonder]) for here, yonder in pairs if mine[here] != " "]
        right = _mostly(words, mine, (word for word, _ in letters))
        matched = _mostly(typed, theirs, (word for _, word in letters))
        kept = [(i, j) for i, j in pairs if mine[i] == " " or (words[i] in right and typed[j] in matched)]
        if len(kept) == len(pairs):
            return _without_lone_blanks(pairs, mine)
        pairs = kept


def _mostly(numbers: Sequence[int], text: str, paired: Iterable[int]) -> set[int]:
    """The numbers of the words at least half of whose letters are paired."""
    size = Counter(number for number, letter in zip(numbers, text, strict=True) if letter != " ")
    return {number for number, count in Counter(paired).items() if 2 * count >= size[number]}


def _without_lone_blanks(pairs: Sequence[Pair], text: str) -> list[Pair]:
    """Blanks between two wrong words belong to what is wrong."""
    here = {at for at, _ in pairs if text[at] != " "}
    return [(at, there) for at, there in pairs if text[at] != " " or at - 1 in here or at + 1 in here]


def _word_numbers(text: str) -> list[int]:
    """For every character the number of blanks up to it."""
    return list(accumulate(letter == " " for letter in text))


def _tidy(parts: Iterable[Part]) -> Iterator[Part]:
    """Neighbours of one mark as one part, and blanks at its edges outside of what is wrong."""
    pieces = (piece for part in _joined(parts) for piece in _blanks_outside(part))
    return (Part(mark, _BLANKS.sub(" ", text)) for mark, text in _joined(pieces))


def _joined(parts: Iterable[Part]) -> Iterator[Part]:
    for mark, group in groupby((part for part in parts if part.text), lambda part: part.mark):
        yield Part(mark, "".join(part.text for part in group))


def _blanks_outside(part: Part) -> Iterator[Part]:
    core = part.text.strip(" ")
    if part.mark == "same" or core == part.text:
        yield part
    elif core:
        before, _, after = part.text.partition(core)
        yield from (Part("same", before), Part(part.mark, core), Part("same", after))
    elif part.mark == "missing":
        yield Part("same", part.text)
