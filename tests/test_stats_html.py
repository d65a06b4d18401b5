"""The HTML page of the statistics: it stands alone, it is well formed, and no text in it acts."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statistics_support import HOSTILE, figures
from support import TODAY

from quiz import language
from quiz.brief import in_brief
from quiz.stats import statistics
from quiz.stats.show import words
from quiz.stats.show.html import page

VOID = {"meta", "link", "img", "br"}
LOADING = ("src", "href", "xlink:href", "action", "data", "poster", "srcset", "background")


class Reader(HTMLParser):
    """Reads a page strictly: every tag is closed where it was opened."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.attributes, self.texts, self.tables = [], [], [], [], {}
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self._rows.append([])
        if tag in ("td", "th"):
            self._rows[-1].append("")

    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.texts.append(data)
        if "td" in self.open or "th" in self.open:
            self._rows[-1][-1] += data
        if self.open and self.open[-1] == "caption":
            self._rows = self.tables[data] = []

    def rows(self, caption):
        """The rows of a table by what their first cell says."""
        return {first: rest for first, *rest in self.tables[caption]}


@pytest.fixture
def korean():
    language.use("ko")
    yield
    language.use("en")


@pytest.fixture(scope="module")
def year():
    return figures()


def test_page_needs_nothing_else(year):
    """No script, no address, no other file: a browser may show it without a network, and its policy says so."""
    text = page(year, "")
    read = Reader(text)
    assert not {"script", "link", "img", "iframe", "object", "embed", "form", "base"} & set(read.tags)
    assert not [name for name, _value in read.attributes if name in LOADING or name.startswith("on")]
    assert "default-src 'none'; style-src 'unsafe-inline'" in text
    assert not re.search(r"https?:|//|url\(|@import", re.sub(r"<!DOCTYPE[^>]*>", "", text))


def test_page_is_for_every_reader(year):
    """It names its language, fits a phone, knows dark and print, and every picture has words or a table beside it."""
    text = page(year, "")
    read = Reader(text)
    assert '<html lang="en">' in text
    assert "width=device-width" in text
    assert all(f"@media {medium}" in text for medium in ("(prefers-color-scheme: dark)", "print", "(max-width"))
    assert read.tags.count("table") == read.tags.count("caption") == 7
    svg = re.findall(r"<svg[^>]*>", text)
    assert len(svg) == 4
    assert all('role="img" aria-label=' in tag or 'aria-hidden="true"' in tag for tag in svg)
    assert read.tags.count("h1") == 1


@pytest.mark.usefixtures("korean")
def test_page_in_the_language_of_the_person(year):
    """A Korean page says so, and names its charts in Korean."""
    text = page(year, "")
    assert '<html lang="ko">' in text
    assert language._(words.RETENTION) in text
    assert ">Retention<" not in text


def test_figures_of_the_page(year):
    """The tables hold the figures of the value: days, retention, bands, grades, topics, weakest cards."""
    read = Reader(page(year, ""))
    day = next(day for day in reversed(year.days) if day.answers)
    told = read.rows(words.ANSWERS_A_DAY)[words.iso(day.day)]
    assert told[:4] == [str(n) for n in (day.reviews, day.new, day.drills, day.crams)]
    rows = read.rows(words.RETENTION)
    for name, recall in words.recalls(year.retention):
        told = [words.percent(recall.rate), words.percents(recall.interval), f"{recall.passed:,}/{recall.asked:,}"]
        assert rows[name][:3] == told
    rows = read.rows(words.INTERVALS)
    assert [rows[words.interval_band(band)][1] for band, _n in year.intervals.bands] == [
        f"{n:,}" for _band, n in year.intervals.bands
    ]
    rows = read.rows(words.EASE)
    assert [rows[words.ease_band(band)][1] for band, _n in year.ease.bands] == [
        f"{n:,}" for _band, n in year.ease.bands
    ]
    assert [row[2] for row in read.tables[words.GRADES_GIVEN][1:]] == [f"{n:,}" for n in year.grades]
    assert [int(row[1]) for row in read.tables[words.FORECAST][1:]] == list(year.forecast.days)
    assert [row[2] for row in read.tables[words.TOPICS][1:] if len(row) > 1] == [
        f"{topic.mastery.mastered}/{topic.mastery.total}" for topic in year.topics
    ]
    told = "".join(read.texts)
    assert all(in_brief(card.entry.question) in told for card in year.weakest)


def test_heatmap_has_a_square_for_every_day(year):
    """365 squares, each with its day and answers for a pointer and a screen reader."""
    squares = re.findall(r'<rect class="heat(\d)"[^>]*><title>([^<]*)</title></rect>', page(year, ""))
    assert [told.partition(":")[0] for _level, told in squares] == [words.iso(day.day) for day in year.days]
    assert all((level == "0") == (not day.answers) for (level, _told), day in zip(squares, year.days, strict=True))


def test_bars_stay_within_their_charts(year):
    """No bar is wider or taller than the room it has, and none starts outside of it."""
    text = page(year, "")
    for style in re.findall(r'style="([^"]*)"', text):
        shares = [float(share) for share in re.findall(r"(?:left|width):(-?[\d.]+)%", style)]
        assert all(-0.01 <= share <= 100.01 for share in shares)
        assert "left" not in style or sum(shares) <= 100.01
    bars = re.findall(r'<rect class="\w+" x="[\d.]+" y="(-?[\d.]+)" width="\.8" height="([\d.]+)"/>', text)
    assert bars
    assert all(float(y) >= -0.05 and float(y) + float(height) <= 100.05 for y, height in bars)


def test_hostile_texts_are_only_texts():
    """Questions, topics and queries with tags, entities, markup and control characters are shown, less the controls."""
    text = page(figures(cards=4, days=60, question=HOSTILE, topic="a::<b>&"), HOSTILE)
    read = Reader(text)
    assert "script" not in read.tags
    assert "img" not in read.tags
    assert "</title><script>alert('x')</script> [/b] [x]" in "".join(read.texts)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", text)


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=40)
def test_any_text_leaves_the_page_well_formed(question, query):
    """Whatever is written in notes or asked for, tags stay balanced and the page can be encoded."""
    text = page(figures(cards=2, days=30, question=question or "?", topic="t"), query)
    Reader(text)
    assert unescape(text.encode().decode())


def test_nothing_to_show_yet():
    """Without any answer the page says so for each chart, and still is whole."""
    read = Reader(page(statistics([], [], TODAY), ""))
    told = "".join(read.texts)
    assert "Nothing was answered yet." in told
    assert told.count("Nothing yet.") == 8
