"""Where two texts part: words, letters in words, tokens."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from quiz.typed.diff import Part, by_tokens, by_words, letters_alike, stretches

WORDS = st.lists(st.text("가나다abc", min_size=1, max_size=5), max_size=8)


def told(answer: str, typed: str) -> str:
    """The diff by words in brackets: `[missing]` and `{extra}`."""
    around = {"same": "{}", "missing": "[{}]", "extra": "{{{}}}"}
    return "".join(around[mark].format(text) for mark, text in by_words(answer.split(), typed.split(), str.casefold)[0])


def test_words_that_are_the_same_stay_together() -> None:
    """A word too many and a word too few stand between words that are right."""
    assert told("한 줄로 쓰는 답", "한 줄로 답") == "한 줄로 [쓰는] 답"
    assert told("one two", "one and two") == "one {and} two"


def test_letters_differ_inside_a_word() -> None:
    """A reader of Korean sees which syllable is wrong, a reader of Latin which letter."""
    assert told("컨테이너를 지웁니다", "컨테이나를 지웁니다") == "컨테이[너]{나}를 지웁니다"
    assert told("the kitten", "the kittem") == "the kitte[n]{m}"


def test_words_with_little_in_common_are_wrong_as_a_whole() -> None:
    """Single letters that happen to be alike are not picked out of another word."""
    assert told("격리를 위해서", "성능을 위해서") == "[격리를]{성능을} 위해서"
    assert told("a fig, a plum", "two lemons") == "[a fig, a plum]{two lemons}"


def test_blanks_inside_a_stretch_make_no_difference() -> None:
    """Korean is spaced in many ways; only the letters count."""
    assert told("할 수 있습니다", "할수있습니다") == "할 수 있습니다"
    assert told("할수있습니다", "할 수 있습니다") == "할수있습니다"


def test_tokens_are_right_or_wrong_as_a_whole() -> None:
    """No letter of a command is half right, and the likeness counts tokens."""
    parts, likeness = by_tokens(["ls", "-l", "notes"], ["ls", "-a", "notes"])
    assert parts == (Part("same", "ls "), Part("missing", "-l"), Part("extra", "-a"), Part("same", " notes"))
    assert likeness == 2 * 2 / 6


def test_likeness_counts_the_letters_of_both() -> None:
    """Three of four letters on one side, three of three on the other."""
    assert by_words(["abcd"], ["abc"], str).likeness == 2 * 3 / 7
    assert by_words([], [], str).likeness == 0


@given(WORDS, WORDS)
def test_the_diff_holds_both_texts(answer: list[str], typed: list[str]) -> None:
    """What is same and missing is the answer, what is same and extra was typed; blanks aside, nothing is lost."""
    parts, likeness = by_words(answer, typed, str)
    assert "".join(text for mark, text in parts if mark != "extra").replace(" ", "") == "".join(answer)
    assert "".join(text for mark, text in parts if mark != "missing").replace(" ", "") == "".join(typed)
    assert 0 <= likeness <= 1
    assert likeness == letters_alike(parts)


@given(WORDS, WORDS)
def test_parts_are_tidy(answer: list[str], typed: list[str]) -> None:
    """No part is empty, no two neighbours have one mark, and what is wrong has no blank at its edges."""
    parts = by_words(answer, typed, str).parts
    assert all(text for _, text in parts)
    assert all(one.mark != following.mark for one, following in pairwise(parts))
    assert all(mark == "same" or text == text.strip() for mark, text in parts)


@given(WORDS)
def test_a_text_is_like_itself(words: list[str]) -> None:
    """Nothing is missing, nothing extra."""
    assert all(part.mark == "same" for part in by_words(words, words, str).parts)
    assert by_words(words, words, str).likeness == bool(words)


@given(WORDS, WORDS)
def test_stretches_cover_both_lists(answer: list[str], typed: list[str]) -> None:
    """Same and different stretches take turns, and none of either list is left out."""
    found = list(stretches(answer, typed))
    assert [word for _, here, _ in found for word in answer[here]] == answer
    assert [word for _, _, there in found for word in typed[there]] == typed
    assert all(answer[here] == typed[there] for same, here, there in found if same)
    assert all(one[0] != following[0] for one, following in pairwise(found))
