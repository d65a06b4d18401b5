"""One paper says one thing: its formats for print word what is to be done, and what they are, alike."""

import re

import pytest
from papers import EVERY_KIND, paper

from quiz.exam import wording
from quiz.exam.formats import Options, written
from quiz.exam.pdf.pages import variant_page
from quiz.exam.pictures import Pictures
from quiz.language import speaking

TOLD = {
    "choic2": "Choose all that are right.",
    "match1": "Write the letter of what belongs to it on each line.",
    "order1": "Put the steps in order, by their letters.",
}


def shown(of, name):
    """The texts of a paper in a format, without the marks of HTML."""
    return re.sub("<[^>]+>", "\n", "\n".join(data.decode() for data in written(of, (name,), Options()).values()))


@pytest.mark.parametrize("question", EVERY_KIND, ids=lambda question: question.uid)
def test_every_format_asks_in_the_same_words(question):
    """What is to be done with a question is said once, in the same words, on each paper; or nowhere."""
    of = paper(question)
    told = TOLD.get(question.uid, "")
    assert wording.instruction(question) == told
    sheet, _key, _marking = (data.decode() for data in written(of, ("md",), Options()).values())
    (asked,) = variant_page(of, of.variants[0], Pictures(Options()))["questions"]
    for one in TOLD.values():
        times = int(one == told)
        assert sheet.count(one) == times
        assert shown(of, "html").count(one) == times
        assert asked["note"].count(one) == times


def test_korean_alike():
    """So it is in Korean, where each instruction has a translation of its own."""
    with speaking("ko"):
        told = {uid: wording.instruction(next(one for one in EVERY_KIND if one.uid == uid)) for uid in TOLD}
    assert not set(told.values()) & set(TOLD.values())
    of = paper(*EVERY_KIND, language="ko")
    for format_name in ("md", "html"):
        assert all(one in shown(of, format_name) for one in told.values())


def test_parts_are_called_alike():
    """Key, marking sheet and variants have one name each."""
    of = paper(*EVERY_KIND, variants=2)
    for name in ("Answer key", "Marking sheet", "Variant A"):
        assert name in shown(of, "md")
        assert name in shown(of, "html")
