"""Each chart of the statistics as lines of text for any width, from 36 columns up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from quiz.brief import in_brief
from quiz.charts import HEAT, bar, columns, padded, shares, whiskers, wrapped
from quiz.language import _
from quiz.stats import Spread, Statistics
from quiz.stats.activity import Day, heat, weeks
from quiz.stats.bands import Band
from quiz.stats.mastery import Topic, leaves
from quiz.stats.retention import Recall
from quiz.stats.show import words
from quiz.terminal import cell_width, fit, safe
from quiz.topics import LEVEL

TALL, LOW = 4, 2
ROOMY = 60
ROOM_TO_DRAW = 15
LONGEST_BAR = 40
MASTERY = "█▒·"
TONES = ("good", "learning", "muted")


class Span(NamedTuple):
    """A piece of a line; `tone` is one of "", title, strong, muted, bar, good, learning, heat0 … heat4."""

    text: str
    tone: str = ""


Line = tuple[Span, ...]


def listed(parts: Iterable[str], width: int) -> list[str]:
    """Figures that stand one after the other, in lines that part between them."""
    return wrapped(parts, width, " · ")


def summary(figures: Statistics, width: int) -> Iterator[Line]:
    rows = (
        (_(words.TODAY), words.day_done(figures.days[-1])),
        (_(words.STREAK), words.streak(figures.streak)),
        (_(words.CARDS), words.cards(figures.mastery, figures.set_aside)),
        (_(words.ALL_TIME), words.all_done(figures.totals)),
    )
    label = max(cell_width(name) for name, _parts in rows) + 2
    for name, parts in rows:
        for number, line in enumerate(listed(parts, width - label)):
            yield Span(padded("" if number else name, label), "strong"), Span(line)


def heatmap(figures: Statistics, width: int) -> Iterator[Line]:
    scale, names = heat(figures.days), [_(name) for name in words.WEEKDAYS]
    label = max(map(cell_width, names)) + 1
    all_weeks = weeks(figures.days)
    cell = 2 if width >= label + 2 * len(all_weeks) else 1
    shown = all_weeks[-((width - label) // cell) :]
    yield (Span(" " * label + _months(shown, cell), "muted"),)
    for weekday, name in enumerate(names):
        levels = [None if (day := week[weekday]) is None else scale.level(day.answers) for week in shown]
        cells = (Span(" " * cell) if level is None else Span(HEAT[level] * cell, f"heat{level}") for level in levels)
        yield Span(padded(name, label), "muted"), *cells
    levels_told = zip(HEAT, words.heat_levels(scale), strict=True)
    parts = (
        (Span(glyph, f"heat{level}"), Span(f" {told}  ", "muted")) for level, (glyph, told) in enumerate(levels_told)
    )
    yield Span(" " * (label if width >= ROOMY else 0)), *(span for part in parts for span in part)


def _months(shown: Sequence[Sequence[Day | None]], cell: int) -> str:
    """The names of the months above the weeks in which they begin, where there is room."""
    line, before = "", 0
    for column, week in enumerate(shown):
        month = next(date.fromordinal(day.day).month for day in week if day)
        room = column * cell - cell_width(line)
        if month != before and (room > 0 or not line):
            name = _(words.MONTHS[month - 1])
            if (column * cell + cell_width(name)) <= len(shown) * cell:
                line += " " * room + name
        before = month
    return line


def reviews(figures: Statistics, width: int) -> Iterator[Line]:
    return _daily(figures.days, [day.reviews for day in figures.days], TALL, width)


def minutes(figures: Statistics, width: int) -> Iterator[Line]:
    return _daily(figures.days, [round(day.minutes) for day in figures.days], LOW, width)


def new_cards(figures: Statistics, width: int) -> Iterator[Line]:
    return _daily(figures.days, [day.new for day in figures.days], LOW, width)


def _daily(days: Sequence[Day], values: Sequence[int], height: int, width: int) -> Iterator[Line]:
    """The last days as vertical bars, as many as there is room for."""
    label = len(str(max(values)))
    room = width - label - 1
    shown = values[-room:]
    yield from _upright(shown, height, label, room)
    yield _ends(days[-len(shown)].day, days[-1].day, label, len(shown))
    yield from ((Span(line, "muted"),) for line in listed(words.sums(values), width))


def _upright(values: Sequence[int], height: int, label: int, room: int) -> Iterator[Line]:
    """Vertical bars with their scale at the left."""
    for row, line in enumerate(columns(values, height, room)):
        scale = str(max(values)) if row == 0 else "0" if row == height - 1 else ""
        yield Span(padded(scale, label, right=True) + "▕", "muted"), Span(line, "bar")


def _ends(first: int, last: int, label: int, length: int) -> Line:
    """The days at both ends of an axis."""
    return (
        Span(" " * (label + 1) + padded(words.iso(first), length - len(words.iso(last))) + words.iso(last), "muted"),
    )


def retention(figures: Statistics, width: int) -> Iterator[Line]:
    """A row for each band, with as many columns as there is room for: rate, range, counts, the range drawn."""
    named = words.recalls(figures.retention)
    rows = [["", _(words.RATE), _(words.RANGE), _(words.PASSED)]]
    rows += [
        [name, words.percent(recall.rate), words.percents(recall.interval), _counts(recall)] for name, recall in named
    ]
    widths = [max(cell_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    columns_shown = 4 if sum(widths) + 6 <= width else 3
    drawn = min(LONGEST_BAR, width - sum(widths) - 8)
    start = words.scale_start(figures.retention)
    for row, recall in zip(rows, (None, *(recall for _name, recall in named)), strict=True):
        cells = [
            padded(cell, size, right=place > 0) for place, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        yield Span("  ".join(cells[:columns_shown]), "" if recall else "muted"), *_drawn(recall, start, drawn)


def _drawn(recall: Recall | None, start: float, room: int) -> Iterator[Span]:
    """The range on a scale from `start` to 1; in the first row, which has none, the ends of the scale."""
    if room < ROOM_TO_DRAW:
        return
    if recall is None:
        yield Span("  " + padded(f"{start:.0%}", room - 4) + "100%", "muted")
    elif recall.rate is not None and recall.interval is not None:
        low, point, high = (
            (place - start) / (1 - start) for place in (recall.interval[0], recall.rate, recall.interval[1])
        )
        yield Span("  " + whiskers(low, point, high, room), "bar")


def _counts(recall: Recall) -> str:
    return f"{recall.passed:,}/{recall.asked:,}"


def forecast(figures: Statistics, width: int) -> Iterator[Line]:
    days = figures.forecast.days
    label = len(str(max(days)))
    size = max(1, min(3, (width - label - 1) // len(days)))
    yield from _upright(days, TALL, label, size * len(days))
    yield _ends(figures.today, figures.today + len(days) - 1, label, size * len(days))
    yield from ((Span(line),) for line in listed(words.coming(figures.forecast), width))


def topics(figures: Statistics, width: int) -> Iterator[Line]:
    legend = zip(MASTERY, TONES, (words.MASTERED, words.LEARNING, words.NEW), strict=True)
    yield tuple(span for glyph, tone, name in legend for span in (Span(glyph, tone), Span(f" {_(name)}  ", "muted")))
    names = [_topic_name(topic.topic) for topic in figures.topics]
    told = [
        f"{topic.mastery.mastered:,}/{topic.mastery.total:,} {topic.mastery.share:>4.0%}" for topic in figures.topics
    ]
    figure = max(map(len, told))
    label = min((width - figure) // 2, max(map(cell_width, names)))
    room = max(1, min(LONGEST_BAR, width - label - figure - 4))
    fine = leaves(figures.topics)
    for topic, name, share in zip(figures.topics, names, told, strict=True):
        mastery = topic.mastery
        pieces = shares((mastery.mastered, mastery.learning, mastery.new), MASTERY, room)
        bars = (Span(piece, tone) for piece, tone in zip(pieces, TONES, strict=True))
        yield Span(padded(fit(name, label), label + 2)), *bars, Span("  " + padded(share, figure, right=True))
        if topic.weakest and topic.topic in fine:
            yield (_weakest_of(topic, width),)


def _weakest_of(topic: Topic, width: int) -> Span:
    card, before = topic.weakest[0], "  " * _depth(topic.topic) + "↳ "
    after = f" · {words.lapses(card)}" if card.lapses else ""
    return Span(before + fit(in_brief(card.entry.question), width - cell_width(before + after)) + after, "muted")


def _topic_name(topic: str) -> str:
    return "  " * _depth(topic) + safe(topic.rpartition(LEVEL)[2]) if topic else _(words.NO_TOPIC)


def _depth(topic: str) -> int:
    return topic.count(LEVEL)


def weakest(figures: Statistics, width: int) -> Iterator[Line]:
    for number, card in enumerate(figures.weakest, 1):
        yield Span(f"{number:>2} ", "muted"), Span(fit(in_brief(card.entry.question), width - 3))
        told = [*words.weakness(card), fit(safe(words.place(card)), width - 3)]
        yield from ((Span(f"   {line}", "muted"),) for line in listed(filter(None, told), width - 3))


def intervals(figures: Statistics, width: int) -> Iterator[Line]:
    return _spread(figures.intervals, words.interval_band, words.interval, width)


def eases(figures: Statistics, width: int) -> Iterator[Line]:
    return _spread(figures.ease, words.ease_band, words.ease, width)


def _spread(
    spread: Spread, band_name: Callable[[Band], str], written: Callable[[int], str], width: int
) -> Iterator[Line]:
    yield from _bars([(band_name(band), count) for band, count in spread.bands], width)
    if spread.median is not None:
        yield (Span(words.median(written(spread.median)), "muted"),)


def grades(figures: Statistics, width: int) -> Iterator[Line]:
    return _bars(words.grades(figures.grades), width)


def _bars(rows: Sequence[tuple[str, int]], width: int) -> Iterator[Line]:
    """A name, a horizontal bar, a count and its share."""
    most, whole = max(count for _name, count in rows), sum(count for _name, count in rows)
    label = max(cell_width(name) for name, _count in rows)
    told = [f" {count:,}  {count / whole:.0%}" if count else " 0" for _name, count in rows]
    room = min(LONGEST_BAR, width - label - 2 - max(map(len, told)))
    for (name, count), figure in zip(rows, told, strict=True):
        yield Span(padded(name, label + 2)), Span(bar(count, most, room), "bar"), Span(figure)
