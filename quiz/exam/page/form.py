"""The questions of a variant as a form to fill in the browser. Nothing in it hangs on what is right."""

from __future__ import annotations

from collections.abc import Callable

from quiz.exam import wording
from quiz.exam.page import words
from quiz.exam.page.content import Content, plain, text
from quiz.exam.paper import Asked, Variant
from quiz.exam.variants import letters
from quiz.language import _

TYPED = 'autocomplete="off" autocapitalize="off" autocorrect="off" spellcheck="false"'
"""A phone must not better what is typed."""

Told = Callable[[Asked, str], str]
"""A question and the id of its form → what is told after it is answered."""


def form(content: Content, variant: Variant, told: Told) -> str:
    """The form of a variant; it is hidden until it is begun."""
    asked = "\n".join(
        _question(content, asked, f"{variant.letter}{number}", number, told)
        for number, asked in enumerate(variant.asked, 1)
    )
    return f'<form class="variant" data-variant="{text(variant.letter)}" autocomplete="off" hidden>\n{asked}\n</form>'


def _question(content: Content, asked: Asked, name: str, number: int, told: Told) -> str:
    question = asked.question
    if question.kind == "cloze":
        stem = content.with_gaps(
            question.stem, question.uid, len(question.gaps), lambda place: _gap(asked, name, place)
        )
    else:
        stem = content.block(question.stem, question.uid)
    return (
        f'<section class="question" id="{name}" data-kind="{question.kind}" tabindex="-1" aria-labelledby="{name}-n">'
        f'<header><h2 id="{name}-n"><span class="unseen">{text(_(words.QUESTION).format(n=number))}</span>'
        f'<span aria-hidden="true">{number}</span></h2>'
        f'<span class="points">{text(wording.points(question.points))}</span></header>'
        f'<div class="stem" id="{name}-s">{stem}</div>{_hint(asked)}{_field(content, asked, name)}'
        f'<div class="verdict" id="{name}-v" hidden></div>{told(asked, name)}</section>'
    )


def _hint(asked: Asked) -> str:
    question = asked.question
    hints = {"cloze": words.GAPS, "matching": words.MATCH, "order": words.ORDER}
    hint = wording.SEVERAL if question.several else hints.get(question.kind, "")
    return f'<p class="hint">{text(_(hint))}</p>' if hint else ""


def _field(content: Content, asked: Asked, name: str) -> str:
    match asked.question.kind:
        case "choice":
            return _choice(content, asked, name)
        case "yesno":
            return _yesno(name)
        case "short":
            label = text(_(words.YOUR_ANSWER))
            return f'<label class="typed"><span>{label}</span><input type="text" {TYPED}></label>'
        case "open":
            label = text(_(words.YOUR_ANSWER))
            rows = min(10, 4 + asked.question.points // 100)
            area = f'<textarea rows="{rows}" spellcheck="false"></textarea>'
            return f'<label class="typed"><span>{label}</span>{area}</label>'
        case "matching":
            return _matching(content, asked, name)
        case "order":
            return _order(content, asked, name)
        case _:
            return ""


def _choice(content: Content, asked: Asked, name: str) -> str:
    kind = "checkbox" if asked.question.several else "radio"
    options = "".join(
        f'<div class="option" data-place="{place}">'
        f'<input type="{kind}" name="{name}" id="{name}-{place}" value="{place}" '
        f'aria-labelledby="{name}-{place}-l {name}-{place}-t">'
        f'<label for="{name}-{place}" id="{name}-{place}-l">{letters(place)}</label>'
        f'<div class="text" id="{name}-{place}-t">{content.inline(option.text, asked.question.uid)}</div></div>'
        for place, option in enumerate(asked.options)
    )
    role = "group" if kind == "checkbox" else "radiogroup"
    return f'<div class="options" role="{role}" aria-labelledby="{name}-n {name}-s">{options}</div>'


def _yesno(name: str) -> str:
    options = "".join(
        f'<div class="option" data-place="{value}">'
        f'<input type="radio" name="{name}" id="{name}-{value}" value="{value}">'
        f'<label for="{name}-{value}">{text(_(word))}</label></div>'
        for value, word in (("yes", words.YES), ("no", words.NO))
    )
    return f'<div class="options yesno" role="radiogroup" aria-labelledby="{name}-n {name}-s">{options}</div>'


def _gap(asked: Asked, name: str, place: int) -> str:
    label = _(words.GAP).format(n=place + 1)
    hint = asked.question.gaps[place].hint
    told = f"{label}: {hint}" if hint else label
    shown = hint or str(place + 1)
    return (
        f'<span class="gap"><input type="text" data-gap="{place}" id="{name}-g{place}" size="14" '
        f'aria-label="{text(told)}" placeholder="{text(shown)}" {TYPED}></span>'
    )


def _matching(content: Content, asked: Asked, name: str) -> str:
    pairs = [asked.question.pairs[place] for place in asked.order]
    choices = "".join(
        f'<option value="{place}">{letters(place)} · {plain(answer.answer)}</option>'
        for place, answer in enumerate(pairs)
    )
    prompts = "".join(
        f'<li><div class="text" id="{name}-p{place}">{content.inline(pair.prompt, pair.uid)}</div>'
        f'<select data-prompt="{place}" aria-labelledby="{name}-p{place}" autocomplete="off">'
        f'<option value="">{text(_(words.CHOOSE))}</option>{choices}</select></li>'
        for place, pair in enumerate(asked.question.pairs)
    )
    answers = "".join(
        f'<li><span class="letter">{letters(place)}</span><div class="text">'
        f"{content.inline(answer.answer, answer.uid)}</div></li>"
        for place, answer in enumerate(pairs)
    )
    return f'<div class="matching"><ol class="prompts">{prompts}</ol><ul class="answers">{answers}</ul></div>'


def _order(content: Content, asked: Asked, name: str) -> str:
    steps = "".join(
        f'<li data-place="{place}"><span class="at" aria-hidden="true">{place + 1}</span>'
        f'<div class="text" id="{name}-o{place}">{content.inline(step, asked.question.uid)}</div>'
        f'<span class="move"><button type="button" data-move="-1" aria-label="{_up(step)}">↑</button>'
        f'<button type="button" data-move="1" aria-label="{_down(step)}">↓</button></span></li>'
        for place, step in enumerate(asked.steps)
    )
    keep = f'<button type="button" class="quiet keep">{text(_(words.KEEP_ORDER))}</button>'
    return f'<ol class="order" aria-labelledby="{name}-n {name}-s">{steps}</ol>{keep}'


def _up(step: str) -> str:
    return text(_("Move up: {step}")).replace("{step}", plain(step))


def _down(step: str) -> str:
    return text(_("Move down: {step}")).replace("{step}", plain(step))
