"""The page on which a paper is taken in the browser: a start, the questions, the result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from quiz.exam import wording
from quiz.exam.formats import Options, file_name
from quiz.exam.page import told, words
from quiz.exam.page.content import Content, text
from quiz.exam.page.document import document
from quiz.exam.page.form import form
from quiz.exam.page.groups import groups
from quiz.exam.page.options import PageOptions, Purpose
from quiz.exam.paper import Asked, Paper, Variant
from quiz.exam.results import FORMAT, VERSION
from quiz.language import _

CSS = ("base.css", "take.css", "answer.css")
TEST = ("dom.js", "keep.js", "order.js", "answers.js", "clock.js", "result.js", "move.js", "going.js", "take.js")
PRACTICE = (*TEST[:4], "marking.js", "feedback.js", *TEST[4:])


def files(paper: Paper, options: Options, purpose: Purpose) -> dict[str, bytes]:
    """`<paper id>[-<variant>]-<purpose>.html`, UTF-8."""
    return {
        file_name(paper, letters, purpose, end="html"): _page(paper, variants, options, purpose)
        for letters, variants in groups(paper, together=options.page.together)
    }


def _page(paper: Paper, variants: Sequence[Variant], options: Options, purpose: Purpose) -> bytes:
    practice = purpose == "practice"
    content = Content(options.image)
    below = told.told(content, at_once=options.page.feedback == "once") if practice else _nothing
    forms = "\n".join(form(content, variant, below) for variant in variants)
    start = _start(paper, variants, options.page, purpose)
    return document(
        language=paper.language,
        title=f"{paper.title} · {_(words.PRACTICE if practice else words.TEST)}",
        css=CSS,
        js=PRACTICE if practice else TEST,
        data=_data(paper, variants, options.page, purpose),
        body=f'{_bar(paper)}\n<main id="main">\n{start}\n{_going(paper)}\n{_who()}\n{forms}\n{_end(practice)}\n</main>',
        classes=f"take {purpose} {options.page.pace}",
    )


def _nothing(_asked: Asked, _name: str) -> str:
    return ""


def _data(paper: Paper, variants: Sequence[Variant], options: PageOptions, purpose: Purpose) -> dict[str, Any]:
    practice = purpose == "practice"
    data: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "paper": paper.id,
        "kind": purpose,
        "pace": options.pace,
        "minutes": options.minutes,
        "words": words.script(practice=practice),
        "variants": [
            {"letter": variant.letter, "questions": [_question(asked, practice) for asked in variant.asked]}
            for variant in variants
        ],
    }
    if practice:
        data |= {"feedback": options.feedback, "rules": options.rules._asdict()}
    return data


def _question(asked: Asked, practice: bool) -> dict[str, Any]:
    question = asked.question
    shown = {"uid": question.uid, "kind": question.kind, "points": question.points}
    return shown | told.key(asked) if practice else shown


def _bar(paper: Paper) -> str:
    return (
        f'<a class="skip" href="#main">{text(_(words.SKIP))}</a>\n<header class="bar" id="bar" hidden>'
        f'<h1 class="title">{text(paper.title)} <span class="id" id="which"></span></h1>'
        '<p class="progress"><span id="progress"></span><span id="clock" role="timer" hidden></span></p>'
        '<div class="line" aria-hidden="true"><i id="line"></i></div></header>'
        '\n<div id="live" class="unseen" role="status" aria-live="polite"></div>'
    )


def _start(paper: Paper, variants: Sequence[Variant], options: PageOptions, purpose: Purpose) -> str:
    facts = [wording.questions(len(variants[0].asked)), wording.points(paper.points)]
    facts += [words.minutes(options.minutes)] if options.minutes else []
    practice = purpose == "practice"
    several = "".join(
        f'<option value="{text(variant.letter)}">{text(_(wording.VARIANT).format(letter=variant.letter))}</option>'
        for variant in variants
    )
    chooser = (
        f'<label class="field"{"" if len(variants) > 1 else " hidden"}><span>{text(_(wording.WHICH))}</span>'
        f'<select id="variant" autocomplete="off">{several}</select></label>'
    )
    end = "" if practice else f'<p class="note">{text(_(words.TEST_END))}</p>'
    return (
        f'<section id="start" class="panel"><p class="kind">{text(_(words.PRACTICE if practice else words.TEST))}</p>'
        f"<h1>{text(paper.title)}</h1>"
        f'<ul class="facts">{"".join(f"<li>{text(fact)}</li>" for fact in facts)}<li>{text(paper.id)}</li></ul>'
        f'<noscript><p class="warning">{text(_(words.NO_SCRIPT))}</p></noscript>{chooser}{_name("name")}'
        f'<button type="button" id="begin" class="main">{text(_(words.START))}</button>'
        f'<p class="note">{text(_(words.NOTHING_SENT))} <span id="stays">{text(_(words.STAYS))}</span></p>{end}'
        f'<p class="warning" id="forgetful" hidden>{text(_(words.FORGETFUL))}</p></section>'
    )


def _name(field: str, more: str = "") -> str:
    return (
        f'<label class="field" id="{field}-field"{more}><span>{text(_(wording.NAME))}</span>'
        f'<input type="text" id="{field}" maxlength="100" autocomplete="off" aria-describedby="{field}-why">'
        f'<small id="{field}-why">{text(_(words.NAME_WHY))}</small></label>'
    )


def _who() -> str:
    """Above the questions: who answers them, and the way back as long as that changes nothing."""
    return (
        f'<div class="who" id="who" hidden><p id="who-is" class="note"></p>{_button("back", words.BACK, "quiet")}</div>'
    )


def _going(paper: Paper) -> str:
    """What is shown in place of the start where answers are kept."""
    return (
        '<section id="going" class="panel" aria-labelledby="going-title" hidden>'
        f'<p class="kind">{text(paper.title)}</p>'
        f'<h2 id="going-title">{text(_(words.GOING))}</h2><ul id="runs"></ul>{_button("anew", words.ANEW)}'
        f'<p class="note">{text(_(words.GOING_WHY))}</p></section>'
    )


def _end(practice: bool) -> str:
    again = _button("again", words.AGAIN if practice else words.NEXT_PERSON, "quiet")
    return (
        f'<nav class="jump" id="jump" aria-label="{text(_(words.QUESTIONS))}" hidden></nav>\n'
        f'<div class="actions" id="actions" hidden>{_button("previous", words.PREVIOUS)}{_button("next", words.NEXT)}'
        f"{_button('finish', words.FINISH, 'main')}</div>\n"
        f"{_dialogs()}\n"
        f'<section id="result" class="panel" tabindex="-1" aria-labelledby="result-title" hidden>'
        f'<h2 id="result-title">{text(_(words.RESULT))}</h2><p id="score"></p><p id="more" class="note"></p>'
        f"{_name('late', ' hidden')}"
        f'<div class="buttons">{_button("download", words.DOWNLOAD, "main")}{_button("print", words.PRINT)}{again}'
        f'</div><p id="saved" class="note" role="status"></p><table id="summary"><caption class="unseen">'
        f"{text(_(words.SUMMARY))}</caption><thead><tr>{_heads()}</tr></thead><tbody></tbody></table>"
        f'<details><summary>{text(_(words.AS_TEXT))}</summary><p class="note">{text(_(words.AS_TEXT_WHY))}</p>'
        f'<textarea id="text" readonly rows="8" aria-label="{text(_(words.AS_TEXT))}"></textarea></details></section>'
    )


def _dialogs() -> str:
    return (
        f'<dialog id="ask" aria-labelledby="ask-title"><h2 id="ask-title">{text(_(words.FINISH_NOW))}</h2>'
        f'<p id="ask-text"></p><div class="buttons">{_button("stay", words.KEEP_GOING)}'
        f"{_button('sure', words.FINISH, 'main')}</div></dialog>\n"
        f'<dialog id="forget" aria-labelledby="forget-title"><h2 id="forget-title">{text(_(words.FORGET))}</h2>'
        f'<p id="forget-text"></p><p id="forget-saved" class="note" role="status"></p><div class="buttons">'
        f"{_button('rescue', words.RESCUE, 'main')}{_button('forgo', words.CANCEL)}{_button('gone', words.GONE)}"
        "</div></dialog>"
    )


def _button(name: str, label: str, kind: str = "") -> str:
    return f'<button type="button" id="{name}" class="{kind}">{text(_(label))}</button>'


def _heads() -> str:
    heads = (words.NUMBER, words.STATE, words.POINTS, words.TIME)
    return "".join(f'<th scope="col">{text(_(head))}</th>' for head in heads)
