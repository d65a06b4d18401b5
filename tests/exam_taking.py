"""Pages of papers in the browser: opened, and answered by keyboard."""

from __future__ import annotations

import json

import pytest
from browser import Browser, needs_browser

from quiz.exam.formats import Options, written
from quiz.exam.page.options import PageOptions

FOCUSED = "document.activeElement"


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """One browser for all tests; each page has a profile of its own."""
    needs_browser()
    running = Browser(tmp_path_factory.mktemp("profile"))
    yield running
    running.close()


@pytest.fixture
def show(browser, tmp_path):
    """Writes a page of a paper and opens it."""
    opened = []

    def open_page(of, name, options=PageOptions(), before="", **how):  # noqa: B008  # an immutable value
        ((file, data),) = written(of, (name,), Options(page=options)).items()
        path = tmp_path / file
        path.write_bytes(data)
        page = browser.page(tmp_path / "empty.html" if before else path, **how)
        opened.append(page)
        if before:
            page.before_load(before)
            page.open(path)
        return page

    (tmp_path / "empty.html").write_text("<!DOCTYPE html><title></title>")
    yield open_page
    for page in opened:
        assert page.problems() == []
        page.close()


def tab_to(page, selector, *, limit=150):
    """Presses Tab until what is focused matches; fails where the keyboard does not get there."""
    for _press in range(limit):
        if page.js(f"{FOCUSED}.matches({json.dumps(selector)})"):
            return
        page.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


def tab_back(page, selector, *, limit=30):
    for _press in range(limit):
        if page.js(f"{FOCUSED}.matches({json.dumps(selector)})"):
            return
        page.press("Shift+Tab")
    raise AssertionError(f"Shift+Tab does not reach {selector}")


def come_back(page):
    """Loads the page again and goes on with what is kept."""
    page.reload()
    page.until("!document.getElementById('going').hidden")
    assert page.js("document.querySelector('form.variant:not([hidden])') === null")
    tab_to(page, "#runs button")
    page.press("Enter")
    page.until("document.querySelector('form.variant:not([hidden])') !== null")


def answer_by_keyboard(page, letter="A", numbers=range(1, 9)):
    """The answers of `EXPECTED`, with no key but Tab, blank, arrows, Enter and letters."""
    acts = {
        1: lambda name: (tab_to(page, f"#{name} input"), page.press(" ", "ArrowDown")),
        2: lambda name: (tab_to(page, f"#{name} input"), page.press(" ", "ArrowDown")),
        3: lambda name: (tab_to(page, f"#{name} .typed input"), page.type("도커컴포즈")),
        4: lambda name: [
            (tab_to(page, f"#{name}-g{place}"), page.type(text))
            for place, text in enumerate(("dockerfile", "run"))
        ],
        5: lambda name: [(tab_to(page, f"#{name}-{place}"), page.press(" ")) for place in (1, 3)],
        6: lambda name: [
            (tab_to(page, f"#{name} [data-prompt='{place}']"), page.press(*["ArrowDown"] * downs))
            for place, downs in enumerate((2, 3, 2))
        ],
        7: lambda name: (
            tab_to(page, f"#{name} li[data-place='0'] [data-move='1']"),
            page.press("ArrowDown", "ArrowDown", "Enter"),
            tab_back(page, f"#{name} li[data-place='3'] [data-move='-1']"),
            page.press("Enter"),
        ),
        8: lambda name: (tab_to(page, f"#{name} textarea"), page.type("격리"), page.press("Enter"), page.type("커널")),
    }  # fmt: skip
    for number in numbers:
        acts[number](f"{letter}{number}")


def finish(page):
    tab_to(page, "#finish")
    page.press("Enter")
    page.until("document.getElementById('ask').open")
    tab_to(page, "#sure", limit=5)
    page.press("Enter")
    page.until("!document.getElementById('result').hidden")
