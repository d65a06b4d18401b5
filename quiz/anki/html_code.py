"""The code of a `<pre>`, without the spans that colour it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from quiz.anki.html_tokens import Token
from quiz.terminal import safe

_LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|brush:|highlight-source)-?\s?([\w+#.-]+)")
_LINES = frozenset({"div", "p", "li", "tr"})


@dataclass(slots=True)
class Code:
    """The text of it, the sounds among it, and its language where a class names one."""

    parts: list[str] = field(default_factory=list)
    sounds: list[str] = field(default_factory=list)
    language: str = ""

    def take(self, token: Token) -> None:
        name = token.text
        if token.kind == "sound":
            self.sounds.append(name)
        elif token.kind in ("text", "math", "display"):
            self.parts.append(safe(name))
        elif token.kind == "open" and name == "code":
            self.note_language(token.attributes)
        elif token.kind == "open" and (name == "br" or (name in _LINES and not self._fresh)):
            self.parts.append("\n")

    @property
    def _fresh(self) -> bool:
        return not self.parts or self.parts[-1].endswith("\n")

    def note_language(self, attributes: Mapping[str, str]) -> None:
        if found := _LANGUAGE.search(attributes.get("class", "")[:200]):
            self.language = self.language or found[1]

    def text(self) -> str:
        text = "".join(self.parts)
        return text.removeprefix("\n").rstrip("\n") if text.strip() else ""
