"""The words of the statistics: what figures, bands and weak cards are called in text, on screen and in HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from quiz.grades import grade_name
from quiz.language import N_, _, n_
from quiz.stats import Statistics
from quiz.stats.activity import Day, Heat, Streak, Totals
from quiz.stats.bands import Band
from quiz.stats.forecast import Forecast
from quiz.stats.mastery import Mastery, Weak
from quiz.stats.retention import Recall, Retention

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip

TODAY, STREAK, CARDS, ALL_TIME = N_("Today"), N_("Streak"), N_("Cards"), N_("All time")
HEATMAP = N_("A year of answers")
ANSWERS_A_DAY = N_("Every day of the year")
DUE = N_("Due today")
REVIEWS, MINUTES, NEW_CARDS = N_("Reviews"), N_("Minutes"), N_("New cards")
RETENTION = N_("Retention")
PASSED, RATE, RANGE = N_("passed"), N_("rate"), N_("range (95%)")
FORECAST = N_("Due in the next 30 days")
INTERVALS = N_("Intervals")
EASE = N_("Ease factors")
GRADES_GIVEN = N_("Grades given")
TOPICS = N_("Mastery by topic")
WEAKEST = N_("Weakest cards")
OVERALL, RECENT = N_("All"), N_("Last 30 days")
NOTHING = N_("Nothing yet.")
NO_TOPIC = N_("no topic")
MASTERED, LEARNING, NEW = N_("mastered"), N_("learning"), N_("new")

MEANING = {
    HEATMAP: N_("Every answer counts here, repeats and practice too."),
    RETENTION: N_(
        "First answers of a day to cards passed before, by the interval they had. Hard and better is a pass. "
        "The true rate lies within the range with a confidence of 95%."
    ),
    FORECAST: N_("As the cards stand now, with what is overdue counted today."),
    INTERVALS: N_("Days between reviews, of the cards that were ever graded."),
    EASE: N_("How fast intervals grow. Every card begins at 2.50; 1.30 is the floor."),
    GRADES_GIVEN: N_("Within the schedule; repeats and practice are left out."),
    TOPICS: N_("A card is mastered when its interval is 21 days or more. ↳ names the weakest card of a topic."),
    WEAKEST: N_("By lapses, then by ease, then by recent failures."),
}
"""One sentence below the title of a chart that says what it counts."""


def iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def percents(interval: tuple[float, float] | None) -> str:
    return f"{100 * interval[0]:.1f}–{interval[1]:.1%}" if interval else "–"


def ease(hundredths: int) -> str:
    return f"{hundredths / 100:.2f}"


def interval(days: int) -> str:
    return n_("{n:,} day", "{n:,} days", days)


def ease_band(band: Band) -> str:
    if band.most is None:
        return _("{ease} or more").format(ease=ease(band.least))
    return f"{ease(band.least)}–{ease(band.most)}"


def interval_band(band: Band) -> str:
    """`1 day`, `2–6 days`, `90 days or more`."""
    if band.most is None:
        return _("{days} days or more").format(days=band.least)
    if band.most == band.least:
        return interval(band.least)
    return _("{least}–{most} days").format(least=band.least, most=band.most)


def heat_levels(heat: Heat) -> list[str]:
    """How many answers each level 0–4 begins at: `0`, `1+`, `10+` …"""
    return ["0", *(f"{start}+" for start in heat.starts)]


def day_done(day: Day | Totals) -> list[str]:
    """`42 reviews`, `5 new cards`, `3 repeats`, `12 minutes`, without what is none but the reviews."""
    parts = [n_("{n:,} review", "{n:,} reviews", day.reviews)]
    if day.new:
        parts.append(n_("{n:,} new card", "{n:,} new cards", day.new))
    if day.drills:
        parts.append(n_("{n:,} repeat", "{n:,} repeats", day.drills))
    if day.crams:
        parts.append(n_("{n:,} practice answer", "{n:,} practice answers", day.crams))
    return [*parts, duration(day.minutes)]


def duration(minutes: float) -> str:
    """In whole minutes, or hours from two hours up."""
    if minutes >= 120:
        return n_("{n:,} hour", "{n:,} hours", round(minutes / 60))
    return n_("{n:,} minute", "{n:,} minutes", round(minutes))


def sums(values: Sequence[int]) -> list[str]:
    """What the last 7, 30 and 365 days come to, of a year of days."""
    return [_("{days} days: {n:,}").format(days=days, n=sum(values[-days:])) for days in (7, 30, 365)]


def all_done(totals: Totals) -> list[str]:
    if totals.since is None:
        return [_("Nothing was answered yet.")]
    days = n_("{n:,} day since {since}", "{n:,} days since {since}", totals.days, since=iso(totals.since))
    return [*day_done(totals), days]


def streak(now: Streak) -> list[str]:
    parts = [interval(now.current), n_("longest {n} day", "longest {n} days", now.longest)]
    return [*parts, _("today is still to come")] if now.current and not now.today else parts


def cards(mastery: Mastery, set_aside: int) -> list[str]:
    parts = [
        n_("{n:,} card", "{n:,} cards", mastery.total),
        _("{n:,} mastered ({share})").format(n=mastery.mastered, share=percent(mastery.share)),
        _("{n:,} learning").format(n=mastery.learning),
        _("{n:,} new").format(n=mastery.new),
    ]
    return [*parts, _("{n:,} set aside").format(n=set_aside)] if set_aside else parts


def coming(forecast: Forecast) -> list[str]:
    """What is due today, tomorrow, within a week, within the forecast, and later."""
    days = forecast.days
    today = _("today {n:,} ({overdue:,} overdue)") if forecast.overdue else _("today {n:,}")
    return [
        today.format(n=days[0], overdue=forecast.overdue),
        _("tomorrow {n:,}").format(n=days[1]),
        _("within 7 days {n:,}").format(n=sum(days[:7])),
        _("within 30 days {n:,}").format(n=sum(days)),
        _("later {n:,}").format(n=forecast.later),
    ]


def weakness(card: Weak) -> list[str]:
    """Why a card is among the weakest."""
    parts = [lapses(card)] if card.lapses else []
    parts.append(_("ease {ease}").format(ease=ease(card.ease_hundredths)))
    if card.failed:
        parts.append(_("failed {failed} of the last {answers}").format(failed=card.failed, answers=card.answers))
    return parts


def recalls(retention: Retention) -> list[tuple[str, Recall]]:
    """The rows of the retention table: of all time, recent, and by interval."""
    banded = [(interval_band(band), recall) for band, recall in retention.by_interval]
    return [(_(OVERALL), retention.overall), (_(RECENT), retention.recent), *banded]


def scale_start(retention: Retention) -> float:
    """Where the scale of rates begins so that every interval is on it: a full ten percent."""
    lows = (recall.interval[0] for _name, recall in recalls(retention) if recall.interval)
    return int(10 * min(lows, default=0)) / 10


def median(value: str) -> str:
    return _("The median is {value}.").format(value=value)


def grades(given: Sequence[int]) -> list[tuple[str, int]]:
    """`0 Blank` to `5 Easy`, each with how often it was given."""
    return [(f"{grade} {grade_name(grade)}", count) for grade, count in enumerate(given)]


def lapses(card: Weak) -> str:
    return n_("{n} lapse", "{n} lapses", card.lapses)


def place(card: Weak) -> str:
    """`file:line` of a weak card, or nothing where the notes do not say."""
    name = card.entry.file.replace("\\", "/").rpartition("/")[2]
    return f"{name}:{card.entry.line}" if name else ""


def title(figures: Statistics, query: str) -> str:
    """What the statistics speak of, and of which day."""
    if query.strip():
        return _("Statistics of {query} on {day}").format(query=query.strip(), day=iso(figures.today))
    return _("Statistics on {day}").format(day=iso(figures.today))
