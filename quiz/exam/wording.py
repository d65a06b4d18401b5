"""What the formats say of a question: how it is answered on paper, and its texts as HTML and as plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape, unescape
from typing import NamedTuple

from quiz.exam.key import verdict, written
from quiz.exam.paper import Asked, Gap, Paper, Question
from quiz.exam.variants import stays_last
from quiz.formulas import latex
from quiz.language import N_, _, n_
from quiz.markdown import ImageSource, to_html, to_plain
from quiz.terminal import fit, safe

NAME, CLASS, DATE, SCORE = N_("Name"), N_("Class"), N_("Date"), N_("Score")
KEY, MARKING = N_("Answer key"), N_("Marking sheet")
WHICH, VARIANT = N_("Variant"), N_("Variant {letter}")
TOTAL = N_("Total")
POINTS_DIFFER = N_("–: the points differ from variant to variant; the key has them.")
SEVERAL = N_("Choose all that are right.")
MATCHING = N_("Write the letter of what belongs to it on each line.")
ORDER, IN_ORDER = N_("Put the steps in order, by their letters."), N_("Order")

BLANK = "_____"
TITLE_WIDTH = 60
"""Columns of a question's name in a list of questions."""

_GAP = re.compile(r"\[\[([1-9][0-9]*)\]\]")
_FORMULA = re.compile(r'<span class="math">([^<]*)</span>')
_TAG = re.compile(r"(<[^>]*>)")
_NO_XML = re.compile("[\ufffe\uffff]")
_ITEM = re.compile(r"^- ", re.MULTILINE)
_BLANKS = re.compile(r"\s+")


def instruction(question: Question) -> str:
    """How a question is answered on paper; empty where that goes without saying."""
    told = SEVERAL if question.several else {"matching": MATCHING, "order": ORDER}.get(question.kind)
    return _(told) if told else ""


def points(hundredths: int) -> str:
    """`1 point`, `0.5 points`."""
    shown = written(hundredths)
    return _("1 point") if shown == "1" else _("{points} points").format(points=shown)


def questions(count: int) -> str:
    return n_("{n} question", "{n} questions", count)


def total(paper: Paper) -> str:
    """How much a variant asks."""
    count = questions(len(paper.variants[0].asked))
    return _("{questions}, {points} in all").format(questions=count, points=points(paper.points))


def tex(latex: str, apart: bool) -> str:
    r"""A formula as MathJax finds it: `\(…\)`, apart from the line `\[…\]`."""
    if any(mark in latex for mark in (r"\(", r"\)", r"\[", r"\]")):
        return escape(f"$${latex}$$" if apart else f"${latex}$")
    return escape(rf"\[{latex}\]" if apart else rf"\({latex}\)")


def html(text: str, image: ImageSource, formula: Callable[[str, bool], str] = tex) -> str:
    """Markdown as HTML that XML can hold; raw HTML in it is text."""
    shown = _FORMULA.sub(lambda found: formula(*latex(unescape(found[1]))), to_html(text, image=image))
    return _NO_XML.sub("", shown)


def plain(text: str) -> str:
    """Markdown as text without marks; formulas stay as they are written.

    A list has dots, since a cell that begins with `-` is a formula to a spreadsheet; a single item needs none.
    """
    said = _NO_XML.sub("", to_plain(text)).strip()
    return said.removeprefix("- ") if len(_ITEM.findall(said)) == 1 else _ITEM.sub("• ", said)


def typed(text: str) -> str:
    """What is compared with what a learner types, on one line; it is no Markdown."""
    return one_line(_NO_XML.sub("", safe(text)))


def one_line(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def title(number: int, question: Question) -> str:
    """The name of a question in a list: its number and how it begins."""
    stem = plain_gaps(gapped(question), lambda _number: BLANK)
    return f"{number:02d} {fit(one_line(stem), TITLE_WIDTH)}"


def share(parts: int) -> str:
    """The percentage of one of so many equal parts, to five decimals as Moodle lists them: `33.33333`, `50`."""
    thousandths = (100 * 100_000 * 2 + parts) // (2 * parts)
    whole, rest = divmod(thousandths, 100_000)
    return f"{whole}.{rest:05d}".rstrip("0").rstrip(".")


# — gaps —


class Gapped(NamedTuple):
    """The stem of a cloze with a word in place of each gap, as no Markdown changes it and no other text has it."""

    text: str
    words: tuple[str, ...]


def gapped(question: Question) -> Gapped:
    """Of what is no cloze the stem as it is, with no words."""
    if not question.gaps:
        return Gapped(question.stem, ())
    told = (text for gap in question.gaps for text in (*gap.accepted, gap.hint))
    taken = "\n".join((question.stem, *told)).casefold()
    stub = "gap"
    while stub in taken:
        stub += "q"
    words: list[str] = []
    text, at = "", 0
    for found in _GAP.finditer(question.stem):
        if len(words) < len(question.gaps) and int(found[1]) == len(words) + 1:
            words.append(f"{stub}{found[1]}z")
            text += question.stem[at : found.start()] + words[-1]
            at = found.end()
    rest = (f"{stub}{number}z" for number in range(len(words) + 1, len(question.gaps) + 1))
    return Gapped(text + question.stem[at:], (*words, *rest))


def filled(rendered: str, words: Iterable[str], shown: Callable[[int], str]) -> str:
    """Rendered HTML with `shown(number)` in place of each word, the first being number 1.

    A word that stands in no text, as in the address of a link, follows at the end: no gap is lost.
    """
    pieces = _TAG.split(rendered)
    for number, word in enumerate(words, 1):
        place = next((at for at in range(0, len(pieces), 2) if word in pieces[at]), None)
        if place is None:
            pieces += ["<p>", f"({number}) {shown(number)}", "</p>", ""]
        else:
            before, _word, after = pieces[place].partition(word)
            pieces[place : place + 1] = [before, shown(number), after]
    return "".join(pieces)


def plain_gaps(stem: Gapped, shown: Callable[[int], str]) -> str:
    """The same in plain text."""
    text = plain(stem.text)
    for number, word in enumerate(stem.words, 1):
        text = text.replace(word, shown(number), 1) if word in text else f"{text}\n({number}) {shown(number)}"
    return text


def numbered_blank(gap: Gap, number: int) -> str:
    """`(1) _____`, with the hint if there is one."""
    hint = f" ({one_line(safe(gap.hint))})" if gap.hint.strip() else ""
    return f"({number}) {BLANK}{hint}"


# — what can be chosen —


def keeps_order(asked: Asked) -> bool:
    """Whether another program may not mix the options either: they stand as in the notes, or one speaks of others."""
    if asked.question.kind != "choice":
        return False
    return asked.order == tuple(range(len(asked.order))) or any(stays_last(option.text) for option in asked.options)


def yes_and_no() -> tuple[str, str]:
    """The two answers to choose from, as the key calls them."""
    return verdict(True).capitalize(), verdict(False).capitalize()
