"""The pages of a paper: they stand alone, no text in them acts, and a test says nothing of what is right."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from exam_pages import (
    CHOICE,
    OPEN,
    QUESTIONS,
    SEVERAL,
    SHORT,
    TRAPS,
    YESNO,
    hostile,
    paper,
    png,
)  # fmt: skip
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.exam.blueprint import validated
from quiz.exam.formats import FORMATS, Options, written
from quiz.exam.marking import Rules
from quiz.exam.page.content import Content, plain
from quiz.exam.page.document import ASSETS, as_json
from quiz.exam.page.lines import FEWEST, MOST, lines
from quiz.exam.page.options import PageOptions
from quiz.exam.paper import Asked, Gap, Pair, Variant

PAGES = ("html", "practice", "test")
VOID = {"meta", "link", "img", "br", "input", "hr"}
LOADING = {"src", "href", "xlink:href", "action", "data", "poster", "srcset", "background", "style"}


class Reader(HTMLParser):
    """Reads a page strictly: every tag is closed where it was opened."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.attributes, self.texts, self.scripts = [], [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        assert tag in VOID
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)
        elif self.open and self.open[-1] != "style":
            self.texts.append(data)


def page(of, name, options=PageOptions(), image=None):  # noqa: B008  # an immutable value
    more = {"image": image} if image else {}
    (text,) = (data.decode() for data in written(of, (name,), Options(page=options, **more)).values())
    return text


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("of", [paper(letters="AB"), hostile()], ids=["paper", "hostile"])
def test_stands_alone(name, of):
    """A page is well formed, loads nothing, allows one script by its hash, and has no handler in its markup."""
    read = Reader(page(of, name))
    policy = dict(read.attributes)["content"]
    assert read.tags.count("script") == 2
    assert not {"iframe", "object", "embed", "base", "link", "svg"} & set(read.tags)
    assert not [attribute for attribute, _value in read.attributes if attribute.startswith("on")]
    loaded = [value for attribute, value in read.attributes if attribute in LOADING]
    assert [value for value in loaded if not re.match(r"#|https?://example\.org/|text-align:", value)] == []
    policy = next(value for _name, value in read.attributes if value and value.startswith("default-src"))
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "connect-src" not in policy


@pytest.mark.parametrize("name", PAGES)
def test_hostile_text_shows(name):
    """What looks like markup in a card stands on the page as it was written."""
    shown = " ".join("".join(Reader(page(hostile(), name)).texts).split())
    for trap in (TRAPS[0], TRAPS[1], TRAPS[2], TRAPS[4], "{~=} =cmd()|' /C calc'!A0 $HOME"):
        assert trap in shown


def test_json_closes_nothing():
    """Data in a script element has no sign that could end it, and is the same data still."""
    data = {"text": [*TRAPS, "\u2028\u2029&"]}
    told = as_json(data)
    assert not set("<>&\u2028\u2029") & set(told)
    assert json.loads(told) == data


@given(st.recursive(st.text(), lambda inner: st.lists(inner)))
def test_json_is_the_same(data):
    """Any text comes back from it."""
    assert json.loads(as_json(data)) == data


def other(asked):
    """The same question to look at, with all that is right about it changed."""
    question = asked.question
    turned = tuple((place + 1) % len(asked.order) for place in asked.order)
    match question.kind:
        case "choice":
            rights = [option.right for option in question.options]
            options = [
                option._replace(right=right, feedback="anders")
                for option, right in zip(question.options, rights[1:] + rights[:1], strict=True)
            ]
            return asked._replace(question=replace(question, options=tuple(options), answer="anders"))
        case "matching":
            answers = {turned[at]: answer for at, answer in enumerate(asked.answers)}
            pairs = tuple(Pair(pair.prompt, answers[place], pair.uid) for place, pair in enumerate(question.pairs))
            return Asked(replace(question, pairs=pairs, answer="anders"), turned)
        case "order":
            steps = {turned[at]: step for at, step in enumerate(asked.steps)}
            return Asked(replace(question, steps=tuple(steps[at] for at in range(len(steps)))), turned)
        case _:
            gaps = tuple(Gap(("anders", "sonst"), gap.hint) for gap in question.gaps)
            accepted = ("anders",) * (3 if question.accepted else 0)
            yes = None if question.yes is None else not question.yes
            return asked._replace(
                question=replace(question, answer="anders\n\n" * 9, gaps=gaps, accepted=accepted, yes=yes, source="x:1")
            )


def others(of):
    variants = tuple(Variant(one.letter, tuple(map(other, one.asked))) for one in of.variants)
    return replace(of, variants=variants)


@pytest.mark.parametrize("pace", ["all", "one"])
def test_test_says_no_answer(pace):
    """The page of a test is, byte for byte, that of the same test with all its answers changed."""
    mine, theirs = paper(letters="AB"), others(paper(letters="AB"))
    options = PageOptions(pace=pace, minutes=30)
    assert [one.key for one in mine.variants[0].asked] != [one.key for one in theirs.variants[0].asked]
    assert page(mine, "test", options) == page(theirs, "test", options)
    assert page(mine, "practice", options) != page(theirs, "practice", options)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.uid)
