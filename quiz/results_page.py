"""The results of a class as one self-contained HTML page, in the style of the statistics."""

from __future__ import annotations

from collections.abc import Iterator

from quiz import show_results as words
from quiz.exam.figures import ENOUGH, Figures, Item
from quiz.exam.key import written
from quiz.language import N_, _, n_
from quiz.stats.show.html import OWN_LANGUAGE, STYLE
from quiz.stats.show.html_charts import bar, table, text

RESULTS = N_("Results")
OWN_STYLE = """
section.wide { grid-column: 1 / -1; }
table.items th[scope=row] { white-space: normal; max-width: 34rem; }
table.items td.chart { width: 22%; }
table.items .below td { padding-left: 1.5rem; }
.option { display: grid; grid-template-columns: 3rem 8rem 1fr; gap: .6rem; align-items: center; }
.option .mark { text-align: right; }
"""


def page(figures: Figures, *, anonymous: bool = False) -> str:
    """The whole document: no network, no script, no other file."""
    title = text(f"{_(RESULTS)}: {figures.paper.title}")
    parts = (_tiles(figures), _items(figures), _topics(figures), _people(figures, anonymous=anonymous))
    about = " · ".join([figures.paper.id, *words.notes(figures, anonymous=anonymous)])
    return (
        f'<!DOCTYPE html>\n<html lang="{text(_(OWN_LANGUAGE))}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>\n{STYLE.read_text('utf-8')}{OWN_STYLE}</style>\n</head>\n<body>\n"
        f"<header><h1>{title}</h1><p>{text(about)}</p></header>\n<main>\n"
        + "\n".join(parts)
        + "\n</main>\n</body>\n</html>\n"
    )


def _tiles(figures: Figures) -> str:
    waiting = sum(taker.unmarked for taker in figures.takers)
    tiles = (
        (N_("People"), f"{len(figures.takers):,}"),
        (N_("Mean"), words.share(figures.mean)),
        (N_("Median"), words.share(figures.median)),
        (words.QUESTIONS, f"{len(figures.items):,}"),
        (N_("Answers to mark"), f"{waiting:,}"),
    )
    told = "".join(
        f'<div><dt>{text(_(name))}</dt><dd class="figure">{text(figure)}</dd></div>' for name, figure in tiles
    )
    return f'<dl class="tiles">{told}</dl>'


def _items(figures: Figures) -> str:
    head = [*map(_, (words.HEADS[5],)), "", *map(_, words.HEADS[1:5])]
    rows = [row for item in figures.items for row in _item(item)]
    return _section(
        words.QUESTIONS, words.MEANING, table(_(words.QUESTIONS), head, rows, charts=1, kind="items"), "wide"
    )


def _item(item: Item) -> Iterator[tuple[str, ...]]:
    """A row for the question, and one below it for the options of a choice."""
    remark = f' <span class="muted">({text(told)})</span>' if (told := words.item_remark(item)) else ""
    yield (
        f'<span dir="auto">{item.number}. {text(words.question(item))}</span>{remark}',
        _bar(item.share),
        f"{item.right:,}/{item.marked:,}",
        f"<b>{text(words.share(item.share))}</b>",
        text(words.correlation(item.discrimination)),
        f"{item.blank:,}",
    )
    if item.chosen:
        most = max(1, *(option.people for option in item.chosen))
        options = "".join(
            f'<div class="option"><span class="mark">{"✓ " if option.right else ""}{option.people:,}</span>'
            f"{bar([(option.people, 'green' if option.right else 'grey')], most)}"
            f'<bdi class="muted">{text(words.option_text(item, option))}</bdi></div>'
            for option in item.chosen
        )
        yield (options,)


def _topics(figures: Figures) -> str:
    rows = [
        (
            f"<bdi>{text(words.topic_name(each))}</bdi>",
            _bar(each.share),
            f"<b>{text(words.share(each.share))}</b>",
            f"{written(each.points.got)}/{written(each.points.whole)}",
            f"{each.answers:,}",
        )
        for each in figures.topics
    ]
    head = [_(words.TOPIC_HEADS[3]), "", *map(_, words.TOPIC_HEADS[:3])]
    return _section(words.TOPICS, FEW, table(_(words.TOPICS), head, rows, charts=1), "wide")


FEW = N_("Shares of topics with few answers are not claimed.")


def _people(figures: Figures, *, anonymous: bool) -> str:
    rows = [
        (
            f"<bdi>{text(words.person(number, taker, anonymous=anonymous))}</bdi>",
            _bar(taker.points.share),
            f"<b>{text(words.share(taker.points.share))}</b>",
            f"{written(taker.points.got)}/{written(taker.points.whole)}",
            f"{taker.unmarked or ''}",
            text(taker.variant),
        )
        for number, taker in enumerate(figures.takers, 1)
    ]
    head = [_(words.PEOPLE_HEADS[4]), "", *map(_, words.PEOPLE_HEADS[:4])]
    told = n_("{n} person counts.", "{n} people count.", len(rows)) if len(rows) < ENOUGH else ""
    return _section(words.PEOPLE, told, table(_(words.PEOPLE), head, rows, charts=1), "wide")


def _bar(share: float | None) -> str:
    return "" if share is None else bar([(round(1000 * share), "blue")], 1000)


def _section(title: str, meaning: str, content: str, kind: str) -> str:
    told = f'<p class="meaning">{text(_(meaning))}</p>' if meaning else ""
    return f'<section class="{kind}"><h2>{text(_(title))}</h2>{told}{content}</section>'
