"""Text as a shell reads it: the commands in it, and the words and operators of a command."""

from __future__ import annotations

import re
import shlex

END = ";"
"""What a line end means to a shell."""

_KEPT = {ord(sign): 0xE000 + ord(sign) for sign in "$`*;|&()#<>"}
"""A sign a shell acts upon → what stands for it where it does not: in quotes, or around `<a placeholder>`."""
_KEPT_IN_QUOTES = {sign: kept for sign, kept in _KEPT.items() if chr(sign) not in "$`"}
_WRITTEN = {kept: sign for sign, kept in _KEPT.items()}

_CONTINUED = re.compile(r"\\\n\s*(?:>\s)?")
_PROMPT = re.compile(r"\s*(?:[\w.-]+@\S+\s*)?[$%❯](?:\s+|$)")
_INERT = re.compile(r"""'[^']*'|"(?:\\.|[^"\\])*"|\\.|<[^\s<>|&;]+>|(?<!\S)\#.*""", re.VERBOSE)
_PLACEHOLDER = re.compile(r"<[^\s<>|&;]+>")
_KEPT_ESCAPE = re.compile(r"\\([$`])")
_PROGRAM = re.compile(r"(?:\w+=\S*\s+)*[a-z0-9_.~/-]*[a-z][\w.+~/-]*(?:\s|$)")
_GOES_ON = re.compile(r"\s--?[a-zA-Z]|\s(?:\||&&|\|\||>>?)\s")


def commands(text: str) -> list[str]:
    """The commands in a text, one each: continuations joined, without prompts, comments and, behind prompts, output."""
    rows = _CONTINUED.sub(" ", text).split("\n")
    prompted = [row[prompt.end() :] for row in rows if (prompt := _PROMPT.match(row))]
    found = (_INERT.sub(_inert, row).strip() for row in prompted or rows)
    return [row for row in found if row]


def looks_like_commands(text: str) -> bool:
    """Whether every line of a code block begins like a program, and one at least goes on as a command does."""
    rows = commands(text)
    if any(_PROMPT.match(row) for row in text.split("\n")):
        return bool(rows)
    return all(map(_PROGRAM.match, rows)) and any(map(_GOES_ON.search, rows))


def tokens(text: str) -> list[str]:
    """Words and operators of all commands, with `;` between commands. Quotes are gone; see `shown`."""
    found: list[str] = []
    for command in commands(text):
        if found and found[-1] != END:
            found.append(END)
        found += _split(command)
    return found[:-1] if found and found[-1] == END else found


def on_one_line(text: str) -> str:
    """Several lines as one that says the same: continuations joined, `;` between others."""
    rows = (row.strip() for row in _CONTINUED.sub(" ", text).splitlines())
    return f"{END} ".join(row for row in rows if row)


def shown(token: str) -> str:
    """A token as a person would write it: in quotes where it needs them."""
    written = token.translate(_WRITTEN)
    bare = written == token or _PLACEHOLDER.fullmatch(written)
    quote = '"' if "'" in written else "'"
    return written if bare and written and " " not in written else f"{quote}{written}{quote}"


def _inert(found: re.Match[str]) -> str:
    """What stands in quotes, with nothing left in it for a shell to act upon; nothing in place of a comment."""
    text = found[0]
    if text.startswith("#"):
        return ""
    if text.startswith('"'):
        return _KEPT_ESCAPE.sub(lambda escape: escape[1].translate(_KEPT), text.translate(_KEPT_IN_QUOTES))
    kept = text.translate(_KEPT)
    return kept.removeprefix("\\") if kept != text else text


def _split(command: str) -> list[str]:
    lexer = shlex.shlex(command, posix=True, punctuation_chars=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    try:
        return list(lexer)
    except ValueError:  # a quotation nothing closes
        return command.split()
