"""The pages for everyone: hostile text does nothing, phones, contrast, screen readers."""

import pytest
from exam_pages import TRAPS, hostile, paper
from exam_taking import answer_by_keyboard, finish

from quiz.exam.page.options import PageOptions


@pytest.mark.parametrize("name", ["html", "practice", "test"])
def test_hostile_text_does_nothing(show, name):
    """Whatever a card says, no script of it runs, nothing is fetched, and its words are on the page."""
    page = show(hostile(), name, PageOptions(feedback="end"))
    if name != "html":
        page.click("#begin")
        page.js("document.querySelectorAll('#A4 [data-gap], #A3 .typed input').forEach(input => input.focus())")
        page.click("#finish")
        page.click("#sure")
    page.js("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    assert page.js("String(window.trapped)") == "undefined"
    assert page.js("performance.getEntriesByType('resource').length") == 0
    shown = page.js("document.querySelector('main').innerText")
    for trap in (TRAPS[0], TRAPS[1], TRAPS[4]):
        assert trap in shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["html", "practice", "test"])
def test_phone(show, name, scheme):
    """On a phone nothing is wider than the screen, and what is tapped is at least 44 pixels high."""
    page = show(paper(), name, PageOptions(feedback="end"), width=360, height=740, prefers_color_scheme=scheme)
    wide = "document.documentElement.scrollWidth"
    assert page.js(wide) == 360
    if name == "html":
        return
    page.click("#begin")
    assert page.js(wide) == 360
    small = "[...document.querySelectorAll('button, select, .option, .jump a, .typed input')]"
    small += ".filter(one => one.offsetHeight > 0 && one.offsetHeight < 44).map(one => one.outerHTML)"
    assert page.js(small) == []
    page.click("#finish")
    page.click("#sure")
    assert page.js(wide) == 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(show, scheme):
    """Every text has a contrast of at least 4.5 to 1 to what is behind it, in each state."""
    page = show(paper(), "practice", PageOptions(feedback="end"), prefers_color_scheme=scheme)
    assert page.js(CONTRAST) == []
    page.click("#begin")
    answer_by_keyboard(page, numbers=(1, 3, 4, 6, 7))
    assert page.js(CONTRAST) == []
    finish(page)
    assert page.js(CONTRAST) == []


CONTRAST = """(() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const low = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    if (element.closest(':disabled, script, option')) continue;
    const style = getComputedStyle(element);
    const [one, other] = [light(parse(style.color)), light(behind(element))].sort((a, b) => b - a);
    if ((one + 0.05) / (other + 0.05) < 4.5) low.push([walker.currentNode.data.trim(), style.color, behind(element)]);
  }
  return low;
})()"""


@pytest.mark.parametrize("name", ["html", "practice", "test"])
def test_names_for_screen_readers(show, name):
    """Everything that can be used has a name, and the fields of a question are told with its words."""
    page = show(paper(), name)
    if name != "html":
        page.click("#begin")
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    used = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in ROLES
    ]
    assert [role for role, told in used if not told.strip()] == []
    if name != "html":
        assert any("8080번 포트로 여는" in told for role, told in used if role == "radiogroup")
        assert ("textbox", "빈칸 1: 파일 이름") in used
        assert ("radio", "B -p 8080:80") in used
        assert any(role == "combobox" and told == "docker logs" for role, told in used)


ROLES = {"button", "radio", "checkbox", "textbox", "combobox", "link", "radiogroup", "group", "dialog", "table"}
