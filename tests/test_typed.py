"""Typed answers: what is exact, what is near, what is suggested, and which cards are asked so."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quiz.entry import Entry
from quiz.typed import SHORT, Setting, wants_typing
from quiz.typed.comparison import NEAR, compare
from quiz.typed.diff import Part

LAYERS = "- 컨테이너를 삭제할 때 함께 사라집니다.\n- `docker stop`으로 멈춰도 남습니다.\n- 출처: [설명서](https://example.org)"
MARKDOWN = st.text("ab가 `*_[]()#-|>~\n1.\\<!&;\"'$é\u1100\u1161\x00", max_size=40)


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        ("컨테이너를 삭제할 때 함께 사라집니다.", "컨테이너를 삭제할 때 함께 사라집니다"),
        ("할 수 있습니다.", "할수있습니다"),
        ("**굵게** 쓴 [문서](https://example.org)", "굵게 쓴 문서"),
        ("- alpha\n- beta\n- gamma", "Alpha, beta, gamma."),
        ("1. 하나\n2. 둘", "하나 둘"),
        ("한글", unicodedata.normalize("NFD", "한글")),
        ("“인용”입니다!", "인용 입니다"),
        ("연결(bind mount)은 그대로입니다", "연결 bind mount은 그대로입니다"),
        ("`docker run -d -p 80:80 nginx`", "docker run -p 80:80 -d nginx"),
        ("이름은 `scratch`입니다.", "scratch"),
        ("이름은 `scratch`입니다.", "이름은 scratch입니다"),
        ("Use `-p`.", "use -p"),
        ("`__init__`", "__init__"),
        ("a `*` b", "a * b"),
    ],
)
def test_exact_answers(answer: str, typed: str) -> None:
    """Blanks, bullets, marks, composition, punctuation around words and the case of prose make no difference."""
    comparison = compare(typed, answer)
    assert comparison.exact
    assert comparison.suggested == 4
    assert comparison.likeness == 1


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        ("Use `-p`.", "use -P"),
        ("`docker ps`", "docker PS"),
        ("alpha beta", "beta alpha"),
        ("`.env`를 읽습니다", "env를 읽습니다"),
        (LAYERS, "컨테이너를 삭제할 때 함께 사라집니다."),
    ],
)
def test_answers_that_are_not_exact(answer: str, typed: str) -> None:
    """The case of code, the order of words, dots that belong to names; and a first point is not all of an answer."""
    assert not compare(typed, answer).exact


def test_a_near_answer_is_suggested_hard() -> None:
    """Two syllables of sixteen are wrong; the parts say which."""
    comparison = compare("컨테이나를 삭제할때 함께 사라집니다", "컨테이너를 삭제할 때 함께 사라집니다.")
    assert comparison.parts[:4] == (
        Part("same", "컨테이"),
        Part("missing", "너"),
        Part("extra", "나"),
        Part("same", "를 삭제할 때 함께 사라집니다"),
    )
    assert comparison.likeness >= NEAR
    assert comparison.suggested == 3


@pytest.mark.parametrize("typed", ["", "  \t", "볼륨을 지우면 남습니다"])
def test_another_answer_or_none_is_suggested_again(typed: str) -> None:
    """Nothing typed is nothing recalled."""
    comparison = compare(typed, "컨테이너를 삭제할 때 함께 사라집니다.")
    assert not comparison.exact
    assert comparison.suggested == 2


def test_the_first_point_is_compared_where_it_fits_best() -> None:
    """Elaborations and sources are not typed; knowing the point is suggested Hard at most."""
    comparison = compare("컨테이너를 삭제할 때 사라집니다", LAYERS)
    assert not comparison.whole
    assert comparison.suggested == 3
    assert Part("missing", "함께") in comparison.parts


def test_the_reading_that_fits_best_is_compared() -> None:
    """One and the same answer is met by its command and by its words."""
    answer = "컨테이너를 이미지로 저장합니다. `docker commit web img`를 씁니다."
    assert compare("docker commit web image", answer).kind == "command"
    assert compare("컨테이너를 이미지로 저장", answer).kind == "text"


@given(MARKDOWN)
def test_exact_is_reflexive(answer: str) -> None:
    """Whoever types the answer as it is written has it exactly, whatever it is."""
    assume(answer.replace("\x00", "").strip())
    assert compare(answer, answer).exact


@given(MARKDOWN, MARKDOWN)
def test_any_two_texts_can_be_compared(typed: str, answer: str) -> None:
    """No text makes it fail; exact is Good, and the suggestion follows from the likeness."""
    comparison = compare(typed, answer)
    assert 0 <= comparison.likeness <= 1
    assert comparison.suggested == (4 if comparison.exact else 3 if comparison.likeness >= NEAR else 2)


def test_very_long_texts_are_cut() -> None:
    """Ten thousand characters are compared, as nobody types more on a line."""
    assert sum(len(part.text) for part in compare("가" * 30_000, "나" * 30_000).parts) == 20_000


@pytest.mark.parametrize(
    ("answer", "setting", "topics", "wanted"),
    [
        ("짧은 답", "never", (), False),
        ("짧은 답", "never", ("typed",), True),
        ("짧은 답", "short", (), True),
        ("긴 답 " * SHORT, "short", (), False),
        ("긴 답 " * SHORT, "always", (), True),
        (f"`docker run {'-e A=1 ' * 20}nginx`", "short", (), True),
        (f"```sh\nmake {'all ' * 20}\nmake {'test ' * 20}\n```", "short", (), False),
        ("- [짧은 답](https://example.org/" + "x" * SHORT + ")", "short", ("docker",), True),
    ],
)
def test_which_cards_are_typed(answer: str, setting: Setting, topics: tuple[str, ...], wanted: bool) -> None:
    """By the setting, by one command or few characters as they are read, or because the card says so."""
    assert wants_typing(Entry("u", "Deck", "?", answer, topics=topics), setting) is wanted
