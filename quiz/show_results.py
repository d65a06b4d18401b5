"""The results of a class as text and as JSON; and the words of both that the HTML page says too.

Names of the JSON are stable: later versions add some and neither rename nor remove one. Shares lie between 0 and 1,
points are hundredths, and what cannot be claimed is null.

    paper       id, title, points
    people      how many results count
    left_out    how many do not: further ones of the same name, practice beside tests; not_counted: name, variant,
                kind, finished of each
    mean, median    of the shares of people whose answers are all marked
    questions   number, uid, kind, question, topics, marked, right, blank, share, discrimination,
                options (choice): text, right, people
    topics      topic ("" for none), answers, points, whole, share
    takers      name, variant, points, whole, share, unmarked, seconds; the best first
"""

from __future__ import annotations

from collections.abc import Iterator

from quiz.exam.corrected import Change
from quiz.exam.figures import ENOUGH, Chosen, Figures, Item, Taker, TopicShare
from quiz.exam.key import answer as key
from quiz.exam.key import written
from quiz.exam.paper import Asked
from quiz.exam.variants import letters
from quiz.language import N_, _, n_
from quiz.show import table
from quiz.show_take import NO_TOPIC, one_line, percent, stem
from quiz.terminal import fit
from quiz.topics import LEVEL

Json = dict[str, object]

WEAK, WRONG_WAY = 0.1, 0.0
HARD = 0.2
EASY = 0.95
QUESTIONS, TOPICS, PEOPLE = N_("Questions"), N_("Topics, the weakest first"), N_("People, the best first")
HEADS = (N_("no."), N_("right"), N_("share"), N_("tells apart"), N_("blank"), N_("question"))
TOPIC_HEADS = (N_("share"), N_("points"), N_("answers"), N_("topic"))
PEOPLE_HEADS = (N_("share"), N_("points"), N_("to mark"), N_("variant"), N_("name"))
MEANING = N_(
    "share: of the points that people got, low where it is hard. tells apart: how the points of the question go with "
    "those of all others, from -1 to 1; near 0 it does not tell who knows from who does not."
)
UNKNOWN = "–"
WIDEST, NARROW = 100, 60
MOST_NAMES = 10


def head(figures: Figures) -> str:
    people = n_("{n} person", "{n} people", len(figures.takers))
    parts = [f"{figures.paper.title} ({figures.paper.id}): {people}"]
    if figures.mean is not None and figures.median is not None:
        parts.append(_("mean {share}").format(share=percent(figures.mean)))
        parts.append(_("median {share}").format(share=percent(figures.median)))
    return ", ".join(parts)


def notes(figures: Figures, *, anonymous: bool = False) -> Iterator[str]:
    """What to know before reading the figures."""
    if len(figures.takers) < ENOUGH:
        yield _("Fewer than {n} people say little of a question: shares are not claimed.").format(n=ENOUGH)
    if figures.left_out:
        told = n_(
            "{n} result does not count, as a further one of a name that has one, or as practice.",
            "{n} results do not count, as further ones of a name that has one, or as practice.",
            len(figures.left_out),
        )
        yield told if anonymous else f"{told} {_left_out(figures)}"
    if unmarked := sum(bool(taker.unmarked) for taker in figures.takers):
        yield n_(
            "{n} person has written answers that nobody has marked.",
            "{n} people have written answers that nobody has marked.",
            unmarked,
        )


def _left_out(figures: Figures) -> str:
    shown = [f"{each.name or UNKNOWN} ({each.variant})" for each in figures.left_out[:MOST_NAMES]]
    more = len(figures.left_out) - len(shown)
    return ", ".join([*shown, *([_("and {n} more").format(n=more)] if more else [])]) + "."


def lines(figures: Figures, width: int | None, *, anonymous: bool = False) -> Iterator[str]:
    yield head(figures)
    yield from notes(figures, anonymous=anonymous)
    yield from ("", _(QUESTIONS))
    rows = [[*map(_, HEADS)], *map(item_row, figures.items)]
    if width is not None and width < NARROW:
        rows = [[*row[:3], row[-1]] for row in rows]
    yield from table(rows, right=range(len(rows[0]) - 1), width=width)
    yield _(MEANING)
    yield from _options(figures)
    if len(figures.topics) > 1:
        yield from ("", _(TOPICS))
        yield from table([[*map(_, TOPIC_HEADS)], *map(topic_row, figures.topics)], right=(0, 1, 2), width=width)
    yield from ("", _(PEOPLE))
    rows = people_rows(figures, anonymous=anonymous)
    yield from table([[*map(_, PEOPLE_HEADS)], *rows], right=(0, 1, 2), width=width)


