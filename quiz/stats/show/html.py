"""The statistics as one self-contained HTML page: no network, no script, no other file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from quiz.brief import in_brief
from quiz.language import N_, _, n_
from quiz.stats import Spread, Statistics
from quiz.stats.bands import Band
from quiz.stats.mastery import Topic, Weak, leaves
from quiz.stats.show import words
from quiz.stats.show.html_charts import bar, heatmap, interval, key, month_axis, plot, table, text
from quiz.topics import LEVEL

STYLE = Path(__file__).with_name("page.css")
OWN_LANGUAGE = N_("en")
"""A catalogue translates this to the code of its own language."""
AS_TABLE = N_("As a table")
MASTERY = (("green", words.MASTERED), ("amber", words.LEARNING), ("grey", words.NEW))
ANSWERS = (("blue", N_("reviews")), ("green", N_("new cards")), ("grey", N_("repeats and practice")))


def page(figures: Statistics, query: str) -> str:
    """The whole document."""
    title = text(words.title(figures, query))
    parts = (_tiles, _heatmap, _days, _retention, _forecast, _topics, _weakest, _intervals, _eases, _grades)
    return (
        f'<!DOCTYPE html>\n<html lang="{text(_(OWN_LANGUAGE))}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>\n{STYLE.read_text('utf-8')}</style>\n</head>\n<body>\n"
        f"<header><h1>{title}</h1><p>{_listed(words.all_done(figures.totals))}</p></header>\n<main>\n"
        + "\n".join(part(figures) for part in parts)
        + "\n</main>\n</body>\n</html>\n"
    )


def _tiles(figures: Statistics) -> str:
    today, due, recent = figures.days[-1], figures.forecast, figures.retention.recent
    tiles = (
        (words.TODAY, f"{today.answers:,}", _listed(words.day_done(today))),
        (words.STREAK, words.interval(figures.streak.current), _listed(words.streak(figures.streak)[1:])),
        (words.DUE, f"{due.days[0]:,}", _listed(words.coming(due)[1:3])),
        (words.RETENTION, words.percent(recent.rate), _listed((_(words.RECENT), words.percents(recent.interval)))),
        (words.CARDS, f"{figures.mastery.total:,}", _listed(words.cards(figures.mastery, figures.set_aside)[1:])),
    )
    told = "".join(
        f'<div><dt>{text(_(name))}</dt><dd class="figure">{text(figure)}</dd><dd class="more">{more}</dd></div>'
        for name, figure, more in tiles
    )
    return f'<dl class="tiles">{told}</dl>'


def _heatmap(figures: Statistics) -> str:
    return _section(words.HEATMAP, heatmap(figures.days))


def _days(figures: Statistics) -> str:
    days = figures.days
    labels = [f"{words.iso(day.day)}: " + " · ".join(words.day_done(day)) for day in days]
    axis = month_axis(days)
    answers = [((day.reviews - day.new, "blue"), (day.new, "green"), (day.drills + day.crams, "grey")) for day in days]
    minutes = [((round(day.minutes), "amber"),) for day in days]
    rows = [
        [words.iso(day.day), *(f"{n:,}" for n in (day.reviews, day.new, day.drills, day.crams)), f"{day.minutes:.1f}"]
        for day in reversed(days)
        if day.answers
    ]
    if not rows:
        return _section(words.ANSWERS_A_DAY, "")
    head = (_("Day"), _(words.REVIEWS), _(words.NEW_CARDS), _("Repeats"), _("Practice"), _(words.MINUTES))
    return _section(
        words.ANSWERS_A_DAY,
        _figure(_(words.REVIEWS), words.sums([day.reviews for day in days]), plot(answers, labels, axis))
        + key((colour, _(name)) for colour, name in ANSWERS)
        + _figure(
            _(words.MINUTES), words.sums([round(day.minutes) for day in days]), plot(minutes, labels, axis, low=True)
        )
        + _details(table(_(words.ANSWERS_A_DAY), head, rows)),
    )


def _retention(figures: Statistics) -> str:
    if not figures.retention.overall.asked:
        return _section(words.RETENTION, "", "most")
    named = words.recalls(figures.retention)
    start = words.scale_start(figures.retention)
    rows = [
        (
            text(name),
            f"<b>{words.percent(recall.rate)}</b>",
            words.percents(recall.interval),
            f"{recall.passed:,}/{recall.asked:,}",
            interval(recall, start),
        )
        for name, recall in named
    ]
    head = (_("Interval"), _(words.RATE), _(words.RANGE), _(words.PASSED), f"{start:.0%}–100%")
    return _section(words.RETENTION, table(_(words.RETENTION), head, rows, charts=4, kind="retention"), "most")


def _forecast(figures: Statistics) -> str:
    due = figures.forecast
    if not due.total:
        return _section(words.FORECAST, "", "third")
    dates = [words.iso(figures.today + ahead) for ahead in range(len(due.days))]
    labels = [n_("{day}: {n:,} card", "{day}: {n:,} cards", n, day=day) for day, n in zip(dates, due.days, strict=True)]
    overdue = [due.overdue, *[0] * (len(dates) - 1)]
    bars = [((n - late, "blue"), (late, "amber")) for n, late in zip(due.days, overdue, strict=True)]
    axis = [(ahead / len(dates), dates[ahead]) for ahead in range(0, len(dates), 10)]
    rows = ((day, f"{count:,}") for day, count in zip(dates, due.days, strict=True))
    return _section(
        words.FORECAST,
        _figure("", words.coming(due), plot(bars, labels, axis))
        + key((("blue", _("due")), ("amber", _("overdue"))))
        + _details(table(_(words.FORECAST), (_("Day"), _("Cards")), rows)),
        "third",
    )


def _topics(figures: Statistics) -> str:
    fine = leaves(figures.topics)
    rows = [row for topic in figures.topics for row in _topic(topic, weakest=topic.topic in fine)]
    head = (_("Topic"), _(words.MASTERED), "", "")
    legend = key((colour, _(name)) for colour, name in MASTERY)
    chart = table(_(words.TOPICS), head, rows, charts=1, kind="topics")
    return _section(words.TOPICS, legend + chart if rows else "", "long")


def _topic(topic: Topic, *, weakest: bool) -> Iterator[tuple[str, ...]]:
    """A row of the table, and one below it for the weakest card."""
    mastery = topic.mastery
    pieces = [(n, colour) for n, (colour, _name) in zip(reversed(mastery), MASTERY, strict=True)]
    name = topic.topic.rpartition(LEVEL)[2] if topic.topic else _(words.NO_TOPIC)
    indent = f'<div style="padding-left:{topic.topic.count(LEVEL) * 1.2:.1f}rem"'
    yield (
        f"{indent}>{text(name)}</div>",
        bar(pieces, mastery.total),
        f"{mastery.mastered:,}/{mastery.total:,}",
        f"<b>{mastery.share:.0%}</b>",
    )
    if weakest and topic.weakest:
        card = topic.weakest[0]
        why = f" · {text(words.lapses(card))}" if card.lapses else ""
        yield (f'{indent} class="muted">↳ <bdi>{text(in_brief(card.entry.question))}</bdi>{why}</div>',)


def _weakest(figures: Statistics) -> str:
    items = "".join(_weak(card) for card in figures.weakest)
    return _section(words.WEAKEST, f'<ol class="weakest">{items}</ol>' if items else "", "long")


def _weak(card: Weak) -> str:
    told = _listed(filter(None, (*words.weakness(card), words.place(card))))
    return f'<li><div dir="auto">{text(in_brief(card.entry.question))}</div><div class="muted">{told}</div></li>'


def _intervals(figures: Statistics) -> str:
    return _spread(words.INTERVALS, figures.intervals, words.interval_band, words.interval)


def _eases(figures: Statistics) -> str:
    return _spread(words.EASE, figures.ease, words.ease_band, words.ease)


def _spread(title: str, spread: Spread, band_name: Callable[[Band], str], written: Callable[[int], str]) -> str:
    if spread.median is None:
        return _section(title, "", "third")
    median = f'<p class="muted">{text(words.median(written(spread.median)))}</p>'
    counts = _counts(title, [(band_name(band), count) for band, count in spread.bands])
    return _section(title, counts + median, "third")


def _grades(figures: Statistics) -> str:
    counts = _counts(words.GRADES_GIVEN, words.grades(figures.grades)) if any(figures.grades) else ""
    return _section(words.GRADES_GIVEN, counts, "third")


def _counts(title: str, named: Sequence[tuple[str, int]]) -> str:
    """Rows of a name, a bar and a count; not all counts are zero."""
    most, whole = max(count for _name, count in named), sum(count for _name, count in named)
    rows = ((text(name), bar([(n, "blue")], most), f"{n:,}", f"{n / whole:.0%}") for name, n in named)
    return table(_(title), ("", "", "", ""), rows, charts=1)


def _section(title: str, content: str, kind: str = "") -> str:
    """A chart below its title and what it counts; that there is nothing yet where the content is empty."""
    meaning = words.MEANING.get(title, "") if content else words.NOTHING
    return (
        f'<section class="{kind}"><h2>{text(_(title))}</h2><p class="meaning">{text(_(meaning))}</p>{content}</section>'
    )


def _figure(title: str, figures: Iterable[str], chart: str) -> str:
    return f"<figure><figcaption><b>{text(title)}</b><div>{_listed(figures)}</div></figcaption>{chart}</figure>"


def _details(content: str) -> str:
    return f"<details><summary>{text(_(AS_TABLE))}</summary>{content}</details>"


def _listed(parts: Iterable[str]) -> str:
    """Figures one after the other; a line ends between two of them."""
    *most, last = map(text, parts)
    return " ".join([*(f"<span>{part} ·</span>" for part in most), f"<span>{last}</span>"])
