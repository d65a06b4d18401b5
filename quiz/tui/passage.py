"""A text of any length as pages, and the card that is made of two of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from quiz.entry import Entry
from quiz.grades import Choice
from quiz.language import N_, _
from quiz.sides import asked, options, told
from quiz.sources import disk_path
from quiz.tui.text import Text
from quiz.tui.worded import Worded

if TYPE_CHECKING:
    from quiz.tui.options import Options

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
    def is_empty(self) -> bool:
        return not self._text.strip()

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

    `ready` mounts the answer together with the question; else `make_ready` does, when there is time. The options of
    a choice stand between both, as written or, with a study `day`, in the order of that day.
    """

    def __init__(self, entry: Entry, *, ready: bool = False, day: Callable[[], int] | None = None) -> None:
        super().__init__()
        self.entry = entry
        self._ready, self._revealed = ready, False
        folder = disk_path(entry.file).parent
        self._question = Passage(asked(entry), folder, classes="question")
        self._options = _options(entry, day)
        self._answer = Passage(told(entry), folder, classes="answer")
        self._answer.display = False

    def compose(self) -> ComposeResult:
        yield self._question
        if self._options:
            yield self._options
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
        self._revealed = True
        self._answer.display = not self._answer.is_empty
        if self._options:
            self._options.reveal()

    def hide(self, *, keep: bool = False) -> None:
        """As before it was revealed; with `keep` what was chosen stays chosen."""
        self._answer.display = self._revealed = False
        self.query("TypedAnswer, Verdict").remove()
        if self._options and not keep:
            self._options.ask()

    async def ask_typed(self) -> None:
        """Below the question a line to type the answer on, which has the keys."""
        from quiz.tui.typing import TypedAnswer

        line = TypedAnswer()
        await self.mount(line, after=self._question)
        self.screen.set_focus(line)  # at once: letters typed ahead are no keys

    def ask_options(self) -> None:
        """Give the options the keys, if there are any."""
        if self._options:
            self.screen.set_focus(self._options)

    def judge(self, choices: Sequence[Choice]) -> int | None:
        """What came of what was chosen or typed, if anything was; the grade that is suggested."""
        if self._options:
            if self._options.has_focus:
                self.screen.set_focus(None)
            return self._options.judge(choices)
        if not self.query("TypedAnswer"):
            return None
        from quiz.tui.typing import TypedAnswer, Verdict
        from quiz.typed.expected import compare

        suggested = None
        for line in self.query(TypedAnswer):
            if line.value.strip():
                comparison = compare(line.value, self.entry)
                suggested = comparison.suggested
                self.mount(Verdict(comparison, choices), after=self._question)
            line.remove()
        return suggested

    @property
    def revealed(self) -> bool:
        return self._revealed

    @property
    def answer_lines(self) -> tuple[int, int]:
        """From which to which line below the top what was revealed stands; the question goes before it."""
        shown = [child.virtual_region for child in self.children if child.display and child is not self._question]
        above = self.virtual_region.y
        return above + min((each.y for each in shown), default=0), above + max(
            (each.bottom for each in shown), default=0
        )

    @property
    def has_more(self) -> bool:
        return any(passage.display and passage.has_more for passage in (self._question, self._answer))

    async def more(self) -> None:
        """Show the next page of the first text that goes on."""
        for passage in (self._question, self._answer):
            if passage.display and passage.has_more:
                await passage.more()
                return


def _options(entry: Entry, day: Callable[[], int] | None) -> Options | None:
    read = options(entry, day() if day and entry.kind == "choice" else None)
    if read is None:
        return None
    from quiz.tui.options import Options

    return Options(read)


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