def _options(figures: Figures) -> Iterator[str]:
    """How often each option was chosen."""
    chosen = [item for item in figures.items if item.chosen]
    if chosen:
        yield from ("", _("Options, as often as they were chosen (+ is right)"))
    for item in chosen:
        yield f"{item.number}. {question(item)}"
        for option in item.chosen or ():
            yield f"   {'+' if option.right else ' '} {option.people:>3}  {option_text(item, option)}"


def item_row(item: Item) -> list[str]:
    remark = f" ({told})" if (told := item_remark(item)) else ""
    counts = [str(item.number), f"{item.right}/{item.marked}", share(item.share), correlation(item.discrimination)]
    return [*counts, str(item.blank), question(item) + remark]


def topic_row(topic: TopicShare) -> list[str]:
    points = f"{written(topic.points.got)}/{written(topic.points.whole)}"
    return [share(topic.share), points, str(topic.answers), topic_name(topic)]


def people_rows(figures: Figures, *, anonymous: bool) -> list[list[str]]:
    return [
        [
            share(taker.points.share), f"{written(taker.points.got)}/{written(taker.points.whole)}",
            str(taker.unmarked or ""), taker.variant, person(number, taker, anonymous=anonymous),
        ]
        for number, taker in enumerate(figures.takers, 1)
    ]  # fmt: skip


def person(number: int, taker: Taker, *, anonymous: bool) -> str:
    """The name, or `#3` where there is none or it is not to be told."""
    return f"#{number}" if anonymous or not taker.name else taker.name


def question(item: Item) -> str:
    return fit(one_line(stem(item.question)), WIDEST)


def option_text(item: Item, option: Chosen) -> str:
    return f"{letters(option.place)}. {one_line(item.question.options[option.place].text)}"


def topic_name(topic: TopicShare) -> str:
    return topic.topic.replace(LEVEL, " › ") or _(NO_TOPIC)


def item_remark(item: Item) -> str:
    """What a teacher may look at."""
    if item.discrimination is not None and item.discrimination < WRONG_WAY:
        return _("the better ones miss it: is the key right?")
    if item.discrimination is not None and item.discrimination < WEAK:
        return _("tells little")
    if item.share is not None and item.share < HARD:
        return _("very hard")
    return _("very easy") if item.share is not None and item.share > EASY else ""


def share(value: float | None) -> str:
    return UNKNOWN if value is None else percent(value)


def correlation(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.2f}"


def as_json(figures: Figures, *, anonymous: bool = False) -> Json:
    paper = figures.paper
    return {
        "paper": {"id": paper.id, "title": paper.title, "points": paper.points},
        "people": len(figures.takers),
        "left_out": len(figures.left_out),
        "not_counted": [
            {
                "name": "" if anonymous else each.name, "variant": each.variant, "kind": each.kind,
                "finished": each.finished,
            }
            for each in figures.left_out
        ],
        "mean": figures.mean,
        "median": figures.median,
        "questions": [_item_json(item) for item in figures.items],
        "topics": [
            {
                "topic": each.topic, "answers": each.answers, "points": each.points.got, "whole": each.points.whole,
                "share": each.share,
            }
            for each in figures.topics
        ],
        "takers": [
            {
                "name": person(number, taker, anonymous=anonymous), "variant": taker.variant,
                "points": taker.points.got, "whole": taker.points.whole, "share": taker.points.share,
                "unmarked": taker.unmarked, "seconds": taker.seconds,
            }
            for number, taker in enumerate(figures.takers, 1)
        ],
    }  # fmt: skip


def change_line(change: Change) -> str:
    """`3. Which …?: B → A, C; 7 results get other points`."""
    asked = f"{change.number}. {fit(one_line(stem(change.before.question)), NARROW)}"
    (old, before), (new, after) = _marked_by(change.before), _marked_by(change.after)
    told = [f"{old} → {new}"] if old != new else []
    if before != after:
        told.append(_("points {before} → {after}").format(before=written(before), after=written(after)))
    told.append(n_("{n} result gets other points", "{n} results get other points", change.people))
    return f"{asked}: {'; '.join(told)}"


def change_json(change: Change) -> Json:
    sides = {"before": _marked_by(change.before), "after": _marked_by(change.after)}
    told: Json = {name: {"key": key, "points": points} for name, (key, points) in sides.items()}
    return {"number": change.number, "uid": change.before.question.uid, **told, "results": change.people}


def _marked_by(asked: Asked) -> tuple[str, int]:
    return one_line(key(asked)), asked.question.points


def _item_json(item: Item) -> Json:
    told: Json = {
        "number": item.number, "uid": item.question.uid, "kind": item.question.kind, "question": item.question.stem,
        "topics": item.question.topics, "marked": item.marked, "right": item.right, "blank": item.blank,
        "share": item.share, "discrimination": item.discrimination,
    }  # fmt: skip
    if item.chosen is not None:
        told["options"] = [
            {"text": item.question.options[each.place].text, "right": each.right, "people": each.people}
            for each in item.chosen
        ]
    return told
