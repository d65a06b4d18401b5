"""A paper in GIFT, the text format of Moodle's question bank that many other programs read too.

GIFT knows neither points nor files nor several gaps, so: points stand in a comment, an image is told by its name, one
gap is a missing word and several are matched with their numbers, as are the steps of an order.

Source of the escapes: Moodle's reader. No text has a line break of its own, since a blank line ends a question, a line
that begins with `//` is dropped, and both happen inside code too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from quiz.exam import in_part, key, wording
from quiz.exam.formats import Options, file_name
from quiz.exam.paper import Asked, Paper, Question
from quiz.language import N_, _
from quiz.topics import LEVEL

GAPS = N_("Which text belongs in which gap?")

_SPECIAL = re.compile(r"[\\~=#{}:]")
_UNSAYABLE = re.compile(r"-(?=>)|&(?=&[0-9])")
_NO_TAG = str.maketrans("[]", "()")


def files(paper: Paper, _options: Options) -> dict[str, bytes]:
    """One text file with the questions of the paper, in the order of its first variant."""
    blocks: list[str] = []
    category = ""
    for number, asked in enumerate(paper.variants[0].asked, 1):
        here = _category(paper, asked.question)
        if here != category:
            blocks.append(f"$CATEGORY: {here}\n")
            category = here
        blocks.append("\n".join(_lines(number, asked)) + "\n")
    return {file_name(paper, end="gift.txt"): "\n".join(blocks).encode()}


def remarks(paper: Paper, options: Options) -> Iterator[str]:
    return in_part.remarks(paper, options, "gift", "Moodle", also="order")


def _category(paper: Paper, question: Question) -> str:
    """`title/docker/volume`: nothing is escaped in it but `/`."""
    topic = question.topics[0].split(LEVEL) if question.topics else []
    return "/".join(_folder(name) for name in (f"{paper.title} {paper.id}", *topic))


def _folder(name: str) -> str:
    return wording.one_line(wording.typed(name).replace("\\", " ").replace("$", " ")).replace("/", "//") or "-"


def _lines(number: int, asked: Asked) -> Iterator[str]:
    question = asked.question
    tags = "".join(f" [tag:{_tag(topic)}]" for topic in question.topics)
    yield f"// points {key.written(question.points)} [id:{_tag(question.uid)}]{tags}"
    stem, rest = _stem(question)
    yield f"::{_escaped(wording.title(number, question))}::{stem}{{"
    yield from (f"\t{line}" for line in _answers(asked))
    if question.answer.strip():
        yield f"\t####{_html(question.answer)}"
    yield "}" + rest


def _stem(question: Question) -> tuple[str, str]:
    """What stands before and behind the answers; behind them something stands where one word is missing."""
    gaps = wording.gapped(question)
    if not gaps.words:
        return _html(question.stem), ""
    rendered = wording.html(gaps.text, _no_image)
    if len(gaps.words) == 1:
        mark = "\0"
        before, _mark, after = wording.filled(rendered, gaps.words, lambda _number: mark).partition(mark)
        return f"[html]{_escaped(before)}", _escaped(_hint(question) + after)
    shown = wording.filled(rendered, gaps.words, lambda n: escape(wording.numbered_blank(question.gaps[n - 1], n)))
    return f"[html]{_escaped(shown)}" + _escaped(f"<p>{escape(_(GAPS))}</p>"), ""


def _hint(question: Question) -> str:
    hint = wording.typed(question.gaps[0].hint)
    return f" ({escape(hint)})" if hint else ""


def _answers(asked: Asked) -> Iterable[str]:
    question = asked.question
    match question.kind:
        case "choice":
            return _choice(asked)
        case "yesno":
            return ("TRUE" if question.yes else "FALSE",)
        case "short":
            return map(_accepted, question.accepted)
        case "cloze" if len(question.gaps) == 1:
            return map(_accepted, question.gaps[0].accepted)
        case "cloze":
            return (_match(f"({n})", wording.typed(gap.accepted[0])) for n, gap in enumerate(question.gaps, 1))
        case "matching":
            return (_match(pair.prompt, wording.one_line(wording.plain(pair.answer))) for pair in question.pairs)
        case "order":
            return (_match(step, str(asked.key.index(place) + 1)) for place, step in enumerate(asked.steps))
        case _:
            return ()


def _match(prompt: str, answer: str) -> str:
    """Moodle shows an answer to match as HTML although it has no format."""
    return f"={_html(prompt)} -> {_escaped(escape(answer, quote=False))}"


def _choice(asked: Asked) -> Iterator[str]:
    worth = wording.share(len(asked.key) or 1)
    right, wrong = (f"~%{worth}%", f"~%-{worth}%") if asked.question.several else ("=", "~")
    for option in asked.options:
        feedback = f"#{_html(option.feedback)}" if option.feedback.strip() else ""
        yield f"{right if option.right else wrong}{_html(option.text)}{feedback}"


def _accepted(text: str) -> str:
    """One accepted text with all of the marks.

    A bare `*` stands for anything, also for nothing: it parts what the reader would take for a sign and has no escape
    for, `->` of a matching question and `&&058;` of its own.
    """
    text = _UNSAYABLE.sub(r"\g<0>*", wording.typed(text).replace("*", r"\*"))
    format_name = "[plain]" if text.startswith("[") else ""
    return f"=%100%{format_name}{_escaped(text)}"


def _html(text: str) -> str:
    return f"[html]{_escaped(wording.html(text, _no_image))}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text).replace("\n", r"\n")


def _tag(text: str) -> str:
    return wording.typed(text).translate(_NO_TAG)


def _no_image(_target: str) -> None:
    return None
