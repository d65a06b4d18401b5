"""The practice page marks as Python does."""

import json
from dataclasses import replace

import pytest
from exam_pages import QUESTIONS, SHORT
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from quiz.exam.marking import Rules, is_cased, mark, normal
from quiz.exam.page.document import ASSETS
from quiz.exam.page.told import key
from quiz.exam.paper import Asked, Option

ODD = "가나 ABCßΣςİıſKÅé\u0301ﬁ\u00a0\u3000\u200b“”‘’—–-._!?。…\n\t\r#+/\\'\"🐳🇰🇷각"


def spoiled(text):
    """What people make of an accepted text."""
    return st.one_of(
        st.sampled_from(
            [text, text.upper(), f" {text}. ", text.replace(" ", ""), text.replace(" ", "\u00a0 "), text[:-1]]
        ),
        st.text(alphabet=ODD, max_size=8).map(lambda more: text + more),
        st.text(alphabet=ODD, max_size=12),
    )


texts = st.sampled_from(
    [
        "도커 컴포즈",
        "Docker Compose",
        "-p",
        "docker run -p 80:80 web",
        "Straße",
        "ΟΔΟΣ",
        "İstanbul",
        "C++",
        "...",
        "각",
        "ﬁ",
    ]
)


def answers(question):
    """Answers of the shape that the page gives to a question."""
    places = range(question.movable)
    match question.kind:
        case "yesno":
            return st.none() | st.booleans()
        case "short":
            return st.none() | st.sampled_from(question.accepted).flatmap(spoiled)
        case "cloze":
            return st.none() | st.tuples(*(st.sampled_from(gap.accepted).flatmap(spoiled) for gap in question.gaps))
        case "choice":
            chosen = st.sets(st.sampled_from(places), min_size=1)
            return st.none() | chosen.map(lambda some: tuple(sorted(some)))
        case "matching":
            return st.none() | st.tuples(*(st.none() | st.sampled_from(places) for _place in places))
        case "order":
            return st.none() | st.permutations(places).map(tuple)
        case _:
            return st.none() | st.text(max_size=5)


@st.composite
def marked(draw):
    """A question as a variant asks it, an answer to it, and rules."""
    question = draw(st.sampled_from(QUESTIONS))
    if question.kind == "short":
        question = replace(question, accepted=tuple(draw(st.lists(texts, min_size=1, max_size=3))))
    if question.kind == "choice":
        rights = draw(st.lists(st.booleans(), min_size=1, max_size=6))
        question = replace(question, options=tuple(Option(str(at), right) for at, right in enumerate(rights)))
    question = replace(question, points=draw(st.integers(0, 500)))
    asked = Asked(question, tuple(draw(st.permutations(range(question.movable)))))
    return asked, draw(answers(question)), Rules(draw(st.booleans()), draw(st.booleans()))


@pytest.fixture(scope="module")
def script(browser, tmp_path_factory):
    """The marking of the practice page, on a page of its own."""
    path = tmp_path_factory.mktemp("marking") / "empty.html"
    path.write_text('<!DOCTYPE html><meta charset="utf-8"><title></title>', "utf-8")
    page = browser.page(path)
    rules = (ASSETS / "marking.js").read_text("utf-8")
    page.js(f"(() => {{ const quiz = {{}}; {rules} window.marking = quiz.marking; }})()")
    yield page
    page.close()


@settings(
    max_examples=15, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)
@given(cases=st.lists(marked(), min_size=40, max_size=40))
def test_marks_alike(script, cases):
    """The page and Python give the same points for the same answers, by any rules."""
    told = [
        [{"kind": asked.question.kind, "points": asked.question.points, **key(asked)}, answer, rules._asdict()]
        for asked, answer, rules in cases
    ]
    given_points = script.js(
        f"{json.dumps(told)}.map(([question, answer, rules]) => marking.mark(question, answer, rules))"
    )
    assert given_points == [mark(*case) for case in cases]


@settings(
    max_examples=15, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)
@given(cases=st.lists(st.text(alphabet=ODD) | st.text(), min_size=100, max_size=100))
def test_reads_alike(script, cases):
    """What is compared of a text is the same in the page and in Python, whatever is typed."""
    told = [[text.encode("utf-8", "replace").decode(), cased] for text in cases for cased in (False, True)]
    read = script.js(f"{json.dumps(told)}.map(([text, cased]) => marking.normal(text, cased))")
    newer = [(text, cased) for text, cased in told if not known(text)]
    assert [
        one for one in zip(told, read, strict=True) if normal(*one[0]) != one[1] and tuple(one[0]) not in newer
    ] == []


def known(text):
    """Whether Unicode had all its signs when the older of both was built."""
    import unicodedata

    return all(unicodedata.category(sign) != "Cn" for sign in text)


def test_cased_alike():
    """Whether case matters is settled before the page is made, so that its script need not know what a command is."""
    assert key(Asked(replace(SHORT, accepted=("-p", "web"))))["accepted"] == [("-p", True), ("web", False)]
    assert is_cased("docker run -p 80:80 web")
