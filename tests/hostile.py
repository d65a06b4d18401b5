"""Text that would drive a terminal, spoof a reader or be taken for markup, and notes that are full of it."""

from __future__ import annotations

import re
from pathlib import Path

MARKUP = "[/b] [x] [red]rot[/red] [@click=app.quit]weg[/] [link=https://evil.example]hin[/link] {0} %s $HOME \\[y]"
ESCAPES = "\x1b[31;777m\x1b[2J\x1b[6n\x1b]0;TITLE\x07\x1b]52;c;ZXZpbA==\x07\x1bP777q\x1b\\\x1bc\x9b31m\x9d0;TITLE\x9c"
CONTROLS = "".join(map(chr, (*range(9), 11, 12, *range(14, 32), *range(127, 160))))
DIRECTION = "\u202eesrever\u202c\u2066a\u2067b\u2068c\u2069\u2069\u2069"
INVISIBLE = "zero\u200bwidth\u200d\u2060\ufeff\u00ad\u200e\u2028\u2029"
COMBINING = "z\u0301\u0308\u0489" + "\u0300" * 30
WIDE = "ＦＵＬＬ 전각 👩‍👩‍👧‍👦 🏳️‍🌈 1️⃣ 🇰🇷 가각"
ENTITIES = "&#27;[31m &#x9b;31m &#x202e; &#xd800; &#0; &#7; &lt;script&gt; &ZeroWidthSpace;"
LONG = "긴" * 150 + "long" * 80
TABS = "a\tb\tc\rd"

ALL = " ".join((MARKUP, ESCAPES, CONTROLS, DIRECTION, INVISIBLE, COMBINING, WIDE, ENTITIES, TABS))
"""Everything but the long word, on one line."""

FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that no face may give a terminal; it says nothing of tabs and line ends."""

FILE = f"filemark [x] [@click=app.quit]{ESCAPES}{DIRECTION}[red].md"

NOTES = f"""# deckmark {ALL}

## headmark {ALL}

- askmark {ALL} `codemark {MARKUP} {ESCAPES}`
  - answermark {ALL}
  - linkmark [labelmark {ALL}](https://example.org/[x]?a=%1b[31m) [b](javascript:alert) <https://example.org/%1b%07>
  - [nearmark](%1b]0;TITLE%07[red].md) ![altmark {ALL}](img%1b[2J[/b]%e2%80%ae.png) ![]({LONG}.png)

    | cellmark {ALL.replace("|", "")} | [x] |
    |---|---|
    | {MARKUP} | {ESCAPES} {LONG} |

    ```[red]{ESCAPES}
    fencemark {ALL}
    {LONG}
    ```

    > quotemark {ALL}

    <b onclick="x">{ALL}</b> {LONG}
<!-- tags: topicmark::[red]{MARKUP.replace(",", "")} -->
- secondmark {LONG} {ALL}
  - secondanswer {ALL}
- thirdmark {ALL}
  - `kubectl get pods {MARKUP}`
- lostmark {ALL}
  - lostanswer
- waitmark {ALL}
"""


def write(folder: Path, *, lost: bool = False) -> Path:
    """The notes in a file with a name as bad as they are; `lost` leaves one card out."""
    file = folder / FILE
    file.write_text(NOTES.partition("- lostmark")[0] if lost else NOTES, "utf-8", newline="")
    return file
