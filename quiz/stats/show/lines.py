"""The statistics as one long page of text: what the command prints and the full screen colours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from quiz.charts import wrapped
from quiz.language import _
from quiz.stats import Statistics
from quiz.stats.show import charts, words
from quiz.stats.show.charts import Line, Span
from quiz.terminal import safe


class Chart(NamedTuple):
    """How a chart is drawn for a width, and whether there is anything to draw; `name` is stable and not shown.

    The title of the first one is empty: it speaks for itself.
    """

    name: str
    title: str
    draw: Callable[[Statistics, int], Iterable[Line]]
    filled: Callable[[Statistics], object]


def _answered(figures: Statistics) -> bool:
    return figures.totals.days > 0


CHARTS = (
    Chart("summary", "", charts.summary, lambda _figures: True),
    Chart("heatmap", words.HEATMAP, charts.heatmap, _answered),
    Chart("retention", words.RETENTION, charts.retention, lambda figures: figures.retention.overall.asked),
    Chart("forecast", words.FORECAST, charts.forecast, lambda figures: figures.forecast.total),
    Chart("reviews", words.REVIEWS, charts.reviews, _answered),
    Chart("minutes", words.MINUTES, charts.minutes, _answered),
    Chart("new", words.NEW_CARDS, charts.new_cards, _answered),
    Chart("topics", words.TOPICS, charts.topics, lambda figures: figures.topics),
    Chart("weakest", words.WEAKEST, charts.weakest, lambda figures: figures.weakest),
    Chart("intervals", words.INTERVALS, charts.intervals, lambda figures: figures.intervals.median),
    Chart("ease", words.EASE, charts.eases, lambda figures: figures.ease.median),
    Chart("grades", words.GRADES_GIVEN, charts.grades, lambda figures: any(figures.grades)),
)
"""In the order of the page."""


def plain(figures: Statistics, query: str, width: int) -> Iterator[str]:
    """The whole page without colours."""
    yield from wrapped(safe(words.title(figures, query)).split(), width)
    for chart in CHARTS:
        yield ""
        for line in section(chart, figures, width):
            yield "".join(span.text for span in line).rstrip()


def section(chart: Chart, figures: Statistics, width: int) -> Iterator[Line]:
    """The title of a chart, what it counts, and the chart, or that there is nothing yet.

    In at most `width` columns, which are 36 or more.
    """
    if chart.title:
        yield (Span(_(chart.title), "title"),)
    if not chart.filled(figures):
        yield (Span(_(words.NOTHING), "muted"),)
        return
    if meaning := words.MEANING.get(chart.title):
        yield from ((Span(line, "muted"),) for line in wrapped(_(meaning).split(), width))
    yield from chart.draw(figures, width)
