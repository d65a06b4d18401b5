"""The ways in which an answer can be given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.typed.readings import Reading, plain, readings


def test_plain_text_is_what_markdown_says() -> None:
    """No bullets, marks or addresses; every block on a line of its own."""
    text = (
        "- **굵게** 쓴 [문서](https://example.org)\n- `code` 와\n  이어진 줄\n\n| 칸 |\n|---|\n| 값 |\n\n![그림](a.png)"
    )
    assert plain(text) == "굵게 쓴 문서\ncode 와 이어진 줄\n칸\n값\n그림"


@pytest.mark.parametrize(
    ("answer", "command"),
    [
        ("`docker ps`", "docker ps"),
        ("- `docker ps`", "docker ps"),
        ("```bash\ndocker ps\n```", "docker ps"),
        ("```console\n$ docker ps\nCONTAINER ID\n```", "$ docker ps\nCONTAINER ID"),
        ("```\ndocker ps -a\n```", "docker ps -a"),
        ("```sh\na\n```\n```sh\nb\n```", "a\nb"),
    ],
)
def test_answers_that_are_nothing_but_a_command(answer: str, command: str) -> None:
    """They have one reading: the command."""
    assert readings(answer) == (Reading("command", command),)


@pytest.mark.parametrize(
    ("answer", "command"),
    [
        ("이렇게 합니다.\n```bash\ndocker ps\n```\n그뿐입니다.", "docker ps"),
        ("이름은 `scratch`입니다.\n\n- 출처: 설명서", "scratch"),
    ],
)
def test_a_command_may_be_the_essence(answer: str, command: str) -> None:
    """In a shell's code block, or as the only code, which stands in the first point."""
    assert readings(answer)[-1] == Reading("command", command)
    assert readings(answer)[0].kind == "text"


@pytest.mark.parametrize(
    "answer",
    [
        "그냥 글입니다.",
        "`a` 또는 `b`",
        "첫째 요점\n\n- 둘째에 `code`",
        "```python\nprint(1)\n```",
        "```\nHello, world!\n```",
        "`# nothing to run`",
        "```bash\n# nothing to run\n```",
    ],
)
def test_other_answers_have_no_command(answer: str) -> None:
    """Several pieces of code, other languages, output and comments are text."""
    assert all(reading.kind == "text" for reading in readings(answer))


def test_the_first_point_of_several_is_a_reading_too() -> None:
    """It is not the whole answer, and says so."""
    found = readings("- 요점\n- 덧붙임")
    assert found == (Reading("text", "요점\n덧붙임"), Reading("text", "요점", whole=False))


def test_words_written_as_code_are_known() -> None:
    """Their case matters, in all readings of the text."""
    assert readings("Use `-P` or `--Port X`, not Q")[0].coded == {"-P", "--Port", "X"}


@given(st.text("a`*_[]()#-|>~ \n1.가\\<!&;", max_size=40))
def test_every_answer_can_be_read(answer: str) -> None:
    """There is always one reading, and the first is of the whole."""
    assert readings(answer)[0].whole
