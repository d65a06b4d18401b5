"""QTI 1.2: a reader of its own finds in the package what the paper says, and nothing the format does not know."""

import io
import re
import zipfile
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import EVERY_KIND, paper, papers

from quiz.exam import wording
from quiz.exam.formats import Options, written
from quiz.exam.marking import Rules
from quiz.exam.page.options import PageOptions
from quiz.exam.paper import Asked, Option, Paper, Question, Variant
from quiz.exam.qti import files
from quiz.exam.qti_item import equation
from quiz.terminal import safe

Q = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
PARTIAL = Options(page=PageOptions(rules=Rules(partial=True, places=True)))
M = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
C = "{http://canvas.instructure.com/xsd/cccv1p0}"

# Element → its children in their order, and its attributes: of the ASI definition of QTI 1.2.1 what a quiz needs.
MODEL: dict[str, tuple[str, str]] = {
    "questestinterop": ("assessment", ""),
    "assessment": ("section", "ident title"),
    "section": ("item+", "ident"),
    "item": ("itemmetadata presentation resprocessing itemfeedback*", "ident title"),
    "itemmetadata": ("qtimetadata", ""),
    "qtimetadata": ("qtimetadatafield+", ""),
    "qtimetadatafield": ("fieldlabel fieldentry", ""),
    "fieldlabel": ("", ""),
    "fieldentry": ("", ""),
    "presentation": ("material (response_str|response_lid)+", ""),
    "material": ("mattext", ""),
    "mattext": ("", "texttype"),
    "response_str": ("render_fib", "ident rcardinality"),
    "response_lid": ("material? render_choice", "ident rcardinality"),
    "render_fib": ("response_label", ""),
    "render_choice": ("response_label+", ""),
    "response_label": ("material?", "ident rshuffle?"),
    "resprocessing": ("outcomes respcondition+", ""),
    "outcomes": ("decvar", ""),
    "decvar": ("", "maxvalue minvalue varname vartype"),
    "respcondition": ("conditionvar setvar* displayfeedback*", "continue?"),
    "conditionvar": ("(other|varequal|and)+", ""),
    "and": ("(varequal|not)+", ""),
    "not": ("varequal", ""),
    "varequal": ("", "respident"),
    "other": ("", ""),
    "setvar": ("", "action varname"),
    "displayfeedback": ("", "feedbacktype linkrefid"),
    "itemfeedback": ("flow_mat", "ident"),
    "flow_mat": ("material", ""),
}


def valid(element: Element) -> None:
    """An element has the children and attributes of the model, each reference its target, each ident is used once."""
    children, attributes = MODEL[element.tag.removeprefix(Q)]
    pattern = "".join(f"(?:{part[:-1]} ){part[-1]}" if part[-1] in "+*?" else f"{part} " for part in children.split())
    assert re.fullmatch(pattern, "".join(f"{child.tag.removeprefix(Q)} " for child in element)), element.tag
    known = {name.rstrip("?"): name.endswith("?") for name in attributes.split()}
    assert set(element.attrib) <= set(known)
    assert {name for name, optional in known.items() if not optional} <= set(element.attrib)
    for child in element:
        valid(child)


def package(of: Paper, options: Options | None = None) -> dict[str, bytes]:
    [content] = files(of, options or Options()).values()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def items(of: Paper, options: Options | None = None) -> list[Element]:
    """The items of the quiz the manifest names."""
    found = package(of, options)
    manifest = ElementTree.fromstring(found["imsmanifest.xml"])
    [quiz] = manifest.iterfind(f"{M}resources/{M}resource[@type='imsqti_xmlv1p2']/{M}file")
    root = ElementTree.fromstring(found[quiz.get("href", "")])
    valid(root)
    return list(root.iterfind(f".//{Q}item"))


def html(text: str) -> str:
    return wording.html(text, lambda _: None, equation).replace("\ufffe", "").replace("\uffff", "")


def line(text: str) -> str:
    return re.sub(r"\s+", " ", safe(text).replace("\ufffe", "").replace("\uffff", "")).strip()


def text(parent: Element) -> str:
    return parent.findtext(f"{Q}material/{Q}mattext") or ""


def labels(response: Element) -> dict[str, str]:
    return {label.get("ident", ""): text(label) for label in response.iterfind(f".//{Q}response_label")}


