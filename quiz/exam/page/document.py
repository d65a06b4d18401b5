"""A whole HTML document that needs nothing but itself, and lets nothing in."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from quiz.exam.page.content import text
from quiz.markdown import code_css

ASSETS = Path(__file__).with_name("assets")
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_DARK = ".dark"


def document(
    *,
    language: str,
    title: str,
    css: Iterable[str],
    js: Iterable[str],
    data: object,
    body: str,
    classes: str,
    rules: str = "",
) -> bytes:
    """UTF-8. The policy allows the one script by its hash, styles and pictures in the file, and nothing else."""
    program = script(tuple(js))
    policy = f"default-src 'none'; script-src '{_hash(program)}'; style-src 'unsafe-inline'; img-src data:; "
    policy += "base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="{text(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{text(title)}</title>\n<style>\n{style(tuple(css))}{rules}</style>\n</head>\n"
        f'<body class="{classes}">\n{body}\n'
        f'<script type="application/json" id="data">{as_json(data)}</script>\n'
        f"<script>{program}</script>\n</body>\n</html>\n"
    ).encode()


def as_json(data: Any) -> str:
    """JSON that can stand in a script element: no sign in it opens or closes anything."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


@cache
def script(names: tuple[str, ...]) -> str:
    """The modules one after the other, in a function of their own."""
    parts = "\n".join((ASSETS / name).read_text("utf-8") for name in names)
    return f'(() => {{\n"use strict";\nconst quiz = {{}};\n{parts}}})();'


@cache
def style(names: tuple[str, ...]) -> str:
    """The style sheets, and the colours of code: dark ones on a dark screen only."""
    parts = "".join((ASSETS / name).read_text("utf-8") for name in names)
    rules = code_css(_DARK).splitlines()
    light = "\n".join(rule for rule in rules if not rule.startswith(_DARK))
    dark = "\n".join(rule.removeprefix(_DARK).lstrip() for rule in rules if rule.startswith(_DARK))
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n{parts}"


def _hash(program: str) -> str:
    return f"sha256-{b64encode(sha256(program.encode()).digest()).decode('ascii')}"
