"""The ways in which an answer in Markdown can be given on one line: all of it, its first point, its command."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from quiz.markdown import tokens
from quiz.terminal import safe
from quiz.typed import shell

if TYPE_CHECKING:
    from markdown_it.token import Token

Kind = Literal["text", "command"]

SHELLS = frozenset({"bash", "sh", "shell", "zsh", "fish", "console", "terminal", "shell-session", "shellsession"})


class Reading(NamedTuple):
    """One way to give the answer. `text` is plain; commands stand one a line.

    `coded` are the words written as code, whose case matters; `whole` is false for the first point of several.
    """

    kind: Kind
    text: str
    coded: frozenset[str] = frozenset()
    whole: bool = True


class Block(NamedTuple):
    """A paragraph, list item, heading, cell or code block as plain text, and the code in it."""

    text: str
    code: tuple[str, ...]
    fence: bool = False
    language: str = ""

    @property
    def command(self) -> str:
        """What stands in it for a shell to run, or nothing."""
        runs = self.language in SHELLS or (not self.language and shell.looks_like_commands(self.text))
        return self.text if self.fence and runs and shell.commands(self.text) else ""


def readings(answer: str) -> tuple[Reading, ...]:
    """An answer that is nothing but commands has one reading; any other is text first of all.

    A command is the essence of an answer where it stands in a code block of a shell, or is the only code there is
    and stands in the first point.
    """
    blocks = list(_blocks(answer))
    command = _command(blocks)
    if command and all(block.fence or block.code == (block.text,) for block in blocks):
        return (Reading("command", command),)
    coded = frozenset(word for block in blocks for code in block.code for word in code.split())
    found = [Reading("text", "\n".join(block.text for block in blocks), coded)]
    if len(blocks) > 1:
        found.append(Reading("text", blocks[0].text, coded, whole=False))
    if command:
        found.append(Reading("command", command))
    return tuple(found)


def plain(text: str) -> str:
    """What Markdown says, block by block on lines of their own: no marks, bullets or addresses of links."""
    return "\n".join(block.text for block in _blocks(text))


def _command(blocks: list[Block]) -> str:
    if any(block.fence for block in blocks):
        return "\n".join(block.command for block in blocks if block.command)
    code = [code for block in blocks for code in block.code]
    return code[0] if len(code) == 1 and blocks[0].code and shell.commands(code[0]) else ""


def _blocks(text: str) -> Iterator[Block]:
    for token in tokens(text):
        if token.type in ("fence", "code_block"):
            content = safe(token.content).strip("\n")
            yield Block(content, (content,), True, token.info.partition(" ")[0].lower())
        elif token.type == "inline":
            children = token.children or ()
            code = tuple(safe(child.content) for child in children if child.type == "code_inline")
            yield Block("".join(_written(children)), code)


def _written(children: Iterable[Token]) -> Iterator[str]:
    for child in children:
        yield " " if child.type in ("softbreak", "hardbreak") else safe(child.content)
