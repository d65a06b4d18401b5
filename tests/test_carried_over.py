"""Text edited in Anki comes over as the words that changed; all else stays as a person wrote it."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.anki.fields import html
from quiz.exchange.carried import carried_over
from quiz.notes import parse

IMAGES = {"quiz-1.png": "img/x.png"}


def shown(text: str) -> str:
    return html(text, {path: name for name, path in IMAGES.items()}.get)


def carried(text: str, before: str, after: str) -> str:
    return carried_over(text, before, after, IMAGES.get, shown)


@pytest.mark.parametrize(
    ("text", "before", "after", "expected"),
    [
        (
            "- a\n- *b*",
            "<ul><li>a</li><li><em>b</em></li></ul>",
            "<ul><li>A</li><li><em>b</em></li></ul>",
            "- A\n- *b*",
        ),
        ("__a__", "<strong>a</strong>", "<b>a</b>", "__a__"),
        ("a", "a", "", ""),
        ("![](img/x.png)", '<img src="quiz-1.png">', '<img src="quiz-1.png"> b', "![](img/x.png) b"),
    ],
)
def test_what_was_not_edited_stays_as_it_is_written(text: str, before: str, after: str, expected: str) -> None:
    """Only the words that say something else are Anki's; markup and image paths of the notes stay the person's."""
    assert carried(text, before, after) == expected


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("a long line\nthat goes\non", "goes", "wraps", "a long line\nthat wraps\non"),
        ("* __a__ b\n    * c *d*", "b", "B", "* __a__ B\n    * c *d*"),
        ("- a\n  ```sh\n  ls\n  ```\n- b", "<li>b", "<li>c", "- a\n  ```sh\n  ls\n  ```\n- c"),
        ("+ a\n    + b", "b</li>", "b</li><li>c</li>", "+ a\n    + b\n    + c"),
        ("1) a\n2) b", "b", "c", "1) a\n2) c"),
        ("a\n\n\nb", "b", "c", "a\n\n\nc"),
        ("a  \nx *c*", "x", "y", "a  \ny *c*"),
        ("| a |\n|---|\n| b |", ">b<", ">c<", "| a |\n|---|\n| c |"),
    ],
)
def test_wraps_markers_and_depths_stay(text: str, old: str, new: str, expected: str) -> None:
    """Lines that wrap, markers of any kind, deep items, fences below an item and spare blank lines are the person's."""
    before = shown(text)
    assert before.count(old) == 1
    assert carried(text, before, before.replace(old, new)) == expected


DECK = sorted((Path(__file__).parents[1] / "decks").rglob("*.md"))
TEXTS = [
    text
    for card in chain(*(parse(file.read_bytes(), "").deck.cards for file in DECK))
    if card.kind == "open" and "accept:" not in card.answer
    for text in (card.question, card.answer)
]


@given(st.sampled_from(TEXTS), st.data())
def test_one_word_of_a_real_text_is_one_word(text: str, data: st.DataObject) -> None:
    """Of the questions and answers that come with quiz, lists, code, tables and all."""
    before = shown(text)
    prose = re.sub(r"```\w*", " ", text).replace("`", " ").split()
    words = sorted({word for word in prose if word.isalpha() and text.count(word) == before.count(word) == 1})
    if words:
        word = data.draw(st.sampled_from(words))
        assert carried(text, before, before.replace(word, "Other")) == text.replace(word, "Other")
