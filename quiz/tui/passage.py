"""A text of any length as pages, and the card that is made of two of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from quiz.entry import Entry
from quiz.grades import Choice
from quiz.language import N_, _
from quiz.sources import disk_path
from quiz.tui.text import Text
from quiz.tui.worded import Worded

PAGE_LINES = 200
PAGE_CHARACTERS = 20_000
MORE = N_("… {n} more lines, press m")

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")


class Passage(Vertical, Worded):
    """Markdown, two hundred lines at a time."""

    def __init__(self, text: str, folder: Path, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._text, self._folder = text, folder
        self._rest = pages(text)

    def compose(self) -> ComposeResult:
        yield Text(self._rest.pop(0))
        if self._rest:
            yield Static(self._remaining, classes="more", markup=False)
        if "![" in self._text:
            from quiz.tui.pictures import pictures_of

            yield from pictures_of(self._text, self._folder)

    async def reword(self) -> None:
        for line in self.query(".more").results(Static):
            line.update(self._remaining)
        for text in self.query(Text):
            if "![" in text.source:  # where an image is named
                await text.update(text.source)

    @property
    def has_more(self) -> bool:
        return bool(self._rest and self.query(".more"))

    async def more(self) -> None:
        """Show the next page."""
        line = self.query_one(".more", Static)
        await self.mount(Text(self._rest.pop(0)), before=line)
        if self._rest:
            line.update(self._remaining)
        else:
            await line.remove()

    @property
    def _remaining(self) -> str:
        return _(MORE).format(n=sum(page.count("\n") + 1 for page in self._rest))


class CardView(Vertical):
    """A question, and below it the answer: mounted early and hidden, for laying out costs less than parsing.

    `ready` mounts the answer together with the question; else `make_ready` does, when there is time.
    """

    def __init__(self, entry: Entry, *, ready: bool = False) -> None:
        super().__init__()
        self.entry = entry
        self._ready = ready
        folder = disk_path(entry.file).parent
        self._question = Passage(entry.question, folder, classes="question")
        self._answer = Passage(entry.answer, folder, classes="answer")
        self._answer.display = False

    def compose(self) -> ComposeResult:
        yield self._question
        if self._ready:
            yield self._answer

    def shows(self, entry: Entry) -> bool:
        """Whether this is the view of the entry as the notes have it now."""
        mine = self.entry
        return (mine.uid, mine.question, mine.answer) == (entry.uid, entry.question, entry.answer)

    def make_ready(self) -> None:
        """Mount the hidden answer, once."""
        if not self._ready:
            self._ready = True
            self.mount(self._answer)

    def reveal(self) -> None:
        self.make_ready()
        self._answer.display = True

    def hide(self) -> None:
        self._answer.display = False
        self.query("TypedAnswer, Verdict").remove()

    async def ask_typed(self) -> None:
        """Below the question a line to type the answer on, which has the keys."""
        from quiz.tui.typing import TypedAnswer

        line = TypedAnswer()
        await self.mount(line, after=self._question)
        self.screen.set_focus(line)  # at once: letters typed ahead are no keys

    def judge(self, choices: Sequence[Choice]) -> int | None:
        """In place of the line, if there is one, what came of what stands on it; the grade that is suggested."""
        if not self.query("TypedAnswer"):
            return None
        from quiz.tui.typing import TypedAnswer, Verdict
        from quiz.typed.comparison import compare

        suggested = None
        for line in self.query(TypedAnswer):
            if line.value.strip():
                comparison = compare(line.value, self.entry.answer)
                suggested = comparison.suggested
                self.mount(Verdict(comparison, choices), after=self._question)
            line.remove()
        return suggested

    @property
    def revealed(self) -> bool:
        return self._answer.display

    @property
    def has_more(self) -> bool:
        return any(passage.display and passage.has_more for passage in (self._question, self._answer))

    async def more(self) -> None:
        """Show the next page of the first text that goes on."""
        for passage in (self._question, self._answer):
            if passage.display and passage.has_more:
                await passage.more()
                return


def pages(text: str, lines: int = PAGE_LINES, characters: int = PAGE_CHARACTERS) -> list[str]:
    """The text in parts that can be shown one by one; a code fence that is cut goes on in the next part."""
    parts: list[list[str]] = [[]]
    fence, size = "", 0
    for line in text.split("\n"):
        if len(parts[-1]) >= lines or (size + len(line) > characters and parts[-1]):
            parts.append([])
            size = 0
            if fence:
                parts[-2].append(_closing(fence))
                parts[-1].append(fence)
        parts[-1].append(line)
        size += len(line)
        fence = _fence_after(line, fence)
    return ["\n".join(parts[0]), *(dedent("\n".join(part)) for part in parts[1:])]


def _fence_after(line: str, fence: str) -> str:
    """The line that opened the fence we are in behind `line`, or nothing."""
    mark = _FENCE.match(line)
    if mark is None:
        return fence
    if not fence:
        return line
    return "" if line.strip().startswith(_closing(fence).strip()) and not line.strip().strip("`~") else fence


def _closing(fence: str) -> str:
    mark = _FENCE.match(fence)
    return mark[0] if mark else ""
