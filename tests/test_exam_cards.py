"""Which cards a paper asks."""

from papers import EVERY_KIND, paper

from quiz.exam.cards import card_uids
from quiz.exam.paper import Pair, Question


def test_a_matching_question_stands_for_the_cards_of_its_pairs() -> None:
    """Every card is named once, in the order of the paper, and no question that is no card."""
    again = Question("again", "matching", "Match.", pairs=(Pair("a", "b", "m2"), Pair("c", "d", "new")))
    assert card_uids(paper(*EVERY_KIND[-3:], again)) == ("cloze2", "m1", "m2", "m3", "order1", "new")
