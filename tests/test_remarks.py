"""What comments in notes say of a card for papers."""

import pytest
from support import write

from quiz.library import refresh
from quiz.notes import parse
from quiz.notes.remarks import remarks
from quiz.reader import Reader
from quiz.store import Store


def read(text):
    return parse(text.encode(), "notes.md")


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("<!-- difficulty: hard -->", ("hard",)),
        ("<!-- Difficulty: Easy -->", ("easy",)),
        ("<!-- difficulty: 어려움 -->", ("hard",)),
        ("<!-- quiz: no -->", ("no-quiz",)),
        ("<!-- order: keep -->", ("keep-order",)),
        ("<!-- quiz: yes -->", ()),
        ("<!-- we should discuss the difficulty: hard -->", ()),
    ],
)
def test_a_comment_remarks_on_its_card(comment, said):
    """A directive is kept with the card it stands on; a comment that only speaks of the word is none."""
    cards = read(f"- one? {comment}\n  - a\n- two?\n  - b\n").deck.cards
    assert [card.remarks for card in cards] == [said, ()]


def test_a_remark_on_a_section_holds_until_a_nearer_one():
    """A section's remark holds below it, subsections too, and a card's own wins."""
    text = (
        "## A\n<!-- difficulty: hard -->\n<!-- quiz: no -->\n\n- one?\n  - a\n"
        "### B\n- two? <!-- quiz: yes -->\n  - b\n- three? <!-- difficulty: easy -->\n  - c\n## C\n- four?\n  - d\n"
    )
    said = [card.remarks for card in read(text).deck.cards]
    assert said == [("hard", "no-quiz"), ("hard",), ("easy", "no-quiz"), ()]


def test_all_of_it_may_stand_in_one_comment():
    """Several directives of one comment, one a line, are all heard; tags and id as before."""
    card = read("- one?\n  - a\n<!-- id: x\ndifficulty: hard\ntags: t\norder: keep -->\n").deck.cards[0]
    assert (card.id, card.topics, card.remarks) == ("x", ("t",), ("hard", "keep-order"))


def test_a_value_that_says_nothing_is_named_once():
    """`quiz check` names a mistaken value, not for every card of a section, and the card goes without."""
    notes = read(
        "## A\n<!-- difficulty: brutal -->\n\n- one?\n  - a\n- two?\n  - b\n- three? <!-- quiz: nope -->\n  - c\n"
    )
    told = [(problem.line, problem.code) for problem in notes.problems]
    assert told == [(4, "unknown-remark"), (8, "unknown-remark")]
    assert "easy, medium, hard" in notes.problems[0].message
    assert all(not card.remarks for card in notes.deck.cards)


def test_the_last_word_holds():
    """Of contradictory directives the nearer one, which comes later, is meant."""
    assert remarks([("quiz", "no"), ("difficulty", "easy"), ("difficulty", "hard"), ("quiz", "yes")]) == ("hard",)


def test_the_library_keeps_remarks(tmp_path):
    """What the notes remark is there after a refresh, and follows when only the remark changes."""
    file = write(tmp_path / "notes.md", "# D\n- one? <!-- difficulty: hard -->\n  - a\n- two?\n  - b\n")
    with Store(tmp_path / "quiz.db") as store:
        reader = Reader(dict)
        refresh(store, reader, added={str(file): "file"})
        one = next(entry.uid for entry in store.entries() if entry.question == "one?")
        assert store.remarks() == {one: ("hard",)}
        write(file, "# D\n- one? <!-- quiz: no -->\n  - a\n- two?\n  - b\n")
        refresh(store, reader)
        assert store.remarks() == {one: ("no-quiz",)}
