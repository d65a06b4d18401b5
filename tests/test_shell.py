"""Text as a shell reads it: commands, words, quotes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.typed.shell import commands, looks_like_commands, on_one_line, shown, tokens

SHELL_LIKE = st.text("ab -'\"\\$`|;&<>()#\n*=", max_size=40)


def test_a_session_is_read_by_its_prompts() -> None:
    """Behind prompts stand the commands; what has none there is output, and comments are left out."""
    session = "$ ls -l   # long\ntotal 0\nme@host:~/notes$ cat a \\\n> b\n# nothing\n"
    assert commands(session) == ["ls -l", "cat a  b"]


def test_lines_without_prompts_are_commands() -> None:
    """A script: one command a line, blank and comment lines left out."""
    assert commands("#!/bin/sh\n\nmake all\n  make test # soon\n") == ["make all", "make test"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a 'b c'  \"d e\"", ["a", "b c", "d e"]),
        ("a|b && c>f", ["a", "|", "b", "&&", "c", ">", "f"]),
        ("a\nb;\nc", ["a", ";", "b", ";", "c"]),
        ("echo it's", ["echo", "it's"]),
        ("curl http://x/#top", ["curl", "http://x/#top"]),
        ("", []),
        (";", []),
    ],
)
def test_tokens(text: str, found: list[str]) -> None:
    """Words and operators, with a semicolon between lines; an unbalanced quote falls back to blanks."""
    assert tokens(text) == found


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("grep 'a b'", 'grep "a b"', True),
        ("echo '$A'", 'echo "$A"', False),
        ("echo \\$A", "echo '$A'", True),
        ('echo "\\$A"', "echo '$A'", True),
        ("find -name '*.c'", 'find -name "*.c"', True),
        ("find -name '*.c'", "find -name *.c", False),
        ("find -exec a \\;", "find -exec a ';'", True),
        ("find -exec a ';'", "find -exec a ;", False),
        ("'ls' -l", "ls '-l'", True),
    ],
)
def test_quotes_by_meaning(one: str, other: str, alike: bool) -> None:
    """Quotes make a difference where they keep the shell from acting, and nowhere else."""
    assert (tokens(one) == tokens(other)) is alike


@pytest.mark.parametrize("word", ["a b", "$A", "*.c", ";", ""])
def test_quoted_words_are_shown_in_quotes(word: str) -> None:
    """A word is shown as it must be typed."""
    assert [shown(token) for token in tokens(f"'{word}'")] == [f"'{word}'"]


def test_placeholders_and_plain_words_are_shown_bare() -> None:
    """`<src>` stands for a word and redirects nothing."""
    assert [shown(token) for token in tokens("docker cp <src> a.txt")] == ["docker", "cp", "<src>", "a.txt"]


@pytest.mark.parametrize("text", ["docker ps -a", "A=1 make all -j", "cat f | wc", "$ make", "cd x\ngit commit -m y"])
def test_blocks_that_look_like_commands(text: str) -> None:
    """A prompt says so, or lines that begin like a program and one that goes on like a command."""
    assert looks_like_commands(text)


@pytest.mark.parametrize(
    "text", ["Hello, world!", "total 0", "name: web\nimage: nginx", "x = [1, 2]", "# only talk", ""]
)
def test_blocks_that_do_not(text: str) -> None:
    """Output, YAML and prose are no commands."""
    assert not looks_like_commands(text)


def test_several_lines_become_one() -> None:
    """Continued lines are joined, others divided by a semicolon."""
    assert on_one_line("docker run \\\n  -d nginx\n\ndocker ps\n") == "docker run  -d nginx; docker ps"


@given(SHELL_LIKE)
def test_no_text_makes_it_fail(text: str) -> None:
    """Whatever stands in the notes is split into something, and every token can be shown."""
    assert all(isinstance(shown(token), str) for token in tokens(text))
    assert isinstance(looks_like_commands(text), bool)


@given(st.lists(st.text("ab$*; <>#|", max_size=6), max_size=5))
def test_what_is_shown_reads_back(words: list[str]) -> None:
    """A command typed as it is shown is the same command."""
    first = tokens(" ".join(["run", *(f"'{word}'" for word in words)]))
    assert tokens(" ".join(map(shown, first))) == first
