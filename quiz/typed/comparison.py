"""What was typed against the answer of a card. It ends in a suggestion: the person decides."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from quiz.terminal import safe
from quiz.typed import commands, diff
from quiz.typed.diff import Diff, Part
from quiz.typed.readings import Kind, Reading, plain, readings
from quiz.typed.shell import looks_like_commands

NEAR = 0.8
"""The likeness from which on an answer counts as nearly right."""
AGAIN, HARD, GOOD = 2, 3, 4
LONGEST = 10_000
"""Characters that are compared; nobody types more on a line."""

_UNREAD = {**dict.fromkeys(map(ord, "“”‘’«»「」『』《》〈〉")), **dict.fromkeys(map(ord, "()（）"), " ")}
"""Typographic quotes are left out and round brackets divide words: particles follow both without a blank."""
_OPENING = "'\"[{"
_CLOSING = "'\"]}.,;:!?…·。、，．；：！？"
_DASHES = "-–—•"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`parts` and `likeness` (0–1) as in `quiz.typed.diff`: letters in common, or tokens of commands.

    `whole` is false where what was typed is most like the first point of a longer answer, and compared with that.
    """

    exact: bool
    kind: Kind
    parts: tuple[Part, ...]
    likeness: float
    whole: bool = True

    @property
    def suggested(self) -> int:
        """SM-2 grade: Good (4) when exact, Hard (3) when at least 80 % alike, else Again (2), as for nothing typed."""
        return GOOD if self.exact else HARD if self.likeness >= NEAR else AGAIN


def compare(given: str, answer: str, accepted: Sequence[str] = ()) -> Comparison:
    """What was typed on one line against an answer in Markdown, by the reading of the answer that fits best.

    Words are exact but for blanks, punctuation around them, and case, except the case of what the answer writes as
    code; commands as `quiz.typed.commands` says. Only all of an answer, or the command it comes down to, is matched
    exactly: its first point alone is nearly right at most. Any two texts can be compared; what was not typed is not
    exact. Where a card says what it `accepted`, each of that is as good as the answer, and what is not exact is
    compared with the nearest of it.
    """
    given, read = _normal(given), readings(_normal(answer))
    said = tuple(Reading("command" if looks_like_commands(text) else "text", _normal(text)) for text in accepted)
    if not given.strip():
        return Comparison(exact=False, kind=read[0].kind, parts=(), likeness=0.0)
    ways = dict.fromkeys((given, plain(given)))
    found = [_compared(way, reading) for reading in (*said, *read) for way in ways]
    if said and not any(comparison.exact for comparison in found):
        found = found[: len(said) * len(ways)]
    return max(found, key=lambda comparison: (comparison.exact, diff.letters_alike(comparison.parts)))


def _compared(given: str, reading: Reading) -> Comparison:
    compared = commands.compare(reading.text, given) if reading.kind == "command" else _by_words(reading, given)
    same, (parts, likeness) = compared
    return Comparison(same and reading.whole, reading.kind, parts, likeness, reading.whole)


def _by_words(reading: Reading, given: str) -> tuple[bool, Diff]:
    cased = {_fold(word) for word in _words(" ".join(reading.coded))}

    def key(word: str) -> str:
        folded = _fold(word)
        return word if folded in cased else folded

    wanted, typed = _words(reading.text), _words(given)
    if "".join(map(key, wanted)) == "".join(map(key, typed)):
        return True, Diff((Part("same", " ".join(wanted)),), 1.0)
    return False, diff.by_words(wanted, typed, key)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", safe(text))[:LONGEST]


def _words(text: str) -> list[str]:
    """The words without quotes, brackets and punctuation around them; a text of nothing but signs keeps those."""
    bare = (word.lstrip(_OPENING).rstrip(_CLOSING) for word in text.translate(_UNREAD).split())
    return [word for word in bare if word.strip(_DASHES)] or text.split()


def _fold(word: str) -> str:
    """Casefolded, letter for letter: a key is as long as its word."""
    return "".join(folded if len(folded := letter.casefold()) == 1 else letter for letter in word)
