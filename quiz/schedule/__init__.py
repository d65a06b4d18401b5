"""What is asked when: study days, the rules, the plan of a day and its caps, and what each grade would bring. Pure."""

from __future__ import annotations

from quiz.schedule.caps import Counts, Done
from quiz.schedule.days import UNIX_EPOCH_ORDINAL, in_drill, is_due, outcomes, span, spans, study_day
from quiz.schedule.leech import becomes_leech, is_leech
from quiz.schedule.planning import Plan, Tally, Waiting, ahead, counts, cram, plan, plan_waiting
from quiz.schedule.rules import DeckRules, DueOrder, NewOrder, NewPlace, Rules

__all__ = [
    "UNIX_EPOCH_ORDINAL",
    "Counts",
    "DeckRules",
    "Done",
    "DueOrder",
    "NewOrder",
    "NewPlace",
    "Plan",
    "Rules",
    "Tally",
    "Waiting",
    "ahead",
    "becomes_leech",
    "counts",
    "cram",
    "in_drill",
    "is_due",
    "is_leech",
    "outcomes",
    "plan",
    "plan_waiting",
    "span",
    "spans",
    "study_day",
]