class Read:
    """An item as a reader of the format sees it."""

    def __init__(self, item: Element) -> None:
        fields = item.iterfind(f"{Q}itemmetadata/{Q}qtimetadata/{Q}qtimetadatafield")
        meta = {field.findtext(f"{Q}fieldlabel"): field.findtext(f"{Q}fieldentry") for field in fields}
        presentation = item.find(f"{Q}presentation")
        assert presentation is not None
        self.ident = item.get("ident", "")
        self.type = meta["question_type"]
        self.points = float(meta["points_possible"] or 0)
        self.stem = text(presentation).removeprefix("<div>").removesuffix("</div>")
        self.responses = {
            lid.get("ident", ""): (text(lid), labels(lid)) for lid in presentation.iterfind(f"{Q}response_lid")
        }
        self.conditions = item.findall(f"{Q}resprocessing/{Q}respcondition")
        self.feedback = {
            told.get("ident", ""): told.findtext(f"{Q}flow_mat/{Q}material/{Q}mattext") or ""
            for told in item.iterfind(f"{Q}itemfeedback")
        }
        shown = {told.get("linkrefid", "") for told in item.iter(f"{Q}displayfeedback")}
        assert shown == set(self.feedback)
        assert {equal.get("respident") for equal in item.iter(f"{Q}varequal")} <= {*self.responses, "response1"}

    def scored(self, action: str) -> list[tuple[float, list[tuple[str, str]], list[str]]]:
        """What is added or set, where what is chosen, and where which option is not chosen."""
        found = []
        for condition in self.conditions:
            for score in condition.iterfind(f"{Q}setvar[@action='{action}']"):
                no = [equal.text or "" for equal in condition.iterfind(f".//{Q}not/{Q}varequal")]
                equals = [(equal.get("respident", ""), equal.text or "") for equal in condition.iter(f"{Q}varequal")]
                found.append((float(score.text or 0), [equal for equal in equals if equal[1] not in no], no))
        return found

    def one_right(self) -> set[str]:
        """The idents of the options that together are all right, and none of the others is."""
        [(score, chosen, others)] = self.scored("Set")
        assert score == 100
        right = {ident for _, ident in chosen}
        assert not others or right | set(others) == set(self.responses["response1"][1])
        return right

    def matched(self) -> list[tuple[str, str]]:
        """Each prompt with the text that is right for it; the parts of the score add up to 100."""
        scores = self.scored("Add")
        assert abs(sum(score for score, _, _ in scores) - 100) < 0.1
        return [(self.responses[where][0], self.responses[where][1][what]) for _, [(where, what)], _ in scores]


def told(item: Read, asked: Asked) -> None:
    question = asked.question
    assert item.ident == f"quiz-417-205-386-{question.uid}"
    assert item.points == question.points / 100
    assert item.feedback.get("general_fb", "") == (html(question.answer) if question.answer.strip() else "")
    if item.type == "short_answer_question" and question.kind == "order":
        assert item.stem.startswith(html(question.stem))
        plain = re.sub("<[^>]*>", "", item.stem)
        assert all(f"{letter}. " in f"{plain} " for letter, _ in zip("ABCDEFGH", question.steps, strict=False))
    elif question.kind != "cloze":
        assert item.stem == html(question.stem)


def parts(item: Read, asked: Asked) -> None:
    question = asked.question
    match question.kind:
        case "open":
            assert item.type == "essay_question"
            assert item.scored("Set") == []
        case "short":
            assert item.type == "short_answer_question"
            [(score, accepted, _)] = item.scored("Set")
            assert (score, accepted) == (100, [("response1", line(text)) for text in question.accepted])
        case "yesno":
            assert item.type == "multiple_choice_question"
            _, options = item.responses["response1"]
            assert [options[ident] for ident in item.one_right()] == ["Yes" if question.yes else "No"]
        case "choice":
            assert item.type == ("multiple_answers_question" if question.several else "multiple_choice_question")
            _, options = item.responses["response1"]
            assert list(options.values()) == [html(option.text) for option in asked.options]
            right = item.one_right()
            assert [ident in right for ident in options] == [option.right for option in asked.options]
            feedback = [item.feedback.get(f"{ident}_fb", "") for ident in options]
            assert feedback == [html(option.feedback) for option in asked.options]
        case "matching":
            assert item.matched() == [(html(pair.prompt), line(wording.plain(pair.answer))) for pair in question.pairs]
        case "order" if item.type == "short_answer_question":
            [(score, accepted, _)] = item.scored("Set")
            assert score == 100
            assert {re.sub("[^A-Z]", "", text) for _, text in accepted} == {"".join("ABCDEFGH"[at] for at in asked.key)}
        case "order":
            assert item.type == "matching_question"
            steps = sorted(item.matched(), key=lambda two: int(two[1]))
            assert [step for step, _ in steps] == [html(step) for step in question.steps]
        case "cloze":
            gaps(item, question)


def gaps(item: Read, question: Question) -> None:
    """Every name of a gap stands once in the stem, in text; every text that is offered for it is right."""
    assert item.type == "fill_in_multiple_blanks_question"
    names = [ident.removeprefix("response_") for ident in item.responses]
    assert [re.sub("<[^>]*>", "", item.stem).count(f"[{name}]") for name in names] == [1] * len(question.gaps)
    accepted = [list(options.values()) for _, options in item.responses.values()]
    assert accepted == [[line(text) for text in gap.accepted] for gap in question.gaps]
    assert [where for _, [(where, _)], _ in item.scored("Add")] == list(item.responses)


