"""Anki's language of card templates: what a card of any note type shows in front and on its back.

The rules are those of Anki's manual (card templates, field replacements, cloze deletion). What cannot be read is
passed over: a template that Anki itself refuses still shows its fields.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from quiz.anki import clozes
from quiz.anki.rows import NoteType, Template

FRONT_SIDE = "FrontSide"

_SECTION = ("#", "^", "/")
_OTHER_MARKS = "{{=<% %>=}}"
_TOKEN = re.compile(r"<!--|\{\{([^{}]*)\}\}")
_EMPTY = re.compile(r"(?:\s|</?(?:br|div) ?/?>)*+", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_RULE = re.compile(r"<hr\b[^<>]{0,99}\bid\s{0,9}=\s{0,9}[\"']?answer\b[^<>]{0,99}>", re.IGNORECASE)
_BETWEEN = "<br>"
"""What parts texts that stood on both sides of the front or of a rule."""
_READING = re.compile(r" ?([^ >\[\]]{1,64})\[([^\[\]]+)\]")


class Sides(NamedTuple):
    """What a card shows, in HTML: the question, and the answer without the question repeated above it."""

    front: str
    back: str


class Subject(NamedTuple):
    """What a template may say of a card beside its fields. `flag` 0 for none; `tags` parted by blanks."""

    tags: str = ""
    deck: str = ""
    flag: int = 0


def sides(notetype: NoteType, fields: Mapping[str, str], ord: int, subject: Subject) -> Sides | None:
    """The card number `ord` (from 0) of a note, or None where its type has no such card.

    The cards of a cloze type all have its one template and differ by the number of their cloze, `ord` + 1.
    """
    template = _template(notetype, ord)
    if template is None:
        return None
    known = {
        "Tags": subject.tags,
        "Type": notetype.name,
        "Deck": subject.deck,
        "Subdeck": subject.deck.rpartition("::")[2],
        "Card": template.name,
        "CardFlag": f"flag{subject.flag}" if subject.flag else "",
        "CardID": "",
    }
    number = ord + 1 if notetype.cloze else 0
    known |= {**fields, f"c{number}": "1"} if number else fields
    side = _Side(known, number)
    front = side.shown(template.question)
    shown = _added(_Side(known, number, answered=True).shown(template.answer), front)
    hints = [f"<div>{name}: {text}</div>" for name, text in side.hints.items() if text not in shown]
    return Sides(_joined(front), "".join((shown, *hints)))


def typed(notetype: NoteType, fields: Mapping[str, str], ord: int) -> str:
    """What is to be typed on a card, in HTML; nothing where its front has no line to type on."""
    template = _template(notetype, ord)
    if template is None:
        return ""
    number = ord + 1 if notetype.cloze else 0
    asking = _Side({**fields, f"c{number}": "1"}, number)
    asking.shown(template.question)
    return asking.typed


def ords(notetype: NoteType, fields: Mapping[str, str]) -> list[int]:
    """The cards that Anki makes of a note, by number: those with a cloze, or with something in front."""
    if notetype.cloze:
        shown = [fields[name] for name in shown_fields(notetype) if name in fields]
        return sorted({number - 1 for text in shown for number in clozes.numbers(text) if number})
    made = ((ord, sides(notetype, fields, ord, Subject())) for ord in range(len(notetype.templates)))
    return [ord for ord, card in made if card and not is_empty(card.front)]


def shown_fields(notetype: NoteType) -> set[str]:
    """The names of the fields that a card of the type may show."""
    return {word.rpartition(":")[2].strip() for word in _words_of(notetype) if word[:1] not in _SECTION}


def switches(notetype: NoteType) -> set[str]:
    """The names of the fields that decide what a card of the type shows."""
    return {word[1:].strip() for word in _words_of(notetype) if word[:1] in _SECTION}


def _words_of(notetype: NoteType) -> Iterator[str]:
    for template in notetype.templates:
        for text in (template.question, template.answer):
            yield from (word for kind, word in _tokens(text) if kind == "field")


def is_empty(html: str) -> bool:
    """Whether Anki takes a text for empty: nothing but blanks and line breaks."""
    return _EMPTY.fullmatch(html) is not None


LARGEST = 1_000_000
"""Characters of a side. No card of a person is as large; a template may name a large field ten thousand times."""


class _Piece(NamedTuple):
    """What a template says itself (`text`), what a field of the card says, or the place of the front on the back."""

    kind: Literal["text", "field", "front"]
    html: str


def _template(notetype: NoteType, ord: int) -> Template | None:
    index = 0 if notetype.cloze else ord
    return notetype.templates[index] if 0 <= index < len(notetype.templates) else None


@dataclass(slots=True)
class _Side:
    """One side of a card. `number` is that of its cloze, 0 for none; `hints` are the fields it only offers to show.

    `typed` is what belongs on its line to type on.
    """

    fields: Mapping[str, str]
    number: int
    answered: bool = False
    hints: dict[str, str] = field(default_factory=dict)
    typed: str = ""

    def shown(self, template: str) -> list[_Piece]:
        parts: list[_Piece] = []
        sections: list[tuple[str, bool]] = []
        begun: Counter[str] = Counter()
        hidden = size = 0
        for kind, word in _tokens(template):
            sign, name = word[:1], word[1:].strip()
            if kind == "text":
                parts += [] if hidden else [_Piece("text", word)]
            elif sign in ("#", "^"):
                hides = is_empty(self.fields.get(name, "")) == (sign == "#")
                sections.append((name, hides))
                begun[name] += 1
                hidden += hides
            elif sign == "/":
                while begun[name]:
                    ended, hid = sections.pop()
                    begun[ended] -= 1
                    hidden -= hid
                    if ended == name:
                        break
            elif not hidden:
                parts.append(self._field(word, template))
                size += len(parts[-1].html)
                if size > LARGEST:
                    break
        return parts

    def _field(self, word: str, template: str) -> _Piece:
        """`{{filter:filter:Field}}`: the filter that stands next to the field comes first."""
        *filters, name = (part.strip() for part in word.split(":"))
        text = self.fields.get(name, "")
        if name == FRONT_SIDE:
            return _Piece("front" if self.answered else "text", "")
        if any(used == "type" or used.startswith("type ") for used in filters):
            return _Piece("field", self._typed(name, text, filters, template))
        for used in reversed(filters):
            text = self._filtered(used, name, text)
        return _Piece("field", text)

    def _filtered(self, used: str, name: str, text: str) -> str:
        match used:
            case "cloze":
                return (clozes.answered if self.answered else clozes.asked)(text, self.number)
            case "text":
                return _TAG.sub("", text)
            case "hint" if not self.answered:
                if not is_empty(text):
                    self.hints[name] = text
                return ""
            case "kanji":
                return _READING.sub(r"\1", text)
            case "kana":
                return _READING.sub(r"\2", text)
            case _:
                return text

    def _typed(self, name: str, text: str, filters: list[str], template: str) -> str:
        """A line to type the answer on: nothing in front, on the back what was to be typed."""
        typed = ", ".join(clozes.answers(text, self.number)) if "cloze" in filters else text
        if not self.answered:
            self.typed = typed
            return ""
        if "cloze" in filters and f"{{{{cloze:{name}}}}}" in template.replace(" ", ""):
            return ""
        return typed


def _plain_marks(template: str) -> str:
    """A template that begins with `{{=<% %>=}}` writes `<%Field%>`."""
    if not template.lstrip().startswith(_OTHER_MARKS):
        return template
    return template.lstrip().removeprefix(_OTHER_MARKS).replace("<%", "{{").replace("%>", "}}")


@lru_cache(maxsize=256)
def _tokens(template: str) -> tuple[tuple[str, str], ...]:
    """Text and the words between `{{` and `}}`. A comment is neither, and nothing in it is read."""
    return tuple(_read(_plain_marks(template)))


def _read(template: str) -> Iterator[tuple[str, str]]:
    at, last_end = 0, template.rfind("-->")
    while found := _TOKEN.search(template, at):
        if found[1] is None and found.end() > last_end:
            yield "text", template[at : found.end()]
            at = found.end()
            continue
        yield "text", template[at : found.start()]
        if found[1] is None:
            at = template.index("-->", found.end()) + len("-->")
        else:
            yield "field", found[1].strip()
            at = found.end()
    yield "text", template[at:]


def _added(back: Sequence[_Piece], front: Sequence[_Piece]) -> str:
    """What the back adds: what follows the front or Anki's rule, and what stands above that and is not in front.

    A back with neither is taken without the beginning that repeats the whole front.
    """
    seam = max((index for index, piece in enumerate(back) if piece.kind == "front"), default=None)
    rule = next(((at, found) for at, piece in enumerate(back) if (found := _RULE.search(piece.html))), None)
    if seam is not None:
        above, below = back[:seam], _joined(back[seam + 1 :])
    elif rule is not None:
        at, found = rule
        above = [*back[:at], back[at]._replace(html=back[at].html[: found.start()])]
        below = back[at].html[found.end() :] + _joined(back[at + 1 :])
    else:
        return _joined(back).strip().removeprefix(_joined(front).strip()).strip()
    parts = (_new(above, front), *_RULE.split(below))
    return _BETWEEN.join(part.strip() for part in parts if not _blank(part))


def _new(above: Sequence[_Piece], front: Sequence[_Piece]) -> str:
    """What of the pieces is not in front."""
    known = {(piece.kind, _said(piece)) for piece in front}
    new = _joined(piece for piece in above if _blank(piece.html) or (piece.kind, _said(piece)) not in known)
    return _RULE.sub("", new)


def _joined(pieces: Iterable[_Piece]) -> str:
    return "".join(piece.html for piece in pieces)


def _said(piece: _Piece) -> str:
    """What is compared of a piece: of the text of a template only the words, as its tags may differ on both sides."""
    bare = piece.kind == "text" and _MEANS(piece.html) is None
    return _words(piece.html) if bare else piece.html


def _words(html: str) -> str:
    return _TAG.sub("", html).replace("&nbsp;", " ").strip()


_MEANS: Callable[[str], re.Match[str] | None] = re.compile(
    r"<(?:img|audio|video|source|svg|anki-mathjax)\b", re.I
).search


def _blank(html: str) -> bool:
    """Whether nothing of it is seen or heard."""
    return not _words(html) and _MEANS(html) is None
