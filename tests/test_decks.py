"""The bundled decks: what every card of them must have, and what decks/README.md says of them."""

import re
from collections import Counter
from pathlib import Path

import pytest

from quiz.notes import accept, parse
from quiz.notes.choice import choices
from quiz.notes.cloze import gaps
from quiz.sides import masked
from quiz.typed.comparison import compare

DECKS = Path(__file__).parent.parent / "decks"
FILES = sorted(DECKS.glob("*/*.md"))
SOURCE = re.compile(r"- 출처: \[[^\]]+\]\(https://[^)\s]+\)(?:, \[[^\]]+\]\(https://[^)\s]+\))*")


def read(file):
    return parse(file.read_bytes(), file.name)


def cards():
    return [card for file in FILES for card in read(file).deck.cards]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_problem(file):
    """`quiz check` has nothing to say of them."""
    assert read(file).problems == ()


def test_every_card_ends_with_its_source():
    """The last line of what is shown names the official page that supports the card."""
    assert [
        card.question for card in cards() if not SOURCE.fullmatch(accept.without(card.answer).split("\n")[-1])
    ] == []


def test_the_readme_counts_them():
    """As many cards of each file, and of each notation, as decks/README.md says."""
    text = " ".join((DECKS / "README.md").read_text("utf-8").split())
    for file in FILES:
        name = f"{file.parent.name}/{file.name}"
        assert f"| [`{name}`]({name}) | Korean | {len(read(file).deck.cards)} |" in text
    kinds = Counter("typed" if card.kind == "open" and accept.accepted(card.answer) else card.kind for card in cards())
    assert f"The subjects of the {kinds['open']} open cards" in text
    assert f"{kinds['choice']} with options, {kinds['cloze']} with gaps, {kinds['typed']} with a list" in text
    assert f"The other {kinds['choice'] + kinds['cloze'] + kinds['typed']} cards" in text


def test_every_option_has_feedback_and_none_speaks_of_its_place():
    """Who chose wrongly learns why; the order of options is another one every day."""
    for card in cards():
        for option in choices(card.answer).options if card.kind == "choice" else ():
            assert option.feedback, option
            assert not re.search("(?:위|아래|앞|다음)의 (?:것|보기)|모두 (?:맞|틀)", option.text), option


def test_no_gap_is_told_by_the_rest_of_its_sentence():
    """What a gap hides does not stand elsewhere in the question."""
    for card in cards():
        assert [gap.answer for gap in gaps(card.question) if gap.answer in masked(card.question)] == []


def test_what_is_accepted_is_exact():
    """Each answer of a list is taken for exact, whatever else the answer says."""
    for card in cards():
        for text in accept.accepted(card.answer):
            assert compare(text, accept.without(card.answer), accept.accepted(card.answer)).exact, text
