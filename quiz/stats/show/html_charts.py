"""The charts of the HTML page: inline SVG and styled tables. Every text is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from itertools import groupby

from quiz.language import _
from quiz.stats.activity import Day, heat, weeks
from quiz.stats.retention import Recall
from quiz.stats.show import words
from quiz.terminal import safe

CELL, GAP = 11, 3
LEFT, TOP = 30, 16
PLOT_HEIGHT = 100

Bars = Sequence[tuple[int, str]]
"""The pieces of a bar: how much, and its colour."""


def text(words: str) -> str:
    """A text as HTML: nothing in it is a tag, a control character or a trick of direction."""
    return escape(safe(words))


def heatmap(days: Sequence[Day]) -> str:
    """A year of weeks as squares; each tells its day and its answers."""
    scale, columns = heat(days), weeks(days)
    step = CELL + GAP
    squares, names = [], []
    for column, week in enumerate(columns):
        x = LEFT + column * step
        for row, day in enumerate(week):
            if day is not None:
                told = text(f"{words.iso(day.day)}: " + " · ".join(words.day_done(day)))
                box = f'x="{x}" y="{TOP + row * step}" width="{CELL}" height="{CELL}" rx="2"'
                squares.append(f'<rect class="heat{scale.level(day.answers)}" {box}><title>{told}</title></rect>')
    for column, month in _months(columns):
        names.append(f'<text x="{LEFT + column * step}" y="10">{text(month)}</text>')
    for row in (0, 2, 4):
        names.append(f'<text x="0" y="{TOP + row * step + 9}">{text(_(words.WEEKDAYS[row]))}</text>')
    size = f"0 0 {LEFT + len(columns) * step} {TOP + 7 * step}"
    label = text(_(words.HEATMAP))
    drawn = f'<svg viewBox="{size}" role="img" aria-label="{label}">{"".join(names)}{"".join(squares)}</svg>'
    legend = ((f"heat{level}", told) for level, told in enumerate(words.heat_levels(scale)))
    return f'<div class="year" tabindex="0" role="region" aria-label="{label}">{drawn}</div>{key(legend)}'


def _months(columns: Sequence[Sequence[Day | None]]) -> list[tuple[int, str]]:
    """The column in which each month begins; a month that is cut to less than three columns has no name."""
    firsts = [next(date.fromordinal(day.day) for day in week if day) for week in columns]
    found = []
    for _year_month, part in groupby(enumerate(firsts), key=lambda place: (place[1].year, place[1].month)):
        places = list(part)
        if len(places) > 2:
            found.append((places[0][0], _(words.MONTHS[places[0][1].month - 1])))
    return found


def plot(bars: Sequence[Bars], labels: Sequence[str], axis: Sequence[tuple[float, str]], *, low: bool = False) -> str:
    """Upright bars that fill the width; `axis` places texts below them at 0–1. Each bar has a label of its own."""
    most = max((sum(count for count, _colour in bar) for bar in bars), default=0) or 1
    drawn = []
    for place, (bar, label) in enumerate(zip(bars, labels, strict=True)):
        under, pieces = float(PLOT_HEIGHT), ""
        for count, colour in bar:
            tall = round(PLOT_HEIGHT * count / most, 2)
            under = round(under - tall, 2)
            if count:
                pieces += f'<rect class="{colour}" x="{place}.1" y="{under}" width=".8" height="{tall}"/>'
        if pieces:
            drawn.append(f"<g><title>{text(label)}</title>{pieces}</g>")
    ends = "".join(
        f'<span class="{"odd" if place % 2 else "even"}" style="left:{share:.2%}">{text(name)}</span>'
        for place, (share, name) in enumerate(axis)
    )
    return (
        f'<div class="plot{" low" if low else ""}"><div class="scale" aria-hidden="true"><span>{most:,}</span>'
        f'<span>0</span></div><svg viewBox="0 0 {len(bars)} {PLOT_HEIGHT}" preserveAspectRatio="none" '
        f'aria-hidden="true">{"".join(drawn)}</svg><div class="axis" aria-hidden="true">{ends}</div></div>'
    )


def month_axis(days: Sequence[Day]) -> list[tuple[float, str]]:
    """Where in a row of days each month begins."""
    dates = [date.fromordinal(day.day) for day in days]
    return [
        (place / len(dates), _(words.MONTHS[day.month - 1]))
        for place, day in enumerate(dates)
        if day.day == 1 and place < len(dates) - 10
    ]


def key(entries: Iterable[tuple[str, str]]) -> str:
    """What the colours mean."""
    items = "".join(f'<li><i class="{colour}"></i>{text(name)}</li>' for colour, name in entries)
    return f'<ul class="legend">{items}</ul>'


def bar(pieces: Bars, whole: int) -> str:
    """A horizontal bar, as long as its pieces are of `whole`."""
    parts = "".join(f'<i class="{colour}" style="width:{count / whole:.2%}"></i>' for count, colour in pieces if count)
    return f'<span class="bar" aria-hidden="true">{parts}</span>'


def interval(recall: Recall, start: float) -> str:
    """A rate and its confidence interval on a scale from `start` to 1."""
    if recall.rate is None or recall.interval is None:
        return ""
    low, point, high = (
        (place - start) / (1 - start) for place in (recall.interval[0], recall.rate, recall.interval[1])
    )
    return (
        f'<span class="range" aria-hidden="true"><i style="left:{low:.2%};width:{high - low:.2%}"></i>'
        f'<b style="left:{point:.2%}"></b></span>'
    )


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, charts: int = -1, kind: str = "") -> str:
    """A table whose first column names its rows; `charts` is the column of charts, all others hold figures.

    Cells are HTML already, `head` is text. A row of one cell belongs to the row above it.
    """

    def classes(column: int) -> str:
        return "chart" if column == charts else "number"

    top = "".join(
        f'<th scope="col"{f""" class="{classes(column)}" """.rstrip() if column else ""}>{text(name)}</th>'
        for column, name in enumerate(head)
    )

    def line(name: str, *cells: str) -> str:
        if not cells:
            return f'<tr class="below"><td colspan="{len(head)}">{name}</td></tr>'
        figures = "".join(f'<td class="{classes(column)}">{cell}</td>' for column, cell in enumerate(cells, 1))
        return f'<tr><th scope="row">{name}</th>{figures}</tr>'

    body = "".join(line(*row) for row in rows)
    caption = f"<caption>{text(caption)}</caption>"
    return f'<table class="{kind}">{caption}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'
