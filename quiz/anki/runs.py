"""The text of a line in runs of one form each, and the tidy HTML they make: what CommonMark can say, and no more.

CommonMark opens and closes emphasis by the characters around it (section 6.2 of its specification, "flanking"), so
not every bold letter can be written. A run that cannot keep its form keeps its text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby, pairwise
from typing import NamedTuple

STRONG, EM, STRUCK = "strong", "em", "s"
PLAIN: frozenset[str] = frozenset()
CODE_RUN = "code"
"""The `html` of a run whose text is code."""


class Run(NamedTuple):
    """Text of one form. `html` is the tag of what is no text: an image, code, a formula, a line break.

    `link` is where it leads, '' for nowhere.
    """

    text: str
    marks: frozenset[str] = PLAIN
    link: str = ""
    html: str = ""


def tidy(runs: Iterable[Run]) -> str:
    """Runs as HTML: marks nested and parted by what CommonMark needs between them, blanks outside of them."""
    found = _writable(_trimmed(_merged(runs)))
    parts: list[str] = []
    for link, linked in groupby(found, key=lambda run: run.link):
        inner = "".join(_marked(list(linked)))
        parts.append(f'<a href="{escape(link)}">{inner}</a>' if link else inner)
    return "".join(parts)


def _merged(runs: Iterable[Run]) -> list[Run]:
    """Neighbours of one form as one run."""
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last and not (run.html or last.html) and (run.marks, run.link) == (last.marks, last.link):
            merged[-1] = last._replace(text=last.text + run.text)
        elif run.text or run.html:
            merged.append(run)
    return merged


def _trimmed(runs: list[Run]) -> list[Run]:
    """Blanks at the edges of a run as runs of their own, with the marks that hold on both sides."""
    cut: list[Run] = []
    for run in runs:
        core = run.text.strip()
        if run.html or core == run.text:
            cut.append(run)
            continue
        start = len(run.text) - len(run.text.lstrip())
        parts = (run.text[:start], core, run.text[start + len(core) :]) if core else (run.text,)
        cut += (run._replace(text=part) for part in parts if part)
    if not any(run.marks or run.link for run in cut):
        return cut
    for index, run in enumerate(cut):
        if not run.html and run.text.isspace():
            before = next((cut[i] for i in range(index - 1, -1, -1)), Run(""))
            after = next((other for other in cut[index + 1 : index + 9] if _seen(other)), Run(""))
            link = run.link if run.link == before.link == after.link else ""
            cut[index] = run._replace(marks=before.marks & after.marks, link=link)
    return _merged(cut)


def _seen(run: Run) -> bool:
    return bool(run.html) or not run.text.isspace()


def _writable(runs: list[Run]) -> list[Run]:
    """Runs whose marks can be written: none overlap, none touch another, and all flank."""
    for mark in (EM, STRONG, STRUCK):
        runs = _flanking(runs, mark)
    kept: list[Run] = []
    for run in runs:
        before = kept[-1] if kept and kept[-1].link == run.link else None
        if run.marks and before is not None and (before.marks - run.marks) and (run.marks - before.marks):
            run = run._replace(marks=run.marks & before.marks)
        kept.append(run)
    return _merged(kept)


def _flanking(runs: list[Run], mark: str) -> list[Run]:
    """Runs that bear the mark only from and to where it can be opened and closed."""
    if not any(mark in run.marks for run in runs):
        return runs
    made: list[Run] = []
    spans = [list(span) for _, span in groupby(runs, key=lambda run: (mark in run.marks, run.link))]
    for index, span in enumerate(spans):
        if mark not in span[0].marks:
            made += span
            continue
        before = _edge(made[-1], last=True) if made else ""
        after = _edge(spans[index + 1][0], last=False) if index + 1 < len(spans) else ""
        made += _fitted(span, mark, before, after)
    return made


def _fitted(span: list[Run], mark: str, before: str, after: str) -> list[Run]:
    """A span with one mark less the sign at its edge that a letter outside of it stands next to."""
    head, tail = [], []
    if _is_letter(before) and _is_sign(_edge(span[0], last=False)):
        head, span = _cut(span, mark, len(span[0].text) - len(_without_signs(span[0].text)))
    if span and _is_letter(after) and _is_sign(_edge(span[-1], last=True)):
        core = len(_without_signs(span[-1].text[::-1]))
        span, tail = _cut_end(span, mark, core)
    return [*head, *span, *tail]


def _cut(span: list[Run], mark: str, signs: int) -> tuple[list[Run], list[Run]]:
    first = span[0]
    if first.html or signs == len(first.text) or first.text[signs].isspace():
        return _unmarked(span, mark), []
    parts = (first._replace(text=first.text[:signs]), first._replace(text=first.text[signs:]))
    return _unmarked([parts[0]], mark), [parts[1], *span[1:]]


def _cut_end(span: list[Run], mark: str, core: int) -> tuple[list[Run], list[Run]]:
    last = span[-1]
    if last.html or core == 0 or last.text[core - 1].isspace():
        return [], _unmarked(span, mark)
    parts = (last._replace(text=last.text[:core]), last._replace(text=last.text[core:]))
    return [*span[:-1], parts[0]], _unmarked([parts[1]], mark)


def _unmarked(runs: list[Run], mark: str) -> list[Run]:
    return [run._replace(marks=run.marks - {mark}) for run in runs]


def _edge(run: Run, *, last: bool) -> str:
    """The character of a run at its end or beginning; what is no text begins and ends with a sign in Markdown."""
    if run.html:
        return " " if run.html.startswith("<br") else "!"
    return run.text[-1 if last else 0]


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _is_letter(char: str) -> bool:
    return char != "" and not char.isspace() and not _is_sign(char)


def _without_signs(text: str) -> str:
    start = next((index for index, char in enumerate(text) if not _is_sign(char)), len(text))
    return text[start:]


def _marked(runs: list[Run]) -> Iterator[str]:
    """Tags around runs: the mark that goes on for longer is outside."""
    begun: list[str] = []
    reach = _reaches(runs)
    for (before, run), reaching in zip(pairwise([Run(""), *runs]), reach, strict=True):
        while begun and not run.marks.issuperset(begun):
            yield f"</{begun.pop()}>"
        new = run.marks - set(begun)
        for mark in sorted(new, key=lambda mark: (-reaching[mark], mark)):
            begun.append(mark)
            yield f"<{mark}>"
        text = escape(run.text, quote=False)
        yield f"<code>{text}</code>" if run.html == CODE_RUN else run.html or text
    while begun:
        yield f"</{begun.pop()}>"


def _reaches(runs: list[Run]) -> list[dict[str, int]]:
    """Of each run, up to which run each of its marks goes on."""
    reach: list[dict[str, int]] = []
    following: dict[str, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        following = {mark: following.get(mark, index) for mark in runs[index].marks}
        reach.append(following)
    return reach[::-1]
