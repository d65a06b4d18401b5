"""An entry → the fields of the note type that is made for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from quiz.anki.fields import Fields, fields
from quiz.anki.live import inert
from quiz.anki.media import Media
from quiz.anki.rendered import Rendered
from quiz.anki.stamps import Stamp, content_hash
from quiz.anki.types import BASIC, CHOICE, CLOZE, TYPED, TYPES, NoteType, sides_of
from quiz.entry import Entry
from quiz.notes import accept, cloze
from quiz.notes.choice import Choices, choices
from quiz.terminal import safe

OPENS, CLOSES = "\ue000", "\ue001"
"""What stands around a gap while its sentence becomes HTML: letters of nobody's."""

_LANGUAGE = re.compile(r"\A(`{3,}|~{3,})[^\n`]*$", re.MULTILINE)
_PARAGRAPH = re.compile(r"<p>((?:(?!<p>).)*)</p>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Written:
    """A note as the package writes it: its type, and its fields in the order of that. `told` is what is learned."""

    kind: NoteType
    row: tuple[str, ...]
    tags: tuple[str, ...]
    told: Fields

    @property
    def digest(self) -> str:
        """As `Fields.digest`; where the type is another it says which, for a note keeps its type."""
        if self.kind is BASIC:
            return self.told.digest
        return f"{self.kind.name}:{content_hash((*self.row[:-2], *self.tags))}"

    @property
    def text_digest(self) -> str:
        return self.told.text_digest


def sides(entry: Entry) -> tuple[str, str]:
    """What is rendered of an entry for a type that knows neither gaps nor options."""
    return _front(entry), _back(entry)


def written(entry: Entry, media: Media, rendered: Rendered, before: Stamp | None = None) -> Written:
    """The note of an entry. One that was exported keeps its type: Anki takes no note over to another one."""
    kind = _kept(_kind(entry), before)
    question, answer = sides(entry)
    plain = (question, answer) == (entry.question, entry.answer)
    told = fields(entry if plain else replace(entry, question=question, answer=answer), media, rendered)
    if kind is CLOZE:
        extra = _html(entry, _explained(entry), media, rendered)
        row: tuple[str, ...] = (_gapped(entry, media, rendered), extra)
        told = _as_read(told, kind, row)
    elif kind is CHOICE:
        row = _choice_row(entry, told, media, rendered)
        told = _as_read(told, kind, row)
    elif kind is TYPED:
        row = (told.front, told.back, _text(next(iter(accept.accepted(entry.answer)), "")), "")
    else:
        return Written(BASIC, told.row, told.tags, told)
    return Written(kind, (*row, told.source, told.uid), told.tags, told)


def _as_read(told: Fields, kind: NoteType, row: Sequence[str]) -> Fields:
    front, back = sides_of(kind, row)
    return replace(told, front=front, back=back)


def _kind(entry: Entry) -> NoteType:
    """A cloze note without a gap would have no card."""
    if entry.kind == "cloze" and cloze.gaps(entry.question):
        return CLOZE
    if entry.kind == "choice" and choices(entry.answer):
        return CHOICE
    return TYPED if accept.accepted(entry.answer) else BASIC


def _kept(own: NoteType, before: Stamp | None) -> NoteType:
    """The type of a note that was exported, unless it cannot hold what the card is now."""
    if before is None:
        return own
    name, parted, _hash = before.digest.rpartition(":")
    held = TYPES.get(name, own) if parted else BASIC
    return own if held is CLOZE and own is not CLOZE else held


# — sides in Markdown —


def _front(entry: Entry) -> str:
    if entry.kind == "choice" and (read := _shuffled(entry)):
        return f"{entry.question}\n\n" + "\n".join(f"- {option.text}" for option in read.options)
    return cloze.hidden(entry.question) if entry.kind == "cloze" else entry.question


def _back(entry: Entry) -> str:
    if entry.kind == "choice" and (read := _shuffled(entry)):
        marked = (f"- {_mark(option.right)} {option.text}{_indented(option.feedback)}" for option in read.options)
        return "\n".join(marked) + f"\n\n{read.explanation}"
    if entry.kind == "cloze":
        return f"{cloze.shown(entry.question)}\n\n{_explained(entry)}"
    return _explained(entry)


def _explained(entry: Entry) -> str:
    """The answer, and below it what else is right; in no language, for a package is the same in every one."""
    accepted = accept.accepted(entry.answer)
    if not accepted:
        return entry.answer
    said = " · ".join(text if "`" in text else f"`{text}`" for text in accepted)
    return f"{accept.without(entry.answer)}\n\n{_mark(True)} {said}".strip()


def _indented(text: str) -> str:
    return "".join(f"\n  {line}" for line in ["", *text.split("\n")]) if text else ""


def _mark(right: bool) -> str:
    return "✓" if right else "✗"


def _shuffled(entry: Entry) -> Choices | None:
    """Always in the same order, which is not that of the notes: there the right one often comes first."""
    read = choices(entry.answer)
    return read and read.shuffled(entry.uid)


# — fields in HTML —


def _choice_row(entry: Entry, told: Fields, media: Media, rendered: Rendered) -> tuple[str, str, str, str]:
    """Front, Options, Answer, Extra. A card that has no options any more has its answer in their place."""
    read = _shuffled(entry) if entry.kind == "choice" else None
    if read is None:
        return told.front, "", f'<div class="back">{told.back}</div>', ""
    texts = [_line(entry, option.text, media, rendered) for option in read.options]
    asked = "".join(f"<li>{text}</li>" for text in texts)
    marked = ""
    for text, option in zip(texts, read.options, strict=True):
        feedback = (
            f'<div class="feedback">{_html(entry, option.feedback, media, rendered)}</div>' if option.feedback else ""
        )
        name = "right" if option.right else "wrong"
        marked += f'<li class="{name}">{_mark(option.right)} {text}{feedback}</li>'
    front = fields(entry, media, rendered).front
    extra = _html(entry, read.explanation, media, rendered)
    return front, f'<ol class="options">{asked}</ol>', f'<ol class="options">{marked}</ol>', extra


def _gapped(entry: Entry, media: Media, rendered: Rendered) -> str:
    """The sentence in HTML with its gaps as Anki reads them, and nothing else that it would act upon."""
    question = entry.question.translate({ord(OPENS): None, ord(CLOSES): None})
    hints = [gap.hint for gap in cloze.gaps(question)]
    marked = cloze.between(question, OPENS, CLOSES)
    uncoloured = _LANGUAGE.sub(r"\1", marked)  # colours would stand around half a gap
    html = fields(replace(entry, question=uncoloured), media, rendered).front
    if re.sub(f"[^{OPENS}{CLOSES}]", "", html) != (OPENS + CLOSES) * len(hints):  # a gap in an address, say
        html = _text(marked)
    before, *rest = html.split(OPENS)
    found = [before]
    for part, hint in zip(rest, hints, strict=True):
        hidden, _, after = part.partition(CLOSES)
        said = f"::{_inert_colons(_text(hint))}" if hint else ""
        found.append(f"{{{{c1::{_inert_colons(hidden)}{said}}}}}{after}")
    return "".join(found)


def _inert_colons(html: str) -> str:
    """Two colons would begin a hint."""
    return html.replace("::", "&#58;&#58;")


def _html(entry: Entry, text: str, media: Media, rendered: Rendered) -> str:
    return fields(replace(entry, question=entry.uid, answer=text), media, rendered).back


def _line(entry: Entry, text: str, media: Media, rendered: Rendered) -> str:
    """A line of Markdown without the paragraph around it."""
    html = _html(entry, text, media, rendered)
    found = _PARAGRAPH.fullmatch(html)
    return found[1] if found else html


def _text(text: str) -> str:
    return inert(escape(safe(text)))
