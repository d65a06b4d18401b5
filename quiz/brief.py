"""A question on one line, for wherever a card is known by it: tables, lists, toasts. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from quiz.language import spoken
from quiz.sides import masked
from quiz.terminal import one_line

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKED = re.compile(r"[`*_~\[\]<>&\\#|\t\n\r]|^ *[-+\d]")
"""Without these a text is nothing but words."""


def in_brief(question: str, longest: int | None = None) -> str:
    """The words of a question, without marks and targets of links, nor what its gaps hide; code as it is written.

    No more than `longest` characters of the Markdown are read, if one is given.
    """
    return _in_brief(question, longest, spoken())


@lru_cache(maxsize=2048)
def _in_brief(question: str, longest: int | None, _language: str) -> str:
    """As `in_brief`; an image is named in the language."""
    text = masked(question)[:longest]
    brief = " ".join(chain.from_iterable(map(_words, _tokens(text)))) if _MARKED.search(text) else text
    return _flat(brief) or _flat(text)


def _flat(text: str) -> str:
    return one_line(text).strip()


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
            from quiz.markdown import image_text, readable, stand_in

            src = readable(part.attrGet("src"))
            name = "".join(map(_said, part.children or ()))
            return stand_in(name, src) if name else image_text("", src)
        case _:
            return part.content