def test_test_says_none_of_its_answers(question):
    """No text that tells what is right stands in a test: neither the explanation nor what is accepted or remarked."""
    read = Reader(page(paper((replace(question, answer="geheim", source="geheim.md:1"),)), "test"))
    data, _program = read.scripts
    told = [*read.texts, *(value or "" for _name, value in read.attributes), data]
    secrets = ["geheim", *(option.feedback for option in question.options), *question.accepted]
    secrets += [accepted for gap in question.gaps for accepted in gap.accepted if accepted not in question.stem]
    assert [secret for secret in secrets if secret and secret in "\n".join(told)] == []
    assert not re.search(r'"(key|accepted|right|rules)":', data)


def test_test_has_no_marking():
    """The scripts of a test do not know how to mark; those of a practice do."""
    rules = (ASSETS / "marking.js").read_text("utf-8")
    assert rules in page(paper(), "practice")
    assert "quiz.marking =" not in page(paper(), "test")


def test_files():
    """Variants stand in one file or in a file each; every name begins with the id of the paper."""
    of = paper(letters="AB")
    names = [*written(of, PAGES, Options()), *written(of, PAGES, Options(page=PageOptions(together=False)))]
    assert names == [
        "417-205-386.html", "417-205-386-practice.html", "417-205-386-test.html",
        "417-205-386-A.html", "417-205-386-B.html", "417-205-386-A-practice.html", "417-205-386-B-practice.html",
        "417-205-386-A-test.html", "417-205-386-B-test.html",
    ]  # fmt: skip
    assert set(PAGES) < set(FORMATS)


@pytest.mark.parametrize("name", PAGES)
def test_same_bytes(name):
    """The same paper gives the same bytes."""
    assert page(paper(letters="ABC"), name) == page(paper(letters="ABC"), name)


@pytest.mark.parametrize("name", PAGES)
def test_language(name):
    """A page speaks the language of its paper, whatever the person's is."""
    korean, english = page(paper(), name), page(paper(language="en"), name)
    assert '<html lang="ko">' in korean
    assert '<html lang="en">' in english
    assert "아니요" in korean
    assert {"Name", "2 points"} <= set(Reader(english).texts)
    assert {"이름", "2점"} <= set(Reader(korean).texts)
    assert not {"Name", "2 points"} & set(Reader(korean).texts)


def test_key_can_stay_home():
    """Without a key a printed page has questions only, and no explanation."""
    read = page(paper(), "html", PageOptions(key=False))
    assert 'data-part="key"' not in read
    assert "호스트의 <strong>커널" not in read
    assert 'data-part="key"' in page(paper(), "html")


def test_printed_key():
    """The key of each variant says the letters of that variant, and from which card and place they are."""
    shown = " ".join(" ".join(Reader(page(paper(letters="AB"), "html")).texts).split())
    for told in ("1 B", "6 1–B, 2–C, 3–A", "7 B → D → C → A", "c1 · docker.md:12", "2 B → D → C → A"):
        assert told in shown


def test_names_of_the_class():
    """A marking sheet has the names of the class where they are known, and empty rows where not."""
    data = written(paper(), ("html",), Options(names=("김 <도커>", "Lee")))["417-205-386.html"].decode()
    assert '<th scope="row">김 &lt;도커&gt;</th>' in data
    assert data.count('<th scope="row">') == 2
    assert page(paper(), "html").count('<th scope="row"></th>') == 25


def test_pictures():
    """A picture of a card stands in the file; what is far, too large or of a foreign kind is told in words."""
    picture = png()
    held = {"a.png": picture, "b.svg": b"<svg onload=alert(1)>", "c.png": picture + b"\0" * 2_000_000}
    stem = "![](a.png) ![b](b.svg) ![c](c.png) ![d](d.png) ![e](https://example.org/e.png)"
    asked = []

    def image(uid, target):
        asked.append((uid, target))
        return held.get(target)

    for name in PAGES:
        read = Reader(page(paper((replace(YESNO, stem=stem),)), name, image=image))
        sources = [value for attribute, value in read.attributes if attribute == "src"]
        assert [source[:22] for source in sources] == ["data:image/png;base64,"]
        assert all(target in "".join(read.texts) for target in ("b.svg", "c.png", "d.png"))
    assert {uid for uid, _target in asked} == {"y1"}


def test_album_has_a_limit():
    """All pictures together have a limit, so that a page stays one that opens."""
    picture = png() + b"\0" * 1_900_000
    content = Content(lambda _uid, _src: picture)
    shown = [content.block("![](a.png)", "u").count("<img") for _time in range(20)]
    assert sum(shown) == 8
    assert shown == sorted(shown, reverse=True)


