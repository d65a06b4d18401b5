"""The note type, frozen at version 1.

Its number and the numbers of its fields and templates never change, and neither does how many there are: Anki then
recognises them after a change of name, style or template. One field or template more, and it calls all existing notes
conflicting and makes a second note type, `quiz+` (measured with its engine). So there is room for the kinds of cards
to come; a field that turns out to be for something else is renamed. Cloze cards are another note type in Anki anyway.
"""

from __future__ import annotations

import json
from typing import Any

from quiz.anki.stamps import content_hash
from quiz.highlight import code_css

NOTETYPE_ID = 1_262_304_001_001
NAME = "quiz"
NIGHT = ".nightMode"

FIELD_IDS = {
    "Front": 1_262_304_002_001,
    "Back": 1_262_304_002_002,
    "Extra": 1_262_304_002_003,
    "Source": 1_262_304_002_004,
    "ID": 1_262_304_002_005,
    "Reverse": 1_262_304_002_006,
    "Choices": 1_262_304_002_007,
    "Typed": 1_262_304_002_008,
}
"""`ID` is the uid of the card: Anki cannot search notes by guid.

Anything in `Reverse` makes the second card, which asks for the front. `Choices` and `Typed` are room.
"""

TEMPLATE_ID, REVERSED_ID = 1_262_304_003_001, 1_262_304_003_002
QUESTION = '<div class="front">{{Front}}</div>'
ANSWER = """\
{{FrontSide}}
<hr id="answer">
<div class="back">{{Back}}</div>
{{#Extra}}<div class="extra">{{Extra}}</div>{{/Extra}}
{{#Source}}<div class="source">{{Source}}</div>{{/Source}}"""
REVERSED_QUESTION = '{{#Reverse}}<div class="front">{{Back}}</div>{{/Reverse}}'
REVERSED_ANSWER = ANSWER.replace("{{Back}}", "{{Front}}")

CSS = """\
.card {
  --text: #1b1b1b; --muted: #5f5f5f; --paper: #ffffff; --code: #f8f8f8; --line: #d0d0d0; --link: #0b57d0;
  color: var(--text);
  background: var(--paper);
  font-family: -apple-system, "Apple SD Gothic Neo", "Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", sans-serif;
  font-size: 18px;
  line-height: 1.6;
  text-align: left;
  max-width: 44rem;
  margin: 0 auto;
  padding: 12px;
  word-break: keep-all;
  overflow-wrap: anywhere;
}
.nightMode.card, .nightMode .card {
  --text: #e4e4e4; --muted: #a0a0a0; --paper: #1e1e1e; --code: #0d1117; --line: #4a4a4a; --link: #8ab4f8;
}
.front { font-weight: 600; }
.front pre, .front code { font-weight: 400; }
p, ul, ol, pre, table, blockquote { margin: 0.5em 0; }
ul, ol { padding-left: 1.3em; }
li > ul, li > ol { margin: 0; }
h1, h2, h3, h4, h5, h6 { margin: 0.8em 0 0.3em; font-size: 1.1em; line-height: 1.3; }
hr { border: 0; border-top: 1px solid var(--line); margin: 1em 0; }
a { color: var(--link); }
img { max-width: 100%; height: auto; }
code { font-family: ui-monospace, "D2Coding", Menlo, Consolas, monospace; font-size: 0.88em; background: var(--code); }
pre { background: var(--code); border: 1px solid var(--line); border-radius: 6px; padding: 8px 10px; }
pre { overflow-x: auto; white-space: pre; word-break: normal; overflow-wrap: normal; line-height: 1.45; tab-size: 4; }
table { display: block; overflow-x: auto; border-collapse: collapse; }
th, td { border: 1px solid var(--line); padding: 4px 8px; min-width: 4em; overflow-wrap: break-word; }
mjx-container[display="true"] { overflow-x: auto; overflow-y: hidden; }
blockquote { margin-left: 0; padding-left: 0.8em; border-left: 3px solid var(--line); color: var(--muted); }
.source { margin-top: 1.5em; color: var(--muted); font-size: 0.75em; }
"""


def templates() -> list[dict[str, Any]]:
    """The cards of a note, each with a number that stays."""
    return [
        {"name": "Card", "id": TEMPLATE_ID, "qfmt": QUESTION, "afmt": ANSWER},
        {"name": "Reversed", "id": REVERSED_ID, "qfmt": REVERSED_QUESTION, "afmt": REVERSED_ANSWER},
    ]


def notetype(mod: int) -> dict[str, Any]:
    """The note type as the package writes it; `mod` in seconds since 1970."""
    import genanki

    fields = [{"name": name, "id": number} for name, number in FIELD_IDS.items()]
    model = genanki.Model(NOTETYPE_ID, NAME, fields=fields, templates=templates(), css=CSS + code_css(NIGHT))
    written: dict[str, Any] = model.to_json(mod, deck_id=1)
    return written


def digest() -> str:
    """Hash of all that a new version of the note type would change on the phone."""
    return content_hash([json.dumps(notetype(0), sort_keys=True)])
