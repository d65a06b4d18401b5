"""A paper to be printed: the questions of each variant, its key and its marking sheet, each from a page of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from quiz.exam import wording
from quiz.exam.formats import Options, file_name
from quiz.exam.key import marking_sheet, written
from quiz.exam.page import key, words
from quiz.exam.page.content import Content, text
from quiz.exam.page.document import document
from quiz.exam.page.groups import groups
from quiz.exam.page.lines import lines
from quiz.exam.page.options import PageOptions
from quiz.exam.paper import Asked, Paper, Variant
from quiz.exam.variants import letters
from quiz.language import _

SIZES = {"A4": "@page { size: A4; }\n", "Letter": "@page { size: letter; }\n"}


def files(paper: Paper, options: Options) -> dict[str, bytes]:
    """`<paper id>[-<variant>].html`, UTF-8."""
    return {
        file_name(paper, letters, end="html"): _page(paper, variants, options)
        for letters, variants in groups(paper, together=options.page.together)
    }


def _page(paper: Paper, variants: Sequence[Variant], options: Options) -> bytes:
    content = Content(options.image)
    parts = [part for variant in variants for part in _parts(content, paper, variant, options)]
    if options.page.key:
        sheet = marking_sheet(replace(paper, variants=tuple(variants)), options.names)
        letter = variants[0].letter if len(variants) == 1 else ""
        parts.append(_sheet(paper, letter, "marking", wording.MARKING, key.marking(sheet)))
    sheets = "\n".join(parts)
    return document(
        language=paper.language,
        title=f"{paper.title} · {paper.id}",
        css=("base.css", "sheet.css", "print.css"),
        js=("print.js",),
        data={},
        body=f"{_tools(variants, options.page)}\n<main>\n{sheets}\n</main>",
        rules=SIZES[options.page.sheet],
        classes=f"paper {options.page.sheet.lower()}",
    )


def _parts(content: Content, paper: Paper, variant: Variant, options: Options) -> Iterator[str]:
    yield _sheet(paper, variant.letter, "questions", words.QUESTIONS, _questions(content, paper, variant))
    if options.page.key:
        yield _sheet(paper, variant.letter, "key", wording.KEY, key.answers(content, variant))


def _sheet(paper: Paper, variant: str, part: str, name: str, html: str) -> str:
    """A part with a running head, which a printer repeats on every page; it is of a variant or of them all."""
    which = f" · {_(wording.VARIANT).format(letter=variant)}" if variant else ""
    parts = [paper.title] if part == "questions" else [paper.title, _(name)]
    return (
        f'<article class="sheet {part}" data-variant="{text(variant)}" data-part="{part}">'
        f'<div class="running"><div><span class="what">{text(" · ".join(parts))}</span>'
        f'<span class="which">{text(paper.id + which)}</span></div></div>'
        f'<div class="flow"><div>{html}</div></div></article>'
    )


def _tools(variants: Sequence[Variant], options: PageOptions) -> str:
    letters = "".join(
        f'<option value="{text(variant.letter)}">{text(_(wording.VARIANT).format(letter=variant.letter))}</option>'
        for variant in variants
    )
    several = "" if len(variants) > 1 else " hidden"
    parts = (("questions", words.QUESTIONS), ("key", wording.KEY), ("marking", wording.MARKING))
    boxes = "".join(
        f'<label><input type="checkbox" value="{part}" checked autocomplete="off"> {text(_(name))}</label>'
        for part, name in parts
    )
    return (
        f'<form class="tools" id="tools" hidden><label{several}><span class="unseen">{text(_(wording.WHICH))}</span>'
        f'<select autocomplete="off"><option value="">{text(_(words.ALL_VARIANTS))}</option>{letters}</select></label>'
        f'<fieldset{"" if options.key else " hidden"}><legend class="unseen">{text(_(words.SHOWN))}</legend>{boxes}'
        f'</fieldset><button type="button" class="main" id="print">{text(_(words.PRINT))}</button></form>'
    )


def _questions(content: Content, paper: Paper, variant: Variant) -> str:
    blanks = "".join(
        f"<div><span>{text(_(word))}</span><i></i></div>" for word in (wording.NAME, wording.CLASS, wording.DATE)
    )
    score = f'<div class="score"><span>{text(_(wording.SCORE))}</span><i></i><b>/ {written(paper.points)}</b></div>'
    asked = "".join(_question(content, asked, number) for number, asked in enumerate(variant.asked, 1))
    return (
        f"<header><h1>{text(paper.title)}</h1><p>{text(wording.total(paper))}</p>"
        f'<div class="person">{blanks}{score}</div></header><ol class="questions">{asked}</ol>'
    )


def _question(content: Content, asked: Asked, number: int) -> str:
    question = asked.question
    if question.kind == "cloze":
        stem = content.with_gaps(question.stem, question.uid, len(question.gaps), lambda place: _blank(asked, place))
    else:
        stem = content.block(question.stem, question.uid)
    told = wording.instruction(question)
    hint = f'<p class="hint">{text(told)}</p>' if told else ""
    return (
        f'<li class="question" data-kind="{question.kind}"><span class="number">{number}</span>'
        f'<span class="points">{text(wording.points(question.points))}</span>'
        f'<div class="stem">{stem}</div>{hint}{_field(content, asked)}</li>'
    )


def _blank(asked: Asked, place: int) -> str:
    hint = asked.question.gaps[place].hint
    number = f"<sup>{place + 1}</sup>" if len(asked.question.gaps) > 1 else ""
    return f'<span class="blank">{number}<i></i>{f"<small>({text(hint)})</small>" if hint else ""}</span>'


def _field(content: Content, asked: Asked) -> str:
    uid = asked.question.uid
    match asked.question.kind:
        case "choice":
            kind = "box" if asked.question.several else "ring"
            options = "".join(
                f'<li><span class="{kind}">{letters(place)}</span><div>{content.inline(option.text, uid)}</div></li>'
                for place, option in enumerate(asked.options)
            )
            return f'<ul class="options">{options}</ul>'
        case "yesno":
            both = "".join(f'<li><span class="ring"></span>{text(_(word))}</li>' for word in (words.YES, words.NO))
            return f'<ul class="options yesno">{both}</ul>'
        case "matching":
            return _matching(content, asked)
        case "order":
            return _order(content, asked)
        case "short" | "open":
            return '<div class="lines">' + '<div class="rule"></div>' * lines(asked.question) + "</div>"
        case _:
            return ""


def _matching(content: Content, asked: Asked) -> str:
    pairs = [asked.question.pairs[place] for place in asked.order]
    prompts = "".join(
        f"<li><i></i><div>{content.inline(pair.prompt, pair.uid)}</div></li>" for pair in asked.question.pairs
    )
    answers = "".join(
        f"<li><b>{letters(place)}</b><div>{content.inline(answer.answer, answer.uid)}</div></li>"
        for place, answer in enumerate(pairs)
    )
    return f'<div class="matching"><ol class="prompts">{prompts}</ol><ul class="answers">{answers}</ul></div>'


def _order(content: Content, asked: Asked) -> str:
    steps = "".join(
        f"<li><b>{letters(place)}</b><div>{content.inline(step, asked.question.uid)}</div></li>"
        for place, step in enumerate(asked.steps)
    )
    places = "<i></i>" * len(asked.steps)
    return f'<ul class="order">{steps}</ul><p class="in-order"><span>{text(_(wording.IN_ORDER))}</span>{places}</p>'
