"""What only a practice page carries: the key its script marks by, and what is told after an answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from quiz.exam.marking import is_cased
from quiz.exam.page import words
from quiz.exam.page.content import Content, text
from quiz.exam.page.form import Told
from quiz.exam.paper import Asked
from quiz.language import _

OWN_SHARES = (0, 50, 100)
"""Percent of the points for each of `words.OWN`."""


def key(asked: Asked) -> dict[str, Any]:
    """The right answer, as `assets/marking.js` reads it; an accepted text goes with whether its case matters."""
    question = asked.question
    match question.kind:
        case "yesno":
            return {"key": question.yes}
        case "short":
            return {"accepted": _accepted(question.accepted)}
        case "cloze":
            return {"accepted": [_accepted(gap.accepted) for gap in question.gaps]}
        case "open":
            return {}
        case _:
            return {"key": asked.key}


def _accepted(texts: Iterable[str]) -> list[tuple[str, bool]]:
    return [(accepted, is_cased(accepted)) for accepted in texts]


def told(content: Content, *, at_once: bool) -> Told:
    """What stands hidden below each question, and the button that shows it."""

    def below(asked: Asked, name: str) -> str:
        check = f'<button type="button" class="check">{text(_(words.CHECK))}</button>' if at_once else ""
        inside = f"{_right(content, asked)}{_model(content, asked)}{_own(asked, name)}"
        return f'{check}<div class="told" hidden>{inside}</div>{_remarks(content, asked)}'

    return below


def _right(content: Content, asked: Asked) -> str:
    question = asked.question
    if question.kind == "short":
        return _titled(words.ACCEPTED, f"<p>{_listed(question.accepted)}</p>")
    if question.kind == "cloze":
        gaps = "".join(f"<li>{_listed(gap.accepted)}</li>" for gap in question.gaps)
        return _titled(words.ACCEPTED, f"<ol>{gaps}</ol>")
    if question.kind == "order":
        steps = "".join(f"<li>{content.inline(step, question.uid)}</li>" for step in question.steps)
        return _titled(words.RIGHT_ORDER, f"<ol>{steps}</ol>")
    return ""


def _model(content: Content, asked: Asked) -> str:
    question = asked.question
    if not question.answer.strip():
        return ""
    title = words.MODEL if question.kind == "open" else words.EXPLANATION
    return _titled(title, content.block(question.answer, question.uid))


def _own(asked: Asked, name: str) -> str:
    if asked.question.kind != "open":
        return ""
    choices = "".join(
        f'<div class="option"><input type="radio" name="{name}-own" id="{name}-own{share}" data-own="{share}">'
        f'<label for="{name}-own{share}">{text(_(word))}</label></div>'
        for share, word in zip(OWN_SHARES, words.OWN, strict=True)
    )
    return (
        f'<div class="own" role="radiogroup" aria-labelledby="{name}-own"><p id="{name}-own">{text(_(words.OWN_MARK))}'
        f'</p><div class="options">{choices}</div></div>'
    )


def _remarks(content: Content, asked: Asked) -> str:
    if not asked.question.options:
        return ""
    return "".join(
        f'<div class="remark" data-for="{place}" hidden>{content.block(option.feedback, asked.question.uid)}</div>'
        for place, option in enumerate(asked.options)
        if option.feedback.strip()
    )


def _titled(title: str, html: str) -> str:
    return f"<h3>{text(_(title))}</h3>{html}"


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(f"<code>{text(accepted)}</code>" for accepted in texts)
