"""GIFT: what its own reader makes of a paper is what the paper says."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from node_worker import node
from papers import EVERY_KIND, paper, papers

from quiz.exam import wording
from quiz.exam.formats import Options, written
from quiz.exam.gift import files
from quiz.exam.paper import Asked, Option, Pair, Paper, Question
from quiz.terminal import safe

Read = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def read() -> Iterator[Read]:
    """The questions of a GIFT file, as the parser of the format reads them."""
    with node("const answer = require('gift-pegjs').parse;", "gift-pegjs@1.0.2") as ask:
        yield lambda text: [found for found in ask(text) if found["type"] != "Category"]


def gift(of: Paper) -> str:
    [content] = files(of, Options()).values()
    return content.decode()


def html(text: str) -> str:
    """What the reader must give for Markdown: the HTML, less what no XML holds."""
    return wording.html(text, lambda _: None).replace("\ufffe", "").replace("\uffff", "").strip()


def squeezed(text: str) -> str:
    """As the reader gives texts that are not HTML: blanks count once."""
    return re.sub(r"\s+", " ", safe(text).replace("\ufffe", "").replace("\uffff", "")).strip()


def backs(text: str) -> str:
    """What an accepted text is for Moodle: `\\*` is a star, a bare `*` anything or nothing."""
    return re.sub(r"(?<!\\)\*", "", text).replace(r"\*", "*")


def matched(pair: dict[str, Any]) -> str:
    """The answer of a pair: HTML without tags, in which this reader, unlike Moodle, leaves its signs for escapes."""
    return unescape(re.sub(r"&&0*([0-9]{2,3});", lambda sign: chr(int(sign[1])), pair["subanswer"]))


def told(found: dict[str, Any], question: Question) -> None:
    """The reader and the paper agree on one question."""
    assert found["id"] == question.uid
    assert found["tags"] == (list(question.topics) or None)
    feedback = found["globalFeedback"]
    assert (feedback["text"] if feedback else "") == (html(question.answer) if question.answer.strip() else "")
    if question.kind != "cloze":
        assert found["stem"] == {"format": "html", "text": html(question.stem)}


def choices(found: dict[str, Any]) -> list[tuple[str, bool]]:
    several = any(choice["weight"] is not None for choice in found["choices"])
    return [
        (choice["text"]["text"], choice["weight"] > 0 if several else choice["isCorrect"])
        for choice in found["choices"]
    ]


def parts(found: dict[str, Any], asked: Asked) -> None:
    """The reader and the paper agree on what can be chosen, typed, matched, and on what is right."""
    question = asked.question
    match question.kind:
        case "open":
            assert found["type"] == "Essay"
        case "yesno":
            assert (found["type"], found["isTrue"]) == ("TF", question.yes)
        case "choice":
            assert found["type"] == "MC"
            assert choices(found) == [(html(option.text), option.right) for option in asked.options]
            feedback = [(choice["feedback"] or {"text": ""})["text"] for choice in found["choices"]]
            assert feedback == [html(option.feedback) for option in asked.options]
        case "short":
            assert found["type"] == "Short"
            assert [choice["weight"] for choice in found["choices"]] == [100] * len(question.accepted)
            assert [backs(choice["text"]["text"]) for choice in found["choices"]] == accepted(question.accepted)
        case "matching":
            read = [(pair["subquestion"]["text"], matched(pair)) for pair in found["matchPairs"]]
            assert read == [(html(pair.prompt), squeezed(wording.plain(pair.answer))) for pair in question.pairs]
        case "order":
            read = sorted(found["matchPairs"], key=lambda pair: int(pair["subanswer"]))
            assert [pair["subquestion"]["text"] for pair in read] == [html(step) for step in question.steps]
        case "cloze":
            gaps(found, question)


def gaps(found: dict[str, Any], question: Question) -> None:
    if len(question.gaps) == 1:
        assert found["hasEmbeddedAnswers"]
        assert [backs(choice["text"]["text"]) for choice in found["choices"]] == accepted(question.gaps[0].accepted)
    else:
        read = [matched(pair) for pair in found["matchPairs"]]
        assert read == [accepted(gap.accepted)[0] for gap in question.gaps]
    assert found["stem"]["text"].count(wording.BLANK) >= len(question.gaps)


def accepted(texts: tuple[str, ...]) -> list[str]:
    return [squeezed(text) for text in texts]


def test_every_kind_is_read_back_as_the_paper_has_it(read: Read) -> None:
    """Of every kind of question the reader gives the stem, the parts and what is right."""
    whole = paper(*EVERY_KIND, variants=2)
    for found, asked in zip(read(gift(whole)), whole.variants[0].asked, strict=True):
        told(found, asked.question)
        parts(found, asked)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(whole=papers())
def test_no_text_of_a_note_breaks_the_format(read: Read, whole: Paper) -> None:
    """Whatever the notes say, the reader gives each question with its id, its texts and what is right."""
    for found, asked in zip(read(gift(whole)), whole.variants[0].asked, strict=True):
        told(found, asked.question)
        parts(found, asked)


@given(whole=papers())
def test_only_lines_of_the_format_stand_on_lines_of_their_own(whole: Paper) -> None:
    """A blank line parts questions and never stands in one; no line of a text begins one, so that none is a comment."""
    for block in gift(whole).strip("\n").split("\n\n"):
        first, *rest = block.split("\n")
        assert first.startswith(("// points ", "$CATEGORY: "))
        assert all(line.startswith(("::", "\t", "}")) for line in rest)


def test_several_right_options_share_the_marks() -> None:
    """Each right option has its share, and a wrong one takes one share back."""
    options = (Option("a", True), Option("b", True), Option("c", True), Option("d"))
    text = gift(paper(Question("u", "choice", "Which?", options=options)))
    assert re.findall(r"~%(-?[\d.]+)%\[html\]<p>(.)</p>", text) == [
        ("33.33333", "a"), ("33.33333", "b"), ("33.33333", "c"), ("-33.33333", "d"),
    ]  # fmt: skip


def test_code_keeps_its_lines(read: Read) -> None:
    """Blank lines, indentation and comments of a code block are read back."""
    stem = "What does it print?\n```c\nint main() {\n\n    // nothing: 3:4\n    return a->b;\n}\n```"
    [found] = read(gift(paper(Question("u", "open", stem))))
    assert (
        unescape(re.sub(r"<[^>]+>", "", found["stem"]["text"])).split("\n", 1)[1] == stem.split("c\n", 1)[1][:-4] + "\n"
    )


def test_an_arrow_in_a_prompt_does_not_part_it(read: Read) -> None:
    """`->` in a prompt and in an answer is text."""
    [found] = read(
        gift(paper(Question("u", "matching", "M", pairs=(Pair("a -> b", "c -> d", ""), Pair("e", "f", "")))))
    )
    assert found["matchPairs"][0]["subquestion"]["text"] == "<p>a -&gt; b</p>"
    assert matched(found["matchPairs"][0]) == "c -> d"


def test_questions_are_filed_by_topic() -> None:
    """The category names the paper and the levels of the first topic; a slash in a name is none between levels."""
    question = Question("u", "open", "Q?", topics=("docker::volume", "other"))
    assert gift(paper(question, title="A/B: $x$")).startswith("$CATEGORY: A//B: x 417-205-386/docker/volume\n\n")


def test_formulas_are_written_as_moodle_shows_them() -> None:
    """A formula between dollars becomes one between the brackets of MathJax; a price stays a price."""
    text = gift(paper(Question("u", "open", "Is $a_1*b*c = {2}$ more than $5 or $6?")))
    assert r"\\(a_1*b*c \= \{2\}\\)" in text
    assert "$5 or $6" in text


def test_the_registry_knows_the_format() -> None:
    """`gift` is a format of papers."""
    assert list(written(paper(*EVERY_KIND), ["gift"], Options())) == ["417-205-386.gift.txt"]