def test_every_kind_is_read_back_as_the_paper_has_it() -> None:
    """Of every kind of question the package has the stem, the parts, the points and what is right."""
    whole = paper(*EVERY_KIND, variants=2)
    for item, asked in zip(map(Read, items(whole)), whole.variants[0].asked, strict=True):
        told(item, asked)
        parts(item, asked)


def test_the_steps_of_an_order_stand_in_the_stem_with_their_letters() -> None:
    """They are printed as the paper prints them, and the whole order is typed: all or nothing."""
    whole = paper(Question("o", "order", "Bring into order.", steps=("build", "`push`", "```\npull\n```")))
    [asked] = whole.variants[0].asked
    [item] = map(Read, items(Paper(whole.id, "", "en", (Variant("A", (asked._replace(order=(1, 2, 0)),)),))))
    assert "<p>A. <code>push</code></p>" in item.stem
    assert re.search(r"<p>B\.</p>\s*<pre", item.stem)
    assert "<p>C. build</p>" in item.stem
    assert {"CAB", "C A B", "C, A, B", "C → A → B"} <= {text for _, text in item.scored("Set")[0][1]}


@given(whole=papers(), options=st.sampled_from([Options(), PARTIAL]))
def test_no_text_of_a_note_breaks_the_format(whole: Paper, options: Options) -> None:
    """Whatever the notes say, the package is valid and has each question with its texts, points and what is right."""
    for item, asked in zip(map(Read, items(whole, options)), whole.variants[0].asked, strict=True):
        told(item, asked)
        parts(item, asked)


def test_idents_are_used_once() -> None:
    """No two questions, and no two parts of one response, are called the same."""
    found = items(paper(*EVERY_KIND))
    assert len({item.get("ident") for item in found}) == len(found)
    for response in (lid for item in found for lid in item.iter(f"{Q}response_lid")):
        assert len(labels(response)) == len(response.findall(f".//{Q}response_label"))


def test_the_manifest_names_every_file() -> None:
    """What is in the archive is in the manifest, an image once however often it is shown, and nothing else is."""
    content = {("u", "a.png"): b"one", ("u", "b.svg"): b"one", ("v", "a.png"): b"two"}
    options = Options(image=lambda uid, target: content.get((uid, target)))
    one = Question("u", "open", "![plan](a.png) ![plan](a.png)", "![other](b.svg) ![gone](c.png)")
    other = Question("v", "choice", "Which?", options=(Option("![plan](a.png)", True), Option("no")))
    found = package(paper(one, other), options)
    resources = ElementTree.fromstring(found["imsmanifest.xml"]).iter(f"{M}file")
    assert sorted([file.get("href") for file in resources]) == sorted(set(found) - {"imsmanifest.xml"})
    images = [name for name in found if name.startswith("images/")]
    assert len(images) == 3
    quiz = found["quiz-417-205-386/quiz-417-205-386.xml"].decode()
    assert all(
        f'src="{name}"' in ElementTree.tostring(ElementTree.fromstring(quiz)).decode().replace("&quot;", '"')
        for name in images
    )


@pytest.mark.parametrize(
    ("last", "variant", "mixed"), [("b", 0, "false"), ("b", 1, "true"), ("All of the above", 1, "false")]
)
def test_settings_of_the_quiz(last: str, variant: int, mixed: str) -> None:
    """Canvas is told the title and the points, and to mix options only if none are to keep their order."""
    options = (Option("a", True), Option(last))
    whole = paper(Question("u", "choice", "?", options=options, points=150), title="<Docker> & more", variants=2)
    alone = Paper(whole.id, whole.title, "en", (whole.variants[variant],))
    settings = ElementTree.fromstring(package(alone)["quiz-417-205-386/assessment_meta.xml"])
    assert settings.findtext(f"{C}title") == "<Docker> & more"
    assert settings.findtext(f"{C}points_possible") == "1.5"
    assert settings.findtext(f"{C}shuffle_answers") == mixed


def test_formulas_are_images_of_the_server_of_canvas() -> None:
    """A formula is what the editor of Canvas writes for it; its LaTeX is encoded twice in the address."""
    [item] = items(paper(Question("u", "open", r"Is $\frac{a}{b} < 1$ so?")))
    [source] = re.findall(r'src="/equation_images/([^"]+)"', Read(item).stem)
    assert unquote(unquote(source)) == r"\frac{a}{b} < 1"
    assert 'data-equation-content="\\frac{a}{b} &lt; 1"' in Read(item).stem


def test_the_archive_is_the_same_whenever_it_is_written() -> None:
    """The same paper gives the same bytes, under a name that begins with its id."""
    first, second = (written(paper(*EVERY_KIND), ["qti"], Options()) for _ in range(2))
    assert first == second
    assert list(first) == ["417-205-386.qti.zip"]
