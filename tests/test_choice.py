"""Multiple choice: which answers are task lists to choose from, what stands in them, and what is wrong with them."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.notes import parse
from quiz.notes.choice import Choices, Option, choices

QUESTION = "- Which one?\n"


def read(text):
    return parse(text.encode(), "notes.md")


def card(text):
    (card,) = read(text).deck.cards
    return card


def found(text):
    return choices(card(text).answer)


def problems(text):
    return [(problem.line, problem.code) for problem in read(text).problems]


def test_options_feedback_and_explanation():
    """`[x]` is right, `[ ]` wrong, what is deeper is feedback, and what follows the list explains."""
    text = (
        "- 실행 중인 컨테이너를 보는 명령은?\n"
        "  - [x] `docker ps`\n    실행 중인 것만 봅니다.\n"
        "  - [ ] `docker images`\n    - 이미지를\n    - 봅니다.\n"
        "  - [ ] `docker top`\n"
        "  - 컨테이너의 상태는 STATUS 열에 있습니다.\n"
    )
    assert card(text).kind == "choice"
    assert found(text) == Choices(
        (
            Option("`docker ps`", True, "실행 중인 것만 봅니다."),
            Option("`docker images`", False, "- 이미지를\n- 봅니다."),
            Option("`docker top`", False),
        ),
        "- 컨테이너의 상태는 STATUS 열에 있습니다.",
    )


@pytest.mark.parametrize("marker", ["-", "*", "+", "1.", "2)", "-  "])
@pytest.mark.parametrize("nesting", [" ", "  ", "    ", "\t"])
@pytest.mark.parametrize("mark", ["x", "X"])
def test_any_marker_any_nesting_and_either_x(marker, nesting, mark):
    """Options may be marked and nested as any list."""
    text = f"{QUESTION}{nesting}{marker} [{mark}] a\n{nesting}{nesting}why\n{nesting}{marker} [ ] b\n"
    assert found(text) == Choices((Option("a", True, "why"), Option("b", False)))


def test_several_may_be_right():
    """More than one `[x]` asks for all of them."""
    read = found(f"{QUESTION}  - [x] a\n  - [ ] b\n  - [x] c\n")
    assert (read.right, read.several) == ({0, 2}, True)
    assert not found(f"{QUESTION}  - [x] a\n  - [ ] b\n").several


def test_blank_lines_part_nothing():
    """A loose list is a list, feedback after a blank line is feedback, and so is code left at the margin."""
    text = f"{QUESTION}\n  - [x] a\n\n    why\n\n  - [ ] b\n\n```\n- [x] code\n```\n\n  - [ ] c\n\n  below\n"
    assert found(text) == Choices(
        (Option("a", True, "why"), Option("b", False, "```\n- [x] code\n```"), Option("c", False)), "below"
    )


def test_code_after_the_last_option_explains():
    """Where no other option follows, code at the margin is no feedback."""
    assert found(f"{QUESTION}  - [x] a\n  - [ ] b\n```\ncode\n```\n").explanation == "```\ncode\n```"
    assert (
        found(f"{QUESTION}  - [x] a\n  - [ ] b\n    ```\n    code\n    ```\n").options[1].feedback == "```\ncode\n```"
    )


def test_code_above_the_options_belongs_to_the_question():
    """What a program prints can be asked: its code stands below the question and above the options."""
    text = "- What does it print?\n  ```sh\n  echo {a,b}\n  ```\n\n  - [x] `a b`\n  - [ ] `{a,b}`\n"
    assert card(text).question == "What does it print?\n```sh\necho {a,b}\n```"
    assert found(text).options == (Option("`a b`", True), Option("`{a,b}`", False))
    assert card("- What is it?\n  ```\n  x\n  ```\n  - [ ] a\n  - [ ] b\n").question == "What is it?"


@pytest.mark.parametrize(
    ("answer", "line", "code"),
    [
        ("  - [ ] back up\n  - [ ] deploy\n", 2, "no-right-option"),
        ("  - [ ] back up\n", 2, "no-right-option"),
        ("  - [x] done\n", 2, "one-option"),
        ("  - [x] a\n  - [x] b\n", 2, "all-options-right"),
        ("  - [x] `a`\n  - [ ] b\n  - [ ] `a`\n", 4, "same-option"),
        ("  - [x] a\n  - [ ] b\n  - but\n  - [ ] c\n", 5, "stray-option"),
    ],
)
def test_what_is_wrong_with_a_list_is_told_by_line(answer, line, code):
    """A list that cannot be what was meant is named with its line."""
    assert problems(QUESTION + answer) == [(line, code)]


@pytest.mark.parametrize(
    "answer",
    [
        "  - [ ] back up\n  - [ ] deploy\n",
        "  - [x] done\n",
        "  - First\n  - [x] a\n  - [ ] b\n",
        "  Steps:\n  - [x] a\n  - [ ] b\n",
        "  - [x](https://example.org) a\n  - [ ] b\n",
        "  - [x]a\n  - [ ]b\n",
        "  ```\n  - [x] a\n  - [ ] b\n  ```\n",
        "  - `[x]` a\n  - `[ ]` b\n",
    ],
)
def test_other_lists_answer_as_ever(answer):
    """A checklist without a right option, one behind a text, links and code are answers as they stand."""
    assert card(QUESTION + answer).kind == "open"
    assert choices(card(QUESTION + answer).answer) is None


options = st.lists(st.tuples(st.booleans(), st.sampled_from(["a", "**b**", "`c d`", "- e", "# f", "[x] g", "> h"])))


@given(options, st.sampled_from(["", "why", "- why", "```\n- [x] no\n```", "1. a\n2. b"]), st.sampled_from(["", "end"]))
def test_what_is_written_is_read(options, feedback, explanation):
    """Options written out are read back, whatever Markdown stands in them."""
    below = "".join(f"\n    {line}" for line in feedback.split("\n") if line)
    lines = [f"  - [{'x' if right else ' '}] {text}{below}" for right, text in options]
    read = found("\n".join([QUESTION + "\n".join(lines), f"  {explanation}"]))
    if len(options) < 2 or not any(right for right, _text in options):
        assert read is None
    else:
        assert read == Choices(tuple(Option(text, right, feedback) for right, text in options), explanation)


@given(st.text(alphabet="-*1. [xX]\n\t`~#ab가", max_size=80))
def test_no_text_is_too_hostile(text):
    """Any answer is read or left alone, and nothing of it is lost."""
    read = choices(text)
    if read is not None:
        kept = "".join(option.text + option.feedback for option in read.options) + read.explanation
        assert {"a", "b", "가"} & set(text) == {"a", "b", "가"} & set(kept)
        assert len(read.options) > 1
        assert read.right


def test_the_order_is_another_one_with_another_seed():
    """The same seed gives the same order, and over many seeds every order comes."""
    read = Choices(tuple(Option(text, text == "a") for text in "abc"))
    assert read.shuffled("uid", 1) == read.shuffled("uid", 1)
    orders = {"".join(option.text for option in read.shuffled("uid", day).options) for day in range(200)}
    assert orders == {"".join(order) for order in permutations("abc")}
