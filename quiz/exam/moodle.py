"""A paper in Moodle XML, which says most of what Moodle's question bank knows: points, ids, tags, feedback, images.

Text is escaped by the XML writer and never stands in a CDATA section, so nothing can end one. An order is of the type
`ordering`, which is part of Moodle from 4.4; where that is missing, GIFT asks for the numbers of the steps. Of several
right options each has its share of the marks and each wrong one takes one share back, so that ticking everything is
worth no more than it should; Moodle itself has no question of all or nothing for them.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from html import escape
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from quiz.exam import in_part, key, wording
from quiz.exam.formats import Options, file_name
from quiz.exam.paper import Asked, Gap, Kind, Paper, Question
from quiz.exam.pictures import Pictures

TYPES: dict[Kind, str] = {
    "open": "essay",
    "short": "shortanswer",
    "yesno": "truefalse",
    "choice": "multichoice",
    "cloze": "cloze",
    "matching": "matching",
    "order": "ordering",
}
Change = Callable[[str], str]
FILES = "@@PLUGINFILE@@/"
"""Stands for the folder of the files of a text."""

_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")
_ESCAPING = re.compile(r"\\(?=[}#])")


def files(paper: Paper, options: Options) -> dict[str, bytes]:
    """One XML file with the questions of the paper, in the order of its first variant."""
    root = Element("quiz")
    category = SubElement(SubElement(root, "question", type="category"), "category")
    title = wording.typed(paper.title).replace("/", "//").replace("$", " ")
    SubElement(category, "text").text = f"top/{title} {paper.id}"
    for number, asked in enumerate(paper.variants[0].asked, 1):
        _Writer(root, options, asked.question).write(number, asked)
    indent(root)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return {file_name(paper, end="moodle.xml"): content + b"\n"}


def remarks(paper: Paper, options: Options) -> Iterator[str]:
    return in_part.remarks(paper, options, "moodle", "Moodle")


class _Writer:
    """Writes one question; its images stand in the text that shows them."""

    def __init__(self, root: Element, options: Options, question: Question) -> None:
        self.element = SubElement(root, "question", type=TYPES[question.kind])
        self.options = options
        self.question = question

    def write(self, number: int, asked: Asked) -> None:
        question = self.question
        name = SubElement(self.element, "name")
        SubElement(name, "text").text = wording.title(number, question)
        if question.kind == "cloze":
            self._gaps()
        else:
            self._html(self.element, "questiontext", question.stem)
        self._html(self.element, "generalfeedback", question.answer)
        self._say("defaultgrade", key.written(question.points))
        self._say("penalty", "0.3333333")
        self._say("hidden", "0")
        self._say("idnumber", question.uid)
        self._parts(asked)
        tags = SubElement(self.element, "tags")
        for topic in question.topics:
            SubElement(SubElement(tags, "tag"), "text").text = wording.typed(topic)

    def _parts(self, asked: Asked) -> None:
        question = self.question
        match question.kind:
            case "open":
                self._essay()
            case "short":
                self._say("usecase", "0")
                for text in question.accepted:
                    self._plain_answer("100", _literal(wording.typed(text)))
            case "yesno":
                self._plain_answer("100" if question.yes else "0", "true")
                self._plain_answer("0" if question.yes else "100", "false")
            case "choice":
                self._choice(asked)
            case "matching":
                self._say("shuffleanswers", "true")
                for pair in question.pairs:
                    prompt = self._html(self.element, "subquestion", pair.prompt, pair.uid)
                    answer = SubElement(SubElement(prompt, "answer"), "text")
                    # Shown as HTML, although it has no format.
                    answer.text = escape(wording.one_line(wording.plain(pair.answer)), quote=False)
            case "order":
                self._order()
            case "cloze":
                pass

    def _essay(self) -> None:
        self._say("responseformat", "editor")
        self._say("responserequired", "1")
        self._say("responsefieldlines", "10")
        self._say("attachments", "0")
        self._html(self.element, "graderinfo", self.question.answer)

    def _choice(self, asked: Asked) -> None:
        several = self.question.several
        self._say("single", "false" if several else "true")
        self._say("shuffleanswers", "false" if wording.keeps_order(asked) else "true")
        self._say("answernumbering", "ABCD")
        right = wording.share(len(asked.key) or 1)
        wrong = f"-{right}" if several else "0"
        for option in asked.options:
            answer = self._html(self.element, "answer", option.text, fraction=right if option.right else wrong)
            self._html(answer, "feedback", option.feedback)

    def _order(self) -> None:
        for name, value in (
            ("layouttype", "VERTICAL"),
            ("selecttype", "ALL"),
            ("selectcount", "0"),
            ("gradingtype", "ABSOLUTE_POSITION" if self.options.page.rules.places else "ALL_OR_NOTHING"),
            ("showgrading", "SHOW"),
            ("numberingstyle", "none"),
        ):
            self._say(name, value)
        for place, step in enumerate(self.question.steps, 1):
            self._html(self.element, "answer", step, fraction=str(place))

    def _gaps(self) -> None:
        """Each gap stands in the text as `{2:SHORTANSWER:=run~=start}`, and the weights of all are its points."""
        question = self.question
        weight = question.points // (100 * len(question.gaps)) if question.gaps else 0
        exact = weight * 100 * len(question.gaps) == question.points
        stem = wording.gapped(question)

        def shown(rendered: str) -> str:
            # A brace of the notes must not begin a gap, and the reader takes `&amp;lt;` for `&lt;`.
            guarded = rendered.replace("&amp;", "&#38;").replace("{", "&#123;")
            return wording.filled(guarded, stem.words, lambda n: _gap(question.gaps[n - 1], weight if exact else 1))

        self._html(self.element, "questiontext", stem.text, change=shown)

    def _plain_answer(self, fraction: str, text: str) -> None:
        answer = SubElement(self.element, "answer", fraction=fraction, format="moodle_auto_format")
        SubElement(answer, "text").text = text

    def _say(self, name: str, value: str) -> None:
        SubElement(self.element, name).text = value

    def _html(
        self, parent: Element, name: str, text: str, uid: str = "", change: Change = str, fraction: str = ""
    ) -> Element:
        """A text with its images; `uid` is that of its card where that is another one."""
        pictures = Pictures(self.options)
        element = SubElement(parent, name, {"fraction": fraction} if fraction else {}, format="html")
        rendered = wording.html(text, pictures.source(uid or self.question.uid, FILES)) if text.strip() else ""
        SubElement(element, "text").text = change(rendered)
        for file, content in pictures.files.items():
            carried = SubElement(element, "file", name=file, path="/", encoding="base64")
            carried.text = base64.b64encode(content).decode()
        return element


def _gap(gap: Gap, weight: int) -> str:
    hint = f" ({escape(wording.typed(gap.hint))})" if gap.hint.strip() else ""
    answers = "~".join(f"={_in_braces(_literal(wording.typed(text)))}" for text in gap.accepted)
    return f"{{{weight}:SHORTANSWER:{answers}}}{hint}"


def _in_braces(text: str) -> str:
    """Signs as numbered entities: all of them are read, and none is taken for an end.

    `\\}` and `\\#` are read as `}` and `#` once the entities are, so their backslash stands twice.
    """
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", _ESCAPING.sub(r"\\\\", text))


def _literal(text: str) -> str:
    """`*` stands for anything in an accepted text unless it is escaped."""
    return text.replace("*", r"\*")
