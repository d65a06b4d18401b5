"""Moodle XML: a reader that follows Moodle's own finds in it what the paper says."""

import base64
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from papers import EVERY_KIND, HOSTILE, paper, papers

from quiz.exam import wording
from quiz.exam.formats import Options, written
from quiz.exam.marking import Rules
from quiz.exam.moodle import files
from quiz.exam.page.options import PageOptions
from quiz.exam.paper import Asked, Gap, Option, Paper, Question
from quiz.terminal import safe

# As `question/type/multianswer` of Moodle reads gaps.
ANSWER = r"(?:(=)|%(-?[0-9]+)%)?(.+?(?<!\\)(?<!&)(?<!&amp;)(?=[~#}]|$))"
GAP = re.compile(rf"\{{([0-9]*):SHORTANSWER:({ANSWER}(?:~{ANSWER})*)\}}")


def moodle(of: Paper, options: Options | None = None) -> list[Element]:
    """The questions of the file, without its category."""
    [content] = files(of, options or Options()).values()
    category, *questions = ElementTree.fromstring(content)
    assert category.get("type") == "category"
    return questions


def html(text: str) -> str:
    return wording.html(text, lambda _: None).replace("\ufffe", "").replace("\uffff", "")


def line(text: str) -> str:
    return re.sub(r"\s+", " ", safe(text).replace("\ufffe", "").replace("\uffff", "")).strip()


def said(element: Element, path: str) -> str:
    return element.findtext(f"{path}/text") or ""


def wildcards(pattern: str, text: str) -> bool:
    """Whether Moodle takes a typed text for right: a bare `*` stands for anything, `\\*` for itself."""
    parts = [part.replace(r"\*", "*") for part in re.split(r"(?<!\\)\*", pattern)]
    return re.fullmatch(".*".join(map(re.escape, parts)), text, re.IGNORECASE | re.DOTALL) is not None


def gaps(stem: str) -> Iterator[tuple[int, list[str]]]:
    """The weight and the accepted texts of each gap, as Moodle finds them in the text of a question."""
    stem = re.sub(r"&amp;(.{2,9}?;)", r"&\1", stem)
    for weight, answers, *_ in GAP.findall(stem):
        found = [answer[2] for answer in re.findall(f"~?{ANSWER}", answers)]
        yield int(weight), [unescape(text).replace(r"\}", "}").replace(r"\#", "#") for text in found]


def told(found: Element, asked: Asked) -> None:
    """The file and the paper agree on what every kind has."""
    question = asked.question
    assert found.findtext("idnumber") == question.uid
    assert [tag.findtext("text") for tag in found.iterfind("tags/tag")] == list(question.topics)
    assert float(found.findtext("defaultgrade") or 0) == question.points / 100
    assert said(found, "generalfeedback") == (html(question.answer) if question.answer.strip() else "")
    if question.kind != "cloze":
        assert said(found, "questiontext") == html(question.stem)


def parts(found: Element, asked: Asked) -> None:
    """They agree on what can be chosen, typed or moved, and on what is right."""
    question = asked.question
    answers = [(float(answer.get("fraction") or 0), answer.findtext("text")) for answer in found.iterfind("answer")]
    match question.kind:
        case "open":
            assert found.get("type") == "essay"
            assert said(found, "graderinfo") == said(found, "generalfeedback")
        case "yesno":
            assert [text for fraction, text in answers if fraction == 100] == [str(question.yes).lower()]
        case "choice":
            assert [text for _, text in answers] == [html(option.text) for option in asked.options]
            assert [fraction > 0 for fraction, _ in answers] == [option.right for option in asked.options]
            feedback = [said(answer, "feedback") for answer in found.iterfind("answer")]
            assert feedback == [html(option.feedback) for option in asked.options]
        case "short":
            for (fraction, pattern), text in zip(answers, question.accepted, strict=True):
                assert fraction == 100
                assert wildcards(pattern or "", line(text))
                assert not wildcards(pattern or "", line(text) + "!")
        case "matching":
            read = [(pair.findtext("text"), unescape(said(pair, "answer"))) for pair in found.iterfind("subquestion")]
            assert read == [(html(pair.prompt), line(wording.plain(pair.answer))) for pair in question.pairs]
        case "order":
            assert answers == [(place, html(step)) for place, step in enumerate(question.steps, 1)]
        case "cloze":
            asked_for(list(gaps(said(found, "questiontext"))), question.gaps)


def asked_for(read: list[tuple[int, list[str]]], asked: tuple[Gap, ...]) -> None:
    """Each gap is asked for once, with all that is accepted; one that Markdown does not show comes last."""
    assert len(read) == len(asked)
    for gap in asked:
        accepted = list(map(line, gap.accepted))
        assert any(len(patterns) == len(accepted) and all(map(wildcards, patterns, accepted)) for _, patterns in read)


def test_every_kind_is_read_back_as_the_paper_has_it() -> None:
    """Of every kind of question the file has the stem, the parts, the points and what is right."""
    whole = paper(*EVERY_KIND, variants=2)
    for found, asked in zip(moodle(whole), whole.variants[0].asked, strict=True):
        told(found, asked)
        parts(found, asked)


@given(whole=papers())
def test_no_text_of_a_note_breaks_the_format(whole: Paper) -> None:
    """Whatever the notes say, the file is XML and has each question with its texts, points and what is right."""
    for found, asked in zip(moodle(whole), whole.variants[0].asked, strict=True):
        told(found, asked)
        parts(found, asked)


