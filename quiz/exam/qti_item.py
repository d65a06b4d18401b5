"""One question of a QTI 1.2 package, as Canvas has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from quiz.exam import key, wording
from quiz.exam.paper import Asked
from quiz.exam.pictures import Pictures
from quiz.exam.variants import letters
from quiz.language import N_, _

TYPE_LETTERS = N_("Write the letters of all steps in their order, with nothing else.")
ONE = "response1"
"""The ident of what is answered where a question asks for one thing."""


def equation(latex: str, _apart: bool) -> str:
    """A formula as the editor of Canvas writes one: an image that its server draws of the LaTeX, encoded twice."""
    source = quote(quote(latex, safe=""), safe="")
    said = escape(latex)
    return (
        f'<img class="equation_image" src="/equation_images/{source}" alt="LaTeX: {said}" title="{said}" '
        f'data-equation-content="{said}">'
    )


class Item:
    """Writes one item. The numbers of its parts are those of the question and of their places."""

    def __init__(
        self, section: Element, number: int, asked: Asked, prefix: str, pictures: Pictures, folder: str
    ) -> None:
        self.asked = asked
        self.question = asked.question
        self.number = number
        self._pictures = pictures
        self._folder = folder
        name = wording.title(number, self.question)
        self.item = SubElement(section, "item", ident=f"{prefix}-{wording.typed(self.question.uid)}", title=name)
        self._metadata = SubElement(SubElement(self.item, "itemmetadata"), "qtimetadata")
        self._presentation = SubElement(self.item, "presentation")
        self._processing = SubElement(self.item, "resprocessing")
        outcomes = SubElement(self._processing, "outcomes")
        SubElement(outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")

    def write(self, *, places: bool = False) -> None:
        """`places`: each step of an order in its place has points, not only the whole order."""
        if self.question.answer.strip():
            self._say_always("general_fb", self.question.answer)
        match self.question.kind:
            case "open":
                self._essay()
            case "short":
                self._typed(self._html(self.question.stem), map(wording.typed, self.question.accepted))
            case "yesno":
                self._yesno()
            case "choice":
                self._choice()
            case "cloze":
                self._gaps()
            case "matching":
                prompts = [self._html(pair.prompt, pair.uid) for pair in self.question.pairs]
                answers = [wording.one_line(wording.plain(answer)) for answer in self.asked.answers]
                self._matching(prompts, answers, self.asked.key)
            case "order" if not places:
                self._order()
            case "order":
                steps = [self._html(step) for step in self.asked.steps]
                right = [self.asked.key.index(place) for place in range(len(steps))]
                self._matching(steps, [str(place) for place in range(1, len(steps) + 1)], right)

    # — kinds —

    def _essay(self) -> None:
        self._describe("essay_question")
        self._stem(self._html(self.question.stem))
        self._field()
        SubElement(SubElement(self._condition("No"), "conditionvar"), "other")

    def _typed(self, stem: str, accepted: Iterable[str]) -> None:
        texts = tuple(accepted)
        self._describe("short_answer_question", range(len(texts)))
        self._stem(stem)
        self._field()
        condition = self._condition("No")
        right = SubElement(condition, "conditionvar")
        for text in texts:
            self._equals(right, text)
        self._score(condition, "100", "Set")

    def _order(self) -> None:
        """The letters of the steps, typed in their order: of what Canvas knows this alone is all or nothing."""
        steps = "".join(_lettered(letters(place), self._html(step)) for place, step in enumerate(self.asked.steps))
        right = [letters(place) for place in self.asked.key]
        stem = f"{self._html(self.question.stem)}{steps}<p>{escape(_(TYPE_LETTERS))}</p>"
        self._typed(stem, (between.join(right) for between in ("", " ", ", ", ",", "-", " - ", ">", " > ", " → ")))

    def _yesno(self) -> None:
        self._describe("multiple_choice_question", range(2))
        self._stem(self._html(self.question.stem))
        self._options([(text, "text/plain") for text in wording.yes_and_no()])
        self._one_right(0 if self.question.yes else 1)

    def _choice(self) -> None:
        options, several = self.asked.options, self.question.several
        self._describe("multiple_answers_question" if several else "multiple_choice_question", range(len(options)))
        self._stem(self._html(self.question.stem))
        self._options([(self._html(option.text), "text/html") for option in options], several=several)
        for place, option in enumerate(options):
            if option.feedback.strip():
                condition = self._condition("Yes")
                self._equals(SubElement(condition, "conditionvar"), self._id(place))
                self._feedback(condition, f"{self._id(place)}_fb", option.feedback)
        if not several:
            self._one_right(*self.asked.key[:1])
            return
        condition = self._condition("No")
        both = SubElement(SubElement(condition, "conditionvar"), "and")
        for place, option in enumerate(options):
            self._equals(both if option.right else SubElement(both, "not"), self._id(place))
        self._score(condition, "100", "Set")

    def _gaps(self) -> None:
        """A gap stands in the stem as its name in brackets."""
        gaps, stem = self.question.gaps, wording.gapped(self.question)
        ids = iter(range(sum(len(gap.accepted) for gap in gaps)))
        numbered = [[(next(ids), wording.typed(text)) for text in gap.accepted] for gap in gaps]
        self._describe("fill_in_multiple_blanks_question", (number for texts in numbered for number, _ in texts))

        def shown(number: int) -> str:
            hint = wording.typed(gaps[number - 1].hint)
            return f"[{stem.words[number - 1]}]" + (f" ({escape(hint)})" if hint else "")

        self._stem(wording.filled(self._html(stem.text), stem.words, shown))
        for word, texts in zip(stem.words, numbered, strict=True):
            self._blank(word, word, "text/plain", texts)
        for word, texts in zip(stem.words, numbered, strict=True):
            condition = self._condition()
            self._equals(SubElement(condition, "conditionvar"), self._id(texts[0][0]), f"response_{word}")
            self._score(condition, f"{100 / len(gaps):.2f}", "Add")

    def _matching(self, prompts: Sequence[str], answers: Sequence[str], right: Sequence[int]) -> None:
        """`right` has for each prompt the place of its answer."""
        self._describe("matching_question", range(len(prompts)))
        self._stem(self._html(self.question.stem))
        listed = list(enumerate(answers, 500))
        for place, prompt in enumerate(prompts):
            self._blank(self._id(place), prompt, "text/html", listed)
        for place, answer in enumerate(right):
            condition = self._condition()
            variable = SubElement(condition, "conditionvar")
            self._equals(variable, self._id(500 + answer), f"response_{self._id(place)}")
            self._score(condition, f"{100 / len(prompts):.2f}", "Add")

    # — parts of an item —

    def _describe(self, kind: str, parts: Iterable[int] = ()) -> None:
        for label, entry in (
            ("question_type", kind),
            ("points_possible", key.written(self.question.points)),
            ("original_answer_ids", ",".join(map(self._id, parts))),
        ):
            field = SubElement(self._metadata, "qtimetadatafield")
            SubElement(field, "fieldlabel").text = label
            SubElement(field, "fieldentry").text = entry

    def _stem(self, html: str) -> None:
        _material(self._presentation, f"<div>{html}</div>", "text/html")

    def _field(self) -> None:
        response = SubElement(self._presentation, "response_str", ident=ONE, rcardinality="Single")
        SubElement(SubElement(response, "render_fib"), "response_label", ident="answer1", rshuffle="No")

    def _options(self, texts: Sequence[tuple[str, str]], *, several: bool = False) -> None:
        cardinality = "Multiple" if several else "Single"
        response = SubElement(self._presentation, "response_lid", ident=ONE, rcardinality=cardinality)
        self._labels(response, enumerate(texts))

    def _blank(self, name: str, prompt: str, texttype: str, texts: Sequence[tuple[int, str]]) -> None:
        response = SubElement(self._presentation, "response_lid", ident=f"response_{name}", rcardinality="Single")
        _material(response, prompt, texttype)
        self._labels(response, ((number, (text, "text/plain")) for number, text in texts))

    def _labels(self, response: Element, texts: Iterable[tuple[int, tuple[str, str]]]) -> None:
        choice = SubElement(response, "render_choice")
        for number, (text, texttype) in texts:
            _material(SubElement(choice, "response_label", ident=self._id(number)), text, texttype)

    def _one_right(self, *places: int) -> None:
        for place in places:
            condition = self._condition("No")
            self._equals(SubElement(condition, "conditionvar"), self._id(place))
            self._score(condition, "100", "Set")

    def _say_always(self, ident: str, text: str) -> None:
        condition = self._condition("Yes")
        SubElement(SubElement(condition, "conditionvar"), "other")
        self._feedback(condition, ident, text)

    def _feedback(self, condition: Element, ident: str, text: str) -> None:
        SubElement(condition, "displayfeedback", feedbacktype="Response", linkrefid=ident)
        feedback = SubElement(SubElement(self.item, "itemfeedback", ident=ident), "flow_mat")
        _material(feedback, self._html(text), "text/html")

    def _condition(self, goes_on: str = "") -> Element:
        return SubElement(self._processing, "respcondition", {"continue": goes_on} if goes_on else {})

    def _equals(self, parent: Element, value: str, response: str = ONE) -> None:
        SubElement(parent, "varequal", respident=response).text = value

    def _score(self, condition: Element, value: str, action: str) -> None:
        SubElement(condition, "setvar", action=action, varname="SCORE").text = value

    def _id(self, place: int) -> str:
        """A number of its own for every part of the quiz."""
        return str(1000 * self.number + place)

    def _html(self, text: str, uid: str = "") -> str:
        return wording.html(text, self._pictures.source(uid or self.question.uid, self._folder), equation)


def _lettered(letter: str, html: str) -> str:
    return html.replace("<p>", f"<p>{letter}. ", 1) if html.startswith("<p>") else f"<p>{letter}.</p>{html}"


def _material(parent: Element, text: str, texttype: str) -> None:
    SubElement(SubElement(parent, "material"), "mattext", texttype=texttype).text = text
