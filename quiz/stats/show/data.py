"""The statistics as JSON.

Names are stable: later versions add some and neither rename nor remove one. Days are ISO 8601, shares and rates lie
between 0 and 1, and what cannot be known yet is null.

    today, query
    cards       total, new, learning, mastered, mastered_share, set_aside
    streak      current, longest (days), today (whether today counts already)
    totals      since, days, reviews, new, drills, crams, minutes
    days        365 of: day, reviews, new, drills, crams, minutes; the oldest first, today last
    grades      "0" … "5": how often each was given within the schedule
    retention   overall, last_30_days: passed, asked, rate, low, high
                by_interval: the same for least_days … most_days
    forecast    days: 30 of day, due; overdue (within those of today), later
    ease        median, bands: least, most, cards
    intervals   median_days, bands: least_days, most_days, cards
    topics      topic ("" for cards without one), total, new, learning, mastered, mastered_share, weakest (uids)
    weakest     uid, question, deck, topics, file, line, lapses, ease_factor, failed, answers
                (failed of the last answers, five at most)
"""

from __future__ import annotations

from quiz.stats import Statistics
from quiz.stats.activity import Day, Totals
from quiz.stats.mastery import Mastery, Weak
from quiz.stats.retention import Recall
from quiz.stats.show.words import iso

Json = dict[str, object]


def as_json(figures: Statistics, query: str) -> Json:
    now, found, due = figures.streak, figures.retention, figures.forecast
    return {
        "today": iso(figures.today),
        "query": query,
        "cards": {**_mastery(figures.mastery), "set_aside": figures.set_aside},
        "streak": {"current": now.current, "longest": now.longest, "today": now.today},
        "totals": {"since": _day(figures.totals.since), "days": figures.totals.days, **_done(figures.totals)},
        "days": [{"day": iso(day.day), **_done(day)} for day in figures.days],
        "grades": {str(grade): count for grade, count in enumerate(figures.grades)},
        "retention": {
            "overall": _recall(found.overall),
            "last_30_days": _recall(found.recent),
            "by_interval": [
                {"least_days": band.least, "most_days": band.most, **_recall(recall)}
                for band, recall in found.by_interval
            ],
        },
        "forecast": {
            "days": [{"day": iso(figures.today + ahead), "due": count} for ahead, count in enumerate(due.days)],
            "overdue": due.overdue,
            "later": due.later,
        },
        "ease": {
            "median": _ease(figures.ease.median),
            "bands": [
                {"least": _ease(band.least), "most": _ease(band.most), "cards": count}
                for band, count in figures.ease.bands
            ],
        },
        "intervals": {
            "median_days": figures.intervals.median,
            "bands": [
                {"least_days": band.least, "most_days": band.most, "cards": count}
                for band, count in figures.intervals.bands
            ],
        },
        "topics": [
            {"topic": topic.topic, **_mastery(topic.mastery), "weakest": [card.entry.uid for card in topic.weakest]}
            for topic in figures.topics
        ],
        "weakest": [_weak(card) for card in figures.weakest],
    }


def _done(day: Day | Totals) -> Json:
    return {
        "reviews": day.reviews,
        "new": day.new,
        "drills": day.drills,
        "crams": day.crams,
        "minutes": round(day.minutes, 1),
    }


def _mastery(mastery: Mastery) -> Json:
    return {"total": mastery.total, **mastery._asdict(), "mastered_share": mastery.share}


def _recall(recall: Recall) -> Json:
    low, high = recall.interval or (None, None)
    return {"passed": recall.passed, "asked": recall.asked, "rate": recall.rate, "low": low, "high": high}


def _weak(card: Weak) -> Json:
    entry = card.entry
    return {
        "uid": entry.uid,
        "question": entry.question,
        "deck": entry.deck,
        "topics": list(entry.topics),
        "file": entry.file,
        "line": entry.line,
        "lapses": card.lapses,
        "ease_factor": entry.progress.memory.ease_factor,
        "failed": card.failed,
        "answers": card.answers,
    }


def _day(day: int | None) -> str | None:
    return None if day is None else iso(day)


def _ease(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / 100