class Tags(HTMLParser):
    """Collects what a browser would take for elements, and their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(name for name, _ in attrs)}
        assert not any((value or "").lower().startswith("javascript:") for _, value in attrs)


@given(whole=papers())
def test_nothing_of_a_note_runs_in_the_browser(whole: Paper) -> None:
    """What Moodle shows as HTML has no script, no handler and no image that the paper did not bring along."""
    for found in moodle(whole):
        shown = [*found.iterfind(".//*[@format='html']/text"), *found.iterfind("subquestion/answer/text")]
        for text in shown:
            assert not {"script", "img", "iframe", "onerror"} & Tags(text.text or "").found


@pytest.mark.parametrize(
    ("right", "wrong", "fractions"),
    [(1, 2, ["100", "0", "0"]), (2, 1, ["50", "50", "-50"]), (3, 1, [*["33.33333"] * 3, "-33.33333"])],
)
def test_marks_of_options(right: int, wrong: int, fractions: list[str]) -> None:
    """One right option has all marks; several share them, and a wrong one takes one share back."""
    options = (*(Option(f"r{n}", True) for n in range(right)), *(Option(f"w{n}") for n in range(wrong)))
    [found] = moodle(paper(Question("u", "choice", "Which?", options=options)))
    assert [answer.get("fraction") for answer in found.iterfind("answer")] == fractions
    assert found.findtext("single") == str(right == 1).lower()


@pytest.mark.parametrize(("rules", "grading"), [(Rules(), "ALL_OR_NOTHING"), (Rules(True, True), "ABSOLUTE_POSITION")])
def test_an_order_is_graded_as_on_the_paper(rules: Rules, grading: str) -> None:
    """The whole order or nothing; each step in its place where the paper gives points for that."""
    question = Question("o", "order", "Bring into order.", steps=("build", "push", "pull"))
    [found] = moodle(paper(question), Options(page=PageOptions(rules=rules)))
    assert found.findtext("gradingtype") == grading


@pytest.mark.parametrize(("points", "weights"), [(200, [1, 1]), (400, [2, 2]), (100, [1, 1]), (300, [1, 1])])
def test_weights_of_gaps(points: int, weights: list[int]) -> None:
    """The weights of the gaps are whole; they add up to the points where those part evenly."""
    question = Question("u", "cloze", "[[1]] and [[2]]", gaps=(Gap(("a",)), Gap(("b",))), points=points)
    [found] = moodle(paper(question))
    assert [weight for weight, _ in gaps(said(found, "questiontext"))] == weights


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\n" not in text and line(text)])
def test_what_fills_a_gap_is_read_as_it_is(text: str) -> None:
    """Every sign that means something to Moodle can be what fills a gap, and no other text is right."""
    question = Question("u", "cloze", "Type [[1]].", gaps=(Gap((text, r"\} \# \*")),))
    [(_, [first, second])] = gaps(said(moodle(paper(question))[0], "questiontext"))
    assert wildcards(first, line(text))
    assert not wildcards(first, line(text) + "x")
    assert wildcards(second, r"\} \# \*")


def test_a_gap_in_the_notes_themselves_is_text() -> None:
    """What looks like a gap of Moodle in a sentence with gaps is shown and not asked for."""
    stem = "Write `{1:SHORTANSWER:=no}` and `&lt;`: [[1]]"
    [found] = moodle(paper(Question("u", "cloze", stem, gaps=(Gap(("yes",)),))))
    text = said(found, "questiontext")
    assert [accepted for _, accepted in gaps(text)] == [["yes"]]
    shown = unescape(re.sub("<[^>]+>", "", GAP.sub("___", re.sub(r"&amp;(.{2,9}?;)", r"&\1", text))))
    assert shown == "Write {1:SHORTANSWER:=no} and &lt;: ___"


def test_a_gap_that_markdown_hides_is_still_asked_for() -> None:
    """A gap in the address of a link cannot be shown there; it follows at the end."""
    question = Question("u", "cloze", "[here](https://example.org/[[1]])", gaps=(Gap(("x",)),))
    text = said(moodle(paper(question))[0], "questiontext")
    assert [accepted for _, accepted in gaps(text)] == [["x"]]
    assert not re.search(r'="[^"]*SHORTANSWER', text)


def test_images_travel_in_the_file() -> None:
    """An image is written once in the text that shows it, and asked for by the card whose text it is."""
    content = {("u", "a.png"): b"\x89PNG one", ("m", "a.png"): b"\x89PNG two"}
    options = Options(image=lambda uid, target: content.get((uid, target)))
    stem = "![plan](a.png) ![plan](a.png) ![gone](b.png) ![key](id_rsa) ![far](https://example.org/c.png)"
    [found] = moodle(paper(Question("u", "open", stem, "![again](a.png)")), options)
    [file] = found.findall("questiontext/file")
    assert base64.b64decode(file.text or "") == b"\x89PNG one"
    assert said(found, "questiontext").count(f'src="@@PLUGINFILE@@/{file.get("name")}"') == 2
    assert "[image: gone b.png]" in said(found, "questiontext")
    assert len(found.findall("generalfeedback/file")) == 1


def test_the_file_is_the_same_whenever_it_is_written() -> None:
    """The same paper gives the same bytes, under a name that begins with its id."""
    whole = paper(*EVERY_KIND)
    first, second = (written(whole, ["moodle"], Options()) for _ in range(2))
    assert first == second
    assert list(first) == ["417-205-386.moodle.xml"]
