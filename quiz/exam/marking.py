"""Marking without a person: an answer to a question as a variant asks it → points.

The practice page marks by the same rules in JavaScript (`page/assets/marking.js`): what changes here changes there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from quiz.exam.paper import Asked
from quiz.typed.shell import looks_like_commands

Answer = bool | str | tuple[int, ...] | tuple[int | None, ...] | tuple[str, ...] | None
"""As it was given, by print places from 0: of a choice the places chosen; yes or no; a text; of a cloze a text for
each gap; of a matching question for each prompt the place of an answer or None; of an order question the places of
the steps from first to last. None: not answered."""

LONGEST = 2_000
"""Characters of a text that are compared."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_BLANKS = re.compile("[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_HANGUL = "[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]"
_BETWEEN_HANGUL = re.compile(f"(?<={_HANGUL}) (?={_HANGUL})")
_ENDING = re.compile("[.,!?;:。…]+$")
_SMART = str.maketrans({**dict.fromkeys("“”„", '"'), **dict.fromkeys("‘’‚", "'"), "—": "--", "–": "-"})


class Rules(NamedTuple):
    """How parts of an answer count.

    partial: of a choice with several right options each right one chosen counts, and each wrong one takes as much
    away again; otherwise all right ones and no wrong one are the full points, and anything else is none.
    places: of an order question each step in its place counts; otherwise only the whole order does.
    Gaps and pairs always count one by one.
    """

    partial: bool = False
    places: bool = False


def mark(asked: Asked, answer: Answer, rules: Rules = Rules()) -> int | None:  # noqa: B008  # an immutable value
    """The points of an answer in hundredths; None where a person must mark. What is not answered has no points."""
    question = asked.question
    if question.kind == "open":
        return None
    if question.kind == "yesno":
        return question.points if answer is question.yes and answer is not None else 0
    if question.kind == "short":
        return question.points if isinstance(answer, str) and fits(answer, question.accepted) else 0
    given = answer if isinstance(answer, tuple) else ()
    if question.kind == "cloze":
        filled = zip(question.gaps, given, strict=False)
        right = sum(isinstance(text, str) and fits(text, gap.accepted) for gap, text in filled)
        return share(question.points, right, len(question.gaps))
    if question.kind == "choice":
        return _choice(asked, given, rules)
    hits = sum(place == wanted for place, wanted in zip(given, asked.key, strict=False))
    if question.kind == "order" and not rules.places:
        hits = hits if hits == len(asked.key) else 0
    return share(question.points, hits, len(asked.key))


def _choice(asked: Asked, given: Iterable[object], rules: Rules) -> int:
    chosen, key = set(given), set(asked.key)
    if not rules.partial:
        return asked.question.points if chosen == key else 0
    return share(asked.question.points, max(0, len(chosen & key) - len(chosen - key)), len(key))


def share(points: int, part: int, whole: int) -> int:
    """So many parts of the points, rounded half up."""
    return (2 * points * part + whole) // (2 * whole) if whole else 0


def fits(given: str, accepted: Iterable[str]) -> bool:
    """Whether a typed text is one of those accepted, as `normal` reads both."""
    return any(normal(text, cased := is_cased(text)) == normal(given, cased) != "" for text in accepted)


def is_cased(accepted: str) -> bool:
    """Whether case and the last sign of an accepted text matter: it is a command or a flag, as `-p` is not `-P`."""
    return accepted.lstrip().startswith("-") or looks_like_commands(accepted)


def normal(text: str, cased: bool = False) -> str:
    """What is compared of a text: NFC, straight quotes and dashes, one blank where there are some and none between
    Hangul syllables; unless it is `cased`, small letters and no punctuation at its end."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text[:LONGEST])).translate(_SMART)
    text = _BLANKS.sub(" ", text).strip(" ")
    if not cased:
        text = unicodedata.normalize("NFC", text.upper().lower())
        text = _ENDING.sub("", text).strip(" ") or text
    return _BETWEEN_HANGUL.sub("", text)