# fmt: off
STEMS = (
    "A [[1]] b [[2]]", "`docker [[1]] -it[[2]]`", "[[1]][[2]]", "**[[1]]**은 [[2]]",
    "[x](https://example.org/[[1]]) [[2]]",
    "![[[1]]](a.png) [[2]]", "```bash\nif [[ $a ]]; then [[1]] 80[[2]]x; fi\n```",
    "none", "[[1]] gapbx [[2]] GAPcx", "[[1]] [[1]] [[2]]",
    "```python\nx = [[1]]\n\ny = '[[2]]'\n```", "| a | b |\n|--|--|\n| [[1]] | [[2]] |", "[[3]] [[1]] [[2]] [[0]]",
)
# fmt: on


@pytest.mark.parametrize("stem", STEMS)
def test_gaps(stem):
    """Each gap stands once in the sentence, also in code, beside words, and where it cannot stand it follows."""
    html = Content(lambda _uid, _src: None).with_gaps(stem, "u", 2, lambda place: f"<i>{place}</i>")
    assert re.findall(r"<i>(\d)</i>", html) in (["0", "1"], ["1", "0"])
    assert not re.search("gap[a-j]+x", html.replace("gapbx", "").replace("GAPcx", ""))


@settings(max_examples=200)
@given(st.text(alphabet="[]12`*_<>!()gapqx \n~|=", max_size=40), st.integers(1, 2))
def test_gaps_anywhere(stem, gaps):
    """Whatever the text around them, there is one field for each gap, and the rest is well formed."""
    html = Content(lambda _uid, _src: None).with_gaps(stem, "u", gaps, lambda place: f'<input value="{place}">')
    read = Reader(f"<div>{html}</div>")
    assert sorted(value for name, value in read.attributes if name == "value") == [str(n) for n in range(gaps)]


def test_space_for_answers():
    """A short answer gets a line, a written one room by its model answer and its points, within a page."""
    assert lines(SHORT) == 1
    assert lines(replace(OPEN, answer="", points=50)) == FEWEST
    assert lines(replace(OPEN, answer="", points=500)) == 10
    assert lines(replace(OPEN, answer="가" * 180, points=200)) == 8
    assert lines(replace(OPEN, answer="가" * 180 + "\n\n```\n" + "code\n" * 20 + "```", points=200)) == 8
    assert lines(replace(OPEN, answer="가" * 900, points=100)) == 6
    assert lines(replace(OPEN, answer="x\n\n" * 900, points=900)) == MOST


def test_plain():
    """Where no HTML can stand, Markdown is one line of escaped text."""
    assert plain("**a** `<b>`\n\n- c") == "a &lt;b&gt; - c"


def test_roles():
    """Options of which one is right are radio buttons in a group named by the question; several are checkboxes."""
    one, several = page(paper((CHOICE,)), "test"), page(paper((SEVERAL,)), "test")
    assert one.count('type="radio"') == 4
    assert 'role="radiogroup" aria-labelledby="A1-n A1-s"' in one
    assert several.count('type="checkbox"') == 4


def test_latin_first():
    """The font that draws Latin letters comes before those for Korean, some of which draw a backslash as a won sign."""
    style = (ASSETS / "base.css").read_text("utf-8")
    stacks = [re.sub(r"\s+", " ", stack) for stack in re.findall(r"(?:--mono:|font:)([^;]*(?:Nanum|D2)[^;]*);", style)]
    assert len(stacks) == 2
    for stack in stacks:
        assert min(stack.index(name) for name in ("Menlo", "Arial") if name in stack) < min(
            stack.index(name) for name in ("Nanum", "D2Coding", "Malgun", "Noto Sans KR") if name in stack
        )


FIELDS = re.compile("<(?:input|textarea|select)|data-move=")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.uid)
def test_fields(question):
    """Every kind of question has fields to answer it."""
    form = re.search("<form.*</form>", page(paper((question,)), "test"), re.DOTALL)
    assert FIELDS.search(form[0])


def test_blueprint_says_how():
    """What a blueprint says of pages is what they are made by."""
    said = {"minutes": 20, "pace": "one", "feedback": "end", "partial": True, "sheet": "Letter", "apart": True}
    options = validated({"count": 1, **said}).page
    assert options == PageOptions(False, "Letter", True, "one", "end", 20, Rules(True, True))
    assert validated({"count": 1}).page == PageOptions()
    of = paper(letters="AB")
    told = written(of, PAGES, Options(page=options))
    assert len(told) == 6
    assert b"size: letter" in told["417-205-386-A.html"]
    data = json.loads(Reader(told["417-205-386-B-practice.html"].decode()).scripts[0])
    assert (data["minutes"], data["pace"], data["feedback"]) == (20, "one", "end")
    assert data["rules"] == {"partial": True, "places": True}
    assert [variant["letter"] for variant in data["variants"]] == ["B"]
