"""The text of a block in runs of one form each, and which forms of them Markdown can write.

CommonMark opens and closes emphasis by the characters around it (section 6.2 of its specification, "flanking"), so
not every bold letter can be written. A run that cannot keep its form keeps its text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal, NamedTuple

STRONG, EM, STRUCK = "**", "*", "~~"
PLAIN: frozenset[str] = frozenset()

Kind = Literal["text", "code", "math", "image", "line", "paragraph"]
"""math: `text` is LaTeX. image: `text` is what stands for it, `source` where it is. line, paragraph: a break."""


class Run(NamedTuple):
    """Text of one form. `link` is where it leads, '' for nowhere; `display` says that a formula stands apart."""

    text: str
    marks: frozenset[str] = PLAIN
    link: str = ""
    kind: Kind = "text"
    source: str = ""
    display: bool = False


def writable(runs: Iterable[Run]) -> list[Run]:
    """Runs with blanks outside of their marks, and with marks of which none overlap, none touch, and all flank."""
    found = _merged(runs)
    if not any(run.marks or run.link for run in found):
        return found
    found = _trimmed(found)
    used = frozenset[str]().union(*(run.marks for run in found))
    for _ in range(2 if len(used) > 1 else 1):
        for mark in sorted(used):
            found = _flanking(found, mark)
        found = _merged(_nested(found) if len(used) > 1 else found)
    return found


def reaches(runs: list[Run]) -> list[dict[str, int]]:
    """Of each run, up to which run each of its marks goes on."""
    reach: list[dict[str, int]] = []
    following: dict[str, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        following = {mark: following.get(mark, index) for mark in runs[index].marks}
        reach.append(following)
    return reach[::-1]


def _merged(runs: Iterable[Run]) -> list[Run]:
    """Neighbours of one form as one run."""
    merged: list[Run] = []
    for (kind, marks, link), alike in groupby(runs, key=lambda run: (run.kind, run.marks, run.link)):
        if kind not in ("text", "code"):
            merged += alike
        elif text := "".join([run.text for run in alike]):
            merged.append(Run(text, marks, link, kind))
    return merged


def _trimmed(runs: list[Run]) -> list[Run]:
    """Blanks at the edges of a run as runs of their own, with the marks that hold on both sides."""
    cut: list[Run] = []
    for run in runs:
        core = run.text.strip()
        if run.kind != "text" or core == run.text:
            cut.append(run)
            continue
        start = len(run.text) - len(run.text.lstrip())
        parts = (run.text[:start], core, run.text[start + len(core) :]) if core else (run.text,)
        cut += (run._replace(text=part) for part in parts if part)
    for index, run in enumerate(cut):
        if run.kind == "text" and run.text.isspace():
            before = cut[index - 1] if index else Run("")
            after = next((other for other in cut[index + 1 : index + 9] if _seen(other)), Run(""))
            held = before.link == after.link
            cut[index] = Run(run.text, before.marks & after.marks if held else PLAIN, before.link if held else "")
    return _merged(cut)


def _seen(run: Run) -> bool:
    return run.kind != "text" or not run.text.isspace()


def _nested(runs: list[Run]) -> Iterator[Run]:
    """Runs less the mark that would go on where one around it ends, or begin right where another ends."""
    begun: list[str] = []
    link = ""
    for run, reaching in zip(runs, reaches(runs), strict=True):
        begun = begun if run.link == link else []
        link = run.link
        ended = next((depth for depth, mark in enumerate(begun) if mark not in run.marks), None)
        kept = run.marks
        if ended is not None:
            kept &= frozenset(begun[:ended])
            begun = begun[:ended]
        new = kept - frozenset(begun)
        begun += sorted(new, key=lambda mark: (-reaching[mark], mark))
        yield run if kept == run.marks else run._replace(marks=kept)


def _flanking(runs: list[Run], mark: str) -> list[Run]:
    """Runs that bear the mark only from and to where it can be opened and closed."""
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
    head: list[Run] = []
    tail: list[Run] = []
    if _is_letter(before) and _is_sign(_edge(span[0], last=False)):
        head, span = _cut(span, mark, len(span[0].text) - len(_without_signs(span[0].text)))
    if span and _is_letter(after) and _is_sign(_edge(span[-1], last=True)) and not _closes(span[-1], after):
        core = len(_without_signs(span[-1].text[::-1]))
        span, tail = _cut_end(span, mark, core)
    return [*head, *span, *tail]


def _closes(run: Run, after: str) -> bool:
    """Whether our parser lets a mark end after a sign where Korean, Chinese or Japanese goes on at once."""
    opening = run.kind == "text" and unicodedata.category(run.text[-1]) in ("Ps", "Pi")
    return not opening and unicodedata.name(after, "").startswith(("HANGUL", "CJK UNIFIED", "HIRAGANA", "KATAKANA"))


def _cut(span: list[Run], mark: str, signs: int) -> tuple[list[Run], list[Run]]:
    first = span[0]
    if first.kind != "text" or signs == len(first.text) or first.text[signs].isspace():
        return _unmarked(span, mark), []
    parts = (first._replace(text=first.text[:signs]), first._replace(text=first.text[signs:]))
    return _unmarked([parts[0]], mark), [parts[1], *span[1:]]


def _cut_end(span: list[Run], mark: str, core: int) -> tuple[list[Run], list[Run]]:
    last = span[-1]
    if last.kind != "text" or core == 0 or last.text[core - 1].isspace():
        return [], _unmarked(span, mark)
    parts = (last._replace(text=last.text[:core]), last._replace(text=last.text[core:]))
    return [*span[:-1], parts[0]], _unmarked([parts[1]], mark)


def _unmarked(runs: list[Run], mark: str) -> list[Run]:
    return [run._replace(marks=run.marks - {mark}) for run in runs]


def _edge(run: Run, *, last: bool) -> str:
    """The character of a run at its end or beginning; what is no text begins and ends with a sign in Markdown."""
    if run.kind != "text":
        return " " if run.kind in ("line", "paragraph") else "!"
    return run.text[-1 if last else 0]


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _is_letter(char: str) -> bool:
    return char != "" and not char.isspace() and not _is_sign(char)


def _without_signs(text: str) -> str:
    start = next((index for index, char in enumerate(text) if not _is_sign(char)), len(text))
    return text[start:]
