"""What is accepted when it is typed: the last lines of an answer that say so."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.notes import accept, parse

LIST = ("docker ps", "docker container ls")


@pytest.mark.parametrize(
    "line",
    [
        "accept: docker ps | docker container ls",
        "- Accept: docker ps|docker container ls",
        "1. ACCEPT : `docker ps` | `docker container ls`",
        "  accept： docker ps | | docker container ls | docker ps",
        "- 인정 답: docker ps | docker container ls",
        "accept: docker ps\n- accept: docker container ls\n",
    ],
)
def test_the_last_lines_of_an_answer(line):
    """A bullet or a plain line, in any case, also over several lines, and with the Korean word."""
    answer = f"- `docker ps`를 씁니다.\n{line}"
    assert accept.accepted(answer) == LIST
    assert accept.without(answer) == "- `docker ps`를 씁니다."


@pytest.mark.parametrize(
    "answer",
    [
        "- accept: a\n- 출처",
        "```\naccept: a\n```",
        "`accept: a`",
        "acceptable: a",
        "we accept: a",
        "accept:",
        "accept: | |",
        "",
        "정답: a",
    ],
)
def test_other_lines_are_text(answer):
    """Not at the end, in code, in a sentence, or without anything to accept: the answer stays as it is."""
    assert accept.accepted(answer) == ()
    assert accept.without(answer) == answer


@pytest.mark.parametrize(
    ("line", "accepted"),
    [
        ("`docker ps | grep web` | docker ps", ("docker ps | grep web", "docker ps")),
        (r"a \| b | c", ("a | b", "c")),
        ("run `x` | `y`", ("run `x`", "y")),
        ("``a ` b``", ("a ` b",)),
    ],
)
def test_bars_in_code_part_nothing(line, accepted):
    """A bar in backticks or behind a backslash belongs to what is accepted."""
    assert accept.accepted(f"accept: {line}") == accepted


def test_an_empty_list_is_told():
    """A line that accepts nothing is named with its line."""
    problems = parse(b"- a?\n  - b\n  - accept:\n\n- c?\n  - accept: \n  - d\n", "notes.md").problems
    assert [(problem.line, problem.code) for problem in problems] == [(3, "empty-accept")]


def test_an_answer_of_nothing_else_is_an_answer():
    """A card whose answer is only what is accepted is asked."""
    (card,) = parse(b"- a?\n  - accept: b\n", "notes.md").deck.cards
    assert card.answered
    assert accept.without(card.answer) == ""


@given(st.lists(st.text(alphabet="ab 가:-", min_size=1).filter(str.strip), min_size=1), st.text(alphabet="ab가\n"))
def test_what_is_listed_is_accepted(listed, answer):
    """A list written out is read back, behind any answer."""
    whole = f"{answer}\naccept: {' | '.join(listed)}"
    assert accept.accepted(whole) == tuple(dict.fromkeys(each.strip() for each in listed))
    assert accept.without(whole) == answer.rstrip()


@given(st.text(alphabet="accept:| \n`\\-x", max_size=60))
def test_nothing_but_the_list_is_left_out(answer):
    """Any answer begins with what is left of it."""
    assert answer.startswith(accept.without(answer))
    assert bool(accept.accepted(answer)) == (accept.without(answer) != answer)


@given(st.lists(st.text(min_size=1).map(str.strip).filter(bool), min_size=1, max_size=3))
@example(["a | b", "`x` y", "<!-- c -->", "``", "\\"])
def test_a_line_that_is_written_accepts_what_was_asked(texts):
    """Whatever is to be typed: the line that accepts it is read as just that, or none is made."""
    line = accept.line(texts)
    assert accept.accepted(line) == (tuple(dict.fromkeys(texts)) if line else ())
    (card,) = parse(f"- Q?\n  A\n  {line}\n".encode(), "x.md").deck.cards
    assert accept.accepted(card.answer) == accept.accepted(line)


def test_plain_answers_are_accepted_as_they_are():
    """A person reads the line: code and escapes stand only where they must."""
    assert accept.line(["docker ps", "ls | wc"]) == r"accept: docker ps | ls \| wc"
    assert accept.line(["<!-- x -->"]) == "accept: `<!-- x -->`"
