"""A Markdown text on one line, for wherever a card is known by its question: tables, lists, toasts. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from quiz.language import spoken
from quiz.terminal import safe

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKED = re.compile(r"[`*_~\[\]<>&\\#|\t\n\r]|^ *[-+\d]")
"""Without these a text is nothing but words."""


def in_brief(text: str) -> str:
    """The words of a text, without marks and targets of links; code as it is written."""
    return _in_brief(text, spoken())


@lru_cache(maxsize=2048)
def _in_brief(text: str, _language: str) -> str:
    """As `in_brief`; an image is named in the language."""
    brief = " ".join(chain.from_iterable(map(_words, _tokens(text)))) if _MARKED.search(text) else text
    return _flat(brief) or _flat(text)


def _flat(text: str) -> str:
    return " ".join(safe(text).split())


def _tokens(text: str) -> list[Token]:
    from quiz.markdown import tokens

    return tokens(text)


def _words(block: Token) -> Iterator[str]:
    match block.type:
        case "inline":
            yield "".join(map(_said, block.children or ()))
        case "fence" | "code_block":
            yield block.content
        case "list_item_open":
            yield f"{block.info}{block.markup}" if block.info else "-"
        case "hr":
            yield block.markup[:3]


def _said(part: Token) -> str:
    match part.type:
        case "softbreak" | "hardbreak":
            return " "
        case "image":
            from quiz.markdown import image_text, readable

            return image_text("", "".join(map(_said, part.children or ())) or readable(part.attrGet("src")))
        case _:
            return part.content
