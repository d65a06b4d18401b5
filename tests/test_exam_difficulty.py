"""How difficult a card is."""

import pytest
from exam_cards import card

from quiz.exam.difficulty import band
from quiz.reviews import Progress
from quiz.sm2 import Memory


def seen(reviews, lapses=0, ease=250, excused=0):
    return Progress(Memory(1, 6, ease), 740_000, reviews=reviews, lapses=lapses, excused=excused)


@pytest.mark.parametrize(
    ("progress", "remarks", "wanted"),
    [
        (Progress(), (), "medium"),
        (Progress(), ("hard",), "hard"),
        (Progress(), ("no-quiz", "easy"), "easy"),
        (seen(2, lapses=2), ("easy",), "easy"),
        (seen(3), ("hard",), "easy"),
        (seen(3, ease=240), (), "medium"),
        (seen(9, lapses=1), (), "medium"),
        (seen(9, lapses=2), ("easy",), "hard"),
        (seen(9, lapses=2, excused=2), (), "easy"),
        (seen(9, ease=190), (), "hard"),
        (seen(3, lapses=1), (), "hard"),
        (seen(4, lapses=1), (), "medium"),
    ],
)
def test_reviews_decide_and_notes_stand_in(progress, remarks, wanted):
    """Three reviews are enough to judge by lapses, ease and what was kept; before that the notes are believed."""
    assert band(card("x", progress=progress, remarks=remarks)) == wanted
