"""A card in other words, written into its notes: it alone changes, or nothing does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.notes import cloze, parse
from quiz.notes.gap_merge import merged
from quiz.notes.rewrite import rewritten

NOTES = """\
---
deck: 바다
---
# 바다

## 매듭

- 보라인은 무엇인가? <!-- id: bowline -->
  - 고리를 만드는 매듭
    - 풀기 쉽다
  <!-- tags: sea, rope -->
```bash
tie bowline
```

- 두 줄에 걸친
  질문은 무엇인가?
  - 답

---

* 별표 질문
    * 깊은 답
- 끝
  1. 하나
"""


def cards(data: bytes) -> list[tuple[str, str]]:
    return [(card.question, card.answer) for card in parse(data, "n.md").deck.cards]


def line(data: bytes, place: int) -> int:
    return parse(data, "n.md").deck.cards[place].place.line


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (None, "- 다른 답\n  - 아래"),
        ("다른 질문은?", None),
        ("물음표 없는 질문", "줄글로 된 답"),
        ("첫 줄\n\n```sh\nls -l\n```", "- 답"),
        ("질문?", "```python\ndef f():\n\n    return 1\n```\n\n뒤"),
        (None, ""),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_one_card_changes_and_nothing_else(place: int, question: str | None, answer: str | None, ends: str) -> None:
    """The card is read as meant, the others as before, with their tags and ids; line ends stay."""
    data = NOTES.replace("\n", ends).encode()
    before = parse(data, "n.md").deck.cards
    old = before[place]
    meant = (question or old.question, old.answer if answer is None else answer)
    after = rewritten(data, old.place.line, *meant)
    assert after is not None
    again = parse(after, "n.md").deck.cards
    assert [(card.question, card.answer) for card in again] == [
        meant if index == place else (card.question, card.answer) for index, card in enumerate(before)
    ]
    assert [(card.id, card.topics) for card in again] == [(card.id, card.topics) for card in before]
    assert after.count(b"\r\n") == (after.count(b"\n") if ends == "\r\n" else 0)


def test_a_small_edit_is_a_small_change_of_the_file() -> None:
    """A question in other words changes its line alone, an answer the lines of the answer alone."""
    data = NOTES.encode()
    after = rewritten(data, line(data, 0), "보라인이 무엇인가?", cards(data)[0][1])
    assert after == data.replace("보라인은 무엇인가?".encode(), "보라인이 무엇인가?".encode())
    after = rewritten(data, line(data, 3), "끝", "1. 둘")
    assert after == data.replace("하나".encode(), "둘".encode())


def test_the_same_words_change_no_byte() -> None:
    """Writing what stands there already leaves the file as it is."""
    data = NOTES.encode()
    for place, (question, answer) in enumerate(cards(data)):
        assert rewritten(data, line(data, place), question, answer) == data


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("질문?", "- 답\n\n# 제목\n\n- 새 카드"),
        ("", "- 답"),
        ("질문?", "```\n열린 코드"),
        ("# 제목", "- 답"),
        ("a\r\nb", "c"),
    ],
)
def test_what_would_be_read_otherwise_is_not_written(question: str, answer: str) -> None:
    """Text that would end the card, or open what nothing closes, is refused and the file stays."""
    data = NOTES.encode()
    after = rewritten(data, line(data, 1), question, answer)
    assert after is None or cards(after)[1] == (question, answer)


def test_a_line_without_a_card_is_no_place() -> None:
    """Only the line of a question can be rewritten."""
    assert rewritten(NOTES.encode(), 1, "질문?", "- 답") is None


TEXT = st.text(st.sampled_from("가ab? -*#`~>|[](){}<!0.1\n\t:\\$_"), max_size=40)


@given(st.integers(0, 3), TEXT, TEXT)
def test_any_text_is_written_as_meant_or_not_at_all(place: int, question: str, answer: str) -> None:
    """Whatever is asked for, either the file says just that, or it is not touched."""
    data = NOTES.encode()
    before = cards(data)
    after = rewritten(data, line(data, place), question, answer)
    if after is not None:
        assert cards(after) == [*before[:place], (question, answer), *before[place + 1 :]]


def test_notes_without_any_name_are_rewritten():
    """No heading, no front matter: the card is found and put into other words all the same."""
    assert rewritten(b"- a?\n  - b\n", 1, "a?", "- c") == b"- a?\n  - c\n"


def test_a_sentence_is_rewritten_with_all_its_gaps():
    """Its cards change together; where it would make fewer of them, it is left alone."""
    data = b"# D\n\n- {{c1::a}} of {{c2::b}}\n  note\n\n- Next?\n  - Yes\n"
    after = rewritten(data, 3, "{{c1::a}} or {{c2::b}}", "note")
    assert after == data.replace(b" of ", b" or ")
    assert rewritten(data, 3, "{{c1::a}} or b", "note") is None


SENTENCE = b"# D\n\n- The {{c1::old::age}} man and {{c2::the sea}},\n  by {{c1::H}}{{c3::em}}. <!-- id: x -->\n  note\n"


@pytest.mark.parametrize(
    ("place", "old", "new", "sentence"),
    [
        (0, "man", "person", (b" man ", b" person ")),
        (1, "and ", "or ", (b" and ", b" or ")),
        (1, "the sea", "The Sea", (b"the sea", b"The Sea")),
        (0, "the sea", "a lake", (b"the sea", b"a lake")),
        (0, "::age", "", (b"::age", b"")),
        (2, "H{{c1::em}}", "G{{c1::em}}s", (b"{{c1::H}}{{c3::em}}", b"{{c1::G}}{{c3::em}}s")),
        (1, "{{c1::the sea}}", "the {{c1::sea}}", (b"{{c2::the sea}}", b"the {{c2::sea}}")),
    ],
)
def test_one_gap_of_a_sentence_is_put_into_other_words(place, old, new, sentence):
    """The other gaps stay around their words, or around those that took their place."""
    card = parse(SENTENCE, "").deck.cards[place]
    assert old in card.question
    question = card.question.replace(old, new)
    assert rewritten(SENTENCE, 3, question, "note", gap=card.question) == SENTENCE.replace(*sentence)


@pytest.mark.parametrize("question", ["The old man", "{{c1::The}} {{c2::old}} man", "{{c1::x}}", ""])
def test_a_gap_more_or_less_is_not_written(question):
    """The cards of a sentence are its gaps: one that is no more would take a history along."""
    card = parse(SENTENCE, "").deck.cards[1]
    assert rewritten(SENTENCE, 3, question, "note", gap=card.question) is None


PIECES = st.sampled_from(["a", "b ", " {{c1::", "{{c2::", "{{c3::", "}}", "::h}}", "`", "::", "가", "나는 ", "}", "{"])


@given(st.lists(PIECES, max_size=12).map("".join), st.lists(PIECES, max_size=8).map("".join), st.data())
def test_any_gap_of_any_sentence_says_what_it_is_told_or_nothing_changes(whole, other, data):
    """A card in its own words changes nothing; in others it asks just these, and the sentence has its other gaps."""
    cards = cloze.cards(whole)
    if not cards:
        return
    number = data.draw(st.sampled_from(sorted(cards)))
    assert merged(whole, number, cards[number]) == whole
    made = merged(whole, number, other)
    if made is not None and cloze.cards(made).keys() == cards.keys():
        assert cloze.told(cloze.cards(made)[number]) == cloze.told(cloze.cards(other)[1])


def test_what_each_gap_accepts_stays_its_own():
    """An answer in other words keeps the lines that say what is right when it is typed, of all gaps."""
    data = b"- {{c1::a}} of {{c2::b}}\n  note\n  accept: a | A\n  accept: b | B\n"
    for card in parse(data, "").deck.cards:
        answer = card.answer.replace("note", "other")
        assert rewritten(data, 1, card.question, answer, gap=card.question) == data.replace(b"note", b"other")
        assert rewritten(data, 1, card.question, answer + "s", gap=card.question) is None


def test_a_question_of_blocks_is_edited_again_and_again():
    """Each edit changes its line alone: no second comment that parts the answer, no other indentation."""
    data = b"# D\n\n1. Which?\n\n   - one\n   - two\n   <!-- answer -->\n   The first.\n   <!-- id: x -->\n"
    for old, new in ((b"one", b"1"), (b"two", b"2"), (b"1\n", b"one\n")):
        card = parse(data, "").deck.cards[0]
        question = card.question.encode().replace(old, new).decode()
        assert rewritten(data, 3, question, card.answer) == data.replace(old, new)
        data = data.replace(old, new)
    assert rewritten(data, 3, parse(data, "").deck.cards[0].question, "The last.") == data.replace(b"first", b"last")


def test_rules_of_topics_do_not_keep_an_edit_out():
    """A word that gives the card another topic is a word like any other."""
    data = b"---\ntopics:\n  sea: [rope]\n---\n- Knot?\n  - Yes\n"
    assert rewritten(data, 5, "Rope?", "- Yes") == data.replace(b"Knot", b"Rope")


def test_line_ends_of_every_kind_stay_line_by_line():
    """A file of mixed ends, or of those of long ago, keeps each of them."""
    assert rewritten(b"- a?\r\n  - b\n- c?\r\n", 1, "a?", "- b\n- d") == b"- a?\r\n  - b\n  - d\n- c?\r\n"
    assert rewritten(b"- a?\r  - b\r", 1, "a?", "- c") == b"- a?\r  - c\r"


def test_long_lines_are_rewritten_at_once():
    """A line of many thousand words, all alike, is not compared word for word with another such line."""
    words = "a " * 20_000
    data = f"- {words}x?\n  - {words}b <!-- id: x -->\n".encode()
    card = parse(data, "").deck.cards[0]
    question, answer = f"z {'a ' * 15_000}y?", f"- c {'a ' * 15_000}d"
    after = rewritten(data, 1, question, answer)
    assert after is not None
    (made,) = parse(after, "").deck.cards
    assert (made.question, made.answer, made.id) == (question, answer, card.id)
