"""An entry → the note that is made for it, by the note type that is made for its kind."""

from __future__ import annotations

import re

from quiz.anki.fields import Written, html, note, text
from quiz.anki.stamps import Stamp
from quiz.anki.types import BASIC, CHOICE, CLOZE, TYPED, TYPES, NoteType
from quiz.entry import Entry
from quiz.markdown import ImageSource
from quiz.notes import accept, cloze
from quiz.notes.choice import Choices, choices

OPENS, CLOSES = "\ue000", "\ue001"
"""What stands around a gap while its sentence becomes HTML: letters of nobody's."""

_LANGUAGE = re.compile(r"\A(`{3,}|~{3,})[^\n`]*$", re.MULTILINE)
_PARAGRAPH = re.compile(r"<p>((?:(?!<p>).)*)</p>", re.DOTALL)


def written(entry: Entry, image: ImageSource, before: Stamp | None = None) -> Written:
    """The note of an entry. One that was exported keeps its type: Anki takes no note over to another one."""
    kind = kept_kind(own_kind(entry), before)
    return note(entry, kind, _texts(entry, kind, image))


def sides(entry: Entry) -> tuple[str, str]:
    """Question and answer in Markdown, as a type tells them that knows neither gaps nor options."""
    return _front(entry), _back(entry)


def own_kind(entry: Entry) -> NoteType:
    """The type made for what the card is now. A cloze note without a gap would have no card."""
    if entry.kind == "cloze" and cloze.gaps(entry.question):
        return CLOZE
    if entry.kind == "choice" and choices(entry.answer):
        return CHOICE
    return TYPED if accept.accepted(entry.answer) else BASIC


def kept_kind(own: NoteType, before: Stamp | None) -> NoteType:
    """The type that an exported note has, unless it cannot hold what the card is now, whose `own` type it is else."""
    if before is None:
        return own
    name, parted, _hash = before.digest.rpartition(":")
    had = TYPES.get(name, own) if parted else BASIC
    return own if had is CLOZE and own is not CLOZE else had


def _texts(entry: Entry, kind: NoteType, image: ImageSource) -> tuple[str, ...]:
    if kind is CLOZE:
        return _gapped(entry, image), html(_explained(entry), image)
    read = _shuffled(entry) if entry.kind == "choice" else None
    if kind is CHOICE and read:
        front = html(entry.question, image) or text(entry.uid)
        return front, *_options(read, image), html(read.explanation, image)
    front, back = (html(side, image) for side in sides(entry))
    front = front or text(entry.uid)
    if kind is CHOICE:  # it has no options any more: its answer stands in their place
        return front, "", f'<div class="back">{back}</div>', ""
    if kind is TYPED:
        return front, back, text(next(iter(accept.accepted(entry.answer)), "")), ""
    return front, back, ""


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
    said = " · ".join(each if "`" in each else f"`{each}`" for each in accepted)
    return f"{accept.without(entry.answer)}\n\n{_mark(True)} {said}".strip()


def _indented(said: str) -> str:
    return "".join(f"\n  {line}" for line in ["", *said.split("\n")]) if said else ""


def _mark(right: bool) -> str:
    return "✓" if right else "✗"


def _shuffled(entry: Entry) -> Choices | None:
    """Always in the same order, which is not that of the notes: there the right one often comes first."""
    read = choices(entry.answer)
    return read and read.shuffled(entry.uid)


# — fields in HTML —


def _options(read: Choices, image: ImageSource) -> tuple[str, str]:
    """What there is to choose from, and which of it is right."""
    texts = [_line(option.text, image) for option in read.options]
    marked = ""
    for said, option in zip(texts, read.options, strict=True):
        feedback = f'<div class="feedback">{html(option.feedback, image)}</div>' if option.feedback else ""
        name = "right" if option.right else "wrong"
        marked += f'<li class="{name}">{_mark(option.right)} {said}{feedback}</li>'
    asked = "".join(f"<li>{said}</li>" for said in texts)
    return f'<ol class="options">{asked}</ol>', f'<ol class="options">{marked}</ol>'


def _gapped(entry: Entry, image: ImageSource) -> str:
    """The sentence in HTML with its gaps as Anki reads them, and nothing else that it would act upon."""
    question = entry.question.translate({ord(OPENS): None, ord(CLOSES): None})
    gaps = cloze.gaps(question)
    marked = cloze.between(question, OPENS, CLOSES)
    uncoloured = _LANGUAGE.sub(r"\1", marked)  # colours would stand around half a gap
    sentence = html(uncoloured, image)
    if re.sub(f"[^{OPENS}{CLOSES}]", "", sentence) != (OPENS + CLOSES) * len(gaps):  # a gap in an address, say
        sentence = text(marked)
    before, *rest = sentence.split(OPENS)
    found = [before]
    for part, gap in zip(rest, gaps, strict=True):
        hidden, _, after = part.partition(CLOSES)
        said = f"::{_inert_colons(_hint(gap, image))}" if gap.hint else ""
        found.append(f"{{{{c1::{_inert_colons(hidden)}{said}}}}}{after}")
    return "".join(found)


def _hint(gap: cloze.Gap, image: ImageSource) -> str:
    """Code where the gap stands in it, else a line of Markdown."""
    found = _PARAGRAPH.fullmatch(html(gap.hint, image))
    return found[1] if found and not gap.coded else text(gap.hint)


def _inert_colons(shown: str) -> str:
    """Two colons would begin a hint."""
    return shown.replace("::", "&#58;&#58;")


def _line(markdown: str, image: ImageSource) -> str:
    """A line of Markdown without the paragraph around it."""
    whole = html(markdown, image)
    found = _PARAGRAPH.fullmatch(whole)
    return found[1] if found else whole
