"""Why a card is asked now: its history, what SM-2 knows of it, and what each grade would bring."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quiz.brief import in_brief
from quiz.entry import Entry
from quiz.language import N_, _
from quiz.show import table
from quiz.terminal import safe
from quiz.tui.page import Dialog
from quiz.why import history, outcomes, reason, state

SCROLL = N_("Scroll")


class Why(Dialog[None]):
    DEFAULT_CSS = """
    Why { align: center middle; background: $background 60%; }
    Why > VerticalScroll {
        width: 72; max-width: 100%; height: auto; max-height: 100%; padding: 1 2; background: $surface;
    }
    Why Static { padding: 0 0 1 0; text-wrap: nowrap; text-overflow: ellipsis; }
    Why .question { text-style: bold; }
    Why .head { color: $text-muted; padding: 0; }
    Why.-narrow > VerticalScroll, Why.-short > VerticalScroll { padding: 0 1; }
    """
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,w,enter,space", "dismiss", N_("Close"), key_display="w", id="why.close"),
        Binding("down,j", "scroll(1)", N_("Down"), show=False, tooltip=SCROLL, id="why.down"),
        Binding("up,k", "scroll(-1)", N_("Up"), show=False, tooltip=SCROLL, id="why.up"),
    ]

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self._entry = entry

    def compose(self) -> ComposeResult:
        study, entry = self.study, self._entry
        with VerticalScroll():
            yield Static(in_brief(entry.question), classes="question", markup=False)
            yield Static(reason(entry, study.today), markup=False)
            yield _lines(table(state(entry, leech=study.is_leech(entry))))
            if entry.progress.graded_day == study.today:
                yield Static(_("Its grade of today counts; what is answered now changes no day."), markup=False)
            else:
                yield Static(_("Were it graded now"), classes="head", markup=False)
                days = study.intervals(entry)
                memory, profile = entry.progress.memory, study.rules.profile
                yield _lines(table(outcomes(memory, days, self.quiz.choices, study.today, profile), right=(1, 3)))
            yield Static(_("What happened"), classes="head", markup=False)
            rows = history(study.history(entry))
            yield _lines(table(rows, right=(2, 3)) or [_("Nothing yet.")])

    def action_scroll(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)


def _lines(lines: list[str]) -> Static:
    return Static(Content("\n".join(map(safe, lines))))
