"""The note types besides `quiz` itself, each frozen at version 1 as that is: for gaps, options and typed answers.

A typed answer has a note type of its own, as Anki shows a line to type on wherever a template asks for one and its
field is not empty, and compares what is typed with one text: the first that is accepted.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quiz.anki import notetype
from quiz.anki.stamps import content_hash
from quiz.highlight import code_css

SOURCE = '{{#Source}}<div class="source">{{Source}}</div>{{/Source}}'
CLOZE_CSS = ".cloze { font-weight: 700; color: var(--link); }\n.cloze code { color: inherit; }\n"
CHOICE_CSS = """\
.options { list-style: upper-alpha; padding-left: 1.7em; }
.options > li { margin: 0.5em 0; padding-left: 0.2em; }
.options .right, .right::marker { font-weight: 600; }
.options .wrong { color: var(--muted); }
.options .feedback { font-weight: 400; font-size: 0.9em; color: var(--muted); }
.options .feedback > :first-child { margin-top: 0.2em; }
"""
TYPED_CSS = """\
#typeans { font-size: 1em; color: var(--text); background: var(--code); border: 1px solid var(--line); }
#typeans { box-sizing: border-box; width: 100%; padding: 6px 8px; border-radius: 6px; }
code#typeans { display: block; white-space: pre-wrap; }
.typeGood { color: #0a5c1a; background: #b7f0c0; }
.typeBad { color: #7a1010; background: #ffc9c9; }
.typeMissed { color: #3a3a3a; background: #d8d8d8; }
"""


BETWEEN = "\x1f"
"""What Anki joins the fields of a note with; no text of ours has it."""


@dataclass(frozen=True, slots=True)
class NoteType:
    """`fields` are names → numbers, the last `room` of them empty. The package writes one card for each note, by one
    template.
    """

    number: int
    name: str
    fields: dict[str, int]
    template: int
    question: str
    answer: str
    css: str
    cloze: bool = False
    room: int = 0

    @property
    def key(self) -> str:
        """What its stamp is kept under."""
        return f"notetype:{self.number}"

    def joined(self, texts: str, source: str, uid: str) -> str:
        """All fields of a note: its joined texts, where it comes from, and what is room still."""
        return f"{texts}{BETWEEN}{source}{BETWEEN}{uid}{BETWEEN * self.room}"

    def written(self, mod: int) -> dict[str, Any]:
        """The note type as the package writes it; `mod` in seconds since 1970."""
        import genanki

        if self.number == notetype.NOTETYPE_ID:
            return notetype.notetype(mod)
        fields = [{"name": name, "id": number} for name, number in self.fields.items()]
        template = {"name": "Card", "id": self.template, "qfmt": self.question, "afmt": self.answer}
        kind = genanki.Model.CLOZE if self.cloze else genanki.Model.FRONT_BACK
        css = notetype.CSS + self.css + code_css(notetype.NIGHT)
        model = genanki.Model(self.number, self.name, fields=fields, templates=[template], css=css, model_type=kind)
        written: dict[str, Any] = model.to_json(mod, deck_id=1)
        return written

    def digest(self) -> str:
        """Hash of all that a new version of the note type would change on the phone."""
        return content_hash([json.dumps(self.written(0), sort_keys=True)])


def _fields(first: int, *names: str) -> dict[str, int]:
    return dict(zip(names, range(first, first + len(names)), strict=True))


BASIC = NoteType(
    notetype.NOTETYPE_ID,
    notetype.NAME,
    notetype.FIELD_IDS,
    notetype.TEMPLATE_ID,
    notetype.QUESTION,
    notetype.ANSWER,
    "",
    room=1,
)
CLOZE = NoteType(
    1_262_304_001_002,
    "quiz cloze",
    _fields(1_262_304_002_101, "Text", "Back Extra", "Source", "ID"),
    1_262_304_003_002,
    '<div class="front">{{cloze:Text}}</div>',
    '<div class="front">{{cloze:Text}}</div>\n'
    '{{#Back Extra}}<hr id="answer"><div class="back">{{Back Extra}}</div>{{/Back Extra}}\n' + SOURCE,
    CLOZE_CSS,
    cloze=True,
)
CHOICE = NoteType(
    1_262_304_001_003,
    "quiz choice",
    _fields(1_262_304_002_201, "Front", "Options", "Answer", "Extra", "Source", "ID"),
    1_262_304_003_003,
    '<div class="front">{{Front}}</div>\n{{Options}}',
    '<div class="front">{{Front}}</div>\n<hr id="answer">\n{{Answer}}\n'
    '{{#Extra}}<div class="extra">{{Extra}}</div>{{/Extra}}\n' + SOURCE,
    CHOICE_CSS,
)
TYPED = NoteType(
    1_262_304_001_004,
    "quiz typed",
    _fields(1_262_304_002_301, "Front", "Back", "Typed", "Extra", "Source", "ID"),
    1_262_304_003_004,
    '<div class="front">{{Front}}</div>\n{{#Typed}}{{type:Typed}}{{/Typed}}',
    '<div class="front">{{Front}}</div>\n<hr id="answer">\n{{#Typed}}{{type:Typed}}{{/Typed}}\n'
    '<div class="back">{{Back}}</div>\n{{#Extra}}<div class="extra">{{Extra}}</div>{{/Extra}}\n' + SOURCE,
    TYPED_CSS,
)
TYPES = {kind.name: kind for kind in (BASIC, CLOZE, CHOICE, TYPED)}
NUMBERS = {kind.number: kind for kind in TYPES.values()}


def sides_of(kind: NoteType, row: Sequence[str]) -> tuple[str, str]:
    """What the fields of a note, in the order of its type, ask and tell."""
    if kind is CHOICE:
        front, options, answer, extra, *_rest = row
        return front + options, answer + extra
    return row[0], row[1]
